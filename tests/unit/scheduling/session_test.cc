#include "services/scheduling/domain/session.h"

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/scheduling/findings_told.h"

namespace binadaya::scheduling::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const absl::CivilMinute kBegin(2026, 3, 2, 8, 0);
const absl::CivilMinute kEnd(2026, 3, 2, 9, 30);
const Slot kPlan = {kBegin, kEnd};
const Slot kShort = {kBegin, kEnd - 30};
constexpr ChangeCause kWhy = ChangeCause::kSpeaker;

constexpr SessionState kSessionStates[] = {SessionState::kPlanned, SessionState::kMoved,
                                           SessionState::kOpen,    SessionState::kRunning,
                                           SessionState::kClosed,  SessionState::kCutShort,
                                           SessionState::kMadeUp,  SessionState::kCancelled};

Session SessionIn(SessionState state) {
  Session session = {"S1", kPlan};
  session.state = state;
  return session;
}

struct SessionStep {
  const char* rule;
  std::vector<SessionState> from;
  SessionState to;
  std::function<absl::Status(Session&)> take;
};
std::vector<SessionStep> SessionSteps() {
  using enum SessionState;
  return {
      {"SES-01 state", {kPlanned, kMoved}, kOpen, [](Session& s) { return s.Open(); }},
      {"SES-02 state", {kOpen}, kRunning, [](Session& s) { return s.Start(kBegin); }},
      {"SES-03 state", {kRunning}, kClosed, [](Session& s) { return s.Close(kPlan, kEnd); }},
      {"SES-04 state",
       {kRunning},
       kCutShort,
       [](Session& s) { return s.CutShort(kShort, kWhy, kEnd); }},
      {"SES-05 state",
       {kPlanned, kMoved, kOpen},
       kMoved,
       [](Session& s) {
         return s.Move({kBegin + 60, kEnd + 60}, kWhy, kBegin);
       }},
      {"SES-06 state",
       {kPlanned, kMoved, kOpen, kRunning, kClosed, kCutShort},
       kCancelled,
       [](Session& s) { return s.Cancel(kWhy); }},
      {"SES-07 state", {kCutShort, kCancelled}, kMadeUp, [](Session& s) { return s.MakeUp(0); }},
      {"SES-09 state", {kMadeUp}, kCancelled, [](Session& s) { return s.LoseAgain(); }},
      {"SES-08 state",
       {kClosed, kCutShort, kMadeUp, kCancelled},
       kClosed,
       [](Session& s) { return s.Correct(kPlan, std::nullopt, kEnd); }},
  };
}

TEST(Session, TakesEveryStepFromTheStatesThatAllowItAndFromNoOther) {
  for (const SessionStep& step : SessionSteps()) {
    for (const SessionState state : kSessionStates) {
      SCOPED_TRACE(std::string(step.rule) + " from " + std::string(ToString(state)));
      Session session = SessionIn(state);
      const absl::Status status = step.take(session);
      if (std::find(step.from.begin(), step.from.end(), state) != step.from.end()) {
        EXPECT_TRUE(status.ok()) << status;
        EXPECT_EQ(session.state, step.to);
      } else {
        EXPECT_THAT(FindingsTold(status), ElementsAre(step.rule));
        EXPECT_EQ(session.state, state);
        EXPECT_EQ(session.slot, kPlan);
        EXPECT_FALSE(session.delivered.has_value());
        EXPECT_FALSE(session.cause.has_value());
      }
    }
  }
}

TEST(Session, NamesItsStates) {
  std::string names;
  for (const SessionState state : kSessionStates) {
    names += std::string(ToString(state)) + "/" + NameOf(state).id + "/" + NameOf(state).en + " ";
  }
  EXPECT_EQ(
      names,
      "PLANNED/direncanakan/planned MOVED/dipindahkan/moved "
      "OPEN/dibuka daftar hadirnya/open for check-in RUNNING/berlangsung/running "
      "CLOSED/ditutup/closed CUT_SHORT/dipersingkat/cut short MADE_UP/digantikan/made up "
      "CANCELLED/dibatalkan/cancelled ");
  names.clear();
  for (int cause = 0; cause <= 7; ++cause) {
    names += std::string(ToString(static_cast<ChangeCause>(cause))) + " ";
  }
  EXPECT_EQ(names, " LEADER_AGENDA SERVICE_DUTY SPEAKER VENUE BUDGET FORCE_MAJEURE  ");
}

TEST(Session, StartsAtItsTimeAndNotBefore) {
  Session session = SessionIn(SessionState::kOpen);
  const absl::Status early = session.Start(kBegin - 1);
  EXPECT_THAT(FindingsTold(early), ElementsAre("SES-11 slot"));
  EXPECT_EQ(FindingsOf(early)[0].values.at("from"), "2026-03-02 08:00");
  EXPECT_TRUE(session.Start(kBegin).ok());
}

TEST(Session, ClosesWithAllItsMinutes) {
  Session session = SessionIn(SessionState::kRunning);
  const absl::Status shorter = session.Close({kBegin, kEnd - 1}, kEnd);
  EXPECT_THAT(FindingsTold(shorter), ElementsAre("SES-13 slot"));
  EXPECT_EQ(FindingsOf(shorter)[0].values.at("minutes"), "89");
  EXPECT_EQ(FindingsOf(shorter)[0].values.at("planned"), "90");
  EXPECT_EQ(session.minutes(), 0);
  EXPECT_THAT(FindingsTold(session.Close(kPlan, kEnd - 1)), ElementsAre("SES-12 slot"));
  EXPECT_TRUE(session.Close(kPlan, kEnd).ok());
  EXPECT_EQ(session.minutes(), 90);
  EXPECT_EQ(*session.delivered, kPlan);
}

TEST(Session, IsCutShortWithACause) {
  Session session = SessionIn(SessionState::kRunning);
  EXPECT_THAT(FindingsTold(session.CutShort(kPlan, kWhy, kEnd)), ElementsAre("SES-14 slot"));
  EXPECT_THAT(
      FindingsTold(session.CutShort({kBegin, kBegin}, ChangeCause(), kEnd)),
      ElementsAre("SES-12 slot", "SES-15 cause"));
  EXPECT_THAT(
      FindingsTold(session.CutShort(kShort, kWhy, kShort.until - 1)), ElementsAre("SES-12 slot"));
  EXPECT_TRUE(session.CutShort({kBegin, kEnd - 1}, kWhy, kEnd).ok());
  EXPECT_EQ(session.minutes(), 89);
  EXPECT_EQ(session.cause, kWhy);
}

TEST(Session, LiesOnOneDay) {
  const auto move = [](absl::CivilMinute from, absl::CivilMinute until) {
    Session session = SessionIn(SessionState::kPlanned);
    return FindingsTold(session.Move({from, until}, kWhy, kBegin));
  };
  const absl::CivilMinute midnight(absl::CivilDay(2026, 3, 3));
  EXPECT_THAT(move(midnight - 90, midnight), IsEmpty());
  EXPECT_THAT(move(midnight - 90, midnight + 1), ElementsAre("SES-12 slot"));
  EXPECT_THAT(move(midnight, midnight + 90), IsEmpty());
  EXPECT_THAT(move(midnight, midnight), ElementsAre("SES-12 slot"));
  EXPECT_THAT(move(midnight + 1, midnight), ElementsAre("SES-12 slot"));
  // The year's turn, and the day after 28 February in a leap year.
  for (const absl::CivilMinute turn :
       {absl::CivilMinute(2027, 1, 1), absl::CivilMinute(2028, 2, 29)}) {
    EXPECT_THAT(move(turn - 60, turn), IsEmpty());
    EXPECT_THAT(move(turn - 60, turn + 1), ElementsAre("SES-12 slot"));
  }
}

TEST(Session, MovesForwardWithACause) {
  Session session = SessionIn(SessionState::kOpen);
  EXPECT_THAT(FindingsTold(session.Move(kPlan, kWhy, kBegin)), ElementsAre("SES-16 slot"));
  EXPECT_THAT(
      FindingsTold(session.Move({kBegin + 60, kEnd + 60}, ChangeCause(), kBegin + 61)),
      ElementsAre("SES-15 cause", "SES-16 slot"));
  ASSERT_TRUE(session.Move({kBegin + 60, kEnd + 60}, kWhy, kBegin + 60).ok());
  EXPECT_EQ(session.slot.from, kBegin + 60);
  EXPECT_EQ(session.cause, kWhy);
  // The same session for life: it opens again.
  EXPECT_TRUE(session.Open().ok());
}

TEST(Session, IsCancelledWithACause) {
  Session session = SessionIn(SessionState::kPlanned);
  EXPECT_THAT(FindingsTold(session.Cancel(ChangeCause())), ElementsAre("SES-15 cause"));
  ASSERT_TRUE(session.Cancel(ChangeCause::kForceMajeure).ok());
  EXPECT_EQ(session.cause, ChangeCause::kForceMajeure);
  EXPECT_EQ(session.minutes(), 0);
}

TEST(Session, IsMadeUpWhenNothingIsMissing) {
  Session session = SessionIn(SessionState::kCutShort);
  const absl::Status status = session.MakeUp(1);
  EXPECT_THAT(FindingsTold(status), ElementsAre("SES-17 session"));
  EXPECT_EQ(FindingsOf(status)[0].values.at("missing"), "1");
  EXPECT_TRUE(session.MakeUp(0).ok());
}

TEST(Session, IsPutRightAfterwards) {
  Session session = SessionIn(SessionState::kRunning);
  ASSERT_TRUE(session.Close(kPlan, kEnd).ok());
  EXPECT_THAT(
      FindingsTold(session.Correct(kShort, std::nullopt, kEnd)), ElementsAre("SES-15 cause"));
  EXPECT_EQ(session.minutes(), 90);
  ASSERT_TRUE(session.Correct(kShort, kWhy, kEnd).ok());
  EXPECT_EQ(session.state, SessionState::kCutShort);
  EXPECT_EQ(session.minutes(), 60);
  // Its cause is known by now.
  ASSERT_TRUE(session.Correct({kBegin, kEnd - 1}, std::nullopt, kEnd).ok());
  EXPECT_EQ(session.state, SessionState::kCutShort);
  EXPECT_EQ(session.cause, kWhy);
  ASSERT_TRUE(session.Correct(kPlan, std::nullopt, kEnd).ok());
  EXPECT_EQ(session.state, SessionState::kClosed);
  EXPECT_THAT(
      FindingsTold(session.Correct({kBegin, kEnd + 1}, std::nullopt, kEnd)),
      ElementsAre("SES-12 slot"));
}

// The clock started it, and closed it; it never took place.
TEST(Session, ThatWasClosedIsCancelledWithAllItsMinutes) {
  Session session = SessionIn(SessionState::kRunning);
  ASSERT_TRUE(session.Close(kPlan, kEnd).ok());
  ASSERT_TRUE(session.Cancel(kWhy).ok());
  EXPECT_FALSE(session.delivered.has_value());
  EXPECT_EQ(session.minutes(), 0);
}

TEST(Session, LosesItsMinutesAgainAsItLostThemBefore) {
  Session session = SessionIn(SessionState::kRunning);
  ASSERT_TRUE(session.CutShort(kShort, kWhy, kEnd).ok());
  ASSERT_TRUE(session.MakeUp(0).ok());
  ASSERT_TRUE(session.LoseAgain().ok());
  EXPECT_EQ(session.state, SessionState::kCutShort);
  EXPECT_EQ(session.minutes(), 60);
}

TEST(Session, TookPlaceNearWhatWasPlanned) {
  const absl::CivilMinute late = kEnd + 300;
  const auto closed = [&](absl::CivilMinute from, absl::CivilMinute until) {
    Session session = SessionIn(SessionState::kRunning);
    return FindingsTold(session.Close({from, until}, late + 24 * 60, {.spread_minutes = 120}));
  };
  EXPECT_THAT(closed(kBegin - 120, kEnd + 120), IsEmpty());
  EXPECT_THAT(closed(kBegin - 121, kEnd), ElementsAre("SES-18 slot"));
  EXPECT_THAT(closed(kBegin, kEnd + 121), ElementsAre("SES-18 slot"));
  EXPECT_THAT(closed(kBegin + 24 * 60, kEnd + 24 * 60), ElementsAre("SES-18 slot"));
}

TEST(Session, IsShortOfWhatNothingMadeUp) {
  Session session = SessionIn(SessionState::kRunning);
  EXPECT_EQ(session.missing(0), 0);
  ASSERT_TRUE(session.CutShort(kShort, kWhy, kEnd).ok());
  EXPECT_EQ(session.missing(0), 30);
  EXPECT_EQ(session.missing(29), 1);
  EXPECT_EQ(session.missing(31), 0);
  session.makes_up = "S0";
  EXPECT_EQ(session.missing(0), 0);
}

TEST(Session, IsMadeUpAheadAndNotLonger) {
  Session lost = SessionIn(SessionState::kCancelled);
  EXPECT_THAT(FindingsTold(CheckMakeUp(lost, kPlan, 30, kBegin)), IsEmpty());
  EXPECT_THAT(FindingsTold(CheckMakeUp(lost, kPlan, 30, kBegin + 1)), ElementsAre("SES-16 slot"));
  EXPECT_THAT(
      FindingsTold(CheckMakeUp(lost, {kBegin, kEnd + 1}, 30, kBegin)), ElementsAre("SES-23 slot"));
  EXPECT_THAT(
      FindingsTold(CheckMakeUp(SessionIn(SessionState::kRunning), kPlan, 30, kBegin)),
      ElementsAre("SES-19 session"));
  // All of it is made up, or will be.
  EXPECT_THAT(FindingsTold(CheckMakeUp(lost, kPlan, 1, kBegin)), IsEmpty());
  EXPECT_THAT(FindingsTold(CheckMakeUp(lost, kPlan, 0, kBegin)), ElementsAre("SES-24 session"));
  lost.makes_up = "S0";
  EXPECT_THAT(FindingsTold(CheckMakeUp(lost, kPlan, 30, kBegin)), ElementsAre("SES-19 session"));
}

TEST(Session, IsOverWhenNothingMoreHappens) {
  std::string over;
  for (const SessionState state : kSessionStates) over += SessionIn(state).over() ? '1' : '0';
  EXPECT_EQ(over, "00001111");
}

TEST(Session, RefusalsSayWhatIsPossible) {
  Session session = SessionIn(SessionState::kRunning);
  const Finding finding = FindingsOf(session.Open())[0];
  EXPECT_EQ(finding.values.at("possible_from"), "PLANNED, MOVED");
  EXPECT_THAT(finding.message.en, HasSubstr("only one that is planned, moved"));
}

}  // namespace
}  // namespace binadaya::scheduling::domain
