#pragma once

#include <map>
#include <string>
#include <vector>

#include "binadaya/registry/v1/registry_events.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/city.h"
#include "tests/support/matchers.h"
#include "tests/support/platform.h"

namespace binadaya::test {

namespace rv = ::binadaya::registry::v1;

// Each test has a kecamatan of its own with two kelurahan, and campaigns over it.
class Invitations : public RegistryOverTime {
 protected:
  void SetUp() override {
    kecamatan_ = Cat("I", ++tests_);
    one_ = Cat(kecamatan_, ".1");
    two_ = Cat(kecamatan_, ".2");
    ASSERT_THAT(
        city_->ImportUnits(
            Cat("code,name,kind,parent,direct_service\n", kecamatan_, ",Mijen,KECAMATAN,,ya\n",
                one_, ",Purwosari,KELURAHAN,", kecamatan_, ",ya\n", two_, ",Polaman,KELURAHAN,",
                kecamatan_, ",ya\n"),
            true),
        IsOk());
    campaign_ = city_->RatingCampaign(kecamatan_);
  }

  std::vector<std::string> People(const std::string& post, const std::string& unit, int count) {
    std::vector<std::string> people;
    for (int i = 0; i < count; ++i) people.push_back(city_->Person(post, unit));
    return people;
  }
  absl::StatusOr<rv::PeerProposal> Propose(
      const std::string& person, int peers = 0, const std::string& campaign = "") {
    rv::GetPeerProposalRequest request;
    request.set_campaign(campaign.empty() ? campaign_ : campaign);
    request.set_person(person);
    request.set_peers(peers);
    return platform_->registry().GetPeerProposal(platform_->Analyst(), request);
  }
  static std::vector<std::string> Ids(const absl::StatusOr<rv::PeerProposal>& proposal) {
    EXPECT_THAT(proposal, IsOk());
    std::vector<std::string> ids;
    if (!proposal.ok()) return ids;
    for (const rv::PeerProposal::Peer& peer : proposal->peers()) ids.push_back(peer.person());
    return ids;
  }
  static std::vector<std::string> RulesOf(const absl::StatusOr<rv::PeerProposal>& proposal) {
    std::vector<std::string> rules;
    for (const v1::Finding& finding : proposal->findings()) rules.push_back(finding.rule());
    return rules;
  }
  absl::Status Invite(const std::string& person, const std::vector<std::string>& peers) {
    rv::InviteRatersRequest request;
    request.set_request_id(platform_->Id());
    request.set_campaign(campaign_);
    request.set_person(person);
    for (const std::string& peer : peers) {
      rv::InvitedRater& rater = *request.add_raters();
      rater.set_rater(peer);
      rater.set_role(rv::RATER_PEER);
    }
    return platform_->registry().InviteRaters(platform_->Analyst(), request).status();
  }
  absl::Status Rate(
      const std::string& person, rv::RaterRole role, double level = 2,
      const std::string& rater = "") {
    return city_->Rate(campaign_, person, role, {{"M.03", level}}, rater).status();
  }
  // "people/forms/returned/rate, passes" by unit.
  std::map<std::string, std::string> RatesOf(const std::string& unit) {
    rv::ListReturnRatesRequest request;
    request.set_campaign(campaign_);
    request.set_unit(unit);
    const auto rates = platform_->registry().ListReturnRates(platform_->Analyst(), request);
    EXPECT_THAT(rates, IsOk());
    std::map<std::string, std::string> all;
    for (const auto& one : rates->units()) {
      all[one.unit()] =
          Cat(one.people(), "/", one.invited(), "/", one.returned(), "/", one.rate(),
              one.passes() ? " passes" : "");
    }
    return all;
  }
  // Who was reminded to judge a person, by reminder day.
  static std::vector<std::string> Reminded(const std::string& person) {
    const pg::Result rows =
        platform_->sql("registry")
            .Query(
                "SELECT payload FROM event_log WHERE aggregate_type = 'profile' AND aggregate_id = "
                "$1"
                " AND position('rating.reminder_due' IN encode(headers, 'escape')) > 0"
                " ORDER BY aggregate_version",
                {person});
    std::vector<std::string> reminders;
    for (int i = 0; i < rows.rows(); ++i) {
      rv::RatingReminderDue event;
      EXPECT_TRUE(event.ParseFromString(rows.Bytes(i, 0)));
      reminders.push_back(Cat(event.day(), " ", event.rater()));
    }
    return reminders;
  }
  absl::Status Leave(const std::string& person) {
    rv::EndEmploymentRequest request;
    request.set_request_id(platform_->Id());
    request.set_person(person);
    request.set_exit(rv::EXIT_DISMISSAL);
    request.set_effective(Day(platform_->clock().Today()));
    request.set_decree("800/9/2026");
    return platform_->registry().EndEmployment(platform_->Analyst(), request).status();
  }
  absl::Status Move(const std::string& person, const std::string& post, const std::string& unit) {
    return city_->Assign(person, post, unit).status();
  }

  static inline int tests_ = 0;
  std::string kecamatan_, one_, two_, campaign_;
};

}  // namespace binadaya::test
