#include "services/registry/domain/act.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/domain/refusal.h"
#include "tests/unit/registry/days.h"

namespace binadaya::registry::domain {
namespace {

using absl::CivilDay;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Standing Clerk() {
  return {
      .birth_date = CivilDay(1990, 5, 20),
      .type = EmploymentType::kPns,
      .gender = Gender::kMale,
      .grade = "III/b",
      .legal_position = "AKTIF",
      .post = "STAF",
      .unit = "OPD04",
      .since = CivilDay(2024, 1, 1),
      .decided = CivilDay(2024, 1, 1),
      .changed = CivilDay(2025, 4, 1)};
}

Place Somewhere() {
  return {
      .unit_exists = true,
      .post_exists = true,
      .unit_from = CivilDay(1900, 1, 1),
      .post_from = CivilDay(1900, 1, 1)};
}

Act On(ActKind kind, CivilDay day) {
  return {.person = "p", .kind = kind, .effective = day, .decree = "800/1"};
}
Act Assignment(CivilDay day) {
  Act act = On(ActKind::kAssignment, day);
  act.post = "LURAH";
  act.unit = "K1";
  return act;
}

std::vector<std::string> RulesOf(
    const Act& act, const Standing& standing = Clerk(), const Place& place = Somewhere()) {
  std::vector<std::string> rules;
  for (const Finding& finding : CheckAct(act, standing, place, kMarch10, {}))
    if (!finding.warning) rules.push_back(finding.rule);
  return rules;
}

TEST(Act, IsOfADayOnWhichThePersonCouldBeEmployed) {
  Standing young = Clerk();
  young.birth_date = CivilDay(2008, 3, 10);
  young.decided.reset();
  young.changed.reset();
  EXPECT_THAT(RulesOf(Assignment(CivilDay(2026, 3, 10)), young), IsEmpty());
  EXPECT_THAT(RulesOf(Assignment(CivilDay(2026, 3, 9)), young), ElementsAre("ACT-01"));
  EXPECT_THAT(RulesOf(Assignment(CivilDay(1990, 5, 19)), young), ElementsAre("ACT-01"));
}

TEST(Act, LiesAtMostTwoYearsAhead) {
  EXPECT_THAT(RulesOf(Assignment(CivilDay(2028, 3, 10))), IsEmpty());
  EXPECT_THAT(RulesOf(Assignment(CivilDay(2028, 3, 11))), ElementsAre("ACT-02"));
  EXPECT_THAT(RulesOf(Assignment(CivilDay(2999, 1, 1))), ElementsAre("ACT-02"));
  Act acting = Assignment(CivilDay(2026, 4, 1));
  acting.kind = ActKind::kActing;
  acting.assignment = AssignmentKind::kActing;
  acting.to = CivilDay(2999, 1, 1);
  EXPECT_THAT(RulesOf(acting), ElementsAre("ACT-02"));
}

TEST(Assignment, NeedsAUnitAndAPostThatExistOnItsDay) {
  Place place = Somewhere();
  place.post_from = CivilDay(2027, 1, 1);
  EXPECT_THAT(RulesOf(Assignment(CivilDay(2026, 12, 31)), Clerk(), place), ElementsAre("ASG-07"));
  EXPECT_THAT(RulesOf(Assignment(CivilDay(2027, 1, 1)), Clerk(), place), IsEmpty());
  place = Somewhere();
  place.unit_from = CivilDay(2026, 4, 1);
  place.unit_to = CivilDay(2026, 6, 1);
  place.people_in = "K2";
  EXPECT_THAT(RulesOf(Assignment(CivilDay(2026, 3, 31)), Clerk(), place), ElementsAre("ASG-06"));
  EXPECT_THAT(RulesOf(Assignment(CivilDay(2026, 4, 1)), Clerk(), place), IsEmpty());
  EXPECT_THAT(RulesOf(Assignment(CivilDay(2026, 5, 31)), Clerk(), place), IsEmpty());
  EXPECT_THAT(RulesOf(Assignment(CivilDay(2026, 6, 1)), Clerk(), place), ElementsAre("ASG-06"));
  EXPECT_THAT(RulesOf(Assignment(kMarch10), Clerk(), {}), ElementsAre("PER-06", "PER-07"));
}

TEST(Assignment, ComesNotBeforeThePresentOne) {
  EXPECT_THAT(RulesOf(Assignment(CivilDay(2024, 1, 1))), IsEmpty());
  EXPECT_THAT(RulesOf(Assignment(CivilDay(2023, 12, 31))), ElementsAre("ASG-08"));
}

TEST(Assignment, ComesAfterTheDecisionBeforeNotAfterAMoveOfTheUnit) {
  Standing along = Clerk();
  along.unit = "OPD05";
  along.since = CivilDay(2026, 3, 1);
  EXPECT_THAT(RulesOf(Assignment(CivilDay(2024, 1, 1)), along), IsEmpty());
  EXPECT_THAT(RulesOf(Assignment(CivilDay(2023, 12, 31)), along), ElementsAre("ASG-08"));
  EXPECT_THAT(RulesOf(On(ActKind::kDeath, CivilDay(2026, 2, 28)), along), IsEmpty());
  along = After(along, {Assignment(CivilDay(2026, 3, 5))});
  EXPECT_THAT(RulesOf(Assignment(CivilDay(2026, 3, 5)), along), IsEmpty());
  EXPECT_THAT(RulesOf(Assignment(CivilDay(2026, 3, 4)), along), ElementsAre("ASG-08"));
}

TEST(Assignment, IntoAUnitThatIsClosedSinceNeedsTheOneThatTookItOver) {
  Place place = Somewhere();
  place.unit_to = CivilDay(2026, 3, 1);
  const CivilDay before(2026, 2, 28);
  EXPECT_THAT(RulesOf(Assignment(before), Clerk(), place), ElementsAre("ASG-06"));
  Act acting = Assignment(before);
  acting.kind = ActKind::kActing;
  acting.assignment = AssignmentKind::kActing;
  acting.to = kMarch10;
  EXPECT_THAT(RulesOf(acting, Clerk(), place), IsEmpty());  // ends with the unit
  Standing gone = Clerk();
  gone.legal_position = "CLTN";
  Act back = Assignment(before);
  back.kind = ActKind::kReturn;
  EXPECT_THAT(RulesOf(back, gone, place), ElementsAre("ASG-06"));
  place.people_in = "K2";
  EXPECT_THAT(RulesOf(Assignment(before), Clerk(), place), IsEmpty());
  EXPECT_THAT(RulesOf(back, gone, place), IsEmpty());
  EXPECT_THAT(RulesOf(Assignment(before + 1), Clerk(), place), ElementsAre("ASG-06"));
}

TEST(Promotion, GoesUpAndStaysInTheKind) {
  Act act = On(ActKind::kPromotion, CivilDay(2026, 4, 1));
  act.grade = "III/c";
  EXPECT_THAT(RulesOf(act), IsEmpty());
  act.grade = "III/b";
  EXPECT_THAT(RulesOf(act), ElementsAre("ACT-05"));
  act.grade = "III/a";
  EXPECT_THAT(RulesOf(act), ElementsAre("ACT-05"));
  act.grade = "IX";
  EXPECT_THAT(RulesOf(act), ElementsAre("PER-13"));
  act = On(ActKind::kPromotion, CivilDay(2025, 4, 1));
  act.grade = "III/c";
  EXPECT_THAT(RulesOf(act), IsEmpty());
  act.effective = CivilDay(2025, 3, 31);
  EXPECT_THAT(RulesOf(act), ElementsAre("ACT-03"));
}

TEST(Exit, IsRefusedWhereItCannotBe) {
  EXPECT_THAT(RulesOf(On(ActKind::kRetirement, CivilDay(2026, 4, 1))), IsEmpty());
  EXPECT_THAT(RulesOf(On(ActKind::kDeath, kMarch10)), IsEmpty());
  EXPECT_THAT(RulesOf(On(ActKind::kDeath, kMarch10 + 1)), ElementsAre("ACT-09"));
  EXPECT_THAT(RulesOf(On(ActKind::kContractEnd, kMarch10)), ElementsAre("ACT-10"));
  Standing contract = Clerk();
  contract.type = EmploymentType::kPppk;
  EXPECT_THAT(RulesOf(On(ActKind::kContractEnd, kMarch10), contract), IsEmpty());
  EXPECT_THAT(
      RulesOf(On(ActKind::kRetirement, CivilDay(2023, 12, 31))), ElementsAre("ACT-03", "ASG-08"));
}

TEST(AfterAnExit, NothingButAReturnIsPossible) {
  Standing left = Clerk();
  left.legal_position = "PINDAH_INSTANSI";
  left.post = left.unit = "";
  left.decided.reset();
  EXPECT_THAT(RulesOf(Assignment(kMarch10), left), ElementsAre("ACT-04"));
  EXPECT_THAT(RulesOf(On(ActKind::kDeath, kMarch10), left), ElementsAre("ACT-04"));
  Act back = On(ActKind::kReturn, kMarch10);
  EXPECT_THAT(RulesOf(back, left), ElementsAre("ACT-12"));
  back.post = "STAF";
  back.unit = "OPD04";
  EXPECT_THAT(RulesOf(back, left), IsEmpty());
  for (const char* for_good : {"PENSIUN", "MENINGGAL"}) {
    left.legal_position = for_good;
    EXPECT_THAT(RulesOf(back, left), ElementsAre("ACT-11")) << for_good;
  }
  EXPECT_THAT(RulesOf(On(ActKind::kReturn, kMarch10)), ElementsAre("ACT-11"));
}

TEST(Suspension, LeavesThePostAndEndsByAReturn) {
  Act away = On(ActKind::kSuspension, kMarch10);
  away.legal_position = "CLTN";
  EXPECT_THAT(RulesOf(away), IsEmpty());
  away.legal_position = "PENSIUN";
  EXPECT_THAT(RulesOf(away), ElementsAre("ACT-16"));
  Standing gone = Clerk();
  gone.legal_position = "CLTN";
  EXPECT_THAT(RulesOf(On(ActKind::kReturn, kMarch10), gone), IsEmpty());
  EXPECT_THAT(RulesOf(Assignment(kMarch10), gone), ElementsAre("ASG-04"));
}

TEST(Employment, ChangesAlongTheLadderAndWithItsNumber) {
  Standing contract = Clerk();
  contract.type = EmploymentType::kPppk;
  contract.grade = "IX";
  Act act = On(ActKind::kEmployment, kMarch10);
  EXPECT_THAT(RulesOf(act, contract), ElementsAre("ACT-15"));
  act.employment_type = "CPNS";
  act.grade = "III/a";
  EXPECT_THAT(RulesOf(act, contract), ElementsAre("ACT-07"));
  act.number = "199005202026031901";
  EXPECT_THAT(RulesOf(act, contract), IsEmpty());
  act.number = "199005202026211901";
  EXPECT_THAT(RulesOf(act, contract), ElementsAre("NIP-03"));
  act.number.clear();
  act.employment_type = "PPPK";
  EXPECT_THAT(RulesOf(act), ElementsAre("ACT-06", "ACT-07", "PER-13"));
  act.employment_type = "RAJA";
  act.grade.clear();
  EXPECT_THAT(RulesOf(act), ElementsAre("PER-04"));
}

TEST(Contract, EndsAfterItBegins) {
  Standing contract = Clerk();
  contract.type = EmploymentType::kPppk;
  contract.grade = "IX";
  Act act = On(ActKind::kEmployment, kMarch10);
  act.contract_end = kMarch10 + 1;
  EXPECT_THAT(RulesOf(act, contract), IsEmpty());
  EXPECT_THAT(RulesOf(act), ElementsAre("ACT-08"));
  act.contract_end = kMarch10;
  EXPECT_THAT(RulesOf(act, contract), ElementsAre("ACT-08"));
}

TEST(WhatLiesAhead, IsCheckedAsThingsWillStandThen) {
  Act exit = On(ActKind::kRetirement, CivilDay(2026, 4, 1));
  exit.legal_position = "PENSIUN";
  const Standing after = After(Clerk(), {exit});
  EXPECT_EQ(after.legal_position, "PENSIUN");
  EXPECT_EQ(after.post, "");
  EXPECT_EQ(after.changed, CivilDay(2026, 4, 1));
  EXPECT_THAT(RulesOf(Assignment(CivilDay(2026, 5, 1)), after), ElementsAre("ACT-04"));
  Act acting = Assignment(CivilDay(2026, 4, 1));
  acting.kind = ActKind::kActing;
  EXPECT_EQ(After(Clerk(), {acting}).post, "STAF");
  EXPECT_EQ(After(Clerk(), {Assignment(CivilDay(2026, 4, 1))}).post, "LURAH");
}

TEST(Annulment, IsOfWhatStandsAndFromTheNewestOn) {
  EXPECT_TRUE(CheckAnnul(ActState::kInForce, true).ok());
  EXPECT_TRUE(CheckAnnul(ActState::kPending, true).ok());
  EXPECT_EQ(FindingsOf(CheckAnnul(ActState::kInForce, false)).front().rule, "ACT-14");
  EXPECT_EQ(FindingsOf(CheckAnnul(ActState::kAnnulled, true)).front().rule, "ACT-13");
  EXPECT_EQ(FindingsOf(CheckAnnul(ActState::kLapsed, true)).front().rule, "ACT-13");
}

TEST(AnExit, HasItsActAndItsLegalPosition) {
  EXPECT_EQ(PositionAfter(KindOf(Exit::kRetirement)), "PENSIUN");
  EXPECT_EQ(PositionAfter(KindOf(Exit::kDeath)), "MENINGGAL");
  EXPECT_EQ(PositionAfter(KindOf(Exit::kDismissal)), "BERHENTI");
  EXPECT_EQ(PositionAfter(KindOf(Exit::kContractEnd)), "BERHENTI");
  EXPECT_EQ(PositionAfter(KindOf(Exit::kTransferOut)), "PINDAH_INSTANSI");
  EXPECT_EQ(PositionAfter(ActKind::kPromotion), "");
}

}  // namespace
}  // namespace binadaya::registry::domain
