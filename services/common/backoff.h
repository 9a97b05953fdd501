#pragma once

#include <algorithm>

#include "absl/random/random.h"
#include "absl/time/time.h"

namespace binadaya {

// How long to wait before a fault is tried again: twice as long each time, up to `longest`, and
// never the same for two processes. One thread.
class Backoff {
 public:
  Backoff(absl::Duration first, absl::Duration longest)
      : first_(first), longest_(longest), next_(first) {}

  absl::Duration Next() {
    const absl::Duration wait = next_ * absl::Uniform(random_, 0.5, 1.5);
    next_ = std::min(next_ * 2, longest_);
    return wait;
  }
  void Reset() { next_ = first_; }

 private:
  absl::Duration first_;
  absl::Duration longest_;
  absl::Duration next_;
  absl::InsecureBitGen random_;
};

}  // namespace binadaya
