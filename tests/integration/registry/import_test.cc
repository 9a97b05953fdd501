#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/city.h"
#include "tests/support/matchers.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
namespace rv = ::binadaya::registry::v1;

class Import : public RegistryTest {
 protected:
  int People() {
    return platform_->sql("registry").Query("SELECT count(*) FROM person", {}).Int32(0, 0);
  }
  static std::vector<std::string> Rules(const rv::ImportReport& report) {
    std::vector<std::string> rules;
    for (const auto& row : report.rows()) {
      for (const auto& finding : row.findings()) rules.push_back(finding.rule());
    }
    return rules;
  }
};

TEST_F(Import, DryRunSaysWhatWouldHappenAndWritesNothing) {
  const int before = People();
  platform_->Told("registry");
  const auto report =
      city_->ImportPeople(City::PeopleHeader() + city_->Row("LURAH", "33.74.14.1003"), false);
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->new_count(), 1);
  EXPECT_FALSE(report->written());
  EXPECT_EQ(People(), before);
  EXPECT_THAT(platform_->Told("registry"), IsEmpty());
}

TEST_F(Import, OfTheSameFileTwiceChangesNothing) {
  const std::string file =
      City::PeopleHeader() + city_->Row("LURAH", "33.74.14.1003") + city_->Row("STAF", "OPD04");
  ASSERT_EQ(city_->ImportPeople(file, true)->new_count(), 2);
  platform_->Told("registry");
  const auto again = city_->ImportPeople(file, true);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->same_count(), 2);
  EXPECT_EQ(again->new_count() + again->changed_count(), 0);
  EXPECT_THAT(platform_->Told("registry"), IsEmpty());
}

TEST_F(Import, WithOneBadRowWritesNothingAndNamesIt) {
  const int before = People();
  const std::string file =
      City::PeopleHeader() + city_->Row("LURAH", "33.74.14.1003") +
      "1,99E+17,Budi,L,1980-01-01,PNS,III/c,AKTIF,33.74.14.1003,LURAH,2024-01-01\n";
  const auto dry = city_->ImportPeople(file, false);
  ASSERT_THAT(dry, IsOk());
  EXPECT_EQ(dry->wrong_count(), 1);
  const auto refused = city_->ImportPeople(file, true);
  EXPECT_TRUE(absl::IsInvalidArgument(refused.status())) << refused.status();
  EXPECT_THAT(FindingsOf(refused.status()).front().where, ::testing::HasSubstr("3"));
  EXPECT_EQ(People(), before);
  // Left out on purpose, the rest is written.
  const auto skipped = city_->ImportPeople(file, true, {3});
  ASSERT_THAT(skipped, IsOk());
  EXPECT_EQ(skipped->skipped_count(), 1);
  EXPECT_EQ(People(), before + 1);
}

TEST_F(Import, ReadsWhatSpreadsheetsWrite) {
  const std::string row = city_->Row("LURAH", "33.74.14.1003");
  std::string semicolons = City::PeopleHeader() + row;
  std::replace(semicolons.begin(), semicolons.end(), ',', ';');
  EXPECT_EQ(city_->ImportPeople("\xef\xbb\xbf" + semicolons, false)->new_count(), 1);
  std::string windows;
  for (const char c : City::PeopleHeader() + row) windows += c == '\n' ? "\r\n" : std::string(1, c);
  EXPECT_EQ(city_->ImportPeople(windows, false)->new_count(), 1);
  std::string quoted = city_->Row("LURAH", "33.74.14.1003");
  quoted.replace(quoted.find("Pegawai"), 7, "\"Pegawai, S.Kom\n\"\"Andi\"\"\"");
  quoted.erase(quoted.find("\"\"\" ") + 3, quoted.find(",L,") - quoted.find("\"\"\" ") - 3);
  const auto report = city_->ImportPeople(City::PeopleHeader() + quoted, false);
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->new_count(), 1) << report->DebugString();
}

TEST_F(Import, NamesTheLineOfWhatCannotBeRead) {
  const std::string row = city_->Row("LURAH", "33.74.14.1003");
  const auto rules = [&](const std::string& file) {
    const auto report = city_->ImportPeople(file, false);
    EXPECT_THAT(report, IsOk());
    return report.ok() ? Rules(*report) : std::vector<std::string>();
  };
  EXPECT_THAT(rules(City::PeopleHeader() + "\"never closed\n" + row), Contains("CSV-02"));
  EXPECT_THAT(rules(City::PeopleHeader() + row + "a,b\n"), Contains("CSV-03"));
  EXPECT_THAT(rules(City::PeopleHeader()), Contains("CSV-04"));
  EXPECT_THAT(rules(City::PeopleHeader() + std::string(70'000, 'x') + "\n"), Contains("CSV-05"));
  EXPECT_THAT(rules(City::PeopleHeader() + "\xff\xfe\n"), Contains("CSV-01"));
  EXPECT_THAT(rules("nip," + City::PeopleHeader() + "x," + row), Contains("IMP-03"));
  EXPECT_THAT(rules("nama\nBudi\n"), Contains("IMP-01"));
}

TEST_F(Import, OfAMovedUnitMovesWhatLiesBelowIt) {
  const std::string header = "code,name,kind,parent,direct_service\n";
  ASSERT_THAT(
      city_->ImportUnits(
          header + "A,Dinas A,DINAS,,tidak\nB,Bidang B,BIDANG,A,tidak\nC,Seksi "
                   "C,SEKSI,B,tidak\nD,Dinas D,DINAS,,tidak\n",
          true),
      IsOk());
  platform_->Told("registry");
  ASSERT_THAT(city_->ImportUnits(header + "B,Bidang B,BIDANG,D,tidak\n", true), IsOk());
  rv::GetUnitRequest request;
  request.set_unit("C");
  EXPECT_EQ(platform_->registry().GetUnit(platform_->Analyst(), request)->path(), "/D/B/C/");
  EXPECT_EQ(platform_->Told("registry").size(), 2);
}

TEST_F(Import, OfAnotherBeginCorrectsItOnceAndThenIsTheSame) {
  const std::string row = city_->Row("LURAH", "33.74.14.1003");
  const auto since = [&](const std::string& day) {
    std::string text = row;
    text.replace(text.find("2024-01-01"), 10, day);
    return City::PeopleHeader() + text;
  };
  ASSERT_EQ(city_->ImportPeople(since("2024-01-01"), true)->new_count(), 1);
  platform_->Told("registry");

  ASSERT_EQ(city_->ImportPeople(since("2023-10-05"), true)->changed_count(), 1);
  EXPECT_THAT(platform_->Told("registry"), ElementsAre("assignment.corrected"));
  for (int again = 0; again < 2; ++again)
    EXPECT_EQ(city_->ImportPeople(since("2023-10-05"), true)->same_count(), 1);
  EXPECT_THAT(platform_->Told("registry"), IsEmpty());

  const pg::Result rows =
      platform_->sql("registry")
          .Query(
              "SELECT a.valid_from, c.valid_from FROM assignment a JOIN employment_number n USING "
              "(person) "
              "LEFT JOIN assignment_correction c ON c.assignment = a.id WHERE n.value = $1",
              {row.substr(0, 18)});
  ASSERT_EQ(rows.rows(), 1);
  EXPECT_EQ(rows.Text(0, 0), "2023-10-05");
  EXPECT_EQ(rows.Text(0, 1), "2024-01-01");
}

TEST_F(Import, OfACorrectedBeginMovesTheEndOfThePostBefore) {
  const std::string row = city_->Row("LURAH", "33.74.14.1003");
  const auto file = [&](const std::string& unit, const std::string& day) {
    std::string text = row;
    text.replace(text.find("33.74.14.1003"), 13, unit);
    text.replace(text.find("2024-01-01"), 10, day);
    return City::PeopleHeader() + text;
  };
  ASSERT_THAT(city_->ImportPeople(file("33.74.14.1003", "2024-01-01"), true), IsOk());
  ASSERT_THAT(city_->ImportPeople(file("33.74.14.1004", "2025-01-01"), true), IsOk());
  ASSERT_THAT(city_->ImportPeople(file("33.74.14.1004", "2024-12-15"), true), IsOk());
  const pg::Result rows = platform_->sql("registry")
                              .Query(
                                  "SELECT a.valid_from, a.valid_to FROM assignment a JOIN "
                                  "employment_number n USING (person) WHERE "
                                  "n.value = $1 ORDER BY a.valid_from",
                                  {row.substr(0, 18)});
  ASSERT_EQ(rows.rows(), 2);
  EXPECT_EQ(rows.Text(0, 1), "2024-12-15");
  EXPECT_EQ(rows.Text(1, 0), "2024-12-15");
  EXPECT_THAT(
      Rules(*city_->ImportPeople(file("33.74.14.1004", "2024-01-01"), false)), Contains("PER-12"));
}

TEST_F(Import, PagesThroughPeopleWithoutLossOrRepetition) {
  std::string file = City::PeopleHeader();
  for (int i = 0; i < 25; ++i) file += city_->Row("STAF", "33.74.02.1001");
  ASSERT_THAT(city_->ImportPeople(file, true), IsOk());
  rv::ListPeopleRequest request;
  request.set_unit("33.74.02.1001");
  request.set_page_size(10);
  std::set<std::string> seen;
  do {
    const auto page = platform_->registry().ListPeople(platform_->Analyst(), request);
    ASSERT_THAT(page, IsOk());
    for (const rv::Person& person : page->people()) EXPECT_TRUE(seen.insert(person.id()).second);
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(seen.size(), 25);
  request.set_page_token("bm9uc2Vuc2U=");
  EXPECT_THAT(
      platform_->registry().ListPeople(platform_->Analyst(), request), RefusedBy("PAGE-02"));
  request.clear_page_token();
  request.set_page_size(-1);
  EXPECT_THAT(
      platform_->registry().ListPeople(platform_->Analyst(), request), RefusedBy("PAGE-01"));
}

}  // namespace
}  // namespace binadaya::test
