#include "services/common/loop.h"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <utility>

namespace binadaya {
namespace {

// The longest rest without a beat.
constexpr absl::Duration kBeat = absl::Seconds(1);
constexpr absl::Duration kLongest = absl::Hours(24);
constexpr std::size_t kThreadName = 15;  // the kernel takes no more

std::int64_t Monotonic() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

}  // namespace

Loop::Loop(std::string name, std::function<absl::Duration()> turn)
    : name_(std::move(name)),
      turn_(std::move(turn)),
      stopped_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      woken_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (stopped_ < 0 || woken_ < 0) std::abort();  // no descriptors left: nothing would work
}

Loop::~Loop() {
  Stop();
  close(stopped_);
  close(woken_);
}

void Loop::Start() {
  thread_ = std::thread([this] { Run(); });
}

void Loop::Stop() {
  stop_ = true;
  eventfd_write(stopped_, 1);
  if (thread_.joinable()) thread_.join();
}

void Loop::Wake() {
  if (!wake_.exchange(true)) eventfd_write(woken_, 1);
}

void Loop::Beat() { beat_ns_ = Monotonic(); }

bool Loop::Rest(absl::Duration time) { return Wait(time, false); }

bool Loop::Wait(absl::Duration time, bool wakeable) {
  const std::int64_t end =
      Monotonic() + absl::ToInt64Nanoseconds(std::clamp(time, absl::ZeroDuration(), kLongest));
  pollfd watched[] = {{stopped_, POLLIN, 0}, {woken_, POLLIN, 0}, {fd_, POLLIN, 0}};
  for (int ready = 0; !stop_ && ready <= 0;) {
    Beat();
    const absl::Duration left = std::min(absl::Nanoseconds(end - Monotonic()), kBeat);
    if (left <= absl::ZeroDuration()) break;
    const timespec wait = absl::ToTimespec(left);
    ready = ppoll(watched, wakeable ? 3 : 1, &wait, nullptr);
  }
  if (wakeable) {
    // Whoever wakes it from here on is heard by the turn that follows.
    eventfd_t count = 0;
    eventfd_read(woken_, &count);
    wake_ = false;
  }
  return !stop_;
}

absl::Duration Loop::Silence() const {
  const std::int64_t beat = beat_ns_;
  return beat == 0 ? absl::ZeroDuration() : absl::Nanoseconds(Monotonic() - beat);
}

void Loop::Run() {
  pthread_setname_np(pthread_self(), name_.substr(0, kThreadName).c_str());  // top -H, perf
  do {
    Beat();
  } while (!stop_ && Wait(turn_(), true));
  beat_ns_ = 0;
}

}  // namespace binadaya
