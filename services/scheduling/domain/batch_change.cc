// Changes of a schedule that people rely on, and what a batch's states are called.

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/scheduling/domain/batch.h"

namespace binadaya::scheduling::domain {

void RequireWhyOfChange(ChangeCause cause, const std::string& reason, Findings& findings) {
  if (ToString(cause).empty()) {
    findings.push_back(
        {"BATCH-31",
         "cause",
         {"Sebab perubahan atau pembatalan tidak disebut. Pilih sebabnya.",
          "The cause of the change or cancellation is missing. Choose it."}});
  }
  RequireReason(
      reason,
      {"BATCH-32",
       "reason",
       {"Alasan kosong. Tuliskan mengapa jadwal berubah atau kelas dibatalkan.",
        "The reason is missing. Write why the schedule changes or the batch is cancelled."}},
      findings);
}

int NoticeHours(const ScheduleChange& change) {
  constexpr std::int64_t kMinutesOfHour = 60;
  const absl::CivilMinute first =
      change.is.empty() ? change.was.from : std::min(change.was.from, change.is.from);
  const std::int64_t minutes = first - change.told;
  const std::int64_t down = minutes < 0 ? kMinutesOfHour - 1 : 0;
  return static_cast<int>((minutes - down) / kMinutesOfHour);
}

Findings CheckChange(const Batch& batch, const ScheduleChange& change, const BatchPolicy& policy) {
  Findings findings;
  RequireWhyOfChange(change.cause, change.reason, findings);
  if (change.learning && batch.frozen(absl::CivilDay(change.told)) &&
      change.cause != ChangeCause::kForceMajeure) {
    const std::string last = absl::FormatCivilTime(batch.change_until);
    findings.push_back(
        {"BATCH-33",
         "told",
         {absl::StrCat(
              "Jadwal belajar hanya boleh berubah sampai ", last,
              ", kecuali keadaan kahar. Pakai pengganti yang tidak menyentuh sesi belajar."),
          absl::StrCat(
              "Learning may be changed until ", last,
              ", except by force majeure. Take a fallback that leaves learning sessions alone.")},
         {{"last_day", last}}});
  }
  if (change.minutes_lost < 0) {
    findings.push_back(
        {"BATCH-34",
         "minutes_lost",
         {"Menit yang hilang kurang dari nol. Isi nol bila tidak ada.",
          "The minutes lost are below zero. Enter zero if there are none."}});
  }
  if (const int hours = NoticeHours(change); hours < policy.notice_hours) {
    findings.push_back(
        {.rule = "BATCH-35",
         .where = "told",
         .message =
             {absl::StrCat(
                  "Peserta tahu ", hours, " jam sebelumnya, kurang dari ", policy.notice_hours,
                  " jam. Beri tahu mereka sekarang juga."),
              absl::StrCat(
                  "Participants know it ", hours, " hours before, less than ", policy.notice_hours,
                  ". Tell them at once.")},
         .values = {{"hours", absl::StrCat(hours)}},
         .warning = true});
  }
  return findings;
}

std::string_view ToString(BatchState state) {
  switch (state) {
    case BatchState::kPlanned:
      return "PLANNED";
    case BatchState::kScheduled:
      return "SCHEDULED";
    case BatchState::kPublishing:
      return "PUBLISHING";
    case BatchState::kPublished:
      return "PUBLISHED";
    case BatchState::kLocked:
      return "LOCKED";
    case BatchState::kRunning:
      return "RUNNING";
    case BatchState::kDelivered:
      return "DELIVERED";
    case BatchState::kCompleted:
      return "COMPLETED";
    case BatchState::kClosed:
      return "CLOSED";
    case BatchState::kRescheduling:
      return "RESCHEDULING";
    case BatchState::kCancelled:
      return "CANCELLED";
  }
  return "";
}

Phrase NameOf(BatchState state) {
  switch (state) {
    case BatchState::kPlanned:
      return {"direncanakan", "planned"};
    case BatchState::kScheduled:
      return {"dijadwalkan", "scheduled"};
    case BatchState::kPublishing:
      return {"sedang diterbitkan", "being published"};
    case BatchState::kPublished:
      return {"diterbitkan", "published"};
    case BatchState::kLocked:
      return {"dikunci", "locked"};
    case BatchState::kRunning:
      return {"berjalan", "running"};
    case BatchState::kDelivered:
      return {"terlaksana", "delivered"};
    case BatchState::kCompleted:
      return {"selesai", "completed"};
    case BatchState::kClosed:
      return {"ditutup", "closed"};
    case BatchState::kRescheduling:
      return {"dijadwalkan ulang", "being rescheduled"};
    case BatchState::kCancelled:
      return {"dibatalkan", "cancelled"};
  }
  return {"", ""};
}

}  // namespace binadaya::scheduling::domain
