#pragma once

#include <optional>
#include <string>

#include "absl/time/time.h"
#include "services/common/domain/finding.h"

// What several services carry together or not at all (docs/adr/0017): steps in their order, each of
// which may be done and undone again. This says what is next; common/saga.h does it.
namespace binadaya {

enum class SagaState { kRunning = 1, kDone, kUndoing, kUndone };

struct SagaTurn {
  int step = 0;
  bool undo = false;
  bool operator==(const SagaTurn&) const = default;
};

struct Saga {
  std::string subject = {};  // what it is about: at most one of a kind is alive
  int version = 0;           // of the subject's sagas, from 1
  SagaState state = SagaState::kRunning;
  int at = 0;  // the step that is to be done, or undone
  absl::Time begun = {}, deadline = {};
  Findings findings = {};  // why it is undone

  // None: it has ended.
  std::optional<SagaTurn> Next() const;
  // The turn took effect, of so many steps. Told twice or late it changes nothing; says whether it
  // did.
  bool Took(const SagaTurn& turn, int steps);
  // A step is refused, or the time for all is up: everything is undone, from the step in doubt on,
  // which may have had its effect. Says whether it changed something: an undo is not refused, it is
  // tried again.
  bool Refused(Findings why);
};

}  // namespace binadaya
