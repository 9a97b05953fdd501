#include "services/scheduling/domain/calendar.h"

#include <algorithm>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/scheduling/domain/availability.h"
#include "tests/unit/scheduling/timetable.h"

namespace binadaya::scheduling::domain::timetable {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const absl::CivilDay kTuesday(2026, 1, 6);

TEST(WorkingHours, AreThoseOfThePresidentialRegulation) {
  EXPECT_EQ(MinutesAWeek(OfficeHours()), 37 * 60 + 30);
  EXPECT_EQ(MinutesAWeek(RamadanHours()), 32 * 60 + 30);
  EXPECT_THAT(CheckPattern(OfficeHours()), IsEmpty());
  EXPECT_THAT(CheckPattern(RamadanHours()), IsEmpty());
  const Calendar year = Year2026();
  EXPECT_EQ(Clocks(year.WorkingTime("/", kTuesday)), "07:30-12:00 13:00-16:00");
  EXPECT_EQ(Clocks(year.WorkingTime("/", absl::CivilDay(2026, 1, 9))), "07:30-11:30 13:00-16:30");
  EXPECT_EQ(Clocks(year.WorkingTime("/", absl::CivilDay(2026, 1, 10))), "");
  EXPECT_EQ(Clocks(year.WorkingTime("/", absl::CivilDay(2026, 1, 11))), "");
}

TEST(WorkingHours, ChangeOnTheFirstDayOfRamadanAndAfterItsLast) {
  const Calendar year = Year2026();
  EXPECT_EQ(Clocks(year.WorkingTime("/", absl::CivilDay(2026, 2, 18))), "08:00-12:00 12:30-15:00");
  EXPECT_EQ(Clocks(year.WorkingTime("/", absl::CivilDay(2026, 2, 20))), "08:00-11:30 12:30-15:30");
  Calendar shorter = Year2026();
  shorter.holidays.clear();
  EXPECT_EQ(
      Clocks(shorter.WorkingTime("/", absl::CivilDay(2026, 3, 19))), "08:00-12:00 12:30-15:00");
  EXPECT_EQ(
      Clocks(shorter.WorkingTime("/", absl::CivilDay(2026, 3, 20))), "07:30-11:30 13:00-16:30");
  EXPECT_EQ(
      Clocks(shorter.WorkingTime("/", absl::CivilDay(2026, 2, 17))), "07:30-12:00 13:00-16:00");
}

TEST(WorkingHours, OfAUnitAreTheNearestAboveItAndOfTheseTheNewest) {
  Calendar year = Year2026();
  const auto hours = [](int from, int until) {
    WorkPattern pattern;
    pattern.fill({{from * 60, until * 60}});
    return pattern;
  };
  year.hours = {
      {.path = "/33/", .from = absl::CivilDay(2026, 1, 1), .normal = hours(6, 14)},
      {.path = "/33/01/", .from = absl::CivilDay(2026, 1, 6), .normal = hours(9, 17)},
      {.path = "/33/01/", .from = absl::CivilDay(2026, 1, 8), .normal = hours(10, 18)},
      {.path = "/33/01/", .from = absl::CivilDay(2026, 1, 7), .normal = hours(8, 16)}};
  const auto of = [&](const char* path, int day) {
    return Clocks(year.WorkingTime(path, absl::CivilDay(2026, 1, day)));
  };
  EXPECT_EQ(of("/33/01/001/", 5), "06:00-14:00") << "its own are not in force yet";
  EXPECT_EQ(of("/33/01/001/", 6), "09:00-17:00");
  EXPECT_EQ(of("/33/01/", 7), "08:00-16:00");
  EXPECT_EQ(of("/33/01/", 8), "10:00-18:00");
  EXPECT_EQ(of("/33/02/", 8), "06:00-14:00");
  EXPECT_EQ(of("/34/", 8), "07:30-12:00 13:00-16:00");
  EXPECT_EQ(of("/33/01/", 10), "10:00-18:00") << "on Saturdays too";
  EXPECT_EQ(of("/33/01/", 16), "") << "but not on a holiday";
  for (UnitHours& unit : year.hours) unit.on_holidays = true;
  EXPECT_EQ(of("/33/01/", 16), "10:00-18:00");
}

TEST(WorkingHours, OfANightShiftReachIntoTheNextDay) {
  Calendar year = Year2026();
  UnitHours shifts{.path = "/D/", .on_holidays = true};
  shifts.normal.fill({{22 * 60, 30 * 60}, {6 * 60, 14 * 60}});
  year.hours = {shifts};
  EXPECT_EQ(Clocks(year.WorkingTime("/D/", kTuesday)), "06:00-14:00 22:00-06:00");
  EXPECT_EQ(year.WorkingDay("/D/", kTuesday), (Slot{At(kTuesday, 600), At(kTuesday + 1, 600)}));
  EXPECT_EQ(Clocks(year.Worked("/D/", Between(kTuesday, 500, 700))), "05:00-06:00 06:00-07:00");
  EXPECT_EQ(Clocks(year.Worked("/D/", {At(kTuesday, 2100), At(kTuesday + 1, 0)})), "22:00-00:00");
  EXPECT_THAT(year.Worked("/D/", Between(kTuesday, 1400, 2200)), IsEmpty());
  EXPECT_THAT(year.Worked("/D/", Between(kTuesday, 700, 700)), IsEmpty());
}

TEST(WorkingHours, OfSeveralDaysAreEachDaysParts) {
  EXPECT_EQ(
      Clocks(Year2026().Worked("/", {At(kTuesday, 1500), At(kTuesday + 1, 1230)})),
      "15:00-16:00 07:30-12:00");
}

TEST(WorkPattern, IsRefusedWhereItsStretchesAreNone) {
  WorkPattern pattern;
  EXPECT_EQ(Places(CheckPattern(pattern)), "CAL-03 days");
  const auto check = [&](Stretch stretch) {
    pattern.fill({});
    pattern[2] = {stretch};
    return Places(CheckPattern(pattern));
  };
  EXPECT_EQ(check({0, 1}), "");
  EXPECT_EQ(check({-1, 1}), "CAL-01 days[2].stretches[0]");
  EXPECT_EQ(check({60, 60}), "CAL-01 days[2].stretches[0]");
  EXPECT_EQ(check({1439, 1440}), "");
  EXPECT_EQ(check({1440, 1441}), "CAL-01 days[2].stretches[0]");
  EXPECT_EQ(check({60, 1500}), "");
  EXPECT_EQ(check({60, 1501}), "CAL-01 days[2].stretches[0]");
}

TEST(WorkPattern, IsRefusedWhereTwoStretchesOverlap) {
  WorkPattern pattern;
  pattern[0] = {{480, 720}, {720, 960}};
  EXPECT_EQ(Places(CheckPattern(pattern)), "") << "back to back";
  pattern[0] = {{719, 960}, {480, 720}};
  EXPECT_EQ(Places(CheckPattern(pattern)), "CAL-02 days[0].stretches[1]");
  pattern[0] = {{1320, 1440 + 360}};
  pattern[1] = {{360, 720}};
  EXPECT_EQ(Places(CheckPattern(pattern)), "");
  pattern[1] = {{359, 720}};
  const Findings overlap = CheckPattern(pattern);
  EXPECT_EQ(Places(overlap), "CAL-02 days[0].stretches[0]");
  EXPECT_EQ(overlap[0].values.at("overlaps"), "days[1].stretches[0]");
  pattern.fill({});
  pattern[6] = {{1320, 1440 + 360}};
  pattern[0] = {{360, 720}};
  EXPECT_EQ(Places(CheckPattern(pattern)), "") << "Sunday night to Monday";
  pattern[0] = {{359, 720}};
  EXPECT_EQ(Places(CheckPattern(pattern)), "CAL-02 days[6].stretches[0]");
  pattern.fill({});
  pattern[3] = {{0, 1440}};
  EXPECT_EQ(Places(CheckPattern(pattern)), "") << "one alone";
}

TEST(Holidays, LeaveTwoHundredAndFortyWorkingDaysIn2026) {
  const Calendar year = Year2026();
  std::vector<int> months;
  for (absl::CivilMonth month(2026, 1); month.year() == 2026; ++month)
    months.push_back(year.WorkingDays({absl::CivilDay(month), absl::CivilDay(month + 1)}));
  EXPECT_THAT(months, ElementsAre(20, 18, 17, 21, 16, 20, 23, 19, 22, 22, 21, 21));
  EXPECT_EQ(year.WorkingDays({absl::CivilDay(2026, 1, 1), absl::CivilDay(2027, 1, 1)}), 240);
  EXPECT_TRUE(year.Knows(absl::CivilDay(2026, 12, 31)));
  EXPECT_FALSE(year.Knows(absl::CivilDay(2027, 1, 1)));
}

TEST(WorkingDays, AreCountedForwardAndBackOverHolidays) {
  const Calendar year = Year2026();
  const absl::CivilDay before(2026, 3, 17), after(2026, 3, 25);
  EXPECT_EQ(year.WorkingDayAfter(before, 1), after);
  EXPECT_EQ(year.WorkingDayAfter(before, 2), after + 1);
  EXPECT_EQ(year.WorkingDayAfter(before + 3, 1), after);
  EXPECT_EQ(year.WorkingDayAfter(before, 0), before);
  EXPECT_EQ(year.WorkingDayAfter(before + 1, 0), after);
  EXPECT_EQ(year.WorkingDayBefore(after, 1), before);
  EXPECT_EQ(year.WorkingDayBefore(after, 3), absl::CivilDay(2026, 3, 13));
  EXPECT_EQ(year.WorkingDayBefore(after, 0), after);
  EXPECT_EQ(year.WorkingDayBefore(absl::CivilDay(2026, 3, 10), 3), absl::CivilDay(2026, 3, 5));
  EXPECT_FALSE(year.IsWorkingDay(absl::CivilDay(2026, 1, 10))) << "a Saturday";
}

TEST(WorkingDays, OfAProvisionalHolidayAreNone) {
  Calendar year = Year2026();
  year.holidays[2026].push_back({kTuesday, "Idulfitri", true});
  EXPECT_FALSE(year.IsWorkingDay(kTuesday));
  EXPECT_EQ(year.HolidayOn(kTuesday)->name, "Idulfitri");
  EXPECT_EQ(year.HolidayOn(kTuesday + 1), nullptr);
}

TEST(DayEntry, WithoutHoursIsTheWorkingDay) {
  const Calendar year = Year2026();
  const absl::CivilDay friday(2026, 1, 9);
  EXPECT_THAT(
      year.SlotsOf("/", {.days = {friday, friday + 2}}),
      ElementsAre(Between(friday, 730, 1630), Slot{At(friday + 1, 0), At(friday + 2, 0)}))
      << "and where nobody works, all of the day";
  EXPECT_THAT(
      year.SlotsOf("/", {.days = {friday, friday + 2}, .hours = Stretch{480, 540}}),
      ElementsAre(Between(friday, 800, 900), Between(friday + 1, 800, 900)));
  EXPECT_THAT(year.SlotsOf("/", {.days = {friday, friday}}), IsEmpty());
}

TEST(Blackouts, HoldForTheirUnitAndAllBelowIt) {
  Calendar year = Year2026();
  year.blackouts = {
      {"b1", "/33/01/", Between(kTuesday, 800, 1200), "Musrenbang"},
      {"b2", "/", {At(absl::CivilDay(2026, 12, 15), 0), At(absl::CivilDay(2027, 1, 1), 0)}, "RKA"}};
  const auto of = [&](const char* path, const Slot& slot) {
    std::string ids;
    for (const Blackout* blackout : year.BlackoutsOf(path, slot)) ids += blackout->id + ' ';
    return ids;
  };
  EXPECT_EQ(of("/33/01/001/", Between(kTuesday, 1159, 1300)), "b1 ");
  EXPECT_EQ(of("/33/01/", Between(kTuesday, 1200, 1300)), "");
  EXPECT_EQ(of("/33/01/", Between(kTuesday, 700, 800)), "");
  EXPECT_EQ(of("/33/01/", Between(kTuesday, 700, 801)), "b1 ");
  EXPECT_EQ(of("/33/", Between(kTuesday, 800, 900)), "") << "not above it";
  EXPECT_EQ(of("/33/", Between(absl::CivilDay(2026, 12, 31), 800, 900)), "b2 ");
}

TEST(Blackouts, NeedATimeAndAReason) {
  EXPECT_EQ(Rules(CheckBlackout({"b", "/", Between(kTuesday, 800, 801), "PPDB"})), "");
  EXPECT_EQ(Rules(CheckBlackout({"b", "/", Between(kTuesday, 800, 800), " "})), "CAL-04 CAL-05");
}

TEST(Ramadan, HasTwentyNineOrThirtyDays) {
  const absl::CivilDay first(2026, 2, 18);
  EXPECT_EQ(Rules(CheckRamadan({first, first + 28})), "CAL-06");
  EXPECT_EQ(Rules(CheckRamadan({first, first + 29})), "");
  EXPECT_EQ(Rules(CheckRamadan({first, first + 30})), "");
  EXPECT_EQ(Rules(CheckRamadan({first, first + 31})), "CAL-06");
}

TEST(HolidayChange, ListsWhatADecreeChangesInItsYear) {
  const absl::CivilDay day(2026, 3, 20);
  const std::vector<Holiday> before = {
      {day, "Idulfitri", true}, {day + 1, "Idulfitri", true}, {day + 2, "Nyepi"}, {day + 5, "X"}};
  const std::vector<Holiday> now = {
      {day + 1, "Idulfitri 1447", false},
      {day + 2, "Hari Suci Nyepi"},
      {day + 3, "Cuti bersama"},
      {day + 5, "X", true}};
  const HolidayChange change = Compare(before, now);
  EXPECT_THAT(change.added, ElementsAre(now[2]));
  EXPECT_THAT(change.removed, ElementsAre(before[0]));
  EXPECT_THAT(change.settled, ElementsAre(now[0]));
  EXPECT_THAT(change.unsettled, ElementsAre(now[3]));
  EXPECT_FALSE(change.empty());
  EXPECT_TRUE(Compare(before, before).empty());
  for (const auto& [one, other] :
       std::vector<std::pair<std::size_t, std::size_t>>{{0, 1}, {1, 0}}) {
    const std::vector<Holiday> lists[] = {{before[2]}, {before[2], before[3]}};
    EXPECT_FALSE(Compare(lists[one], lists[other]).empty());
  }
  EXPECT_FALSE(Compare({{day, "", true}}, {{day, "", false}}).empty());
  EXPECT_FALSE(Compare({{day, "", false}}, {{day, "", true}}).empty());
}

TEST(HolidayChange, ListsTheSessionsThatFallOnNewHolidaysAndThoseFreed) {
  const absl::CivilDay day(2026, 3, 20);
  const HolidayChange change =
      Compare({{day, "Idulfitri"}, {day + 9, "Y"}}, {{day + 1, "Idulfitri"}, {day + 9, "Y"}});
  const std::vector<ReleasedSession> sessions = {
      {"on the old one", Between(day, 800, 900)},
      {"on the new one", Between(day + 1, 800, 900)},
      {"on one that stays", Between(day + 9, 800, 900)},
      {"until midnight", {At(day - 1, 2200), At(day, 0)}},
      {"over midnight", {At(day - 1, 2200), At(day, 1)}},
      {"on both", {At(day, 2200), At(day + 1, 100)}},
      {"after", Between(day + 2, 0, 900)}};
  const HolidayEffect effect = EffectOf(change, sessions);
  EXPECT_THAT(effect.fallen, ElementsAre("on the new one", "on both"));
  EXPECT_THAT(effect.freed, ElementsAre("on the old one", "over midnight"));
}

// Until a decree settles it, what lies on it was only warned of.
TEST(HolidayChange, ListsTheSessionsOnAHolidayThatIsProvisionalNoMore) {
  const absl::CivilDay day(2026, 3, 20);
  const Holiday provisional{day, "Idulfitri", true}, settled{day, "Idulfitri", false};
  const std::vector<ReleasedSession> sessions = {
      {"on it", Between(day, 800, 900)}, {"after", Between(day + 1, 0, 900)}};
  EXPECT_THAT(EffectOf(Compare({provisional}, {settled}), sessions).fallen, ElementsAre("on it"));
  const HolidayEffect unsettled = EffectOf(Compare({settled}, {provisional}), sessions);
  EXPECT_THAT(unsettled.fallen, IsEmpty());
  EXPECT_THAT(unsettled.freed, IsEmpty());
}

TEST(Windows, ThatTouchOrOverlapAreOne) {
  const Slot early = Between(kTuesday, 800, 900), next = Between(kTuesday, 900, 1000),
             inside = Between(kTuesday, 915, 930), later = Between(kTuesday, 1001, 1100),
             none = Between(kTuesday, 1200, 1200);
  const std::vector<Slot> merged = Merged({later, inside, next, none, early});
  EXPECT_THAT(merged, ElementsAre(Between(kTuesday, 800, 1000), later));
  EXPECT_TRUE(IsWithin(merged, Between(kTuesday, 830, 930))) << "over the seam";
  EXPECT_TRUE(IsWithin(merged, Between(kTuesday, 800, 1000)));
  EXPECT_FALSE(IsWithin(merged, Between(kTuesday, 759, 1000)));
  EXPECT_FALSE(IsWithin(merged, Between(kTuesday, 800, 1001)));
  EXPECT_FALSE(IsWithin(merged, Between(kTuesday, 930, 1030)));
  EXPECT_TRUE(IsWithin(merged, later));
  EXPECT_FALSE(IsWithin({}, later));
}

}  // namespace
}  // namespace binadaya::scheduling::domain::timetable
