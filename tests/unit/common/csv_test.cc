#include "services/common/csv.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace binadaya::csv {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> Rules(const Table& table) {
  std::vector<std::string> rules;
  for (const Finding& finding : table.findings) rules.push_back(finding.rule + " " + finding.where);
  return rules;
}

std::vector<int> Lines(const Table& table) {
  std::vector<int> lines;
  for (const TableRow& row : table.rows) lines.push_back(row.line);
  return lines;
}

TEST(Csv, ReadsRowsWithTheLineOnWhichTheyStart) {
  const Table table = Parse("a,b\n1,\"x\ny\"\n\n \n2,z\n");
  EXPECT_TRUE(table.findings.empty());
  EXPECT_THAT(Lines(table), ElementsAre(1, 2, 6));
  EXPECT_THAT(table.rows[1].cells, ElementsAre("1", "x\ny"));
}

TEST(Csv, ReadsByteOrderMarkSemicolonsCarriageReturnsAndDoubledQuotes) {
  const Table table = Parse(
      "\xef\xbb\xbf"
      "a;b\r\n1, 5;\"say \"\"hi\"\"\"\r\n");
  EXPECT_TRUE(table.findings.empty());
  EXPECT_THAT(table.rows[0].cells, ElementsAre("a", "b"));
  EXPECT_THAT(table.rows[1].cells, ElementsAre("1, 5", "say \"hi\""));
}

TEST(Csv, ReadsLinesThatEndInCarriageReturnsAlone) {
  const Table table = Parse("a;b\r\"x\ry\";2\r3;4\r");
  EXPECT_TRUE(table.findings.empty());
  EXPECT_THAT(Lines(table), ElementsAre(1, 2, 4));
  EXPECT_THAT(table.rows[2].cells, ElementsAre("3", "4"));
}

TEST(Csv, TakesTheSeparatorThatItsFirstLineDeclares) {
  const Table table = Parse("sep=;\r\na;b,c,d,e\r\n");
  EXPECT_THAT(Lines(table), ElementsAre(2));
  EXPECT_THAT(table.rows[0].cells, ElementsAre("a", "b,c,d,e"));
  EXPECT_THAT(Parse("\"SEP=\t\"\na\tb\n").rows[0].cells, ElementsAre("a", "b"));
}

TEST(Csv, TakesTheSeparatorThatTheFirstLinesHaveMostOf) {
  EXPECT_THAT(
      Parse("Daftar unit, Kota Semarang, 2026\nx;y;z\n1;2;3\n").rows[1].cells,
      ElementsAre("x", "y", "z"));
  EXPECT_THAT(Parse("a\tb\n").rows[0].cells, ElementsAre("a", "b"));
}

TEST(Csv, LeavesOutRowsThatAreOnlyFormatted) {
  EXPECT_THAT(Lines(Parse("a,b\n,\n , \n1,2\n,,,,\n")), ElementsAre(1, 4));
}

TEST(Csv, ReadsALastLineWithoutItsEnd) {
  EXPECT_THAT(Parse("a,b\n1,2").rows[1].cells, ElementsAre("1", "2"));
}

TEST(Csv, NamesTheLineOfWhatItCannotRead) {
  EXPECT_THAT(Rules(Parse("a,b\n1,\xff\n")), ElementsAre("CSV-01 baris 2"));
  EXPECT_THAT(Rules(Parse("a,b\n1,\"open\n2,3\n")), ElementsAre("CSV-02 baris 2"));
  EXPECT_THAT(Rules(Parse("a,b\n1,in\"side\n")), ElementsAre("CSV-02 baris 2"));
  EXPECT_THAT(Rules(Parse("a,b\n" + std::string(70'000, 'x'))), ElementsAre("CSV-05 baris 2"));
  EXPECT_TRUE(Parse("").findings.empty());
}

// What is written and read again is the same but for the apostrophes before what a spreadsheet
// would take for something else.
TEST(Csv, WritesWhatASpreadsheetLeavesAsItIs) {
  Table table;
  table.rows = {
      {1, {"nip", "nama"}},
      {3, {"196608011988031001", "Budi, S.Kom; \"Andi\""}},
      {4, {"=1+1", "+62", "-", "@x", "2026-03-01", "33.74.01", "III/c", "a\nb", "'sudah"}},
      {7, {"", "x"}}};
  const Table again = Parse(Write(table));
  EXPECT_TRUE(again.findings.empty());
  EXPECT_THAT(Lines(again), ElementsAre(1, 3, 4, 7));
  EXPECT_THAT(again.rows[1].cells, ElementsAre("'196608011988031001", "Budi, S.Kom; \"Andi\""));
  EXPECT_THAT(
      again.rows[2].cells,
      ElementsAre(
          "'=1+1", "'+62", "'-", "'@x", "'2026-03-01", "'33.74.01", "III/c", "a\nb", "'sudah"));
  EXPECT_THAT(again.rows[3].cells, ElementsAre("", "x"));
}

}  // namespace
}  // namespace binadaya::csv
