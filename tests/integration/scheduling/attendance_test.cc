// Who was there: codes, sheets, verification and corrections.
#include "tests/integration/scheduling/attendance.h"

namespace binadaya::test {
namespace {

using Attendance = AttendanceTest;

TEST_F(Attendance, IsByTheCodeOnTheScreenFromAQuarterOfAnHourBefore) {
  const std::vector<std::string> people = Begun(2);
  const sv::Session session = SessionNo(0);
  At(7, 44, 50);
  const absl::Status early = Scan(session, people[0]).status();
  ASSERT_THAT(early, RefusedBy("CHK-01"));
  EXPECT_EQ(FindingsOf(early)[0].values.at("opens"), "2027-04-08 07:45");
  At(7, 50);
  const auto came = Scan(session, people[0]);
  ASSERT_THAT(came, IsOk());
  EXPECT_EQ(came->at().substr(0, 16), "2027-04-08T07:50");
  EXPECT_FALSE(came->again());
  EXPECT_EQ(came->state(), sv::ATTENDANCE_CHECKED_IN);
  EXPECT_EQ(RowOf(session, people[0]).entries(0).device(), Cat("browser-", people[0]));
  // Within the pause it is the same scan, and a missing exit stays open.
  At(7, 54, 50);
  EXPECT_TRUE(Scan(session, people[0])->again());
  EXPECT_EQ(Seen(session, people[0]), "CHECKED_IN PRESENT 0 open");
  // He leaves and comes back: two stays.
  At(9, 0);
  ASSERT_THAT(Scan(session, people[0]), IsOk());
  At(9, 30);
  ASSERT_THAT(Scan(session, people[0]), IsOk());
  At(10, 1);
  ASSERT_THAT(Scan(session, people[0]), IsOk());
  ASSERT_THAT(DecideSession(session, sv::CLOSE_SESSION), IsOk());
  EXPECT_EQ(Seen(session, people[0]), "CHECKED_OUT PRESENT 90");
  EXPECT_EQ(RowOf(session, people[0]).stays_size(), 2);
}

TEST_F(Attendance, ATicketIsOfOnePersonOneDeviceOneSession) {
  const std::vector<std::string> people = Begun(2);
  const sv::Session session = SessionNo(0), next = SessionNo(1);
  At(7, 50);
  const auto code = Code(session);
  ASSERT_THAT(code, IsOk());
  EXPECT_EQ(code->code().size(), 8u);
  EXPECT_THAT(Open(next, *code, "b"), RefusedBy("CHK-01"));
  const auto ticket = Open(session, *code, "b");
  ASSERT_THAT(ticket, IsOk());
  // The code is looked at when the page is opened: the login may take some minutes.
  At(7, 58);
  EXPECT_THAT(Open(session, *code, "b"), RefusedBy("CHK-05"));
  EXPECT_THAT(Claim(session, ticket->ticket(), people[0], "other"), RefusedBy("CHK-08"));
  EXPECT_THAT(Claim(next, ticket->ticket(), people[0], "b"), RefusedBy("CHK-08"));
  const std::string stranger = city_.Person("LURAH", kKelurahan);
  ASSERT_TRUE(platform_.Settle());
  EXPECT_THAT(Claim(session, ticket->ticket(), stranger, "b"), RefusedBy("CHK-10"));
  ASSERT_THAT(Claim(session, ticket->ticket(), people[0], "b"), IsOk());
  EXPECT_THAT(Claim(session, ticket->ticket(), people[0], "b"), IsOk());
  EXPECT_EQ(RowOf(session, people[0]).entries_size(), 1);
  EXPECT_THAT(Claim(session, ticket->ticket(), people[1], "b"), RefusedBy("CHK-12"));
  // Another ticket of the same browser is told to the committee, and does not block.
  const auto second = Open(session, *Code(session), "b");
  ASSERT_THAT(second, IsOk());
  const auto shared = Claim(session, second->ticket(), people[1], "b");
  ASSERT_THAT(shared, IsOk());
  EXPECT_EQ(RulesIn(shared->warnings()), "CHK-13");
  At(8, 10);
  EXPECT_THAT(Claim(session, second->ticket(), people[1], "b"), RefusedBy("CHK-09"));
  EXPECT_GE(platform_.Metric("scheduling", "binadaya_check_ins_total"), 8);
}

TEST_F(Attendance, ACodeIsOfItsHalfMinuteAndItsSession) {
  const std::vector<std::string> people = Begun(2);
  const sv::Session session = SessionNo(0), next = SessionNo(1);
  At(7, 50);
  const auto shown = Code(session);
  ASSERT_THAT(shown, IsOk());
  At(7, 50, 15);
  const auto ticket = Open(session, *shown, "b");
  ASSERT_THAT(ticket, IsOk());
  At(7, 51, 30);
  EXPECT_THAT(Open(session, *shown, "b"), RefusedBy("CHK-05")) << "photographed, and shown again";
  // Nobody makes a ticket out of another.
  const std::size_t middle = ticket->ticket().size() / 2;
  for (const std::size_t at : {std::size_t{0}, middle, ticket->ticket().size() - 2}) {
    std::string forged = ticket->ticket();
    forged[at] = forged[at] == '1' ? '2' : '1';
    EXPECT_THAT(Claim(session, forged, people[0], "b"), RefusedBy("CHK-08")) << at;
  }
  EXPECT_EQ(RowOf(session, people[0]).entries_size(), 0);
  ASSERT_THAT(Claim(session, ticket->ticket(), people[0], "b"), IsOk());
  ASSERT_THAT(Withdraw(people[1]), IsOk());
  EXPECT_THAT(Scan(session, people[1]), RefusedBy("CHK-11"));
  // Both sessions let people in; each by its own code.
  At(10, 30);
  EXPECT_THAT(Open(next, *Code(session), "b"), RefusedBy("CHK-06"));
  EXPECT_THAT(Open(session, *Code(next), "b"), RefusedBy("CHK-06"));
  EXPECT_THAT(Open(next, *Code(next), "b"), IsOk());
}

TEST_F(Attendance, ASecondScanIsTheFirstWithinItsPauseAlone) {
  const std::vector<std::string> people = Begun(2);
  const sv::Session session = SessionNo(0);
  At(8, 30);
  for (const std::string& person : people) EXPECT_FALSE(Scan(session, person)->again());
  At(8, 34, 30);
  EXPECT_TRUE(Scan(session, people[0])->again());
  EXPECT_EQ(Seen(session, people[0]), "CHECKED_IN LATE 0 open");
  At(8, 36);
  EXPECT_FALSE(Scan(session, people[0])->again()) << "compared to the one that counts";
  EXPECT_FALSE(Scan(session, people[1])->again());
  for (const std::string& person : people) {
    EXPECT_EQ(RowOf(session, person).state(), sv::ATTENDANCE_CHECKED_OUT);
    EXPECT_EQ(RowOf(session, person).stays_size(), 1);
  }
}

TEST_F(Attendance, WrongCodesAreCountedByBrowserAndSession) {
  const std::vector<std::string> people = Begun(1);
  const sv::Session session = SessionNo(0);
  At(8, 0);
  for (int i = 0; i < 10; ++i) {
    sv::CheckInCode wrong = *Code(session);
    wrong.set_code(wrong.code() == "00000000" ? "00000001" : "00000000");
    EXPECT_THAT(Open(session, wrong, "guesser"), RefusedBy("CHK-06"));
  }
  EXPECT_THAT(Open(session, *Code(session), "guesser"), RefusedBy("CHK-07"));
  EXPECT_THAT(Open(session, *Code(session), "another"), IsOk());
}

TEST_F(Attendance, TheSecretGoesWhenNobodyChecksInAnyMore) {
  Begun(1);
  const sv::Session session = SessionNo(0);
  const auto secret = [&] {
    return sql()
        .Query(
            "SELECT coalesce(length(secret), 0) FROM learning_session WHERE id = $1",
            pg::Params(session.id()))
        .Int(0, 0);
  };
  EXPECT_EQ(secret(), 16);
  At(11, 0);
  const sv::CheckInCode last = *Code(session);
  EXPECT_THAT(Open(session, last, "late"), RefusedBy("CHK-02"));
  At(11, 9);
  ASSERT_TRUE(AreSessions("CLOSED RUNNING PLANNED"));
  EXPECT_EQ(secret(), 16);
  At(11, 10);
  EXPECT_TRUE(Eventually([&] { return secret() == 0; }));
  EXPECT_THAT(Code(session), RefusedBy("CHK-14"));
  EXPECT_THAT(Open(session, last, "late"), RefusedBy("CHK-02"));
  const std::string told =
      sql()
          .Query("SELECT count(*) FROM event_log WHERE aggregate_id = $1", pg::Params(session.id()))
          .String(0, 0);
  EXPECT_EQ(told, "4");  // planned, opened, started, closed: by the clock
}

TEST_F(Attendance, OfTheCommitteeGoesBeforeScansAndBothAreKept) {
  const std::vector<std::string> people = Begun(1);
  const sv::Session session = SessionNo(0);
  At(8, 20);
  ASSERT_THAT(Scan(session, people[0]), IsOk());
  At(10, 10);
  ASSERT_THAT(DecideSession(session, sv::CLOSE_SESSION), IsOk());
  ASSERT_THAT(Enter(session, {Entry(people[0], "08:00", "10:00")}), IsOk());
  EXPECT_EQ(Seen(session, people[0]), "CHECKED_OUT PRESENT 120");
  const sv::SheetRow row = RowOf(session, people[0]);
  ASSERT_EQ(row.entries_size(), 2);
  EXPECT_FALSE(row.entries(0).counts());
  EXPECT_TRUE(row.entries(1).counts());
}

TEST_F(Attendance, AMissingEndIsClosedByAPersonWithAReason) {
  const std::vector<std::string> people = Begun(1);
  const sv::Session session = SessionNo(0);
  At(8, 0);
  ASSERT_THAT(Scan(session, people[0]), IsOk());
  At(10, 30);
  ASSERT_THAT(DecideSession(session, sv::CLOSE_SESSION), IsOk());
  EXPECT_THAT(Verify(session), RefusedBy("ATT-41"));
  EXPECT_THAT(CloseStay(session, people[0], "09:00", "panitia", ""), RefusedBy("ATT-22"));
  ASSERT_THAT(CloseStay(session, people[0], "09:40"), IsOk());
  ASSERT_THAT(Verify(session), IsOk());
  EXPECT_EQ(Seen(session, people[0]), "VERIFIED LEFT_EARLY 100");
  EXPECT_THAT(CloseStay(session, people[0], "09:50"), RefusedBy("ATT-25", "ATT-26"));
}

TEST_F(Attendance, NobodyEntersHisOwnOnAnyWay) {
  const std::vector<std::string> people = Begun(2);
  const sv::Session session = SessionNo(0);
  At(8, 0);
  ASSERT_THAT(Scan(session, people[0]), IsOk());
  At(10, 10);
  ASSERT_THAT(DecideSession(session, sv::CLOSE_SESSION), IsOk());
  const std::string own = people[0];
  sv::AttendanceEntry entry = Entry(own, "08:00", "10:00");
  EXPECT_THAT(Enter(session, {entry}, own), RefusedBy("ATT-08"));
  entry.set_method(sv::METHOD_ONLINE);
  EXPECT_THAT(Enter(session, {entry}, own), RefusedBy("ATT-08"));
  entry.set_method(sv::METHOD_QR);
  EXPECT_THAT(Enter(session, {entry}), RefusedBy("ATT-14", "ATT-09"));
  EXPECT_THAT(CloseStay(session, own, "10:00", own), RefusedBy("ATT-24"));
  ASSERT_THAT(CloseStay(session, own, "10:00"), IsOk());
  EXPECT_THAT(Verify(session, own), RefusedBy("ATT-24"));
  ASSERT_THAT(Verify(session), IsOk());
  EXPECT_THAT(Correct(session, own, "08:00", "10:00", own), RefusedBy("ATT-24"));
}

TEST_F(Attendance, IsVerifiedOnceAndByWhatWasSeen) {
  const std::vector<std::string> people = Begun(3);
  const sv::Session session = SessionNo(0);
  At(10, 5);
  EXPECT_THAT(Verify(session), RefusedBy("ATT-40"));
  ASSERT_THAT(DecideSession(session, sv::CLOSE_SESSION), IsOk());
  const std::int64_t seen = Sheet(session)->session().version();
  ASSERT_THAT(
      Enter(
          session, {Entry(people[0], "08:16", "10:00"), Entry(people[1], "08:00", "09:44"),
                    Entry(people[2], "", "", sv::STATEMENT_EXCUSED)}),
      IsOk());
  EXPECT_THAT(Verify(session, "panitia", seen), RefusedBy("VERSION-01"));
  const auto sheet = Verify(session, "panitia", Sheet(session)->session().version());
  ASSERT_THAT(sheet, IsOk());
  EXPECT_TRUE(sheet->session().verified());
  EXPECT_EQ(sheet->session().version(), Sheet(session)->session().version());
  EXPECT_EQ(Seen(session, people[0]), "VERIFIED LATE 104");
  EXPECT_EQ(Seen(session, people[1]), "VERIFIED LEFT_EARLY 104");
  EXPECT_EQ(Seen(session, people[2]), "VERIFIED EXCUSED 0");
  EXPECT_THAT(Verify(session), RefusedBy("ATT-25"));
  EXPECT_EQ(StateOf(people[0]), "ATTENDING");
  EXPECT_EQ(StateOf(people[2]), "CONFIRMED");
  // What comes afterwards is kept, and counts nothing.
  ASSERT_THAT(Enter(session, {Entry(people[0], "08:00", "10:00")}), IsOk());
  EXPECT_EQ(Seen(session, people[0]), "VERIFIED LATE 104");
}

TEST_F(Attendance, OfWhoCameOntoTheBatchLaterIsVerifiedAfterwards) {
  const std::vector<std::string> people = Begun(1);
  const sv::Session session = SessionNo(0);
  At(10, 5);
  ASSERT_THAT(DecideSession(session, sv::CLOSE_SESSION), IsOk());
  WasThere(session, people);
  ASSERT_THAT(Verify(session), IsOk());
  // Somebody was missing on the batch by mistake.
  const std::string late = platform_.Id();
  (void)sql().Query(
      R"(
      INSERT INTO enrolment (id, unit, program, person, batch, state, origin, override, arm, drawn,
                             upheld, selection, turn, rank, candidate)
      SELECT $1, unit, program, $1, batch, 4, origin, override, arm, drawn, upheld, selection, turn,
             99, candidate
      FROM enrolment WHERE person = $2)",
      pg::Params(late, people[0]));
  EXPECT_FALSE(Sheet(session)->session().verified());
  EXPECT_THAT(Correct(session, late, "08:00", "10:00"), RefusedBy("ATT-30"));
  ASSERT_THAT(Enter(session, {Entry(late, "08:00", "10:00")}), IsOk());
  ASSERT_THAT(Verify(session), IsOk());
  EXPECT_EQ(Seen(session, late), "VERIFIED PRESENT 120");
  ASSERT_THAT(Correct(session, late, "09:00", "10:00"), IsOk());
  EXPECT_EQ(Seen(session, late), "VERIFIED LATE 60");
}

TEST_F(Attendance, IsCorrectedForThreeWorkingDaysAlsoOfWhoHasLeft) {
  const std::vector<std::string> people = Begun(2);
  const sv::Session session = SessionNo(0);
  At(10, 5);
  ASSERT_THAT(DecideSession(session, sv::CLOSE_SESSION), IsOk());
  WasThere(session, people);
  ASSERT_THAT(Verify(session), IsOk());
  EXPECT_EQ(RowOf(session, people[0]).correct_until(), "2027-04-13");  // a Thursday, and 3
  ASSERT_THAT(Withdraw(people[0]), IsOk());
  EXPECT_TRUE(RowOf(session, people[0]).left());
  // Holidays that are heard of later change nothing that was decided.
  Holidays({{"2027-04-09", "Cuti bersama (rekaan)"}});
  EXPECT_THAT(Correct(session, people[0], "08:30", "10:00", "panitia", ""), RefusedBy("ATT-22"));
  At(23, 59, 0, absl::CivilDay(2027, 4, 13));
  ASSERT_THAT(Correct(session, people[0], "08:30", "10:00"), IsOk());
  EXPECT_EQ(Seen(session, people[0]), "VERIFIED LATE 90");
  EXPECT_EQ(RowOf(session, people[0]).corrections_size(), 1);
  EXPECT_EQ(RowOf(session, people[0]).entries_size(), 1);
  At(0, 0, 0, absl::CivilDay(2027, 4, 14));
  EXPECT_THAT(Correct(session, people[0], "08:00", "10:00"), RefusedBy("ATT-31"));
}

// Minutes are kept as they were verified, and counted anew by the policy of that day.
TEST_F(Attendance, StaysAsVerifiedWhenPolicyChanges) {
  const std::vector<std::string> people = Begun(1);
  const sv::Session session = SessionNo(0);
  At(10, 5);
  ASSERT_THAT(DecideSession(session, sv::CLOSE_SESSION), IsOk());
  ASSERT_THAT(Enter(session, {Entry(people[0], "08:10", "10:00")}), IsOk());
  ASSERT_THAT(Verify(session), IsOk());
  EXPECT_EQ(Seen(session, people[0]), "VERIFIED PRESENT 110");
  (void)sql().Query("UPDATE policy SET values = '{5,5,5}' WHERE key = 'attendance.minutes'", {});
  platform_.app("scheduling").policies().Forget();
  EXPECT_EQ(Seen(session, people[0]), "VERIFIED PRESENT 110");
  ASSERT_THAT(
      DecideSession(session, sv::CORRECT_SESSION, "08:00", "09:30", sv::CAUSE_SPEAKER), IsOk());
  EXPECT_EQ(Seen(session, people[0]), "VERIFIED PRESENT 80");
}

TEST_F(Attendance, PoliciesHaveBounds) {
  operations::v1::SetPolicyRequest request;
  request.set_request_id(platform_.Id());
  operations::v1::Policy& policy = *request.mutable_policy();
  policy.set_key("checkin.code");
  policy.set_valid_from("2027-01-01");
  for (const double value : {0.0, 5.0, 10.0}) policy.add_values(value);
  policy.set_legal_basis("uji");
  EXPECT_THAT(
      platform_.operations("scheduling").SetPolicy(platform_.Admin(), request),
      RefusedBy("ATT-50"));
}

}  // namespace
}  // namespace binadaya::test
