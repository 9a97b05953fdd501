#include "services/common/domain/saga.h"

#include <utility>

namespace binadaya {

std::optional<SagaTurn> Saga::Next() const {
  if (state == SagaState::kDone || state == SagaState::kUndone) return std::nullopt;
  return SagaTurn{at, state == SagaState::kUndoing};
}

bool Saga::Took(const SagaTurn& turn, int steps) {
  if (Next() != turn) return false;
  if (turn.undo) {
    if (at == 0) {
      state = SagaState::kUndone;
    } else {
      --at;
    }
  } else if (at + 1 == steps) {
    state = SagaState::kDone;
  } else {
    ++at;
  }
  return true;
}

bool Saga::Refused(Findings why) {
  if (state != SagaState::kRunning) return false;
  state = SagaState::kUndoing;
  findings = std::move(why);
  return true;
}

}  // namespace binadaya
