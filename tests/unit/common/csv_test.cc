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

TEST(Csv, ReadsRowsWithTheLineOnWhichTheyStart) {
  const Table table = Parse("a,b\n1,\"x\ny\"\n\n2,z\n");
  EXPECT_TRUE(table.findings.empty());
  EXPECT_THAT(table.header, ElementsAre("a", "b"));
  ASSERT_EQ(table.rows.size(), 2);
  EXPECT_EQ(table.rows[0].line, 2);
  EXPECT_THAT(table.rows[0].fields, ElementsAre("1", "x\ny"));
  EXPECT_EQ(table.rows[1].line, 5);
}

TEST(Csv, ReadsByteOrderMarkSemicolonsCarriageReturnsAndDoubledQuotes) {
  const Table table = Parse(
      "\xef\xbb\xbf"
      "a;b\r\n1, 5;\"say \"\"hi\"\"\"\r\n");
  EXPECT_TRUE(table.findings.empty());
  EXPECT_THAT(table.header, ElementsAre("a", "b"));
  EXPECT_THAT(table.rows[0].fields, ElementsAre("1, 5", "say \"hi\""));
}

TEST(Csv, ReadsALastLineWithoutItsEnd) {
  EXPECT_THAT(Parse("a,b\n1,2").rows[0].fields, ElementsAre("1", "2"));
}

TEST(Csv, NamesTheLineOfWhatItCannotRead) {
  EXPECT_THAT(Rules(Parse("a,b\n1,\xff\n")), ElementsAre("CSV-01 baris 2"));
  EXPECT_THAT(Rules(Parse("a,b\n1,\"open\n2,3\n")), ElementsAre("CSV-02 baris 2"));
  EXPECT_THAT(Rules(Parse("a,b\n1,in\"side\n")), ElementsAre("CSV-02 baris 2"));
  EXPECT_THAT(
      Rules(Parse("a,b\n1\n1,2\n1,2,3\n")), ElementsAre("CSV-03 baris 2", "CSV-03 baris 4"));
  EXPECT_THAT(Rules(Parse("a,b\n")), ElementsAre("CSV-04 baris 1"));
  EXPECT_THAT(Rules(Parse("")), ElementsAre("CSV-04 baris 1"));
  EXPECT_THAT(Rules(Parse("a,b\n" + std::string(70'000, 'x'))), ElementsAre("CSV-05 baris 2"));
}

}  // namespace
}  // namespace binadaya::csv
