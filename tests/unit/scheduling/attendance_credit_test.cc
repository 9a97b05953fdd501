#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/scheduling/domain/attendance.h"
#include "tests/unit/scheduling/attendance_sheet.h"
#include "tests/unit/scheduling/findings_told.h"

namespace binadaya::scheduling::domain::sheet {
namespace {

using ::testing::ElementsAre;

TEST(Scans, AreInThenOut) {
  EXPECT_EQ(StaysTold(Scanned({})), "");
  EXPECT_EQ(StaysTold(Scanned({Second(7, 50)})), "07:50-?");
  EXPECT_EQ(StaysTold(Scanned({Second(7, 50), Second(9, 32)})), "07:50-09:32");
  EXPECT_EQ(
      StaysTold(Scanned({Second(8, 0), Second(8, 30), Second(9, 0), Second(9, 30)})),
      "08:00-08:30 09:00-09:30");
}

TEST(Scans, WithinThePauseAreOne) {
  EXPECT_EQ(StaysTold(Scanned({Second(8, 10), Second(8, 14, 59)})), "08:10-?");
  EXPECT_EQ(StaysTold(Scanned({Second(8, 10), Second(8, 15)})), "08:10-08:15");
  // Each is compared to the last that counted.
  EXPECT_EQ(StaysTold(Scanned({Second(8, 10), Second(8, 13), Second(8, 16)})), "08:10-08:16");
}

// What somebody is told when he scans is what is counted of it.
TEST(Scans, AreToldToBeOneAsTheyAreCounted) {
  const auto same = [](const std::vector<absl::CivilSecond>& scans, absl::CivilSecond at) {
    return Scanned(scans).IsSameScan(at, 5);
  };
  EXPECT_FALSE(same({}, Second(8, 10)));
  EXPECT_TRUE(same({Second(8, 10)}, Second(8, 10)));
  EXPECT_TRUE(same({Second(8, 10)}, Second(8, 14, 59)));
  EXPECT_FALSE(same({Second(8, 10)}, Second(8, 15)));
  EXPECT_TRUE(same({Second(8, 10)}, Second(8, 5, 1))) << "its ticket came later";
  EXPECT_FALSE(same({Second(8, 10)}, Second(8, 5)));
  // The second is the first; the third is an exit, however near to the second.
  EXPECT_TRUE(same({Second(8, 10)}, Second(8, 13)));
  EXPECT_FALSE(same({Second(8, 13), Second(8, 10)}, Second(8, 16)));
}

TEST(Scans, BeforeTheStartOnlyEnterAndFromTheEndOnOnlyLeave) {
  EXPECT_EQ(StaysTold(Scanned({Second(7, 45), Second(7, 59, 59), Second(9, 30)})), "07:45-09:30");
  EXPECT_EQ(StaysTold(Scanned({Second(7, 45), Second(8, 0)})), "07:45-08:00");
  EXPECT_EQ(StaysTold(Scanned({Second(8, 0), Second(9, 30), Second(9, 40)})), "08:00-09:30");
  EXPECT_EQ(StaysTold(Scanned({Second(8, 0), Second(9, 29), Second(9, 40)})), "08:00-09:29");
  // He forgot to scan when he came.
  EXPECT_EQ(StaysTold(Scanned({Second(9, 30), Second(9, 40)})), "?-09:30");
}

TEST(Scans, GiveTheSameInAnyOrder) {
  std::vector<Entry> entries = {
      ScanAt("a", Second(8, 0)), ScanAt("b", Second(8, 30)), ScanAt("c", Second(8, 40)),
      ScanAt("d", Second(9, 30))};
  std::vector<int> order = {0, 1, 2, 3};
  do {
    Attendance attendance = Of();
    for (const int i : order) {
      EXPECT_EQ(*attendance.Take(entries[i], true, kAhead, kAttendance), Attendance::Taken::kNew);
    }
    EXPECT_EQ(StaysTold(attendance), "08:00-08:30 08:40-09:30");
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST(Minutes, AreThoseOfTheSession) {
  EXPECT_EQ(MinutesOf(Scanned({Second(7, 45), Second(10, 0)})), 90);
  EXPECT_EQ(MinutesOf(Scanned({Second(8, 0), Second(9, 30)})), 90);
  EXPECT_EQ(MinutesOf(Scanned({Second(8, 0, 59), Second(9, 29, 59)})), 89);
  EXPECT_EQ(MinutesOf(Scanned({Second(8, 0), Second(8, 30), Second(8, 50), Second(9, 30)})), 70);
  EXPECT_EQ(MinutesOf(Scanned({})), 0);
  EXPECT_EQ(MinutesOf(Scanned({Second(7, 45), Second(8, 0)})), 0);
  // Not over: nothing is credited yet, but that he came is known.
  EXPECT_EQ(
      Credited(Scanned({Second(8, 0), Second(9, 30)}), kAhead),
      (Credit{Presence::kPresent, 0, 0, 0, false}));
}

TEST(Minutes, OfOverlappingListsCountOnce) {
  const auto of = [](const std::vector<std::pair<int, int>>& stays) {
    Attendance attendance = Of();
    for (const auto& [from, until] : stays) {
      attendance.entries.push_back(OnSheet(
          std::to_string(attendance.entries.size()), Second(8, 0) + from * 60,
          Second(8, 0) + until * 60));
    }
    return MinutesOf(attendance);
  };
  EXPECT_EQ(of({{0, 60}, {30, 90}}), 90);
  EXPECT_EQ(of({{30, 90}, {0, 60}}), 90);
  EXPECT_EQ(of({{0, 90}, {30, 60}, {10, 20}}), 90);
  EXPECT_EQ(of({{0, 30}, {30, 60}}), 60);
  EXPECT_EQ(of({{0, 30}, {31, 60}}), 59);
  EXPECT_EQ(of({{0, 30}, {0, 30}, {0, 30}}), 30);
  EXPECT_EQ(of({{-60, 300}, {-60, 300}}), 90);
}

TEST(Presence, IsLateAndLeftEarlyBeyondAQuarterOfAnHour) {
  EXPECT_EQ(
      Credited(Scanned({Second(8, 15, 59), Second(9, 30)})),
      (Credit{Presence::kPresent, 75, 15, 0, false}));
  EXPECT_EQ(
      Credited(Scanned({Second(8, 16), Second(9, 30)})),
      (Credit{Presence::kLate, 74, 16, 0, false}));
  EXPECT_EQ(
      Credited(Scanned({Second(8, 0), Second(9, 15)})),
      (Credit{Presence::kPresent, 75, 0, 15, false}));
  EXPECT_EQ(
      Credited(Scanned({Second(8, 0), Second(9, 14)})),
      (Credit{Presence::kLeftEarly, 74, 0, 16, false}));
  // Both: late, and how much earlier he left stands beside it.
  EXPECT_EQ(
      Credited(Scanned({Second(8, 20), Second(9, 0)})),
      (Credit{Presence::kLate, 40, 20, 30, false}));
  EXPECT_EQ(
      Credited(Scanned({Second(7, 50), Second(9, 40)})),
      (Credit{Presence::kPresent, 90, 0, 0, false}));
  EXPECT_EQ(Credited(Scanned({})), (Credit{Presence::kAbsent, 0, 0, 0, false}));
  // He left before it began.
  EXPECT_EQ(
      Credited(Scanned({Second(7, 45), Second(8, 0)})),
      (Credit{Presence::kAbsent, 0, 0, 0, false}));
}

TEST(Presence, OfWhoIsStillThereIsOpen) {
  EXPECT_EQ(Credited(Scanned({Second(8, 20)})), (Credit{Presence::kLate, 0, 20, 0, true}));
  EXPECT_EQ(Credited(Scanned({Second(9, 40)})), (Credit{Presence::kPresent, 0, 0, 0, true}));
  EXPECT_EQ(
      Credited(Scanned({Second(8, 0), Second(8, 30), Second(8, 40)})),
      (Credit{Presence::kPresent, 30, 0, 0, true}));
}

TEST(States, FollowFromWhatWasSeen) {
  const auto state = [](const Attendance& attendance) {
    return std::string(ToString(StateOf(attendance, kOver, kAttendance)));
  };
  EXPECT_EQ(state(Of()), "EXPECTED");
  EXPECT_EQ(state(Scanned({Second(8, 0)})), "CHECKED_IN");
  EXPECT_EQ(state(Scanned({Second(8, 0), Second(9, 30)})), "CHECKED_OUT");
  EXPECT_EQ(state(Of({OnSheet("a", {}, {}, Statement::kAbsent)})), "ABSENT");
  EXPECT_EQ(state(Of({OnSheet("a", {}, {}, Statement::kExcused)})), "EXCUSED");
  Attendance verified = Verified({ScanAt("a", Second(8, 0)), ScanAt("b", Second(9, 30))});
  EXPECT_EQ(state(verified), "VERIFIED");
  EXPECT_TRUE(verified.Credit().ok());
  EXPECT_EQ(state(verified), "CREDITED");
  EXPECT_THAT(FindingsTold(verified.Credit()), ElementsAre("ATT-33 state"));
  Attendance open = Of();
  EXPECT_THAT(FindingsTold(open.Credit()), ElementsAre("ATT-33 state"));
}

TEST(Names, AreTheContracts) {
  EXPECT_EQ(ToString(Presence::kPresent), "PRESENT");
  EXPECT_EQ(ToString(Presence::kLate), "LATE");
  EXPECT_EQ(ToString(Presence::kLeftEarly), "LEFT_EARLY");
  EXPECT_EQ(ToString(Presence::kExcused), "EXCUSED");
  EXPECT_EQ(ToString(Presence::kAbsent), "ABSENT");
  EXPECT_EQ(ToString(AttendanceMethod::kQr), "QR");
  EXPECT_EQ(ToString(AttendanceMethod::kManual), "MANUAL");
  EXPECT_EQ(ToString(AttendanceMethod::kOnline), "ONLINE");
  EXPECT_EQ(ToString(Statement::kThere), "THERE");
  EXPECT_EQ(ToString(Statement::kAbsent), "ABSENT");
  EXPECT_EQ(ToString(Statement::kExcused), "EXCUSED");
}

// Committee entry wins, both kept.
TEST(Committee, WinsAndTheRestIsKept) {
  Attendance attendance = Scanned({Second(8, 0), Second(9, 30)});
  Entry online = OnSheet("online", Second(8, 0), Second(9, 30));
  online.method = AttendanceMethod::kOnline;
  attendance.entries.push_back(online);
  EXPECT_EQ(Counting(attendance, kOver, kAttendance).size(), 3u);
  ASSERT_TRUE(
      attendance.Take(OnSheet("sheet", Second(8, 30), Second(9, 0)), true, kOver, kAttendance)
          .ok());
  EXPECT_EQ(attendance.entries.size(), 4u);
  ASSERT_EQ(Counting(attendance, kOver, kAttendance).size(), 1u);
  EXPECT_EQ(MinutesOf(attendance), 30);
  EXPECT_EQ(StaysTold(attendance), "08:30-09:00");
  // It was a mistake: another in its place.
  Entry second = OnSheet("sheet 2", {}, {}, Statement::kAbsent);
  second.replaces = "sheet";
  ASSERT_TRUE(attendance.Take(second, true, kOver, kAttendance).ok());
  EXPECT_EQ(Credited(attendance).presence, Presence::kAbsent);
  EXPECT_EQ(attendance.entries.size(), 5u);
}

TEST(Committee, ReplacesInAnyOrder) {
  Entry wrong = OnSheet("wrong", Second(8, 0), Second(8, 10));
  Entry right = OnSheet("right", Second(8, 0), Second(9, 30));
  right.replaces = "wrong";
  for (const bool first : {true, false}) {
    Attendance attendance = Of();
    ASSERT_TRUE(attendance.Take(first ? wrong : right, true, kOver, kAttendance).ok());
    ASSERT_TRUE(attendance.Take(first ? right : wrong, true, kOver, kAttendance).ok());
    EXPECT_EQ(MinutesOf(attendance), 90);
  }
}

TEST(MovedMinutes, AreThoseOfASessionCutShortMovedOrPutRight) {
  const std::vector<Attendance> sheet = {
      Scanned({Second(8, 0), Second(9, 30)}), Scanned({Second(8, 0), Second(8, 45)}), Of()};
  const auto minutes = [&](const SessionTime& is) {
    std::vector<int> all;
    for (const Attendance& one : sheet) all.push_back(MinutesOf(one, is));
    return all;
  };
  EXPECT_THAT(minutes(kOver), ElementsAre(90, 45, 0));
  EXPECT_THAT(minutes({kSlot, Slot{Minute(8, 0), Minute(8, 50)}}), ElementsAre(50, 45, 0));
  EXPECT_THAT(minutes({kSlot, Slot{Minute(8, 0), Minute(8, 30)}}), ElementsAre(30, 30, 0));
  const absl::CivilDay next = kDay + 1;
  const Slot tomorrow = {Minute(8, 0, next), Minute(9, 30, next)};
  EXPECT_THAT(minutes({tomorrow, tomorrow}), ElementsAre(0, 0, 0));
}

// Check-in was open, then the session moved to the next day: it begins anew there, and neither the
// scans nor the list of the first day stand in its way.
TEST(MovedMinutes, BeginAnewWhereASessionHasMovedTo) {
  const absl::CivilDay next = kDay + 1;
  const Slot tomorrow = {Minute(8, 0, next), Minute(9, 30, next)};
  Attendance attendance = Scanned({Second(7, 50)});
  attendance.entries.push_back(OnSheet("old", Second(7, 50), std::nullopt));
  const SessionTime moved = {tomorrow, std::nullopt};
  EXPECT_EQ(StateOf(attendance, moved, kAttendance), AttendanceState::kExpected);
  for (const absl::CivilSecond at : {Second(8, 0, 0, next), Second(9, 30, 0, next)}) {
    ASSERT_TRUE(
        attendance.Take(ScanAt(absl::FormatCivilTime(at), at), true, moved, kAttendance).ok());
  }
  EXPECT_EQ(
      Credited(attendance, {tomorrow, tomorrow}), (Credit{Presence::kPresent, 90, 0, 0, false}));
  EXPECT_EQ(attendance.entries.size(), 4u);
}

// A session that ends at midnight, on 28 and 29 February, and at the year's turn.

// Who was seen only after the end that it had in truth was not there; what is verified wants no
// closing any more.
TEST(Credit, OfAVerifiedSheetCountsNoStayThatAShorterSessionLeftOpen) {
  Attendance attendance = Verified(Scanned({Second(9, 20), Second(9, 30)}).entries);
  EXPECT_EQ(Credited(attendance), (Credit{Presence::kLate, 10, 80, 0, false}));
  const SessionTime shorter = {kSlot, Slot{Minute(8, 0), Minute(9, 0)}};
  EXPECT_EQ(Credited(attendance, shorter), (Credit{Presence::kAbsent, 0, 0, 0, false}));
  attendance.verified.reset();
  EXPECT_TRUE(Credited(attendance, shorter).open);
}

}  // namespace
}  // namespace binadaya::scheduling::domain::sheet
