// What a cell of the people file is read as, and what is said of one that is nothing.
#include <map>
#include <string>
#include <vector>

#include "tests/unit/registry/amir.h"
#include "tests/unit/registry/days.h"
#include "tests/unit/registry/told.h"

namespace binadaya::registry::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

constexpr char kOtherNumber[] = "196608011988031002";

class PeopleCells : public ::testing::Test {
 protected:
  ImportPlan<PersonRecord> Plan(
      const std::vector<Row>& rows, const ImportOptions& options = {}) const {
    return PlanPeople(
        rows, {existing_, units_, posts_}, options, kJune15, ActPolicy(),
        {.senior_leader = 62, .supervisor = 60});
  }
  Planned<PersonRecord> PlannedOf(
      const std::map<std::string, std::string>& other, const ImportOptions& options = {}) const {
    return Plan({AmirRow(12, other)}, options).rows.at(0);
  }
  std::vector<std::string> ToldOf(
      const std::map<std::string, std::string>& other, const ImportOptions& options = {}) const {
    return Told(PlannedOf(other, options));
  }
  // The one thing that is found.
  Finding FoundIn(const std::map<std::string, std::string>& other) const {
    const Findings findings = PlannedOf(other).findings;
    EXPECT_EQ(findings.size(), 1u);
    return findings.at(0);
  }
  std::string ValueIn(const std::map<std::string, std::string>& other) const {
    const Finding finding = FoundIn(other);
    const auto value = finding.values.find("value");
    return value == finding.values.end() ? "" : value->second;
  }

  std::map<std::string, PersonRecord> existing_;
  std::map<std::string, Span> units_ = {{"33.74.01", {kAlways}}, {"OPD19", {kAlways}}};
  std::map<std::string, Post> posts_ =
      Posts({{"LURAH", PostGroup::kSupervisor}, {"KADIN", PostGroup::kSeniorLeader}});
};

TEST_F(PeopleCells, Imp09SaysOfADayThatIsNotInTheCalendarThatItIsNotAndProposesNothing) {
  const auto said = [&](const char* since, const char* declared = "") {
    const Findings findings =
        PlannedOf({{"since", since}}, {.dates = DateFormat::Parse(declared)}).findings;
    EXPECT_THAT(Told(findings), ElementsAre("IMP-09 since")) << since;
    EXPECT_THAT(findings.at(0).values, IsEmpty()) << since;
    return findings.at(0).message.id;
  };
  for (const char* declared : {"", "dd/mm/yyyy"}) {
    EXPECT_THAT(
        said("31/02/2026", declared),
        StartsWith("31/02/2026 tidak ada di kalender; dibaca dd/mm/yyyy"));
    EXPECT_THAT(said("29/02/2025", declared), StartsWith("29/02/2025 tidak ada di kalender"));
    EXPECT_THAT(said("13/13/1996", declared), StartsWith("Bulan 13 tidak ada; dibaca dd/mm/yyyy"));
    EXPECT_THAT(said("2026-02-30", declared), StartsWith("2026-02-30 tidak ada di kalender"));
    EXPECT_THAT(said("1899-12-31", declared), StartsWith("Tahun 1899 bukan 1900-9999"));
    EXPECT_THAT(
        said("31 Februari 2026", declared), StartsWith("31 Februari 2026 tidak ada di kalender"));
    EXPECT_THAT(said("", declared), StartsWith("Tanggal kosong"));
    EXPECT_THAT(said("43890", declared), HasSubstr("angka urut hari dari Excel"));
  }
  EXPECT_THAT(said("05/13/1996", "dd/mm/yyyy"), StartsWith("Bulan 13 tidak ada; dibaca dd/mm"));
  EXPECT_THAT(said("13/05/1996", "mm/dd/yyyy"), StartsWith("Bulan 13 tidak ada; dibaca mm/dd"));
  EXPECT_THAT(said("05-01-2026", "dd/mm/yyyy"), HasSubstr("ataupun dd/mm/yyyy"));
  EXPECT_THAT(said("besok"), StartsWith("Isi sel bukan tanggal"));
  EXPECT_THAT(said("1/2/24"), StartsWith("Isi sel bukan tanggal"));
}

TEST_F(PeopleCells, Imp09ProposesTheFormInWhichTheCellWouldBeRead) {
  const auto form = [&](const char* since) {
    const Finding finding = FoundIn({{"since", since}});
    EXPECT_EQ(finding.rule, "IMP-09");
    const auto value = finding.values.find("date_format");
    return value == finding.values.end() ? "" : value->second;
  };
  EXPECT_EQ(form("05/01/2026"), "dd/mm/yyyy");
  EXPECT_EQ(form("5-1-2026"), "dd-mm-yyyy");
  EXPECT_EQ(form("29.02.2024"), "dd.mm.yyyy");
  EXPECT_EQ(form("05/12/2020"), "dd/mm/yyyy");
  EXPECT_EQ(form("05/13/2020"), "mm/dd/yyyy");  // and no other
  EXPECT_EQ(form("2026/01/05"), "yyyy/mm/dd");
  EXPECT_THAT(
      FoundIn({{"since", "05/13/2020"}}).message.id,
      StartsWith("Bulan 13 tidak ada bila dibaca dd/mm/yyyy"));
  EXPECT_THAT(FoundIn({{"since", "05/12/2020"}}).message.id, HasSubstr("misalnya dd/mm/yyyy"));
}

TEST_F(PeopleCells, DatesWhoseMonthHasItsNameAreReadWhateverTheFileDeclares) {
  for (const char* declared : {"", "dd/mm/yyyy"}) {
    for (const char* day : {"1 Agustus 1966", "1 agt 1966", "01-Aug-1966", "1/Agu/1966"}) {
      EXPECT_EQ(
          PlannedOf({{"birth_date", day}}, {.dates = DateFormat::Parse(declared)}).record, Amir())
          << day;
    }
  }
  EXPECT_THAT(ToldOf({{"birth_date", "1 Agtus 1966"}}), ElementsAre("IMP-09 baris 12, birth_date"));
}

TEST_F(PeopleCells, CodesAreReadInAnyCaseWhereOneAloneIsMeant) {
  const auto read = PlannedOf({{"unit", "opd19"}, {"post", "Lurah"}});
  EXPECT_THAT(Told(read), IsEmpty());
  EXPECT_EQ(read.record.unit, "OPD19");
  EXPECT_EQ(read.record.post, "LURAH");
  units_["opd.b"] = units_["OPD.B"] = {kAlways};
  EXPECT_THAT(ToldOf({{"unit", "Opd.b"}}), ElementsAre("PER-06 baris 12, unit"));
  EXPECT_EQ(PlannedOf({{"unit", "OPD.B"}}).record.unit, "OPD.B");
  EXPECT_EQ(PlannedOf({{"unit", "opd.b"}}).record.unit, "opd.b");
}

TEST_F(PeopleCells, Per07OfAPostThatIsCalledByItsTitleNamesItsCode) {
  posts_["LURAH"].title = "Kepala Kelurahan";
  EXPECT_THAT(FoundIn({{"post", "kepala kelurahan"}}).message.id, HasSubstr("Isi kodenya: LURAH."));
  posts_["KADIN"].title = "Kepala Kelurahan";
  EXPECT_THAT(FoundIn({{"post", "Kepala Kelurahan"}}).message.id, HasSubstr("KADIN, LURAH."));
  EXPECT_THAT(FoundIn({{"post", "Kepala Kelurahan I"}}).message.id, HasSubstr("tidak ada dalam"));
  posts_["KADIN"].title = "";
  EXPECT_THAT(FoundIn({{"post", ""}}).message.id, HasSubstr("tidak ada dalam registri"));
}

TEST_F(PeopleCells, WhatStandsInACellOfCodesIsNamedUnlessTheRowMayHaveSlipped) {
  EXPECT_EQ(ValueIn({{"unit", "33.74.99"}}), "33.74.99");
  EXPECT_EQ(ValueIn({{"post", "RAJA"}}), "RAJA");
  EXPECT_EQ(ValueIn({{"grade", "3x"}}), "3x");
  EXPECT_EQ(ValueIn({{"gender", "X"}}), "X");
  EXPECT_EQ(ValueIn({{"legal_position", "CUTI"}}), "CUTI");
  EXPECT_EQ(ValueIn({{"unit", ""}}), "");
  EXPECT_EQ(ValueIn({{"unit", std::string(40, 'x')}}), std::string(40, 'x'));
  EXPECT_EQ(ValueIn({{"unit", std::string(41, 'x')}}), "");
  EXPECT_EQ(ValueIn({{"unit", "123456"}}), "123456");
  EXPECT_EQ(ValueIn({{"unit", "1234567"}}), "•••4567");
  EXPECT_EQ(ValueIn({{"unit", kContract}}), "••••••••••••••1001");
  const auto slipped = PlannedOf({{"nip", "19660801198803100"}, {"unit", "33.74.99"}});
  for (const Finding& finding : slipped.findings) EXPECT_THAT(finding.values, IsEmpty());
}

TEST_F(PeopleCells, Per21SomebodyNewWithTheNameAndBirthDateOfAnotherIsConfirmed) {
  existing_ = {{kAmir, Amir("id")}};
  const std::map<std::string, std::string> twin = {{"nip", kOtherNumber}, {"name", "AMIR, S.E."}};
  ASSERT_THAT(ToldOf(twin), ElementsAre("PER-21 baris 12, nip"));
  EXPECT_EQ(ValueIn(twin), "••••••••••••••1002 / ••••••••••••••1001");
  EXPECT_THAT(ToldOf(twin, {.confirmed = {{Confirmable::kNamesake, {12}}}}), IsEmpty());
  EXPECT_THAT(
      ToldOf(twin, {.confirmed = {{Confirmable::kNamesake, {13}}}}),
      ElementsAre("PER-21 baris 12, nip"));
  EXPECT_THAT(
      ToldOf(twin, {.confirmed = {{Confirmable::kName, {}}}}), ElementsAre("PER-21 baris 12, nip"));
  EXPECT_THAT(ToldOf({{"nip", kOtherNumber}, {"name", "Amira"}}), IsEmpty());
  EXPECT_THAT(ToldOf({{"nip", "196608021988031002"}, {"birth_date", "1966-08-02"}}), IsEmpty());
  // Who is known keeps his name, and who has left is no double.
  EXPECT_THAT(ToldOf({}), IsEmpty());
  existing_[kAmir].legal_position = "PENSIUN";
  EXPECT_THAT(ToldOf(twin), IsEmpty());
}

TEST_F(PeopleCells, Per21TwoNewRowsAreNotOnePersonUnderTwoNumbers) {
  const std::vector<Row> rows = {AmirRow(2), AmirRow(3, {{"nip", kOtherNumber}})};
  const auto plan = Plan(rows);
  EXPECT_THAT(Told(plan.rows[0]), ElementsAre("PER-21 baris 2, nip"));
  EXPECT_THAT(Told(plan.rows[1]), ElementsAre("PER-21 baris 3, nip"));
  EXPECT_THAT(Told(Plan(rows, {.skip = {2}}).rows[1]), IsEmpty());
  const auto confirmed = Plan(rows, {.confirmed = {{Confirmable::kNamesake, {}}}});
  EXPECT_THAT(Outcomes(confirmed), ElementsAre(Outcome::kNew, Outcome::kNew));
}

TEST_F(PeopleCells, Per22ABeginOfThePresentPostIsNotCorrectedToADayAhead) {
  existing_ = {{kAmir, Amir("id")}};
  EXPECT_THAT(ToldOf({{"since", "2026-06-15"}}), IsEmpty());  // today
  EXPECT_THAT(ToldOf({{"since", "2026-06-16"}}), ElementsAre("PER-22 baris 12, since"));
  // Another post of that day is an act.
  EXPECT_THAT(ToldOf({{"since", "2026-06-16"}, {"post", "KADIN"}}), IsEmpty());
}

TEST_F(PeopleCells, Per11WhoWentAlongWithHisUnitMovesFromADayAfterTheDecisionThatPutHimThere) {
  existing_ = {{kAmir, Amir("id")}};  // there since 2020-02-29
  const auto told = [&](const char* since) {
    const Directory directory = {
        .existing = existing_,
        .units = units_,
        .posts = posts_,
        .earlier_decisions = {{"id", absl::CivilDay(2015, 1, 1)}}};
    const auto plan = PlanPeople(
        {AmirRow(12, {{"unit", "OPD19"}, {"since", since}})}, directory, {}, kJune15, ActPolicy(),
        {.senior_leader = 62, .supervisor = 60});
    return Told(plan.rows.at(0));
  };
  EXPECT_THAT(told("2015-01-01"), ElementsAre("PER-11 baris 12, since"));
  EXPECT_THAT(told("2015-01-02"), IsEmpty());
}

TEST_F(PeopleCells, WhoWentAlongWithHisUnitIsWhereTheRowOfBeforeSays) {
  existing_ = {{kAmir, Amir("id")}};
  units_["OPD19"] = {kAlways, absl::CivilDay(2020, 2, 29), existing_.at(kAmir).unit};
  const auto planned = [&](const char* since) {
    const Directory directory = {
        .existing = existing_,
        .units = units_,
        .posts = posts_,
        .earlier_decisions = {{"id", absl::CivilDay(2015, 1, 1)}}};
    return PlanPeople(
               {AmirRow(12, {{"unit", "OPD19"}, {"since", since}})}, directory, {}, kJune15,
               ActPolicy(), {.senior_leader = 62, .supervisor = 60})
        .rows.at(0);
  };
  EXPECT_EQ(planned("2015-01-01").outcome, Outcome::kSame);
  EXPECT_THAT(Told(planned("2014-12-31")), ElementsAre("PER-11 baris 12, since"));
}

TEST_F(PeopleCells, Asg06AUnitThatIsClosedSinceNeedsTheOneThatTookItOver) {
  units_["OPD19"] = {kAlways, absl::CivilDay(2026, 5, 1)};
  const std::map<std::string, std::string> there = {{"unit", "OPD19"}, {"since", "2026-04-30"}};
  EXPECT_THAT(ToldOf(there), ElementsAre("ASG-06 baris 12, unit"));
  units_["OPD19"].people_in = "33.74.01";
  EXPECT_THAT(ToldOf(there), IsEmpty());
}

TEST(FindingKinds, ShowTheFirstFewCellsAndWhatAllLinesAgreeIn) {
  FindingKinds kinds;
  const auto add = [&](const char* cell, const char* line, const char* same) {
    kinds.Add(
        2, {.rule = "PER-13",
            .where = "grade",
            .message = {"a", "a"},
            .values = {{"value", cell}, {"line", line}, {"same", same}}});
  };
  add("IX", "2", "x");
  EXPECT_EQ(kinds.all()[0].finding.values.at("line"), "2");
  add("3x", "3", "x");
  add("IX", "3", "x");
  using Values = std::map<std::string, std::string>;
  EXPECT_EQ(kinds.all()[0].finding.values, (Values{{"value", "IX, 3x"}, {"same", "x"}}));
  for (const char* cell : {"c", "d", "e", "f", "g"}) add(cell, "4", "y");
  EXPECT_EQ(kinds.all()[0].finding.values, (Values{{"value", "IX, 3x, c, d, e, …"}}));
}

}  // namespace
}  // namespace binadaya::registry::domain
