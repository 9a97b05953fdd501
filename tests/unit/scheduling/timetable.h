#pragma once

#include <string>
#include <utility>
#include <vector>

#include "services/scheduling/domain/calendar.h"

// What tests of calendar, rundown and continuity share.
namespace binadaya::scheduling::domain::timetable {

// "SC-01 SC-04*": * is a warning.
inline std::string Rules(const Findings& findings) {
  std::string text;
  for (const Finding& finding : findings) {
    if (!text.empty()) text += ' ';
    text += finding.rule;
    if (finding.warning) text += '*';
  }
  return text;
}
// "SC-01 2024-07-12, SC-04 7"
inline std::string Places(const Findings& findings) {
  std::string text;
  for (const Finding& finding : findings) {
    if (!text.empty()) text += ", ";
    text += finding.rule + ' ' + finding.where;
  }
  return text;
}
inline Findings Of(const Findings& findings, const std::string& rule) {
  Findings some;
  for (const Finding& finding : findings)
    if (finding.rule == rule) some.push_back(finding);
  return some;
}

// "0730" on a day.
inline absl::CivilMinute At(absl::CivilDay day, int clock) {
  return absl::CivilMinute(day) + (clock / 100 * 60 + clock % 100);
}
inline Slot Between(absl::CivilDay day, int from, int until) {
  return {At(day, from), At(day, until)};
}
// "07:30-12:00 13:00-16:00"
inline std::string Clocks(const std::vector<Slot>& slots) {
  std::string text;
  const auto clock = [](absl::CivilMinute at) {
    const auto two = [](int n) { return std::string(n < 10 ? "0" : "") + std::to_string(n); };
    return two(at.hour()) + ':' + two(at.minute());
  };
  for (const Slot& slot : slots) {
    if (!text.empty()) text += ' ';
    text += clock(slot.from) + '-' + clock(slot.until);
  }
  return text;
}

// SKB 3 Menteri 1497/2/5 of 2025.
inline std::vector<Holiday> Holidays2026() {
  const std::vector<std::pair<int, std::vector<int>>> months = {
      {1, {1, 16}},
      {2, {16, 17}},
      {3, {18, 19, 20, 21, 22, 23, 24}},
      {4, {3, 5}},
      {5, {1, 14, 15, 27, 28, 31}},
      {6, {1, 16}},
      {8, {17, 25}},
      {12, {24, 25}}};
  std::vector<Holiday> holidays;
  for (const auto& [month, days] : months)
    for (const int day : days) holidays.push_back({absl::CivilDay(2026, month, day), "Libur"});
  return holidays;
}
inline Calendar Year2026() {
  Calendar calendar;
  calendar.holidays[2026] = Holidays2026();
  calendar.ramadan = {{absl::CivilDay(2026, 2, 18), absl::CivilDay(2026, 3, 20)}};
  return calendar;
}

}  // namespace binadaya::scheduling::domain::timetable
