// Units renamed, moved, merged, split and closed by decree, on a day.
#include <map>
#include <string>
#include <vector>

#include "services/registry/domain/import_units.h"
#include "tests/unit/registry/days.h"
#include "tests/unit/registry/told.h"

namespace binadaya::registry::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class UnitActs : public ::testing::Test {
 protected:
  UnitActs() {
    directory_.kinds["DINAS"].parents = {""};
    directory_.kinds["BIDANG"].parents = {"DINAS"};
    for (const char* code : {"A", "B"})
      directory_.existing[code] = {code, std::string("Dinas ") + code, "DINAS", "", "", false};
    directory_.existing["A1"] = {"A1", "Bidang A1", "BIDANG", "A", "", false};
  }

  // A row about a unit, as the registry has it but for these cells.
  Row About(const std::string& code, const std::map<std::string, std::string>& cells) const {
    Row row{.line = 2, .values = {{"code", code}, {"name", "Dinas " + code}, {"kind", "DINAS"}}};
    if (const auto known = directory_.existing.find(code); known != directory_.existing.end()) {
      row.values["name"] = known->second.name;
      row.values["kind"] = known->second.kind;
      row.values["parent"] = known->second.parent;
    }
    for (const auto& [column, value] : cells) row.values[column] = value;
    return row;
  }
  ImportPlan<UnitAct> Plan(std::vector<Row> rows) const {
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i].line = static_cast<int>(i) + 2;
    return PlanUnits(rows, directory_, {}, kJune15, 2);
  }
  Row Closed(const std::string& code, const std::string& day = "2026-07-01") const {
    return About(code, {{"closed", "ya"}, {"valid_from", day}, {"decree", "Perda 1/2026"}});
  }
  Row Succeeds(
      const std::string& code, const std::string& before,
      const std::string& day = "2026-07-01") const {
    return About(code, {{"succeeds", before}, {"valid_from", day}, {"decree", "Perda 1/2026"}});
  }
  UnitAct Waiting(const std::string& code, const std::string& name, absl::CivilDay day) const {
    UnitAct act{.unit = directory_.existing.at(code), .effective = day, .dated = true};
    act.unit.name = name;
    return act;
  }

  UnitDirectory directory_;
};

TEST_F(UnitActs, ReadTheDayTheDecreeAndTheUnitsBefore) {
  const auto plan = Plan({Succeeds("C", "B, A;B"), Closed("B"), Closed("A1"), Closed("A")});
  EXPECT_THAT(
      Outcomes(plan),
      ElementsAre(Outcome::kNew, Outcome::kChanged, Outcome::kChanged, Outcome::kChanged));
  EXPECT_THAT(plan.rows[0].record.unit.succeeds, ElementsAre("A", "B"));
  EXPECT_EQ(plan.rows[0].record.effective, absl::CivilDay(2026, 7, 1));
  EXPECT_EQ(plan.rows[0].record.decree, "Perda 1/2026");
  EXPECT_TRUE(plan.rows[1].record.closes);
  EXPECT_FALSE(plan.rows[0].record.closes);
}

TEST_F(UnitActs, WithoutADayHoldFromToday) {
  const auto plan = Plan({About("A", {{"name", "Dinas Baru"}})});
  EXPECT_EQ(plan.rows[0].outcome, Outcome::kChanged);
  EXPECT_EQ(plan.rows[0].record.effective, kJune15);
  EXPECT_FALSE(plan.rows[0].record.dated);
}

TEST_F(UnitActs, OfAnImpossibleDayAreRefused) {
  const auto told = [&](const char* day) {
    return Told(Plan({About("A", {{"name", "Baru"}, {"valid_from", day}})}).rows[0]);
  };
  EXPECT_THAT(told("besok"), ElementsAre("IMP-09 baris 2, valid_from"));
  EXPECT_THAT(told("2028-06-15"), IsEmpty());
  EXPECT_THAT(told("2028-06-16"), ElementsAre("ACT-02 baris 2, valid_from"));
  directory_.existing["A"].changed = absl::CivilDay(2026, 3, 1);
  EXPECT_THAT(told("2026-03-01"), IsEmpty());
  EXPECT_THAT(told("2026-02-28"), ElementsAre("UNIT-11 baris 2, valid_from"));
}

TEST_F(UnitActs, Unit18NeedADecreeToCloseOrToSucceed) {
  EXPECT_THAT(
      Told(Plan({About("B", {{"closed", "ya"}})}).rows[0]), ElementsAre("UNIT-18 baris 2, decree"));
  EXPECT_THAT(
      Told(Plan({About("C", {{"succeeds", "B"}})}).rows[0]),
      ElementsAre("UNIT-18 baris 2, decree"));
}

TEST_F(UnitActs, Unit12NothingStandsUnderAUnitThatIsClosedOrNotYetThere) {
  EXPECT_THAT(
      Told(Plan({Closed("B"), About("B1", {{"kind", "BIDANG"}, {"parent", "B"}})}).rows[1]),
      ElementsAre("UNIT-12 baris 3, parent"));
  const auto under = [&](const char* day) {
    return Told(Plan({About("C", {{"valid_from", "2026-08-01"}}),
                      About("C1", {{"kind", "BIDANG"}, {"parent", "C"}, {"valid_from", day}})})
                    .rows[1]);
  };
  EXPECT_THAT(under("2026-07-31"), ElementsAre("UNIT-12 baris 3, parent"));
  EXPECT_THAT(under("2026-08-01"), IsEmpty());
}

TEST_F(UnitActs, Unit13WhatLiesBelowAClosedUnitIsMovedOrClosedToo) {
  const auto plan = Plan({Closed("A")});
  EXPECT_THAT(Told(plan.rows[0]), ElementsAre("UNIT-13 baris 2, closed"));
  EXPECT_EQ(plan.rows[0].findings[0].values.at("units"), "A1");
  EXPECT_THAT(Told(Plan({Closed("A"), About("A1", {{"parent", "B"}})}).rows[0]), IsEmpty());
  EXPECT_THAT(Told(Plan({Closed("A"), Closed("A1")}).rows[0]), IsEmpty());
}

TEST_F(UnitActs, Unit14PeopleGoAlongWithTheOneUnitThatSucceedsTheirsOrAreMovedBefore) {
  directory_.occupants["B"] = {{.leave = {}, .people = 3, .newest = absl::CivilDay(2026, 7, 1)}};
  EXPECT_THAT(Told(Plan({Closed("B")}).rows[0]), ElementsAre("UNIT-14 baris 2, closed"));
  EXPECT_THAT(Told(Plan({Closed("B"), Succeeds("C", "B")}).rows[0]), IsEmpty());
  EXPECT_THAT(
      Told(Plan({Closed("B"), Succeeds("C", "B"), Succeeds("D", "B")}).rows[0]),
      ElementsAre("UNIT-14 baris 2, closed"));
  // Who came later than the day cannot have gone along.
  EXPECT_THAT(
      Told(Plan({Closed("B", "2026-06-30"), Succeeds("C", "B")}).rows[0]),
      ElementsAre("UNIT-14 baris 2, closed"));
  // Who is moved by then does not remain; who is moved on the day after does.
  directory_.occupants["B"][0].leave = absl::CivilDay(2026, 7, 1);
  EXPECT_THAT(Told(Plan({Closed("B")}).rows[0]), IsEmpty());
  directory_.occupants["B"][0].leave = absl::CivilDay(2026, 7, 2);
  EXPECT_THAT(Told(Plan({Closed("B")}).rows[0]), ElementsAre("UNIT-14 baris 2, closed"));
}

TEST_F(UnitActs, Unit14AUnitThatSucceedsLaterTakesNobodyAlongAndNeitherDoesOneOfTwo) {
  directory_.occupants["B"] = {{.people = 3}};
  EXPECT_THAT(
      Told(Plan({Closed("B"), Succeeds("C", "B", "2026-07-02")}).rows[0]),
      ElementsAre("UNIT-14 baris 2, closed"));
  EXPECT_THAT(
      Told(Plan({Closed("B"), Succeeds("C", "B"), Succeeds("D", "B", "2026-07-02")}).rows[0]),
      ElementsAre("UNIT-14 baris 2, closed"));
  EXPECT_THAT(
      Told(Plan({Closed("B"), Succeeds("C", "B"), Succeeds("A", "B", "2026-07-02")}).rows[0]),
      ElementsAre("UNIT-14 baris 2, closed"))
      << "A is there already";
  // That the one which takes them over is closed itself one day is in nobody's way.
  UnitAct end = Waiting("A1", "", absl::CivilDay(2026, 12, 1));
  end.closes = true;
  directory_.waiting = {end};
  const auto plan = Plan({Closed("B"), Succeeds("A1", "B")});
  EXPECT_THAT(Told(plan.rows[0]), IsEmpty());
  EXPECT_EQ(plan.rows[0].record.heir, "A1");
}

TEST_F(UnitActs, Unit14CountsWhoComesByThenByAnActThatWaits) {
  directory_.occupants["B"] = {
      {.come = absl::CivilDay(2026, 7, 1), .people = 1, .newest = absl::CivilDay(2026, 7, 1)}};
  EXPECT_THAT(Told(Plan({Closed("B")}).rows[0]), ElementsAre("UNIT-14 baris 2, closed"));
  EXPECT_THAT(Told(Plan({Closed("B", "2026-06-30")}).rows[0]), IsEmpty());
}

TEST_F(UnitActs, Unit14CountsWhoWentAlongBefore) {
  directory_.occupants["A1"] = {{.people = 2}};
  EXPECT_THAT(Told(Plan({Closed("A1"), Succeeds("B", "A1")}).rows[0]), IsEmpty());
  directory_.waiting = {Waiting("B", "Dinas B", absl::CivilDay(2026, 7, 1))};
  directory_.waiting[0].unit.succeeds = {"A1"};
  directory_.waiting.push_back(Waiting("A1", "", absl::CivilDay(2026, 7, 1)));
  directory_.waiting[1].closes = true;
  EXPECT_THAT(
      Told(Plan({Closed("B", "2026-08-01")}).rows[0]), ElementsAre("UNIT-14 baris 2, closed"));
}

TEST_F(UnitActs, Unit19WarnsOfARatingCampaignThatNoOneUnitTakesOver) {
  directory_.campaigns["B"] = absl::CivilDay(2026, 7, 2);
  EXPECT_THAT(Told(Plan({Closed("B")}).rows[0]), ElementsAre("UNIT-19 baris 2, closed!"));
  EXPECT_EQ(Plan({Closed("B")}).rows[0].outcome, Outcome::kChanged);
  EXPECT_THAT(Told(Plan({Closed("B", "2026-07-02")}).rows[0]), IsEmpty());
  EXPECT_THAT(Told(Plan({Closed("B"), Succeeds("C", "B")}).rows[0]), IsEmpty());
}

TEST_F(UnitActs, AreEachLookedAtAsThingsAreOnTheirDay) {
  // What lies below goes the day after, or on the day.
  const auto closing = [&](const char* moves) {
    return Told(Plan({Closed("A"), About("A1", {{"parent", "B"}, {"valid_from", moves}})}).rows[0]);
  };
  EXPECT_THAT(closing("2026-07-02"), ElementsAre("UNIT-13 baris 2, closed"));
  EXPECT_THAT(closing("2026-07-01"), IsEmpty());
  EXPECT_THAT(
      Told(Plan({Closed("A"), Closed("A1", "2026-07-02")}).rows[0]),
      ElementsAre("UNIT-13 baris 2, closed"));
  // A unit that is moved before its parent is closed may come under it first.
  UnitAct end = Waiting("B", "", absl::CivilDay(2026, 8, 1));
  end.closes = true;
  UnitAct away = Waiting("A1", "Bidang A1", absl::CivilDay(2026, 7, 1));
  directory_.existing["C"] = {"C", "Dinas C", "DINAS", "", "", false};
  away.unit.parent = "C";
  directory_.waiting = {away, end};
  const Row come = About("A1", {{"parent", "B"}});
  EXPECT_THAT(Told(Plan({come}).rows[0]), IsEmpty());
  directory_.waiting[0].effective = absl::CivilDay(2026, 8, 2);
  EXPECT_THAT(Told(Plan({come}).rows[0]), ElementsAre("UNIT-12 baris 2, parent"));
}

TEST_F(UnitActs, LeaveWhatTheyDoNotTouchAsAnEarlierOneMakesIt) {
  UnitAct later = Waiting("A1", "Bidang Baru", absl::CivilDay(2026, 7, 1));
  Unit moved = directory_.existing.at("A1");
  moved.parent = "B";
  moved.direct_service = true;
  moved.kind = "SEKSI";
  moved.name = "Bidang Lain";
  Follow(later, directory_.existing.at("A1"), moved);
  EXPECT_EQ(later.unit.parent, "B");
  EXPECT_TRUE(later.unit.direct_service);
  EXPECT_EQ(later.unit.kind, "SEKSI");
  EXPECT_EQ(later.unit.name, "Bidang Baru");  // that it says itself
  // So A1 is not under A again when A is closed.
  directory_.waiting = {Waiting("A1", "Bidang Baru", absl::CivilDay(2026, 6, 30))};
  EXPECT_THAT(Told(Plan({Closed("A"), About("A1", {{"parent", "B"}})}).rows[0]), IsEmpty());
}

TEST_F(UnitActs, Unit16IsSaidOfAClosingThatWaitsToo) {
  UnitAct end = Waiting("B", "", absl::CivilDay(2026, 7, 1));
  end.closes = true;
  directory_.waiting = {end};
  const auto told = [&](const char* day) {
    return Told(Plan({About("B", {{"name", "Dinas Lain"}, {"valid_from", day}})}).rows[0]);
  };
  EXPECT_THAT(told("2026-06-30"), IsEmpty());
  EXPECT_THAT(told("2026-07-02"), ElementsAre("UNIT-16 baris 2, code"));
  EXPECT_THAT(told("2026-07-01"), IsEmpty());  // takes its place
}

TEST_F(UnitActs, OfAUnitThatComesAreTakenBackByClosingItOnItsDay) {
  UnitAct comes = Waiting("B", "Dinas N", absl::CivilDay(2026, 7, 1));
  comes.unit.code = "N";
  directory_.waiting = {comes};
  EXPECT_THAT(Told(Plan({Closed("N")}).rows[0]), IsEmpty());
  EXPECT_THAT(
      Told(Plan({Closed("N", "2026-06-30")}).rows[0]), ElementsAre("UNIT-17 baris 2, code"));
}

TEST_F(UnitActs, AddToTheUnitsThatOneSucceedsAndAreTheSameOnceMore) {
  directory_.existing["B"].succeeds = {"A"};
  EXPECT_THAT(Plan({Succeeds("B", "A1")}).rows[0].record.unit.succeeds, ElementsAre("A", "A1"));
  directory_.existing["B"].succeeds = {"A", "A1"};
  EXPECT_EQ(Plan({Succeeds("B", "A1")}).rows[0].outcome, Outcome::kSame);
}

TEST_F(UnitActs, Asg05OneOfTheHeadsOfMergedUnitsIsPlacedByHisOwnDecree) {
  directory_.occupants["B"] = {{.leave = {}, .people = 2, .heads = 1}};
  EXPECT_THAT(Told(Plan({Closed("B"), Succeeds("C", "B")}).rows[0]), IsEmpty());
  directory_.occupants["A1"] = {{.leave = {}, .people = 2, .heads = 1}};
  directory_.kinds["BIDANG"].parents = {"DINAS", ""};
  const std::vector<Row> merge = {Closed("B"), Closed("A1"), Succeeds("C", "A1 B")};
  EXPECT_THAT(Told(Plan(merge).rows[0]), ElementsAre("ASG-05 baris 2, closed"));
  directory_.occupants["A1"][0].leave = absl::CivilDay(2026, 7, 1);
  EXPECT_THAT(Told(Plan(merge).rows[0]), IsEmpty());
}

TEST_F(UnitActs, Unit15AUnitSucceedsAnotherOneThatIsThere) {
  EXPECT_THAT(Told(Plan({Succeeds("C", "X")}).rows[0]), ElementsAre("UNIT-15 baris 2, succeeds"));
  EXPECT_THAT(Told(Plan({Succeeds("C", "C")}).rows[0]), ElementsAre("UNIT-15 baris 2, succeeds"));
  EXPECT_THAT(Told(Plan({Succeeds("B", "A")}).rows[0]), IsEmpty());  // takes it in
}

TEST_F(UnitActs, Unit16AClosedUnitStaysClosedAndUnit17OneThatIsNotThereCannotBe) {
  directory_.existing["B"].valid_to = absl::CivilDay(2026, 1, 1);
  EXPECT_THAT(Told(Plan({About("B", {})}).rows[0]), ElementsAre("UNIT-16 baris 2, code"));
  EXPECT_THAT(Told(Plan({Closed("B")}).rows[0]), ElementsAre("UNIT-16 baris 2, code"));
  EXPECT_EQ(Plan({Closed("B", "2026-01-01")}).rows[0].outcome, Outcome::kSame);
  EXPECT_THAT(Told(Plan({Closed("X")}).rows[0]), ElementsAre("UNIT-17 baris 2, code"));
}

TEST_F(UnitActs, ThatWaitAreTheSameEachTimeUntilAnotherRowOfTheirDayTakesTheirPlace) {
  const absl::CivilDay day(2026, 7, 1);
  directory_.waiting = {Waiting("B", "Dinas Baru", day)};
  const auto outcome = [&](const std::map<std::string, std::string>& cells) {
    return Plan({About("B", cells)}).rows[0].outcome;
  };
  EXPECT_EQ(outcome({{"name", "Dinas Baru"}, {"valid_from", "2026-07-01"}}), Outcome::kSame);
  EXPECT_EQ(outcome({}), Outcome::kSame);  // as it is until then
  EXPECT_EQ(outcome({{"name", "Dinas Lain"}, {"valid_from", "2026-07-01"}}), Outcome::kChanged);
  EXPECT_EQ(outcome({{"valid_from", "2026-07-01"}}), Outcome::kChanged);  // it keeps its name
  // What waits counts: nothing new under a unit that will be closed.
  directory_.waiting[0].closes = true;
  const Row below = About("B1", {{"kind", "BIDANG"}, {"parent", "B"}});
  EXPECT_THAT(Told(Plan({below}).rows[0]), ElementsAre("UNIT-12 baris 2, parent"));
  EXPECT_THAT(Told(Plan({below, About("B", {{"valid_from", "2026-07-01"}})}).rows[0]), IsEmpty());
}

}  // namespace
}  // namespace binadaya::registry::domain
