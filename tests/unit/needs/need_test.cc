#include "services/needs/domain/need.h"

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/domain/refusal.h"
#include "tests/unit/exact.h"

namespace binadaya::needs::domain {
namespace {

using test::kExact;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const absl::CivilDay kToday(2026, 3, 2);
const NeedKey kKey = {"M.03", 2, "LURAH", "/33.74.01/"};
constexpr Measured kMeasured = {11, 20, 2.16, .90, 15, {4, 7}};

constexpr NeedState kStates[] = {
    NeedState::kDetected,  NeedState::kProposed, NeedState::kVerified,
    NeedState::kValidated, NeedState::kRanked,   NeedState::kBacklog,
    NeedState::kClosed,    NeedState::kReopened, NeedState::kNonTrainingAction,
    NeedState::kRejected};

Need In(NeedState state, NeedType type = NeedType::kCompetencyGap) {
  Need need = type == NeedType::kStrategic
                  ? Need::Propose("need", "campaign", kKey, kMeasured, kToday)
                  : Need::Detect("need", "campaign", kKey, kMeasured, kToday);
  need.state = state;
  need.score.total = 40;
  need.rank = 7;
  need.decision_note = "earlier";
  return need;
}

bool Same(const Need& a, const Need& b) {
  return a.id == b.id && a.campaign == b.campaign && a.type == b.type && a.state == b.state &&
         a.key == b.key && a.measured == b.measured && a.score.total == b.score.total &&
         a.rank == b.rank && a.closed_because == b.closed_because &&
         a.decision_note == b.decision_note && a.detected_on == b.detected_on;
}

std::vector<std::string> Rules(const absl::Status& status) {
  std::vector<std::string> rules;
  for (const Finding& finding : FindingsOf(status)) {
    rules.push_back(finding.rule);
    EXPECT_FALSE(finding.message.id.empty()) << finding.rule;
    EXPECT_FALSE(finding.message.en.empty()) << finding.rule;
  }
  return rules;
}

Score AScore(double total) {
  Score score;
  score.total = total;
  return score;
}

TEST(Need, DetectedIsOfAMeasuredGap) {
  const Need need = Need::Detect("need", "campaign", kKey, kMeasured, kToday);
  EXPECT_EQ(need.type, NeedType::kCompetencyGap);
  EXPECT_EQ(need.state, NeedState::kDetected);
  EXPECT_EQ(need.id, "need");
  EXPECT_EQ(need.campaign, "campaign");
  EXPECT_EQ(need.key, kKey);
  EXPECT_EQ(need.measured.affected, 11);
  EXPECT_EQ(need.detected_on, kToday);
  EXPECT_EQ(need.rank, 0);
}

TEST(Need, OfANextFamilyIsACareerNeedAndEndsWithItsGap) {
  NeedKey key = kKey;
  key.next_family = "CAMAT";
  Need need = Need::Detect("need", "campaign", key, kMeasured, kToday);
  EXPECT_EQ(need.type, NeedType::kCareer);
  EXPECT_NE(key, kKey);
  EXPECT_EQ(need.Measure({}, ClosedBecause::kRequirementEnded), Need::Change::kClosed);
  EXPECT_EQ(need.closed_because, ClosedBecause::kRequirementEnded);
  EXPECT_EQ(need.Measure(kMeasured), Need::Change::kReopened);
}

TEST(Need, OfATrainingIsMandatoryAndUrgentSinceTheDayOfTheRegulation) {
  Need need = Need::Detect(
      "need", "campaign",
      {.competency = {}, .family = "LURAH", .unit_path = "/", .training = "PKP"},
      {.affected = 11, .population = 20, .regulated_on = kToday - 73}, kToday);
  EXPECT_EQ(need.type, NeedType::kMandatory);
  const PriorityInputs inputs = need.Inputs(0, kToday, 365);
  EXPECT_EQ(inputs.mandatory, 1);
  EXPECT_NEAR(inputs.urgency, 0.2, kExact);
  EXPECT_EQ(inputs.gap, 0);
  need.measured.regulated_on = std::nullopt;
  EXPECT_EQ(need.Inputs(0, kToday, 365).urgency, 0);
}

TEST(Need, OfAppraisalsWeighsItsStepsBelowBaikAndIsNotDemandedByLaw) {
  const Need need = Need::Detect(
      "need", "campaign", {.competency = {}, .family = "LURAH", .unit_path = "/"},
      {.affected = 2, .population = 20, .mean_gap = 1.5}, kToday);
  EXPECT_EQ(need.type, NeedType::kPerformanceGap);
  EXPECT_EQ(need.Inputs(0, kToday + 73, 365).mandatory, 0);
  EXPECT_NEAR(need.Inputs(0, kToday + 73, 365).gap, 0.5, kExact);
  EXPECT_NEAR(need.Inputs(0, kToday + 73, 365).urgency, 0.2, kExact);
}

TEST(Need, ProposedIsOfADirective) {
  const Need need = Need::Propose("need", "campaign", kKey, Measured(), kToday);
  EXPECT_EQ(need.type, NeedType::kStrategic);
  EXPECT_EQ(need.state, NeedState::kProposed);
  EXPECT_EQ(need.detected_on, kToday);
}

// Every step from every state, by domain rule 18.3.
struct Step {
  std::string name;
  std::string rule;
  std::vector<NeedState> from;
  NeedState to;
  std::function<absl::Status(Need&)> take;
};

std::vector<Step> Steps() {
  using enum NeedState;
  return {
      {"verify",
       "NEED-01",
       {kDetected, kProposed, kReopened},
       kVerified,
       [](Need& need) { return need.Verify(); }},
      {"validate", "NEED-02", {kVerified}, kValidated, [](Need& need) { return need.Validate(); }},
      {"rank",
       "NEED-03",
       {kValidated, kRanked, kBacklog},
       kRanked,
       [](Need& need) { return need.Rank(AScore(65.85), 1); }},
      {"backlog",
       "NEED-04",
       {kRanked, kBacklog},
       kBacklog,
       [](Need& need) { return need.Backlog("no funds"); }},
      {"reopen",
       "NEED-05",
       {kClosed, kNonTrainingAction, kRejected},
       kReopened,
       [](Need& need) { return need.Reopen("no transfer"); }},
      {"close",
       "NEED-06",
       {kDetected, kProposed, kVerified, kValidated, kRanked, kBacklog, kReopened,
        kNonTrainingAction},
       kClosed,
       [](Need& need) { return need.Close("met by coaching"); }},
      {"reject",
       "NEED-07",
       {kDetected, kProposed, kVerified, kReopened},
       kRejected,
       [](Need& need) { return need.Reject("not theirs to know"); }},
      {"leave to action",
       "NEED-09",
       {kDetected, kProposed, kVerified, kValidated, kRanked, kBacklog, kReopened},
       kNonTrainingAction,
       [](Need& need) { return need.LeaveToAction("SOP missing"); }},
  };
}

TEST(Need, TakesEveryStepFromTheStatesThatAllowItAndFromNoOther) {
  for (const Step& step : Steps()) {
    for (const NeedState state : kStates) {
      SCOPED_TRACE(step.name + " from " + std::string(ToString(state)));
      Need need = In(state);
      const absl::Status status = step.take(need);
      if (std::find(step.from.begin(), step.from.end(), state) != step.from.end()) {
        EXPECT_TRUE(status.ok()) << status;
        // A new order leaves what waits for money waiting.
        const bool waits = step.name == "rank" && state == NeedState::kBacklog;
        EXPECT_EQ(need.state, waits ? NeedState::kBacklog : step.to);
        continue;
      }
      EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
      EXPECT_THAT(Rules(status), ElementsAre(step.rule));
      EXPECT_TRUE(Same(need, In(state)));
    }
  }
}

TEST(Need, RefusalsSayFromWhichStatesTheStepIsPossible) {
  for (const Step& step : Steps()) {
    std::string possible;
    for (const NeedState state : step.from) {
      possible += (possible.empty() ? "" : ", ") + std::string(ToString(state));
    }
    for (const NeedState state : kStates) {
      if (std::find(step.from.begin(), step.from.end(), state) != step.from.end()) continue;
      Need need = In(state);
      const Findings findings = FindingsOf(step.take(need));
      ASSERT_EQ(findings.size(), 1u);
      EXPECT_EQ(findings[0].values.at("state"), ToString(state));
      EXPECT_EQ(findings[0].values.at("possible_from"), possible);
    }
  }
  Need need = In(NeedState::kDetected);
  const Finding finding = FindingsOf(need.Rank(AScore(1), 1))[0];
  EXPECT_THAT(finding.message.en, HasSubstr("validated, ranked, backlogged"));
  EXPECT_THAT(finding.message.id, HasSubstr("tervalidasi, diperingkat, dalam daftar tunggu"));
}

TEST(Need, RankedKeepsItsScoreAndRank) {
  Need need = In(NeedState::kValidated);
  const Score score = Prioritise({.72, .55, .90, .80, 0, .60}, {});
  ASSERT_TRUE(need.Rank(score, 3).ok());
  EXPECT_NEAR(need.score.total, 65.85, kExact);
  EXPECT_EQ(need.score.breakdown.size(), 6u);
  EXPECT_EQ(need.rank, 3);
}

TEST(Need, InTheBacklogIsRankedAnewAndWaitsOnUntilItHasFunds) {
  Need backlogged = In(NeedState::kBacklog);
  ASSERT_TRUE(backlogged.Rank(AScore(50), 2).ok());
  EXPECT_EQ(backlogged.state, NeedState::kBacklog);
  EXPECT_EQ(backlogged.rank, 2);
  EXPECT_EQ(backlogged.score.total, 50);
  EXPECT_EQ(backlogged.decision_note, "earlier");
  EXPECT_TRUE(backlogged.Fund());
  EXPECT_EQ(backlogged.state, NeedState::kRanked);
  EXPECT_EQ(backlogged.rank, 2);
  EXPECT_THAT(backlogged.decision_note, IsEmpty());
  for (const NeedState state : kStates) {
    if (state == NeedState::kBacklog) continue;
    Need other = In(state);
    EXPECT_FALSE(other.Fund());
    EXPECT_TRUE(Same(other, In(state)));
  }
}

TEST(Need, KeepsTheReasonOfADecision) {
  Need need = In(NeedState::kRanked);
  ASSERT_TRUE(need.Backlog("no funds").ok());
  EXPECT_EQ(need.decision_note, "no funds");
  ASSERT_TRUE(need.Backlog("no funds this year, either").ok());
  EXPECT_EQ(need.decision_note, "no funds this year, either");
  EXPECT_EQ(need.rank, 7);
  ASSERT_TRUE(need.Close("met by coaching").ok());
  EXPECT_EQ(need.decision_note, "met by coaching");
  EXPECT_EQ(need.rank, 0);
  ASSERT_TRUE(need.Reopen("no transfer").ok());
  EXPECT_EQ(need.decision_note, "no transfer");
}

TEST(Need, Need08IsDecidedWithAReason) {
  struct Decision {
    NeedState from;
    std::string rule;
    std::function<absl::Status(Need&, const std::string&)> take;
  };
  const std::vector<Decision> decisions = {
      {NeedState::kRanked, "NEED-04",
       [](Need& need, const std::string& reason) { return need.Backlog(reason); }},
      {NeedState::kClosed, "NEED-05",
       [](Need& need, const std::string& reason) { return need.Reopen(reason); }},
      {NeedState::kDetected, "NEED-06",
       [](Need& need, const std::string& reason) { return need.Close(reason); }},
      {NeedState::kDetected, "NEED-07",
       [](Need& need, const std::string& reason) { return need.Reject(reason); }},
      {NeedState::kDetected, "NEED-09",
       [](Need& need, const std::string& reason) { return need.LeaveToAction(reason); }},
  };
  for (const Decision& decision : decisions) {
    for (const char* reason : {"", "  \n\t"}) {
      SCOPED_TRACE(decision.rule);
      Need need = In(decision.from);
      const absl::Status status = decision.take(need, reason);
      EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
      EXPECT_THAT(Rules(status), ElementsAre("NEED-08"));
      EXPECT_TRUE(Same(need, In(decision.from)));
      // Both faults at once: from a state that does not allow it either.
      const NeedState other =
          decision.from == NeedState::kClosed ? NeedState::kDetected : NeedState::kClosed;
      Need wrong = In(other);
      EXPECT_THAT(Rules(decision.take(wrong, reason)), ElementsAre(decision.rule, "NEED-08"));
    }
  }
}

// Everything that nobody decided is undone by a measurement.
TEST(Measurement, OfPeopleAffectedAgainReopensWhatClosedByItself) {
  for (const NeedType type : {NeedType::kCompetencyGap, NeedType::kStrategic}) {
    for (const ClosedBecause because :
         {ClosedBecause::kGapGone, ClosedBecause::kRequirementEnded, ClosedBecause::kPeopleLeft,
          ClosedBecause::kProfilesExpired}) {
      Need need = In(NeedState::kClosed, type);
      need.closed_because = because;
      EXPECT_EQ(need.Measure({3, 20, 1, .9}), Need::Change::kReopened);
      EXPECT_EQ(need.state, NeedState::kReopened);
      EXPECT_EQ(need.closed_because, ClosedBecause::kNotClosed);
      EXPECT_EQ(need.measured.affected, 3);
      EXPECT_THAT(need.decision_note, IsEmpty());
    }
  }
}

TEST(Measurement, LeavesStandingWhatAPersonDecided) {
  const auto decided = [](const std::function<absl::Status(Need&)>& decide) {
    Need need = In(NeedState::kVerified);
    EXPECT_TRUE(decide(need).ok());
    return need;
  };
  Need merged = In(NeedState::kVerified);
  Need other = In(NeedState::kVerified);
  merged.MergeInto(other);
  for (const Need& before :
       {decided([](Need& need) { return need.Close("SOP missing"); }),
        decided([](Need& need) { return need.Reject("SOP missing"); }),
        decided([](Need& need) { return need.LeaveToAction("SOP missing"); }), merged}) {
    SCOPED_TRACE(ToString(before.state));
    EXPECT_TRUE(before.IsSettled());
    EXPECT_EQ(before.rank, 0);
    for (const int affected : {12, 0}) {
      Need need = before;
      EXPECT_EQ(need.Measure({affected, 20, 1, .9}), Need::Change::kFigures);
      Need expected = before;
      expected.measured = {affected, 20, 1, .9};
      EXPECT_TRUE(Same(need, expected));
    }
  }
}

TEST(Measurement, OfNobodyLeftClosesAnOpenMeasuredNeedAndSaysWhy) {
  for (const NeedState state : kStates) {
    if (!In(state).IsOpen()) continue;
    for (const ClosedBecause because : {ClosedBecause::kGapGone, ClosedBecause::kPeopleLeft}) {
      SCOPED_TRACE(ToString(state));
      Need need = In(state);
      EXPECT_EQ(need.Measure({0, 20, 0, 0}, because), Need::Change::kClosed);
      EXPECT_EQ(need.state, NeedState::kClosed);
      EXPECT_EQ(need.closed_because, because);
      EXPECT_FALSE(need.IsSettled());
      EXPECT_EQ(need.measured.affected, 0);
      EXPECT_EQ(need.rank, 0);
      EXPECT_THAT(need.decision_note, IsEmpty());
    }
  }
}

TEST(Measurement, NeverClosesAStrategicNeed) {
  for (const NeedState state : kStates) {
    SCOPED_TRACE(ToString(state));
    Need need = In(state, NeedType::kStrategic);
    EXPECT_EQ(need.Measure({0, 20, 0, 0}), Need::Change::kFigures);
    EXPECT_EQ(need.state, state);
    EXPECT_EQ(need.measured.affected, 0);
  }
}

TEST(Measurement, AsAWholeGroupIsAChangeEvenOfTheSameFigures) {
  Need need = In(NeedState::kRanked);
  need.grouped = false;
  EXPECT_EQ(need.Measure(kMeasured), Need::Change::kFigures);
  EXPECT_TRUE(need.grouped);
}

// Of the needs of one group, each for a level that people stood at, one goes on.
TEST(Group, IsStoodForByWhatWasMeasuredAsOneThenIsOpenThenIsFurthestOnThenIsOfMorePeople) {
  const auto of = [](NeedState state, int affected, const char* id) {
    Need need = In(state);
    need.grouped = false;
    need.measured.affected = affected;
    need.id = id;
    return need;
  };
  Need grouped = of(NeedState::kClosed, 0, "z");
  grouped.grouped = true;
  Need merged = grouped;
  merged.MergeInto(grouped);
  const std::vector<Need> order = {
      grouped,
      of(NeedState::kBacklog, 1, "y"),
      of(NeedState::kValidated, 9, "x"),
      of(NeedState::kVerified, 9, "w"),
      of(NeedState::kReopened, 9, "v"),
      of(NeedState::kDetected, 8, "t"),
      of(NeedState::kDetected, 8, "u"),
      of(NeedState::kRejected, 99, "a"),
      merged};
  for (std::size_t a = 0; a < order.size(); ++a) {
    for (std::size_t b = 0; b < order.size(); ++b)
      EXPECT_EQ(StandsBefore(order[a], order[b]), a < b) << a << " " << b;
  }
}

TEST(Group, IsAsOldAsTheOldestOfItsNeeds) {
  for (const int days : {-1, 1}) {
    Need need = In(NeedState::kVerified), other = In(NeedState::kRanked);
    need.detected_on = kToday + days;
    need.MergeInto(other);
    EXPECT_EQ(other.detected_on, std::min(kToday, kToday + days));
  }
}

TEST(Need, IsMeasuredUnlessItClosedByItselfOrWasMerged) {
  for (const NeedState state : kStates) {
    EXPECT_EQ(In(state).IsMeasured(), state != NeedState::kClosed) << ToString(state);
  }
  const auto closed = [](ClosedBecause because) {
    Need need = In(NeedState::kClosed);
    need.closed_because = because;
    return need.IsMeasured();
  };
  EXPECT_TRUE(closed(ClosedBecause::kDecision));
  for (const ClosedBecause because :
       {ClosedBecause::kGapGone, ClosedBecause::kRequirementEnded, ClosedBecause::kPeopleLeft,
        ClosedBecause::kProfilesExpired, ClosedBecause::kMerged}) {
    EXPECT_FALSE(closed(because));
  }
}

TEST(Need, IsWiderThanOneAgencyOnlyAsTheCity) {
  Need need = In(NeedState::kDetected);
  EXPECT_FALSE(need.IsCityWide());
  need.key.unit_path = "/";
  EXPECT_TRUE(need.IsCityWide());
}

TEST(Measurement, ElseChangesOnlyTheFigures) {
  const std::vector<Measured> others = {
      {12, 20, 2.16, .9, 15, {4, 7}}, {11, 21, 2.16, .9, 15, {4, 7}},
      {11, 20, 2.17, .9, 15, {4, 7}}, {11, 20, 2.16, .8, 15, {4, 7}},
      {11, 20, 2.16, .9, 16, {4, 7}}, {11, 20, 2.16, .9, 15, {5, 6}}};
  for (const Measured& other : others) {
    Need need = In(NeedState::kRanked);
    EXPECT_EQ(need.Measure(other), Need::Change::kFigures);
    Need expected = In(NeedState::kRanked);
    expected.measured = other;
    EXPECT_TRUE(Same(need, expected));
  }
}

TEST(Measurement, OfTheSameFiguresChangesNothing) {
  for (const NeedState state : kStates) {
    if (state == NeedState::kClosed) continue;
    Need need = In(state);
    EXPECT_EQ(need.Measure(kMeasured), Need::Change::kNone);
    EXPECT_TRUE(Same(need, In(state)));
  }
}

TEST(Measurement, OfNobodyLeavesAClosedNeedClosed) {
  Need need = In(NeedState::kClosed);
  EXPECT_EQ(need.Measure({0, 20, 0, 0}), Need::Change::kFigures);
  EXPECT_EQ(need.Measure({0, 20, 0, 0}), Need::Change::kNone);
  EXPECT_EQ(need.state, NeedState::kClosed);
  EXPECT_EQ(need.decision_note, "earlier");
}

TEST(Need, F05WeighsWhatWasMeasured) {
  const Need need = In(NeedState::kValidated);
  const PriorityInputs inputs = need.Inputs(.80, kToday + 219, 365);
  EXPECT_NEAR(inputs.gap, .72, kExact);
  EXPECT_NEAR(inputs.reach, .55, kExact);
  EXPECT_NEAR(inputs.criticality, .90, kExact);
  EXPECT_NEAR(inputs.strategic, .80, kExact);
  EXPECT_NEAR(inputs.mandatory, 0, kExact);
  EXPECT_NEAR(inputs.urgency, .60, kExact);
  EXPECT_NEAR(Prioritise(inputs, {}).total, 65.85, kExact);
}

TEST(Names, OfStatesAreThoseOfTheApi) {
  std::vector<std::string> names;
  for (const NeedState state : kStates) names.emplace_back(ToString(state));
  EXPECT_THAT(
      names, ElementsAre(
                 "DETECTED", "PROPOSED", "VERIFIED", "VALIDATED", "RANKED", "BACKLOG", "CLOSED",
                 "REOPENED", "NON_TRAINING_ACTION", "REJECTED"));
}

}  // namespace
}  // namespace binadaya::needs::domain
