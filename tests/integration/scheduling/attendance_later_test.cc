// What attendance is like over time: scans beside decisions, batches that nobody is left in, rules
// that are learned late, raw entries that are old.
#include <utility>

#include "tests/integration/scheduling/attendance.h"

namespace binadaya::test {
namespace {

class AttendanceLater : public AttendanceTest {
 protected:
  void SetPolicy(const std::string& key, const std::string& values) {
    (void)sql().Query("UPDATE policy SET values = $2 WHERE key = $1", pg::Params(key, values));
    platform_.app("scheduling").policies().Forget();
  }
  // As the migration has it that keeps rules.
  void AskWhatCompletesIt() {
    (void)sql().Query(
        "INSERT INTO timer (kind, subject, due) VALUES ('rule', $1, '2020-01-01')",
        pg::Params(kProgram));
    ASSERT_TRUE(IsQuiet());
  }
  std::int64_t EntriesOf(const sv::Session& session) {
    return sql()
        .Query("SELECT count(*) FROM attendance_entry WHERE session = $1", pg::Params(session.id()))
        .Int(0, 0);
  }
  std::string FindingsBefore() { return RulesIn(Delivery().findings()); }
};

// A class that leaves does not make old what the committee has read.
TEST_F(AttendanceLater, ScansMakeNoDecisionOld) {
  const std::vector<std::string> people = Begun(3);
  const sv::Session session = SessionNo(0);
  At(7, 50);
  for (const std::string& person : people) ASSERT_THAT(Scan(session, person), IsOk());
  At(10, 1);
  ASSERT_TRUE(Eventually([&] { return SessionNo(0).state() == sv::SESSION_RUNNING; }));
  const std::int64_t read = SessionNo(0).version();
  for (const std::string& person : people) ASSERT_THAT(Scan(session, person), IsOk());
  EXPECT_EQ(SessionNo(0).version(), read);
  const auto closed =
      DecideSession(session, sv::CLOSE_SESSION, "", "", sv::CHANGE_CAUSE_UNSPECIFIED, read);
  ASSERT_THAT(closed, IsOk());
  EXPECT_EQ(closed->version(), SessionNo(0).version());
  // One who comes back as the sheet is read: within the pause, and after it.
  At(10, 20);
  ASSERT_THAT(Scan(session, people[0]), IsOk());
  ASSERT_THAT(Verify(session, "panitia", closed->version()), IsOk());
  EXPECT_EQ(Seen(session, people[0]), "VERIFIED PRESENT 120");
  const auto scans = sql().Query(
      "SELECT count(*) FROM event_log WHERE aggregate_type = 'attendance' AND aggregate_id = $1",
      pg::Params(Of(people[0]).id()));
  EXPECT_EQ(scans.Int(0, 0), 3);
}

// But who has scanned meanwhile is not absent unawares, nor is his session cancelled.
TEST_F(AttendanceLater, WhoHasScannedMeanwhileIsNotSaidToBeAbsentUnseen) {
  const std::vector<std::string> people = Begun(2);
  const sv::Session session = SessionNo(0);
  At(7, 50);
  ASSERT_THAT(Scan(session, people[0]), IsOk());
  At(8, 30);
  for (const sv::Statement denied : {sv::STATEMENT_ABSENT, sv::STATEMENT_EXCUSED})
    EXPECT_THAT(Enter(session, {Entry(people[0], "", "", denied)}), RefusedBy("ATT-17"));
  EXPECT_EQ(EntriesOf(session), 1);
  EXPECT_THAT(Enter(session, {Entry(people[1], "", "", sv::STATEMENT_ABSENT)}), IsOk());
  sv::AttendanceEntry seen = Entry(people[0], "", "", sv::STATEMENT_ABSENT);
  seen.set_scans(1);
  EXPECT_THAT(Enter(session, {seen}), IsOk()) << "the committee goes before what it has seen";
  EXPECT_EQ(Seen(session, people[0]), "ABSENT ABSENT 0");
  EXPECT_EQ(EntriesOf(session), 3);
  const auto cancel = [&](int scans) {
    return DecideSession(session, sv::CANCEL_SESSION, "", "", sv::CAUSE_FORCE_MAJEURE, 0, scans);
  };
  EXPECT_THAT(cancel(0), RefusedBy("SES-25"));
  EXPECT_TRUE(Eventually([&] { return SessionNo(0).state() == sv::SESSION_RUNNING; }));
  EXPECT_THAT(cancel(1), IsOk());
}

// What another of the committee has written does.
TEST_F(AttendanceLater, EntriesOfTheCommitteeMakeDecisionsOld) {
  const std::vector<std::string> people = Begun(1);
  const sv::Session session = SessionNo(0);
  At(10, 1);
  ASSERT_THAT(DecideSession(session, sv::CLOSE_SESSION), IsOk());
  const std::int64_t read = SessionNo(0).version();
  WasThere(session, people);
  EXPECT_THAT(Verify(session, "panitia", read), RefusedBy("VERSION-01"));
}

TEST_F(AttendanceLater, ABatchThatNobodyIsLeftInIsNotDeliveredAndMayBeCancelled) {
  const std::vector<std::string> people = Begun(1);
  At(9, 0);
  ASSERT_THAT(Withdraw(people[0]), IsOk());
  At(18, 0);
  ASSERT_TRUE(AreSessions("CLOSED CLOSED CLOSED"));
  EXPECT_EQ(Shown(batch_).state(), sv::BATCH_RUNNING);
  EXPECT_EQ(FindingsBefore(), "BATCH-37");
  Cancel(batch_);
  EXPECT_EQ(Shown(batch_).state(), sv::BATCH_CANCELLED);
}

TEST_F(AttendanceLater, TheLastWhoLeavesTakesADeliveredBatchBack) {
  const std::vector<std::string> people = Begun(1);
  At(18, 0);
  ASSERT_TRUE(Becomes(sv::BATCH_DELIVERED));
  ASSERT_THAT(Withdraw(people[0]), IsOk());
  EXPECT_TRUE(Becomes(sv::BATCH_RUNNING));
  EXPECT_EQ(FindingsBefore(), "BATCH-37");
  Cancel(batch_);
}

// The one who was waited for is gone: nothing else has to happen.
TEST_F(AttendanceLater, WhoLeavesIsWaitedForNoMore) {
  CompletesWith(0.85, "sepuluh butir");
  const std::vector<std::string> people = Begun(2);
  AllHeld(people, {people[1]});
  ASSERT_EQ(StateOf(people[0]), "ATTENDING");  // his test is waited for
  ASSERT_EQ(StateOf(people[1]), "NO_SHOW");
  ASSERT_EQ(Shown(batch_).state(), sv::BATCH_DELIVERED);
  ASSERT_THAT(Withdraw(people[0]), IsOk());
  EXPECT_TRUE(Becomes(sv::BATCH_COMPLETED));
}

TEST_F(AttendanceLater, WhatCompletesAProgramIsAskedOfNeeds) {
  const std::vector<std::string> people = Begun(2);
  AllHeld(people, {people[1]});
  AskWhatCompletesIt();  // which does not know it
  EXPECT_EQ(Outcome(people[0]), "PENDING 315 0");
  EXPECT_EQ(RulesIn(Completion(people[0]).findings()), "CMP-08");
  EXPECT_EQ(StateOf(people[1]), "NO_SHOW");
  NeedsKnows(0.85);
  AskWhatCompletesIt();
  EXPECT_TRUE(Becomes(sv::BATCH_COMPLETED));
  EXPECT_EQ(Outcome(people[0]), "COMPLETED 315 7");
  EXPECT_EQ(Completion(people[0]).attendance_min(), 0.85);
  // What a program says itself afterwards is newer, and of later batches.
  AskWhatCompletesIt();
  EXPECT_EQ(Outcome(people[0]), "COMPLETED 315 7");
}

TEST_F(AttendanceLater, TestsAreNotWaitedForWhereTheyAreKeptElsewhere) {
  SetPolicy("completion.tests", "{0}");
  CompletesWith(0.85, "sepuluh butir");
  const std::vector<std::string> people = Begun(1);
  SetPolicy("completion.tests", "{1}");  // of later batches
  AllHeld(people);
  EXPECT_EQ(Outcome(people[0]), "COMPLETED 315 7");
  EXPECT_EQ(Shown(batch_).state(), sv::BATCH_COMPLETED);
}

TEST_F(AttendanceLater, RawEntriesGoAfterFiveYearsWhenNothingCanBePutRightByThem) {
  CompletesWith(0.85);
  const std::vector<std::string> people = Begun(2);
  At(16, 30);
  ASSERT_TRUE(AreSessions("CLOSED CLOSED CLOSED"));
  const std::vector<sv::Session> all = {SessionNo(0), SessionNo(1), SessionNo(2)};
  for (const sv::Session& session : all) WasThere(session, people);
  ASSERT_THAT(Verify(all[0]), IsOk());
  ASSERT_THAT(Verify(all[1]), IsOk());
  // The first is one day too young, the last was never verified.
  for (const auto& [session, days] : {std::pair(0, 1826), {1, 1828}, {2, 1828}}) {
    const std::string& id = all[static_cast<std::size_t>(session)].id();
    (void)sql().Query(
        R"(
        UPDATE learning_session
        SET starts = starts - make_interval(days => $2::int), ends = ends - make_interval(days => $2::int),
          correct_until = correct_until - $2::int - 30
        WHERE id = $1)",
        pg::Params(id, days));
    (void)sql().Query(
        "UPDATE attendance SET correct_until = correct_until - $2::int - 30 WHERE session = $1",
        pg::Params(id, days));
  }
  // One row of the second was verified late, and may be corrected still.
  (void)sql().Query(
      R"(
      UPDATE attendance
      SET correct_until = correct_until + 1828
      WHERE session = $1 AND enrolment = (SELECT max(enrolment::text)::uuid FROM attendance))",
      pg::Params(all[1].id()));
  ASSERT_TRUE(Purge());
  EXPECT_EQ(EntriesOf(all[1]), 1);
  EXPECT_EQ(EntriesOf(all[0]), 2);
  EXPECT_EQ(EntriesOf(all[2]), 2);
  EXPECT_EQ(Seen(all[1], people[0]), "VERIFIED PRESENT 105");
  EXPECT_EQ(RowOf(all[1], people[0]).verified_by(), "panitia");
  EXPECT_EQ(Completion(people[0]).credited(), 225);
  // What was cancelled can be verified no more.
  (void)sql().Query(
      "UPDATE learning_session SET state = 8, took_from = NULL, took_until = NULL WHERE id = $1",
      pg::Params(all[2].id()));
  ASSERT_TRUE(Purge());
  EXPECT_EQ(EntriesOf(all[2]), 0);
  EXPECT_EQ(EntriesOf(all[1]), 1);
  // Of a batch that was cancelled nothing counts any more.
  sql().Execute("UPDATE batch SET state = 11");
  ASSERT_TRUE(Purge());
  EXPECT_EQ(EntriesOf(all[1]), 0);
  EXPECT_EQ(EntriesOf(all[0]), 2);
}

// Two programs run side by side while one replaces the other.
TEST_F(AttendanceLater, AMakeUpThatAnOlderProgramPlannedIsWhereItIsBooked) {
  (void)Begun(1);
  ASSERT_THAT(DecideSession(SessionNo(2), sv::CANCEL_SESSION, "", "", sv::CAUSE_SPEAKER), IsOk());
  const auto made = PlanMakeUp(SessionNo(2), SlotOf("2027-04-09T08:00", "2027-04-09T09:30"));
  ASSERT_THAT(made, IsOk());
  sql().Execute("UPDATE learning_session SET venue = NULL, speaker = NULL");
  const sv::Session shown = SessionNo(3);
  EXPECT_EQ(shown.id(), made->id());
  EXPECT_NE(made->venue(), "");
  EXPECT_EQ(shown.venue(), made->venue());
  EXPECT_EQ(shown.speaker(), made->speaker());
  EXPECT_EQ(SessionNo(0).venue(), "") << "of others the rundown says it";
}

// A database as it was before attendance was kept, with a batch that runs and one that is over.
TEST_F(AttendanceLater, BatchesThatHadBegunBeforeItWasKeptGetTheirSessions) {
  const std::vector<std::string> people = People("LURAH", kKelurahan, 2);
  head_ = city_.Head(kKelurahan);
  const sv::Batch over = OnDay("2027-04-06", 1);
  batch_ = OnDay("2027-04-08", 1);
  selection_ = Selected({over, batch_});
  for (const sv::Batch& batch : {over, batch_}) Publish(batch);
  for (const std::string& person : people) Confirm(person);
  At(9, 0);
  ASSERT_TRUE(Becomes(sv::BATCH_RUNNING));
  ASSERT_TRUE(Eventually([&] { return Shown(over).state() == sv::BATCH_DELIVERED; }));
  platform_.Stop("scheduling");
  sql().Execute(R"(
      DROP TABLE speaker_rating, wrong_code, device, attendance, attendance_entry, learning_session;
      ALTER TABLE program
        DROP attendance_min, DROP pass_mark, DROP pre_test, DROP post_test, DROP action_plan,
        DROP form;
      ALTER TABLE batch DROP completion;
      ALTER TABLE enrolment DROP outcome;
      DELETE FROM policy
      WHERE key ~ '^(checkin|attendance|session|fidelity|completion)[.]'
        OR key IN ('speaker.rating', 'retention.attendance_days', 'retention.rating_days');
      DELETE FROM timer WHERE kind = 'batch';
      DELETE FROM schema_migration WHERE name ~ '^000[67]_attendance|^0013_speaker|^0015_make')");
  platform_.Restart("scheduling");
  EXPECT_TRUE(AreSessions("RUNNING PLANNED PLANNED"));
  ASSERT_THAT(
      Scan(SessionNo(0), Of(people[0]).batch() == batch_.id() ? people[0] : people[1]), IsOk());
  // What was over took place as planned, and can be put right from now on.
  const sv::Batch running = std::exchange(batch_, over);
  EXPECT_TRUE(AreSessions("CLOSED CLOSED CLOSED"));
  EXPECT_EQ(SessionNo(0).correct_until(), "2027-04-13");
  EXPECT_TRUE(Becomes(sv::BATCH_DELIVERED));
  EXPECT_EQ(FindingsBefore(), "BATCH-28 BATCH-29");
  EXPECT_EQ(Shown(running).state(), sv::BATCH_RUNNING);
}

}  // namespace
}  // namespace binadaya::test
