#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/unit/registry/amir.h"
#include "tests/unit/registry/days.h"
#include "tests/unit/registry/told.h"

namespace binadaya::registry::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class PeoplePlan : public ::testing::Test {
 protected:
  ImportPlan<PersonRecord> Plan(
      const std::vector<Row>& rows, const ImportOptions& options = {}) const {
    return PlanPeople(
        rows, {existing_, units_, posts_, earlier_begins_, waiting_, changed_}, options, kJune15,
        ActPolicy(), {.senior_leader = 62, .supervisor = 60});
  }

  // What is told about one row that differs from Amir's in these columns.
  std::vector<std::string> ToldOf(
      const std::map<std::string, std::string>& other, const ImportOptions& options = {}) const {
    const auto plan = Plan({AmirRow(12, other)}, options);
    EXPECT_EQ(plan.rows[0].outcome == Outcome::kWrong, Blocks(plan.rows[0].findings));
    return Told(plan.rows[0]);
  }

  std::map<std::string, PersonRecord> existing_;
  std::map<std::string, Span> units_ = {{"33.74.01", {kAlways}}, {"33.74.02", {kAlways}}};
  std::map<std::string, Post> posts_ =
      Posts({{"LURAH", PostGroup::kSupervisor}, {"KADIN", PostGroup::kSeniorLeader}});
  std::map<std::string, absl::CivilDay> earlier_begins_;
  std::map<std::string, std::vector<Act>> waiting_;
  std::map<std::string, absl::CivilDay> changed_;
};

TEST_F(PeoplePlan, ReadsAllColumnsAsPeopleWriteThem) {
  const auto plan = Plan({AmirRow(
      2, {{"nip", "19660801 198803 1 001"},
          {"gender", "Laki-laki"},
          {"employment_type", "pns"},
          {"legal_position", "Aktif"}})});

  ASSERT_EQ(plan.rows.size(), 1u);
  EXPECT_EQ(plan.rows[0].line, 2);
  EXPECT_THAT(Told(plan.rows[0]), IsEmpty());
  EXPECT_EQ(plan.rows[0].outcome, Outcome::kNew);
  EXPECT_EQ(plan.rows[0].record, Amir());
}

TEST_F(PeoplePlan, ReadsContractsAndWomen) {
  const auto plan = Plan({AmirRow(
      2, {{"nip", "199001012021212001"},
          {"gender", "P"},
          {"birth_date", "1990-01-01"},
          {"employment_type", "PPPK_PW"},
          {"grade", ""}})});

  EXPECT_EQ(plan.rows[0].outcome, Outcome::kNew);
  EXPECT_EQ(plan.rows[0].record.gender, Gender::kFemale);
  EXPECT_EQ(plan.rows[0].record.type, EmploymentType::kPppkPartTime);
}

TEST_F(PeoplePlan, WhatOnlyWarnsOfACellHidesNothingThatIsWrongWithIt) {
  Row row = AmirRow(2, {{"unit", "33.74.99"}});
  row.findings = {
      {.rule = "IMP-06", .where = "unit", .message = {"petik", "apostrophe"}, .warning = true}};
  EXPECT_THAT(
      Told(Plan({row}).rows[0]), ElementsAre("IMP-06 baris 2, unit!", "PER-06 baris 2, unit"));
}

TEST_F(PeoplePlan, Asg06AUnitIsThereOnTheDayButForWhoHasLeft) {
  units_["33.74.02"] = {absl::CivilDay(2015, 1, 1), absl::CivilDay(2026, 5, 1), "33.74.01"};
  const auto told = [&](const std::string& since, const std::string& position) {
    return ToldOf({{"unit", "33.74.02"}, {"since", since}, {"legal_position", position}});
  };
  EXPECT_THAT(told("2014-12-31", "AKTIF"), ElementsAre("ASG-06 baris 12, unit"));
  EXPECT_THAT(told("2015-01-01", "AKTIF"), IsEmpty());
  EXPECT_THAT(told("2026-04-30", "AKTIF"), IsEmpty());
  EXPECT_THAT(told("2026-05-01", "AKTIF"), ElementsAre("ASG-06 baris 12, unit"));
  EXPECT_THAT(told("2026-05-01", "PENSIUN"), IsEmpty());
}

TEST_F(PeoplePlan, Nip08APersonWhoseNumberIsKnownIsThatPerson) {
  existing_[kAmir] = Amir("uuid");

  const auto same = Plan({AmirRow(2)});
  EXPECT_EQ(same.rows[0].outcome, Outcome::kSame);
  EXPECT_EQ(same.rows[0].record, Amir("uuid"));

  const std::vector<std::map<std::string, std::string>> changes = {
      {{"name", "Amir Hamzah"}},       {{"grade", "III/d"}},
      {{"legal_position", "PENSIUN"}}, {{"unit", "33.74.02"}, {"since", "2026-01-01"}},
      {{"since", "2026-01-01"}},       {{"employment_type", "CPNS"}}};
  for (const auto& change : changes) {
    const auto changed = Plan(
        {AmirRow(2, change)}, {.confirmed = {{Confirmable::kName, {}}, {Confirmable::kExit, {}}}});
    EXPECT_EQ(changed.rows[0].outcome, Outcome::kChanged) << change.begin()->first;
    EXPECT_EQ(changed.rows[0].record.id, "uuid") << change.begin()->first;
  }
}

TEST_F(PeoplePlan, Nip08APersonWithAnotherNumberIsAnotherPerson) {
  existing_[kAmir] = Amir("uuid");
  const auto plan = Plan({AmirRow(2, {{"nip", "196608011988031002"}, {"name", "Umar"}})});
  EXPECT_EQ(plan.rows[0].outcome, Outcome::kNew);
  EXPECT_THAT(plan.rows[0].record.id, IsEmpty());
}

TEST_F(PeoplePlan, ChecksNumbersByTheirRules) {
  const std::vector<std::pair<std::string, std::string>> numbers = {
      {"19660801", "NIP-01"},
      {"1,99E+17", "NIP-01"},
      {"", "NIP-01"},
      {"193908011988031001", "NIP-02"},
      {"196608011988131001", "NIP-03"},
      {kContract, "NIP-03"},
      {"196608012027031001", "NIP-04"},
      {"196608011988032001", "NIP-06"},
      {"196608011988031000", "NIP-07"}};
  for (const auto& [number, rule] : numbers) {
    const auto plan = Plan({AmirRow(12, {{"nip", number}})});
    EXPECT_EQ(plan.rows[0].outcome, Outcome::kWrong) << number;
    EXPECT_EQ(Told(plan.rows[0])[0], rule + " baris 12, nip") << number;
  }
}

TEST_F(PeoplePlan, WarnsWithoutRefusing) {
  existing_[kAmir] = Amir("uuid");
  existing_[kAmir].birth_date = absl::CivilDay(1966, 8, 2);
  const auto plan = Plan(
      {AmirRow(12, {{"birth_date", "1966-08-02"}}), AmirRow(13, {{"nip", "196608011980031001"}})});

  EXPECT_THAT(Told(plan.rows[0]), ElementsAre("NIP-09 baris 12, nip!"));
  EXPECT_EQ(plan.rows[0].outcome, Outcome::kSame);
  EXPECT_THAT(Told(plan.rows[1]), ElementsAre("NIP-05 baris 13, nip!"));
  EXPECT_EQ(plan.rows[1].outcome, Outcome::kNew);
}

TEST_F(PeoplePlan, Per01TheNameIsMissing) {
  for (const char* name : {"-", "Tidak ada", "N/A", "x", "Tes 123"})
    EXPECT_THAT(ToldOf({{"name", name}}), ElementsAre("PER-01 baris 12, name")) << name;
}

TEST_F(PeoplePlan, Per23BlanksTooManyInsideANameAreTakenOutAndThatIsSaid) {
  const auto plan = Plan({AmirRow(12, {{"name", "Umar \t Hamzah"}}), AmirRow(13)});
  EXPECT_THAT(Told(plan.rows[0].findings), ElementsAre("PER-23 name!", "PER-08 nip"));
  EXPECT_EQ(plan.rows[0].record.name, "Umar Hamzah");
  EXPECT_THAT(ToldOf({{"name", "Umar Hamzah"}}), IsEmpty());
}

TEST_F(PeoplePlan, Per24ACpnsBeginsInIIIcAtTheHighest) {
  const auto told = [&](const char* type, const char* grade) {
    return ToldOf({{"employment_type", type}, {"grade", grade}});
  };
  EXPECT_THAT(told("CPNS", "III/c"), IsEmpty());
  EXPECT_THAT(told("CPNS", "III/d"), ElementsAre("PER-24 baris 12, grade!"));
  EXPECT_THAT(told("CPNS", "IV/e"), ElementsAre("PER-24 baris 12, grade!"));
  EXPECT_THAT(told("PNS", "IV/e"), IsEmpty());
  EXPECT_THAT(told("CPNS", "IX"), ElementsAre("PER-13 baris 12, grade"));
}

TEST_F(PeoplePlan, Per25NobodyHoldsAPostBeforeTheAppointmentThatTheNumberTells) {
  EXPECT_THAT(ToldOf({{"since", "1988-03-01"}}), IsEmpty());
  EXPECT_THAT(ToldOf({{"since", "1988-02-29"}}), ElementsAre("PER-25 baris 12, since!"));
  EXPECT_THAT(ToldOf({{"since", "1988-02-29"}, {"legal_position", "PENSIUN"}}), IsEmpty());
  // Of a contract the number tells the year.
  const auto contract = [&](const char* since) {
    return ToldOf(
        {{"nip", kContract},
         {"birth_date", "1990-01-01"},
         {"employment_type", "PPPK"},
         {"grade", "IX"},
         {"since", since}});
  };
  EXPECT_THAT(contract("2021-01-01"), IsEmpty());
  EXPECT_THAT(contract("2020-12-31"), ElementsAre("PER-25 baris 12, since!"));
  // A number that is none tells nothing.
  EXPECT_THAT(
      ToldOf({{"nip", "19660801198803100"}, {"since", "1985-01-01"}}),
      ElementsAre("NIP-01 baris 12, nip"));
}

TEST_F(PeoplePlan, Per02TheGenderIsUnknownAndTheNumberNotBlamedForIt) {
  for (const char* gender : {"", "M", "X", "laki"}) {
    EXPECT_THAT(ToldOf({{"gender", gender}}), ElementsAre("PER-02 baris 12, gender")) << gender;
    EXPECT_THAT(
        ToldOf({{"gender", gender}, {"nip", "196608011988032001"}}),
        ElementsAre("PER-02 baris 12, gender"))
        << gender;
  }
}

TEST_F(PeoplePlan, Imp09ADateIsNotADateAndTheNumberNotBlamedForIt) {
  for (const char* date :
       {"",           "1966-02-30", "1966-13-01", "1966-00-10", "1966-01-00", "2026-02-29",
        "01-08-1966", "01/08/1966", "1966/08/01", "1966-8-1",   "19660801",   "1966-08-01T00",
        "66-08-0001", "0066-08-01", "-966-08-01", "1966-08- 1", "1966-08--1", "besok",
        "+966-08-01", "24320",      "19660-8-01", "1966-0-801", "10000-01-01"}) {
    EXPECT_THAT(ToldOf({{"birth_date", date}}), ElementsAre("IMP-09 baris 12, birth_date")) << date;
    EXPECT_THAT(ToldOf({{"since", date}}), ElementsAre("IMP-09 baris 12, since")) << date;
  }
  for (const char* date : {"2024-02-29", "1988-03-01", "2026-12-31"}) {
    EXPECT_THAT(ToldOf({{"since", date}}), IsEmpty()) << date;
  }
}

TEST_F(PeoplePlan, Per04TheEmploymentTypeIsUnknownAndTheNumberNotBlamedForIt) {
  for (const char* type : {"", "HONORER", "PNS/PPPK"}) {
    EXPECT_THAT(
        ToldOf({{"employment_type", type}}), ElementsAre("PER-04 baris 12, employment_type"))
        << type;
    EXPECT_THAT(
        ToldOf({{"employment_type", type}, {"nip", kContract}, {"birth_date", "1990-01-01"}}),
        ElementsAre("PER-04 baris 12, employment_type"));
    EXPECT_THAT(
        ToldOf({{"employment_type", type}, {"nip", "196608012027031001"}}),
        ElementsAre("PER-04 baris 12, employment_type"));
  }
}

TEST_F(PeoplePlan, Per05TheLegalPositionIsUnknown) {
  for (const char* position : {"", "CUTI", "nonaktif"}) {
    EXPECT_THAT(
        ToldOf({{"legal_position", position}}), ElementsAre("PER-05 baris 12, legal_position"))
        << position;
  }
  for (const char* position :
       {"AKTIF", "CLTN", "TUGAS_BELAJAR", "DIPERBANTUKAN", "PEMBERHENTIAN_SEMENTARA", "PENSIUN",
        "MENINGGAL", "BERHENTI", "PINDAH_INSTANSI"}) {
    EXPECT_THAT(ToldOf({{"legal_position", position}}), IsEmpty()) << position;
  }
}

TEST_F(PeoplePlan, Per06TheUnitIsUnknown) {
  EXPECT_THAT(ToldOf({{"unit", "33.74.99"}}), ElementsAre("PER-06 baris 12, unit"));
  EXPECT_THAT(ToldOf({{"unit", ""}}), ElementsAre("PER-06 baris 12, unit"));
}

TEST_F(PeoplePlan, Per07ThePostIsUnknown) {
  EXPECT_THAT(ToldOf({{"post", "RAJA"}}), ElementsAre("PER-07 baris 12, post"));
  EXPECT_THAT(ToldOf({{"post", ""}}), ElementsAre("PER-07 baris 12, post"));
}

TEST_F(PeoplePlan, Per08TheNumberIsTwiceInTheFileAndEachNamesTheOther) {
  const auto plan = Plan(
      {AmirRow(2), AmirRow(3, {{"nip", "196608011988031002"}, {"name", "Umar"}}),
       AmirRow(4, {{"nip", "19660801 198803 1 001"}})});

  EXPECT_THAT(Outcomes(plan), ElementsAre(Outcome::kWrong, Outcome::kNew, Outcome::kWrong));
  ASSERT_THAT(Told(plan.rows[0]), ElementsAre("PER-08 baris 2, nip"));
  EXPECT_EQ(plan.rows[0].findings[0].values.at("line"), "4");
  ASSERT_THAT(Told(plan.rows[2]), ElementsAre("PER-08 baris 4, nip"));
  EXPECT_EQ(plan.rows[2].findings[0].values.at("line"), "2");
}

TEST_F(PeoplePlan, Per08IsSettledBySkippingOneOfTheTwo) {
  const auto plan = Plan({AmirRow(2), AmirRow(3)}, {.skip = {2}});

  EXPECT_THAT(Outcomes(plan), ElementsAre(Outcome::kSkipped, Outcome::kNew));
  EXPECT_THAT(plan.rows[0].findings, IsEmpty());
  EXPECT_EQ(plan.rows[0].line, 2);
}

TEST_F(PeoplePlan, Per08OfNumbersThatExcelDamagedIsNotTold) {
  const auto plan = Plan({AmirRow(2, {{"nip", "1,99E+17"}}), AmirRow(3, {{"nip", "1,99E+17"}})});
  EXPECT_THAT(Told(plan.rows[1]), ElementsAre("NIP-01 baris 3, nip"));
}

TEST_F(PeoplePlan, Per11AnotherPostOrUnitBeginsAfterThePresentOne) {
  existing_ = {{kAmir, Amir("id")}};
  const auto told = [&](const char* unit, const char* since) {
    return ToldOf({{"unit", unit}, {"since", since}});
  };
  EXPECT_THAT(told("33.74.02", "2020-02-28"), ElementsAre("PER-11 baris 12, since"));
  EXPECT_THAT(told("33.74.02", "2020-02-29"), ElementsAre("PER-11 baris 12, since"));
  EXPECT_THAT(told("33.74.02", "2020-03-01"), IsEmpty());
  EXPECT_THAT(told("33.74.01", "2020-02-28"), IsEmpty());  // a correction
  existing_[kAmir].unit = existing_[kAmir].post = "";      // holds none
  EXPECT_THAT(told("33.74.02", "2020-02-28"), IsEmpty());
}

TEST_F(PeoplePlan, Per12ACorrectedBeginStaysAfterThatOfThePostBefore) {
  existing_ = {{kAmir, Amir("id")}};
  earlier_begins_ = {{"id", absl::CivilDay(2015, 1, 1)}};
  EXPECT_THAT(ToldOf({{"since", "2015-01-01"}}), ElementsAre("PER-12 baris 12, since"));
  EXPECT_THAT(ToldOf({{"since", "2015-01-02"}}), IsEmpty());
  earlier_begins_ = {{"another", absl::CivilDay(2015, 1, 1)}};
  EXPECT_THAT(ToldOf({{"since", "2015-01-01"}}), IsEmpty());
}

TEST_F(PeoplePlan, ASkippedRowIsNotReadHoweverWrongItIs) {
  const auto plan = Plan({Row{7, {}}}, {.skip = {7}});
  EXPECT_EQ(plan.rows[0].outcome, Outcome::kSkipped);
  EXPECT_THAT(plan.rows[0].findings, IsEmpty());
}

TEST_F(PeoplePlan, TellsAllThatIsWrongWithARowAtOnceAndNothingOfWhoItIs) {
  // A column too few: everything slipped to the left.
  const auto plan = Plan({Row{
      2,
      {{"nip", "Amir"},
       {"name", ""},
       {"gender", "1966-08-01"},
       {"birth_date", "Amir"},
       {"employment_type", kAmir},
       {"legal_position", kAmir},
       {"unit", "Amir"},
       {"post", kAmir},
       {"since", kAmir}}}});
  EXPECT_THAT(
      Told(plan.rows[0]),
      ElementsAre(
          "NIP-01 baris 2, nip", "PER-01 baris 2, name", "PER-02 baris 2, gender",
          "IMP-09 baris 2, birth_date", "PER-04 baris 2, employment_type",
          "PER-05 baris 2, legal_position", "PER-06 baris 2, unit", "PER-07 baris 2, post",
          "IMP-09 baris 2, since"));
}

TEST_F(PeoplePlan, KeepsTheOrderOfTheFile) {
  const auto plan =
      Plan({AmirRow(9), AmirRow(3, {{"nip", "196608011988031002"}}), AmirRow(5)}, {.skip = {5}});
  std::vector<int> lines;
  for (const auto& row : plan.rows) lines.push_back(row.line);
  EXPECT_THAT(lines, ElementsAre(9, 3, 5));
}

// Born 1966-08-01, asked on 2026-06-15.
TEST_F(PeoplePlan, Act01AndAct02ABeginLiesWithinALifeAtWorkAndTheNearFuture) {
  const auto told = [&](const char* since) { return ToldOf({{"since", since}}); };
  EXPECT_THAT(told("1984-07-31"), ElementsAre("ACT-01 baris 12, since"));  // 18 on the day after
  EXPECT_THAT(told("1900-01-01"), ElementsAre("ACT-01 baris 12, since"));
  EXPECT_THAT(told("1984-08-01"), ElementsAre("PER-25 baris 12, since!"));
  EXPECT_THAT(told("2028-06-15"), IsEmpty());
  EXPECT_THAT(told("2028-06-16"), ElementsAre("ACT-02 baris 12, since"));
  EXPECT_THAT(told("2999-01-01"), ElementsAre("ACT-02 baris 12, since"));
}

TEST_F(PeoplePlan, Imp09IsReadInTheFormThatTheFileDeclares) {
  const ImportOptions declared = {.dates = DateFormat::Parse("dd/mm/yyyy")};
  const auto plan = Plan({AmirRow(2, {{"birth_date", "01/08/1966"}})}, declared);
  EXPECT_EQ(plan.rows[0].record, Amir());
  EXPECT_THAT(ToldOf({{"since", "2020-02-29"}}, declared), IsEmpty());  // ISO stays ISO
  EXPECT_THAT(ToldOf({{"since", "02/29/2020"}}, declared), ElementsAre("IMP-09 baris 12, since"));
}

TEST_F(PeoplePlan, Nip01ANumberThatIsMissingIsNotADoubleOfAnother) {
  for (const char* nothing : {"", "-", "0", "000000000000000000", "0000 0000"}) {
    const auto plan = Plan({AmirRow(2, {{"nip", nothing}}), AmirRow(3, {{"nip", nothing}})});
    EXPECT_THAT(Told(plan.rows[1]), ElementsAre("NIP-01 baris 3, nip")) << nothing;
    EXPECT_THAT(plan.rows[1].findings[0].message.en, HasSubstr("missing")) << nothing;
  }
}

TEST_F(PeoplePlan, Per08OnePersonUnderTwoNumbersIsOnePerson) {
  existing_ = {{kAmir, Amir("id")}, {kContract, Amir("id")}};
  const auto plan = Plan(
      {AmirRow(2), AmirRow(
                       3, {{"nip", kContract},
                           {"employment_type", "PPPK"},
                           {"grade", "IX"},
                           {"birth_date", "1990-01-01"},
                           {"since", "2021-01-01"}})});
  EXPECT_THAT(Told(plan.rows[0]), ElementsAre("PER-08 baris 2, nip"));
  EXPECT_THAT(Told(plan.rows[1]), ElementsAre("PER-08 baris 3, nip"));
}

TEST_F(PeoplePlan, Per15AnotherNameIsConfirmedForTheFileOrTheLine) {
  existing_ = {{kAmir, Amir("id")}};
  const auto told = [&](const ImportOptions& options) {
    return ToldOf({{"name", "Amira"}}, options);
  };
  EXPECT_THAT(told({}), ElementsAre("PER-15 baris 12, name"));
  EXPECT_THAT(told({.confirmed = {{Confirmable::kName, {}}}}), IsEmpty());
  EXPECT_THAT(told({.confirmed = {{Confirmable::kName, {12}}}}), IsEmpty());
  EXPECT_THAT(
      told({.confirmed = {{Confirmable::kName, {11, 13}}}}), ElementsAre("PER-15 baris 12, name"));
  EXPECT_THAT(
      told({.confirmed = {{Confirmable::kExit, {}}}}), ElementsAre("PER-15 baris 12, name"));
  EXPECT_THAT(ToldOf({{"name", "AMIR, S.Kom"}}), IsEmpty());  // case and titles
}

TEST_F(PeoplePlan, Per16AnExitAndPer17AReturnAreConfirmed) {
  existing_ = {{kAmir, Amir("id")}};
  for (const char* exit : {"PENSIUN", "MENINGGAL", "BERHENTI", "PINDAH_INSTANSI"}) {
    EXPECT_THAT(ToldOf({{"legal_position", exit}}), ElementsAre("PER-16 baris 12, legal_position"))
        << exit;
    EXPECT_THAT(
        ToldOf({{"legal_position", exit}}, {.confirmed = {{Confirmable::kExit, {12}}}}), IsEmpty());
  }
  EXPECT_THAT(ToldOf({{"legal_position", "CLTN"}}), IsEmpty());
  existing_[kAmir].legal_position = "PINDAH_INSTANSI";
  EXPECT_THAT(ToldOf({}), ElementsAre("PER-17 baris 12, legal_position"));
  EXPECT_THAT(ToldOf({}, {.confirmed = {{Confirmable::kReturn, {}}}}), IsEmpty());
  EXPECT_THAT(ToldOf({{"legal_position", "MENINGGAL"}}), IsEmpty());
}

TEST_F(PeoplePlan, AReturnIsCheckedAsTheActThatItIs) {
  existing_ = {{kAmir, Amir("id")}};
  existing_[kAmir].unit = existing_[kAmir].post = "";
  existing_[kAmir].legal_position = "PINDAH_INSTANSI";
  changed_ = {{"id", absl::CivilDay(2026, 3, 1)}};
  const ImportOptions confirmed = {.confirmed = {{Confirmable::kReturn, {}}}};
  EXPECT_THAT(ToldOf({{"since", "2026-02-28"}}, confirmed), ElementsAre("ACT-03 baris 12, since"));
  EXPECT_THAT(ToldOf({{"since", "2026-03-01"}}, confirmed), IsEmpty());
  existing_[kAmir].legal_position = "MENINGGAL";
  EXPECT_THAT(
      ToldOf({{"since", "2026-03-01"}}, confirmed), ElementsAre("ACT-11 baris 12, legal_position"));
}

TEST_F(PeoplePlan, APostThatSomebodyWaitsForIsTheSameEachTime) {
  existing_ = {{kAmir, Amir("id")}};
  const std::map<std::string, std::string> ahead = {{"unit", "33.74.02"}, {"since", "2026-07-01"}};
  EXPECT_EQ(Plan({AmirRow(2, ahead)}).rows[0].outcome, Outcome::kChanged);
  waiting_ = {
      {"id",
       {{.person = "id",
         .effective = absl::CivilDay(2026, 7, 1),
         .post = "LURAH",
         .unit = "33.74.02"}}}};
  EXPECT_EQ(Plan({AmirRow(2, ahead)}).rows[0].outcome, Outcome::kSame);
  EXPECT_EQ(Plan({AmirRow(2)}).rows[0].outcome, Outcome::kSame);  // where he is until then
  EXPECT_THAT(
      ToldOf({{"unit", "33.74.02"}, {"since", "2026-07-02"}}),
      ElementsAre("PER-18 baris 12, since"));
  // Another place on another day comes beside it.
  EXPECT_EQ(
      Plan({AmirRow(2, {{"post", "KADIN"}, {"since", "2026-08-01"}})}).rows[0].outcome,
      Outcome::kChanged);
  // Where nobody works any more by that day, nobody begins.
  waiting_["id"].push_back(
      {.person = "id",
       .kind = ActKind::kRetirement,
       .effective = absl::CivilDay(2026, 7, 15),
       .legal_position = "PENSIUN"});
  EXPECT_THAT(
      ToldOf({{"post", "KADIN"}, {"since", "2026-08-01"}}),
      ElementsAre("ACT-04 baris 12, legal_position"));
}

TEST_F(PeoplePlan, AReturnThatWaitsIsTheSameEachTime) {
  existing_ = {{kAmir, Amir("id")}};
  existing_[kAmir].unit = existing_[kAmir].post = "";
  existing_[kAmir].legal_position = "PINDAH_INSTANSI";
  waiting_ = {
      {"id",
       {{.person = "id",
         .kind = ActKind::kReturn,
         .effective = absl::CivilDay(2026, 7, 1),
         .post = "LURAH",
         .unit = "33.74.01",
         .legal_position = "AKTIF"}}}};
  EXPECT_EQ(Plan({AmirRow(2, {{"since", "2026-07-01"}})}).rows[0].outcome, Outcome::kSame);
  EXPECT_THAT(
      ToldOf({{"since", "2026-06-30"}}, {.confirmed = {{Confirmable::kReturn, {}}}}),
      ElementsAre("PER-18 baris 12, since"));
}

TEST_F(PeoplePlan, SaysWhoseFieldsChangeAndFromWhatToWhat) {
  existing_ = {{kAmir, Amir("id")}};
  const auto plan =
      Plan({AmirRow(2, {{"name", "Amira"}, {"legal_position", "PENSIUN"}, {"grade", "III/d"}})});
  EXPECT_EQ(plan.rows[0].outcome, Outcome::kWrong);
  EXPECT_EQ(plan.rows[0].who, "Amir");
  EXPECT_THAT(
      plan.rows[0].changes,
      ElementsAre(
          FieldChange{"name", "Amir", "Amira"}, FieldChange{"grade", "III/c", "III/d"},
          FieldChange{"legal_position", "AKTIF", "PENSIUN"}, FieldChange{"unit", "33.74.01", ""},
          FieldChange{"post", "LURAH", ""}, FieldChange{"since", "2020-02-29", ""}));
  EXPECT_THAT(
      Plan({AmirRow(2, {{"unit", "33.74.02"}, {"since", "2026-01-05"}})}).rows[0].changes,
      ElementsAre(
          FieldChange{"unit", "33.74.01", "33.74.02"},
          FieldChange{"since", "2020-02-29", "2026-01-05"}));
}

TEST_F(PeoplePlan, OfSomebodyWhoHasLeftNoPostIsRead) {
  existing_ = {{kAmir, Amir("id")}};
  existing_[kAmir].legal_position = "PENSIUN";
  existing_[kAmir].unit = existing_[kAmir].post = "";
  existing_[kAmir].since = absl::CivilDay();
  EXPECT_EQ(Plan({AmirRow(2, {{"legal_position", "PENSIUN"}})}).rows[0].outcome, Outcome::kSame);
}

TEST_F(PeoplePlan, ListsWhoIsMissingFromACompleteFileButNotWhoHasLeft) {
  existing_ = {{kAmir, Amir("a")}, {kContract, Amir("b")}, {"196608011988031009", Amir("c")}};
  existing_["196608011988031009"].legal_position = "PENSIUN";
  EXPECT_THAT(Plan({AmirRow(2)}).missing, IsEmpty());
  const auto plan = Plan({AmirRow(2)}, {.complete = true});
  EXPECT_THAT(plan.missing, ElementsAre("Amir"));
  // A row that is left out on purpose is in the file.
  EXPECT_EQ(Plan({AmirRow(2)}, {.skip = {2}, .complete = true}).missing.size(), 1u);
}

TEST_F(PeoplePlan, WhatWasFoundInACellWhenItWasReadIsTheOnlyFindingAboutIt) {
  Row row = AmirRow(2, {{"unit", "#N/A"}});
  row.findings = {
      {.rule = "IMP-07", .where = "unit", .message = {"galat", "error"}},
      {.rule = "IMP-06", .where = "nip", .message = {"petik", "apostrophe"}, .warning = true}};
  EXPECT_THAT(
      Told(Plan({row}).rows[0]), ElementsAre("IMP-07 baris 2, unit", "IMP-06 baris 2, nip!"));
}

TEST(FindingKinds, AreOneForEachRuleColumnAndWording) {
  FindingKinds kinds;
  const Finding date = {.rule = "IMP-09", .where = "since", .message = {"a", "a"}};
  Finding other = date;
  other.message = {"b", "b"};
  Finding column = date;
  column.where = "birth_date";
  for (int line = 2; line < 16'002; ++line) kinds.Add(line, date);
  kinds.Add(3, other);
  kinds.Add(3, column);
  ASSERT_EQ(kinds.all().size(), 3u);
  EXPECT_EQ(kinds.all()[0].lines.size(), 16'000u);
  EXPECT_THAT(kinds.all()[1].lines, ElementsAre(3));
}

TEST_F(PeoplePlan, Asg05AUnitHasOneDefinitiveHeadOnceTheFileIsIn) {
  posts_["LURAH"].is_head = true;
  constexpr char kOther[] = "196608011988031002";
  const std::vector<std::string> second = {"ASG-05 baris 3, post"};
  // Two in the file.
  const auto two = Plan({AmirRow(2), AmirRow(3, {{"nip", kOther}, {"name", "Umar"}})});
  EXPECT_THAT(Told(two.rows[0]), ElementsAre("ASG-05 baris 2, post"));
  EXPECT_EQ(Told(two.rows[1]), second);
  EXPECT_EQ(two.rows[1].outcome, Outcome::kWrong);
  // In another unit, or on a post that heads none.
  EXPECT_THAT(
      Told(Plan({AmirRow(2), AmirRow(3, {{"nip", kOther}, {"name", "Umar"}, {"unit", "33.74.02"}})})
               .rows[1]),
      IsEmpty());
  // One in the registry, who stays, leaves or moves away in the same file.
  existing_ = {{kAmir, Amir("id")}};
  const auto with = [&](const std::map<std::string, std::string>& amir) {
    return Told(Plan(
                    {AmirRow(2, amir), AmirRow(3, {{"nip", kOther}, {"name", "Umar"}})},
                    {.confirmed = {{Confirmable::kExit, {}}}})
                    .rows[1]);
  };
  EXPECT_EQ(Told(Plan({AmirRow(3, {{"nip", kOther}, {"name", "Umar"}})}).rows[0]), second);
  EXPECT_EQ(with({}), second);
  EXPECT_THAT(with({{"legal_position", "PENSIUN"}}), IsEmpty());
  EXPECT_THAT(with({{"unit", "33.74.02"}, {"since", "2026-01-01"}}), IsEmpty());
  // Who begins tomorrow is no second head today, and who goes tomorrow still sits there.
  EXPECT_THAT(
      Told(
          Plan({AmirRow(3, {{"nip", kOther}, {"name", "Umar"}, {"since", "2026-06-16"}})}).rows[0]),
      IsEmpty());
  EXPECT_EQ(with({{"unit", "33.74.02"}, {"since", "2026-06-16"}}), second);
}

TEST_F(PeoplePlan, Per13AGradeIsOneOfTheEmploymentType) {
  const auto told = [&](const char* type, const char* grade) {
    std::vector<std::string> rules = ToldOf({{"employment_type", type}, {"grade", grade}});
    std::erase_if(rules, [](const std::string& rule) { return !rule.starts_with("PER-13"); });
    return rules;
  };
  for (const char* grade : {"ZZ/9", "IX", "", "III", "IV/f"})
    EXPECT_THAT(told("PNS", grade), ElementsAre("PER-13 baris 12, grade")) << grade;
  for (const char* grade : {"I/a", "IV/e", "III/C", "3c"})
    EXPECT_THAT(told("CPNS", grade), IsEmpty()) << grade;
  for (const char* grade : {"III/c", "", "XVIII", "0"})
    EXPECT_THAT(told("PPPK", grade), ElementsAre("PER-13 baris 12, grade")) << grade;
  for (const char* grade : {"I", "XVII", "ix", "9"})
    EXPECT_THAT(told("PPPK", grade), IsEmpty()) << grade;
  EXPECT_THAT(told("PPPK_PW", ""), IsEmpty());
  EXPECT_THAT(told("PPPK_PW", "V"), IsEmpty());
  EXPECT_THAT(told("PPPK_PW", "II/a"), ElementsAre("PER-13 baris 12, grade"));
  EXPECT_EQ(Plan({AmirRow(2, {{"grade", "3 C"}})}).rows[0].record.grade, "III/c");
}

TEST_F(PeoplePlan, Per14WarnsOfWhoIsStillActiveAtTheRetirementAgeOfThePost) {
  const auto told = [&](const char* birth, const std::map<std::string, std::string>& other = {}) {
    std::map<std::string, std::string> row = other;
    row["birth_date"] = birth;
    std::vector<std::string> rules = ToldOf(row);
    std::erase_if(rules, [](const std::string& rule) { return !rule.starts_with("PER-14"); });
    return rules;
  };
  EXPECT_THAT(told("1966-06-01"), IsEmpty());  // 60, until the end of the month
  EXPECT_THAT(told("1966-05-31"), ElementsAre("PER-14 baris 12, legal_position!"));
  EXPECT_THAT(told("1941-01-01"), ElementsAre("PER-14 baris 12, legal_position!"));
  EXPECT_THAT(told("1966-05-31", {{"legal_position", "PENSIUN"}}), IsEmpty());
  EXPECT_THAT(told("1964-06-01", {{"post", "KADIN"}}), IsEmpty());
  EXPECT_THAT(
      told("1964-05-31", {{"post", "KADIN"}}), ElementsAre("PER-14 baris 12, legal_position!"));
}

}  // namespace
}  // namespace binadaya::registry::domain
