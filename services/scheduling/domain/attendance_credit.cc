// What attendance is worth, and what its states are called.

#include <algorithm>
#include <cstdint>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/domain/step.h"
#include "services/scheduling/domain/attendance.h"

namespace binadaya::scheduling::domain {

Credit CreditOf(
    const Attendance& attendance, const SessionTime& time, const AttendancePolicy& policy) {
  Credit credit;
  if (StatementOf(attendance, time, policy) == Statement::kExcused) {
    credit.presence = Presence::kExcused;
    return credit;
  }
  const Slot& slot = time.now();
  std::vector<Slot> there;
  bool seen = false;
  for (const Stay& stay : StaysOf(attendance, time, policy)) {
    if (stay.open()) {
      // Closed when it was verified; then the times of the session were put right.
      if (attendance.verified.has_value()) continue;
      credit.open = seen = true;
      // Late or not is known of whoever came in, early or not of nobody yet.
      if (stay.from.has_value()) there.push_back({*stay.from, *stay.from});
    } else if (slot.Overlaps({*stay.from, *stay.until})) {
      seen = true;
      there.push_back({*stay.from, *stay.until});
    }
  }
  if (!seen) return credit;
  std::sort(there.begin(), there.end());
  absl::CivilMinute end = slot.from;  // up to here is counted
  std::int64_t minutes = 0;
  for (const Slot& stay : there) {
    minutes += slot.MinutesWith({std::max(stay.from, end), stay.until});
    end = std::max(end, stay.until);
  }
  if (time.delivered.has_value()) credit.minutes = static_cast<int>(minutes);
  if (!there.empty()) {
    credit.late_by = static_cast<int>(std::max<std::int64_t>(0, there.front().from - slot.from));
  }
  if (!credit.open) {
    credit.early_by = static_cast<int>(std::max<std::int64_t>(0, slot.until - end));
  }
  credit.presence = credit.late_by > policy.late_minutes     ? Presence::kLate
                    : credit.early_by > policy.early_minutes ? Presence::kLeftEarly
                                                             : Presence::kPresent;
  return credit;
}

AttendanceState StateOf(
    const Attendance& attendance, const SessionTime& time, const AttendancePolicy& policy) {
  if (attendance.verified.has_value()) {
    return attendance.credited ? AttendanceState::kCredited : AttendanceState::kVerified;
  }
  if (StatementOf(attendance, time, policy) == Statement::kExcused)
    return AttendanceState::kExcused;
  if (StatementOf(attendance, time, policy) == Statement::kAbsent) return AttendanceState::kAbsent;
  const std::vector<Stay> stays = StaysOf(attendance, time, policy);
  if (stays.empty()) return AttendanceState::kExpected;
  const bool open =
      std::any_of(stays.begin(), stays.end(), [](const Stay& stay) { return stay.open(); });
  return open ? AttendanceState::kCheckedIn : AttendanceState::kCheckedOut;
}

absl::Status VerifySheet(
    std::span<Attendance> sheet, const Verification& verification, const SessionTime& time,
    const AttendancePolicy& policy) {
  Findings findings;
  if (!time.delivered.has_value()) {
    findings.push_back(
        {"ATT-40",
         "session",
         {"Sesi ini belum selesai. Tutup sesinya lebih dahulu.",
          "This session is not over. Close it first."}});
  }
  for (const Attendance& one : sheet) {
    const std::string where = absl::StrCat("attendance[", one.enrolment, "]");
    if (one.verified.has_value()) findings.push_back(VerifiedBefore(where));
    if (CreditOf(one, time, policy).open) {
      findings.push_back(
          {"ATT-41",
           where,
           {"Waktu masuk atau keluarnya belum ada. Tutup dengan alasan lebih dahulu.",
            "An entrance or exit is missing. Close it with a reason first."}});
    }
    std::set<Statement> said;
    for (const Entry& entry : Counting(one, time, policy)) said.insert(entry.statement);
    if (said.size() > 1) {
      findings.push_back(
          {"ATT-42",
           where,
           {"Catatan panitia saling bertentangan: hadir, tidak hadir, atau izin. Ganti yang "
            "keliru.",
            "Committee entries contradict each other: there, absent or excused. Replace the wrong "
            "one."}});
    }
    if (one.person == verification.by) findings.push_back(OwnAttendance(where));
  }
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  for (Attendance& one : sheet) one.verified = verification;
  return absl::OkStatus();
}

std::string_view ToString(AttendanceMethod method) {
  switch (method) {
    case AttendanceMethod::kQr:
      return "QR";
    case AttendanceMethod::kManual:
      return "MANUAL";
    case AttendanceMethod::kOnline:
      return "ONLINE";
  }
  return "";
}

std::string_view ToString(Statement statement) {
  switch (statement) {
    case Statement::kThere:
      return "THERE";
    case Statement::kAbsent:
      return "ABSENT";
    case Statement::kExcused:
      return "EXCUSED";
  }
  return "";
}

std::string_view ToString(AttendanceState state) {
  switch (state) {
    case AttendanceState::kExpected:
      return "EXPECTED";
    case AttendanceState::kCheckedIn:
      return "CHECKED_IN";
    case AttendanceState::kCheckedOut:
      return "CHECKED_OUT";
    case AttendanceState::kAbsent:
      return "ABSENT";
    case AttendanceState::kExcused:
      return "EXCUSED";
    case AttendanceState::kVerified:
      return "VERIFIED";
    case AttendanceState::kCredited:
      return "CREDITED";
  }
  return "";
}

std::string_view ToString(Presence presence) {
  switch (presence) {
    case Presence::kPresent:
      return "PRESENT";
    case Presence::kLate:
      return "LATE";
    case Presence::kLeftEarly:
      return "LEFT_EARLY";
    case Presence::kExcused:
      return "EXCUSED";
    case Presence::kAbsent:
      return "ABSENT";
  }
  return "";
}

}  // namespace binadaya::scheduling::domain
