#include "services/common/clock.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <utility>

#include "services/common/domain/text.h"

namespace binadaya {

static_assert(sizeof(std::atomic<std::int64_t>) == sizeof(std::int64_t));

Clock::Clock(absl::TimeZone zone) : zone_(zone) {}

Clock::Clock(Clock&& other) noexcept
    : zone_(other.zone_), offset_ns_(std::exchange(other.offset_ns_, nullptr)) {}

Clock::~Clock() {
  if (offset_ns_ != nullptr) munmap(offset_ns_, sizeof(*offset_ns_));
}

absl::StatusOr<Clock> Clock::Mapped(const std::string& file, absl::TimeZone zone) {
  const int fd = open(file.c_str(), O_RDWR | O_CLOEXEC);
  struct stat info {};
  if (fd < 0 || fstat(fd, &info) != 0 || info.st_size < 8) {
    if (fd >= 0) close(fd);
    return absl::FailedPreconditionError(
        Cat("clock file ", file, " is missing or shorter than 8 bytes"));
  }
  void* mapped =
      mmap(nullptr, sizeof(std::atomic<std::int64_t>), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  close(fd);
  if (mapped == MAP_FAILED) {
    return absl::FailedPreconditionError(Cat("clock file ", file, " cannot be mapped"));
  }
  Clock clock(zone);
  clock.offset_ns_ = static_cast<std::atomic<std::int64_t>*>(mapped);
  return clock;
}

absl::Time Clock::Now() const {
  const std::int64_t offset =
      offset_ns_ == nullptr ? 0 : offset_ns_->load(std::memory_order_relaxed);
  return absl::Now() + absl::Nanoseconds(offset);
}

absl::Status Clock::MoveTo(absl::Time instant) {
  if (offset_ns_ == nullptr) {
    return absl::FailedPreconditionError(
        "this deployment's clock is the system's and cannot be moved");
  }
  offset_ns_->store(absl::ToInt64Nanoseconds(instant - absl::Now()), std::memory_order_relaxed);
  return absl::OkStatus();
}

}  // namespace binadaya
