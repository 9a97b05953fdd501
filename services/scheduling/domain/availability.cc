#include "services/scheduling/domain/availability.h"

#include <algorithm>

namespace binadaya::scheduling::domain {

std::vector<Slot> Merged(std::vector<Slot> windows) {
  std::erase_if(windows, [](const Slot& window) { return window.empty(); });
  std::sort(windows.begin(), windows.end());
  std::vector<Slot> merged;
  for (const Slot& window : windows) {
    if (merged.empty() || merged.back().until < window.from) {
      merged.push_back(window);
    } else {
      merged.back().until = std::max(merged.back().until, window.until);
    }
  }
  return merged;
}

bool IsWithin(std::span<const Slot> merged, const Slot& slot) {
  return std::any_of(merged.begin(), merged.end(), [&](const Slot& window) {
    return window.from <= slot.from && slot.until <= window.until;
  });
}

}  // namespace binadaya::scheduling::domain
