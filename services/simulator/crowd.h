#pragma once

#include <functional>

#include "absl/status/status.h"

namespace binadaya::simulator {

// So many people act at once.
inline constexpr int kCrowd = 8;

// Calls `work` with 0 .. count - 1 from kCrowd threads. After a failure nothing new begins; the
// first failure is returned.
absl::Status ForEach(int count, const std::function<absl::Status(int)>& work);

}  // namespace binadaya::simulator
