#pragma once

#include <span>
#include <vector>

#include "services/scheduling/domain/slot.h"

// When a venue or a speaker can be had.
namespace binadaya::scheduling::domain {

// In order; those that touch or overlap are one window, and empty ones none.
std::vector<Slot> Merged(std::vector<Slot> windows);
// Whether one of the windows, which are merged, holds all of a slot.
bool IsWithin(std::span<const Slot> merged, const Slot& slot);

}  // namespace binadaya::scheduling::domain
