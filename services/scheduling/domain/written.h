#pragma once

#include <string>

#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"

namespace binadaya::scheduling::domain {

// "2026-03-02 07:45", as findings tell a time.
inline std::string Written(absl::CivilMinute at) {
  return absl::StrFormat(
      "%04d-%02d-%02d %02d:%02d", at.year(), at.month(), at.day(), at.hour(), at.minute());
}

}  // namespace binadaya::scheduling::domain
