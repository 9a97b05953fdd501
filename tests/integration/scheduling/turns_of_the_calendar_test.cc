// Midnight of the region (WIB, 17.00 UTC), the turn of a year, 29 February: days are those that
// people read on the wall.
#include <map>

#include "tests/integration/scheduling/attendance.h"

namespace binadaya::test {
namespace {

class TurnsOfTheCalendar : public AttendanceTest {
 protected:
  // When all that was due by then is done.
  void LastMinuteOf(absl::CivilDay day) {
    At(23, 59, 0, day);
    ASSERT_TRUE(IsQuiet());
  }
  void Midnight(absl::CivilDay day) {
    At(0, 0, 0, day);
    ASSERT_TRUE(IsQuiet());
  }
  static std::string Written(absl::CivilDay day) { return absl::FormatCivilTime(day); }

  // A class from 23.00 until midnight and from then until 1.00; its sheets may be corrected until
  // the day that is named.
  void HoldAcrossMidnight(absl::CivilDay day, const std::string& correct_until) {
    const absl::CivilDay next = day + 1;
    head_ = city_.Head(kKelurahan);
    const std::string person = People("LURAH", kKelurahan, 1)[0];
    const sv::Venue hall = Venue("Aula");
    const sv::Speaker teacher = Speaker();
    sv::RundownContent content;
    content.set_compensation("libur pengganti");
    *content.add_items() = Lesson("1", Written(day), 2300, 2400, hall, teacher);
    *content.add_items() = Lesson("2", Written(next), 0, 100, hall, teacher);
    batch_ = Batch(1);
    ASSERT_THAT(Draft(batch_, content), IsOk());
    EXPECT_EQ(Told(Check(batch_)), "");
    ASSERT_THAT(Release(batch_), IsOk());
    EXPECT_EQ(Shown(batch_).first_day(), Written(day));
    EXPECT_EQ(Shown(batch_).last_day(), Written(next));
    selection_ = Selected({batch_});
    Publish(batch_);
    ASSERT_TRUE(IsQuiet());
    Confirm(person);

    LastMinuteOf(day - 1);
    EXPECT_EQ(Shown(batch_).state(), sv::BATCH_LOCKED);
    EXPECT_EQ(Delivery().sessions_size(), 0);
    Midnight(day);
    EXPECT_EQ(Shown(batch_).state(), sv::BATCH_RUNNING);
    ASSERT_EQ(SessionStates(), "PLANNED PLANNED");
    const sv::Session before = SessionNo(0), after = SessionNo(1);
    At(22, 44, 0, day);
    EXPECT_THAT(Scan(before, person), RefusedBy("CHK-01"));
    At(22, 45, 0, day);
    EXPECT_TRUE(AreSessions("OPEN PLANNED"));
    EXPECT_THAT(Scan(before, person), IsOk());
    At(23, 45, 0, day);
    EXPECT_TRUE(AreSessions("RUNNING OPEN"));
    At(23, 59, 0, day);
    const auto early = Scan(after, person);
    ASSERT_THAT(early, IsOk());
    EXPECT_EQ(early->at().substr(0, 16), Cat(Written(day), "T23:59")) << "of the one after it";
    At(0, 0, 0, next);
    EXPECT_TRUE(AreSessions("RUNNING RUNNING"));
    const auto left = Scan(before, person);
    ASSERT_THAT(left, IsOk());
    EXPECT_EQ(left->at().substr(0, 13), Cat(Written(next), "T00"));
    At(0, 1, 0, next);
    ASSERT_THAT(DecideSession(before, sv::CLOSE_SESSION), IsOk());
    EXPECT_EQ(Seen(before, person), "CHECKED_OUT PRESENT 60");
    ASSERT_THAT(Verify(before), IsOk());
    EXPECT_EQ(RowOf(before, person).correct_until(), correct_until);
    At(1, 1, 0, next);
    ASSERT_THAT(Scan(after, person), IsOk());
    ASSERT_THAT(DecideSession(after, sv::CLOSE_SESSION), IsOk());
    EXPECT_EQ(Seen(after, person), "CHECKED_OUT PRESENT 60");
    EXPECT_EQ(Delivery().delivered(), 120);
  }
};

TEST_F(TurnsOfTheCalendar, AClassGoesOnAcrossMidnight) {
  const absl::CivilDay day(2027, 4, 8);
  EXPECT_EQ(
      platform_.clock().StartOf(day),
      absl::FromCivil(absl::CivilHour(2027, 4, 7, 17), absl::UTCTimeZone()));
  HoldAcrossMidnight(day, "2027-04-14");  // from Friday on
}

TEST_F(TurnsOfTheCalendar, AClassGoesOnAcrossTheTurnOfTheYear) {
  NoHolidays(2028);
  HoldAcrossMidnight(absl::CivilDay(2027, 12, 31), "2028-01-05");  // from a Saturday on
}

TEST_F(TurnsOfTheCalendar, AClassGoesOnIntoTheLeapDay) {
  NoHolidays(2028);
  HoldAcrossMidnight(absl::CivilDay(2028, 2, 28), "2028-03-03");  // from Tuesday on
}

// H-3 over the turn of the year, before 29 February and after it.
TEST_F(TurnsOfTheCalendar, BatchesAreLockedAndBeginAtMidnight) {
  Holidays({{"2027-03-22", "Idulfitri (rekaan)"}, {"2027-12-31", "Cuti bersama (rekaan)"}});
  NoHolidays(2028);
  // By day: which batch is what from then on.
  std::map<absl::CivilDay, std::pair<sv::Batch, sv::BatchState>> turns;
  for (const auto& [first, change_until] :
       {std::pair(absl::CivilDay(2028, 1, 4), absl::CivilDay(2027, 12, 29)),
        {absl::CivilDay(2028, 2, 29), absl::CivilDay(2028, 2, 24)},
        {absl::CivilDay(2028, 3, 1), absl::CivilDay(2028, 2, 25)}}) {
    const sv::Batch batch = OnDay(Written(first), 30);
    EXPECT_EQ(Shown(batch).change_until(), Written(change_until));
    Publish(batch);
    turns[change_until + 1] = {batch, sv::BATCH_LOCKED};
    turns[first] = {batch, sv::BATCH_RUNNING};
  }
  ASSERT_EQ(turns.size(), 6u);
  for (const auto& [day, turn] : turns) {
    const auto& [batch, state] = turn;
    LastMinuteOf(day - 1);
    EXPECT_EQ(
        Shown(batch).state(), state == sv::BATCH_LOCKED ? sv::BATCH_PUBLISHED : sv::BATCH_LOCKED)
        << Written(day);
    Midnight(day);
    EXPECT_EQ(Shown(batch).state(), state) << Written(day);
  }
}

// H-2: two working days before Wednesday, 1 March, of which one is the leap day.
TEST_F(TurnsOfTheCalendar, SeatsLapseAtTheMidnightOfTheirDay) {
  head_ = city_.Head(kKelurahan);
  const std::string person = People("LURAH", kKelurahan, 1)[0];
  NoHolidays(2028);
  MoveTo(absl::CivilDay(2028, 2, 21));
  Plan(2028, kNextItem, kProgram);
  batch_ = OnDay("2028-03-01", 1, kNextItem);
  selection_ = Selected({batch_});
  Publish(batch_);
  ASSERT_TRUE(IsQuiet());
  EXPECT_EQ(StateOf(person), "OFFERED");
  LastMinuteOf(absl::CivilDay(2028, 2, 27));
  EXPECT_EQ(StateOf(person), "OFFERED");
  Midnight(absl::CivilDay(2028, 2, 28));
  EXPECT_EQ(Standing(kProgram, person), "WITHDRAWN END_UNANSWERED");
  EXPECT_EQ(Of(person).ended_on(), "2028-02-28");
}

}  // namespace
}  // namespace binadaya::test
