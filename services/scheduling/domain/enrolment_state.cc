#include "services/scheduling/domain/enrolment_state.h"

namespace binadaya::scheduling::domain {

std::string_view ToString(EnrolmentState state) {
  switch (state) {
    case EnrolmentState::kWaitlisted:
      return "WAITLISTED";
    case EnrolmentState::kOffered:
      return "OFFERED";
    case EnrolmentState::kApproved:
      return "APPROVED";
    case EnrolmentState::kConfirmed:
      return "CONFIRMED";
    case EnrolmentState::kAttending:
      return "ATTENDING";
    case EnrolmentState::kCompleted:
      return "COMPLETED";
    case EnrolmentState::kAttendedOnly:
      return "ATTENDED_ONLY";
    case EnrolmentState::kNotPassed:
      return "NOT_PASSED";
    case EnrolmentState::kDeclined:
      return "DECLINED";
    case EnrolmentState::kSubstituted:
      return "SUBSTITUTED";
    case EnrolmentState::kWithdrawn:
      return "WITHDRAWN";
    case EnrolmentState::kNoShow:
      return "NO_SHOW";
  }
  return "";
}

Phrase NameOf(EnrolmentState state) {
  switch (state) {
    case EnrolmentState::kWaitlisted:
      return {"menunggu", "waiting"};
    case EnrolmentState::kOffered:
      return {"ditawarkan", "offered"};
    case EnrolmentState::kApproved:
      return {"disetujui atasan", "approved"};
    case EnrolmentState::kConfirmed:
      return {"dikonfirmasi", "confirmed"};
    case EnrolmentState::kAttending:
      return {"sedang diikuti", "under way"};
    case EnrolmentState::kCompleted:
      return {"diselesaikan", "completed"};
    case EnrolmentState::kAttendedOnly:
      return {"dihadiri saja", "attended only"};
    case EnrolmentState::kNotPassed:
      return {"belum lulus", "not passed"};
    case EnrolmentState::kDeclined:
      return {"ditolak", "declined"};
    case EnrolmentState::kSubstituted:
      return {"diganti", "substituted"};
    case EnrolmentState::kWithdrawn:
      return {"dibatalkan", "withdrawn"};
    case EnrolmentState::kNoShow:
      return {"tidak dihadiri", "a no-show"};
  }
  return {"", ""};
}

bool HoldsSeat(EnrolmentState state) {
  return state >= EnrolmentState::kOffered && state <= EnrolmentState::kAttending;
}

std::string_view ToString(Origin origin) {
  switch (origin) {
    case Origin::kSelected:
      return "SELECTED";
    case Origin::kNominated:
      return "NOMINATED";
    case Origin::kSelf:
      return "SELF";
    case Origin::kSubstitute:
      return "SUBSTITUTE";
  }
  return "";
}

std::string_view ToString(EndCause cause) {
  switch (cause) {
    case EndCause::kSuperior:
      return "SUPERIOR";
    case EndCause::kParticipant:
      return "PARTICIPANT";
    case EndCause::kRequest:
      return "REQUEST";
    case EndCause::kSubstituted:
      return "SUBSTITUTED";
    case EndCause::kUnanswered:
      return "UNANSWERED";
    case EndCause::kGate:
      return "GATE";
    case EndCause::kLeftService:
      return "LEFT_SERVICE";
    case EndCause::kListClosed:
      return "LIST_CLOSED";
    case EndCause::kExcused:
      return "EXCUSED";
  }
  return "";
}

}  // namespace binadaya::scheduling::domain
