#include "services/registry/domain/import_units.h"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/unit/registry/days.h"
#include "tests/unit/registry/told.h"

namespace binadaya::registry::domain {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

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

// As the registry has them, with the parents that matter here.
const UnitKinds& Kinds() {
  static const UnitKinds kinds = [] {
    UnitKinds all;
    for (const char* kind :
         {"SETDA", "SETWAN", "INSPEKTORAT", "BADAN", "DINAS", "SATPOL", "RSD", "KECAMATAN"})
      all[kind].parents = {""};
    for (const char* kind : {"UPTD", "KORWIL", "PUSKESMAS", "SEKOLAH"})
      all[kind].parents = {"DINAS"};
    all["KELURAHAN"].parents = {"KECAMATAN"};
    all["BAGIAN"].parents = {"", "SETDA"};
    all["BIDANG"].parents = {"DINAS"};
    all["SUBBIDANG"].parents = {"BIDANG"};
    all["SEKSI"].parents = all["SUBBAGIAN"].parents = {"BIDANG", "KELURAHAN"};
    return all;
  }();
  return kinds;
}

ImportPlan<UnitAct> PlanUnits(
    const std::vector<Row>& rows, const std::map<std::string, Unit>& existing,
    const ImportOptions& options) {
  return domain::PlanUnits(rows, {existing, Kinds()}, options, kJune15, 2);
}

Unit Tengah(std::string name = "Tengah") {
  return {"33.74.01", std::move(name), "KECAMATAN", "", "/33.74.01/", true};
}

TEST(UnitPlan, ReadsAllColumns) {
  const auto plan = PlanUnits({UnitRow(2, "33.74.01", "", "Tengah", "Kecamatan", "Ya")}, {}, {});

  ASSERT_EQ(plan.rows.size(), 1u);
  EXPECT_EQ(plan.rows[0].line, 2);
  EXPECT_THAT(Told(plan.rows[0]), IsEmpty());
  EXPECT_EQ(plan.rows[0].outcome, Outcome::kNew);
  EXPECT_TRUE(SameUnit(plan.rows[0].record.unit, Tengah()));
  EXPECT_EQ(plan.rows[0].record.unit.path, "/33.74.01/");
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
  EXPECT_EQ(plan.rows[1].record.unit.name, "Semarang Utara");
}

TEST(UnitPlan, BuildsPathsFromTheTopDownAlsoWhenTheParentStandsAfterItsChild) {
  const auto plan = PlanUnits(
      {UnitRow(2, "S1", "33.74.01.1001", "Seksi", "SEKSI"),
       UnitRow(3, "33.74.01.1001", "33.74.01", "Miroto", "KELURAHAN"), UnitRow(4, "33.74.01")},
      {}, {});

  EXPECT_EQ(plan.rows[0].record.unit.path, "/33.74.01/33.74.01.1001/S1/");
  EXPECT_EQ(plan.rows[1].record.unit.path, "/33.74.01/33.74.01.1001/");
  EXPECT_EQ(plan.rows[2].record.unit.path, "/33.74.01/");
}

TEST(UnitPlan, BuildsPathsOverTheRegistry) {
  const std::map<std::string, Unit> existing = {{"33.74.01", Tengah()}};
  const auto plan =
      PlanUnits({UnitRow(2, "33.74.01.1001", "33.74.01", "Miroto", "KELURAHAN")}, existing, {});

  EXPECT_THAT(Outcomes(plan), ElementsAre(Outcome::kNew));
  EXPECT_EQ(plan.rows[0].record.unit.path, "/33.74.01/33.74.01.1001/");
}

TEST(UnitPlan, ChangesThePathOfAUnitWhoseParentMoves) {
  const std::map<std::string, Unit> existing = {
      {"A", {"A", "A", "DINAS", "", "/A/", false}},
      {"B", {"B", "B", "BIDANG", "", "/B/", false}},
      {"C", {"C", "C", "SEKSI", "B", "/B/C/", false}}};
  const auto plan = PlanUnits(
      {UnitRow(2, "C", "B", "C", "SEKSI", ""), UnitRow(3, "B", "A", "B", "BIDANG", "")}, existing,
      {});

  EXPECT_THAT(Outcomes(plan), ElementsAre(Outcome::kSame, Outcome::kChanged));
  EXPECT_EQ(plan.rows[0].record.unit.path, "/A/B/C/");
  EXPECT_EQ(plan.rows[1].record.unit.path, "/A/B/");
}

TEST(UnitPlan, Unit01TheCodeIsMissingOrHoldsOtherCharacters) {
  for (const char* code : {"", "33/74", "33 74", "Kec\xC3\xA9", "a,b", "a\nb"}) {
    const auto plan = PlanUnits({UnitRow(12, code)}, {}, {});
    EXPECT_THAT(Told(plan.rows[0]), ElementsAre("UNIT-01 baris 12, code")) << code;
    EXPECT_EQ(plan.rows[0].outcome, Outcome::kWrong) << code;
  }
  EXPECT_EQ(PlanUnits({UnitRow(12, "aZ09.-_")}, {}, {}).rows[0].outcome, Outcome::kNew);
}

TEST(UnitPlan, Unit01OfTwoRowsWithoutACodeIsNotACodeTwice) {
  const auto plan = PlanUnits({UnitRow(2, ""), UnitRow(3, "")}, {}, {});
  EXPECT_THAT(Told(plan.rows[1]), ElementsAre("UNIT-01 baris 3, code"));
}

TEST(UnitPlan, Unit02TheKindIsUnknown) {
  for (const char* kind : {"", "KANTOR", "KECAMATAN SEMARANG"}) {
    const auto plan = PlanUnits({UnitRow(2, "A", "", "A", kind)}, {}, {});
    EXPECT_THAT(Told(plan.rows[0]), ElementsAre("UNIT-02 baris 2, kind")) << kind;
    EXPECT_EQ(plan.rows[0].outcome, Outcome::kWrong);
  }
  for (const char* kind :
       {"SETDA", "SETWAN", "INSPEKTORAT", "BADAN", "DINAS", "SATPOL", "RSD", "KECAMATAN",
        "KELURAHAN", "BAGIAN", "BIDANG", "SEKSI", "PUSKESMAS", "SEKOLAH", "SUBBAGIAN", "SUBBIDANG",
        "UPTD", "KORWIL"}) {
    const auto plan = PlanUnits({UnitRow(2, "A", "", "A", kind)}, {}, {});
    EXPECT_THAT(Told(plan.rows[0]), Not(Contains("UNIT-02 baris 2, kind"))) << kind;
  }
}

TEST(UnitPlan, Unit03TheParentIsNeitherInTheFileNorInTheRegistry) {
  const auto plan =
      PlanUnits({UnitRow(2, "A", "X"), UnitRow(3, "B", "A", "B", "KELURAHAN")}, {}, {});

  EXPECT_THAT(Told(plan.rows[0]), ElementsAre("UNIT-03 baris 2, parent"));
  EXPECT_EQ(plan.rows[0].findings[0].values.at("parent"), "X");
  EXPECT_EQ(plan.rows[0].outcome, Outcome::kWrong);
  EXPECT_THAT(Told(plan.rows[1]), IsEmpty());  // told once, where it is
}

TEST(UnitPlan, Unit03AParentOnASkippedRowIsNotInTheFile) {
  const auto plan = PlanUnits({UnitRow(2, "A"), UnitRow(3, "B", "A")}, {}, {.skip = {2}});

  EXPECT_THAT(Outcomes(plan), ElementsAre(Outcome::kSkipped, Outcome::kWrong));
  EXPECT_THAT(Told(plan.rows[1]), ElementsAre("UNIT-03 baris 3, parent"));
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
  EXPECT_THAT(Told(plan.rows[0]), ElementsAre("UNIT-04 baris 2, parent"));
  EXPECT_EQ(plan.rows[0].findings[0].values.at("codes"), "A, B, A");
  EXPECT_THAT(
      Told(plan.rows[2]),
      ElementsAre("UNIT-04 baris 4, parent"));  // hangs below the circle
  EXPECT_THAT(plan.rows[3].findings[0].message.en, HasSubstr("circle"));
}

TEST(UnitPlan, Unit04ACircleMayRunThroughTheRegistry) {
  const std::map<std::string, Unit> existing = {
      {"A", {"A", "A", "DINAS", "", "/A/", true}}, {"B", {"B", "B", "BIDANG", "A", "/A/B/", true}}};
  const auto plan = PlanUnits({UnitRow(2, "A", "B", "A", "DINAS")}, existing, {});

  EXPECT_THAT(Told(plan.rows[0]), ElementsAre("UNIT-04 baris 2, parent"));
}

TEST(UnitPlan, Unit04SixteenLevelsAreTheDeepest) {
  std::vector<Row> rows = {UnitRow(2, "U1")};
  for (int level = 2; level <= 17; ++level) {
    rows.push_back(
        UnitRow(level + 1, "U" + std::to_string(level), "U" + std::to_string(level - 1)));
  }
  const auto plan = PlanUnits(rows, {}, {});

  EXPECT_THAT(Told(plan.rows[15]), Not(Contains("UNIT-04 baris 17, parent")));
  EXPECT_THAT(Told(plan.rows[16]), ElementsAre("UNIT-04 baris 18, parent"));
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
      PlanUnits({UnitRow(2, "A"), UnitRow(3, "B"), UnitRow(4, "A"), UnitRow(5, "A")}, {}, {});

  EXPECT_THAT(
      Outcomes(plan),
      ElementsAre(Outcome::kWrong, Outcome::kNew, Outcome::kWrong, Outcome::kWrong));
  ASSERT_THAT(Told(plan.rows[0]), ElementsAre("UNIT-05 baris 2, code"));
  EXPECT_EQ(plan.rows[0].findings[0].values.at("line"), "4");
  ASSERT_THAT(Told(plan.rows[2]), ElementsAre("UNIT-05 baris 4, code"));
  EXPECT_EQ(plan.rows[2].findings[0].values.at("line"), "2");
  EXPECT_EQ(plan.rows[3].findings[0].values.at("line"), "2");
}

TEST(UnitPlan, Unit05IsSettledBySkippingOneOfTheTwo) {
  const auto plan = PlanUnits({UnitRow(2, "A"), UnitRow(3, "A")}, {}, {.skip = {3}});

  EXPECT_THAT(Outcomes(plan), ElementsAre(Outcome::kNew, Outcome::kSkipped));
  EXPECT_THAT(plan.rows[1].findings, IsEmpty());
}

TEST(UnitPlan, Unit06TheNameIsMissing) {
  for (const char* name : {"-", "Tidak ada"}) {
    const auto plan = PlanUnits({UnitRow(2, "A", "", name)}, {}, {});
    EXPECT_THAT(Told(plan.rows[0]), ElementsAre("UNIT-06 baris 2, name"));
    EXPECT_EQ(plan.rows[0].outcome, Outcome::kWrong);
  }
}

TEST(UnitPlan, Unit07DirectServiceIsYesOrNo) {
  for (const char* yes : {"ya", "true", "1", "YA", "TRUE"}) {
    EXPECT_TRUE(PlanUnits({UnitRow(2, "A", "", "A", "DINAS", yes)}, {}, {})
                    .rows[0]
                    .record.unit.direct_service)
        << yes;
  }
  for (const char* no : {"tidak", "false", "0", "", "FALSE"}) {
    const auto plan = PlanUnits({UnitRow(2, "A", "", "A", "DINAS", no)}, {}, {});
    EXPECT_EQ(plan.rows[0].outcome, Outcome::kNew) << no;
    EXPECT_FALSE(plan.rows[0].record.unit.direct_service) << no;
  }
  const auto plan = PlanUnits({UnitRow(2, "A", "", "A", "DINAS", "mungkin")}, {}, {});
  EXPECT_THAT(Told(plan.rows[0]), ElementsAre("UNIT-07 baris 2, direct_service"));
  EXPECT_EQ(plan.rows[0].outcome, Outcome::kWrong);
}

TEST(UnitPlan, TellsAllThatIsWrongWithARowAtOnce) {
  const auto plan = PlanUnits({Row{2, {{"parent", "X"}, {"direct_service", "?"}}}}, {}, {});
  EXPECT_THAT(
      Told(plan.rows[0]),
      ElementsAre(
          "UNIT-01 baris 2, code", "UNIT-02 baris 2, kind", "UNIT-06 baris 2, name",
          "UNIT-07 baris 2, direct_service", "UNIT-03 baris 2, parent"));
}

TEST(UnitPlan, Unit01ACodeOfFortyCharactersIsTheLongest) {
  const auto told = [](std::size_t length) {
    return Told(PlanUnits({UnitRow(2, std::string(length, 'A'))}, {}, {}).rows[0]);
  };
  EXPECT_THAT(told(40), IsEmpty());
  EXPECT_THAT(told(41), ElementsAre("UNIT-01 baris 2, code"));
}

TEST(UnitPlan, Unit09KindsStandUnderTheKindsThatTheyArePartsOf) {
  const auto told = [](const char* kind, const char* parent_kind) {
    const auto plan =
        PlanUnits({UnitRow(2, "P", "", "P", parent_kind), UnitRow(3, "A", "P", "A", kind)}, {}, {});
    return Told(plan.rows[1]);
  };
  EXPECT_THAT(told("KELURAHAN", "KECAMATAN"), IsEmpty());
  EXPECT_THAT(told("KELURAHAN", "DINAS"), ElementsAre("UNIT-09 baris 3, parent"));
  EXPECT_THAT(told("KECAMATAN", "KECAMATAN"), ElementsAre("UNIT-09 baris 3, parent"));
  EXPECT_THAT(told("SUBBIDANG", "BIDANG"), IsEmpty());
  EXPECT_THAT(told("BAGIAN", "SETDA"), IsEmpty());
  EXPECT_THAT(
      Told(PlanUnits({UnitRow(2, "A", "", "A", "KELURAHAN")}, {}, {}).rows[0]),
      ElementsAre("UNIT-09 baris 2, parent"));
  const std::map<std::string, Unit> existing = {{"33.74.01", Tengah()}};
  EXPECT_THAT(
      Told(PlanUnits({UnitRow(2, "A", "33.74.01", "A", "BIDANG")}, existing, {}).rows[0]),
      ElementsAre("UNIT-09 baris 2, parent"));
}

TEST(UnitPlan, Unit10CodesThatDifferInCaseAloneAreRefused) {
  const auto plan = PlanUnits({UnitRow(2, "REV"), UnitRow(3, "rev"), UnitRow(4, "rev1")}, {}, {});
  EXPECT_THAT(Told(plan.rows[0]), ElementsAre("UNIT-10 baris 2, code"));
  EXPECT_THAT(Told(plan.rows[1]), ElementsAre("UNIT-10 baris 3, code"));
  EXPECT_THAT(Told(plan.rows[2]), IsEmpty());
  const std::map<std::string, Unit> existing = {
      {"33.74.01.A", {"33.74.01.A", "A", "KECAMATAN", "", "/33.74.01.A/", true}}};
  EXPECT_THAT(
      Told(PlanUnits({UnitRow(2, "33.74.01.a")}, existing, {}).rows[0]),
      ElementsAre("UNIT-10 baris 2, code"));
  EXPECT_THAT(Told(PlanUnits({UnitRow(2, "33.74.01.A")}, existing, {}).rows[0]), IsEmpty());
}

TEST(UnitPlan, Unit08AKnownUnitKeepsItsKindUnlessThatIsConfirmed) {
  const std::map<std::string, Unit> existing = {{"33.74.01", Tengah()}};
  const auto plan = [&](ImportOptions options) {
    return PlanUnits({UnitRow(2, "33.74.01", "", "Tengah", "DINAS")}, existing, options);
  };
  EXPECT_THAT(Told(plan({}).rows[0]), ElementsAre("UNIT-08 baris 2, kind"));
  EXPECT_THAT(
      Told(plan({.confirmed = {{Confirmable::kName, {}}}}).rows[0]),
      ElementsAre("UNIT-08 baris 2, kind"));
  EXPECT_EQ(plan({.confirmed = {{Confirmable::kUnitKind, {}}}}).rows[0].outcome, Outcome::kChanged);
}

TEST(UnitPlan, SaysWhatChangesOfAUnit) {
  const std::map<std::string, Unit> existing = {{"33.74.01", Tengah()}};
  const auto plan = PlanUnits(
      {UnitRow(2, "33.74.01", "", "Semarang Tengah", "KECAMATAN", "tidak")}, existing, {});
  EXPECT_EQ(plan.rows[0].who, "Tengah");
  EXPECT_THAT(
      plan.rows[0].changes, ElementsAre(
                                FieldChange{"name", "Tengah", "Semarang Tengah"},
                                FieldChange{"direct_service", "ya", "tidak"}));
}

TEST(UnitPlan, ListsUnitsThatACompleteFileLacks) {
  const std::map<std::string, Unit> existing = {
      {"33.74.01", Tengah()}, {"A", {"A", "A", "DINAS", "", "/A/", false}}};
  EXPECT_THAT(PlanUnits({UnitRow(2, "33.74.01")}, existing, {}).missing, IsEmpty());
  const auto plan = PlanUnits({UnitRow(2, "33.74.01")}, existing, {.complete = true});
  EXPECT_THAT(plan.missing, ElementsAre("A A"));
}

}  // namespace
}  // namespace binadaya::registry::domain
