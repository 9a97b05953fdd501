#pragma once

#include <algorithm>
#include <cstdint>

#include "absl/time/civil_time.h"

// Days, hours and minutes are those of the clock on the wall of the region (WIB in Semarang): what
// people plan by. Half-open everywhere: a slot holds its first minute and not its last, so back to
// back is no conflict.
namespace binadaya::scheduling::domain {

struct Slot {
  absl::CivilMinute from;
  absl::CivilMinute until;

  bool empty() const { return until <= from; }
  std::int64_t minutes() const { return empty() ? 0 : until - from; }
  // An empty slot overlaps nothing.
  bool Overlaps(const Slot& other) const {
    return !empty() && !other.empty() && from < other.until && other.from < until;
  }
  // Minutes that both have.
  std::int64_t MinutesWith(const Slot& other) const {
    return Slot{std::max(from, other.from), std::min(until, other.until)}.minutes();
  }
  bool operator==(const Slot&) const = default;
  bool operator<(const Slot& other) const {
    return from != other.from ? from < other.from : until < other.until;
  }
};

}  // namespace binadaya::scheduling::domain
