#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "services/scheduling/domain/attendance.h"

// A session of a morning, who came to it, and what is said of that.
namespace binadaya::scheduling::domain::sheet {

inline const AttendancePolicy kAttendance;
inline const absl::CivilDay kDay(2026, 3, 2);

inline absl::CivilMinute Minute(int hour, int minute, absl::CivilDay day = kDay) {
  return absl::CivilMinute(day.year(), day.month(), day.day(), hour, minute);
}
inline absl::CivilSecond Second(int hour, int minute, int second = 0, absl::CivilDay day = kDay) {
  return absl::CivilSecond(day.year(), day.month(), day.day(), hour, minute, second);
}
inline const Slot kSlot = {Minute(8, 0), Minute(9, 30)};
inline const SessionTime kAhead = {kSlot, std::nullopt};
inline const SessionTime kOver = {kSlot, kSlot};

inline Attendance Of(std::vector<Entry> entries = {}) {
  Attendance attendance = {"session", "enrolment", "person"};
  attendance.entries = std::move(entries);
  return attendance;
}
inline Entry ScanAt(std::string id, absl::CivilSecond at) {
  return {
      .id = std::move(id),
      .from = at,
      .made = at,
      .arrived = at,
      .device = "phone",
      .by = "person"};
}
inline Entry OnSheet(
    std::string id, absl::CivilSecond from, std::optional<absl::CivilSecond> until,
    Statement statement = Statement::kThere) {
  return {
      .id = std::move(id),
      .method = AttendanceMethod::kManual,
      .statement = statement,
      .from = from,
      .until = until,
      .made = Second(9, 35),
      .arrived = Second(9, 40),
      .device = "tablet",
      .by = "committee",
      .document = statement == Statement::kExcused ? "letter" : ""};
}
inline Attendance Scanned(const std::vector<absl::CivilSecond>& scans) {
  Attendance attendance = Of();
  for (const absl::CivilSecond at : scans) {
    attendance.entries.push_back(ScanAt(std::to_string(attendance.entries.size()), at));
  }
  return attendance;
}
// "08:00-09:30 10:00-": a "?" for what is missing
inline std::string StaysTold(const Attendance& attendance, const SessionTime& time = kOver) {
  std::string told;
  for (const Stay& stay : StaysOf(attendance, time, kAttendance)) {
    const auto clock = [](const std::optional<absl::CivilMinute>& at) {
      if (!at.has_value()) return std::string("?");
      const std::string text = absl::FormatCivilTime(*at);
      return text.substr(text.find('T') + 1);
    };
    told += (told.empty() ? "" : " ") + clock(stay.from) + "-" + clock(stay.until);
  }
  return told;
}
inline Credit Credited(const Attendance& attendance, const SessionTime& time = kOver) {
  return CreditOf(attendance, time, kAttendance);
}
inline int MinutesOf(const Attendance& attendance, const SessionTime& time = kOver) {
  return Credited(attendance, time).minutes;
}
inline Attendance Verified(std::vector<Entry> entries) {
  Attendance attendance = Of(std::move(entries));
  EXPECT_TRUE(VerifySheet({&attendance, 1}, {"head", Second(12, 0)}, kOver, kAttendance).ok());
  return attendance;
}

}  // namespace binadaya::scheduling::domain::sheet
