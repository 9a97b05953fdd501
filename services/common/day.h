#pragma once

#include <optional>
#include <string>

#include "absl/time/civil_time.h"

namespace binadaya {

// A day of a request, "2026-01-31"; none when it is empty.
inline std::optional<absl::CivilDay> DayOf(const std::string& text) {
  absl::CivilDay day;
  if (text.empty() || !absl::ParseCivilTime(text, &day)) return std::nullopt;
  return day;
}

}  // namespace binadaya
