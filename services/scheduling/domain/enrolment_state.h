#pragma once

#include <string_view>

#include "services/common/domain/step.h"

// The words of domain rule 18.7.
namespace binadaya::scheduling::domain {

enum class EnrolmentState {
  kWaitlisted = 1,  // for any batch of the program
  kOffered,         // a seat; the superior is asked
  kApproved,        // by him; the participant is asked
  kConfirmed,
  kAttending,
  kCompleted,
  kAttendedOnly,  // a certificate of attendance, no hours
  kNotPassed,     // may yet complete, by the one remedial test
  kDeclined,      // by the superior or the participant, before he confirmed
  kSubstituted,   // somebody else took the seat
  kWithdrawn,
  kNoShow
};
std::string_view ToString(EnrolmentState state);  // "WAITLISTED", …
Phrase NameOf(EnrolmentState state);
// OFFERED to ATTENDING: it takes one of the batch's seats.
bool HoldsSeat(EnrolmentState state);

enum class Origin { kSelected = 1, kNominated, kSelf, kSubstitute };
std::string_view ToString(Origin origin);  // "SELECTED", …

// Why an enrolment ended before its time.
enum class EndCause {
  kSuperior = 1,  // he does not release
  kParticipant,   // he declines
  kRequest,       // withdrawn, by whom it says
  kSubstituted,
  kUnanswered,  // by the last day on which the seat could be given to another
  kGate,        // after a transfer, leave, … he passes the gates no more, and somebody decided
  kLeftService,
  kListClosed,  // nobody waits beyond the year, or for a program that is retired
  kExcused      // from every session
};
std::string_view ToString(EndCause cause);  // "SUPERIOR", …
}  // namespace binadaya::scheduling::domain
