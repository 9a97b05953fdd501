#pragma once

#include <array>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/common/domain/finding.h"
#include "services/scheduling/domain/slot.h"

// When people work: working hours, holidays, the fasting month, blackouts (kalender kerja; domain
// rules 10.1, 10.2, SVC-5). Units are named by their path ("/kec/kel/"); what is said of a unit
// holds for all below it.
namespace binadaya::scheduling::domain {

// Whether `path` is that unit or lies below it.
bool IsBelow(std::string_view path, std::string_view unit);

struct DaySpan {
  absl::CivilDay from;
  absl::CivilDay until;  // not in it
  bool Holds(absl::CivilDay day) const { return from <= day && day < until; }
  bool operator==(const DaySpan&) const = default;
};

// Minutes since the midnight that a day begins with; a night shift ends after the next one.
struct Stretch {
  int from = 0;
  int until = 0;
  bool operator==(const Stretch&) const = default;
};
inline constexpr int kDayMinutes = 24 * 60;
Slot SlotOn(absl::CivilDay day, const Stretch& stretch);

// What is worked from Monday to Sunday; breaks are the gaps.
using WorkPattern = std::array<std::vector<Stretch>, 7>;
// Perpres 21/2023: Monday to Friday from 07:30, 37 h 30 a week; a break of 60', on Fridays of 90'.
WorkPattern OfficeHours();
// In Ramadan from 08:00, 32 h 30 a week; a break of 30', on Fridays of 60'.
WorkPattern RamadanHours();
int MinutesAWeek(const WorkPattern& pattern);
// Refuses: CAL-01 a stretch that is empty, longer than a day, or begins on another one; CAL-02 two
// that overlap, also over midnight and from Sunday to Monday; CAL-03 nothing is worked.
Findings CheckPattern(const WorkPattern& pattern);

// The hours of a unit from a day on (direct service, shifts).
struct UnitHours {
  std::string path = "/";
  absl::CivilDay from = {};
  WorkPattern normal = OfficeHours();
  WorkPattern ramadan = RamadanHours();
  bool on_holidays = false;  // shifts go on
};

struct Holiday {
  absl::CivilDay day = {};
  std::string name = {};
  bool provisional = false;  // a decree may still shift it: warns
  bool operator==(const Holiday&) const = default;
};

// A time in which nobody of a unit is to be away (SVC-5): Musrenbang, budget closing, elections, a
// disaster, peak days of a service.
struct Blackout {
  std::string id = {};
  std::string path = "/";
  Slot slot = {};
  std::string reason = {};
};
// CAL-04 it is empty; CAL-05 no reason is given.
Findings CheckBlackout(const Blackout& blackout);
// CAL-06 it is not 29 or 30 days.
Findings CheckRamadan(const DaySpan& ramadan);

// Something that is entered for days (leave, a hold, an agenda), with hours or without.
struct DayEntry {
  DaySpan days = {};
  std::optional<Stretch> hours = {};  // of each day
};

struct Calendar {
  // By year, in any order. A year without a list is one whose holidays nobody knows yet.
  std::map<absl::civil_year_t, std::vector<Holiday>> holidays = {};
  std::vector<DaySpan> ramadan = {};
  std::vector<UnitHours> hours = {};  // office hours for whom none says otherwise
  std::vector<Blackout> blackouts = {};

  const Holiday* HolidayOn(absl::CivilDay day) const;
  bool Knows(absl::CivilDay day) const { return holidays.contains(day.year()); }

  // Monday to Friday and no holiday, provisional ones included: what deadlines are counted in.
  bool IsWorkingDay(absl::CivilDay day) const;
  // The day that ends so many working days after another; 0: the day itself, or the next that is
  // one.
  absl::CivilDay WorkingDayAfter(absl::CivilDay day, int days) const;
  // The working day from which so many lead to `day` (H-3); 0: the day itself.
  absl::CivilDay WorkingDayBefore(absl::CivilDay day, int days) const;
  int WorkingDays(const DaySpan& days) const;

  // What a holiday is that a decree may still shift: free, or worked like any day of its week.
  enum class Provisional { kHoliday, kWorked };
  // What a unit works on the day: the nearest hours above it, of these the newest. Shifts that
  // begin on the day, in order.
  std::vector<Slot> WorkingTime(
      std::string_view path, absl::CivilDay day,
      Provisional provisional = Provisional::kHoliday) const;
  // From its first minute to its last; none on a day that is not worked.
  std::optional<Slot> WorkingDay(
      std::string_view path, absl::CivilDay day,
      Provisional provisional = Provisional::kHoliday) const;
  // The parts of a slot that the unit works in, in order; a provisional holiday is worked.
  std::vector<Slot> Worked(std::string_view path, const Slot& slot) const;

  // A slot for each day. Without hours it is the working day; where nobody works, all of the day.
  std::vector<Slot> SlotsOf(std::string_view path, const DayEntry& entry) const;

  std::vector<const Blackout*> BlackoutsOf(std::string_view path, const Slot& slot) const;
};

// What a decree's list changes in its year. Another name alone is no change.
struct HolidayChange {
  std::vector<Holiday> added, removed;
  std::vector<Holiday> settled;    // provisional before
  std::vector<Holiday> unsettled;  // provisional now
  bool empty() const {
    return added.empty() && removed.empty() && settled.empty() && unsettled.empty();
  }
};
HolidayChange Compare(const std::vector<Holiday>& before, const std::vector<Holiday>& now);

// A session whose time is released, as far as a change of holidays concerns it.
struct ReleasedSession {
  std::string id = {};
  Slot slot = {};
};
struct HolidayEffect {
  std::vector<std::string> fallen;  // on a holiday that is new, or provisional no more
  std::vector<std::string> freed;   // on one that is none any more
};
// By the days that the sessions touch, in the order given; one that loses a holiday and gains
// another has fallen.
HolidayEffect EffectOf(const HolidayChange& change, std::span<const ReleasedSession> sessions);

}  // namespace binadaya::scheduling::domain
