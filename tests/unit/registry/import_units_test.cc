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

constexpr char kAmir[] = "196608011988031001";

TEST(Columns, ThatAreAllThereAreFaultlessInAnyOrder) {
  EXPECT_THAT(CheckColumns(kUnitColumns, kUnitColumns), IsEmpty());
  EXPECT_THAT(
      CheckColumns({"direct_service", "parent", "kind", "name", "code"}, kUnitColumns), IsEmpty());
  EXPECT_THAT(kUnitColumns, ElementsAre("code", "name", "kind", "parent", "direct_service"));
  EXPECT_THAT(
      kPersonColumns, ElementsAre(
                          "nip", "name", "gender", "birth_date", "employment_type", "grade",
                          "legal_position", "unit", "post", "since"));
}

TEST(Columns, Imp01AreMissing) {
  const Findings findings = CheckColumns({"code", "name", "direct_service"}, kUnitColumns);
  EXPECT_THAT(Told(findings), ElementsAre("IMP-01 baris 1, kind", "IMP-01 baris 1, parent"));
  EXPECT_EQ(findings[0].values.at("column"), "kind");
  EXPECT_TRUE(Blocks(findings));
}

TEST(Columns, Imp02AreUnknownAndOnlyWarnedOf) {
  const Findings findings = CheckColumns(
      {"code", "name", "catatan", "kind", "parent", "direct_service", ""}, kUnitColumns);
  EXPECT_THAT(Told(findings), ElementsAre("IMP-02 baris 1, kolom 3!", "IMP-02 baris 1, kolom 7!"));
  EXPECT_FALSE(Blocks(findings));
}

TEST(Columns, Imp02OfAFileWithoutAHeaderTellNobodysNumberOrName) {
  const Findings findings = CheckColumns({kAmir, "Amir"}, {"nip", "name"});
  EXPECT_THAT(
      Told(findings), ElementsAre(
                          "IMP-01 baris 1, nip", "IMP-01 baris 1, name", "IMP-02 baris 1, kolom 1!",
                          "IMP-02 baris 1, kolom 2!"));
}

TEST(Columns, Imp03AreThereTwice) {
  const Findings findings =
      CheckColumns({"code", "name", "kind", "code", "parent", "direct_service"}, kUnitColumns);
  EXPECT_THAT(Told(findings), ElementsAre("IMP-03 baris 1, code"));
  EXPECT_TRUE(Blocks(findings));
}

Row UnitRow(
    int line, std::string code, std::string parent = "", std::string name = "Tengah",
    std::string kind = "KECAMATAN", std::string direct_service = "ya") {
  return {
      line,
      {{"code", std::move(code)},
       {"name", std::move(name)},
       {"kind", std::move(kind)},
       {"parent", std::move(parent)},
       {"direct_service", std::move(direct_service)}}};
}

Unit Tengah(std::string name = "Tengah") {
  return {"33.74.01", std::move(name), "KECAMATAN", "", "/33.74.01/", true};
}

TEST(UnitPlan, ReadsAllColumnsAndTrimsThem) {
  const auto plan = PlanUnits(
      {UnitRow(2, " 33.74.01\t", "  ", "\xC2\xA0 Tengah \xC2\xA0", " KECAMATAN ", " ya ")}, {}, {});

  ASSERT_EQ(plan.rows.size(), 1u);
  EXPECT_THAT(plan.file, IsEmpty());
  EXPECT_EQ(plan.rows[0].line, 2);
  EXPECT_THAT(Told(plan.rows[0].findings), IsEmpty());
  EXPECT_EQ(plan.rows[0].outcome, Outcome::kNew);
  EXPECT_EQ(plan.rows[0].record, Tengah());
}

TEST(UnitPlan, SaysWhatIsNewChangedAndTheSame) {
  const std::map<std::string, Unit> existing = {
      {"33.74.01", Tengah()},
      {"33.74.02", {"33.74.02", "Utara", "KECAMATAN", "", "/33.74.02/", true}}};
  const auto plan = PlanUnits(
      {UnitRow(2, "33.74.01"), UnitRow(3, "33.74.02", "", "Semarang Utara"),
       UnitRow(4, "33.74.03")},
      existing, {});

  EXPECT_THAT(Outcomes(plan), ElementsAre(Outcome::kSame, Outcome::kChanged, Outcome::kNew));
  EXPECT_EQ(plan.rows[1].record.name, "Semarang Utara");
}

TEST(UnitPlan, BuildsPathsFromTheTopDownAlsoWhenTheParentStandsAfterItsChild) {
  const auto plan = PlanUnits(
      {UnitRow(2, "S1", "33.74.01.1001", "Seksi", "SEKSI"),
       UnitRow(3, "33.74.01.1001", "33.74.01", "Miroto", "KELURAHAN"), UnitRow(4, "33.74.01")},
      {}, {});

  EXPECT_EQ(plan.rows[0].record.path, "/33.74.01/33.74.01.1001/S1/");
  EXPECT_EQ(plan.rows[1].record.path, "/33.74.01/33.74.01.1001/");
  EXPECT_EQ(plan.rows[2].record.path, "/33.74.01/");
}

TEST(UnitPlan, BuildsPathsOverTheRegistry) {
  const std::map<std::string, Unit> existing = {{"33.74.01", Tengah()}};
  const auto plan =
      PlanUnits({UnitRow(2, "33.74.01.1001", "33.74.01", "Miroto", "KELURAHAN")}, existing, {});

  EXPECT_THAT(Outcomes(plan), ElementsAre(Outcome::kNew));
  EXPECT_EQ(plan.rows[0].record.path, "/33.74.01/33.74.01.1001/");
}

TEST(UnitPlan, ChangesThePathOfAUnitWhoseParentMoves) {
  const std::map<std::string, Unit> existing = {
      {"A", {"A", "A", "DINAS", "", "/A/", false}},
      {"B", {"B", "B", "BIDANG", "", "/B/", false}},
      {"C", {"C", "C", "SEKSI", "B", "/B/C/", false}}};
  const auto plan = PlanUnits(
      {UnitRow(2, "C", "B", "C", "SEKSI", ""), UnitRow(3, "B", "A", "B", "BIDANG", "")}, existing,
      {});

  EXPECT_THAT(Outcomes(plan), ElementsAre(Outcome::kChanged, Outcome::kChanged));
  EXPECT_EQ(plan.rows[0].record.path, "/A/B/C/");
  EXPECT_EQ(plan.rows[1].record.path, "/A/B/");
}

TEST(UnitPlan, Unit01TheCodeIsMissingOrHoldsOtherCharacters) {
  for (const char* code : {"", "  ", "33/74", "33 74", "Kec\xC3\xA9", "a,b", "a\nb"}) {
    const auto plan = PlanUnits({UnitRow(12, code)}, {}, {});
    EXPECT_THAT(Told(plan.rows[0].findings), ElementsAre("UNIT-01 baris 12, code")) << code;
    EXPECT_EQ(plan.rows[0].outcome, Outcome::kWrong) << code;
  }
  EXPECT_EQ(PlanUnits({UnitRow(12, "aZ09.-_")}, {}, {}).rows[0].outcome, Outcome::kNew);
}

TEST(UnitPlan, Unit01OfTwoRowsWithoutACodeIsNotACodeTwice) {
  const auto plan = PlanUnits({UnitRow(2, ""), UnitRow(3, "")}, {}, {});
  EXPECT_THAT(Told(plan.rows[1].findings), ElementsAre("UNIT-01 baris 3, code"));
}

TEST(UnitPlan, Unit02TheKindIsUnknown) {
  for (const char* kind : {"", "KANTOR", "kecamatan"}) {
    const auto plan = PlanUnits({UnitRow(2, "A", "", "A", kind)}, {}, {});
    EXPECT_THAT(Told(plan.rows[0].findings), ElementsAre("UNIT-02 baris 2, kind")) << kind;
    EXPECT_EQ(plan.rows[0].outcome, Outcome::kWrong);
  }
  for (const char* kind :
       {"SETDA", "SETWAN", "INSPEKTORAT", "BADAN", "DINAS", "SATPOL", "RSD", "KECAMATAN",
        "KELURAHAN", "BAGIAN", "BIDANG", "SEKSI", "PUSKESMAS", "SEKOLAH"}) {
    EXPECT_EQ(PlanUnits({UnitRow(2, "A", "", "A", kind)}, {}, {}).rows[0].outcome, Outcome::kNew)
        << kind;
  }
}

TEST(UnitPlan, Unit03TheParentIsNeitherInTheFileNorInTheRegistry) {
  const auto plan = PlanUnits({UnitRow(2, "A", "X"), UnitRow(3, "B", "A")}, {}, {});

  EXPECT_THAT(Told(plan.rows[0].findings), ElementsAre("UNIT-03 baris 2, parent"));
  EXPECT_EQ(plan.rows[0].findings[0].values.at("parent"), "X");
  EXPECT_EQ(plan.rows[0].outcome, Outcome::kWrong);
  EXPECT_THAT(Told(plan.rows[1].findings), IsEmpty());  // told once, where it is
}

TEST(UnitPlan, Unit03AParentOnASkippedRowIsNotInTheFile) {
  const auto plan = PlanUnits({UnitRow(2, "A"), UnitRow(3, "B", "A")}, {}, {2});

  EXPECT_THAT(Outcomes(plan), ElementsAre(Outcome::kSkipped, Outcome::kWrong));
  EXPECT_THAT(Told(plan.rows[1].findings), ElementsAre("UNIT-03 baris 3, parent"));
}

TEST(UnitPlan, Unit04ParentsRunInACircle) {
  const auto plan = PlanUnits(
      {UnitRow(2, "A", "B"), UnitRow(3, "B", "A"), UnitRow(4, "C", "A"), UnitRow(5, "D", "D"),
       UnitRow(6, "E")},
      {}, {});

  EXPECT_THAT(
      Outcomes(plan),
      ElementsAre(
          Outcome::kWrong, Outcome::kWrong, Outcome::kWrong, Outcome::kWrong, Outcome::kNew));
  EXPECT_THAT(Told(plan.rows[0].findings), ElementsAre("UNIT-04 baris 2, parent"));
  EXPECT_EQ(plan.rows[0].findings[0].values.at("codes"), "A, B, A");
  EXPECT_THAT(
      Told(plan.rows[2].findings),
      ElementsAre("UNIT-04 baris 4, parent"));  // hangs below the circle
  EXPECT_THAT(plan.rows[3].findings[0].message.en, HasSubstr("circle"));
}

TEST(UnitPlan, Unit04ACircleMayRunThroughTheRegistry) {
  const std::map<std::string, Unit> existing = {
      {"A", {"A", "A", "DINAS", "", "/A/", true}}, {"B", {"B", "B", "BIDANG", "A", "/A/B/", true}}};
  const auto plan = PlanUnits({UnitRow(2, "A", "B", "A", "DINAS")}, existing, {});

  EXPECT_THAT(Told(plan.rows[0].findings), ElementsAre("UNIT-04 baris 2, parent"));
}

TEST(UnitPlan, Unit04SixteenLevelsAreTheDeepest) {
  std::vector<Row> rows = {UnitRow(2, "U1")};
  for (int level = 2; level <= 17; ++level) {
    rows.push_back(
        UnitRow(level + 1, "U" + std::to_string(level), "U" + std::to_string(level - 1)));
  }
  const auto plan = PlanUnits(rows, {}, {});

  EXPECT_EQ(plan.rows[15].outcome, Outcome::kNew);
  EXPECT_THAT(Told(plan.rows[16].findings), ElementsAre("UNIT-04 baris 18, parent"));
  EXPECT_THAT(plan.rows[16].findings[0].message.en, HasSubstr("16 levels"));
}

TEST(UnitPlan, Unit04OfAHundredThousandUnitsInOneChainIsToldQuickly) {
  std::vector<Row> rows;
  rows.reserve(100'000);
  for (int i = 0; i < 100'000; ++i) {
    rows.push_back(
        UnitRow(i + 2, "U" + std::to_string(i), "U" + std::to_string((i + 1) % 100'000)));
  }
  const auto plan = PlanUnits(rows, {}, {});

  for (const auto& row : plan.rows) ASSERT_EQ(row.outcome, Outcome::kWrong);
}

TEST(UnitPlan, Unit05TheCodeIsTwiceInTheFileAndEachNamesTheOther) {
  const auto plan =
      PlanUnits({UnitRow(2, "A"), UnitRow(3, "B"), UnitRow(4, " A "), UnitRow(5, "A")}, {}, {});

  EXPECT_THAT(
      Outcomes(plan),
      ElementsAre(Outcome::kWrong, Outcome::kNew, Outcome::kWrong, Outcome::kWrong));
  ASSERT_THAT(Told(plan.rows[0].findings), ElementsAre("UNIT-05 baris 2, code"));
  EXPECT_EQ(plan.rows[0].findings[0].values.at("line"), "4");
  ASSERT_THAT(Told(plan.rows[2].findings), ElementsAre("UNIT-05 baris 4, code"));
  EXPECT_EQ(plan.rows[2].findings[0].values.at("line"), "2");
  EXPECT_THAT(plan.rows[2].findings[0].message.id, HasSubstr("baris 2"));
  EXPECT_EQ(plan.rows[3].findings[0].values.at("line"), "2");
}

TEST(UnitPlan, Unit05IsSettledBySkippingOneOfTheTwo) {
  const auto plan = PlanUnits({UnitRow(2, "A"), UnitRow(3, "A")}, {}, {3});

  EXPECT_THAT(Outcomes(plan), ElementsAre(Outcome::kNew, Outcome::kSkipped));
  EXPECT_THAT(plan.rows[1].findings, IsEmpty());
}

TEST(UnitPlan, Unit06TheNameIsMissing) {
  const auto plan = PlanUnits({UnitRow(2, "A", "", " \xC2\xA0")}, {}, {});
  EXPECT_THAT(Told(plan.rows[0].findings), ElementsAre("UNIT-06 baris 2, name"));
  EXPECT_EQ(plan.rows[0].outcome, Outcome::kWrong);
}

TEST(UnitPlan, Unit07DirectServiceIsYesOrNo) {
  for (const char* yes : {"ya", "true", "1", "YA", "TRUE"}) {
    EXPECT_TRUE(
        PlanUnits({UnitRow(2, "A", "", "A", "DINAS", yes)}, {}, {}).rows[0].record.direct_service)
        << yes;
  }
  for (const char* no : {"tidak", "false", "0", "", " ", "FALSE"}) {
    const auto plan = PlanUnits({UnitRow(2, "A", "", "A", "DINAS", no)}, {}, {});
    EXPECT_EQ(plan.rows[0].outcome, Outcome::kNew) << no;
    EXPECT_FALSE(plan.rows[0].record.direct_service) << no;
  }
  const auto plan = PlanUnits({UnitRow(2, "A", "", "A", "DINAS", "mungkin")}, {}, {});
  EXPECT_THAT(Told(plan.rows[0].findings), ElementsAre("UNIT-07 baris 2, direct_service"));
  EXPECT_EQ(plan.rows[0].outcome, Outcome::kWrong);
}

TEST(UnitPlan, TellsAllThatIsWrongWithARowAtOnce) {
  const auto plan = PlanUnits({Row{2, {{"parent", "X"}, {"direct_service", "?"}}}}, {}, {});
  EXPECT_THAT(
      Told(plan.rows[0].findings),
      ElementsAre(
          "UNIT-01 baris 2, code", "UNIT-02 baris 2, kind", "UNIT-06 baris 2, name",
          "UNIT-07 baris 2, direct_service", "UNIT-03 baris 2, parent"));
}

}  // namespace
}  // namespace binadaya::registry::domain
