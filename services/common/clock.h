#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace binadaya {

// The platform's clock: the system's, moved by an offset that all processes of one stack share
// through a small mapped file. Demo and tests move it; production has no file. Safe to use from any
// thread.
class Clock {
 public:
  // The system's clock, unmoved.
  explicit Clock(absl::TimeZone zone);
  // Maps `file` (8 bytes: nanoseconds, little endian). FailedPrecondition when it cannot be mapped.
  static absl::StatusOr<Clock> Mapped(const std::string& file, absl::TimeZone zone);

  Clock(Clock&& other) noexcept;
  Clock(const Clock&) = delete;
  ~Clock();

  absl::Time Now() const;
  // The business day (Asia/Jakarta unless configured otherwise).
  absl::CivilDay Today() const { return DayOf(Now()); }
  absl::CivilDay DayOf(absl::Time instant) const { return absl::ToCivilDay(instant, zone_); }
  // The first instant of a business day.
  absl::Time StartOf(absl::CivilDay day) const { return absl::FromCivil(day, zone_); }

  // Moves every process of the stack. FailedPrecondition without a mapped file.
  absl::Status MoveTo(absl::Time instant);

 private:
  absl::TimeZone zone_;
  std::atomic<std::int64_t>* offset_ns_ = nullptr;
};

}  // namespace binadaya
