#include "services/registry/domain/import_competencies.h"

#include <map>
#include <string>
#include <vector>

#include "tests/unit/registry/told.h"

namespace binadaya::registry::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class CompetencyPlan : public ::testing::Test {
 protected:
  static Row CompetencyRow(const std::map<std::string, std::string>& other = {}) {
    Row row{
        .line = 2,
        .values = {{"code", "T.PBJ.01"}, {"name", "Pengadaan Barang"}, {"cluster", "Teknis"}}};
    for (const auto& [column, value] : other) row.values[column] = value;
    return row;
  }
  ImportPlan<Competency> Plan(std::vector<Row> rows, const ImportOptions& options = {}) const {
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i].line = static_cast<int>(i) + 2;
    return PlanCompetencies(rows, existing_, options);
  }
  std::vector<std::string> ToldOf(const std::map<std::string, std::string>& other) const {
    return Told(Plan({CompetencyRow(other)}).rows[0]);
  }

  std::map<std::string, Competency> existing_ = {
      {"M.01", {"M.01", "Integritas", "Integrity", "MANAJERIAL"}}};
};

TEST_F(CompetencyPlan, AddsTechnicalOnesAndRenamesAny) {
  const auto plan = Plan(
      {CompetencyRow(), CompetencyRow(
                            {{"code", "M.01"},
                             {"name", "Integritas Diri"},
                             {"name_en", "Integrity"},
                             {"cluster", "MANAJERIAL"}})});
  EXPECT_THAT(Outcomes(plan), ElementsAre(Outcome::kNew, Outcome::kChanged));
  EXPECT_EQ(plan.rows[0].record.cluster, "TEKNIS");
  EXPECT_EQ(plan.rows[0].record.name_en, "Pengadaan Barang");  // until somebody translates it
  EXPECT_THAT(
      plan.rows[1].changes, ElementsAre(FieldChange{"name", "Integritas", "Integritas Diri"}));
}

TEST_F(CompetencyPlan, KeepsTheEnglishNameWhereTheFileHasNone) {
  const auto plan =
      Plan({CompetencyRow({{"code", "M.01"}, {"name", "Integritas"}, {"cluster", "MANAJERIAL"}})});
  EXPECT_EQ(plan.rows[0].record.name_en, "Integrity");
  EXPECT_EQ(plan.rows[0].outcome, Outcome::kSame);
}

TEST_F(CompetencyPlan, NamesWhatIsWrongWithARow) {
  EXPECT_THAT(ToldOf({{"code", ""}}), ElementsAre("COMP-01 baris 2, code"));
  EXPECT_THAT(ToldOf({{"code", std::string(20, 'T')}}), IsEmpty());
  EXPECT_THAT(ToldOf({{"code", std::string(21, 'T')}}), ElementsAre("COMP-01 baris 2, code"));
  EXPECT_THAT(ToldOf({{"name", "-"}}), ElementsAre("COMP-02 baris 2, name"));
  EXPECT_THAT(ToldOf({{"cluster", "LAIN"}}), ElementsAre("COMP-03 baris 2, cluster"));
  EXPECT_THAT(ToldOf({{"code", "m.01"}}), ElementsAre("COMP-06 baris 2, code"));
  EXPECT_THAT(
      Told(Plan({CompetencyRow(), CompetencyRow()}).rows[1]), ElementsAre("COMP-04 baris 3, code"));
}

TEST_F(CompetencyPlan, Comp05WhatTheLawGivesIsNeitherAddedNorMoved) {
  EXPECT_THAT(ToldOf({{"cluster", "Sosiokultural"}}), ElementsAre("COMP-05 baris 2, cluster"));
  EXPECT_THAT(ToldOf({{"code", "M.01"}}), ElementsAre("COMP-05 baris 2, cluster"));
}

}  // namespace
}  // namespace binadaya::registry::domain
