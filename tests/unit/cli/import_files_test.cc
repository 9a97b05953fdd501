#include "services/cli/import_files.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/csv.h"
#include "services/common/table_file.h"
#include "services/common/xlsx.h"
#include "tests/unit/cli/samples.h"

namespace binadaya::cli {
namespace {

using ::testing::ElementsAre;

const auto kReport = Of<registry::v1::ImportReport>(R"(
    heading_line: 2
    kinds { finding { rule: "IMP-09" where: "since" id: "Tanggal salah." } lines: [ 3, 5 ] }
    kinds { finding { rule: "CSV-03" id: "Kolom lebih." } lines: 5 }
    kinds { finding { rule: "IMP-02" where: "kolom 3" id: "Tidak dikenal." } lines: 0 })");

binadaya::Table Original(const std::string& sheet = "") {
  return {
      .sheet = sheet,
      .rows =
          {{1, {"DAFTAR"}},
           {2, {"nip", "since"}},
           {3, {"196608011988031001", "05/01/2026"}},
           {5, {"=1+1", "x", "too", "much"}}},
      .findings = {}};
}

TEST(FindingsTable, KeepsEachRowAsItWasOnItsLineWithWhatIsWrongBehind) {
  const binadaya::Table table = FindingsTable({Original()}, kReport);
  ASSERT_EQ(table.rows.size(), 4u);
  EXPECT_THAT(table.rows[0].cells, ElementsAre("DAFTAR"));
  EXPECT_THAT(table.rows[1].cells, ElementsAre("nip", "since", "", "", "Temuan"));
  EXPECT_THAT(
      table.rows[2].cells,
      ElementsAre("196608011988031001", "05/01/2026", "", "", "IMP-09 since: Tanggal salah."));
  EXPECT_EQ(table.rows[3].line, 5);
  EXPECT_THAT(
      table.rows[3].cells,
      ElementsAre(
          "=1+1", "x", "too", "much", "IMP-09 since: Tanggal salah. | CSV-03: Kolom lebih."));
}

TEST(FindingsTable, CarriesWhatToAddToTheCommand) {
  const binadaya::Table table = FindingsTable(
      {Original()},
      Of<registry::v1::ImportReport>(
          R"(heading_line: 2 kinds { finding { rule: "PER-15" where: "name" id: "b" } lines: 5 })"));
  EXPECT_EQ(table.rows[3].cells[4], "PER-15 name: b → --allow NAME:5");
}

TEST(FindingsTable, OfItsOwnFileSaysAnewWhatIsWrongInTheSameColumn) {
  const binadaya::Table once = FindingsTable({Original()}, kReport);
  const binadaya::Table twice = FindingsTable(
      {once}, Of<registry::v1::ImportReport>(
                  R"(heading_line: 2 kinds { finding { rule: "A" id: "b" } lines: 5 })"));
  EXPECT_THAT(twice.rows[1].cells, ElementsAre("nip", "since", "", "", "Temuan"));
  EXPECT_EQ(twice.rows[2].cells[4], "");
  EXPECT_EQ(twice.rows[3].cells[4], "A: b");
}

TEST(FindingsTable, LosesNothingThroughAWorkbook) {
  const binadaya::Table table = FindingsTable({Original("Data")}, [] {
    auto report = kReport;
    report.set_sheet("Data");
    return report;
  }());
  const binadaya::Table again = xlsx::Read(xlsx::Write({table})).at(0);
  ASSERT_EQ(again.rows.size(), table.rows.size());
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    EXPECT_EQ(again.rows[i].line, table.rows[i].line);
    EXPECT_EQ(again.rows[i].cells, table.rows[i].cells);
  }
}

TEST(TemplateTables, HaveAnExampleAndASheetOfAllowedValues) {
  const auto tables = TemplateTables(Of<registry::v1::ImportTemplate>(R"(
      columns { name: "nip" heading: "NIP" example: "199912312025012999" }
      columns {
        name: "gender" heading: "Jenis Kelamin" example: "P"
        allowed { value: "L" meaning: "laki-laki" } allowed { value: "P" meaning: "perempuan" }
      })"));
  ASSERT_EQ(tables.size(), 2u);
  EXPECT_THAT(tables[0].rows[0].cells, ElementsAre("NIP", "Jenis Kelamin"));
  EXPECT_THAT(tables[0].rows[1].cells, ElementsAre("199912312025012999", "P"));
  ASSERT_EQ(tables[1].rows.size(), 3u);
  EXPECT_THAT(tables[1].rows[2].cells, ElementsAre("Jenis Kelamin", "P", "perempuan"));
  EXPECT_EQ(tables[1].rows[2].line, 3);
}

}  // namespace
}  // namespace binadaya::cli
