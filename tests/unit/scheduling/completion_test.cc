#include "services/scheduling/domain/completion.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/exact.h"
#include "tests/unit/scheduling/findings_told.h"

namespace binadaya::scheduling::domain {
namespace {

using test::kExact;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const CompletionRule kRule;
const FidelityPolicy kFidelity;

// Twelve sessions of 45 minutes, 540 in all, of which he attended so many.
CompletionFacts Attended(int credited) {
  CompletionFacts facts;
  for (int i = 0; i < 12; ++i) {
    const int here = std::min(45, credited);
    credited -= here;
    facts.sessions.push_back({"S" + std::to_string(i + 1), 45, here});
  }
  facts.pre_test = facts.reaction = facts.action_plan = facts.closed = true;
  facts.post_test = 70;
  return facts;
}
std::string StatusOf(const CompletionFacts& facts, const CompletionRule& rule = kRule) {
  return std::string(ToString(Complete(facts, rule).status));
}
std::vector<std::string> Missing(const CompletionFacts& facts, const CompletionRule& rule = kRule) {
  return FindingsTold(Complete(facts, rule).findings);
}

TEST(Completion, WantsEightyFivePercentOfTheLearningMinutes) {
  EXPECT_EQ(StatusOf(Attended(459)), "COMPLETED");  // 0.85 x 540
  EXPECT_THAT(Missing(Attended(459)), IsEmpty());
  EXPECT_EQ(StatusOf(Attended(458)), "ATTENDED_ONLY");
  EXPECT_THAT(Missing(Attended(458)), ElementsAre("CMP-01 attendance"));
  const Completion completion = Complete(Attended(400), kRule);
  EXPECT_EQ(completion.credited, 400);
  EXPECT_EQ(completion.delivered, 540);
  EXPECT_EQ(completion.findings[0].values.at("missing"), "59");
  EXPECT_EQ(completion.findings[0].values.at("credited"), "400");
  EXPECT_EQ(completion.findings[0].values.at("delivered"), "540");
  // Of a share that is no whole minute, the next whole one: 0.85 x 90 = 76.5.
  CompletionFacts facts = Attended(0);
  facts.sessions = {{"S", 90, 77}};
  EXPECT_EQ(StatusOf(facts), "COMPLETED");
  facts.sessions = {{"S", 90, 76}};
  EXPECT_EQ(StatusOf(facts), "ATTENDED_ONLY");
}

// What was not delivered is nobody's absence.
TEST(Completion, MeasuresAgainstWhatWasDelivered) {
  CompletionFacts facts = Attended(405);
  EXPECT_EQ(StatusOf(facts), "ATTENDED_ONLY");
  for (int i = 9; i < 12; ++i) facts.sessions[i].delivered = 0;
  EXPECT_EQ(StatusOf(facts), "COMPLETED");
  // And nobody attends more of a session than there was.
  facts.sessions = {{"S1", 45, 90}, {"S2", 45, 0}};
  EXPECT_EQ(Complete(facts, kRule).credited, 45);
  EXPECT_EQ(StatusOf(facts), "ATTENDED_ONLY");
}

TEST(Completion, WantsBothTestsTheReactionAndTheActionPlan) {
  const auto told = [](auto member, auto value) {
    CompletionFacts facts = Attended(540);
    facts.*member = value;
    EXPECT_EQ(StatusOf(facts), "ATTENDED_ONLY");
    return Missing(facts);
  };
  EXPECT_THAT(told(&CompletionFacts::pre_test, false), ElementsAre("CMP-02 pre_test"));
  EXPECT_THAT(
      told(&CompletionFacts::post_test, std::optional<double>()), ElementsAre("CMP-03 post_test"));
  EXPECT_THAT(told(&CompletionFacts::reaction, false), ElementsAre("CMP-04 reaction"));
  EXPECT_THAT(told(&CompletionFacts::action_plan, false), ElementsAre("CMP-05 action_plan"));
  CompletionFacts facts;
  facts.sessions = {{"S", 90, 10}};
  facts.closed = true;
  EXPECT_THAT(
      Missing(facts), ElementsAre(
                          "CMP-01 attendance", "CMP-02 pre_test", "CMP-03 post_test",
                          "CMP-04 reaction", "CMP-05 action_plan"));
  CompletionRule rule;
  rule.reaction = rule.action_plan = false;
  facts = Attended(540);
  facts.reaction = facts.action_plan = false;
  EXPECT_EQ(StatusOf(facts, rule), "COMPLETED");
}

TEST(Completion, PassesAtTheMark) {
  CompletionFacts facts = Attended(540);
  facts.post_test = 69.9;
  EXPECT_EQ(StatusOf(facts), "NOT_PASSED");
  EXPECT_THAT(Missing(facts), ElementsAre("CMP-06 post_test"));
  EXPECT_EQ(Complete(facts, kRule).findings[0].values.at("pass_mark"), "70");
  EXPECT_EQ(Complete(facts, kRule).findings[0].values.at("score"), "69.9");
  // A mark of 0: to have sat it is enough.
  CompletionRule rule;
  rule.pass_mark = 0;
  facts.post_test = 0;
  EXPECT_EQ(StatusOf(facts, rule), "COMPLETED");
  facts.post_test.reset();
  EXPECT_EQ(StatusOf(facts, rule), "ATTENDED_ONLY");
}

TEST(Completion, HasOneRemedial) {
  CompletionFacts facts = Attended(540);
  facts.post_test = 50;
  facts.remedial = 69;
  EXPECT_EQ(StatusOf(facts), "NOT_PASSED");
  EXPECT_THAT(Missing(facts), ElementsAre("CMP-06 post_test", "CMP-07 remedial"));
  facts.remedial = 70;
  const Completion completion = Complete(facts, kRule);
  EXPECT_EQ(completion.status, CompletionStatus::kCompleted);
  EXPECT_TRUE(completion.by_remedial);
  EXPECT_THAT(completion.findings, IsEmpty());
  EXPECT_FALSE(Complete(Attended(540), kRule).by_remedial);
  // It mends the mark, nothing else.
  facts.reaction = false;
  EXPECT_EQ(StatusOf(facts), "ATTENDED_ONLY");
  EXPECT_FALSE(Complete(facts, kRule).by_remedial);
}

TEST(Completion, WaitsUntilNothingMoreCanCome) {
  CompletionFacts facts = Attended(540);
  facts.closed = false;
  EXPECT_EQ(StatusOf(facts), "PENDING");
  facts = CompletionFacts();
  facts.sessions = {{"S", 90, 0}};
  EXPECT_EQ(StatusOf(facts), "PENDING");
}

TEST(Completion, TellsWhoNeverCameFromWhoWithdrew) {
  CompletionFacts facts = Attended(0);
  EXPECT_EQ(StatusOf(facts), "NO_SHOW");
  for (SessionCredit& one : facts.sessions) one.excused = true;
  EXPECT_EQ(StatusOf(facts), "WITHDRAWN");
  facts.sessions.back().excused = false;
  EXPECT_EQ(StatusOf(facts), "NO_SHOW");
  facts.sessions.clear();
  EXPECT_EQ(StatusOf(facts), "NO_SHOW");
  facts = Attended(1);
  EXPECT_EQ(StatusOf(facts), "ATTENDED_ONLY");
  // He left, whatever he had attended, and before the end too.
  facts = Attended(540);
  facts.withdrawn = true;
  facts.closed = false;
  EXPECT_EQ(StatusOf(facts), "WITHDRAWN");
  EXPECT_THAT(Missing(facts), IsEmpty());
  EXPECT_EQ(Complete(facts, kRule).credited, 540);
}

// What others decide may still come; who has too few minutes, or none, does not wait for it.
// Nobody needs a letter for what fell away.
TEST(Completion, ExcusesFromWhatTookPlace) {
  CompletionFacts facts = Attended(0);
  const auto of = [&](std::vector<SessionCredit> sessions) {
    facts.sessions = std::move(sessions);
    return StatusOf(facts);
  };
  EXPECT_EQ(of({{"S1", 0, 0}, {"S2", 135, 0, true}, {"S3", 120, 0, true}}), "WITHDRAWN");
  EXPECT_EQ(of({{"S1", 1, 0}, {"S2", 135, 0, true}, {"S3", 120, 0, true}}), "NO_SHOW");
  EXPECT_EQ(of({{"S1", 0, 0}, {"S2", 0, 0, true}}), "NO_SHOW");
}

TEST(Completion, WaitsForWhatIsEvaluatedElsewhere) {
  CompletionFacts facts = Attended(459);
  facts.post_test.reset();
  facts.evaluated = false;
  EXPECT_EQ(StatusOf(facts), "PENDING");
  EXPECT_THAT(Missing(facts), ElementsAre("CMP-03 post_test"));
  for (const int credited : {458, 1}) {
    CompletionFacts few = Attended(credited);
    few.post_test.reset();
    few.evaluated = false;
    EXPECT_EQ(StatusOf(few), "ATTENDED_ONLY");
  }
  CompletionFacts none = Attended(0);
  none.evaluated = false;
  EXPECT_EQ(StatusOf(none), "NO_SHOW");
  facts.post_test = 70;
  EXPECT_EQ(StatusOf(facts), "COMPLETED");
  // Nothing that the program does not ask for is waited for.
  CompletionRule rule;
  rule.pre_test = rule.post_test = rule.reaction = rule.action_plan = false;
  CompletionFacts plain;
  plain.sessions = {{"S", 100, 85}};
  plain.closed = true;
  plain.evaluated = false;
  EXPECT_EQ(StatusOf(plain, rule), "COMPLETED");
}

TEST(Completion, WaitsForItsRule) {
  CompletionRule rule;
  rule.attendance_min.reset();
  EXPECT_EQ(StatusOf(Attended(540), rule), "PENDING");
  EXPECT_THAT(Missing(Attended(540), rule), ElementsAre("CMP-08 program"));
  EXPECT_EQ(StatusOf(Attended(0), rule), "NO_SHOW");
  EXPECT_THAT(MakeUpFor(Attended(1).sessions, rule), IsEmpty());
}

int HoursOfMinutes(int credited, std::optional<int> fixed = {}) {
  Completion completion;
  completion.status = CompletionStatus::kCompleted;
  completion.credited = credited;
  return Hours(completion, {.fixed = fixed});
}

// F-08, its two examples.
TEST(Hours, AreTheFloorOfTheSumBy45) {
  EXPECT_EQ(HoursOfMinutes(120), 2);
  EXPECT_EQ(HoursOfMinutes(180), 4);
  EXPECT_EQ(HoursOfMinutes(44), 0);
  EXPECT_EQ(HoursOfMinutes(45), 1);
  EXPECT_EQ(HoursOfMinutes(89), 1);
  EXPECT_EQ(HoursOfMinutes(90), 2);
  EXPECT_EQ(HoursOfMinutes(44, 16), 16);
}

// Three sessions of 60 minutes are four hours together, not three by one.
TEST(Hours, AreCountedByEnrolmentAndNotBySession) {
  CompletionFacts facts = Attended(0);
  facts.sessions = {{"S1", 60, 60}, {"S2", 60, 60}, {"S3", 60, 60}};
  EXPECT_EQ(Hours(Complete(facts, kRule), {}), 4);
  // A correction a week later, or a make-up, is counted in the same sum.
  facts.sessions[2].credited = 33;
  EXPECT_EQ(Hours(Complete(facts, kRule), {}), 3);
}

TEST(Hours, AreOfCompletedEnrolmentsAlone) {
  for (const CompletionStatus status :
       {CompletionStatus::kPending, CompletionStatus::kAttendedOnly, CompletionStatus::kNotPassed,
        CompletionStatus::kWithdrawn, CompletionStatus::kNoShow}) {
    Completion completion;
    completion.status = status;
    completion.credited = 540;
    EXPECT_EQ(Hours(completion, {}), 0);
    EXPECT_EQ(Hours(completion, {.fixed = 16}), 0);
  }
}

// Six sessions of 90: one fell away.
std::vector<SessionMinutes> Lost90() {
  return {{"S1", 90, 90}, {"S2", 90, 90}, {"S3", 90, 90},
          {"S4", 90, 90}, {"S5", 90, 90}, {"S6", 90, 0}};
}

// F-13, its example.
TEST(Fidelity, Is450Of540And36MinutesShortOfNinetyPercent) {
  const std::vector<SessionMinutes> sessions = Lost90();
  const Fidelity fidelity = FidelityOf(sessions, kFidelity);
  EXPECT_EQ(fidelity.planned, 540);
  EXPECT_EQ(fidelity.delivered, 450);
  EXPECT_NEAR(fidelity.share(), 0.83333333333, 1e-9);
  EXPECT_EQ(fidelity.make_up, 36);
  EXPECT_THAT(MakeUpOf(sessions, kFidelity), ElementsAre(MakeUp{"S6", 36}));
}

TEST(Fidelity, IsReachedByWhatWasMadeUp) {
  std::vector<SessionMinutes> sessions = Lost90();
  sessions[5].made_up = 35;
  EXPECT_EQ(FidelityOf(sessions, kFidelity).make_up, 1);
  sessions[5].made_up = 36;
  EXPECT_EQ(FidelityOf(sessions, kFidelity).make_up, 0);
  EXPECT_NEAR(FidelityOf(sessions, kFidelity).share(), 0.9, kExact);
  EXPECT_THAT(MakeUpOf(sessions, kFidelity), IsEmpty());
}

// One session longer than planned makes up for no other.
TEST(Fidelity, CountsNoSessionAboveItsPlan) {
  std::vector<SessionMinutes> sessions = Lost90();
  sessions[0].delivered = 180;
  sessions[1].made_up = 90;
  EXPECT_EQ(FidelityOf(sessions, kFidelity).delivered, 450);
  EXPECT_EQ(sessions[0].missing(), 0);
  EXPECT_EQ(sessions[5].missing(), 90);
}

TEST(Fidelity, OfNothingPlannedIsWhole) {
  EXPECT_EQ(FidelityOf({}, kFidelity).share(), 1);
  EXPECT_EQ(FidelityOf({}, kFidelity).make_up, 0);
}

TEST(MakeUp, IsWhereMostWasLostAndInAsFewSessionsAsPossible) {
  // 540 planned, 400 delivered: 86 are missing to 486.
  const std::vector<SessionMinutes> sessions = {{"S1", 90, 80}, {"S2", 90, 30}, {"S3", 90, 90},
                                                {"S4", 90, 80}, {"S5", 90, 40}, {"S6", 90, 80}};
  EXPECT_EQ(FidelityOf(sessions, kFidelity).make_up, 86);
  EXPECT_THAT(MakeUpOf(sessions, kFidelity), ElementsAre(MakeUp{"S2", 60}, MakeUp{"S5", 26}));
  // Of equal losses the earlier.
  EXPECT_THAT(
      MakeUpOf(
          std::vector<SessionMinutes>{{"S1", 90, 90}, {"S2", 90, 60}, {"S3", 90, 60}}, kFidelity),
      ElementsAre(MakeUp{"S2", 30}, MakeUp{"S3", 3}));
}

TEST(MakeUp, OfOnePersonIsInTheSessionsThatHeMissed) {
  // 459 of 540 are needed, 400 attended: 45 of the last session, and 14 before.
  CompletionFacts facts = Attended(400);
  EXPECT_THAT(MakeUpFor(facts.sessions, kRule), ElementsAre(MakeUp{"S10", 45}, MakeUp{"S11", 14}));
  EXPECT_THAT(MakeUpFor(Attended(458).sessions, kRule), ElementsAre(MakeUp{"S12", 1}));
  EXPECT_THAT(MakeUpFor(Attended(459).sessions, kRule), IsEmpty());
  EXPECT_THAT(MakeUpFor(Attended(540).sessions, kRule), IsEmpty());
}

// F-26, its example.
TEST(Stability, Is90Of540Lost) {
  const std::vector<SessionMinutes> planned = Lost90();
  const std::vector<SessionChange> changes = {{"S6", 60}, {"S6", 30}, {"S2", 0}};
  const Stability stability = StabilityOf(planned, changes);
  EXPECT_EQ(stability.planned, 540);
  EXPECT_EQ(stability.lost, 90);
  EXPECT_NEAR(stability.stability(), 0.83333333333, 1e-9);
  EXPECT_EQ(stability.sessions, 6);
  EXPECT_EQ(stability.changed, 2);
  EXPECT_NEAR(stability.change_rate(), 0.33333333333, 1e-9);
}

TEST(Stability, LosesNoMoreThanThereWasAndNothingOfOthers) {
  const std::vector<SessionChange> changes = {{"S6", 60}, {"S6", 60}, {"another", 90}};
  EXPECT_EQ(StabilityOf(Lost90(), changes).lost, 90);
  EXPECT_EQ(StabilityOf(Lost90(), changes).changed, 1);
  EXPECT_EQ(StabilityOf(Lost90(), {}).stability(), 1);
  EXPECT_EQ(StabilityOf({}, {}).stability(), 1);
  EXPECT_EQ(StabilityOf({}, {}).change_rate(), 0);
}

}  // namespace
}  // namespace binadaya::scheduling::domain
