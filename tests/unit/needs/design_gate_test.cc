#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/needs/domain/design.h"
#include "tests/unit/needs/designs.h"

namespace binadaya::needs::domain::sample {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::vector<std::string> GateOf(const Design& design, const GateFacts& facts = Facts()) {
  return RulesOf(CheckDesign(design, facts));
}

// Minutes of one module after another: not learning, lecture, case.
Design Timed(int other, int lecture, int active) {
  Design design = GoodDesign();
  design.modules[0].minutes = other;
  design.modules[1].minutes = lecture;
  design.modules[2].minutes = active;
  design.variants[0].jp = (lecture + active) / 45;
  return design;
}

TEST(DesignGate, LetsAWholeDesignThrough) { EXPECT_THAT(GateOf(GoodDesign()), IsEmpty()); }

TEST(DesignGate, AnswersWithEverythingAnEmptyDesignLacksAtOnce) {
  GateFacts facts = Facts();
  facts.needs.clear();
  EXPECT_THAT(
      GateOf({.title = "Kosong"}, facts), ElementsAre(
                                              "PRG-01", "PRG-05", "PRG-06", "PRG-07", "PRG-08",
                                              "PRG-18", "PRG-14", "PRG-15", "PRG-16", "PRG-17?"));
}

TEST(DesignGate, RefusesADesignThatWasPutUnderReviewWhateverItsTitleAndYear) {
  GateFacts facts = Facts();
  facts.doubted = {{GoodDesign(), 2025, "dua kelas lemah"}};
  EXPECT_THAT(GateOf(GoodDesign(), facts), ElementsAre("PRG-45"));
  Design design = GoodDesign();
  design.title = "Judul baru";
  EXPECT_THAT(GateOf(design, facts), ElementsAre("PRG-45"));
  const Finding finding = CheckDesign(design, facts)[0];
  EXPECT_THAT(
      finding.message.en,
      HasSubstr("Pengambilan keputusan bagi lurah of 2025, which was put under review (dua kelas"));
  EXPECT_THAT(finding.message.id, HasSubstr("tahun 2025, yang ditinjau ulang (dua kelas lemah)"));
  design.modules[2].objectives[0].standard = "dalam 15 menit dengan alasan tertulis";
  EXPECT_THAT(GateOf(design, facts), IsEmpty());
  design = GoodDesign();
  design.batch_max = 29;
  EXPECT_THAT(GateOf(design, facts), IsEmpty());
  // It is the same as one of several.
  facts.doubted = {{Timed(150, 151, 299), 2026, "lemah"}, {GoodDesign(), 2025, "lemah"}};
  EXPECT_THAT(GateOf(GoodDesign(), facts), ElementsAre("PRG-45"));
}

TEST(DesignGate, SaysEachFindingInBothLanguages) {
  for (const Finding& finding : CheckDesign({.title = "Kosong", .modules = {{}}}, Facts())) {
    EXPECT_FALSE(finding.message.id.empty()) << finding.rule;
    EXPECT_FALSE(finding.message.en.empty()) << finding.rule;
  }
}

TEST(DesignGate, WantsANeedOfItsYearThatWasValidatedAndIsOpen) {
  GateFacts facts = Facts();
  for (const NeedState state : {NeedState::kValidated, NeedState::kRanked, NeedState::kBacklog}) {
    facts.needs = {ANeed(state)};
    EXPECT_THAT(GateOf(GoodDesign(), facts), IsEmpty()) << ToString(state);
  }
  for (const NeedState state :
       {NeedState::kDetected, NeedState::kProposed, NeedState::kVerified, NeedState::kClosed,
        NeedState::kReopened, NeedState::kNonTrainingAction, NeedState::kRejected}) {
    facts.needs = {ANeed(state)};
    EXPECT_THAT(GateOf(GoodDesign(), facts), ElementsAre("PRG-02")) << ToString(state);
  }
  for (const int year : {2026, 2028}) {
    facts.needs = {ANeed(NeedState::kRanked, NeedType::kCompetencyGap, year)};
    EXPECT_THAT(GateOf(GoodDesign(), facts), ElementsAre("PRG-02")) << year;
  }
  // One good need does not cover for a bad one beside it.
  facts.needs = {ANeed(), ANeed(NeedState::kClosed)};
  EXPECT_THAT(GateOf(GoodDesign(), facts), ElementsAre("PRG-02"));
}

TEST(DesignGate, WantsATargetForEachNeedOfACompetencyAndNoneForATraining) {
  GateFacts facts = Facts();
  facts.needs.push_back(ANeed());
  facts.needs.back().competency = "M.04";
  EXPECT_THAT(GateOf(GoodDesign(), facts), ElementsAre("PRG-03"));
  facts.needs = {ANeed(NeedState::kRanked, NeedType::kMandatory)};
  facts.needs.back().competency = "";
  facts.needs.back().training = "PKP";
  Design design = GoodDesign();
  design.targets.clear();
  EXPECT_THAT(GateOf(design, facts), IsEmpty());
}

TEST(DesignGate, WantsALiftOfAtMostTheLevelsBetween) {
  Design design = GoodDesign();
  design.targets[0].lift = 1;
  EXPECT_THAT(GateOf(design), IsEmpty());
  design.targets[0].lift = 1.01;
  EXPECT_THAT(GateOf(design), ElementsAre("PRG-13"));
  design.targets[0].lift = 0;
  EXPECT_THAT(GateOf(design), ElementsAre("PRG-13"));
  design = GoodDesign();
  design.targets[0].weight = 0;
  EXPECT_THAT(GateOf(design), ElementsAre("PRG-13"));
  design = GoodDesign();
  design.targets[0].from = 2;
  EXPECT_THAT(GateOf(design), ElementsAre("PRG-13"));
  design = GoodDesign();
  design.targets.push_back({"M.99", 1, 2, 1, 1});  // no post demands it
  EXPECT_THAT(GateOf(design), ElementsAre("PRG-13"));
}

TEST(DesignGate, WantsAMeasurableObjectiveInEachLearningModule) {
  const auto with = [](std::vector<LearningObjective> objectives) {
    Design design = GoodDesign();
    design.modules[2].objectives = std::move(objectives);
    return GateOf(design);
  };
  EXPECT_THAT(with({{"menyusun", "dari contoh", "tanpa salah"}}), IsEmpty());
  EXPECT_THAT(with({}), ElementsAre("PRG-04"));
  EXPECT_THAT(with({{"menyusun", "dari contoh", " "}}), ElementsAre("PRG-04"));
  EXPECT_THAT(with({{"menyusun", "", "tanpa salah"}}), ElementsAre("PRG-04"));
  EXPECT_THAT(with({{"", "dari contoh", "tanpa salah"}}), ElementsAre("PRG-04"));
  EXPECT_THAT(with({{"Memahami konsep", "dari contoh", "tanpa salah"}}), ElementsAre("PRG-04"));
  EXPECT_THAT(
      with({{"memahami", "dari contoh", "tanpa salah"}, {"memilih", "dari tiga", "dua benar"}}),
      IsEmpty());
}

TEST(DesignGate, WantsTitleMinutesAndMethodOfAModule) {
  Design design = GoodDesign();
  design.modules[2].method.reset();
  EXPECT_THAT(GateOf(design), Contains("PRG-19"));
  design = GoodDesign();
  design.modules[0].title = " ";
  EXPECT_THAT(GateOf(design), ElementsAre("PRG-19"));
  design = GoodDesign();
  design.modules[0].minutes = 0;
  EXPECT_THAT(GateOf(design), ElementsAre("PRG-19"));
}

// 60 % of what is scheduled: 324 of 540 minutes, not 323.
TEST(DesignGate, WantsLearningInThreeFifthsOfTheScheduledMinutes) {
  EXPECT_THAT(GateOf(Timed(216, 124, 200)), IsEmpty());
  EXPECT_THAT(GateOf(Timed(217, 123, 200)), ElementsAre("PRG-05"));
  GateFacts facts = Facts();
  facts.policy.learning_share_min = 0.5;
  EXPECT_THAT(GateOf(Timed(217, 123, 200), facts), IsEmpty());
}

// 40 % of what is learnt: 180 of 450 minutes, not 179.
TEST(DesignGate, WantsParticipantsToActInTwoFifthsOfTheLearningMinutes) {
  EXPECT_THAT(GateOf(Timed(50, 270, 180)), IsEmpty());
  EXPECT_THAT(GateOf(Timed(50, 271, 179)), ElementsAre("PRG-06"));
  GateFacts facts = Facts();
  facts.policy.active_share_min = 0.39;
  EXPECT_THAT(GateOf(Timed(50, 271, 179), facts), IsEmpty());
}

// The paper's own rundown: about 15 % learning, all of it lecture.
TEST(DesignGate, StopsAnEventThatIsMostlyCeremony) {
  Design design = Timed(680, 120, 0);
  design.modules.pop_back();
  EXPECT_THAT(GateOf(design), ElementsAre("PRG-05", "PRG-06"));
}

TEST(DesignGate, CountsAsActiveWhatParticipantsDoThemselves) {
  for (const TrainingMethod method :
       {TrainingMethod::kCaseStudy, TrainingMethod::kSimulation, TrainingMethod::kPractice,
        TrainingMethod::kProject})
    EXPECT_TRUE(IsActive(method));
  for (const TrainingMethod method :
       {TrainingMethod::kLecture, TrainingMethod::kDiscussion, TrainingMethod::kQuestions,
        TrainingMethod::kSelfStudy})
    EXPECT_FALSE(IsActive(method));
}

// F-08: 44 minutes are no JP, 45 are one; 449 are 9, 450 are 10.
TEST(DesignGate, WantsTheJpThatTheMinutesGive) {
  EXPECT_THAT(GateOf(Timed(0, 0 + 15, 30)), Not(Contains("PRG-10")));
  Design design = Timed(50, 249, 200);
  EXPECT_EQ(design.variants[0].jp, 9);
  EXPECT_THAT(GateOf(design), IsEmpty());
  design.variants[0].jp = 10;
  EXPECT_THAT(GateOf(design), ElementsAre("PRG-10"));
  design.modules[1].minutes = 250;
  EXPECT_THAT(GateOf(design), IsEmpty());
  design.variants[0].jp = 11;
  EXPECT_THAT(GateOf(design), ElementsAre("PRG-10"));
  design.variants[0].jp = 10;
  GateFacts facts = Facts();
  facts.policy.jp_minutes = 50;
  EXPECT_THAT(GateOf(design, facts), ElementsAre("PRG-10"));
}

TEST(DesignGate, CountsJpOfAnActivityUpToTheCapAndFlagsUnverifiedNumbers) {
  Design design = GoodDesign();
  design.variants[0].form = "NKL02";
  design.variants[0].activities = 3;
  design.variants[0].jp = 6;
  EXPECT_THAT(GateOf(design), ElementsAre("PRG-12?"));
  design.variants[0].jp = 7;
  EXPECT_THAT(GateOf(design), ElementsAre("PRG-10", "PRG-12?"));
  design.variants[0].activities = 5;  // 10, but 8 at most in a year
  design.variants[0].jp = 8;
  EXPECT_THAT(GateOf(design), ElementsAre("PRG-12?"));
  design.variants[0].activities = 0;
  design.variants[0].jp = 0;
  EXPECT_THAT(GateOf(design), ElementsAre("PRG-10", "PRG-12?"));
  GateFacts facts = Facts();
  facts.forms.at("NKL02").verified = true;
  design.variants[0].activities = 4;
  design.variants[0].jp = 8;
  EXPECT_THAT(GateOf(design, facts), IsEmpty());
}

TEST(DesignGate, WantsTheCurriculumThatSaysItsJp) {
  Design design = GoodDesign();
  design.variants[0].form = "KL01";
  design.variants[0].jp = 911;
  design.variants[0].syllabus = "Kurikulum PKP, Keputusan Kepala LAN";
  EXPECT_THAT(GateOf(design), IsEmpty());
  design.variants[0].syllabus = "";
  EXPECT_THAT(GateOf(design), ElementsAre("PRG-20"));
  design.variants[0].syllabus = "Kurikulum PKP";
  design.variants[0].jp = 0;
  EXPECT_THAT(GateOf(design), ElementsAre("PRG-20"));
}

TEST(DesignGate, WantsOneVariantForEachModeAndAFormThatExists) {
  Design design = GoodDesign();
  design.variants.push_back(design.variants[0]);
  EXPECT_THAT(GateOf(design), ElementsAre("PRG-18"));
  design.variants[1].mode = DeliveryMode::kInHouse;
  EXPECT_THAT(GateOf(design), IsEmpty());
  design.variants[1].mode.reset();
  EXPECT_THAT(GateOf(design), ElementsAre("PRG-18"));
  design.variants.pop_back();
  design.variants[0].form = "KL99";
  EXPECT_THAT(GateOf(design), ElementsAre("PRG-11"));
}

TEST(DesignGate, WantsEveryCostLineWholeOrAReasonForNone) {
  const auto with = [](CostLine line) {
    Design design = GoodDesign();
    design.variants[0].costs.push_back(std::move(line));
    return GateOf(design);
  };
  EXPECT_THAT(with({"Narasumber", {{2, "orang"}}, 900'000}), IsEmpty());
  EXPECT_THAT(with({"", {{2, "orang"}}, 900'000}), ElementsAre("PRG-09"));
  EXPECT_THAT(with({"Narasumber", {}, 900'000}), ElementsAre("PRG-09"));
  EXPECT_THAT(with({"Narasumber", {{0, "orang"}}, 900'000}), ElementsAre("PRG-09"));
  EXPECT_THAT(with({"Narasumber", {{2, ""}}, 900'000}), ElementsAre("PRG-09"));
  EXPECT_THAT(with({"Narasumber", {{2, "orang"}}, 0}), ElementsAre("PRG-09"));
  EXPECT_THAT(with({"Narasumber", {{2, "orang"}}, -1}), ElementsAre("PRG-09"));
  Design design = GoodDesign();
  design.variants[0].costs.clear();
  EXPECT_THAT(GateOf(design), ElementsAre("PRG-09"));
  design.variants[0].free_because = "mentor dan ruang milik kecamatan";
  EXPECT_THAT(GateOf(design), IsEmpty());
}

// F-10: 210 x Rp143.000 is Rp30.030.000.
TEST(Cost, IsTheProductOfItsFactorsAndNeverOverflows) {
  EXPECT_EQ((CostLine{"Kontribusi", {{210, "orang"}}, 143'000}.Amount()), 30'030'000);
  EXPECT_EQ(GoodDesign().Rupiah(), 3'600'000);
  const std::vector<CostFactor> million = {{1'000'000, "x"}};
  EXPECT_EQ((CostLine{"Batas", million, 1'000'000'000}.Amount()), 1'000'000'000'000'000);
  EXPECT_EQ((CostLine{"Lewat", million, 1'000'000'001}.Amount()), std::nullopt);
  EXPECT_EQ((CostLine{"Batas", {{1, "x"}}, 1'000'000'000'000'000}.Amount()), 1'000'000'000'000'000);
  EXPECT_EQ((CostLine{"Satu", {{1, "x"}}, 1}.Amount()), 1);
  EXPECT_EQ((CostLine{"Kurang", {{-1, "x"}}, 1}.Amount()), std::nullopt);
  const std::vector<CostFactor> many(5, {1'000'000, "x"});
  EXPECT_EQ((CostLine{"Jauh lewat", many, 1'000'000'000'000}.Amount()), std::nullopt);
  const Variant sum = {.costs = {{"a", million, 600'000'000}, {"b", million, 400'000'000}}};
  EXPECT_EQ(sum.Cost(), 1'000'000'000'000'000);
  const Variant over = {.costs = {{"a", million, 600'000'000}, {"b", million, 400'000'001}}};
  EXPECT_EQ(over.Cost(), std::nullopt);
}

// F-12: Rp143.248.000 for 193 people, as it was held and as it is designed anew.
TEST(Cost, IsSaidForEachJpOfEachParticipantAsSoonAsItIsDesigned) {
  Design design = GoodDesign();
  EXPECT_EQ(design.RupiahPerParticipantJp(), 12'000);  // 3,600,000 / (30 x 10)
  design.variants[0].costs = {{"Paket", {{1, "kali"}}, 143'248'000}};
  design.batch_max = 193;
  design.variants[0].jp = 2;
  EXPECT_EQ(design.RupiahPerParticipantJp(), 371'109);
  design.variants[0].jp = 20;
  EXPECT_EQ(design.RupiahPerParticipantJp(), 37'111);
  design.batch_max = 0;
  EXPECT_EQ(design.RupiahPerParticipantJp(), 0);
  design = GoodDesign();
  design.variants[0].jp = 0;
  EXPECT_EQ(design.RupiahPerParticipantJp(), 0);
  EXPECT_EQ(Design().RupiahPerParticipantJp(), 0);
}

TEST(DesignGate, WantsThePeopleOfEachNeedAmongThoseItIsFor) {
  GateFacts facts = Facts();
  facts.families.insert("PENGAWAS_KELURAHAN");
  facts.needs.push_back(ANeed());
  facts.needs.back().family = "PENGAWAS_KELURAHAN";
  Design design = GoodDesign();
  EXPECT_THAT(GateOf(design, facts), ElementsAre("PRG-21"));
  design.families.push_back("PENGAWAS_KELURAHAN");
  EXPECT_THAT(GateOf(design, facts), IsEmpty());
  // Where no family is said at all, that is what is said.
  design.families.clear();
  EXPECT_THAT(GateOf(design, facts), ElementsAre("PRG-14"));
}

TEST(DesignGate, WantsFamiliesThatHavePostsAndAPossibleBatch) {
  Design design = GoodDesign();
  design.families = {"LURAH", "LURAHH"};
  EXPECT_THAT(GateOf(design), ElementsAre("PRG-14"));
  design = GoodDesign();
  design.batch_min = 30;
  EXPECT_THAT(GateOf(design), IsEmpty());
  design.batch_min = 31;
  EXPECT_THAT(GateOf(design), ElementsAre("PRG-15"));
  design.batch_min = 0;
  EXPECT_THAT(GateOf(design), ElementsAre("PRG-15"));
  design.batch_min = 1;
  EXPECT_THAT(GateOf(design), IsEmpty());
}

TEST(DesignGate, WantsTestsAFollowUpTemplateAndWhatOthersBuildOn) {
  Design design = GoodDesign();
  design.evaluation.pre_test = " ";
  EXPECT_THAT(GateOf(design), ElementsAre("PRG-07"));
  design = GoodDesign();
  design.evaluation.post_test = "";
  EXPECT_THAT(GateOf(design), ElementsAre("PRG-07"));
  design = GoodDesign();
  design.action_plan = "";
  EXPECT_THAT(GateOf(design), ElementsAre("PRG-08"));
  design = GoodDesign();
  design.funding.reset();
  EXPECT_THAT(GateOf(design), ElementsAre("PRG-16"));
  design = GoodDesign();
  design.evaluation.design.reset();
  EXPECT_THAT(GateOf(design), ElementsAre("PRG-16"));
  design = GoodDesign();
  design.completion.attendance_min = 0;
  EXPECT_THAT(GateOf(design), ElementsAre("PRG-16"));
  design = GoodDesign();
  design.variants[0].lift_share = 0;
  EXPECT_THAT(GateOf(design), ElementsAre("PRG-16"));
}

TEST(DesignGate, OnlyWarnsOfWhatIsNeededLater) {
  Design design = GoodDesign();
  design.speakers.clear();
  EXPECT_THAT(GateOf(design), ElementsAre("PRG-17?"));
  design = GoodDesign();
  design.evaluation.behaviour = "";
  EXPECT_THAT(GateOf(design), ElementsAre("PRG-17?"));
  design = GoodDesign();
  design.evaluation.result = " ";
  EXPECT_THAT(GateOf(design), ElementsAre("PRG-17?"));
  design = GoodDesign();
  design.facilities.clear();
  EXPECT_THAT(GateOf(design), ElementsAre("PRG-17?"));
  design = GoodDesign();
  design.risks.clear();
  EXPECT_THAT(GateOf(design), ElementsAre("PRG-17?"));
}

// A share is shown rounded down: what is missing is never shown as reached.
TEST(DesignGate, SaysHowFarSharesAndNeedsAreOff) {
  const auto said = [](const Design& design, const GateFacts& facts, const char* rule) {
    for (const Finding& finding : CheckDesign(design, facts))
      if (finding.rule == rule) return finding.where + ": " + finding.message.en;
    return std::string();
  };
  EXPECT_THAT(
      said(Timed(217, 123, 200), Facts(), "PRG-05"),
      HasSubstr("Learning is 323 of 540 minutes (59.8 %); at least 60.0 %"));
  EXPECT_THAT(
      said(Timed(50, 271, 179), Facts(), "PRG-06"),
      HasSubstr("act in 179 of 450 minutes of learning (39.7 %); at least 40.0 %"));
  EXPECT_THAT(said(Timed(417, 300, 283), Facts(), "PRG-05"), HasSubstr("(58.3 %)"));
  GateFacts facts = Facts();
  facts.policy = {0, 0, 45};
  EXPECT_THAT(said(Timed(540, 0, 0), facts, "PRG-05"), HasSubstr("0 of 540 minutes (0.0 %)"));
  EXPECT_THAT(said(Timed(540, 0, 0), facts, "PRG-06"), HasSubstr("0 of 0 minutes"));
  EXPECT_THAT(said({}, facts, "PRG-05"), HasSubstr("0 of 0 minutes (0.0 %)"));
  facts = Facts();
  facts.needs = {ANeed(NeedState::kClosed)};
  EXPECT_THAT(said(GoodDesign(), facts, "PRG-02"), HasSubstr("Need M.08 (LURAH) of 2027"));
  facts.needs[0].competency.clear();
  facts.needs[0].training = "PKP";
  EXPECT_THAT(said(GoodDesign(), facts, "PRG-02"), HasSubstr("Need PKP (LURAH)"));
  facts.needs[0].training.clear();
  EXPECT_THAT(said(GoodDesign(), facts, "PRG-02"), HasSubstr("Need 019baf00 (LURAH)"));
  Design design = GoodDesign();
  design.modules[2].objectives.clear();
  design.modules[1].title.clear();
  EXPECT_THAT(said(design, Facts(), "PRG-04"), HasSubstr("modules[2]: Module 3 (Kasus kelurahan)"));
  EXPECT_THAT(said(design, Facts(), "PRG-19"), HasSubstr("modules[1]: Module 2 ()"));
  design = GoodDesign();
  design.targets.push_back({"M.99", 1, 2, 1, 1});
  EXPECT_THAT(said(design, Facts(), "PRG-13"), HasSubstr("targets[1]: The target M.99"));
  design.evaluation = {};
  EXPECT_THAT(said(design, Facts(), "PRG-07"), HasSubstr("Not defined yet: pre-test, post-test."));
  design.variants[0].costs = {
      {"Konsumsi", {{30, "orang"}}, 60'000}, {"Narasumber", {}, 1}, {"ATK", {{1, ""}}, 1}};
  EXPECT_THAT(
      said(design, Facts(), "PRG-09"), HasSubstr("variants[0]: The costs are incomplete "
                                                 "(lines: 2, 3)"));
}

TEST(DesignGate, CountsAsActiveOnlyWhatIsLearning) {
  Design design = Timed(50, 271, 179);
  design.modules[0].method = TrainingMethod::kCaseStudy;
  EXPECT_EQ(design.ActiveMinutes(), 179);
  EXPECT_EQ(design.LearningMinutes(), 450);
  EXPECT_EQ(design.ScheduledMinutes(), 500);
  EXPECT_EQ(Design{}.Rupiah(), 0);
}

TEST(DesignGate, FindsTheSameModeTwiceWhereverItStands) {
  Design design = GoodDesign();
  design.variants.assign(3, design.variants[0]);
  design.variants[2].mode = DeliveryMode::kOnline;
  EXPECT_THAT(GateOf(design), ElementsAre("PRG-18"));
  design.variants[0].mode = DeliveryMode::kBlended;
  EXPECT_THAT(GateOf(design), IsEmpty());
  design.variants[1].lift_share = 0;
  EXPECT_THAT(GateOf(design), ElementsAre("PRG-16"));
}

TEST(DesignPolicy, IsOfSharesAndWholeMinutes) {
  for (const double share : {0.0, 1.0}) EXPECT_THAT(RulesOf(CheckShare(share)), IsEmpty());
  for (const double share : {-0.01, 1.01})
    EXPECT_THAT(RulesOf(CheckShare(share)), ElementsAre("PRG-50"));
  for (const double minutes : {1.0, 240.0}) EXPECT_THAT(RulesOf(CheckMinutes(minutes)), IsEmpty());
  for (const double minutes : {0.0, 0.9, 45.9, 241.0, 1e300})
    EXPECT_THAT(RulesOf(CheckMinutes(minutes)), ElementsAre("PRG-52"));
}

TEST(DesignPolicy, GivesAnActivityWholeHoursUpToItsLimit) {
  EXPECT_THAT(RulesOf(CheckPerActivity(0, 0)), IsEmpty());
  EXPECT_THAT(RulesOf(CheckPerActivity(100, 100)), IsEmpty());
  EXPECT_THAT(RulesOf(CheckPerActivity(-1, 8)), ElementsAre("PRG-51"));
  EXPECT_THAT(RulesOf(CheckPerActivity(9, 8)), ElementsAre("PRG-51"));
  EXPECT_THAT(RulesOf(CheckPerActivity(2, 101)), ElementsAre("PRG-51"));
  EXPECT_THAT(RulesOf(CheckPerActivity(1.5, 8)), ElementsAre("PRG-51"));
  EXPECT_THAT(RulesOf(CheckPerActivity(1, 8.5)), ElementsAre("PRG-51"));
}

TEST(Measured, IsEveryNeedButADirectiveAlone) {
  EXPECT_FALSE(HasMeasured({}));
  EXPECT_FALSE(HasMeasured({ANeed(NeedState::kRanked, NeedType::kStrategic)}));
  EXPECT_TRUE(HasMeasured({ANeed(NeedState::kRanked, NeedType::kStrategic), ANeed()}));
  EXPECT_TRUE(HasMeasured({ANeed(NeedState::kClosed)}));  // what was measured, was
  for (const NeedType type : {NeedType::kCareer, NeedType::kMandatory, NeedType::kPerformanceGap})
    EXPECT_TRUE(HasMeasured({ANeed(NeedState::kRanked, type)}));
}

}  // namespace
}  // namespace binadaya::needs::domain::sample
