#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/cli/answer.h"
#include "services/cli/environment.h"

namespace binadaya::cli {

absl::StatusOr<Answer> RunClockShow(const Environment& environment);

// Moves the clock of every process of the stack. Refused in production.
absl::StatusOr<Answer> RunClockTo(const Environment& environment, const std::string& when);

// "2026-03-01" (the day's first instant in `zone`) or RFC 3339. UsageError otherwise. Pure.
absl::StatusOr<absl::Time> ParseInstant(std::string_view text, absl::TimeZone zone);

}  // namespace binadaya::cli
