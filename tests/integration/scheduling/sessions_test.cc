// What of a batch took place, what is made up, and what everybody made of it.
#include "tests/integration/scheduling/attendance.h"

namespace binadaya::test {
namespace {

using ::testing::ElementsAre;

using Sessions = AttendanceTest;

TEST_F(Sessions, GoByTheClockAndCloseAsPlannedIfNobodySaysOtherwise) {
  CompletesWith(0.85);
  Begun(1);
  EXPECT_EQ(SessionStates(), "PLANNED PLANNED PLANNED");
  At(7, 45);
  EXPECT_TRUE(AreSessions("OPEN PLANNED PLANNED"));
  At(8, 0);
  EXPECT_TRUE(AreSessions("RUNNING PLANNED PLANNED"));
  At(10, 59);
  EXPECT_TRUE(AreSessions("RUNNING RUNNING PLANNED"));
  At(11, 0);
  EXPECT_TRUE(AreSessions("CLOSED RUNNING PLANNED"));
  EXPECT_EQ(SessionNo(0).correct_until(), "2027-04-13");
  At(16, 0);
  EXPECT_TRUE(Becomes(sv::BATCH_DELIVERED));
  const sv::Delivery delivery = Delivery();
  EXPECT_EQ(delivery.planned(), 315);
  EXPECT_EQ(delivery.delivered(), 315);
  EXPECT_EQ(RulesIn(delivery.findings()), "BATCH-28 BATCH-29");
}

TEST_F(Sessions, AreDecidedByTheCommitteeWithBoundsAndVersions) {
  CompletesWith(0.85);
  Begun(1);
  const sv::Session session = SessionNo(0);
  EXPECT_THAT(DecideSession(session, sv::CLOSE_SESSION), RefusedBy("SES-03", "SES-12"));
  At(10, 0);
  EXPECT_THAT(DecideSession(session, sv::CLOSE_SESSION, "08:00", "10:30"), RefusedBy("SES-12"));
  At(10, 30);
  ASSERT_TRUE(Eventually([&] { return SessionNo(0).version() > session.version(); }));
  EXPECT_THAT(DecideSession(session, sv::CLOSE_SESSION, "08:00", "09:30"), RefusedBy("SES-13"));
  EXPECT_THAT(DecideSession(session, sv::CLOSE_SESSION, "05:59", "10:00"), RefusedBy("SES-18"));
  EXPECT_THAT(DecideSession(session, sv::CUT_SESSION_SHORT, "08:00", "09:30"), RefusedBy("SES-15"));
  EXPECT_THAT(
      DecideSession(
          session, sv::CUT_SESSION_SHORT, "08:00", "09:30", sv::CAUSE_SPEAKER, session.version()),
      RefusedBy("VERSION-01"));  // the clock has opened and started it since
  const auto cut = DecideSession(
      session, sv::CUT_SESSION_SHORT, "08:00", "09:30", sv::CAUSE_SPEAKER, SessionNo(0).version());
  ASSERT_THAT(cut, IsOk());
  EXPECT_EQ(cut->missing(), 30);
  EXPECT_EQ(cut->version(), SessionNo(0).version());
  At(9, 0, 0, absl::CivilDay(2027, 4, 14));
  EXPECT_THAT(DecideSession(session, sv::CORRECT_SESSION), RefusedBy("SES-22"));
}

TEST_F(Sessions, OutcomesAreDecidedByTheClockToo) {
  CompletesWith(0.85);
  const std::vector<std::string> people = Begun(2);
  At(14, 45);
  ASSERT_THAT(DecideSession(SessionNo(2), sv::CLOSE_SESSION), IsOk());
  ASSERT_TRUE(AreSessions("CLOSED CLOSED CLOSED"));
  for (int i = 0; i < 3; ++i) {
    WasThere(SessionNo(i), people, {people[1]});
    ASSERT_THAT(Verify(SessionNo(i)), IsOk());
  }
  // The closing ceremony is still to come.
  EXPECT_EQ(Shown(batch_).state(), sv::BATCH_RUNNING);
  EXPECT_EQ(Outcome(people[0]), "PENDING 315 0");
  At(16, 0);
  EXPECT_TRUE(Becomes(sv::BATCH_COMPLETED));
  EXPECT_EQ(StateOf(people[0]), "COMPLETED");
  EXPECT_EQ(Outcome(people[0]), "COMPLETED 315 7");
  EXPECT_EQ(StateOf(people[1]), "NO_SHOW");
  EXPECT_EQ(Seen(SessionNo(0), people[0]), "CREDITED PRESENT 120");
  const auto told = ToldOf<sv::EnrolmentCompleted>("completed", Of(people[0]).id());
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].outcome(), sv::ENROLMENT_COMPLETED);
  EXPECT_EQ(told[0].jp(), 7);
  EXPECT_EQ(told[0].minutes(), 315);
  EXPECT_EQ(told[0].form(), "KL05");
  const auto missed = ToldOf<sv::EnrolmentCompleted>("completed", Of(people[1]).id());
  ASSERT_EQ(missed.size(), 1u);
  EXPECT_THAT(
      std::vector<std::string>(missed[0].reasons().begin(), missed[0].reasons().end()),
      ElementsAre("CMP-01"));
}

TEST_F(Sessions, ABatchWithoutLearningIsNotDeliveredAndMayBeCancelled) {
  Begun(1);
  for (int i = 0; i < 3; ++i) {
    ASSERT_THAT(
        DecideSession(SessionNo(i), sv::CANCEL_SESSION, "", "", sv::CAUSE_FORCE_MAJEURE), IsOk());
  }
  At(18, 0);
  ASSERT_TRUE(IsQuiet());
  EXPECT_EQ(Shown(batch_).state(), sv::BATCH_RUNNING);
  EXPECT_EQ(RulesIn(Delivery().findings()), "BATCH-36");
  Cancel(batch_);
  EXPECT_EQ(Shown(batch_).state(), sv::BATCH_CANCELLED);
}

// The clock delivered it, but nothing of it took place.
TEST_F(Sessions, ThatNeverTookPlaceTakeTheBatchBack) {
  Begun(1);
  At(18, 0);
  ASSERT_TRUE(Becomes(sv::BATCH_DELIVERED));
  for (int i = 0; i < 3; ++i) {
    ASSERT_THAT(
        DecideSession(SessionNo(i), sv::CANCEL_SESSION, "", "", sv::CAUSE_FORCE_MAJEURE), IsOk());
  }
  EXPECT_EQ(Shown(batch_).state(), sv::BATCH_RUNNING);
  Cancel(batch_);
}

TEST_F(Sessions, WhoWasExcusedFromEverythingHasWithdrawnAndMayComeAgain) {
  CompletesWith(0.85);
  const std::vector<std::string> people = Begun(2);
  AllHeld(people, {people[1]}, true);
  ASSERT_TRUE(Becomes(sv::BATCH_COMPLETED));
  EXPECT_EQ(StateOf(people[0]), "COMPLETED");
  EXPECT_EQ(Standing(kProgram, people[1]), "WITHDRAWN END_EXCUSED");
  // The next batch: SEL-03 bars who was trained, and nobody else.
  const sv::Batch next = OnDay("2027-05-11", 2);
  const sv::Selection again = Selected({next});
  EXPECT_EQ(again.chosen(), 1);
  EXPECT_EQ(StateOf(people[1]), "WAITLISTED");
  EXPECT_EQ(StateOf(people[0]), "COMPLETED");
  // What is put right since opens the outcomes of the others, and stands in nobody's way.
  ASSERT_THAT(
      DecideSession(SessionNo(1), sv::CORRECT_SESSION, "10:15", "11:00", sv::CAUSE_SPEAKER),
      IsOk());
  EXPECT_EQ(StateOf(people[0]), "ATTENDING");
  EXPECT_EQ(StateOf(people[1]), "WAITLISTED");
}

TEST_F(Sessions, WhatTestsAreAskedForWaitsForThem) {
  CompletesWith(0.85, "sepuluh butir");
  const std::vector<std::string> people = Begun(2);
  AllHeld(people, {people[1]});
  EXPECT_EQ(StateOf(people[0]), "ATTENDING");
  EXPECT_EQ(Outcome(people[0]), "PENDING 315 0");
  EXPECT_EQ(RulesIn(Completion(people[0]).findings()), "CMP-03");
  EXPECT_EQ(StateOf(people[1]), "NO_SHOW");
  EXPECT_EQ(Shown(batch_).state(), sv::BATCH_DELIVERED);
  EXPECT_EQ(RulesIn(Delivery().findings()), "BATCH-29");
  // Whose outcome is open takes part, and is not chosen for another batch meanwhile.
  const sv::Selection again = Selected({OnDay("2027-05-11", 2)});
  EXPECT_EQ(again.chosen(), 1);
  EXPECT_EQ(StateOf(people[1]), "WAITLISTED");
}

TEST_F(Sessions, AReactionIsWaitedForWherePolicyAsksForIt) {
  (void)sql().Query("UPDATE policy SET values = '{1}' WHERE key = 'completion.reaction'", {});
  platform_.app("scheduling").policies().Forget();
  CompletesWith(0.85);
  const std::vector<std::string> people = Begun(1);
  AllHeld(people);
  EXPECT_EQ(RulesIn(Completion(people[0]).findings()), "CMP-04");
  EXPECT_EQ(StateOf(people[0]), "ATTENDING");
}

TEST_F(Sessions, AProgramThatHasNotSaidWhatCompletesItIsWaitedFor) {
  const std::vector<std::string> people = Begun(1);
  AllHeld(people);
  EXPECT_EQ(StateOf(people[0]), "ATTENDING");
  EXPECT_EQ(RulesIn(Completion(people[0]).findings()), "CMP-08");
  EXPECT_FALSE(Completion(people[0]).has_attendance_min());
  CompletesWith(1.0);
  EXPECT_TRUE(Becomes(sv::BATCH_COMPLETED));
  EXPECT_EQ(Outcome(people[0]), "COMPLETED 315 7");
  // What decides a batch stays as it was, whatever the program asks of later ones.
  CompletesWith(0.5, "sepuluh butir");
  ASSERT_TRUE(IsQuiet());
  EXPECT_EQ(Outcome(people[0]), "COMPLETED 315 7");
}

TEST_F(Sessions, ACorrectionDecidesAnew) {
  CompletesWith(0.85);
  const std::vector<std::string> people = Begun(1);
  AllHeld(people);
  ASSERT_EQ(Outcome(people[0]), "COMPLETED 315 7");
  ASSERT_THAT(Correct(SessionNo(2), people[0]), IsOk());
  EXPECT_EQ(Outcome(people[0]), "ATTENDED_ONLY 225 0");
  EXPECT_EQ(StateOf(people[0]), "ATTENDED_ONLY");
  EXPECT_EQ(Completion(people[0]).make_up_size(), 1);
  EXPECT_EQ(Completion(people[0]).make_up(0).minutes(), 43);  // 268 of 315
  ASSERT_THAT(Correct(SessionNo(2), people[0], "13:00", "13:43"), IsOk());
  EXPECT_EQ(Outcome(people[0]), "COMPLETED 268 5");
  EXPECT_EQ(ToldOf<sv::EnrolmentCompleted>("completed", Of(people[0]).id()).back().minutes(), 268);
  for (int i = 0; i < 3; ++i) ASSERT_THAT(Correct(SessionNo(i), people[0]), IsOk());
  EXPECT_EQ(StateOf(people[0]), "NO_SHOW");
}

TEST_F(Sessions, MakeUpIsAskedForWhereMinutesAreMissingAndHasAWayBack) {
  CompletesWith(0.85);
  const std::vector<std::string> people = Begun(1);
  At(12, 30);
  ASSERT_THAT(
      DecideSession(SessionNo(1), sv::CUT_SESSION_SHORT, "10:15", "11:00", sv::CAUSE_SPEAKER),
      IsOk());
  sv::Delivery delivery = Delivery();
  At(18, 0);
  ASSERT_TRUE(Becomes(sv::BATCH_DELIVERED));
  delivery = Delivery();
  EXPECT_EQ(delivery.delivered(), 255);
  ASSERT_EQ(delivery.make_up_size(), 1);
  EXPECT_EQ(delivery.make_up(0).session(), SessionNo(1).id());
  EXPECT_EQ(delivery.make_up(0).minutes(), 29);  // 284 of 315
  EXPECT_NEAR(delivery.stability(), 1 - 60.0 / 315, 1e-9);
  EXPECT_NEAR(delivery.change_rate(), 1.0 / 3, 1e-9);
  for (int i = 0; i < 3; ++i) {
    WasThere(SessionNo(i), people);
    ASSERT_THAT(Verify(SessionNo(i)), IsOk());
  }
  EXPECT_EQ(RulesIn(Delivery().findings()), "BATCH-27 BATCH-29");
  EXPECT_EQ(StateOf(people[0]), "ATTENDING");

  const sv::Session lost = SessionNo(1);
  EXPECT_THAT(PlanMakeUp(lost, Minutes("06:00", "07:00")), RefusedBy("SES-16"));
  // Half of it, by mistake: it holds hall and speaker until it is cancelled.
  const auto wrong = PlanMakeUp(lost, SlotOf("2027-04-09T08:30", "2027-04-09T09:00"));
  ASSERT_THAT(wrong, IsOk());
  const sv::Slot slot = SlotOf("2027-04-09T08:00", "2027-04-09T09:00");
  EXPECT_THAT(RulesOf(PlanMakeUp(lost, slot).status()), ElementsAre("SC-09", "SC-09", "SC-03"));
  ASSERT_THAT(DecideSession(*wrong, sv::CANCEL_SESSION, "", "", sv::CAUSE_VENUE), IsOk());
  const auto made = PlanMakeUp(lost, slot);
  ASSERT_THAT(made, IsOk());
  EXPECT_THAT(
      PlanMakeUp(lost, SlotOf("2027-04-09T10:00", "2027-04-09T11:00")), RefusedBy("SES-24"));
  EXPECT_EQ(Shown(batch_).state(), sv::BATCH_DELIVERED);
  At(10, 0, 0, absl::CivilDay(2027, 4, 9));
  EXPECT_TRUE(AreSessions("CLOSED MADE_UP CLOSED CLOSED CANCELLED"));
  EXPECT_EQ(Delivery().delivered(), 315);
  EXPECT_EQ(StateOf(people[0]), "ATTENDING");  // its sheet is open
  sv::AttendanceEntry entry = Entry(people[0]);
  entry.set_from("2027-04-09T08:00");
  entry.set_until("2027-04-09T09:00");
  ASSERT_THAT(Enter(*made, {entry}), IsOk());
  ASSERT_THAT(Verify(*made), IsOk());
  EXPECT_TRUE(Becomes(sv::BATCH_COMPLETED));
  EXPECT_EQ(Outcome(people[0]), "COMPLETED 315 7");

  // It took half the time only: minutes are missing again.
  sv::DecideSessionRequest correct;
  correct.set_request_id(platform_.Id());
  correct.set_unit(kUnit);
  correct.set_session(made->id());
  correct.set_decision(sv::CORRECT_SESSION);
  *correct.mutable_took_place() = SlotOf("2027-04-09T08:00", "2027-04-09T08:20");
  correct.set_cause(sv::CAUSE_VENUE);
  correct.set_reason("ruang dipakai");
  ASSERT_THAT(client().DecideSession(Organiser(), correct), IsOk());
  EXPECT_EQ(SessionStates(), "CLOSED CUT_SHORT CLOSED CUT_SHORT CANCELLED");
  EXPECT_EQ(Delivery().delivered(), 275);
  EXPECT_EQ(Shown(batch_).state(), sv::BATCH_DELIVERED);
  EXPECT_EQ(StateOf(people[0]), "ATTENDING");
}

// Not while their unit may let nobody go.
TEST_F(Sessions, AreMadeUpWhenWhoTakesPartMayBeAway) {
  Begun(1);
  ASSERT_THAT(DecideSession(SessionNo(2), sv::CANCEL_SESSION, "", "", sv::CAUSE_SPEAKER), IsOk());
  sv::SetBlackoutRequest blackout;
  blackout.set_request_id(platform_.Id());
  blackout.set_unit(kKelurahan);
  *blackout.mutable_slot() = SlotOf("2027-04-09T00:00", "2027-04-10T00:00");
  blackout.set_reason("Musrenbang");
  const Call hr = platform_.As("kepegawaian", {{v1::UNIT_HR_OFFICER, "/"}});
  ASSERT_THAT(client().SetBlackout(hr, blackout), IsOk());
  EXPECT_THAT(
      PlanMakeUp(SessionNo(2), SlotOf("2027-04-09T08:00", "2027-04-09T09:30")),
      RefusedBy("SVC-05"));
  EXPECT_THAT(PlanMakeUp(SessionNo(2), SlotOf("2027-04-12T08:00", "2027-04-12T09:30")), IsOk());
}

// The service was away for ten days: what closed by itself meanwhile can be put right from now on.
TEST_F(Sessions, ThatCloseLateCanBePutRightFromThenOn) {
  Begun(1);
  At(9, 0, 0, absl::CivilDay(2027, 4, 19));
  ASSERT_TRUE(AreSessions("CLOSED CLOSED CLOSED"));
  EXPECT_EQ(SessionNo(0).correct_until(), "2027-04-22");  // three working days
  EXPECT_THAT(DecideSession(SessionNo(0), sv::CANCEL_SESSION, "", "", sv::CAUSE_SPEAKER), IsOk());
}

// One session fell away, and was made up: whoever had letters for all that took place was not
// absent.
TEST_F(Sessions, ThatFellAwayWantNoLetter) {
  CompletesWith(0.85);
  const std::vector<std::string> people = Begun(1);
  ASSERT_THAT(DecideSession(SessionNo(2), sv::CANCEL_SESSION, "", "", sv::CAUSE_SPEAKER), IsOk());
  At(18, 0);
  ASSERT_TRUE(Becomes(sv::BATCH_DELIVERED));
  const auto made = PlanMakeUp(SessionNo(2), SlotOf("2027-04-09T08:00", "2027-04-09T09:30"));
  ASSERT_THAT(made, IsOk());
  At(11, 0, 0, absl::CivilDay(2027, 4, 9));
  ASSERT_TRUE(AreSessions("CLOSED CLOSED MADE_UP CLOSED"));
  for (const sv::Session& session : {SessionNo(0), SessionNo(1), *made}) {
    WasThere(session, people, people, true);
    ASSERT_THAT(Verify(session), IsOk());
  }
  EXPECT_TRUE(Eventually([&] { return StateOf(people[0]) == "WITHDRAWN"; }))
      << StateOf(people[0]) << " " << RulesIn(Delivery().findings());
}

TEST_F(Sessions, ThatAreMadeUpNextWeekPutOffNothingThatIsDueToday) {
  CompletesWith(0.85);
  (void)Begun(1);
  ASSERT_THAT(DecideSession(SessionNo(2), sv::CANCEL_SESSION, "", "", sv::CAUSE_SPEAKER), IsOk());
  At(15, 45);
  ASSERT_TRUE(AreSessions("CLOSED CLOSED CANCELLED"));
  ASSERT_THAT(PlanMakeUp(SessionNo(2), SlotOf("2027-04-15T08:00", "2027-04-15T09:30")), IsOk());
  EXPECT_EQ(Shown(batch_).state(), sv::BATCH_RUNNING);
  At(16, 1);
  EXPECT_TRUE(Becomes(sv::BATCH_DELIVERED));
}

TEST_F(Sessions, WaitForTheirSheetsFromWhenTheyAreOver) {
  const std::vector<std::string> people = Begun(1);
  EXPECT_TRUE(Awaited("attendance sheet", 0));
  const sv::Session session = SessionNo(0);
  At(10, 5);
  ASSERT_THAT(DecideSession(session, sv::CLOSE_SESSION), IsOk());
  EXPECT_TRUE(Awaited("attendance sheet", 1))
      << "of one who confirmed, and whose minutes nobody has verified";
  WasThere(session, people);
  ASSERT_THAT(Verify(session), IsOk());
  EXPECT_TRUE(Awaited("attendance sheet", 0));
}

TEST_F(Sessions, WaitForTheirSpeakersUntilTheyAreOver) {
  CompletesWith(0.85);
  (void)Begun(1);
  sv::InviteSpeakersRequest request;
  request.set_request_id(platform_.Id());
  request.set_unit(kUnit);
  request.set_batch(batch_.id());
  ASSERT_THAT(client().InviteSpeakers(Organiser(), request), IsOk());
  EXPECT_TRUE(Awaited("speaker", 3));
  At(18, 0);
  ASSERT_TRUE(Becomes(sv::BATCH_DELIVERED));
  EXPECT_TRUE(Awaited("speaker", 0)) << "nobody has answered, and nobody can";
}

// Nobody makes his own minutes more by saying that a session was longer.
TEST_F(Sessions, AreNotPutRightByWhomItWouldCredit) {
  const std::vector<std::string> people = Begun(2);
  const sv::Session session = SessionNo(0);
  At(10, 5);
  ASSERT_THAT(DecideSession(session, sv::CLOSE_SESSION), IsOk());
  WasThere(session, people);
  ASSERT_THAT(Verify(session), IsOk());
  sv::DecideSessionRequest correct;
  correct.set_request_id(platform_.Id());
  correct.set_unit(kUnit);
  correct.set_session(session.id());
  correct.set_decision(sv::CORRECT_SESSION);
  *correct.mutable_took_place() = Minutes("08:30", "10:00");
  correct.set_cause(sv::CAUSE_SPEAKER);
  correct.set_reason("mulai terlambat");
  EXPECT_THAT(client().DecideSession(Committee(people[0]), correct), RefusedBy("ATT-24"));
  correct.set_request_id(platform_.Id());
  EXPECT_THAT(client().DecideSession(Organiser(), correct), IsOk());
  EXPECT_EQ(RowOf(session, people[0]).minutes(), 90);
}

TEST_F(Sessions, OfACancelledBatchKeepWhatWasAttended) {
  const std::vector<std::string> people = Begun(2);
  const sv::Session session = SessionNo(0);
  At(10, 5);
  ASSERT_THAT(DecideSession(session, sv::CLOSE_SESSION), IsOk());
  WasThere(session, people, {people[1]});
  ASSERT_THAT(Verify(session), IsOk());
  Cancel(batch_);
  EXPECT_EQ(SessionStates(), "CLOSED CANCELLED CANCELLED");
  EXPECT_EQ(Delivery().delivered(), 120);
  EXPECT_EQ(StateOf(people[0]), "WAITLISTED");
  const sv::SheetRow row = RowOf(session, people[0]);
  EXPECT_TRUE(row.left());
  EXPECT_EQ(row.minutes(), 120);
  EXPECT_EQ(row.entries_size(), 1);
  EXPECT_THAT(Verify(session), RefusedBy("SES-20"));
  EXPECT_EQ(Completion(people[0]).status(), sv::COMPLETION_PENDING);
}

TEST_F(Sessions, AreSeenByTheirUnitAlone) {
  Begun(1);
  const sv::Session session = SessionNo(0);
  sv::GetSheetRequest request;
  request.set_unit(kOther);
  request.set_session(session.id());
  EXPECT_THAT(client().GetSheet(Auditor(), request), HasCode(absl::StatusCode::kNotFound));
  sv::GetCheckInCodeRequest code;
  code.set_unit(kOther);
  code.set_session(session.id());
  EXPECT_THAT(client().GetCheckInCode(Organiser(), code), HasCode(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace binadaya::test
