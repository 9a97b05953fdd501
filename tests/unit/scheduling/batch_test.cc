#include "services/scheduling/domain/batch.h"

#include <algorithm>
#include <functional>
#include <set>
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

const BatchPolicy kBatchPolicy;
// Tuesday and Wednesday; H-3 is Thursday before.
const absl::CivilDay kFirst(2026, 3, 10);
const absl::CivilDay kLast(2026, 3, 11);
const absl::CivilDay kChangeUntil(2026, 3, 5);
const Findings kBad = {
    {"SVC-03", "batch", {"Terlalu banyak lurah pergi. Kurangi.", "Too many are away. Move some."}}};
const Findings kWarns = {
    {.rule = "SC-12",
     .where = "venue",
     .message = {"Ruangnya sempit. Periksa.", "It is narrow. Check it."},
     .warning = true}};

constexpr BatchState kBatchStates[] = {
    BatchState::kPlanned,      BatchState::kScheduled, BatchState::kPublishing,
    BatchState::kPublished,    BatchState::kLocked,    BatchState::kRunning,
    BatchState::kDelivered,    BatchState::kCompleted, BatchState::kClosed,
    BatchState::kRescheduling, BatchState::kCancelled};

Batch BatchIn(BatchState state) {
  Batch batch;
  batch.id = "B1";
  batch.state = state;
  batch.first_day = kFirst;
  batch.last_day = kLast;
  batch.change_until = kChangeUntil;
  batch.publications = 1;
  return batch;
}
Checklist AllDone() {
  Checklist list;
  for (const ChecklistDuty& duty : ChecklistDuties()) {
    list.items.push_back({.kind = duty.kind, .due = kFirst, .done = kFirst - 9});
  }
  return list;
}
Session Ended(SessionState state) {
  Session session;
  session.id = "S1";
  session.state = state;
  session.slot = {absl::CivilMinute(2026, 3, 10, 8, 0), absl::CivilMinute(2026, 3, 10, 9, 30)};
  if (state == SessionState::kClosed) session.delivered = session.slot;
  return session;
}
// A change two weeks before, from 8 to 10 o'clock of the first day.
ScheduleChange AChange() {
  return {
      .cause = ChangeCause::kVenue,
      .reason = "the roof",
      .told = absl::CivilMinute(2026, 2, 24, 9, 0),
      .was = {absl::CivilMinute(2026, 3, 10, 8, 0), absl::CivilMinute(2026, 3, 10, 9, 30)},
      .is = {absl::CivilMinute(2026, 3, 10, 10, 0), absl::CivilMinute(2026, 3, 10, 11, 30)}};
}
const std::vector<SessionMinutes> kWhole = {{"S1", 540, 540}};
const std::vector<Session> kEnded = {Ended(SessionState::kClosed)};

struct BatchStep {
  const char* rule;
  std::vector<BatchState> from;
  std::optional<BatchState> to;  // none: it stays
  std::function<absl::Status(Batch&)> take;
};
std::vector<BatchStep> BatchSteps() {
  using enum BatchState;
  return {
      {"BATCH-01 state",
       {kPlanned, kRescheduling},
       kScheduled,
       [](Batch& b) { return b.Schedule(kFirst, kLast, kChangeUntil, kWarns); }},
      {"BATCH-02 state",
       {kScheduled},
       kPublishing,
       [](Batch& b) { return b.Publish(kWarns, AllDone(), true, kFirst - 1, kBatchPolicy); }},
      {"BATCH-03 state", {kPublishing}, kPublished, [](Batch& b) { return b.Published(1); }},
      {"BATCH-03 state", {kPublishing}, kScheduled, [](Batch& b) { return b.Unpublished(1); }},
      {"BATCH-04 state", {kPublished}, kLocked, [](Batch& b) { return b.Lock(kFirst); }},
      {"BATCH-05 state", {kLocked}, kRunning, [](Batch& b) { return b.Start(kFirst); }},
      {"BATCH-06 state", {kRunning}, kDelivered, [](Batch& b) { return b.Deliver(kEnded, 1); }},
      {"BATCH-07 state",
       {kDelivered},
       kCompleted,
       [](Batch& b) { return b.Complete(kWhole, true, true, kBatchPolicy); }},
      {"BATCH-08 state", {kCompleted}, kClosed, [](Batch& b) { return b.Close(true); }},
      {"BATCH-09 state",
       {kScheduled, kPublished, kLocked},
       kRescheduling,
       [](Batch& b) { return b.Reschedule(AChange(), kBatchPolicy); }},
      {"BATCH-10 state",
       {kScheduled, kPublished, kLocked, kRunning},
       std::nullopt,
       [](Batch& b) { return b.Repair(AChange(), kBatchPolicy); }},
      {"BATCH-11 state",
       {kPlanned, kScheduled, kPublished, kLocked, kRunning, kRescheduling},
       kCancelled,
       [](Batch& b) { return b.Cancel(ChangeCause::kBudget, "cut"); }},
  };
}

TEST(Batch, TakesEveryStepFromTheStatesThatAllowItAndFromNoOther) {
  for (const BatchStep& step : BatchSteps()) {
    for (const BatchState state : kBatchStates) {
      SCOPED_TRACE(std::string(step.rule) + " from " + std::string(ToString(state)));
      Batch batch = BatchIn(state);
      const absl::Status status = step.take(batch);
      if (std::find(step.from.begin(), step.from.end(), state) != step.from.end()) {
        EXPECT_TRUE(status.ok()) << status;
        EXPECT_EQ(batch.state, step.to.value_or(state));
      } else {
        EXPECT_THAT(FindingsTold(status), ElementsAre(step.rule));
        EXPECT_EQ(batch.state, state);
        EXPECT_EQ(batch.publications, 1);
        EXPECT_EQ(batch.reason, "");
        EXPECT_FALSE(batch.cause.has_value());
      }
    }
  }
}

TEST(Batch, HasAnotherCapacityUntilItRunsAndNotWhileItIsPublished) {
  const std::set<BatchState> may = {
      BatchState::kPlanned, BatchState::kScheduled, BatchState::kPublished, BatchState::kLocked};
  for (const BatchState state : kBatchStates) {
    const Findings findings = BatchIn(state).CheckResize();
    EXPECT_EQ(findings.empty(), may.contains(state)) << ToString(state);
    if (findings.empty()) continue;
    EXPECT_THAT(FindingsTold(findings), ElementsAre("BATCH-12 state"));
  }
}

TEST(Batch, NamesItsStates) {
  std::string names;
  for (const BatchState state : kBatchStates) {
    names += std::string(ToString(state)) + "/" + NameOf(state).id + "/" + NameOf(state).en + " ";
  }
  EXPECT_EQ(
      names,
      "PLANNED/direncanakan/planned SCHEDULED/dijadwalkan/scheduled "
      "PUBLISHING/sedang diterbitkan/being published PUBLISHED/diterbitkan/published "
      "LOCKED/dikunci/locked RUNNING/berjalan/running DELIVERED/terlaksana/delivered "
      "COMPLETED/selesai/completed CLOSED/ditutup/closed "
      "RESCHEDULING/dijadwalkan ulang/being rescheduled CANCELLED/dibatalkan/cancelled ");
}

TEST(Batch, IsScheduledOnItsDays) {
  Batch batch;
  EXPECT_THAT(
      FindingsTold(batch.Schedule(kFirst, kLast, kChangeUntil, kBad)), ElementsAre("SVC-03 batch"));
  ASSERT_TRUE(batch.Schedule(kFirst, kLast, kChangeUntil, {}).ok());
  EXPECT_EQ(batch.first_day, kFirst);
  EXPECT_EQ(batch.last_day, kLast);
  EXPECT_EQ(batch.change_until, kChangeUntil);
}

TEST(Publishing, WantsChecksChecklistAndMoneyAllToldAtOnce) {
  Batch batch = BatchIn(BatchState::kScheduled);
  Checklist list = AllDone();
  list.items[0].done.reset();
  list.items[1].done.reset();
  Findings both = kWarns;
  both.push_back(kBad[0]);
  EXPECT_THAT(
      FindingsTold(batch.Publish(both, list, false, kFirst, kBatchPolicy)),
      ElementsAre("SVC-03 batch", "CHL-10 checklist", "BATCH-20 money", "BATCH-21 first_day"));
  EXPECT_EQ(batch.publications, 1);
  list.items[0].done = kFirst - 9;  // 8 of 9
  ASSERT_TRUE(batch.Publish(kWarns, list, true, kFirst - 1, kBatchPolicy).ok());
  EXPECT_EQ(batch.publications, 2);
}

TEST(Publishing, EndsOnceAndOnlyTheLastOne) {
  Batch batch = BatchIn(BatchState::kScheduled);
  ASSERT_TRUE(batch.Publish({}, AllDone(), true, kFirst - 9, kBatchPolicy).ok());
  const absl::Status other = batch.Published(1);
  EXPECT_THAT(FindingsTold(other), ElementsAre("BATCH-22 version"));
  EXPECT_EQ(FindingsOf(other)[0].values.at("last"), "2");
  EXPECT_EQ(FindingsOf(other)[0].values.at("version"), "1");
  EXPECT_THAT(FindingsTold(batch.Unpublished(1)), ElementsAre("BATCH-22 version"));
  EXPECT_TRUE(batch.Unpublished(2).ok());
  EXPECT_EQ(batch.state, BatchState::kScheduled);
  // A retry a week later, when the next is alive.
  ASSERT_TRUE(batch.Publish({}, AllDone(), true, kFirst - 2, kBatchPolicy).ok());
  EXPECT_THAT(FindingsTold(batch.Unpublished(2)), ElementsAre("BATCH-22 version"));
  EXPECT_EQ(batch.state, BatchState::kPublishing);
  EXPECT_TRUE(batch.Published(3).ok());
}

TEST(Batch, LocksAfterH3AndStartsOnItsFirstDay) {
  Batch batch = BatchIn(BatchState::kPublished);
  const absl::Status early = batch.Lock(kChangeUntil);
  EXPECT_THAT(FindingsTold(early), ElementsAre("BATCH-23 today"));
  EXPECT_EQ(FindingsOf(early)[0].values.at("from"), "2026-03-06");
  ASSERT_TRUE(batch.Lock(kChangeUntil + 1).ok());
  const absl::Status before = batch.Start(kFirst - 1);
  EXPECT_THAT(FindingsTold(before), ElementsAre("BATCH-24 today"));
  EXPECT_EQ(FindingsOf(before)[0].values.at("from"), "2026-03-10");
  EXPECT_TRUE(batch.Start(kFirst).ok());
}

TEST(Batch, IsDeliveredWhenAllSessionsAreOver) {
  Batch batch = BatchIn(BatchState::kRunning);
  std::vector<Session> sessions = {
      Ended(SessionState::kClosed), Ended(SessionState::kRunning), Ended(SessionState::kMoved)};
  sessions[1].id = "S2";
  sessions[2].id = "S3";
  const absl::Status open = batch.Deliver(sessions, 1);
  EXPECT_THAT(FindingsTold(open), ElementsAre("BATCH-25 sessions"));
  EXPECT_EQ(FindingsOf(open)[0].values.at("sessions"), "S2, S3");
  EXPECT_THAT(FindingsTold(batch.Deliver({}, 1)), ElementsAre("BATCH-26 sessions"));
  sessions[1].state = SessionState::kCutShort;
  sessions[2].state = SessionState::kCancelled;
  EXPECT_TRUE(batch.Deliver(sessions, 1).ok());
}

TEST(Batch, IsNotDeliveredWithoutLearning) {
  Batch batch = BatchIn(BatchState::kRunning);
  std::vector<Session> sessions = {Ended(SessionState::kCancelled), Ended(SessionState::kClosed)};
  sessions[1].learning = false;
  EXPECT_THAT(FindingsTold(batch.Deliver(sessions, 1)), ElementsAre("BATCH-36 sessions"));
  EXPECT_EQ(batch.state, BatchState::kRunning);
  EXPECT_TRUE(Batch(batch).Cancel(ChangeCause::kVenue, "aula rusak").ok());
  sessions[1].learning = true;
  EXPECT_TRUE(batch.Deliver(sessions, 1).ok());
}

TEST(Batch, IsNotDeliveredToNobody) {
  Batch batch = BatchIn(BatchState::kRunning);
  EXPECT_THAT(FindingsTold(batch.Deliver(kEnded, 0)), ElementsAre("BATCH-37 participants"));
  EXPECT_EQ(batch.state, BatchState::kRunning);
  EXPECT_TRUE(batch.Cancel(ChangeCause::kServiceDuty, "semua mundur").ok());
}

TEST(Batch, GoesBackOneStepWhenWhatTookPlaceIsPutRight) {
  Batch batch = BatchIn(BatchState::kCompleted);
  ASSERT_TRUE(batch.Reopen().ok());
  EXPECT_EQ(batch.state, BatchState::kDelivered);
  ASSERT_TRUE(batch.Reopen().ok());
  EXPECT_EQ(batch.state, BatchState::kRunning);
  EXPECT_THAT(FindingsTold(batch.Reopen()), ElementsAre("BATCH-13 state"));
}

TEST(Batch, CompletesWhenWhatWasPromisedWasDelivered) {
  Batch batch = BatchIn(BatchState::kDelivered);
  std::vector<SessionMinutes> sessions = {{"S1", 270, 240}, {"S2", 270, 210}};
  const absl::Status status = batch.Complete(sessions, false, false, kBatchPolicy);
  EXPECT_THAT(
      FindingsTold(status),
      ElementsAre("BATCH-27 sessions", "BATCH-28 attendance", "BATCH-29 tests"));
  const Finding little = FindingsOf(status)[0];
  EXPECT_EQ(little.values.at("minutes"), "36");
  EXPECT_EQ(little.values.at("sessions"), "S2 36'");
  EXPECT_EQ(little.values.at("delivered"), "450");
  EXPECT_EQ(little.values.at("planned"), "540");
  sessions[1].made_up = 35;
  EXPECT_THAT(
      FindingsTold(batch.Complete(sessions, true, true, kBatchPolicy)),
      ElementsAre("BATCH-27 sessions"));
  sessions[1].made_up = 36;
  EXPECT_TRUE(batch.Complete(sessions, true, true, kBatchPolicy).ok());
  EXPECT_THAT(FindingsTold(batch.Close(false)), ElementsAre("BATCH-30 dossier"));
  EXPECT_TRUE(batch.Close(true).ok());
}

std::vector<std::string> ChangeTold(const ScheduleChange& change) {
  return FindingsTold(CheckChange(BatchIn(BatchState::kLocked), change, kBatchPolicy));
}

TEST(Change, HasACauseAndAReason) {
  EXPECT_THAT(ChangeTold(AChange()), IsEmpty());
  ScheduleChange change = AChange();
  change.cause = ChangeCause();
  change.reason = "\t";
  change.minutes_lost = -1;
  EXPECT_THAT(
      ChangeTold(change),
      ElementsAre("BATCH-31 cause", "BATCH-32 reason", "BATCH-34 minutes_lost"));
  Batch batch = BatchIn(BatchState::kRunning);
  EXPECT_THAT(
      FindingsTold(batch.Cancel(ChangeCause(), "")),
      ElementsAre("BATCH-31 cause", "BATCH-32 reason"));
  ASSERT_TRUE(batch.Cancel(ChangeCause::kForceMajeure, "flood").ok());
  EXPECT_EQ(batch.cause, ChangeCause::kForceMajeure);
  EXPECT_EQ(batch.reason, "flood");
}

TEST(Change, OfLearningEndsAtH3ButForForceMajeure) {
  ScheduleChange change = AChange();
  change.told = absl::CivilMinute(2026, 3, 5, 23, 59);
  EXPECT_THAT(ChangeTold(change), IsEmpty());
  change.told = absl::CivilMinute(2026, 3, 6, 0, 0);
  EXPECT_THAT(ChangeTold(change), ElementsAre("BATCH-33 told"));
  EXPECT_EQ(
      CheckChange(BatchIn(BatchState::kLocked), change, kBatchPolicy)[0].values.at("last_day"),
      "2026-03-05");
  change.cause = ChangeCause::kForceMajeure;
  EXPECT_THAT(ChangeTold(change), IsEmpty());
}

// The mayor's agenda moves the evening before: his slot falls away, learning stays where it is.
TEST(Change, OfTheLeadersSlotIsPossibleTheEveningBefore) {
  Batch batch = BatchIn(BatchState::kLocked);
  ScheduleChange change = AChange();
  change.cause = ChangeCause::kLeaderAgenda;
  change.told = absl::CivilMinute(2026, 3, 9, 19, 0);
  EXPECT_THAT(FindingsTold(batch.Repair(change, kBatchPolicy)), ElementsAre("BATCH-33 told"));
  EXPECT_FALSE(batch.cause.has_value());
  change.learning = false;
  change.is = {};
  EXPECT_THAT(ChangeTold(change), ElementsAre("BATCH-35 told!"));
  ASSERT_TRUE(batch.Repair(change, kBatchPolicy).ok());
  EXPECT_EQ(batch.state, BatchState::kLocked);
  EXPECT_EQ(batch.cause, ChangeCause::kLeaderAgenda);
  EXPECT_EQ(batch.reason, "the roof");
}

TEST(Change, TakesItBackForANewSchedule) {
  Batch batch = BatchIn(BatchState::kPublished);
  ASSERT_TRUE(batch.Reschedule(AChange(), kBatchPolicy).ok());
  EXPECT_EQ(batch.cause, ChangeCause::kVenue);
  EXPECT_EQ(batch.reason, "the roof");
  ScheduleChange bare = AChange();
  bare.reason.clear();
  Batch other = BatchIn(BatchState::kPublished);
  EXPECT_THAT(FindingsTold(other.Reschedule(bare, kBatchPolicy)), ElementsAre("BATCH-32 reason"));
}

TEST(Notice, IsInHoursUntilTheFirstOfWhatWasAndWhatIs) {
  ScheduleChange change = AChange();
  const auto hours = [&](absl::CivilMinute told) {
    change.told = told;
    return NoticeHours(change);
  };
  EXPECT_EQ(hours(absl::CivilMinute(2026, 3, 9, 8, 0)), 24);
  EXPECT_EQ(hours(absl::CivilMinute(2026, 3, 9, 8, 1)), 23);
  EXPECT_EQ(hours(absl::CivilMinute(2026, 3, 10, 7, 59)), 0);
  EXPECT_EQ(hours(absl::CivilMinute(2026, 3, 10, 8, 0)), 0);
  EXPECT_EQ(hours(absl::CivilMinute(2026, 3, 10, 8, 1)), -1);
  EXPECT_EQ(hours(absl::CivilMinute(2026, 3, 10, 9, 0)), -1);
  EXPECT_EQ(hours(absl::CivilMinute(2026, 3, 10, 9, 1)), -2);
  // Earlier than it was.
  change.is = {change.was.from - 120, change.was.until - 120};
  EXPECT_EQ(hours(absl::CivilMinute(2026, 3, 9, 8, 0)), 22);
  change.is = {};
  EXPECT_EQ(hours(absl::CivilMinute(2026, 3, 9, 8, 0)), 24);
}

TEST(Notice, BelowADayIsToldAndDoesNotBlock) {
  Batch batch = BatchIn(BatchState::kLocked);
  ScheduleChange change = AChange();
  change.cause = ChangeCause::kForceMajeure;
  change.told = absl::CivilMinute(2026, 3, 9, 8, 0);
  EXPECT_THAT(ChangeTold(change), IsEmpty());
  change.told = absl::CivilMinute(2026, 3, 9, 8, 1);
  const Findings findings = CheckChange(batch, change, kBatchPolicy);
  EXPECT_THAT(FindingsTold(findings), ElementsAre("BATCH-35 told!"));
  EXPECT_EQ(findings[0].values.at("hours"), "23");
  EXPECT_TRUE(batch.Repair(change, kBatchPolicy).ok());
}

TEST(Batch, RefusalsSayWhatIsPossible) {
  Batch batch = BatchIn(BatchState::kPublishing);
  const Finding finding = FindingsOf(batch.Cancel(ChangeCause::kBudget, "cut"))[0];
  EXPECT_EQ(finding.values.at("state"), "PUBLISHING");
  EXPECT_THAT(finding.message.id, HasSubstr("Kelas yang sedang diterbitkan"));
}

// A class over the year's turn: two days of 2026 and one of 2027, cut by a flood and made up in the
// new year.
TEST(Batch, GoesOverTheTurnOfTheYear) {
  Batch batch;
  ASSERT_TRUE(batch
                  .Schedule(
                      absl::CivilDay(2026, 12, 30), absl::CivilDay(2027, 1, 4),
                      absl::CivilDay(2026, 12, 23), {})
                  .ok());
  ASSERT_TRUE(batch.Publish({}, AllDone(), true, absl::CivilDay(2026, 12, 1), kBatchPolicy).ok());
  ASSERT_TRUE(batch.Published(1).ok());
  EXPECT_FALSE(batch.frozen(absl::CivilDay(2026, 12, 23)));
  ASSERT_TRUE(batch.Lock(absl::CivilDay(2026, 12, 24)).ok());
  ASSERT_TRUE(batch.Start(absl::CivilDay(2026, 12, 30)).ok());
  Session lost = {
      "S2", {absl::CivilMinute(2026, 12, 31, 13, 0), absl::CivilMinute(2026, 12, 31, 14, 30)}};
  ASSERT_TRUE(lost.Cancel(ChangeCause::kForceMajeure).ok());
  ASSERT_TRUE(batch.Deliver(std::vector<Session>{lost, kEnded[0]}, 1).ok());
  std::vector<SessionMinutes> minutes = {{"S1", 450, 450}, {"S2", 90, 0}};
  EXPECT_FALSE(batch.Complete(minutes, true, true, kBatchPolicy).ok());
  minutes[1].made_up = 90;
  ASSERT_TRUE(lost.MakeUp(minutes[1].missing()).ok());
  EXPECT_TRUE(batch.Complete(minutes, true, true, kBatchPolicy).ok());
}

}  // namespace
}  // namespace binadaya::scheduling::domain
