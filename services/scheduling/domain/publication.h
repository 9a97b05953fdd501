#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "services/common/domain/finding.h"

// Publishing a batch: money, rooms and seats, all or none (docs/adr/0017). This is what is to be
// done next; the service's timer does it, and says when it has taken effect. Each step and each
// undo may be done again: Key names it, the same at every try.
namespace binadaya::scheduling::domain {

enum class PublicationStep {
  kFunds = 1,  // committed: all lines or none (budgeting)
  kResources,  // venue and speakers: held -> booked
  kSeats       // the offers are told
};
std::string_view ToString(PublicationStep step);  // "FUNDS", …

// In the order in which they are done; they are undone in reverse.
std::span<const PublicationStep> PublicationSteps();

enum class PublicationState { kRunning = 1, kDone, kUndoing, kUndone };
std::string_view ToString(PublicationState state);

struct PublicationTurn {
  PublicationStep step = PublicationStep::kFunds;
  bool undo = false;
  bool operator==(const PublicationTurn&) const = default;
};

struct Publication {
  std::string batch = {};
  int version = 0;  // the batch's `publications`: at most one of them is alive
  PublicationState state = PublicationState::kRunning;
  int at = 0;              // the step that is to be done, or undone
  Findings findings = {};  // why it is undone

  // None: it has ended.
  std::optional<PublicationTurn> Next() const;
  // The turn took effect. Told twice or late it changes nothing; says whether it did.
  bool Took(const PublicationTurn& turn);
  // A step is refused, or the time for all is up: everything is undone, from the step in doubt on,
  // which may have had its effect. Says whether it changed something: an undo is not refused, it is
  // tried again.
  bool Refused(Findings why);
};

// Names a turn to the neighbour that is asked: "<batch>/3/FUNDS/undo".
std::string Key(const Publication& publication, const PublicationTurn& turn);
// PUB-01, for Refused.
Finding PublicationOverdue(int hours);

}  // namespace binadaya::scheduling::domain
