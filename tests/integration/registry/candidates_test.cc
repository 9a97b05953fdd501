// Who fits a program, why, and who is left out.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/city.h"
#include "tests/support/matchers.h"

namespace binadaya::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
namespace rv = ::binadaya::registry::v1;

class Candidates : public RegistryOverTime {
 protected:
  // A lurah (level 2 is demanded) who stands at 2 but for these.
  static std::string Lurah(const std::string& unit, const City::Levels& below) {
    City::Levels levels = City::Nine(2);
    for (auto& [competency, level] : levels) {
      for (const auto& [code, actual] : below)
        if (code == competency) level = actual;
    }
    const std::string person = city_->Person("LURAH", unit);
    EXPECT_THAT(city_->Assess(city_->RatingCampaign(), person, levels), IsOk());
    return person;
  }
  // Raises M.03 by 1 with weight 1 and M.08 by 1 with weight 3.
  static rv::ListCandidatesRequest Program(const std::string& unit) {
    rv::ListCandidatesRequest request;
    request.set_unit(unit);
    for (const auto& [competency, weight] :
         std::vector<std::pair<std::string, double>>{{"M.03", 1}, {"M.08", 3}}) {
      rv::CandidateTarget& target = *request.add_targets();
      target.set_competency(competency);
      target.set_lift(1);
      target.set_weight(weight);
    }
    return request;
  }
  static absl::StatusOr<rv::ListCandidatesResponse> List(
      const rv::ListCandidatesRequest& request, v1::Role role = v1::ANALYST,
      const std::string& path = "/") {
    return platform_->registry().ListCandidates(platform_->As("someone", {{role, path}}), request);
  }
  // Person and score, best first.
  static std::vector<std::pair<std::string, double>> Fitting(
      const rv::ListCandidatesRequest& request) {
    const auto listed = List(request);
    EXPECT_THAT(listed, IsOk());
    std::vector<std::pair<std::string, double>> fitting;
    for (const rv::Candidate& one : listed->candidates())
      fitting.emplace_back(one.person(), one.score());
    return fitting;
  }
};

TEST_F(Candidates, AreThoseWithAGapInATargetBestFirstWithTheReasons) {
  const std::string unit = "33.74.02.1001";
  const std::string both = Lurah(unit, {{"M.03", 1}, {"M.08", 1}});
  const std::string heavy = Lurah(unit, {{"M.08", 1}});
  const std::string light = Lurah(unit, {{"M.03", 1}});
  Lurah(unit, {{"M.05", 1}});  // a gap of another kind
  const rv::ListCandidatesRequest program = Program(unit);
  EXPECT_THAT(
      Fitting(program),
      ElementsAre(std::pair(both, 100.0), std::pair(heavy, 75.0), std::pair(light, 25.0)));
  const auto listed = List(program);
  const rv::Candidate& second = listed->candidates(1);
  EXPECT_FALSE(second.in_family());
  EXPECT_EQ(second.gender(), "L");
  EXPECT_EQ(second.employment_type(), "PNS");
  EXPECT_EQ(second.group(), rv::SUPERVISOR);
  ASSERT_EQ(second.reasons_size(), 2);
  EXPECT_EQ(second.reasons(0).competency(), "M.03");
  EXPECT_TRUE(second.reasons(0).known());
  EXPECT_DOUBLE_EQ(second.reasons(0).points(), 0);
  EXPECT_DOUBLE_EQ(second.reasons(1).gap(), 1);
  EXPECT_DOUBLE_EQ(second.reasons(1).points(), 75);
  // Page by page it is the same list; of another unit it is another; a head sees his own.
  rv::ListCandidatesRequest paged = program;
  paged.set_page_size(2);
  const auto first = List(paged);
  ASSERT_THAT(first, IsOk());
  paged.set_page_token(first->next_page_token());
  ASSERT_EQ(List(paged)->candidates_size(), 1);
  EXPECT_EQ(List(paged)->candidates(0).person(), light);
  EXPECT_THAT(Fitting(Program("33.74.02.1002")), IsEmpty());
  EXPECT_THAT(List(program, v1::UNIT_HEAD, "/33.74.02/"), IsOk());
  EXPECT_TRUE(absl::IsPermissionDenied(List(program, v1::UNIT_HEAD, "/33.74.14/").status()));
  EXPECT_TRUE(absl::IsPermissionDenied(List(program, v1::AGENCY_HEAD).status()));
  EXPECT_TRUE(absl::IsPermissionDenied(List(program, v1::ORGANISER).status()));
}

TEST_F(Candidates, OfATargetFamilyNeedNoGapAndWhoIsAwayIsLeftOut) {
  const std::string unit = "33.74.14.1004";
  const std::string lacks = Lurah(unit, {{"M.08", 1}});
  const std::string meets = Lurah(unit, {});
  const std::string unrated = city_->Person("LURAH", unit);
  rv::ListCandidatesRequest program = Program(unit);
  EXPECT_THAT(Fitting(program), ElementsAre(std::pair(lacks, 75.0)));
  program.add_families("LURAH");
  EXPECT_THAT(
      Fitting(program),
      UnorderedElementsAre(std::pair(lacks, 75.0), std::pair(meets, 0.0), std::pair(unrated, 0.0)));
  rv::RegisterLeaveRequest leave;
  leave.set_request_id(platform_->Id());
  leave.set_person(lacks);
  leave.set_kind(rv::TAHUNAN);
  leave.set_first_day(Day(today_ + 10));
  leave.set_last_day(Day(today_ + 12));
  leave.set_document("C-1");
  const auto registered = platform_->registry().RegisterLeave(platform_->Analyst(), leave);
  ASSERT_THAT(registered, IsOk());
  const auto between = [&](int from, int until) {
    program.set_from(Day(today_ + from));
    program.set_until(Day(today_ + until));
    return Fitting(program).size();
  };
  EXPECT_EQ(between(8, 10), 3);  // before the first day
  EXPECT_EQ(between(8, 11), 2);
  EXPECT_EQ(between(12, 14), 2);  // his last day
  EXPECT_EQ(between(13, 15), 3);
  rv::AnnulRecordRequest annul;
  annul.set_request_id(platform_->Id());
  annul.set_person(lacks);
  annul.set_record(registered->id());
  annul.set_reason("batal");
  ASSERT_THAT(platform_->registry().AnnulRecord(platform_->Analyst(), annul), IsOk());
  EXPECT_EQ(between(8, 11), 3);
  rv::SuspendPersonRequest away;
  away.set_request_id(platform_->Id());
  away.set_person(meets);
  away.set_legal_position("TUGAS_BELAJAR");
  away.set_effective(Day(today_));
  away.set_decree("800/5");
  ASSERT_THAT(platform_->registry().SuspendPerson(platform_->Analyst(), away), IsOk());
  EXPECT_EQ(between(8, 11), 2);
}

TEST_F(Candidates, AreRefusedForTargetsThatRaiseNothing) {
  rv::ListCandidatesRequest program = Program("/");
  program.mutable_targets(0)->set_competency("X.01");
  EXPECT_THAT(List(program), RefusedBy("MATCH-01"));
  program.mutable_targets(0)->set_competency("M.08");
  EXPECT_THAT(List(program), RefusedBy("MATCH-02"));
  program.mutable_targets()->DeleteSubrange(0, 1);
  for (const double tiny : {1e-310, 1e-200}) {
    program.mutable_targets(0)->set_weight(tiny);
    EXPECT_THAT(List(program), RefusedBy("MATCH-04"));
  }
}

TEST_F(Candidates, AreRefusedForDaysOfWhichOneIsMissingOrThatEndBeforeTheyBegin) {
  rv::ListCandidatesRequest program = Program("/");
  program.set_from("2026-03-02");
  EXPECT_THAT(List(program), RefusedBy("MATCH-05"));
  program.set_until("2026-03-02");
  EXPECT_THAT(List(program), RefusedBy("MATCH-06"));
  program.set_until("2026-03-03");
  EXPECT_THAT(List(program), IsOk());
}

}  // namespace
}  // namespace binadaya::test
