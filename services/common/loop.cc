#include "services/common/loop.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace binadaya {
namespace {

// The longest rest without a beat.
constexpr absl::Duration kBeat = absl::Seconds(1);
constexpr absl::Duration kLongest = absl::Hours(24);

std::int64_t Monotonic() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

}  // namespace

Loop::Loop(std::string name, std::function<absl::Duration()> turn)
    : name_(std::move(name)), turn_(std::move(turn)) {}

void Loop::Start() {
  thread_ = std::thread([this] { Run(); });
}

void Loop::Stop() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Loop::Wake() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    woken_ = true;
  }
  changed_.notify_all();
}

void Loop::Beat() { beat_ns_ = Monotonic(); }

bool Loop::Rest(absl::Duration time) { return Wait(time, false); }

bool Loop::Wait(absl::Duration time, bool wakeable) {
  const std::int64_t end = Monotonic() + absl::ToInt64Nanoseconds(std::min(time, kLongest));
  std::unique_lock<std::mutex> lock(mutex_);
  while (!stop_ && !(wakeable && woken_)) {
    Beat();
    const std::int64_t left = std::min(end - Monotonic(), absl::ToInt64Nanoseconds(kBeat));
    if (left <= 0) break;
    changed_.wait_for(
        lock, std::chrono::nanoseconds(left), [&] { return stop_ || (wakeable && woken_); });
  }
  if (wakeable) woken_ = false;
  return !stop_;
}

absl::Duration Loop::Silence() const {
  const std::int64_t beat = beat_ns_;
  return beat == 0 ? absl::ZeroDuration() : absl::Nanoseconds(Monotonic() - beat);
}

void Loop::Run() {
  do {
    Beat();
  } while (!stop_ && Wait(turn_(), true));
  beat_ns_ = 0;
}

}  // namespace binadaya
