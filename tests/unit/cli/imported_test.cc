// What came in from files and what was decided about units, as the program shows it.
#include "services/cli/imported.h"

#include "absl/strings/escaping.h"
#include "binadaya/registry/v1/registry.rpc.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/id.h"
#include "tests/support/matchers.h"
#include "tests/unit/cli/fake_services.h"
#include "tests/unit/cli/samples.h"
#include "tests/unit/cli/speaking.h"

namespace binadaya::cli {
namespace {

using test::IsOk;
using test::RefusedBy;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
namespace rv = registry::v1;

constexpr char kImport[] = "019b8bab-07b2-7153-a111-105640aa1843";

rv::Import Import(const std::string& id) {
  auto import = Of<rv::Import>(
      R"(kind: PEOPLE file_sha256: "0123456789abcdef0123" at: "2026-01-27T01:00:02.5Z"
         actor: "operator" new_count: 3 changed_count: 1 same_count: 7 skipped_lines: [ 4, 9 ]
         confirmed: "EXIT:12,15" subjects: [ "a", "b" ] lines: [ 3, 12 ])");
  import.set_id(id);
  return import;
}

absl::TimeZone Jakarta() {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone("Asia/Jakarta", &zone));
  return zone;
}

class ImportedTest : public CommandsTest {
 protected:
  ImportedTest() {
    registry_.On<rv::ListImportsRequest, rv::ListImportsResponse>(
        "ListImports",
        [this](const rv::ListImportsRequest& request) -> absl::StatusOr<rv::ListImportsResponse> {
          asked_ = request;
          rv::ListImportsResponse response;
          *response.add_imports() = Import(kImport);
          *response.add_imports() = Import(kTirsek);
          return response;
        });
    registry_.On<rv::GetImportRequest, rv::Import>(
        "GetImport", [](const rv::GetImportRequest& request) -> absl::StatusOr<rv::Import> {
          return Import(request.import());
        });
    Serve("REGISTRY_ADDRESS", registry_);
  }
  Fake registry_;
  rv::ListImportsRequest asked_;
};

TEST(ImportsText, SaysWhoBroughtWhatAndHowMuchWasLeftOut) {
  rv::ListImportsResponse imports;
  EXPECT_EQ(ImportsText(imports, Jakarta()), "none\n");
  *imports.add_imports() = Import(kImport);
  const std::string text = ImportsText(imports, Jakarta());
  EXPECT_THAT(
      text, AllOf(
                HasSubstr("2026-01-27 08:00:02 WIB  people  operator  3    1        7     2  "),
                HasSubstr("EXIT:12,15"), HasSubstr("0123456789ab  "), HasSubstr(kImport),
                Not(HasSubstr("0123456789abc"))));
  const SpeakingIndonesian id;
  EXPECT_THAT(ImportsText(imports, Jakarta()), AllOf(HasSubstr("pegawai"), HasSubstr("DILEWATI")));
}

TEST(ImportText, NamesEveryLineThatWasSkippedAndAllThatItConcerned) {
  const std::string text = ImportText(Import(kImport), Jakarta(), {{"a", "Sekar"}});
  EXPECT_THAT(
      text,
      AllOf(
          HasSubstr("4, 9\n"), HasSubstr("abcdef0123\n"),
          HasSubstr("LINE  ADDED OR CHANGED  NAME\n3     a                 Sekar\n12    b\n")));
  EXPECT_THAT(ImportText({}, Jakarta()), HasSubstr("lines skipped      -\n"));
}

TEST(ImportText, ShowsTheFirstOfManyAndHowManyMoreThereAre) {
  rv::Import import;
  for (int i = 0; i < 50; ++i) import.add_subjects(Cat("s", i));
  EXPECT_THAT(ImportText(import, Jakarta()), AllOf(HasSubstr("-     s49\n"), Not(HasSubstr("…"))));
  import.add_subjects("s50");
  EXPECT_THAT(
      ImportText(import, Jakarta()), AllOf(HasSubstr("… and 1 more"), Not(HasSubstr("s50"))));
}

TEST(UnitActsText, SaysWhatBecomesOfAUnitAndWhyItDidNot) {
  const auto acts = Of<rv::ListUnitActsResponse>(
      R"(acts { unit: "M3" effective: "2026-07-01" name: "Dinas Gabungan" kind: "DINAS"
                succeeds: [ "M1", "M2" ] state: ACT_PENDING decree: "Perda 1/2026" }
         acts { unit: "M1" effective: "2026-07-01" closes: true state: ACT_LAPSED
                ended_because: "UNIT-14" }
         acts { unit: "B1" effective: "2026-06-01" name: "B" kind: "BIDANG" parent: "M1"
                state: ACT_LAPSED ended_because: "REPLACED" })");
  EXPECT_THAT(
      UnitActsText(acts),
      AllOf(
          HasSubstr("M3    Dinas Gabungan (DINAS), succeeds M1 M2  pending  Perda 1/2026  -"),
          HasSubstr("M1    closed "), HasSubstr("UNIT-14"), HasSubstr("B (BIDANG, M1)"),
          HasSubstr("replaced")));
  const SpeakingIndonesian id;
  EXPECT_THAT(
      UnitActsText(acts), AllOf(
                              HasSubstr("menggantikan M1 M2"), HasSubstr("gugur"),
                              HasSubstr("diganti"), HasSubstr("ditutup")));
}

TEST_F(ImportedTest, AFileIsFoundByWhatItHolds) {
  ListOptions options;
  options.kind = "people";
  options.file = File("nip,name\n");
  ASSERT_THAT(RunListImports(environment(), options), IsOk());
  EXPECT_EQ(asked_.file_sha256(), absl::BytesToHexString(Sha256("nip,name\n")));
  EXPECT_EQ(asked_.kind(), rv::GetImportTemplateRequest::PEOPLE);
  options.kind = "orang";
  EXPECT_EQ(ExitCodeOf(RunListImports(environment(), options).status()), ExitCode::kUsage);
}

TEST_F(ImportedTest, AnImportIsNamedByTheFirstLettersOfItsId) {
  const auto answer = RunGetImport(environment(), "019b8bab-07b2-7153-a111-105640aa18");
  ASSERT_THAT(answer, IsOk());
  EXPECT_THAT(answer->text, HasSubstr(kImport));
  EXPECT_THAT(RunGetImport(environment(), "019b8bab"), RefusedBy("FIND-02"));
  EXPECT_THAT(RunGetImport(environment(), "ffff"), RefusedBy("FIND-01"));
  EXPECT_THAT(RunGetImport(environment(), kTirsek)->text, HasSubstr(kTirsek));
}

}  // namespace
}  // namespace binadaya::cli
