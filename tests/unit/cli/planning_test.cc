// Programs on the command line: the file that an analyst writes, in whose name is decided, what is
// shown.
#include "services/cli/planning.h"

#include "gmock/gmock.h"
#include "tests/support/matchers.h"
#include "tests/unit/cli/needs_commands.h"
#include "tests/unit/cli/speaking.h"

namespace binadaya::cli {
namespace {

using test::IsOk;
using test::RefusedBy;
using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
namespace nv = needs::v1;

constexpr char kNeedsCampaign[] = "019c0000-07b2-7153-a111-105640aa0001";
constexpr char kProgram[] = "019c0000-07b2-7153-a111-105640aa0010";
constexpr char kThirdNeed[] = "019c0000-07b2-7153-a111-105640aa0013";

// Needs with three ranked needs and a program whose new version is submitted; a registry with the
// head of the agency.
class Planning : public NeedsCommands {
 protected:
  Planning() {
    Answers<nv::ListCampaignsRequest>("ListCampaigns", [](const nv::ListCampaignsRequest& request) {
      EXPECT_EQ(request.year(), 2027);
      return Of<nv::ListCampaignsResponse>(
          Cat("campaigns { id: '", kNeedsCampaign, "' unit_path: '/' }"));
    });
    Answers<nv::ListNeedsRequest>("ListNeeds", [](const nv::ListNeedsRequest&) {
      return Of<nv::ListNeedsResponse>(
          Cat("needs { id: 'first' rank: 1 } needs { id: '", kThirdNeed,
              "' rank: 3 competency: 'M.08' }"));
    });
    Answers<nv::ListProgramsRequest>("ListPrograms", [](const nv::ListProgramsRequest& request) {
      if (request.text() != "keputusan") return nv::ListProgramsResponse();
      return Of<nv::ListProgramsResponse>(
          Cat("programs { id: '", kProgram,
              "' year: 2027 design { title: 'Pengambilan keputusan' } }"));
    });
    Answers<nv::GetProgramRequest>("GetProgram", [](const nv::GetProgramRequest& request) {
      const bool newest = request.number() == 2;
      return Of<nv::Program>(Cat(
          "id: '", request.program(), "' year: 2027 version: 9 number: ", newest ? 2 : 1,
          " state: ", newest ? "PROGRAM_SUBMITTED" : "PROGRAM_APPROVED",
          " design { title: 'Pengambilan keputusan' } versions { number: 1 state: PROGRAM_APPROVED "
          "} versions { number: 2 state: PROGRAM_SUBMITTED }"));
    });
  }
};

TEST(ProgramFile, IsWrittenAsAnExampleInEitherLanguageAndReadsBack) {
  const auto english = ReadDesign(ExampleDesign());
  ASSERT_THAT(english, IsOk());
  EXPECT_THAT(ExampleDesign(), HasSubstr("# Needs:"));
  const SpeakingIndonesian id;
  EXPECT_THAT(ExampleDesign(), HasSubstr("# Kebutuhan:"));
  EXPECT_EQ(ReadDesign(ExampleDesign())->SerializeAsString(), english->SerializeAsString());
  EXPECT_THAT(english->needs(), ElementsAre("1"));
  EXPECT_EQ(english->variants_size(), 2);
}

TEST(ProgramFile, IsRefusedWithTheLineThatCannotBeRead) {
  const absl::Status status = ReadDesign("title: \"x\"\nmodulen { minutes: 5 }\n").status();
  EXPECT_THAT(status, RefusedBy("FILE-04"));
  EXPECT_EQ(FindingsOf(status)[0].where, "2:9");
}

TEST_F(Planning, ADraftNamesItsNeedsByTheirRank) {
  nv::DraftProgramRequest asked;
  Answers<nv::DraftProgramRequest>("DraftProgram", [&](const nv::DraftProgramRequest& request) {
    asked = request;
    return Of<nv::Program>("year: 2027 number: 1 state: PROGRAM_DRAFT");
  });
  Serve();
  PlanningOptions options;
  options.file = File("title: \"Keputusan\"\nneeds: \"3\"\n");
  options.year = 2027;
  ASSERT_THAT(RunDraftProgram(environment(), options), IsOk());
  EXPECT_THAT(asked.design().needs(), ElementsAre(kThirdNeed));
  EXPECT_EQ(asked.year(), 2027);
  options.file = File("title: \"Keputusan\"\nneeds: \"2\"\n");
  EXPECT_THAT(RunDraftProgram(environment(), options), RefusedBy("FIND-01"));
}

TEST_F(Planning, ADecisionIsAboutTheVersionThatIsWorkedOnAndInTheNameOfWhoTookIt) {
  nv::DecideProgramRequest asked;
  Answers<nv::DecideProgramRequest>("ApproveProgram", [&](const nv::DecideProgramRequest& request) {
    asked = request;
    return Of<nv::Program>("year: 2027 number: 2 state: PROGRAM_APPROVED");
  });
  Serve();
  PlanningOptions options;
  options.program = "keputusan";
  options.by = "jatisasih";
  const auto decided = RunApproveProgram(environment(), options);
  ASSERT_THAT(decided, IsOk());
  EXPECT_EQ(needs_.asked_by.back(), kHead);
  EXPECT_EQ(asked.program(), kProgram);
  EXPECT_EQ(asked.version(), 9);
  EXPECT_THAT(decided->text, HasSubstr("version 2  approved"));
}

TEST(ProgramText, SaysWhatStandsBehindAProgramAndWhatTheGateFinds) {
  const auto program = Of<nv::Program>(
      "year: 2027 number: 1 state: PROGRAM_DRAFT without_measured_need: true jp_unverified: true "
      "rupiah: 3600000 rupiah_per_participant_jp: 15000 scheduled_minutes: 600 learning_minutes: "
      "450 active_minutes: 300 "
      "design { title: 'Arahan saja' families: 'CAMAT' batch_min: 20 batch_max: 30 funding: PAD "
      "variants { mode: MENTORING form: 'NKL02' jp: 8 lift_share: 0.7 free_because: 'mentor' } "
      "modules { title: 'Kasus' minutes: 300 learning: true method: CASE_STUDY } } "
      "needs { type: STRATEGIC state: RANKED rank: 14 competency: 'M.01' to_level: 3 family: "
      "'CAMAT' } "
      "findings { rule: 'PRG-08' where: 'action_plan' id: 'Pilih templatnya.' en: 'Choose one.' }");
  EXPECT_THAT(
      ProgramText(program),
      AllOf(
          HasSubstr("NO MEASURED NEED, JP unverified"),
          HasSubstr("M.01 → 3  CAMAT  no. 14  ranked"), HasSubstr("450/600 minutes, active 300"),
          HasSubstr("20–30, Rp3.600.000, Rp15.000 a participant's JP"),
          ContainsRegex("mentoring +NKL02 +8 +70 % +mentor"),
          ContainsRegex("Kasus +300 +case study"), HasSubstr("PRG-08")));
  google::protobuf::RepeatedPtrField<nv::Program> programs;
  *programs.Add() = program;
  EXPECT_THAT(ProgramsText(programs), HasSubstr("NO MEASURED NEED"));
  programs[0].clear_without_measured_need();
  EXPECT_THAT(ProgramsText(programs), Not(HasSubstr("NO MEASURED NEED")));
  const SpeakingIndonesian id;
  EXPECT_THAT(ProgramText(program), HasSubstr("TANPA KEBUTUHAN TERUKUR"));
}

TEST(TraceabilityText, ShowsBothSharesAndWhoHasNone) {
  const auto trace = Of<nv::Traceability>(
      "programs: 24 measured: 18 share: 0.75 rupiah: 1920000000 measured_rupiah: 1800000000 "
      "share_of_rupiah: 0.9375 target: 0.95 without { year: 2027 without_measured_need: true "
      "design { title: 'Arahan saja' } }");
  EXPECT_THAT(
      TraceabilityText(trace, 2027),
      AllOf(
          HasSubstr("18 of 24 = 75 %"), HasSubstr("Rp1.800.000.000 of Rp1.920.000.000 = 93.8 %"),
          HasSubstr("95 %"), HasSubstr("Arahan saja")));
}

}  // namespace
}  // namespace binadaya::cli
