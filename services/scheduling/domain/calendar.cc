#include "services/scheduling/domain/calendar.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "services/common/domain/text.h"

namespace binadaya::scheduling::domain {
namespace {

constexpr int kWeekMinutes = 7 * kDayMinutes;
constexpr auto kSaturday = static_cast<std::size_t>(absl::Weekday::saturday);

std::size_t WeekdayOf(absl::CivilDay day) {
  return static_cast<std::size_t>(absl::GetWeekday(day));  // Monday is 0
}

// The days that a slot has minutes of.
DaySpan DaysOf(const Slot& slot) {
  const absl::CivilDay first(slot.from);
  return {first, slot.empty() ? first : absl::CivilDay(slot.until - 1) + 1};
}

WorkPattern Weekdays(const std::vector<Stretch>& day, const std::vector<Stretch>& friday) {
  return {day, day, day, day, friday, {}, {}};
}

const UnitHours& OfficeDefault() {
  static const UnitHours hours;
  return hours;
}

const UnitHours& HoursOf(const Calendar& calendar, std::string_view path, absl::CivilDay day) {
  const UnitHours* nearest = nullptr;
  for (const UnitHours& hours : calendar.hours) {
    if (!IsBelow(path, hours.path) || hours.from > day) continue;
    if (nearest == nullptr ||
        std::pair(hours.path.size(), hours.from) > std::pair(nearest->path.size(), nearest->from)) {
      nearest = &hours;
    }
  }
  return nearest == nullptr ? OfficeDefault() : *nearest;
}

const Holiday* OnDay(const std::vector<Holiday>& list, absl::CivilDay day) {
  const auto found =
      std::find_if(list.begin(), list.end(), [&](const Holiday& one) { return one.day == day; });
  return found == list.end() ? nullptr : &*found;
}

bool Touches(const std::vector<Holiday>& list, const Slot& slot) {
  const DaySpan days = DaysOf(slot);
  return std::any_of(
      list.begin(), list.end(), [&](const Holiday& one) { return days.Holds(one.day); });
}

}  // namespace

bool IsBelow(std::string_view path, std::string_view unit) { return path.starts_with(unit); }

Slot SlotOn(absl::CivilDay day, const Stretch& stretch) {
  const absl::CivilMinute midnight(day);
  return {midnight + stretch.from, midnight + stretch.until};
}

WorkPattern OfficeHours() {
  return Weekdays(
      {{7 * 60 + 30, 12 * 60}, {13 * 60, 16 * 60}},
      {{7 * 60 + 30, 11 * 60 + 30}, {13 * 60, 16 * 60 + 30}});
}

WorkPattern RamadanHours() {
  return Weekdays(
      {{8 * 60, 12 * 60}, {12 * 60 + 30, 15 * 60}},
      {{8 * 60, 11 * 60 + 30}, {12 * 60 + 30, 15 * 60 + 30}});
}

int MinutesAWeek(const WorkPattern& pattern) {
  int minutes = 0;
  for (const std::vector<Stretch>& day : pattern)
    for (const Stretch& stretch : day) minutes += stretch.until - stretch.from;
  return minutes;
}

Findings CheckPattern(const WorkPattern& pattern) {
  Findings findings;
  struct InWeek {
    Stretch stretch;
    std::string where;
  };
  std::vector<InWeek> week;
  for (std::size_t day = 0; day < pattern.size(); ++day) {
    for (std::size_t i = 0; i < pattern[day].size(); ++i) {
      const auto& [from, until] = pattern[day][i];
      const std::string where = Cat("days[", day, "].stretches[", i, "]");
      if (from < 0 || from >= kDayMinutes || until <= from || until - from > kDayMinutes) {
        findings.push_back(
            {.rule = "CAL-01",
             .where = where,
             .message = {
                 "Jam kerja ini kosong, lebih dari sehari, atau tidak mulai pada hari itu. "
                 "Perbaiki "
                 "jam mulai atau selesainya.",
                 "These hours are empty, longer than a day, or begin on another day. Correct their "
                 "start or end."}});
        continue;
      }
      const int midnight = static_cast<int>(day) * kDayMinutes;
      week.push_back({{midnight + from, midnight + until}, where});
    }
  }
  if (findings.empty() && week.empty()) {
    findings.push_back(
        {.rule = "CAL-03",
         .where = "days",
         .message = {
             "Pola ini tidak berisi jam kerja. Isi sedikitnya satu.",
             "This pattern has no working hours. Enter at least one stretch."}});
  }
  std::stable_sort(week.begin(), week.end(), [](const InWeek& one, const InWeek& other) {
    return one.stretch.from < other.stretch.from;
  });
  for (std::size_t i = 0; i < week.size(); ++i) {
    // The last one may run into the first of the week that follows.
    const bool last = i + 1 == week.size();
    const InWeek& next = week[last ? 0 : i + 1];
    if (week[i].stretch.until <= next.stretch.from + (last ? kWeekMinutes : 0)) continue;
    findings.push_back(
        {.rule = "CAL-02",
         .where = week[i].where,
         .message =
             {Cat("Jam kerja ini bertumpang tindih dengan ", next.where,
                  ". Perbaiki salah satunya."),
              Cat("These hours overlap those of ", next.where, ". Correct one of the two.")},
         .values = {{"overlaps", next.where}}});
  }
  return findings;
}

Findings CheckBlackout(const Blackout& blackout) {
  Findings findings;
  if (blackout.slot.empty()) {
    findings.push_back(
        {.rule = "CAL-04",
         .where = "until",
         .message = {
             "Masa larangan ini berakhir sebelum mulai. Perbaiki salah satu waktunya.",
             "This blackout ends before it begins. Correct one of its times."}});
  }
  if (absl::StripAsciiWhitespace(blackout.reason).empty()) {
    findings.push_back(
        {.rule = "CAL-05",
         .where = "reason",
         .message = {
             "Masa larangan ini tanpa alasan. Tuliskan apa yang memerlukan semua orang.",
             "This blackout gives no reason. Say what everybody is needed for."}});
  }
  return findings;
}

Findings CheckRamadan(const DaySpan& ramadan) {
  const absl::civil_diff_t days = ramadan.until - ramadan.from;
  if (days == 29 || days == 30) return {};
  return {
      {.rule = "CAL-06",
       .where = "until",
       .message =
           {Cat("Ramadan 29 atau 30 hari, bukan ", days,
                ". Perbaiki hari pertama atau terakhirnya."),
            Cat("Ramadan has 29 or 30 days, not ", days, ". Correct its first or last day.")},
       .values = {{"days", Cat(days)}}}};
}

const Holiday* Calendar::HolidayOn(absl::CivilDay day) const {
  const auto year = holidays.find(day.year());
  return year == holidays.end() ? nullptr : OnDay(year->second, day);
}

bool Calendar::IsWorkingDay(absl::CivilDay day) const {
  return WeekdayOf(day) < kSaturday && HolidayOn(day) == nullptr;
}

absl::CivilDay Calendar::WorkingDayAfter(absl::CivilDay day, int days) const {
  if (days == 0) {
    while (!IsWorkingDay(day)) ++day;
    return day;
  }
  while (days > 0)
    if (IsWorkingDay(++day)) --days;
  return day;
}

absl::CivilDay Calendar::WorkingDayBefore(absl::CivilDay day, int days) const {
  while (days > 0)
    if (IsWorkingDay(--day)) --days;
  return day;
}

int Calendar::WorkingDays(const DaySpan& days) const {
  int working = 0;
  for (absl::CivilDay day = days.from; day < days.until; ++day)
    working += IsWorkingDay(day) ? 1 : 0;
  return working;
}

std::vector<Slot> Calendar::WorkingTime(
    std::string_view path, absl::CivilDay day, Provisional provisional) const {
  const UnitHours& unit = HoursOf(*this, path, day);
  const Holiday* holiday = HolidayOn(day);
  const bool off =
      holiday != nullptr && (!holiday->provisional || provisional == Provisional::kHoliday);
  if (off && !unit.on_holidays) return {};
  const bool fasting = std::any_of(
      ramadan.begin(), ramadan.end(), [&](const DaySpan& days) { return days.Holds(day); });
  std::vector<Slot> slots;
  for (const Stretch& stretch : (fasting ? unit.ramadan : unit.normal)[WeekdayOf(day)])
    slots.push_back(SlotOn(day, stretch));
  std::sort(slots.begin(), slots.end());
  return slots;
}

std::optional<Slot> Calendar::WorkingDay(
    std::string_view path, absl::CivilDay day, Provisional provisional) const {
  const std::vector<Slot> slots = WorkingTime(path, day, provisional);
  if (slots.empty()) return std::nullopt;
  return Slot{slots.front().from, slots.back().until};
}

std::vector<Slot> Calendar::Worked(std::string_view path, const Slot& slot) const {
  std::vector<Slot> worked;
  const DaySpan days = DaysOf(slot);
  // A shift of the night before reaches into the first day.
  for (absl::CivilDay day = days.from - 1; day < days.until; ++day) {
    for (const Slot& stretch : WorkingTime(path, day, Provisional::kWorked)) {
      const Slot part = {std::max(stretch.from, slot.from), std::min(stretch.until, slot.until)};
      if (!part.empty()) worked.push_back(part);
    }
  }
  return worked;
}

std::vector<Slot> Calendar::SlotsOf(std::string_view path, const DayEntry& entry) const {
  std::vector<Slot> slots;
  for (absl::CivilDay day = entry.days.from; day < entry.days.until; ++day) {
    slots.push_back(
        entry.hours.has_value() ? SlotOn(day, *entry.hours)
                                : WorkingDay(path, day).value_or(SlotOn(day, {0, kDayMinutes})));
  }
  return slots;
}

std::vector<const Blackout*> Calendar::BlackoutsOf(std::string_view path, const Slot& slot) const {
  std::vector<const Blackout*> found;
  for (const Blackout& blackout : blackouts)
    if (IsBelow(path, blackout.path) && blackout.slot.Overlaps(slot)) found.push_back(&blackout);
  return found;
}

HolidayChange Compare(const std::vector<Holiday>& before, const std::vector<Holiday>& now) {
  HolidayChange change;
  for (const Holiday& holiday : now) {
    const Holiday* was = OnDay(before, holiday.day);
    if (was == nullptr) {
      change.added.push_back(holiday);
    } else if (was->provisional != holiday.provisional) {
      (holiday.provisional ? change.unsettled : change.settled).push_back(holiday);
    }
  }
  for (const Holiday& holiday : before)
    if (OnDay(now, holiday.day) == nullptr) change.removed.push_back(holiday);
  return change;
}

HolidayEffect EffectOf(const HolidayChange& change, std::span<const ReleasedSession> sessions) {
  HolidayEffect effect;
  for (const ReleasedSession& session : sessions) {
    if (Touches(change.added, session.slot) || Touches(change.settled, session.slot)) {
      effect.fallen.push_back(session.id);
    } else if (Touches(change.removed, session.slot)) {
      effect.freed.push_back(session.id);
    }
  }
  return effect;
}

}  // namespace binadaya::scheduling::domain
