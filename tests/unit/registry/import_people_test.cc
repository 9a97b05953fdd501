#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/registry/domain/import.h"
#include "tests/unit/registry/import_told.h"

namespace binadaya::registry::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const absl::CivilDay kToday(2026, 6, 15);
constexpr char kAmir[] = "196608011988031001";
constexpr char kContract[] = "199001012021211001";

class PeoplePlan : public ::testing::Test {
 protected:
  static Row PersonRow(int line, const std::map<std::string, std::string>& other = {}) {
    Row row{
        line,
        {{"nip", kAmir},
         {"name", "Amir"},
         {"gender", "L"},
         {"birth_date", "1966-08-01"},
         {"employment_type", "PNS"},
         {"grade", "III/c"},
         {"legal_position", "AKTIF"},
         {"unit", "33.74.01"},
         {"post", "LURAH"},
         {"since", "2020-02-29"}}};
    for (const auto& [column, value] : other) row.values[column] = value;
    return row;
  }

  static PersonRecord Amir(std::string id = "") {
    return {std::move(id),
            kAmir,
            "Amir",
            Gender::kMale,
            absl::CivilDay(1966, 8, 1),
            EmploymentType::kPns,
            "III/c",
            "AKTIF",
            "33.74.01",
            "LURAH",
            absl::CivilDay(2020, 2, 29)};
  }

  ImportPlan<PersonRecord> Plan(
      const std::vector<Row>& rows, const std::set<int>& skip = {}) const {
    return PlanPeople(
        rows, {existing_, units_, posts_, earlier_begins_}, skip, kToday, ActPolicy());
  }

  // What is told about one row that differs from Amir's in these columns.
  std::vector<std::string> ToldOf(const std::map<std::string, std::string>& other) const {
    const auto plan = Plan({PersonRow(12, other)});
    EXPECT_EQ(plan.rows[0].outcome == Outcome::kWrong, Blocks(plan.rows[0].findings));
    return Told(plan.rows[0].findings);
  }

  std::map<std::string, PersonRecord> existing_;
  std::set<std::string> units_ = {"33.74.01", "33.74.02"};
  std::set<std::string> posts_ = {"LURAH"};
  std::map<std::string, absl::CivilDay> earlier_begins_;
};

TEST_F(PeoplePlan, ReadsAllColumnsAndTrimsThem) {
  const auto plan = Plan({PersonRow(
      2, {{"nip", " 19660801 198803 1 001 "},
          {"name", "\xC2\xA0 Amir "},
          {"gender", " L"},
          {"birth_date", "1966-08-01 "},
          {"grade", " III/c "},
          {"unit", " 33.74.01 "}})});

  ASSERT_EQ(plan.rows.size(), 1u);
  EXPECT_THAT(plan.file, IsEmpty());
  EXPECT_EQ(plan.rows[0].line, 2);
  EXPECT_THAT(Told(plan.rows[0].findings), IsEmpty());
  EXPECT_EQ(plan.rows[0].outcome, Outcome::kNew);
  EXPECT_EQ(plan.rows[0].record, Amir());
}

TEST_F(PeoplePlan, ReadsContractsAndWomen) {
  const auto plan = Plan({PersonRow(
      2, {{"nip", "199001012021212001"},
          {"gender", "P"},
          {"birth_date", "1990-01-01"},
          {"employment_type", "PPPK_PW"}})});

  EXPECT_EQ(plan.rows[0].outcome, Outcome::kNew);
  EXPECT_EQ(plan.rows[0].record.gender, Gender::kFemale);
  EXPECT_EQ(plan.rows[0].record.type, EmploymentType::kPppkPartTime);
}

TEST_F(PeoplePlan, Nip08APersonWhoseNumberIsKnownIsThatPerson) {
  existing_[kAmir] = Amir("uuid");

  const auto same = Plan({PersonRow(2)});
  EXPECT_EQ(same.rows[0].outcome, Outcome::kSame);
  EXPECT_EQ(same.rows[0].record, Amir("uuid"));

  const std::vector<std::map<std::string, std::string>> changes = {
      {{"name", "Amir Hamzah"}},       {{"grade", "III/d"}},
      {{"legal_position", "PENSIUN"}}, {{"unit", "33.74.02"}, {"since", "2026-01-01"}},
      {{"since", "2026-01-01"}},       {{"employment_type", "CPNS"}}};
  for (const auto& change : changes) {
    const auto changed = Plan({PersonRow(2, change)});
    EXPECT_EQ(changed.rows[0].outcome, Outcome::kChanged) << change.begin()->first;
    EXPECT_EQ(changed.rows[0].record.id, "uuid") << change.begin()->first;
  }
}

TEST_F(PeoplePlan, Nip08APersonWithAnotherNumberIsAnotherPerson) {
  existing_[kAmir] = Amir("uuid");
  const auto plan = Plan({PersonRow(2, {{"nip", "196608011988031002"}})});
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
    const auto plan = Plan({PersonRow(12, {{"nip", number}})});
    EXPECT_EQ(plan.rows[0].outcome, Outcome::kWrong) << number;
    EXPECT_EQ(Told(plan.rows[0].findings)[0], rule + " baris 12, nip") << number;
  }
}

TEST_F(PeoplePlan, WarnsWithoutRefusing) {
  existing_[kAmir] = Amir("uuid");
  existing_[kAmir].birth_date = absl::CivilDay(1966, 8, 2);
  const auto plan = Plan(
      {PersonRow(12, {{"birth_date", "1966-08-02"}}),
       PersonRow(13, {{"nip", "196608011980031001"}})});

  EXPECT_THAT(Told(plan.rows[0].findings), ElementsAre("NIP-09 baris 12, nip!"));
  EXPECT_EQ(plan.rows[0].outcome, Outcome::kSame);
  EXPECT_THAT(Told(plan.rows[1].findings), ElementsAre("NIP-05 baris 13, nip!"));
  EXPECT_EQ(plan.rows[1].outcome, Outcome::kNew);
}

TEST_F(PeoplePlan, Per01TheNameIsMissing) {
  EXPECT_THAT(ToldOf({{"name", " "}}), ElementsAre("PER-01 baris 12, name"));
}

TEST_F(PeoplePlan, Per02TheGenderIsUnknownAndTheNumberNotBlamedForIt) {
  for (const char* gender : {"", "M", "l", "laki-laki"}) {
    EXPECT_THAT(ToldOf({{"gender", gender}}), ElementsAre("PER-02 baris 12, gender")) << gender;
    EXPECT_THAT(
        ToldOf({{"gender", gender}, {"nip", "196608011988032001"}}),
        ElementsAre("PER-02 baris 12, gender"))
        << gender;
  }
}

TEST_F(PeoplePlan, Per03ADateIsNotADateAndTheNumberNotBlamedForIt) {
  for (const char* date :
       {"",           "1966-02-30", "1966-13-01", "1966-00-10", "1966-01-00", "2026-02-29",
        "01-08-1966", "01/08/1966", "1966/08/01", "1966-8-1",   "19660801",   "1966-08-01T00",
        "66-08-0001", "0066-08-01", "-966-08-01", "1966-08- 1", "1966-08--1", "besok",
        "+966-08-01", "24320",      "19660-8-01", "1966-0-801", "10000-01-01"}) {
    EXPECT_THAT(ToldOf({{"birth_date", date}}), ElementsAre("PER-03 baris 12, birth_date")) << date;
    EXPECT_THAT(ToldOf({{"since", date}}), ElementsAre("PER-03 baris 12, since")) << date;
  }
  for (const char* date : {"2024-02-29", "1984-08-01", "2026-12-31"}) {
    EXPECT_THAT(ToldOf({{"since", date}}), IsEmpty()) << date;
  }
}

// Born 1966-08-01, asked on 2026-06-15.
TEST_F(PeoplePlan, Act01AndAct02ABeginLiesWithinALifeAtWorkAndTheNearFuture) {
  EXPECT_THAT(ToldOf({{"since", "1984-07-31"}}), ElementsAre("ACT-01 baris 12, since"));
  EXPECT_THAT(ToldOf({{"since", "1900-01-01"}}), ElementsAre("ACT-01 baris 12, since"));
  EXPECT_THAT(ToldOf({{"since", "2028-06-15"}}), IsEmpty());
  EXPECT_THAT(ToldOf({{"since", "2028-06-16"}}), ElementsAre("ACT-02 baris 12, since"));
  EXPECT_THAT(ToldOf({{"since", "2999-01-01"}}), ElementsAre("ACT-02 baris 12, since"));
}

TEST_F(PeoplePlan, Per04TheEmploymentTypeIsUnknownAndTheNumberNotBlamedForIt) {
  for (const char* type : {"", "HONORER", "pns"}) {
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
  for (const char* position : {"", "CUTI", "aktif"}) {
    EXPECT_THAT(
        ToldOf({{"legal_position", position}}), ElementsAre("PER-05 baris 12, legal_position"))
        << position;
  }
  for (const char* position :
       {"AKTIF", "CLTN", "TUGAS_BELAJAR", "DIPERBANTUKAN", "PEMBERHENTIAN_SEMENTARA", "PENSIUN",
        "MENINGGAL", "BERHENTI"}) {
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
      {PersonRow(2), PersonRow(3, {{"nip", "196608011988031002"}}),
       PersonRow(4, {{"nip", "19660801 198803 1 001"}})});

  EXPECT_THAT(Outcomes(plan), ElementsAre(Outcome::kWrong, Outcome::kNew, Outcome::kWrong));
  ASSERT_THAT(Told(plan.rows[0].findings), ElementsAre("PER-08 baris 2, nip"));
  EXPECT_EQ(plan.rows[0].findings[0].values.at("line"), "4");
  ASSERT_THAT(Told(plan.rows[2].findings), ElementsAre("PER-08 baris 4, nip"));
  EXPECT_EQ(plan.rows[2].findings[0].values.at("line"), "2");
  EXPECT_THAT(plan.rows[2].findings[0].message.en, HasSubstr("line 2"));
}

TEST_F(PeoplePlan, Per08IsSettledBySkippingOneOfTheTwo) {
  const auto plan = Plan({PersonRow(2), PersonRow(3)}, {2});

  EXPECT_THAT(Outcomes(plan), ElementsAre(Outcome::kSkipped, Outcome::kNew));
  EXPECT_THAT(plan.rows[0].findings, IsEmpty());
  EXPECT_EQ(plan.rows[0].line, 2);
}

TEST_F(PeoplePlan, Per08OfNumbersThatExcelDamagedIsNotTold) {
  const auto plan =
      Plan({PersonRow(2, {{"nip", "1,99E+17"}}), PersonRow(3, {{"nip", "1,99E+17"}})});
  EXPECT_THAT(Told(plan.rows[1].findings), ElementsAre("NIP-01 baris 3, nip"));
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
  const auto plan = Plan({Row{7, {}}}, {7});
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
      Told(plan.rows[0].findings),
      ElementsAre(
          "NIP-01 baris 2, nip", "PER-01 baris 2, name", "PER-02 baris 2, gender",
          "PER-03 baris 2, birth_date", "PER-04 baris 2, employment_type",
          "PER-05 baris 2, legal_position", "PER-06 baris 2, unit", "PER-07 baris 2, post",
          "PER-03 baris 2, since"));
}

TEST_F(PeoplePlan, KeepsTheOrderOfTheFile) {
  const auto plan =
      Plan({PersonRow(9), PersonRow(3, {{"nip", "196608011988031002"}}), PersonRow(5)}, {5});
  std::vector<int> lines;
  for (const auto& row : plan.rows) lines.push_back(row.line);
  EXPECT_THAT(lines, ElementsAre(9, 3, 5));
}

TEST(LegalPosition, OnlyAktifIsActive) {
  EXPECT_TRUE(IsActive("AKTIF"));
  for (const char* position :
       {"CLTN", "TUGAS_BELAJAR", "DIPERBANTUKAN", "PEMBERHENTIAN_SEMENTARA", "PENSIUN", "MENINGGAL",
        "BERHENTI", ""}) {
    EXPECT_FALSE(IsActive(position)) << position;
  }
}

}  // namespace
}  // namespace binadaya::registry::domain
