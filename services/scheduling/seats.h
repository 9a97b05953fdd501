#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/clock.h"
#include "services/scheduling/batch_store.h"
#include "services/scheduling/domain/roster.h"
#include "services/scheduling/enrolment_store.h"
#include "services/scheduling/gates.h"

namespace binadaya::scheduling {

struct SeatRules {
  GateRules gates = {};
  int answer_days = 3;    // working days of a superior
  int change_days = 2;    // H-2: until then a seat passes to another
  int question_days = 3;  // working days to decide about a seat in question
};
inline constexpr char kSuperiorTimer[] = "superior";  // of an enrolment: somebody is to be asked
inline constexpr char kLeaderTimer[] = "leader";  // of a hold: its leader, or a delegate, has left
inline constexpr char kHeadTimer[] = "head";      // of a unit and a day: who heads it now?
inline constexpr char kLapseTimer[] = "seats";    // of a batch: who has not answered?
inline constexpr char kNewsTimer[] = "news";      // of a person: something was heard
inline constexpr char kBlackoutTimer[] = "blackout";  // of a blackout: it is set, or lifted
inline constexpr char kDaysTimer[] = "days";     // of a unit and days: they are other ones there
inline constexpr char kGatesTimer[] = "gates";   // of an enrolment: may he still?
inline constexpr char kBatchTimer[] = "batch";   // of a batch: what is due by the clock
inline constexpr char kRuleTimer[] = "rule";     // of a program: what completes it?
inline constexpr char kListTimer[] = "waiting";  // of a program, or of one and a year: it is over

v1::Enrolment ShowEnrolment(const enrolment_store::Enrolment& enrolment, std::int64_t version);
// What it is now, as the event that says so.
void TellEnrolment(Tx& tx, const enrolment_store::Enrolment& enrolment);
// Whether those who were asked are still who is above him, nearest first.
bool IsAskedOf(const enrolment_store::Enrolment& of, const std::vector<std::string>& line);
// The superior who was asked last; none: the authorised official.
void TellAsked(Tx& tx, const enrolment_store::Enrolment& enrolment);
// Writes one that changed, tells it, has the superior asked, and lets objections lapse that have
// lost their reason.
void Settle(Tx& tx, const enrolment_store::Enrolment& enrolment);

// The seats of one batch; who would change them, or pass on another of its program, waits. The
// batch is locked before, and has days. Those who wait are read as far as seats are free.
class Seats {
 public:
  static absl::StatusOr<Seats> Open(
      Tx& tx, const batch_store::Batch& batch, const SeatRules& rules);

  const domain::EnrolmentSetting& setting() const { return setting_; }
  absl::CivilDay answer_by() const { return answer_by_; }
  // The last day to decide about a seat that is in question from today on.
  absl::CivilDay decide_by() const { return decide_by_; }
  // Of the batch, in any state; and who came to it from the waiting list meanwhile.
  std::vector<enrolment_store::Enrolment>& all() { return all_; }
  enrolment_store::Enrolment* Find(const std::string& id);

  // Offers to those for whom seats are kept, and, as far as gates leave some free, to those who
  // wait. Who may not come any more waits like the others. From then on a timer asks who has not
  // answered.
  absl::Status OfferKept(Tx& tx, const Clock& clock);
  // Seats that fell free here, to those who wait, in their order; while the batch is published and
  // seats may still pass to another.
  void Promote(Tx& tx);
  absl::Status Substitute(
      Tx& tx, const std::string& out, const std::string& in,
      std::optional<domain::OverrideReason> out_of_turn, const std::string& by,
      const std::string& reason);
  absl::Status SetCapacity(int capacity, const std::vector<std::string>& leaving);

  // Writes and tells what changed.
  void Finish(Tx& tx);

 private:
  Seats(const batch_store::Batch& batch, program_store::Program program, const SeatRules& rules)
      : batch_(batch), program_(std::move(program)), rules_(rules) {}

  using Enrolments = std::vector<enrolment_store::Enrolment>;
  // With these of those who wait, as seats are given now: what was decided here counts already.
  Gates GatesFor(Tx& tx, const Enrolments& waiting) const;
  domain::Roster RosterOf(const Enrolments& waiting) const;
  static domain::Roster::Judge JudgeBy(
      const Gates& gates, std::initializer_list<const Enrolments*> among);
  // What a roster has decided; those of `waiting` who got a seat join.
  void TakeFrom(const domain::Roster& roster, const Enrolments& waiting);
  int Free() const;
  void FillFromList(Tx& tx);

  batch_store::Batch batch_;
  program_store::Program program_;
  SeatRules rules_;
  domain::EnrolmentSetting setting_ = {};
  absl::CivilDay answer_by_ = {}, decide_by_ = {};
  Enrolments all_ = {}, before_ = {};
  int free_before_ = 0;
};

}  // namespace binadaya::scheduling
