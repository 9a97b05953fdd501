#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "services/common/domain/step.h"
#include "services/scheduling/domain/checklist.h"
#include "services/scheduling/domain/completion.h"
#include "services/scheduling/domain/session.h"

// A batch (kelas, angkatan) of a program, from the plan to its dossier (domain rules 10.4, 18.6).
// The service locks it, lets a method decide, saves and tells. What others find is handed in: SC
// and SVC rules, fidelity (completion.h), verified sheets (attendance.h); so are days that working
// days are counted for. Timers may be late and commands may come twice: what is no longer possible
// is refused by BATCH-01 to BATCH-11 with the state, and changes nothing.
namespace binadaya::scheduling::domain {

enum class BatchState {
  kPlanned = 1,
  kScheduled,
  kPublishing,  // its publication is alive (publication.h); nothing else happens to it
  kPublished,
  kLocked,  // too near for changes
  kRunning,
  kDelivered,
  kCompleted,
  kClosed,
  kRescheduling,
  kCancelled
};
std::string_view ToString(BatchState state);  // "PUBLISHED", …
Phrase NameOf(BatchState state);

struct BatchPolicy {
  int notice_hours = 24;  // that participants know of a change before it
  FidelityPolicy fidelity = {};
  ChecklistPolicy checklist = {};
};

// What changes in a schedule that people rely on.
struct ScheduleChange {
  ChangeCause cause = {};
  std::string reason = {};
  absl::CivilMinute told = {};  // to participants
  Slot was = {}, is = {};       // the first session that changes; `is` empty: it falls away
  bool learning = true;         // some learning session changes; else only the leader's slot or so
  int minutes_lost = 0;         // learning minutes that nothing recovers
};

struct Batch {
  std::string id = {};
  BatchState state = BatchState::kPlanned;
  absl::CivilDay first_day = {}, last_day = {};  // of its sessions
  absl::CivilDay change_until = {};  // the last day on which it may change: H-3, by working days
  int publications = 0;              // begun; the last one's version
  std::string reason = {};           // of the last change or cancellation
  std::optional<ChangeCause> cause = {};

  // PLANNED, RESCHEDULING -> SCHEDULED; else BATCH-01. What the solver or the planner found
  // (`checks`, warnings aside) refuses too.
  absl::Status Schedule(
      absl::CivilDay first, absl::CivilDay last, absl::CivilDay until, const Findings& checks);
  // SCHEDULED -> PUBLISHING, and a new publication; else BATCH-02. `checks`: SC and SVC rules;
  // `money`: the plan item or lines that pay for it are named. CHL-10; BATCH-20 no money; BATCH-21
  // it would begin today or has begun.
  absl::Status Publish(
      const Findings& checks, const Checklist& checklist, bool money, absl::CivilDay today,
      const BatchPolicy& policy);
  // PUBLISHING -> PUBLISHED, -> SCHEDULED: how its publication `version` ended. BATCH-03; BATCH-22
  // it is another one's end.
  absl::Status Published(int version);
  absl::Status Unpublished(int version);
  // PUBLISHED -> LOCKED, after the last day for changes (BATCH-23); else BATCH-04.
  absl::Status Lock(absl::CivilDay today);
  // LOCKED -> RUNNING, from the first day on (BATCH-24); else BATCH-05.
  absl::Status Start(absl::CivilDay today);
  // RUNNING -> DELIVERED; else BATCH-06. BATCH-25 sessions are not over; BATCH-26 there are none;
  // BATCH-36 no learning took place; BATCH-37 of `people`, whom it expected to its end, there are
  // none. It stays as it is, and may be cancelled.
  absl::Status Deliver(std::span<const Session> sessions, std::size_t people);
  // DELIVERED -> COMPLETED; else BATCH-07. BATCH-27 too little was delivered: the make-up (values:
  // minutes; sessions); BATCH-28 sheets are not verified; BATCH-29 tests are not graded.
  absl::Status Complete(
      std::span<const SessionMinutes> sessions, bool verified, bool graded,
      const BatchPolicy& policy);
  // DELIVERED -> RUNNING, COMPLETED -> DELIVERED; else BATCH-13: what took place was put right, and
  // Deliver and Complete decide anew.
  absl::Status Reopen();
  // COMPLETED -> CLOSED, with its dossier approved (BATCH-30); else BATCH-08.
  absl::Status Close(bool dossier);
  // SCHEDULED, PUBLISHED, LOCKED -> RESCHEDULING; else BATCH-09. As CheckChange.
  absl::Status Reschedule(const ScheduleChange& change, const BatchPolicy& policy);
  // A repair that keeps it published: SCHEDULED to RUNNING stay; else BATCH-10. As CheckChange.
  absl::Status Repair(const ScheduleChange& change, const BatchPolicy& policy);
  // PLANNED, SCHEDULED, PUBLISHED, LOCKED, RUNNING, RESCHEDULING -> CANCELLED, with cause and
  // reason (BATCH-31, BATCH-32); else BATCH-11. Money and seats follow by the event.
  absl::Status Cancel(ChangeCause why, const std::string& words);

  // BATCH-12: its capacity can be changed while it is PLANNED, SCHEDULED, PUBLISHED, LOCKED.
  Findings CheckResize() const;

  // Whether fewer working days are left than a change needs.
  bool frozen(absl::CivilDay today) const { return today > change_until; }

 private:
  absl::Status EndPublishing(int version, BatchState to);
};

// BATCH-31 no cause; BATCH-32 no reason.
void RequireWhyOfChange(ChangeCause cause, const std::string& reason, Findings& findings);
// The same, and BATCH-33 learning changes too late, without force majeure:
// take a fallback that leaves it where it is; BATCH-34 minutes below zero; BATCH-35, a warning: the
// participants know it less than 24 h before the first session that changes, as it was or as it is.
Findings CheckChange(const Batch& batch, const ScheduleChange& change, const BatchPolicy& policy);
// Hours from telling to the first session that changes, rounded down; below zero: told afterwards.
int NoticeHours(const ScheduleChange& change);

}  // namespace binadaya::scheduling::domain
