#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "services/common/domain/step.h"
#include "services/scheduling/domain/slot.h"

// One session of a batch, from the plan to the minutes that took place (domain rule 18.6). The same
// session for life, wherever it is moved to. The service locks the batch, lets a method decide,
// saves, and tells; when what took place is not what attendance was counted for, that is counted
// anew (CreditOf, attendance.h).
namespace binadaya::scheduling::domain {

enum class SessionState {
  kPlanned = 1,
  kMoved,  // as planned, at another time
  kOpen,   // check-in is
  kRunning,
  kClosed,    // took place as planned
  kCutShort,  // less than planned
  kMadeUp,    // what was missing was delivered in another session
  kCancelled
};
std::string_view ToString(SessionState state);  // "CUT_SHORT", …
Phrase NameOf(SessionState state);

// Why a schedule changes (domain rule 10.4).
enum class ChangeCause {
  kLeaderAgenda = 1,
  kServiceDuty,
  kSpeaker,
  kVenue,
  kBudget,
  kForceMajeure
};
std::string_view ToString(ChangeCause cause);  // "LEADER_AGENDA", …; empty: none

// How far what took place may lie from what was planned, on the same day.
struct SessionPolicy {
  int spread_minutes = 120;
};

struct Session {
  std::string id = {};
  Slot slot = {};  // as it is planned now
  bool learning = true;
  std::string makes_up = {};  // the session whose missing minutes this one delivers
  SessionState state = SessionState::kPlanned;
  std::optional<Slot> delivered = {};
  std::optional<ChangeCause> cause = {};  // of the last change

  // PLANNED, MOVED -> OPEN; else SES-01.
  absl::Status Open();
  // OPEN -> RUNNING; else SES-02. `now`: SES-11 it has not begun.
  absl::Status Start(absl::CivilMinute now);
  // RUNNING -> CLOSED; else SES-03. SES-12 the times are empty, cross midnight or are not over;
  // SES-18 they are on another day, or too far from what was planned; SES-13 fewer minutes than
  // planned: cut it short, with its cause.
  absl::Status Close(
      const Slot& took_place, absl::CivilMinute now, const SessionPolicy& policy = {});
  // RUNNING -> CUT_SHORT; else SES-04. SES-12; SES-18; SES-14 no fewer minutes than planned; SES-15
  // no cause.
  absl::Status CutShort(
      const Slot& took_place, ChangeCause why, absl::CivilMinute now,
      const SessionPolicy& policy = {});
  // PLANNED, MOVED, OPEN -> MOVED; else SES-05. SES-12 the new times are empty or cross midnight;
  // SES-16 they are past, or the old ones; SES-15.
  absl::Status Move(const Slot& to, ChangeCause why, absl::CivilMinute now);
  // PLANNED to CUT_SHORT -> CANCELLED; else SES-06. SES-15. The clock starts and closes sessions,
  // so one that never took place may be found there.
  absl::Status Cancel(ChangeCause why);
  // CUT_SHORT, CANCELLED -> MADE_UP; else SES-07. SES-17: `missing` minutes are not yet made up.
  absl::Status MakeUp(int missing);
  // MADE_UP -> CUT_SHORT, or CANCELLED if nothing of it took place; else SES-09. What made it up
  // was itself cut short, cancelled or put right: minutes are missing again.
  absl::Status LoseAgain();
  // CLOSED to CANCELLED: what took place is put right, state included; else SES-08. SES-12; SES-18;
  // SES-15 it is shorter now than planned, and nobody says why.
  absl::Status Correct(
      const Slot& took_place, std::optional<ChangeCause> why, absl::CivilMinute now,
      const SessionPolicy& policy = {});

  // Minutes of `made_up` and its own that lack to what was planned; 0 of one that is not over, or
  // that itself makes up for another.
  int missing(int made_up) const;
  // Nothing more will happen in it.
  bool over() const;
  // Minutes that took place, 0 until it is over.
  int minutes() const;
};

// Whether a make-up session of `lost` may take place then. SES-12 empty, or over midnight; SES-16
// it is past; SES-19 it makes up for one that is not over, or that makes up for another; SES-23 it
// is longer than that.
// `missing`: minutes of it that are neither made up nor planned to be; SES-24 there are none.
Findings CheckMakeUp(const Session& lost, const Slot& slot, int missing, absl::CivilMinute now);

}  // namespace binadaya::scheduling::domain
