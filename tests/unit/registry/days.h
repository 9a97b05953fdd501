#pragma once

#include "absl/time/civil_time.h"

// The days that tests call today.
namespace binadaya::registry::domain {

inline constexpr absl::CivilDay kMarch2(2026, 3, 2);
inline constexpr absl::CivilDay kMarch10(2026, 3, 10);
inline constexpr absl::CivilDay kJune15(2026, 6, 15);

}  // namespace binadaya::registry::domain
