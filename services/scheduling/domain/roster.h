#pragma once

#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/scheduling/domain/enrolment.h"

namespace binadaya::scheduling::domain {

// The seats of one batch and who waits for one. The service loads it under a lock on the batch, so
// that of many who come at once one after the other decides; never are more seats held than there
// are. What is refused changes nothing.
class Roster {
 public:
  // What keeps somebody out now: CheckGates with this batch's intake, and the rules about who may
  // be away together, as SEL-07 (NoRoom). In a substitution whoever leaves no longer counts.
  using Judge = std::function<Findings(const Enrolment&)>;

  // `enrolments`: those of the batch, in any state, and all that wait for one of the program's.
  Roster(
      std::string batch, int capacity, EnrolmentSetting setting, std::vector<Enrolment> enrolments);

  int Held() const;
  int Free() const { return capacity_ - Held(); }

  // A seat to one who waits, by the id of the enrolment. ENR-30 none is free; ENR-31 he holds one
  // of this batch; ENR-34 no such enrolment; ENR-17 after H-2; what `judge` finds.
  absl::Status Offer(const std::string& id, const Judge& judge, absl::CivilDay answer_by);

  // Somebody ahead of whom the seat went, and why.
  struct Skipped {
    std::string id;
    Findings findings;
  };
  struct Promotion {
    std::optional<std::string> id;  // none: of those who wait, nobody may come
    std::vector<Skipped> skipped;
  };
  // A seat to the first on the waiting list whom `judge` lets in. ENR-30, ENR-17.
  absl::StatusOr<Promotion> Promote(const Judge& judge, absl::CivilDay answer_by);

  // One who confirmed makes way for one who waits (whoever else comes in is put on the waiting
  // list first). Out of turn, past others whom `judge` lets in, only with a reason code: ENR-32.
  // Else as Enrolment::Substitute and Offer.
  absl::Status Substitute(
      const std::string& out, const std::string& in, std::optional<OverrideReason> out_of_turn,
      const std::string& by, const std::string& reason, const Judge& judge,
      absl::CivilDay answer_by);

  // More seats, or fewer. If more are held or kept than are left, `leaving` names as many
  // enrolments, which
  // go back to the waiting list with their places; else ENR-33 says how many must go, and who they
  // would be by rank from the end. Whoever attends does not go: ENR-13. At least one seat: ENR-35.
  absl::Status SetCapacity(int capacity, std::span<const std::string> leaving);

  int capacity() const { return capacity_; }
  const std::vector<Enrolment>& enrolments() const { return enrolments_; }

 private:
  Enrolment* Find(const std::string& id);
  // ENR-34, ENR-31, ENR-17 and what `judge` finds.
  Findings CheckComes(
      const Enrolment* comes, const std::string& id, const std::set<std::string>& seated,
      const Judge& judge) const;
  std::set<std::string> Seated() const;  // people
  std::vector<Enrolment*> Waiting();
  // Holds a seat of this batch, or has one kept; and may be sent back from it.
  bool Takes(const Enrolment& enrolment) const;
  bool CanLeave(const Enrolment& enrolment) const;
  // Those who can make way, who would go first in front.
  std::vector<const Enrolment*> Leaving() const;

  std::string batch_;
  int capacity_ = 0;
  EnrolmentSetting setting_;
  std::vector<Enrolment> enrolments_;
};

// SEL-07: a rule about who may be away together leaves no room, as a finding for a Judge.
Finding NoRoom(const std::string& rule, const std::string& of);

}  // namespace binadaya::scheduling::domain
