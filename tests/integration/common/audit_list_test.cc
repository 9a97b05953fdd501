// Who did what to whom, as an auditor asks it.
#include "gmock/gmock.h"
#include "tests/support/city.h"
#include "tests/support/matchers.h"

namespace binadaya::test {
namespace {

using operations::v1::AuditEntry;
using operations::v1::ListAuditRequest;
using ::testing::AllOf;
using ::testing::Each;
using ::testing::IsEmpty;
using ::testing::Property;
using ::testing::SizeIs;

class AuditList : public RegistryOverTime {
 protected:
  std::vector<AuditEntry> List(ListAuditRequest request) {
    std::vector<AuditEntry> all;
    do {
      const auto listed = platform_->operations("registry").ListAudit(Auditor(), request);
      EXPECT_THAT(listed, IsOk());
      if (!listed.ok()) break;
      all.insert(all.end(), listed->entries().begin(), listed->entries().end());
      request.set_page_token(listed->next_page_token());
    } while (!request.page_token().empty());
    return all;
  }
  Call Auditor() { return platform_->As("inspektorat", {{v1::AUDITOR, "/"}}); }
};

TEST_F(AuditList, SaysWhoDidWhatToWhomNewestFirst) {
  const std::string campaign = city_->RatingCampaign();
  const std::string person = city_->Person("LURAH", "33.74.14.1003");
  ASSERT_THAT(city_->Assess(campaign, person, 3), IsOk());
  ListAuditRequest request;
  request.set_target(person);
  const auto entries = List(request);
  ASSERT_THAT(entries, SizeIs(4));
  EXPECT_EQ(entries[0].method(), "registry.ValidateProfile");
  EXPECT_EQ(entries[0].actor(), "head");
  EXPECT_EQ(entries[1].actor(), "pic");
  request.set_page_size(1);
  EXPECT_THAT(List(request), SizeIs(4));
  request.set_method("VerifyProfile");
  EXPECT_THAT(List(request), AllOf(SizeIs(1), Each(Property(&AuditEntry::actor, "pic"))));
  request.set_method("Profile");
  EXPECT_THAT(List(request), IsEmpty());
  request.clear_method();
  request.set_actor("head");
  EXPECT_THAT(List(request), SizeIs(1));
  // What was refused, by its rule.
  EXPECT_THAT(city_->Validate(person), RefusedBy("PROF-06"));
  request.clear_actor();
  request.set_refused_only(true);
  EXPECT_THAT(List(request), AllOf(SizeIs(1), Each(Property(&AuditEntry::reason, "PROF-06"))));
}

TEST_F(AuditList, EndsAtTheDaysThatWereAsked) {
  const std::string person = city_->Person("LURAH", "33.74.14.1003");
  const std::string campaign = city_->RatingCampaign();
  const auto rate = [&] {
    ASSERT_THAT(city_->Rate(campaign, person, registry::v1::RATER_SELF, City::Nine(2)), IsOk());
  };
  MoveTo(today_ + 3);
  rate();
  MoveTo(today_ + 5);
  rate();
  ListAuditRequest request;
  request.set_target(person);
  const auto between = [&](absl::CivilDay from, absl::CivilDay until) {
    request.set_from(Day(from));
    request.set_until(Day(until));
    return List(request).size();
  };
  EXPECT_EQ(between(today_ + 3, today_ + 5), 2u);
  EXPECT_EQ(between(today_ + 4, today_ + 5), 1u);
  EXPECT_EQ(between(today_ + 3, today_ + 4), 1u);
  EXPECT_EQ(between(today_ + 4, today_ + 4), 0u);
  EXPECT_EQ(between(absl::CivilDay(1969, 12, 31), today_ + 5), 2u) << "before there were computers";
  EXPECT_EQ(between(absl::CivilDay(1900, 1, 1), today_ + 4), 1u);
  request.set_from(Day(today_ + 5));
  request.set_until(Day(today_ + 4));
  EXPECT_THAT(
      platform_->operations("registry").ListAudit(Auditor(), request), RefusedBy("AUDIT-01"));
}

TEST_F(AuditList, IsForAuditorsAlone) {
  EXPECT_THAT(
      platform_->operations("registry").ListAudit(platform_->Admin(), {}),
      HasCode(absl::StatusCode::kPermissionDenied));
}

}  // namespace
}  // namespace binadaya::test
