#include "services/scheduling/domain/attendance.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/scheduling/attendance_sheet.h"
#include "tests/unit/scheduling/findings_told.h"

namespace binadaya::scheduling::domain::sheet {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Excused, WithADocumentIsNeitherAbsentNorCredited) {
  Attendance attendance = Scanned({Second(8, 0), Second(9, 30)});
  ASSERT_TRUE(
      attendance.Take(OnSheet("a", {}, {}, Statement::kExcused), true, kOver, kAttendance).ok());
  EXPECT_EQ(Credited(attendance), (Credit{Presence::kExcused, 0, 0, 0, false}));
  Entry bare = OnSheet("b", {}, {}, Statement::kExcused);
  bare.document.clear();
  EXPECT_THAT(
      FindingsTold(attendance.Take(bare, true, kOver, kAttendance).status()),
      ElementsAre("ATT-06 document"));
}

std::vector<std::string> TakeTold(const Entry& entry, const SessionTime& time = kAhead) {
  Attendance attendance =
      Of({OnSheet("known", Second(8, 0), Second(9, 0)), ScanAt("scan", Second(8, 0))});
  const std::size_t before = attendance.entries.size();
  const absl::StatusOr<Attendance::Taken> taken = attendance.Take(entry, true, time, kAttendance);
  EXPECT_EQ(attendance.entries.size(), before + (taken.ok() ? 1 : 0));
  if (!taken.ok()) {
    EXPECT_EQ(taken.status().code(), absl::StatusCode::kInvalidArgument);
  }
  return FindingsTold(taken.status());
}

TEST(Upload, IsSigned) {
  Attendance attendance = Of();
  EXPECT_THAT(
      FindingsTold(attendance.Take(ScanAt("a", Second(8, 0)), false, kAhead, kAttendance).status()),
      ElementsAre("ATT-01 signature"));
  EXPECT_THAT(attendance.entries, IsEmpty());
}

TEST(Upload, SignsAllButTheArrival) {
  const Entry entry = OnSheet("a", Second(8, 0), Second(9, 0));
  EXPECT_EQ(
      SignedText(entry, "session", "enrolment"),
      "7:session9:enrolment1:a6:MANUAL5:THERE19:2026-03-02T08:00:0019:2026-03-02T09:00:00"
      "19:2026-03-02T09:35:006:tablet9:committee0:0:");
  std::set<std::string> texts = {SignedText(entry, "session", "enrolment")};
  Entry other = entry;
  other.arrived = Second(23, 0);
  texts.insert(SignedText(other, "session", "enrolment"));
  EXPECT_EQ(texts.size(), 1u);
  texts.insert(SignedText(entry, "sessione", "nrolment"));
  const auto change = [&](auto member, auto value) {
    Entry changed = entry;
    changed.*member = value;
    texts.insert(SignedText(changed, "session", "enrolment"));
  };
  change(&Entry::id, std::string("b"));
  change(&Entry::method, AttendanceMethod::kOnline);
  change(&Entry::statement, Statement::kAbsent);
  change(&Entry::from, Second(8, 1));
  change(&Entry::until, std::optional<absl::CivilSecond>());
  change(&Entry::made, Second(9, 36));
  change(&Entry::device, std::string("tabletc"));
  change(&Entry::by, std::string("another"));
  change(&Entry::replaces, std::string("b"));
  change(&Entry::document, std::string("b"));
  EXPECT_EQ(texts.size(), 12u);
}

TEST(Upload, ComesTwiceWithoutHarm) {
  Attendance attendance = Of();
  Entry entry = ScanAt("a", Second(8, 0));
  EXPECT_EQ(*attendance.Take(entry, true, kAhead, kAttendance), Attendance::Taken::kNew);
  // A week later, and though the session has moved since.
  entry.arrived = Second(8, 0, 0, kDay + 7);
  const SessionTime moved = {{Minute(8, 0, kDay + 5), Minute(9, 30, kDay + 5)}, std::nullopt};
  EXPECT_EQ(*attendance.Take(entry, true, moved, kAttendance), Attendance::Taken::kAgain);
  EXPECT_EQ(attendance.entries.size(), 1u);
  EXPECT_EQ(attendance.entries[0].arrived, Second(8, 0));
  entry.from = Second(8, 1);
  EXPECT_THAT(
      FindingsTold(attendance.Take(entry, true, kAhead, kAttendance).status()),
      ElementsAre("ATT-05 id"));
  EXPECT_EQ(attendance.entries.size(), 1u);
}

TEST(Upload, OfAClockThatIsAheadIsRefused) {
  Entry entry = ScanAt("a", Second(8, 5));
  entry.arrived = Second(8, 0);
  EXPECT_THAT(TakeTold(entry), IsEmpty());
  entry.made = Second(8, 5, 1);
  EXPECT_THAT(TakeTold(entry), ElementsAre("ATT-02 made"));
  entry.made = Second(9, 0);
  const absl::Status status = Of().Take(entry, true, kAhead, kAttendance).status();
  EXPECT_EQ(FindingsOf(status)[0].values.at("minutes"), "60");
}

TEST(Upload, SaysWhatHasHappened) {
  Entry entry = OnSheet("a", Second(8, 0), Second(9, 40));
  EXPECT_THAT(TakeTold(entry), IsEmpty());
  entry.until = Second(9, 40, 1);
  EXPECT_THAT(TakeTold(entry), ElementsAre("ATT-11 until"));
  entry.until.reset();
  entry.from = Second(9, 41);
  EXPECT_THAT(TakeTold(entry), ElementsAre("ATT-11 from"));
  // Who will be absent is known before.
  entry = OnSheet("a", Second(23, 0), {}, Statement::kAbsent);
  EXPECT_THAT(TakeTold(entry), IsEmpty());
}

TEST(Sheet, SaysOfNobodyWhoHasScannedUnseenThatHeWasNotThere) {
  for (const Statement denied : {Statement::kAbsent, Statement::kExcused}) {
    Attendance attendance = Scanned({Second(7, 50), Second(9, 30)});
    EXPECT_EQ(attendance.Scans(), 2);
    const Entry entry = OnSheet("denied", Second(8, 0), {}, denied);
    const auto take = [&](std::optional<int> scans) {
      return attendance.Take(entry, true, kOver, kAttendance, scans);
    };
    EXPECT_THAT(FindingsTold(take(1).status()), ElementsAre("ATT-17 scans"));
    EXPECT_EQ(attendance.entries.size(), 2u);
    EXPECT_EQ(*take(2), Attendance::Taken::kNew);
    EXPECT_EQ(attendance.Scans(), 2);
    EXPECT_EQ(*take(0), Attendance::Taken::kAgain);
  }
  // Who says that he was there denies nothing; nor does a device, which knows nothing of scans.
  Attendance attendance = Scanned({Second(7, 50)});
  EXPECT_EQ(
      *attendance.Take(OnSheet("a", Second(8, 0), Second(9, 30)), true, kOver, kAttendance, 0),
      Attendance::Taken::kNew);
  EXPECT_EQ(
      *attendance.Take(
          OnSheet("b", Second(8, 0), {}, Statement::kAbsent), true, kOver, kAttendance),
      Attendance::Taken::kNew);
}

TEST(Upload, IsAboutThisSession) {
  const auto scan = [](absl::CivilSecond at) { return TakeTold(ScanAt("a", at)); };
  EXPECT_THAT(scan(Second(7, 45)), IsEmpty());
  EXPECT_THAT(scan(Second(7, 44, 59)), ElementsAre("ATT-03 from"));
  EXPECT_THAT(scan(Second(10, 29, 59)), IsEmpty());
  EXPECT_THAT(scan(Second(10, 30)), ElementsAre("ATT-03 from"));
  EXPECT_THAT(scan(Second(8, 0, 0, kDay + 1)), ElementsAre("ATT-03 from"));
  EXPECT_THAT(TakeTold(OnSheet("a", Second(7, 0), Second(7, 44))), ElementsAre("ATT-03 from"));
  EXPECT_THAT(TakeTold(OnSheet("a", Second(7, 0), Second(7, 45))), IsEmpty());
  // As planned, and as it took place once that is known.
  const SessionTime late = {kSlot, Slot{Minute(10, 0), Minute(11, 30)}};
  EXPECT_THAT(TakeTold(ScanAt("a", Second(7, 45)), late), IsEmpty());
  EXPECT_THAT(TakeTold(ScanAt("a", Second(7, 44)), late), ElementsAre("ATT-03 from"));
  EXPECT_THAT(TakeTold(ScanAt("a", Second(12, 29)), late), IsEmpty());
  EXPECT_THAT(TakeTold(ScanAt("a", Second(12, 30)), late), ElementsAre("ATT-03 from"));
  const SessionTime shorter = {kSlot, Slot{Minute(8, 0), Minute(8, 10)}};
  EXPECT_THAT(TakeTold(ScanAt("a", Second(10, 29)), shorter), IsEmpty());
}

TEST(Upload, EndsAfterItBegins) {
  EXPECT_THAT(TakeTold(OnSheet("a", Second(8, 0), Second(8, 0))), ElementsAre("ATT-04 until"));
  EXPECT_THAT(TakeTold(OnSheet("a", Second(8, 0), Second(8, 0, 1))), IsEmpty());
  EXPECT_THAT(TakeTold(OnSheet("a", Second(8, 1), Second(8, 0))), ElementsAre("ATT-04 until"));
}

TEST(Upload, IsByWhoMaySaySo) {
  Entry entry = OnSheet("a", Second(8, 0), Second(9, 0));
  entry.by = "person";
  EXPECT_THAT(TakeTold(entry), ElementsAre("ATT-08 by"));
  entry.method = AttendanceMethod::kOnline;
  EXPECT_THAT(TakeTold(entry), ElementsAre("ATT-08 by"));
  entry.by = "committee";
  EXPECT_THAT(TakeTold(entry), IsEmpty());
  entry.statement = Statement::kAbsent;
  EXPECT_THAT(TakeTold(entry), ElementsAre("ATT-07 statement"));
  entry = ScanAt("a", Second(8, 0));
  entry.by = "friend";
  EXPECT_THAT(TakeTold(entry), ElementsAre("ATT-09 by"));
}

TEST(Upload, ReplacesOnlyCommitteeEntries) {
  Entry entry = OnSheet("a", Second(8, 0), Second(9, 0));
  entry.replaces = "known";
  EXPECT_THAT(TakeTold(entry), IsEmpty());
  entry.replaces = "not here yet";
  EXPECT_THAT(TakeTold(entry), IsEmpty());
  entry.replaces = "scan";
  EXPECT_THAT(TakeTold(entry), ElementsAre("ATT-10 replaces"));
  entry.replaces = "a";
  EXPECT_THAT(TakeTold(entry), ElementsAre("ATT-10 replaces"));
  Entry scan = ScanAt("b", Second(8, 0));
  scan.replaces = "known";
  EXPECT_THAT(TakeTold(scan), ElementsAre("ATT-10 replaces"));
  // Not each other.
  Attendance attendance = Of();
  entry.replaces = "c";
  ASSERT_TRUE(attendance.Take(entry, true, kAhead, kAttendance).ok());
  Entry back = OnSheet("c", Second(8, 0), Second(9, 0));
  back.replaces = "a";
  EXPECT_THAT(
      FindingsTold(attendance.Take(back, true, kAhead, kAttendance).status()),
      ElementsAre("ATT-10 replaces"));
}

TEST(Upload, TellsEverythingAtOnce) {
  Entry entry = OnSheet("known", Second(8, 0), Second(7, 0));
  entry.by = "person";
  entry.made = Second(9, 46);
  entry.replaces = "scan";
  EXPECT_THAT(
      TakeTold(entry),
      ElementsAre("ATT-05 id", "ATT-02 made", "ATT-04 until", "ATT-08 by", "ATT-10 replaces"));
}

TEST(Upload, AfterVerificationIsKeptAndCountsNothing) {
  Attendance attendance = Verified({ScanAt("a", Second(8, 0)), ScanAt("b", Second(9, 0))});
  EXPECT_EQ(MinutesOf(attendance), 60);
  Entry late = OnSheet("c", Second(8, 0), Second(9, 30));
  late.arrived = Second(12, 0);  // the second of verification
  EXPECT_EQ(*attendance.Take(late, true, kOver, kAttendance), Attendance::Taken::kNew);
  EXPECT_EQ(MinutesOf(attendance), 90);
  attendance.entries.pop_back();
  late.arrived = Second(12, 0, 1);
  EXPECT_EQ(*attendance.Take(late, true, kOver, kAttendance), Attendance::Taken::kLate);
  EXPECT_EQ(attendance.entries.size(), 3u);
  EXPECT_EQ(MinutesOf(attendance), 60);
}

// Whoever has left the batch is shown as such; what was seen of him stays.
TEST(Upload, OfWhoHasLeftIsKept) {
  Attendance attendance = Of();
  attendance.left = true;
  EXPECT_EQ(
      *attendance.Take(ScanAt("a", Second(8, 0)), true, kAhead, kAttendance),
      Attendance::Taken::kNew);
  EXPECT_TRUE(attendance.left);
}

TEST(Closing, FillsWhatIsMissingByAPersonWithAReason) {
  Attendance attendance = Scanned({Second(8, 10)});
  EXPECT_EQ(MinutesOf(attendance), 0);
  ASSERT_TRUE(
      attendance.Close({Minute(9, 30), "committee", "seen at the end"}, kOver, kAttendance).ok());
  EXPECT_EQ(Credited(attendance), (Credit{Presence::kPresent, 80, 10, 0, false}));
  EXPECT_EQ(attendance.closing->reason, "seen at the end");
  EXPECT_THAT(
      FindingsTold(attendance.Close({Minute(9, 0), "committee", "no"}, kOver, kAttendance)),
      ElementsAre("ATT-26 at"));
  EXPECT_EQ(attendance.closing->at, Minute(9, 30));
  // The exit was scanned by a device without a net: nothing is missing any more.
  ASSERT_TRUE(attendance.Take(ScanAt("late", Second(9, 0)), true, kOver, kAttendance).ok());
  EXPECT_EQ(MinutesOf(attendance), 50);

  Attendance entrance = Scanned({Second(9, 40)});
  ASSERT_TRUE(entrance.Close({Minute(8, 0), "committee", "seen"}, kOver, kAttendance).ok());
  EXPECT_EQ(StaysTold(entrance), "08:00-09:40");
  EXPECT_EQ(MinutesOf(entrance), 90);
}

TEST(Closing, LiesInTheSessionAndOnTheRightSide) {
  const auto told = [](const Attendance& attendance, absl::CivilMinute at) {
    Attendance copy = attendance;
    return FindingsTold(copy.Close({at, "committee", "seen"}, kOver, kAttendance));
  };
  const Attendance came = Scanned({Second(8, 10)});
  EXPECT_THAT(told(came, Minute(8, 10)), ElementsAre("ATT-21 at"));
  EXPECT_THAT(told(came, Minute(8, 11)), IsEmpty());
  EXPECT_THAT(told(came, Minute(9, 30)), IsEmpty());
  EXPECT_THAT(told(came, Minute(9, 31)), ElementsAre("ATT-21 at"));
  const Attendance went = Scanned({Second(9, 30)});
  EXPECT_THAT(told(went, Minute(7, 59)), ElementsAre("ATT-21 at"));
  EXPECT_THAT(told(went, Minute(8, 0)), IsEmpty());
  EXPECT_THAT(told(went, Minute(9, 29)), IsEmpty());
  EXPECT_THAT(told(went, Minute(9, 30)), ElementsAre("ATT-21 at"));
  Attendance own = came;
  EXPECT_THAT(
      FindingsTold(own.Close({Minute(7, 0), "person", "  "}, kOver, kAttendance)),
      ElementsAre("ATT-21 at", "ATT-24 by", "ATT-22 reason"));
  EXPECT_FALSE(own.closing.has_value());
  Attendance done = Verified({OnSheet("a", Second(8, 0), Second(9, 30))});
  EXPECT_THAT(
      FindingsTold(done.Close({Minute(9, 0), "committee", "seen"}, kOver, kAttendance)),
      ElementsAre("ATT-25 state", "ATT-20 at"));
}

TEST(Closing, OfOneOfSeveralStaysLeavesTheOthers) {
  Attendance attendance =
      Of({OnSheet("a", Second(8, 0), Second(8, 20)), OnSheet("b", Second(8, 30), std::nullopt)});
  EXPECT_EQ(MinutesOf(attendance), 20);
  ASSERT_TRUE(attendance.Close({Minute(9, 0), "head", "seen"}, kOver, kAttendance).ok());
  EXPECT_EQ(StaysTold(attendance), "08:00-08:20 08:30-09:00");
}

TEST(Verification, IsOfTheWholeSheetOrNothing) {
  std::vector<Attendance> sheet = {
      Scanned({Second(8, 0), Second(9, 30)}), Scanned({Second(8, 0)}), Of(),
      Of({OnSheet("a", Second(8, 0), Second(9, 0)), OnSheet("b", {}, {}, Statement::kAbsent)})};
  for (std::size_t i = 0; i < sheet.size(); ++i) sheet[i].enrolment = "E" + std::to_string(i);
  sheet[2].person = "head";
  const Verification by = {"head", Second(12, 0)};
  EXPECT_THAT(
      FindingsTold(VerifySheet(sheet, by, kAhead, kAttendance)),
      ElementsAre(
          "ATT-40 session", "ATT-41 attendance[E1]", "ATT-24 attendance[E2]",
          "ATT-42 attendance[E3]"));
  for (const Attendance& one : sheet) EXPECT_FALSE(one.verified.has_value());
  sheet[2].person = "another";
  ASSERT_TRUE(sheet[1].Close({Minute(9, 0), "head", "seen"}, kOver, kAttendance).ok());
  sheet[3].entries.pop_back();
  ASSERT_TRUE(VerifySheet(sheet, by, kOver, kAttendance).ok());
  for (const Attendance& one : sheet) {
    EXPECT_EQ(one.verified->by, "head");
    EXPECT_EQ(one.verified->at, Second(12, 0));
  }
  // Nobody saw him.
  EXPECT_EQ(Credited(sheet[2]).presence, Presence::kAbsent);
  EXPECT_THAT(
      FindingsTold(VerifySheet({sheet.data(), 1}, by, kOver, kAttendance)),
      ElementsAre("ATT-25 attendance[E0]"));
}

Correction Right(absl::CivilDay on) {
  return {Statement::kThere, {{Minute(8, 0), Minute(9, 30)}}, "head", "list on paper", "", on};
}

TEST(Correction, IsMadeUntilThreeWorkingDaysAfter) {
  // Verified on Monday 2 March; Thursday 5 March is the third working day after it.
  const absl::CivilDay until(2026, 3, 5);
  const Attendance verified = Verified({ScanAt("a", Second(8, 0)), ScanAt("b", Second(8, 30))});
  Attendance attendance = verified;
  ASSERT_TRUE(attendance.Credit().ok());
  ASSERT_TRUE(attendance.Correct(Right(until), until).ok());
  EXPECT_EQ(MinutesOf(attendance), 90);
  EXPECT_EQ(StateOf(attendance, kOver, kAttendance), AttendanceState::kVerified);
  EXPECT_EQ(attendance.entries.size(), 2u);
  // And once more: the last holds, both are kept.
  Correction absent = {Statement::kAbsent, {}, "head", "another of that name", "", until};
  ASSERT_TRUE(attendance.Correct(absent, until).ok());
  EXPECT_EQ(Credited(attendance), (Credit{Presence::kAbsent, 0, 0, 0, false}));
  EXPECT_EQ(StaysTold(attendance), "");
  EXPECT_EQ(attendance.corrections.size(), 2u);

  attendance = verified;
  const absl::Status late = attendance.Correct(Right(until + 1), until);
  EXPECT_THAT(FindingsTold(late), ElementsAre("ATT-31 on"));
  EXPECT_EQ(FindingsOf(late)[0].values.at("last_day"), "2026-03-05");
  EXPECT_EQ(MinutesOf(attendance), 30);
}

// After a transfer, a withdrawal or retirement it is still put right.
TEST(Correction, IsAlsoOfPeopleWhoHaveLeft) {
  Attendance attendance = Verified({});
  attendance.left = true;
  EXPECT_TRUE(attendance.Correct(Right(kDay), kDay + 3).ok());
  EXPECT_EQ(MinutesOf(attendance), 90);
  EXPECT_TRUE(attendance.left);
}

TEST(Correction, IsWholeAndByAnother) {
  const auto told = [](Correction correction) {
    Attendance attendance = Verified({});
    const absl::Status status = attendance.Correct(correction, kDay);
    EXPECT_EQ(attendance.corrections.size(), status.ok() ? 1u : 0u);
    return FindingsTold(status);
  };
  Correction correction = Right(kDay);
  EXPECT_THAT(told(correction), IsEmpty());
  correction.by = "person";
  correction.reason = " ";
  correction.stays[0].until = correction.stays[0].from;
  EXPECT_THAT(told(correction), ElementsAre("ATT-24 by", "ATT-22 reason", "ATT-04 stays"));
  correction = Right(kDay);
  correction.statement = Statement::kExcused;
  EXPECT_THAT(told(correction), ElementsAre("ATT-32 stays", "ATT-06 document"));
  correction.stays.clear();
  correction.document = "letter";
  EXPECT_THAT(told(correction), IsEmpty());
  correction.statement = Statement::kThere;
  EXPECT_THAT(told(correction), ElementsAre("ATT-32 stays"));
  correction.statement = Statement::kAbsent;
  correction.document.clear();
  EXPECT_THAT(told(correction), IsEmpty());
  Attendance open = Of();
  EXPECT_THAT(FindingsTold(open.Correct(Right(kDay), kDay)), ElementsAre("ATT-30 state"));
}

TEST(Correction, IsNeverWorthMoreThanTheSession) {
  Attendance attendance = Verified({});
  Correction correction = Right(kDay);
  correction.stays = {{Minute(7, 0), Minute(9, 0)}, {Minute(8, 30), Minute(12, 0)}};
  ASSERT_TRUE(attendance.Correct(correction, kDay).ok());
  EXPECT_EQ(MinutesOf(attendance), 90);
}

// What happens to the session later moves the minutes; who was credited others is told anew.

TEST(Minutes, EndAtMidnightLikeAtAnyOtherTime) {
  for (const absl::CivilDay day :
       {absl::CivilDay(2028, 2, 28), absl::CivilDay(2028, 2, 29), absl::CivilDay(2026, 12, 31)}) {
    const Slot evening = {Minute(22, 30, day), Minute(0, 0, day + 1)};
    const Attendance attendance = Scanned({Second(22, 30, 0, day), Second(0, 2, 0, day + 1)});
    EXPECT_EQ(
        Credited(attendance, {evening, evening}), (Credit{Presence::kPresent, 90, 0, 0, false}));
    EXPECT_THAT(
        TakeTold(ScanAt("a", Second(0, 59, 59, day + 1)), {evening, std::nullopt}), IsEmpty());
    EXPECT_THAT(
        TakeTold(ScanAt("a", Second(1, 0, 0, day + 1)), {evening, std::nullopt}),
        ElementsAre("ATT-03 from"));
  }
}

}  // namespace
}  // namespace binadaya::scheduling::domain::sheet
