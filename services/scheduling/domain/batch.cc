#include "services/scheduling/domain/batch.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace binadaya::scheduling::domain {
namespace {

constexpr BatchState kToSchedule[] = {BatchState::kPlanned, BatchState::kRescheduling};
constexpr BatchState kToPublish[] = {BatchState::kScheduled};
constexpr BatchState kPublishing[] = {BatchState::kPublishing};
constexpr BatchState kToLock[] = {BatchState::kPublished};
constexpr BatchState kToRun[] = {BatchState::kLocked};
constexpr BatchState kToDeliver[] = {BatchState::kRunning};
constexpr BatchState kToComplete[] = {BatchState::kDelivered};
constexpr BatchState kToReopen[] = {BatchState::kDelivered, BatchState::kCompleted};
constexpr BatchState kToClose[] = {BatchState::kCompleted};
constexpr BatchState kToReschedule[] = {
    BatchState::kScheduled, BatchState::kPublished, BatchState::kLocked};
constexpr BatchState kToRepair[] = {
    BatchState::kScheduled, BatchState::kPublished, BatchState::kLocked, BatchState::kRunning};
constexpr BatchState kToResize[] = {
    BatchState::kPlanned, BatchState::kScheduled, BatchState::kPublished, BatchState::kLocked};
constexpr BatchState kToCancel[] = {BatchState::kPlanned,   BatchState::kScheduled,
                                    BatchState::kPublished, BatchState::kLocked,
                                    BatchState::kRunning,   BatchState::kRescheduling};

constexpr Step<BatchState> kScheduleBatch = {
    "BATCH-01",
    kToSchedule,
    {"dijadwalkan", "scheduled"},
    {"Ubah jadwalnya lebih dahulu bila sudah terbit.", "Take it back for a change first."}};
constexpr Step<BatchState> kPublishBatch = {
    "BATCH-02",
    kToPublish,
    {"diterbitkan", "published"},
    {"Jadwalkan lebih dahulu; yang sedang diterbitkan ditunggu.",
     "Schedule it first; one that is being published is waited for."}};
constexpr Step<BatchState> kEndPublishing = {
    "BATCH-03",
    kPublishing,
    {"dituntaskan", "brought to the end of publishing"},
    {"Penerbitan ini sudah berakhir; tidak ada yang perlu dilakukan.",
     "This publication has ended; nothing is left to do."}};
constexpr Step<BatchState> kLockBatch = {
    "BATCH-04", kToLock, {"dikunci", "locked"}, {"Terbitkan lebih dahulu.", "Publish it first."}};
constexpr Step<BatchState> kStartBatch = {
    "BATCH-05", kToRun, {"dimulai", "started"}, {"Kunci lebih dahulu.", "Lock it first."}};
constexpr Step<BatchState> kDeliverBatch = {
    "BATCH-06",
    kToDeliver,
    {"dilaksanakan", "declared delivered"},
    {"Mulai lebih dahulu.", "Start it first."}};
constexpr Step<BatchState> kCompleteBatch = {
    "BATCH-07",
    kToComplete,
    {"diselesaikan", "completed"},
    {"Laksanakan semua sesinya lebih dahulu.", "Deliver all of its sessions first."}};
constexpr Step<BatchState> kReopenBatch = {
    "BATCH-13",
    kToReopen,
    {"dibuka lagi", "reopened"},
    {"Lihat keadaannya; yang berjalan masih terbuka.", "See where it stands; what runs is open."}};
constexpr Step<BatchState> kCloseBatch = {
    "BATCH-08",
    kToClose,
    {"ditutup", "closed"},
    {"Selesaikan lebih dahulu.", "Complete it first."}};
constexpr Step<BatchState> kRescheduleBatch = {
    "BATCH-09",
    kToReschedule,
    {"dijadwalkan ulang", "rescheduled"},
    {"Yang sedang berjalan diperbaiki per sesi.", "One that runs is repaired session by session."}};
constexpr Step<BatchState> kRepairBatch = {
    "BATCH-10",
    kToRepair,
    {"diperbaiki jadwalnya", "repaired"},
    {"Tunggu penerbitannya berakhir, atau jadwalkan.",
     "Wait for its publication to end, or schedule it."}};
constexpr Step<BatchState> kCancelBatch = {
    "BATCH-11",
    kToCancel,
    {"dibatalkan", "cancelled"},
    {"Tunggu penerbitannya berakhir; yang sudah terlaksana tidak dibatalkan.",
     "Wait for its publication to end; what was delivered is not cancelled."}};

constexpr Step<BatchState> kResizeBatch = {
    "BATCH-12",
    kToResize,
    {"diubah kapasitasnya", "resized"},
    {"Tunggu penerbitannya berakhir; sesudah dimulai kursinya tetap.",
     "Wait for its publication to end; once it runs its seats stay as they are."}};

Findings CheckBatch(const Step<BatchState>& step, BatchState state) {
  return CheckStep({"Kelas", "A batch"}, step, state);
}

// The blocking ones among what others found.
void AddBlocking(const Findings& found, Findings& findings) {
  std::copy_if(
      found.begin(), found.end(), std::back_inserter(findings),
      [](const Finding& finding) { return !finding.warning; });
}

Finding TooLittle(const Fidelity& fidelity, const std::vector<MakeUp>& make_up) {
  const std::string sessions =
      absl::StrJoin(make_up, ", ", [](std::string* out, const MakeUp& one) {
        absl::StrAppend(out, one.session, " ", one.minutes, "'");
      });
  return {
      "BATCH-27",
      "sessions",
      {absl::StrCat(
           "Terlaksana ", fidelity.delivered, " dari ", fidelity.planned,
           " menit belajar. Adakan pengganti ", fidelity.make_up, " menit untuk: ", sessions, "."),
       absl::StrCat(
           fidelity.delivered, " of ", fidelity.planned,
           " learning minutes were delivered. Make up ", fidelity.make_up,
           " minutes of: ", sessions, ".")},
      {{"delivered", absl::StrCat(fidelity.delivered)},
       {"planned", absl::StrCat(fidelity.planned)},
       {"minutes", absl::StrCat(fidelity.make_up)},
       {"sessions", sessions}}};
}

}  // namespace

absl::Status Batch::Schedule(
    absl::CivilDay first, absl::CivilDay last, absl::CivilDay until, const Findings& checks) {
  Findings findings = CheckBatch(kScheduleBatch, state);
  AddBlocking(checks, findings);
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  state = BatchState::kScheduled;
  first_day = first;
  last_day = last;
  change_until = until;
  return absl::OkStatus();
}

absl::Status Batch::Publish(
    const Findings& checks, const Checklist& checklist, bool money, absl::CivilDay today,
    const BatchPolicy& policy) {
  Findings findings = CheckBatch(kPublishBatch, state);
  AddBlocking(checks, findings);
  AddBlocking(checklist.Check(policy.checklist), findings);
  if (!money) {
    findings.push_back(
        {"BATCH-20",
         "money",
         {"Kelas ini belum punya sumber uang. Pilih butir rencana atau rincian anggarannya.",
          "Nothing pays for this batch yet. Choose its plan item or budget lines."}});
  }
  if (today >= first_day) {
    const std::string first = absl::FormatCivilTime(first_day);
    findings.push_back(
        {"BATCH-21",
         "first_day",
         {absl::StrCat("Kelas ini mulai ", first, ", terlalu dekat. Jadwalkan di hari lain."),
          absl::StrCat("This batch begins ", first, ", too soon. Schedule it on other days.")},
         {{"first_day", first}}});
  }
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  state = BatchState::kPublishing;
  ++publications;
  return absl::OkStatus();
}

absl::Status Batch::EndPublishing(int version, BatchState to) {
  Findings findings = CheckBatch(kEndPublishing, state);
  if (version != publications) {
    findings.push_back(
        {"BATCH-22",
         "version",
         {absl::StrCat(
              "Ini akhir penerbitan ke-", version, "; yang terakhir ke-", publications,
              ". Tidak ada yang perlu dilakukan."),
          absl::StrCat(
              "This is the end of publication ", version, "; the last one is ", publications,
              ". Nothing is left to do.")},
         {{"version", absl::StrCat(version)}, {"last", absl::StrCat(publications)}}});
  }
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  state = to;
  return absl::OkStatus();
}
absl::Status Batch::Published(int version) {
  return EndPublishing(version, BatchState::kPublished);
}
absl::Status Batch::Unpublished(int version) {
  return EndPublishing(version, BatchState::kScheduled);
}

absl::Status Batch::Lock(absl::CivilDay today) {
  Findings findings = CheckBatch(kLockBatch, state);
  if (!frozen(today)) {
    const std::string from = absl::FormatCivilTime(change_until + 1);
    findings.push_back(
        {"BATCH-23",
         "today",
         {absl::StrCat(
              "Kelas ini dikunci mulai ", from,
              "; sampai itu jadwalnya masih boleh berubah. Tunggu hari itu."),
          absl::StrCat(
              "This batch is locked from ", from,
              " on; until then its schedule may change. Wait for that day.")},
         {{"from", from}}});
  }
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  state = BatchState::kLocked;
  return absl::OkStatus();
}

absl::Status Batch::Start(absl::CivilDay today) {
  Findings findings = CheckBatch(kStartBatch, state);
  if (today < first_day) {
    const std::string from = absl::FormatCivilTime(first_day);
    findings.push_back(
        {"BATCH-24",
         "today",
         {absl::StrCat("Kelas ini mulai ", from, ". Tunggu hari itu, atau jadwalkan ulang."),
          absl::StrCat("This batch begins on ", from, ". Wait for that day, or reschedule it.")},
         {{"from", from}}});
  }
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  state = BatchState::kRunning;
  return absl::OkStatus();
}

absl::Status Batch::Deliver(std::span<const Session> sessions, std::size_t people) {
  Findings findings = CheckBatch(kDeliverBatch, state);
  std::vector<std::string> open;
  for (const Session& session : sessions) {
    if (!session.over()) open.push_back(session.id);
  }
  if (!open.empty()) {
    const std::string names = absl::StrJoin(open, ", ");
    findings.push_back(
        {"BATCH-25",
         "sessions",
         {absl::StrCat("Sesi yang belum selesai: ", names, ". Tutup atau batalkan dahulu."),
          absl::StrCat("Sessions that are not over: ", names, ". Close or cancel them first.")},
         {{"sessions", names}}});
  }
  if (sessions.empty()) {
    findings.push_back(
        {"BATCH-26",
         "sessions",
         {"Kelas ini tidak punya sesi. Batalkan kelasnya, dengan alasan.",
          "This batch has no sessions. Cancel it, with a reason."}});
  } else if (open.empty() && std::none_of(sessions.begin(), sessions.end(), [](const Session& one) {
               return one.learning && one.minutes() > 0;
             })) {
    findings.push_back(
        {"BATCH-36",
         "sessions",
         {"Tidak ada pembelajaran yang terlaksana. Adakan sesi pengganti, atau batalkan kelasnya.",
          "No learning took place. Plan make-up sessions, or cancel the batch."}});
  }
  if (people == 0) {
    findings.push_back(
        {"BATCH-37",
         "participants",
         {"Tidak ada peserta lagi di kelas ini. Batalkan kelasnya, dengan sebab dan alasan.",
          "Nobody takes part in this batch any more. Cancel it, with cause and reason."}});
  }
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  state = BatchState::kDelivered;
  return absl::OkStatus();
}

absl::Status Batch::Complete(
    std::span<const SessionMinutes> sessions, bool verified, bool graded,
    const BatchPolicy& policy) {
  Findings findings = CheckBatch(kCompleteBatch, state);
  if (const Fidelity fidelity = FidelityOf(sessions, policy.fidelity); fidelity.make_up > 0) {
    findings.push_back(TooLittle(fidelity, MakeUpOf(sessions, policy.fidelity)));
  }
  if (!verified) {
    findings.push_back(
        {"BATCH-28",
         "attendance",
         {"Ada daftar hadir yang belum diverifikasi. Verifikasi lebih dahulu.",
          "There is attendance that is not verified. Verify it first."}});
  }
  if (!graded) {
    findings.push_back(
        {"BATCH-29",
         "tests",
         {"Ada tes yang belum dinilai. Tunggu penilaiannya selesai.",
          "There are tests that are not graded. Wait until they are."}});
  }
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  state = BatchState::kCompleted;
  return absl::OkStatus();
}

absl::Status Batch::Reopen() {
  if (Findings findings = CheckBatch(kReopenBatch, state); !findings.empty())
    return RefuseIfBlocked(std::move(findings));
  state = state == BatchState::kCompleted ? BatchState::kDelivered : BatchState::kRunning;
  return absl::OkStatus();
}

absl::Status Batch::Close(bool dossier) {
  Findings findings = CheckBatch(kCloseBatch, state);
  if (!dossier) {
    findings.push_back(
        {"BATCH-30",
         "dossier",
         {"Berkas kelas belum disetujui. Setujui berkasnya lebih dahulu.",
          "The dossier of the batch is not approved. Have it approved first."}});
  }
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  state = BatchState::kClosed;
  return absl::OkStatus();
}

absl::Status Batch::Reschedule(const ScheduleChange& change, const BatchPolicy& policy) {
  Findings findings = CheckBatch(kRescheduleBatch, state);
  AddBlocking(CheckChange(*this, change, policy), findings);
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  state = BatchState::kRescheduling;
  cause = change.cause;
  reason = change.reason;
  return absl::OkStatus();
}

absl::Status Batch::Repair(const ScheduleChange& change, const BatchPolicy& policy) {
  Findings findings = CheckBatch(kRepairBatch, state);
  AddBlocking(CheckChange(*this, change, policy), findings);
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  cause = change.cause;
  reason = change.reason;
  return absl::OkStatus();
}

Findings Batch::CheckResize() const { return CheckBatch(kResizeBatch, state); }

absl::Status Batch::Cancel(ChangeCause why, const std::string& words) {
  Findings findings = CheckBatch(kCancelBatch, state);
  RequireWhyOfChange(why, words, findings);
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  state = BatchState::kCancelled;
  cause = why;
  reason = words;
  return absl::OkStatus();
}

}  // namespace binadaya::scheduling::domain
