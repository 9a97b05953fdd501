#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "services/common/domain/finding.h"
#include "services/scheduling/domain/calendar.h"
#include "services/scheduling/domain/slot.h"
#include "services/scheduling/domain/speaker.h"

// Whether a speaker comes: he is asked for a session, and answers. The service locks the batch,
// lets this decide, saves and tells.
namespace binadaya::scheduling::domain {

enum class InvitationState {
  kInvited = 1,
  kConfirmed,
  kDeclined,
  kWithdrawn  // he need not come
};
std::string_view ToString(InvitationState state);  // "CONFIRMED", …

// Of one speaker to one session.
struct Invitation {
  InvitationState state = InvitationState::kInvited;
  Slot slot = {};                 // that he is asked for
  absl::CivilDay answer_by = {};  // his last day to answer
  bool overdue = false;           // told that he had not answered by then
  std::string reason = {};        // declined or withdrawn

  // INVITED or CONFIRMED: it may still come to pass.
  bool stands() const;

  // Refuse: SPK-10 from another state; SPK-11 no reason.
  absl::Status Confirm();                     // INVITED
  absl::Status Decline(std::string reason);   // INVITED, CONFIRMED
  absl::Status Withdraw(std::string reason);  // INVITED, CONFIRMED
  // Where its session takes place now. At another time than he was asked for, what he answered
  // lapses: whether he is asked anew, until another day. Not if he declined or need not come.
  bool MovedTo(const Slot& slot, absl::CivilDay answer_by);
  // He has not answered until `answer_by`, and still can: whether that is to be told, once.
  bool FallDue(absl::CivilMinute now);
};

// So many working days after today, but before the day of the session, and not in the past.
absl::CivilDay AnswerBy(
    const Calendar& calendar, absl::CivilDay today, const Slot& slot, int working_days);
// SPK-15: the session has begun, so nothing is asked or answered of it any more.
Findings CheckToCome(const Slot& slot, absl::CivilMinute now);
// SPK-14: only of one from outside the organiser notes what he answered; one of the staff answers
// himself.
Findings CheckOnBehalf(SpeakerKind kind);
// SPK-13: there is nobody to ask: of `sessions` that have a speaker, all are asked for or answered.
Findings CheckSomebodyAsked(int asked, int sessions);
// SPK-18: whom the rundown has cannot be had at the time of the session.
Finding CannotBeHad(const std::string& session);

}  // namespace binadaya::scheduling::domain
