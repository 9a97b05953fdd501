#pragma once

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
  int answer_days = 3;  // working days of a superior
  int change_days = 2;  // H-2: until then a seat passes to another
};
inline constexpr char kSuperiorTimer[] = "superior";  // of an enrolment: somebody is to be asked
inline constexpr char kLapseTimer[] = "seats";        // of a batch: who has not answered?

v1::Enrolment ShowEnrolment(const enrolment_store::Enrolment& enrolment, std::int64_t version);
// What it is now, as the event that says so.
void TellEnrolment(Tx& tx, const enrolment_store::Enrolment& enrolment);
// The superior who was asked last; none: the authorised official.
void TellAsked(Tx& tx, const enrolment_store::Enrolment& enrolment);
// Writes one that changed, tells it, has the superior asked, and lets objections lapse that have
// lost their reason.
void Settle(Tx& tx, const enrolment_store::Enrolment& enrolment);

// The seats of one batch, and who waits for one: everybody else who would change them waits. The
// batch is locked before, and has days.
class Seats {
 public:
  static absl::StatusOr<Seats> Open(
      Tx& tx, const batch_store::Batch& batch, const SeatRules& rules, const Clock& clock);

  const domain::EnrolmentSetting& setting() const { return setting_; }
  absl::CivilDay answer_by() const { return answer_by_; }
  std::vector<enrolment_store::Enrolment>& all() { return all_; }
  enrolment_store::Enrolment* Find(const std::string& id);

  // Offers to those for whom seats are kept, and, as far as gates leave some free, to those who
  // wait. Who may not come any more waits like the others.
  absl::Status OfferKept(Tx& tx);
  // Seats that are free, to those who wait, in their order; while the batch is published and seats
  // may still pass to another.
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

  Gates GatesFor(Tx& tx) const;
  domain::Roster RosterOf() const;
  void TakeFrom(const domain::Roster& roster);
  domain::Roster::Judge JudgeBy(const Gates& gates) const;
  void PromoteIn(domain::Roster& roster, Gates& gates) const;

  batch_store::Batch batch_;
  program_store::Program program_;
  SeatRules rules_;
  absl::Time lapse_at_ = {};
  domain::EnrolmentSetting setting_ = {};
  absl::CivilDay answer_by_ = {};
  std::vector<enrolment_store::Enrolment> all_ = {};
  std::vector<enrolment_store::Enrolment> before_ = {};
};

}  // namespace binadaya::scheduling
