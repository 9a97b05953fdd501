#include <cmath>
#include <functional>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/matchers.h"
#include "tests/unit/scheduling/people.h"

namespace binadaya::scheduling::domain::sample {
namespace {

using ::testing::Pair;
using ::testing::UnorderedElementsAre;

std::string Gates(const Matching& matching, const Candidate& candidate) {
  return RulesOf(CheckGates(matching, candidate));
}

TEST(Gates, LetInWhoIsOfATargetFamilyOrLacksAWholeLevel) {
  const Matching matching = Program({2});
  Candidate candidate = Person("a", 0);
  EXPECT_EQ(Gates(matching, candidate), "");
  candidate.family = "STAF";
  EXPECT_EQ(Gates(matching, candidate), "SEL-02");
  candidate.parts = {{"M.03", 0.9999, 1, 0}, {"M.05", 0.5, 1, 0}};
  EXPECT_EQ(Gates(matching, candidate), "SEL-02");
  candidate.parts[1].gap = 1;
  EXPECT_EQ(Gates(matching, candidate), "");
  const Finding finding = [&] {
    candidate.parts.clear();
    return CheckGates(matching, candidate).front();
  }();
  EXPECT_THAT(
      finding.values,
      UnorderedElementsAre(Pair("family", "STAF"), Pair("families", "CAMAT, LURAH")));
}

TEST(Gates, ShutOutForTwentyFourMonthsAfterTheSameProgram) {
  Matching matching = Program({2});
  Candidate candidate = Person("a", 50);
  candidate.completed = absl::CivilDay(2024, 3, 11);  // the intake is on 10 March 2026
  EXPECT_EQ(Gates(matching, candidate), "SEL-03");
  EXPECT_EQ(CheckGates(matching, candidate)[0].values.at("again_from"), "2026-03-11");
  candidate.completed = absl::CivilDay(2024, 3, 10);
  EXPECT_EQ(Gates(matching, candidate), "");
  candidate.completed = absl::CivilDay(2024, 2, 29);
  matching.intakes[0].first = absl::CivilDay(2026, 2, 28);
  EXPECT_EQ(Gates(matching, candidate), "SEL-03");
  matching.intakes[0].first = absl::CivilDay(2026, 3, 1);
  EXPECT_EQ(Gates(matching, candidate), "");
  matching.policy.cooldown_months = 25;
  EXPECT_EQ(Gates(matching, candidate), "SEL-03");
}

TEST(Gates, KeepAPppkWithinTwentyFourHoursAYear) {
  Matching matching = Program({2});  // of 16
  Candidate candidate = Person("a", 50);
  candidate.jp = 9;
  EXPECT_EQ(Gates(matching, candidate), "");  // a PNS has no cap
  candidate.employment = "PPPK";
  EXPECT_EQ(Gates(matching, candidate), "SEL-05");
  EXPECT_THAT(
      CheckGates(matching, candidate)[0].values,
      UnorderedElementsAre(Pair("jp", "9"), Pair("program", "16"), Pair("cap", "24")));
  candidate.employment = "PPPK_PW";
  EXPECT_EQ(Gates(matching, candidate), "SEL-05");
  candidate.jp = 8;
  EXPECT_EQ(Gates(matching, candidate), "");
}

TEST(Gates, AreClosedByACalendarOnlyWhereNoIntakeIsLeft) {
  const Matching matching = Program({2, 2});
  Candidate candidate = Person("a", 50);
  candidate.barred = {{1, "SC-09", "leave-1"}};
  EXPECT_EQ(Gates(matching, candidate), "SEL-04*");
  EXPECT_TRUE(IsOpenTo(matching, candidate, 0));
  EXPECT_FALSE(IsOpenTo(matching, candidate, 1));
  EXPECT_THAT(
      CheckGates(matching, candidate)[0].values,
      UnorderedElementsAre(Pair("batch", "B2"), Pair("rule", "SC-09"), Pair("by", "leave-1")));
  candidate.completed = absl::CivilDay(2024, 4, 1);  // bars the intake of March
  EXPECT_EQ(Gates(matching, candidate), "SEL-03 SEL-04");
  EXPECT_EQ(CheckGates(matching, candidate)[0].values.at("batch"), "B1");
  candidate.barred.clear();
  EXPECT_EQ(Gates(matching, candidate), "SEL-03*");
}

TEST(Gates, AreAllSaidAtOnce) {
  Candidate candidate = Person("a", 50);
  candidate.active = false;
  candidate.family = "STAF";
  candidate.completed = absl::CivilDay(2025, 1, 1);
  candidate.barred = {{0, "SVC-5", "blackout"}};
  candidate.employment = "PPPK";
  candidate.jp = 20;
  candidate.enrolled = true;
  EXPECT_EQ(Gates(Program({1}), candidate), "SEL-01 SEL-02 SEL-03 SEL-04 SEL-05 SEL-06");
  for (const auto& change : std::vector<std::function<void(Candidate&)>>{
           [](Candidate& c) { c.active = false; }, [](Candidate& c) { c.family = ""; },
           [](Candidate& c) { c.completed = absl::CivilDay(2026, 1, 1); },
           [](Candidate& c) {
             c.barred = {{0, "SC-09", "x"}};
           },
           [](Candidate& c) { c.employment = "PPPK", c.jp = 9; },
           [](Candidate& c) { c.enrolled = true; }}) {
    Candidate one = Person("a", 50);
    change(one);
    const absl::StatusOr<Selection> selection =
        Select(Program({1}), std::vector<Candidate>{one, Person("b", 40)});
    ASSERT_THAT(selection, test::IsOk());
    EXPECT_EQ(selection->Of(0).standing, ChoiceState::kNotQualified);
    EXPECT_EQ(selection->Of(0).rank, 0);
    EXPECT_EQ(selection->Of(0).equals, 0);
    EXPECT_EQ(selection->Of(0).arm, std::nullopt);
    EXPECT_EQ(selection->Of(1).rank, 1);
    EXPECT_EQ(selection->verdicts.size(), 1);
  }
}

TEST(CheckMatching, FindsAllThatIsWrongAtOnce) {
  const auto rules = [](const Matching& matching, const std::vector<Candidate>& people,
                        const std::vector<SeatOverride>& overrides = {}) {
    const absl::StatusOr<Selection> selection = Select(matching, people, overrides);
    if (!selection.ok()) {
      EXPECT_THAT(selection, test::HasCode(absl::StatusCode::kInvalidArgument));
    }
    std::string text;
    for (const Finding& finding : FindingsOf(selection.status()))
      text += (text.empty() ? "" : ", ") + finding.rule + " " + finding.where;
    return text;
  };
  const std::vector<Candidate> nobody;
  EXPECT_EQ(rules(Program({}), nobody), "SEL-10 intakes");
  EXPECT_EQ(rules(Program({1, 0}), nobody), "SEL-10 intakes");
  EXPECT_EQ(rules(Program({1, 1}), nobody), "");
  Matching matching = Program({1, 1, 1});
  matching.intakes[1].first = matching.intakes[0].first;
  EXPECT_EQ(rules(matching, nobody), "");
  matching.intakes[1].first = matching.intakes[0].first - 1;
  EXPECT_EQ(rules(matching, nobody), "SEL-11 intakes[1].first");
  matching.intakes[1].first = absl::CivilDay(2026, 12, 31);
  matching.intakes[2].first = absl::CivilDay(2027, 1, 1);
  EXPECT_EQ(rules(matching, nobody), "SEL-11 intakes[2].first");
  matching = Program({1, 1});
  matching.jp = -1;
  matching.caps = {{"SVC-1", "U", {0, 1}, 1}, {"SVC-1", "U", {2}, 1}};
  EXPECT_EQ(rules(matching, nobody), "SEL-13 jp, SEL-14 caps[1].intakes");
  matching.jp = 0;
  matching.caps.pop_back();
  std::vector<Candidate> people = {Person("a", 0), Person("b", 100), Person("c", 50)};
  people[1].unit_trained = 1;
  people[1].caps = {0};
  people[1].barred = {{1, "SC-09", "x"}};
  EXPECT_EQ(rules(matching, people), "");
  people[0].score = -0.0001;
  people[1].score = 100.0001;
  people[2].score = std::nan("");
  EXPECT_EQ(
      rules(matching, people),
      "SEL-13 candidates[0].score, SEL-13 candidates[1].score, SEL-13 candidates[2].score");
  people = {Person("a", 1), Person("b", 2), Person("c", 3), Person("a", 4)};
  people[0].unit_trained = -0.1;
  people[0].jp = -1;
  people[1].unit_trained = 1.1;
  people[1].barred = {{2, "SC-09", "x"}};
  people[2].caps = {1};
  people[3].caps = {0, 0};
  EXPECT_EQ(
      rules(
          matching, people,
          {{"a", OverrideReason::kOther, " "},
           {"x", OverrideReason::kOther, "sebab"},
           {"a", OverrideReason::kSubstitute, ""}}),
      "SEL-13 candidates[0].unit_trained, SEL-13 candidates[0].jp, "
      "SEL-13 candidates[1].unit_trained, SEL-14 candidates[1].barred, "
      "SEL-14 candidates[2].caps, SEL-14 candidates[3].caps, SEL-12 candidates, "
      "SEL-24 overrides[0].note, SEL-20 overrides[1].person, SEL-21 overrides[2].person");
  EXPECT_EQ(CheckMatching(matching, people, {})[6].values.at("person"), "a");
}

TEST(CheckOverrideRate, FlagsMoreThanTenPercent) {
  EXPECT_EQ(RulesOf(CheckOverrideRate(0, 0, {})), "");
  EXPECT_EQ(RulesOf(CheckOverrideRate(2, 20, {})), "");
  const Findings findings = CheckOverrideRate(3, 29, {});
  EXPECT_EQ(RulesOf(findings), "SEL-25*");
  EXPECT_THAT(
      findings[0].values,
      UnorderedElementsAre(Pair("overridden", "3"), Pair("chosen", "29"), Pair("rate", "0.1034")));
  EXPECT_THAT(findings[0].message.en, testing::HasSubstr("10.3 %"));
  EXPECT_THAT(findings[0].message.en, testing::HasSubstr("more than 10 %"));
  EXPECT_EQ(RulesOf(CheckOverrideRate(3, 29, {.override_rate = 0.15})), "");
}

}  // namespace
}  // namespace binadaya::scheduling::domain::sample
