#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "services/scheduling/domain/enrolment_state.h"
#include "services/scheduling/domain/matching.h"

// One person in one program, from the waiting list or the offer to the outcome (domain rule 18.7).
// The service locks the batch, loads the enrolment, lets one of these methods decide, saves and
// tells. Days are handed in; working days (3 until the superior answers, H-2) are counted by the
// calendar. Commands may come late or twice: what is no longer possible, or has happened, is
// refused by ENR-01 to ENR-10, ENR-19 or ENR-20 with what the state is, and changes nothing.
namespace binadaya::scheduling::domain {

struct Ending {
  EndCause cause = EndCause::kParticipant;
  absl::CivilDay on = {};
  std::string by = {}, reason = {};     // a person and his words; empty: by itself
  std::vector<std::string> rules = {};  // of the gates
  std::string substitute = {};          // the person who came in
};

// What a command is decided against; without a batch, today alone.
struct EnrolmentSetting {
  absl::CivilDay today = {};
  absl::CivilDay starts = absl::CivilDay::max();  // of the batch
  // The last day on which a seat passes to another: H-2 [policy].
  absl::CivilDay change_until = absl::CivilDay::max();
  absl::CivilDay ends = absl::CivilDay::max();  // of the batch: its last day
};

struct Enrolment {
  std::string id = {}, program = {}, person = {};
  std::string batch = {};  // empty: waits for any
  EnrolmentState state = EnrolmentState::kWaitlisted;
  Origin origin = Origin::kSelected;
  std::optional<OverrideReason> override = {};
  std::optional<Arm> arm = {};  // of the selection; never changed after it
  // The place on the waiting list: who was upheld on an objection first, then by selection (1, 2, …
  // of the program), and in that by rank.
  bool upheld = false;
  int selection = 1, rank = 0;
  absl::CivilDay offered_on = {}, answer_by = {};  // answer_by: the superior's last day
  int escalations = 0;                             // how many superiors above were asked as well
  std::string approved_by = {};
  bool remedial = false;  // completed by it
  std::optional<Ending> ending = {};

  // Held, or kept for him until the batch is published.
  bool TakesSeat() const;

  // WAITLISTED -> OFFERED (ENR-01). By Roster, which knows whether there is a seat.
  absl::Status Offer(
      const std::string& to_batch, absl::CivilDay answer, const EnrolmentSetting& setting);
  // OFFERED -> APPROVED (ENR-02) by one of `line`: the superior and those above him, nearest first;
  // as many of them as were asked (ENR-11). Never by the person himself (ENR-12), nor once the
  // batch has begun (ENR-13). After `answer_by` it still counts: silence is not refusal either.
  absl::Status Approve(
      const std::string& by, std::span<const std::string> line, const EnrolmentSetting& setting);
  // OFFERED -> DECLINED (ENR-03), likewise, with a reason (ENR-14).
  absl::Status Reject(
      const std::string& by, std::span<const std::string> line, const std::string& reason,
      const EnrolmentSetting& setting);
  // Silence: the next above is asked as well, until `answer`. From OFFERED (ENR-04), after
  // `answer_by` (ENR-15).
  absl::Status Escalate(absl::CivilDay answer, const EnrolmentSetting& setting);
  // APPROVED -> CONFIRMED (ENR-05), by the person himself (ENR-16), before the batch begins
  // (ENR-13).
  absl::Status Confirm(const std::string& by, const EnrolmentSetting& setting);
  // OFFERED, APPROVED -> DECLINED (ENR-06), by the person himself, with a reason.
  absl::Status Decline(
      const std::string& by, const std::string& reason, const EnrolmentSetting& setting);
  // WAITLISTED to ATTENDING -> WITHDRAWN (ENR-07), with a reason; a seat until the last day of the
  // batch (ENR-37). Who may ask for it is the service's matter.
  absl::Status Withdraw(
      const std::string& by, const std::string& reason, const EnrolmentSetting& setting);
  // CONFIRMED -> SUBSTITUTED (ENR-08), until H-2 (ENR-17), with a reason. By Roster, which knows
  // who comes in.
  absl::Status Substitute(
      const std::string& by, const std::string& substitute, const std::string& reason,
      const EnrolmentSetting& setting);
  // CONFIRMED -> ATTENDING (ENR-09), from the first day on (ENR-18).
  absl::Status Start(const EnrolmentSetting& setting);
  // ATTENDING -> COMPLETED, ATTENDED_ONLY, NOT_PASSED; CONFIRMED, ATTENDING -> NO_SHOW; NOT_PASSED
  // -> COMPLETED, by the remedial test. Else ENR-10; ENR-21 that is no outcome. What it is, the
  // completion rule says.
  absl::Status Finish(EnrolmentState outcome);
  // CONFIRMED, ATTENDING -> WITHDRAWN: he was excused from every session. Else ENR-10.
  absl::Status Excuse(absl::CivilDay today);
  // COMPLETED to NOT_PASSED, NO_SHOW, and who was excused from everything, -> ATTENDING; else
  // ENR-19: attendance was corrected; Finish or Excuse decides anew.
  absl::Status Reopen();
  // OFFERED to ATTENDING, or WAITLISTED with a seat kept, -> WAITLISTED (ENR-20) with its old
  // place: the batch was cancelled, or has fewer seats.
  absl::Status Requeue();
  // WAITLISTED with a seat kept: it is kept in another batch of the program; else ENR-38.
  absl::Status KeepIn(const std::string& other);

  // What others tell. Each says whether something changed; told twice, nothing does.
  // A seat that was offered before H-2 and that nobody answered for is free again on that day; one
  // that was offered on that day, when the batch begins. From OFFERED, APPROVED.
  bool Lapse(const EnrolmentSetting& setting);
  // Nobody is above him: the authorised official (PyB) is asked at once. From OFFERED.
  bool AskOfficial();
  // He has another superior, who is asked anew, until `answer`; so many below that one were asked
  // in vain, and are superiors still. From OFFERED.
  bool AskAnew(absl::CivilDay answer, int silent = 0);
  // He has left service (retired, died, contract over): whatever is open ends, but a seat of a
  // batch that is over.
  bool LeaveService(const EnrolmentSetting& setting);
  // The list on which he waits is closed; no seat is kept for him any more.
  bool CloseList(const EnrolmentSetting& setting);

 private:
  void End(EnrolmentState to, Ending ending);
};

// ENR-17: after the last day on which a seat passes to another.
void RequireChangeable(const EnrolmentSetting& setting, Findings& findings);
// ENR-13: the batch has begun.
void RequireNotBegun(const EnrolmentSetting& setting, Findings& findings);
// ENR-37: the batch is over.
void RequireNotOver(const EnrolmentSetting& setting, Findings& findings);

// Who is first on the waiting list.
bool IsBefore(const Enrolment& one, const Enrolment& other);

}  // namespace binadaya::scheduling::domain
