// The command line as a whole: what is printed where, in which language, and as JSON.
#include "services/cli/program.h"

#include <sstream>

#include "gmock/gmock.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"
#include "tests/unit/cli/speaking.h"

namespace binadaya::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class ProgramTest : public ::testing::Test {
 protected:
  ~ProgramTest() override { SpeakIn(Language::kEnglish); }

  ExitCode Run(
      std::vector<std::string> arguments, std::map<std::string, std::string> environment = {},
      const std::string& locale = "") {
    out_.str("");
    err_.str("");
    return RunProgram(
        std::move(arguments), {.environment = Environment::Of(std::move(environment)),
                               .locale = locale,
                               .out = out_,
                               .err = err_});
  }
  // What stands in `error` of the one document that was printed.
  google::protobuf::Struct Document() {
    google::protobuf::Struct document;
    EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(out_.str(), &document).ok())
        << out_.str();
    return document;
  }

  std::ostringstream out_, err_;
};

TEST_F(ProgramTest, SpeaksTheLanguageThatWasChosenAndNoOther) {
  EXPECT_EQ(Run({"get", "unit"}, {}, "en_US.UTF-8"), ExitCode::kUsage);
  EXPECT_EQ(out_.str(), "USAGE\n  UNIT is required.\n");
  EXPECT_EQ(Run({"get", "unit"}, {}, "id_ID.UTF-8"), ExitCode::kUsage);
  EXPECT_EQ(out_.str(), "PEMAKAIAN\n  UNIT harus diisi.\n");
  EXPECT_EQ(Run({"get", "unit"}, {{"LANG", "id"}}, "en_US.UTF-8"), ExitCode::kUsage);
  EXPECT_THAT(out_.str(), HasSubstr("harus diisi"));
  EXPECT_EQ(Run({"--lang", "en", "get", "unit"}, {{"LANG", "id"}}), ExitCode::kUsage);
  EXPECT_THAT(out_.str(), HasSubstr("is required"));
  EXPECT_EQ(Run({"get", "unit", "--lang=id"}), ExitCode::kUsage);
  EXPECT_THAT(out_.str(), HasSubstr("harus diisi"));
  EXPECT_EQ(Run({"--lang", "jv", "clock", "show"}), ExitCode::kUsage);
  EXPECT_THAT(out_.str(), HasSubstr("write id or en"));
}

TEST_F(ProgramTest, HelpsInTheLanguageThatWasChosen) {
  EXPECT_EQ(Run({"--help"}), ExitCode::kDone);
  EXPECT_THAT(
      out_.str(), AllOf(
                      HasSubstr("Usage: binadaya [OPTIONS]"), HasSubstr("Exit codes"),
                      HasSubstr("Commands:"), Not(HasSubstr("Perintah"))));
  EXPECT_EQ(Run({"--lang", "id", "list", "people", "--help"}), ExitCode::kDone);
  EXPECT_THAT(
      out_.str(), AllOf(
                      HasSubstr("Pemakaian: binadaya list people"), HasSubstr("Opsi:"),
                      HasSubstr("belum dinilai, belum diverifikasi"), Not(HasSubstr("Options"))));
  const std::string asked = out_.str();
  EXPECT_EQ(Run({"--lang", "id", "help", "list", "people"}), ExitCode::kDone);
  EXPECT_EQ(out_.str(), asked);
  EXPECT_EQ(Run({"help"}), ExitCode::kDone);
  EXPECT_THAT(out_.str(), HasSubstr("Usage: binadaya [OPTIONS]"));
}

TEST_F(ProgramTest, SaysWhatIsWrongWithACommandLineInBothLanguages) {
  struct Wrong {
    std::vector<std::string> arguments;
    const char *id, *en;
  };
  for (const Wrong& wrong : std::vector<Wrong>{
           {{}, "Sebut perintahnya", "Name a command"},
           {{"list"}, "Sebut perintahnya", "Name a command"},
           {{"clock", "show", "later"}, "Tidak dikenal: later", "Not known: later"},
           {{"clock", "to"}, "WHEN harus diisi", "WHEN is required"},
           {{"list", "parked", "kasir"},
            "kasir: pilih salah satu dari registry",
            "kasir: choose one of registry"},
           {{"list", "people", "--status", "AKTIFF"},
            "AKTIFF: pilih salah satu dari AKTIF, CLTN, TUGAS_BELAJAR",
            "AKTIFF: choose one of AKTIF, CLTN, TUGAS_BELAJAR"},
           {{"list", "competencies", "--cluster", "tekniss"},
            "tekniss: pilih salah satu dari MANAJERIAL",
            "tekniss: choose one of MANAJERIAL"},
           {{"act", "suspend", "x", "pensiun"},
            "pensiun: pilih salah satu dari CLTN",
            "pensiun: choose one of CLTN"},
           {{"act", "employment", "x", "--type", "HONORER"},
            "HONORER: pilih salah satu dari CPNS, PNS, PPPK, PPPK_PW",
            "HONORER: choose one of CPNS, PNS, PPPK, PPPK_PW"},
           {{"training", "require", "PKP", "--employment", "HONORER"},
            "HONORER: pilih salah satu dari CPNS",
            "HONORER: choose one of CPNS"},
           {{"post", "define", "--functional-level", "MUDA"},
            "MUDA: pilih salah satu dari AHLI_PERTAMA",
            "MUDA: choose one of AHLI_PERTAMA"},
           {{"imprt"}, "Tidak ada perintah imprt;", "There is no command imprt;"},
           {{"import", "pegawai", "x.xlsx"},
            "Tidak ada perintah pegawai;",
            "There is no command pegawai;"},
           {{"list", "units", "--as-of", "1/3/2026"},
            "tulis tanggal sebagai 2026-03-01",
            "write the day as 2026-03-01"},
           {{"list", "units", "--kind"}, "--kind: nilainya kurang", "--kind: a value is missing"},
           {{"policy", "set", "needs", "k", "2026-01-01", "x", "--basis", "b"},
            "Bukan nilai yang benar: VALUE = x",
            "Not a valid value: VALUE = x"}}) {
    std::vector<std::string> arguments = wrong.arguments;
    EXPECT_EQ(Run(arguments), ExitCode::kUsage);
    EXPECT_THAT(out_.str(), AllOf(StartsWith("USAGE\n"), HasSubstr(wrong.en)));
    EXPECT_EQ(err_.str(), "");
    arguments.insert(arguments.begin(), {"--lang", "id"});
    EXPECT_EQ(Run(arguments), ExitCode::kUsage);
    EXPECT_THAT(out_.str(), HasSubstr(wrong.id));
  }
}

TEST_F(ProgramTest, AnswersWithJsonWhateverHappens) {
  EXPECT_EQ(Run({"--json", "clock", "show"}), ExitCode::kDone);
  EXPECT_TRUE(Document().fields().contains("today"));
  for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
           {"--json"},
           {"clock", "--json"},
           {"clock", "to", "tomorrow", "--json"},
           {"get", "unit", "x", "--json"}}) {
    EXPECT_EQ(Run(arguments), ExitCode::kUsage);
    const auto error = Document().fields().at("error").struct_value();
    const auto finding = error.fields().at("findings").list_value().values(0).struct_value();
    EXPECT_EQ(finding.fields().at("rule").string_value(), "USAGE");
    EXPECT_NE(finding.fields().at("id").string_value(), "");
    EXPECT_NE(finding.fields().at("id").string_value(), finding.fields().at("en").string_value());
  }
  EXPECT_EQ(Run({"--json", "--help"}), ExitCode::kDone);
  EXPECT_TRUE(Document().fields().contains("help"));
}

TEST_F(ProgramTest, ShowsTimesInTheZoneOfTheCity) {
  EXPECT_EQ(Run({"clock", "show"}), ExitCode::kDone);
  EXPECT_THAT(out_.str(), AllOf(HasSubstr("WIB\n"), HasSubstr("Asia/Jakarta")));
  EXPECT_EQ(Run({"clock", "show"}, {{"TIME_ZONE", "Asia/Jayapura"}}), ExitCode::kDone);
  EXPECT_THAT(out_.str(), HasSubstr("WIT\n"));
}

TEST_F(ProgramTest, PutsFindingsWhereAnswersGo) {
  EXPECT_EQ(Run({"clock", "to", "2026-03-01"}), ExitCode::kRefused);
  EXPECT_THAT(out_.str(), StartsWith("CLOCK-01  BINADAYA_DEPLOYMENT\n  The clock of production"));
  EXPECT_EQ(err_.str(), "");
}

}  // namespace
}  // namespace binadaya::cli
