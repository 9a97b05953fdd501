// The files that an import takes and writes.
#include <filesystem>
#include <fstream>
#include <string>

#include "binadaya/registry/v1/registry.rpc.h"
#include "gmock/gmock.h"
#include "services/cli/import.h"
#include "services/common/domain/refusal.h"
#include "tests/support/matchers.h"
#include "tests/unit/cli/fake_services.h"

namespace binadaya::cli {
namespace {

using registry::v1::ImportReport;
using registry::v1::ImportRequest;
using test::IsOk;
using test::RefusedBy;
using ::testing::HasSubstr;

// A registry that accepts every file, and says of it just this.
class FilesOfImport : public CommandsTest {
 protected:
  FilesOfImport() {
    report_.set_acceptable(true);
    registry_.On<ImportRequest, ImportReport>(
        "ImportPeople", [this](const ImportRequest&) -> absl::StatusOr<ImportReport> {
          ++asked_;
          return report_;
        });
  }

  Fake registry_;
  int asked_ = 0;
  ImportReport report_;
};

TEST_F(FilesOfImport, SaysWhereItsFindingsAreOrThatThereAreNone) {
  Serve("REGISTRY_ADDRESS", registry_);
  const auto text = [&](const std::string& findings) {
    return RunImport(
               environment(), ImportKind::kPeople,
               {.file = File("a\n1\n"), .confirm = true, .findings = folder_ / findings}, progress_)
        ->text;
  };
  EXPECT_THAT(text("none.csv"), HasSubstr("none.csv was not written: nothing was found\n"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "none.csv"));
  report_.set_heading_line(1);
  report_.add_kinds()->add_lines(2);
  report_.mutable_kinds(0)->mutable_finding()->set_warning(true);
  EXPECT_THAT(text("some.csv"), HasSubstr("some.csv holds this file"));
  EXPECT_TRUE(std::filesystem::exists(folder_ / "some.csv"));
}

TEST_F(FilesOfImport, WritesWorkbooksAndCsvAndNothingElse) {
  const std::string file = File("a,b\n");
  for (const char* name : {"mal.ods", "mal", "mal.xls"}) {
    EXPECT_EQ(
        ExitCodeOf(RunImportTemplate(environment(), ImportKind::kPeople, folder_ / name).status()),
        ExitCode::kUsage)
        << name;
    const auto import = RunImport(
        environment(), ImportKind::kPeople, {.file = file, .findings = folder_ / name}, progress_);
    EXPECT_EQ(ExitCodeOf(import.status()), ExitCode::kUsage) << name;
    EXPECT_THAT(FindingsOf(import.status()).at(0).message.en, HasSubstr(".xlsx and .csv")) << name;
  }
}

TEST_F(FilesOfImport, AnEmptyFileAndAWorkbookThatIsNoneAreNotSent) {
  Serve("REGISTRY_ADDRESS", registry_);
  const auto rule = [&](const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name, std::ios::binary) << text;
    return RunImport(environment(), ImportKind::kPeople, {.file = folder_ / name}, progress_)
        .status();
  };
  EXPECT_THAT(rule("kosong.xlsx", ""), RefusedBy("FILE-05"));
  EXPECT_THAT(rule("kosong.csv", ""), RefusedBy("FILE-05"));
  EXPECT_THAT(rule("palsu.XLSX", "halo"), RefusedBy("FILE-06"));
  EXPECT_THAT(rule("benar.csv", "halo"), IsOk());
  EXPECT_EQ(asked_, 1);
}

TEST_F(FilesOfImport, OfSixteenThousandRowsThatAreWrongAlikeSaySoOnce) {
  Serve("REGISTRY_ADDRESS", registry_);
  report_.set_acceptable(false);
  report_.set_row_count(16'000);
  report_.set_wrong_count(16'000);
  ImportReport::Kind& kind = *report_.add_kinds();
  kind.mutable_finding()->set_rule("IMP-09");
  kind.mutable_finding()->set_where("birth_date");
  kind.mutable_finding()->set_id("tanggal lain");
  kind.mutable_finding()->set_en("another date");
  for (int line = 2; line < 16'002; ++line) kind.add_lines(line);
  for (const bool confirm : {false, true}) {
    const auto answer = RunImport(
        environment(), ImportKind::kPeople, {.file = File("a\n1\n"), .confirm = confirm},
        progress_);
    ASSERT_THAT(answer, IsOk());
    EXPECT_EQ(answer->exit, ExitCode::kRefused);
    EXPECT_THAT(answer->text, HasSubstr("2, 3, 4, 5, 6, 7, 8, 9, 10, 11, … (16000)"));
    EXPECT_THAT(answer->text, HasSubstr("wrong     16000"));
    EXPECT_LT(answer->text.size(), 1'000u);
  }
  EXPECT_EQ(asked_, 2) << "nothing is asked to be written";
}

}  // namespace
}  // namespace binadaya::cli
