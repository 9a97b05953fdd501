#include "services/common/breaker.h"

#include <algorithm>

namespace binadaya {

Breaker::Pass Breaker::Begin(Time now) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (at_once_ == 0) return Pass::kCall;
  if (in_flight_ >= at_once_) return Pass::kRefused;
  if (failures_ < kFailures) {
    ++in_flight_;
    return Pass::kCall;
  }
  if (probing_ || now < rests_until_) return Pass::kRefused;
  probing_ = true;
  ++in_flight_;
  return Pass::kProbe;
}

void Breaker::End(Pass pass, Outcome outcome, Time now) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (at_once_ != 0) --in_flight_;
  if (pass == Pass::kProbe) probing_ = false;
  if (outcome == Outcome::kAnswered) {
    failures_ = 0;
    budget_ = std::min(kBudget, budget_ + 0.1);
  }
  if (outcome == Outcome::kAway) {
    ++failures_;
    rests_until_ = now + kRest;
  }
}

bool Breaker::MayRetry() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return budget_ > kBudget / 2;
}

void Breaker::Failed() {
  const std::lock_guard<std::mutex> lock(mutex_);
  budget_ = std::max(0.0, budget_ - 1);
}

}  // namespace binadaya
