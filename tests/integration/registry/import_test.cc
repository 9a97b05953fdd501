#include <algorithm>

#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/cli/import_files.h"
#include "services/common/csv.h"
#include "services/common/table_file.h"
#include "services/common/xlsx.h"
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
    for (const auto& kind : report.kinds()) rules.push_back(kind.finding().rule());
    return rules;
  }
  // Every row is accounted for.
  static int Counted(const rv::ImportReport& report) {
    return report.new_count() + report.changed_count() + report.same_count() +
           report.wrong_count() + report.skipped_count();
  }
  // Asks for a dry run, or a write, of a file of people.
  absl::StatusOr<rv::ImportReport> Ask(rv::ImportRequest request, const std::string& file) {
    request.set_request_id(platform_->Id());
    request.set_file(file);
    return platform_->registry().ImportPeople(platform_->Admin(), request);
  }
  static std::string With(std::string row, const std::string& from, const std::string& to) {
    return row.replace(row.find(from), from.size(), to);
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

TEST_F(Import, OfSixteenThousandWrongRowsIsOneSummaryThatFits) {
  std::string file = City::PeopleHeader();
  for (int i = 0; i < 16'000; ++i)
    file += "1,Budi,L,05/01/1980,PNS,III/c,AKTIF,33.74.14.1003,LURAH,05/01/2026\n";
  const auto report = city_->ImportPeople(file, false);
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->wrong_count(), 16'000);
  EXPECT_EQ(report->row_count(), 16'000);
  EXPECT_FALSE(report->acceptable());
  EXPECT_THAT(Rules(*report), ElementsAre("NIP-01", "IMP-09", "IMP-09"));
  EXPECT_EQ(report->kinds(1).lines_size(), 16'000);
  EXPECT_EQ(report->kinds(1).lines(0), 2);
  EXPECT_GT(report->rows_left_out(), 0);
  EXPECT_LT(report->ByteSizeLong(), 9'000'000u);
  const auto refused = city_->ImportPeople(file, true);
  ASSERT_EQ(FindingsOf(refused.status()).size(), 3u) << refused.status();
  EXPECT_EQ(
      FindingsOf(refused.status())[1].where,
      "birth_date, baris 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, … (16000)");
}

TEST_F(Import, OfATemplateAsItIsIsReadAndItsExamplesAreAllowedHere) {
  rv::GetImportTemplateRequest request;
  request.set_kind(rv::GetImportTemplateRequest::PEOPLE);
  const auto form = platform_->registry().GetImportTemplate(platform_->Analyst(), request);
  ASSERT_THAT(form, IsOk());
  std::string headings, example;
  for (const auto& column : form->columns()) {
    headings += Cat(headings.empty() ? "" : ",", column.heading());
    example += Cat(example.empty() ? "" : ",", column.example());
    if (column.allowed().empty() || column.example().empty()) continue;
    EXPECT_TRUE(std::any_of(
        column.allowed().begin(), column.allowed().end(),
        [&](const auto& value) { return value.value() == column.example(); }))
        << column.name() << " " << column.example();
    if (column.name() == "grade") {
      EXPECT_EQ(column.allowed_size(), 17 + 17);
    }
  }
  const auto read = city_->ImportPeople(Cat(headings, "\n", example, "\n"), false);
  ASSERT_THAT(read, IsOk());
  EXPECT_THAT(Rules(*read), ElementsAre("CSV-04")) << "read, and known as the example";
}

TEST_F(Import, ReadsDatesInTheFormThatTheFileDeclares) {
  const std::string file =
      City::PeopleHeader() + With(city_->Row("LURAH", "33.74.14.1003"), "2024-01-01", "05/01/2024");
  EXPECT_EQ(Rules(*Ask({}, file)), std::vector<std::string>{"IMP-09"});
  rv::ImportRequest declared;
  declared.set_date_format("dd/mm/yyyy");
  declared.set_confirm(true);
  ASSERT_THAT(Ask(declared, file), IsOk());
  EXPECT_EQ(Ask({}, With(file, "05/01/2024", "2024-01-05"))->same_count(), 1);
  declared.set_date_format("dd/mm/yy");
  EXPECT_THAT(Ask(declared, file), RefusedBy("IMP-08"));
}

TEST_F(Import, ShowsWhatChangesAndHasANameAndAnExitConfirmed) {
  const std::string row = city_->Row("LURAH", "33.74.14.1003");
  ASSERT_THAT(city_->ImportPeople(City::PeopleHeader() + row, true), IsOk());
  const std::string file =
      City::PeopleHeader() + With(With(row, "Pegawai", "Bukan Pegawai"), "AKTIF", "PENSIUN");
  const auto dry = Ask({}, file);
  ASSERT_THAT(dry, IsOk());
  EXPECT_THAT(Rules(*dry), ElementsAre("PER-15", "PER-16"));
  ASSERT_EQ(dry->rows_size(), 1);
  EXPECT_THAT(dry->rows(0).who(), ::testing::StartsWith("Pegawai"));
  ASSERT_EQ(dry->rows(0).changes_size(), 5);  // and unit, post and since: he leaves them
  EXPECT_EQ(dry->rows(0).changes(1).field(), "legal_position");
  EXPECT_EQ(dry->rows(0).changes(1).before(), "AKTIF");
  EXPECT_EQ(dry->rows(0).changes(1).after(), "PENSIUN");

  rv::ImportRequest request;
  request.set_confirm(true);
  auto& name = *request.add_confirmed_changes();
  name.set_kind(rv::ConfirmedChange::NAME);
  EXPECT_THAT(Ask(request, file), RefusedBy("PER-16"));
  auto& exit = *request.add_confirmed_changes();
  exit.set_kind(rv::ConfirmedChange::EXIT);
  exit.add_lines(3);
  EXPECT_THAT(Ask(request, file), RefusedBy("PER-16"));
  exit.set_lines(0, 2);
  const auto written = Ask(request, file);
  ASSERT_THAT(written, IsOk());
  EXPECT_EQ(written->changed_count(), 1);
  EXPECT_EQ(written->rows_size(), 0);  // what is kept of the answer names nobody
  EXPECT_EQ(Ask({}, file)->same_count(), 1);
}

TEST_F(Import, OfADayAheadWaitsOnceHoweverOftenTheFileComes) {
  const std::string day = absl::FormatCivilTime(platform_->clock().Today() + 20);
  const std::string known = city_->Row("LURAH", "33.74.14.1003");
  ASSERT_THAT(city_->ImportPeople(City::PeopleHeader() + known, true), IsOk());
  const std::string file = City::PeopleHeader() +
                           With(With(known, "33.74.14.1003", "33.74.14.1004"), "2024-01-01", day) +
                           With(city_->Row("STAF", "OPD04"), "2024-01-01", day);
  const auto first = city_->ImportPeople(file, true);
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(first->new_count(), 1);
  EXPECT_EQ(first->changed_count(), 1);
  platform_->Told("registry");
  const auto waiting = [&] {
    return platform_->sql("registry")
        .Query("SELECT count(*) FROM act WHERE state = 1", {})
        .Int(0, 0);
  };
  const std::int64_t acts = waiting();
  for (int again = 0; again < 2; ++again) {
    const auto report = city_->ImportPeople(file, true);
    ASSERT_THAT(report, IsOk());
    EXPECT_EQ(report->same_count(), 2) << report->ShortDebugString();
  }
  EXPECT_EQ(waiting(), acts);
  EXPECT_THAT(platform_->Told("registry"), IsEmpty());
}

TEST_F(Import, TellsAnExitAndAReturnOnceAndTheReturnBeginsOnItsDay) {
  const absl::CivilDay today = platform_->clock().Today();
  const std::string row = city_->Row("LURAH", "33.74.14.1003");
  const std::string file = City::PeopleHeader() + row;
  ASSERT_THAT(city_->ImportPeople(file, true), IsOk());
  platform_->Told("registry");
  rv::ImportRequest request;
  request.set_confirm(true);
  request.add_confirmed_changes()->set_kind(rv::ConfirmedChange::EXIT);
  request.add_confirmed_changes()->set_kind(rv::ConfirmedChange::RETURN);
  ASSERT_THAT(Ask(request, With(file, "AKTIF", "PINDAH_INSTANSI")), IsOk());
  EXPECT_THAT(platform_->Told("registry"), ElementsAre("person.changed", "person.left"));
  // Dated before he left.
  EXPECT_THAT(
      Ask(request, With(file, "2024-01-01", absl::FormatCivilTime(today - 1))),
      RefusedBy("ACT-03"));
  const std::string back = With(file, "2024-01-01", absl::FormatCivilTime(today + 3));
  ASSERT_THAT(Ask(request, back), IsOk());
  EXPECT_THAT(platform_->Told("registry"), IsEmpty());
  EXPECT_EQ(Ask({}, back)->same_count(), 1);
  const pg::Result rows =
      platform_->sql("registry")
          .Query(
              "SELECT a.effective, a.state, p.legal_position FROM act a JOIN person p ON p.id = "
              "a.person JOIN employment_number n ON n.person = p.id WHERE n.value = $1 AND a.kind "
              "= 6",
              {row.substr(0, 18)});
  ASSERT_EQ(rows.rows(), 1);
  EXPECT_EQ(rows.Text(0, 0), absl::FormatCivilTime(today + 3));
  EXPECT_EQ(rows.Int32(0, 1), 1);
  EXPECT_EQ(rows.Text(0, 2), "PINDAH_INSTANSI");
}

TEST_F(Import, AccountsForEveryRowAndNamesALineThatIsNotThere) {
  const std::string known = city_->Row("LURAH", "33.74.14.1003");
  ASSERT_THAT(city_->ImportPeople(City::PeopleHeader() + known, true), IsOk());
  const std::string changed = city_->Row("STAF", "OPD04");
  ASSERT_THAT(city_->ImportPeople(City::PeopleHeader() + changed, true), IsOk());
  const std::string file = City::PeopleHeader() + known + With(changed, "III/c", "III/d") +
                           city_->Row("STAF", "OPD04") + ",,,,,,,,,\nx,y\nx\n";
  const auto report = city_->ImportPeople(file, false, {7});
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->same_count(), 1);
  EXPECT_EQ(report->changed_count(), 1);
  EXPECT_EQ(report->new_count(), 1);
  EXPECT_EQ(report->wrong_count(), 1);
  EXPECT_EQ(report->skipped_count(), 1);
  EXPECT_EQ(report->row_count(), 5);
  const auto unknown = city_->ImportPeople(file, false, {5, 99});
  EXPECT_THAT(Rules(*unknown), Contains("IMP-05"));
  EXPECT_EQ(Counted(*unknown), unknown->row_count());
  const auto unreadable = city_->ImportPeople("nip,name\n1,2\n3,4\n", false, {3});
  EXPECT_EQ(Counted(*unreadable), unreadable->row_count());
  EXPECT_FALSE(unreadable->acceptable());
}

TEST_F(Import, ListsWhoIsNotInAFileThatIsDeclaredComplete) {
  const std::string row = city_->Row("LURAH", "33.74.14.1003");
  ASSERT_THAT(
      city_->ImportPeople(City::PeopleHeader() + row + city_->Row("STAF", "OPD04"), true), IsOk());
  const int before = People();
  rv::ImportRequest request;
  request.set_complete(true);
  const auto report = Ask(request, City::PeopleHeader() + row);
  ASSERT_THAT(report, IsOk());
  const int there = platform_->sql("registry")
                        .Query(
                            "SELECT count(*) FROM person WHERE legal_position NOT IN ('PENSIUN', "
                            "'PINDAH_INSTANSI')",
                            {})
                        .Int32(0, 0);
  EXPECT_EQ(report->missing_count(), there - 1);
  EXPECT_TRUE(report->acceptable());
  request.set_confirm(true);
  ASSERT_THAT(Ask(request, City::PeopleHeader() + row), IsOk());
  EXPECT_EQ(People(), before);
}

TEST_F(Import, IsAuditedWithTheHashOfItsFileWhatWasSkippedAndWhomItConcerned) {
  const std::string row = city_->Row("LURAH", "33.74.14.1003");
  const std::string file = City::PeopleHeader() + "x,x,x,x,x,x,x,x,x,x\n" + row;
  ASSERT_THAT(city_->ImportPeople(file, true, {2}), IsOk());
  pg::Connection& sql = platform_->sql("registry");
  const pg::Result rows = sql.Query(
      "SELECT a.reason, encode(i.file_hash, 'hex'), i.skipped::text, i.actor, a.actor, "
      "  i.subjects = ARRAY[n.person::text] "
      "FROM import i JOIN audit a ON a.request_id = i.request_id::text, employment_number n "
      "WHERE n.value = $1 ORDER BY i.at DESC, i.request_id DESC LIMIT 1",
      {row.substr(0, 18)});
  ASSERT_EQ(rows.rows(), 1);
  EXPECT_THAT(rows.String(0, 0), ::testing::HasSubstr("file=" + rows.String(0, 1)));
  EXPECT_THAT(rows.String(0, 0), ::testing::HasSubstr("skipped=2 "));
  EXPECT_EQ(
      rows.String(0, 1),
      sql.Query("SELECT encode(sha256(convert_to($1, 'UTF8')), 'hex')", {file}).String(0, 0));
  EXPECT_EQ(rows.String(0, 2), "{2}");
  EXPECT_EQ(rows.String(0, 3), rows.String(0, 4));
  EXPECT_TRUE(rows.Bool(0, 5));

  // From the person to the file, and from the file to the person.
  const std::string person =
      sql.Query("SELECT person FROM employment_number WHERE value = $1", {row.substr(0, 18)})
          .String(0, 0);
  rv::ListImportsRequest list;
  list.set_subject(person);
  const auto imports = platform_->registry().ListImports(platform_->Analyst(), list);
  ASSERT_THAT(imports, IsOk());
  ASSERT_EQ(imports->imports_size(), 1);
  rv::GetImportRequest get;
  get.set_import(imports->imports(0).id());
  const auto import = platform_->registry().GetImport(platform_->Analyst(), get);
  ASSERT_THAT(import, IsOk());
  EXPECT_EQ(import->file_sha256(), rows.String(0, 1));
  EXPECT_EQ(import->new_count(), 1);
  EXPECT_EQ(import->kind(), rv::GetImportTemplateRequest::PEOPLE);
  EXPECT_THAT(import->skipped_lines(), ElementsAre(2));
  EXPECT_THAT(import->subjects(), ElementsAre(person));
}

// What a clerk does who was never shown how: a template, filled in, is right; the findings of a
// wrong file, mended, are too.
TEST_F(Import, TakesAWorkbookAndItsMendedFindings) {
  const auto split = [](const std::string& line) {
    std::vector<std::string> cells = absl::StrSplit(absl::StripSuffix(line, "\n"), ',');
    return cells;
  };
  rv::GetImportTemplateRequest ask;
  ask.set_kind(rv::GetImportTemplateRequest::PEOPLE);
  const auto form = platform_->registry().GetImportTemplate(platform_->Admin(), ask);
  ASSERT_THAT(form, IsOk());
  std::vector<Table> tables = cli::TemplateTables(*form);
  const auto post = std::find_if(
      form->columns().begin(), form->columns().end(),
      [](const auto& column) { return column.name() == "post"; });
  ASSERT_EQ(post->allowed_size(), 3);
  tables[0].rows.push_back({3, split(city_->Row("STAF", "OPD04"))});
  tables[0].rows.push_back({4, split(city_->Row("STAF", "OPD04"))});
  tables[0].rows[3].cells[0] = "1.9660801198803101E+17";
  const std::string file = xlsx::Write(tables);
  const auto wrong = Ask({}, file);
  ASSERT_THAT(wrong, IsOk());
  EXPECT_EQ(wrong->new_count(), 1);
  EXPECT_THAT(Rules(*wrong), ElementsAre("NIP-01"));
  EXPECT_THAT(wrong->kinds(0).lines(), ElementsAre(4));

  for (const bool workbook : {false, true}) {
    Table findings = cli::FindingsTable(ReadTables(file), *wrong);
    findings.rows[3].cells[0] = city_->Row("STAF", "OPD04").substr(0, 18);
    findings.rows[3].cells[3] = "";
    const std::string mended = workbook ? xlsx::Write({findings}) : csv::Write(findings);
    const auto still = Ask({}, mended);
    ASSERT_THAT(still, IsOk());
    EXPECT_EQ(still->new_count(), 1) << still->ShortDebugString();
    EXPECT_THAT(Rules(*still), ElementsAre("IMP-09"));
    EXPECT_THAT(still->kinds(0).lines(), ElementsAre(4));
  }
}

TEST_F(Import, OfAWorkbookWithDataOnTwoSheetsReadsTheOneThatIsNamedAndNoneInSilence) {
  const auto sheet = [&](const std::string& name, int rows) {
    const auto split = [](const std::string& line) {
      return std::vector<std::string>(absl::StrSplit(absl::StripSuffix(line, "\n"), ','));
    };
    Table table{.sheet = name, .rows = {{1, split(City::PeopleHeader())}}, .findings = {}};
    for (int i = 0; i < rows; ++i)
      table.rows.push_back({i + 2, split(city_->Row("STAF", "OPD04"))});
    return table;
  };
  const std::string file = xlsx::Write({sheet("Dinas A", 1), sheet("Dinas B", 2)});
  const auto both = Ask({}, file);
  ASSERT_THAT(both, IsOk());
  EXPECT_THAT(Rules(*both), ElementsAre("IMP-10"));
  EXPECT_EQ(both->wrong_count(), both->row_count());
  rv::ImportRequest request;
  request.set_confirm(true);
  EXPECT_THAT(Ask(request, file), RefusedBy("IMP-10"));
  request.set_sheet("Dinas B");
  EXPECT_EQ(Ask(request, file)->new_count(), 2);
  request.set_sheet("Dinas A");
  EXPECT_EQ(Ask(request, file)->new_count(), 1);
  request.set_sheet("Dinas C");
  EXPECT_THAT(Ask(request, file), RefusedBy("IMP-11"));
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
