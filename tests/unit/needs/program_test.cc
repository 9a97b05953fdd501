#include "services/needs/domain/program.h"

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/needs/designs.h"

namespace binadaya::needs::domain::sample {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const absl::CivilDay kDay(2026, 6, 15);

Program Drafted() {
  return Program::Draft("program", 2027, GoodDesign(), {ANeed()}, "drafter", kDay);
}
Program Submitted() {
  Program program = Drafted();
  EXPECT_TRUE(program.Submit("drafter", {}, kDay).ok());
  return program;
}
Program Reviewed() {
  Program program = Submitted();
  EXPECT_TRUE(program.Review("second", kDay).ok());
  return program;
}
Program Approved() {
  Program program = Reviewed();
  EXPECT_TRUE(program.Approve("head", {}, kDay).ok());
  return program;
}
Program UnderReview() {
  Program program = Approved();
  EXPECT_TRUE(program.PutUnderReview("dua kelas lemah", kDay).ok());
  return program;
}
Program Retired() {
  Program program = Approved();
  EXPECT_TRUE(program.Retire("tidak diperlukan lagi", kDay).ok());
  return program;
}

const Findings kBlocked = {{"PRG-01", "needs", {"Kosong.", "Empty."}}};

TEST(Program, GoesFromADraftToOneInForceByThreePeople) {
  Program program = Drafted();
  EXPECT_EQ(program.Worked()->state, ProgramState::kDraft);
  EXPECT_EQ(program.InForce(), nullptr);
  EXPECT_TRUE(program.Save(GoodDesign(), {ANeed()}, "colleague", kDay).ok());
  EXPECT_TRUE(program.Submit("colleague", {}, kDay).ok());
  EXPECT_TRUE(program.Review("second", kDay).ok());
  EXPECT_FALSE(program.IsPlannable());
  EXPECT_TRUE(program.Approve("head", {}, kDay).ok());
  EXPECT_EQ(program.InForce()->state, ProgramState::kApproved);
  EXPECT_EQ(program.Worked(), nullptr);
  EXPECT_TRUE(program.IsPlannable());
}

TEST(Program, IsDecidedByNobodyWhoWorkedOnIt) {
  Program program = Drafted();
  ASSERT_TRUE(program.Save(GoodDesign(), {ANeed()}, "colleague", kDay).ok());
  ASSERT_TRUE(program.Submit("submitter", {}, kDay).ok());
  for (const char* one : {"drafter", "colleague", "submitter"})
    EXPECT_THAT(RulesOf(program.Review(one, kDay)), ElementsAre("PRG-38")) << one;
  ASSERT_TRUE(program.Review("second", kDay).ok());
  for (const char* one : {"drafter", "colleague", "submitter", "second"})
    EXPECT_THAT(RulesOf(program.Approve(one, {}, kDay)), ElementsAre("PRG-38")) << one;
  EXPECT_TRUE(program.Approve("head", {}, kDay).ok());
}

TEST(Program, PassesTheGateWhenSubmittedAndOnceMoreWhenApproved) {
  Program program = Drafted();
  EXPECT_THAT(RulesOf(program.Submit("drafter", kBlocked, kDay)), ElementsAre("PRG-01"));
  EXPECT_EQ(program.Worked()->state, ProgramState::kDraft);
  Findings warning = kBlocked;
  warning[0].warning = true;
  EXPECT_TRUE(program.Submit("drafter", warning, kDay).ok());
  ASSERT_TRUE(program.Review("second", kDay).ok());
  EXPECT_THAT(RulesOf(program.Approve("head", kBlocked, kDay)), ElementsAre("PRG-01"));
  EXPECT_EQ(program.Worked()->state, ProgramState::kReviewed);
}

// Each step from each state: possible from these, refused by its rule from all others.
TEST(Program, TakesEachStepFromItsOwnStatesOnly) {
  const std::vector<std::pair<const char*, std::function<Program()>>> states = {
      {"draft", &Drafted},     {"submitted", &Submitted},      {"reviewed", &Reviewed},
      {"approved", &Approved}, {"under review", &UnderReview}, {"retired", &Retired}};
  struct Tried {
    const char* rule;
    std::function<absl::Status(Program&)> step;
    std::vector<std::string> from;
  };
  const std::vector<Tried> steps = {
      {"PRG-30", [](Program& p) { return p.Save(GoodDesign(), {}, "drafter", kDay); }, {"draft"}},
      {"PRG-31", [](Program& p) { return p.Submit("drafter", {}, kDay); }, {"draft"}},
      {"PRG-32", [](Program& p) { return p.Review("third", kDay); }, {"submitted"}},
      {"PRG-33", [](Program& p) { return p.Approve("head", {}, kDay); }, {"reviewed"}},
      {"PRG-34", [](Program& p) { return p.Return("belum", kDay); }, {"submitted", "reviewed"}},
      {"PRG-35",
       [](Program& p) { return p.Revise("drafter", kDay); },
       {"approved", "under review"}},
      {"PRG-36", [](Program& p) { return p.PutUnderReview("lemah", kDay); }, {"approved"}},
      {"PRG-37",
       [](Program& p) { return p.Retire("selesai", kDay); },
       {"draft", "submitted", "reviewed", "approved", "under review"}}};
  for (const auto& [rule, step, from] : steps) {
    for (const auto& [name, make] : states) {
      Program program = make();
      const absl::Status status = step(program);
      if (std::find(from.begin(), from.end(), name) != from.end()) {
        EXPECT_TRUE(status.ok()) << rule << " from " << name << ": " << status;
      } else {
        EXPECT_THAT(RulesOf(status), ElementsAre(rule)) << name;
      }
    }
  }
}

TEST(Program, WantsAReasonForWhatTakesItBack) {
  Program submitted = Submitted(), approved = Approved();
  EXPECT_THAT(RulesOf(submitted.Return(" ", kDay)), ElementsAre("PRG-39"));
  EXPECT_THAT(RulesOf(approved.PutUnderReview("", kDay)), ElementsAre("PRG-39"));
  EXPECT_THAT(RulesOf(approved.Retire("", kDay)), ElementsAre("PRG-39"));
  EXPECT_TRUE(approved.IsPlannable());
}

TEST(Program, StaysInForceUntilItsNewVersionIsApproved) {
  Program program = Approved();
  ASSERT_TRUE(program.Revise("drafter", kDay).ok());
  EXPECT_EQ(program.Shown().number, 1);
  EXPECT_EQ(program.Worked()->number, 2);
  EXPECT_THAT(RulesOf(program.Revise("drafter", kDay)), ElementsAre("PRG-35"));  // one at a time
  Design design = GoodDesign();
  design.batch_max = 25;
  ASSERT_TRUE(program.Save(design, {ANeed()}, "drafter", kDay).ok());
  EXPECT_EQ(program.Shown().design.batch_max, 30);
  EXPECT_TRUE(program.IsPlannable());
  ASSERT_TRUE(program.Submit("drafter", {}, kDay).ok());
  ASSERT_TRUE(program.Review("second", kDay).ok());
  ASSERT_TRUE(program.Approve("head", {}, kDay).ok());
  EXPECT_EQ(program.Shown().number, 2);
  EXPECT_EQ(program.Shown().design.batch_max, 25);
  EXPECT_EQ(program.Numbered(1)->state, ProgramState::kReplaced);
}

TEST(Program, UnderReviewIsNotPlannedAgainUntilARedesignIsApproved) {
  Program program = UnderReview();
  EXPECT_FALSE(program.IsPlannable());
  ASSERT_TRUE(program.Revise("drafter", kDay).ok());
  Design design = GoodDesign();
  design.modules[1].minutes = 140;
  ASSERT_TRUE(program.Save(design, {ANeed()}, "drafter", kDay).ok());
  ASSERT_TRUE(program.Submit("drafter", {}, kDay).ok());
  ASSERT_TRUE(program.Review("second", kDay).ok());
  EXPECT_FALSE(program.IsPlannable());
  ASSERT_TRUE(program.Approve("head", {}, kDay).ok());
  EXPECT_TRUE(program.IsPlannable());
}

// The gate asks it of all years, when nobody remembers the program.
TEST(Program, KeepsWhyItWasPutUnderReviewWhateverBecomesOfIt) {
  EXPECT_EQ(Approved().InForce()->doubt, "");
  EXPECT_EQ(UnderReview().InForce()->doubt, "dua kelas lemah");
  Program retired = UnderReview();
  ASSERT_TRUE(retired.Retire("selesai", kDay).ok());
  EXPECT_EQ(retired.Numbered(1)->doubt, "dua kelas lemah");
  EXPECT_EQ(retired.Numbered(1)->note, "selesai");
  Program replaced = UnderReview();
  ASSERT_TRUE(replaced.Revise("drafter", kDay).ok());
  ASSERT_TRUE(replaced.Submit("drafter", {}, kDay).ok());
  ASSERT_TRUE(replaced.Review("second", kDay).ok());
  ASSERT_TRUE(replaced.Approve("head", {}, kDay).ok());
  EXPECT_EQ(replaced.Numbered(1)->doubt, "dua kelas lemah");
  EXPECT_EQ(replaced.Numbered(2)->doubt, "");
}

TEST(Program, RetiresWithTheVersionThatIsWorkedOn) {
  Program program = Approved();
  ASSERT_TRUE(program.Revise("drafter", kDay).ok());
  ASSERT_TRUE(program.Retire("tidak diperlukan lagi", kDay).ok());
  EXPECT_TRUE(program.IsRetired());
  EXPECT_EQ(program.Worked(), nullptr);
  EXPECT_EQ(program.InForce(), nullptr);
  EXPECT_THAT(RulesOf(program.Save(GoodDesign(), {}, "drafter", kDay)), ElementsAre("PRG-30"));
}

// What each step leaves behind: when, why, and by whom.
TEST(Program, KeepsTheDayOfItsLastDecisionAndTheReason) {
  Program program = Program::Draft("program", 2027, GoodDesign(), {ANeed()}, "drafter", kDay);
  const auto now = [&] { return program.versions.back().decided_on; };
  EXPECT_EQ(now(), kDay);
  ASSERT_TRUE(program.Save(GoodDesign(), {ANeed(), ANeed()}, "drafter", kDay + 1).ok());
  EXPECT_EQ(now(), kDay + 1);
  EXPECT_EQ(program.Worked()->needs.size(), 2U);
  ASSERT_TRUE(program.Submit("drafter", {}, kDay + 2).ok());
  EXPECT_EQ(now(), kDay + 2);
  ASSERT_TRUE(program.Review("second", kDay + 3).ok());
  EXPECT_EQ(now(), kDay + 3);
  ASSERT_TRUE(program.Return("biaya belum jelas", kDay + 4).ok());
  EXPECT_EQ(now(), kDay + 4);
  EXPECT_EQ(program.Worked()->note, "biaya belum jelas");
  EXPECT_EQ(program.Worked()->reviewer, "");
  ASSERT_TRUE(program.Submit("drafter", {}, kDay + 5).ok());
  EXPECT_EQ(program.Worked()->note, "") << "what it was returned for is answered";
  ASSERT_TRUE(program.Review("third", kDay + 6).ok());
  EXPECT_TRUE(program.Approve("second", {}, kDay + 7).ok()) << "whose review is gone";
  EXPECT_EQ(now(), kDay + 7);
  ASSERT_TRUE(program.Revise("other", kDay + 8).ok());
  EXPECT_EQ(now(), kDay + 8);
  EXPECT_EQ(program.Worked()->needs.size(), 2U);
  EXPECT_EQ(program.Worked()->drafters, std::set<std::string>{"other"});
  ASSERT_TRUE(program.PutUnderReview("dua kelas lemah", kDay + 9).ok());
  EXPECT_EQ(program.InForce()->decided_on, kDay + 9);
  EXPECT_EQ(program.InForce()->note, "dua kelas lemah");
  EXPECT_EQ(now(), kDay + 8);
  ASSERT_TRUE(program.Retire("tidak diperlukan lagi", kDay + 10).ok());
  for (const ProgramVersion& version : program.versions) {
    EXPECT_EQ(version.decided_on, kDay + 10);
    EXPECT_EQ(version.note, "tidak diperlukan lagi");
  }
}

TEST(Program, RetiresNoVersionThatWasReplaced) {
  Program program = Approved();
  ASSERT_TRUE(program.Revise("drafter", kDay).ok());
  ASSERT_TRUE(program.Submit("drafter", {}, kDay).ok());
  ASSERT_TRUE(program.Review("second", kDay).ok());
  ASSERT_TRUE(program.Approve("head", {}, kDay).ok());
  ASSERT_TRUE(program.Retire("tidak diperlukan lagi", kDay).ok());
  EXPECT_EQ(program.Numbered(1)->state, ProgramState::kReplaced);
  EXPECT_EQ(program.Numbered(2)->state, ProgramState::kRetired);
  EXPECT_EQ(program.Numbered(3), nullptr);
}

TEST(Program, IsRefusedWithWhatStandsAgainstItAndNoWarningBeside) {
  Findings gate = {{"PRG-17", "design", {"Belum.", "Not yet."}}, kBlocked[0]};
  gate[0].warning = true;
  EXPECT_THAT(RulesOf(Drafted().Submit("drafter", gate, kDay)), ElementsAre("PRG-01"));
  EXPECT_THAT(RulesOf(Submitted().Submit("drafter", gate, kDay)), ElementsAre("PRG-31", "PRG-01"));
}

TEST(ProgramStates, AreNamedInTheRefusalOfAStep) {
  const std::vector<std::tuple<ProgramState, const char*, const char*>> names = {
      {ProgramState::kDraft, "DRAFT", "a draft"},
      {ProgramState::kSubmitted, "SUBMITTED", "submitted"},
      {ProgramState::kReviewed, "REVIEWED", "reviewed"},
      {ProgramState::kApproved, "APPROVED", "approved"},
      {ProgramState::kUnderReview, "UNDER_REVIEW", "under review"},
      {ProgramState::kRetired, "RETIRED", "retired"},
      {ProgramState::kReplaced, "REPLACED", "replaced"}};
  for (const auto& [state, code, en] : names) {
    EXPECT_EQ(ToString(state), code);
    EXPECT_STREQ(NameOf(state).en, en);
  }
}

TEST(Copying, NeedsAValidatedNeedOfTheNewYear) {
  const auto copy = [](const std::vector<ServedNeed>& needs) {
    return RulesOf(Program::CheckCopy(Approved(), 2028, needs));
  };
  const auto need = [](NeedState state, int year) {
    return ANeed(state, NeedType::kCompetencyGap, year);
  };
  EXPECT_THAT(copy({}), ElementsAre("PRG-40"));
  EXPECT_THAT(copy({need(NeedState::kRanked, 2027)}), ElementsAre("PRG-40"));  // last year's
  EXPECT_THAT(copy({need(NeedState::kVerified, 2028)}), ElementsAre("PRG-40"));
  EXPECT_THAT(copy({need(NeedState::kClosed, 2028)}), ElementsAre("PRG-40"));
  EXPECT_THAT(copy({need(NeedState::kValidated, 2028)}), IsEmpty());
  EXPECT_THAT(copy({need(NeedState::kClosed, 2027), need(NeedState::kRanked, 2028)}), IsEmpty());
}

TEST(Copying, IsOfAnEarlierYearsProgramThatIsApprovedAndNotUnderReview) {
  const std::vector<ServedNeed> needs = {ANeed(NeedState::kRanked, NeedType::kCompetencyGap, 2028)};
  EXPECT_THAT(RulesOf(Program::CheckCopy(Approved(), 2028, needs)), IsEmpty());
  for (const Program& source : {UnderReview(), Retired(), Drafted()})
    EXPECT_THAT(RulesOf(Program::CheckCopy(source, 2028, needs)), ElementsAre("PRG-41"));
  EXPECT_THAT(RulesOf(Program::CheckCopy(Approved(), 2027, {ANeed()})), ElementsAre("PRG-41"));
}

// F-27: 18 of 24 programs are 75 %.
TEST(Traceability, IsTheShareOfProgramsWithAMeasuredNeedByCountAndByRupiah) {
  std::vector<Traced> programs(18, {true, 100'000'000});
  programs.resize(24, {false, 20'000'000});
  const Traceability trace = Trace(programs);
  EXPECT_EQ(trace.measured, 18);
  EXPECT_EQ(trace.programs, 24);
  EXPECT_DOUBLE_EQ(trace.Share(), 0.75);
  EXPECT_EQ(trace.measured_rupiah, 1'800'000'000);
  EXPECT_EQ(trace.rupiah, 1'920'000'000);
  EXPECT_DOUBLE_EQ(trace.ShareOfRupiah(), 0.9375);
  EXPECT_EQ(Trace({}).Share(), 0);
  EXPECT_EQ(Trace({{true, 0}}).ShareOfRupiah(), 0);
}

}  // namespace
}  // namespace binadaya::needs::domain::sample
