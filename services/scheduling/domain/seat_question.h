#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "services/scheduling/domain/enrolment.h"

// A seat in question: something was heard of somebody who has a seat, or for whom one is kept, and
// he passes the gates (8.2) no more. The seat neither stays nor goes by itself: a person keeps it
// out of turn, with a reason code as in SEL-25, or has it withdrawn; where he passes again before,
// there is nothing left to decide. The service locks the batch, lets this decide, saves and tells.
namespace binadaya::scheduling::domain {

enum class QuestionState {
  kOpen = 1,
  kKept,       // out of turn
  kWithdrawn,  // the seat passes to who waits
  kPasses,     // he passes the gates again
  kEnded       // the seat ended otherwise, or another question took its place
};
std::string_view ToString(QuestionState state);  // "OPEN", …

struct SeatQuestion {
  std::string enrolment = {};
  int number = 1;          // of the seat's questions
  std::string place = {};  // where he stood when it was asked: unit, post, family, employment
  Findings reasons = {};   // gates that he does not pass
  absl::CivilDay asked_on = {}, decide_by = {};
  QuestionState state = QuestionState::kOpen;
  bool overdue = false;  // told that nobody decided in time
  std::optional<OverrideReason> why = {};
  std::string note = {}, by = {};
  std::optional<absl::CivilDay> decided_on = {};
  bool waives = false;  // kept, and he has not passed since

  bool open() const { return state == QuestionState::kOpen; }

  // OPEN -> KEPT. ENR-41 nothing is in question any more; ENR-42 no reason code, ENR-43 OTHER
  // without words; ENR-37 the batch is over.
  absl::Status Keep(
      std::optional<OverrideReason> reason, const std::string& words, const std::string& who,
      const EnrolmentSetting& setting);
  // OPEN -> WITHDRAWN, and the enrolment with it, because of a gate. ENR-41, and as
  // Enrolment::Withdraw.
  absl::Status Withdraw(
      Enrolment& of, const std::string& words, const std::string& who,
      const EnrolmentSetting& setting);
  // Nobody has decided until `decide_by`: whether that is to be told, once.
  bool FallDue(absl::CivilDay today);
};

// Without the gates that were waived when the seat was kept, as long as he stands where he stood
// then and has not passed since: the same in another post or unit, or again, is another question.
Findings NotWaived(
    const std::optional<SeatQuestion>& newest, const std::string& place, Findings gates);

enum class QuestionStep { kNone = 1, kAsked, kPasses, kNoWaiver };  // the last: is not told
// What becomes of the newest question about a seat, now that his gates and his place are these.
// Asked anew, with another number and another deadline, where either is not what it was; the one
// before has then ended. Nothing is asked of whom has no seat, or whose batch has begun. The same
// twice: nothing.
QuestionStep Judge(
    std::optional<SeatQuestion>& newest, const Enrolment& of, const std::string& place,
    const Findings& gates, absl::CivilDay decide_by, const EnrolmentSetting& setting);

// ENR-44: a batch is not published while it is open who has its seats.
Findings CheckNoneInQuestion(int open);

}  // namespace binadaya::scheduling::domain
