#include "services/needs/domain/plan.h"

#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/domain/refusal.h"

namespace binadaya::needs::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const absl::CivilDay kJune(2026, 6, 15);

PlanLine Line(const std::string& program, std::int64_t rupiah = 100) {
  return {.program = program, .number = 1, .way = "CLASSICAL 1", .rupiah = rupiah, .seats = 30};
}
Plan DraftOf(const std::vector<PlanLine>& lines) {
  auto plan = Plan::Draft("plan", 2027, "portfolio", lines, "analyst", kJune);
  EXPECT_TRUE(plan.ok()) << plan.status();
  return *std::move(plan);
}
Plan ProposedPlan() {
  Plan plan = DraftOf({Line("a"), Line("b")});
  EXPECT_TRUE(plan.Propose("sekda", {}, kJune).ok());
  return plan;
}
Plan PlanInForce() {
  Plan plan = ProposedPlan();
  EXPECT_TRUE(plan.Set("walikota", "800/12", {}, kJune).ok());
  return plan;
}
std::vector<std::string> RulesOf(const absl::Status& status) {
  std::vector<std::string> rules;
  for (const Finding& finding : FindingsOf(status)) rules.push_back(finding.rule);
  return rules;
}
const Findings kRetired = CheckStanding({{"Klinik", 1, 0, false}});

TEST(Acceptance, IsOnceWithANoteByAnotherThanWhoAsked) {
  PortfolioCase one{.asked_by = "analyst"};
  EXPECT_THAT(RulesOf(one.Accept("analyst", " ", {})), ElementsAre("PORT-12", "PORT-13"));
  EXPECT_THAT(RulesOf(one.Accept("head", "cukup", kRetired)), ElementsAre("PLAN-06"));
  EXPECT_EQ(one.accepted_by, "");
  EXPECT_TRUE(one.Accept("head", "cukup", {}).ok());
  EXPECT_EQ(one.accepted_by, "head");
  EXPECT_THAT(RulesOf(one.Accept("other", "cukup", {})), ElementsAre("PORT-11"));
}

TEST(Standing, SaysWhatBecameOfAProgramThatWasChosen) {
  EXPECT_THAT(CheckStanding({{"Klinik", 2, 2, true}}), IsEmpty());
  EXPECT_THAT(CheckStanding({{"Klinik", 1, 0, false, true}}), IsEmpty())
      << "what is committed of the plan in force is not planned again";
  const Findings findings =
      CheckStanding({{"Klinik", 1, 0, false}, {"Kelas", 1, 1, false}, {"Lokakarya", 1, 2, true}});
  ASSERT_EQ(findings.size(), 3U);
  EXPECT_EQ(findings[0].where, "Klinik");
  EXPECT_THAT(findings[0].message.id, HasSubstr("sudah dihentikan"));
  EXPECT_THAT(findings[1].message.en, HasSubstr("is under review"));
  EXPECT_THAT(findings[2].message.en, HasSubstr("is in force in version 2"));
}

TEST(Plan, GoesFromADraftToOneInForceByThreePeople) {
  Plan plan = DraftOf({Line("a")});
  EXPECT_THAT(RulesOf(plan.Propose("analyst", {}, kJune)), ElementsAre("PLAN-05"));
  EXPECT_THAT(RulesOf(plan.Set("walikota", "800/12", {}, kJune)), ElementsAre("PLAN-03"));
  EXPECT_TRUE(plan.Propose("sekda", {}, kJune).ok());
  EXPECT_THAT(RulesOf(plan.Set("sekda", " ", {}, kJune)), ElementsAre("PLAN-05", "PLAN-09"));
  EXPECT_THAT(RulesOf(plan.Set("analyst", "800/12", {}, kJune)), ElementsAre("PLAN-05"));
  EXPECT_EQ(plan.InForce(), nullptr);
  EXPECT_TRUE(plan.Set("walikota", "800/12", {}, kJune).ok());
  EXPECT_EQ(plan.InForce()->state, PlanState::kSet);
  EXPECT_EQ(plan.InForce()->decree, "800/12");
  EXPECT_THAT(RulesOf(plan.Propose("sekda", {}, kJune)), ElementsAre("PLAN-02"));
}

TEST(Plan, OfNothingIsNone) {
  EXPECT_THAT(
      RulesOf(Plan::Draft("plan", 2027, "portfolio", {}, "analyst", kJune).status()),
      ElementsAre("PLAN-10"));
}

TEST(Plan, WithAProgramThatIsNoMoreIsNeitherProposedNorSet) {
  Plan plan = DraftOf({Line("a")});
  EXPECT_THAT(RulesOf(plan.Propose("sekda", kRetired, kJune)), ElementsAre("PLAN-06"));
  Plan proposed = ProposedPlan();
  EXPECT_THAT(RulesOf(proposed.Set("walikota", "800/12", kRetired, kJune)), ElementsAre("PLAN-06"));
  EXPECT_EQ(proposed.Newest().state, PlanState::kProposed);
}

TEST(Plan, IsReturnedWithAReason) {
  Plan plan = ProposedPlan();
  EXPECT_THAT(RulesOf(plan.Return("")), ElementsAre("PLAN-08"));
  EXPECT_TRUE(plan.Return("pagu turun").ok());
  EXPECT_EQ(plan.Newest().state, PlanState::kDraft);
  EXPECT_EQ(plan.Newest().reason, "pagu turun");
  EXPECT_THAT(RulesOf(plan.Return("lagi")), ElementsAre("PLAN-04"));
  EXPECT_TRUE(plan.Propose("sekda", {}, kJune).ok());
}

TEST(Plan, InForceIsRevisedBesideItWithAReasonAndADifference) {
  Plan plan = PlanInForce();
  EXPECT_THAT(
      RulesOf(plan.Revise("other", {Line("a"), Line("b")}, "", "analyst", kJune)),
      ElementsAre("PLAN-08", "PLAN-11"));
  EXPECT_EQ(plan.versions.size(), 1U);
  EXPECT_TRUE(plan.Revise("other", {Line("a", 90), Line("c")}, "efisiensi", "analyst", kJune).ok());
  EXPECT_EQ(plan.Shown().number, 1);
  EXPECT_EQ(plan.Newest().number, 2);
  EXPECT_TRUE(plan.Propose("sekda", {}, kJune).ok());
  EXPECT_TRUE(plan.Set("walikota", "800/13", {}, kJune).ok());
  EXPECT_EQ(plan.Shown().number, 2);
  EXPECT_EQ(plan.Shown().state, PlanState::kRevised);
  EXPECT_EQ(plan.versions[0].state, PlanState::kReplaced);
  EXPECT_EQ(plan.Before(plan.Shown())->number, 1);
  EXPECT_EQ(plan.Before(plan.versions[0]), nullptr);
}

TEST(Plan, ThatIsWorkedOnIsMadeAnewAsADraftOfTheSameNumber) {
  Plan plan = ProposedPlan();
  EXPECT_TRUE(plan.Revise("other", {Line("a")}, "", "second", kJune).ok());
  EXPECT_EQ(plan.versions.size(), 1U);
  EXPECT_EQ(plan.Newest().number, 1);
  EXPECT_EQ(plan.Newest().state, PlanState::kDraft);
  EXPECT_EQ(plan.Newest().portfolio, "other");
  EXPECT_EQ(plan.Newest().drafter, "second");
  EXPECT_EQ(plan.Newest().proposer, "");
}

TEST(Plan, KeepsWhoDecidedItWhenAndWhy) {
  Plan plan = DraftOf({Line("a")});
  EXPECT_EQ(plan.id, "plan");
  EXPECT_EQ(plan.year, 2027);
  EXPECT_EQ(plan.Newest().drafted_on, kJune);
  ASSERT_TRUE(plan.Propose("sekda", {}, kJune + 1).ok());
  EXPECT_EQ(plan.Newest().proposer, "sekda");
  EXPECT_EQ(plan.Newest().proposed_on, kJune + 1);
  ASSERT_TRUE(plan.Return("pagu turun").ok());
  EXPECT_EQ(plan.Newest().proposer, "");
  EXPECT_EQ(plan.Newest().proposed_on, std::nullopt);
  ASSERT_TRUE(plan.Propose("sekda", {}, kJune + 2).ok());
  ASSERT_TRUE(plan.Set("walikota", "800/12", {}, kJune + 3).ok());
  EXPECT_EQ(plan.Newest().setter, "walikota");
  EXPECT_EQ(plan.Newest().set_on, kJune + 3);
  ASSERT_TRUE(plan.Revise("other", {Line("b")}, "efisiensi", "second", kJune + 4).ok());
  EXPECT_EQ(plan.Newest().drafted_on, kJune + 4);
  EXPECT_EQ(plan.Newest().reason, "efisiensi");
  EXPECT_EQ(plan.Newest().lines, std::vector<PlanLine>{Line("b")});
  EXPECT_THAT(
      RulesOf(plan.Revise("other", {}, "efisiensi", "second", kJune)), ElementsAre("PLAN-10"));
}

TEST(PlanStates, AreNamedInTheRefusalOfAStep) {
  const std::vector<std::tuple<PlanState, const char*, const char*>> names = {
      {PlanState::kDraft, "DRAFT", "a draft"},
      {PlanState::kProposed, "PROPOSED", "proposed"},
      {PlanState::kSet, "SET", "set"},
      {PlanState::kRevised, "REVISED", "set as a revision"},
      {PlanState::kReplaced, "REPLACED", "replaced"}};
  for (const auto& [state, code, en] : names) {
    EXPECT_EQ(ToString(state), code);
    EXPECT_STREQ(NameOf(state).en, en);
  }
}

TEST(Plan, HoldsTheProgramsOfWhatIsProposedAndOfWhatIsInForce) {
  EXPECT_THAT(DraftOf({Line("a")}).Held(), IsEmpty());
  EXPECT_THAT(ProposedPlan().Held(), ElementsAre("a", "b"));
  Plan plan = PlanInForce();
  EXPECT_TRUE(plan.Revise("other", {Line("b"), Line("c")}, "efisiensi", "analyst", kJune).ok());
  EXPECT_THAT(plan.Held(), ElementsAre("a", "b"));
  EXPECT_TRUE(plan.Propose("sekda", {}, kJune).ok());
  EXPECT_THAT(plan.Held(), ElementsAre("a", "b", "c"));
  EXPECT_TRUE(plan.Set("walikota", "800/13", {}, kJune).ok());
  EXPECT_THAT(plan.Held(), ElementsAre("b", "c"));
}

TEST(PlanDifference, IsByProgramAndByWhatIsDoneWithIt) {
  const PlanDifference difference =
      Difference({Line("a"), Line("b"), Line("c")}, {Line("c"), Line("b", 101), Line("d")});
  EXPECT_THAT(difference.added, ElementsAre("d"));
  EXPECT_THAT(difference.removed, ElementsAre("a"));
  EXPECT_THAT(difference.changed, ElementsAre("b"));
  EXPECT_TRUE(Difference({Line("a"), Line("b")}, {Line("b"), Line("a")}).none());
}

TEST(Portfolios, ThatNobodyAcceptsAreKeptForAMonthAtLeast) {
  EXPECT_TRUE(CheckPortfolioDays(30).empty());
  EXPECT_TRUE(CheckPortfolioDays(36'525).empty());
  for (const double days : {29.0, 36'526.0}) {
    const Findings findings = CheckPortfolioDays(days);
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0].rule, "PORT-17");
  }
}

}  // namespace
}  // namespace binadaya::needs::domain
