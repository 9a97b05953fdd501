#include "services/cli/progress.h"

#include <algorithm>
#include <chrono>

#include "absl/time/clock.h"
#include "services/common/domain/text.h"

namespace binadaya::cli {
namespace {

constexpr int kWidth = 24;
constexpr auto kRedraw = std::chrono::milliseconds(250);

}  // namespace

std::string ProgressLine(int done, int steps, std::string_view what, absl::Duration took) {
  const auto filled =
      static_cast<std::size_t>(steps <= 0 ? 0 : kWidth * std::clamp(done, 0, steps) / steps);
  return Cat(
      "[", std::string(filled, '='), std::string(kWidth - filled, ' '), "] ", done, "/", steps, " ",
      what, " ", absl::ToInt64Seconds(took), " s");
}

Progress::Progress(std::ostream& out, bool terminal) : out_(out), terminal_(terminal) {}

void Progress::End() {
  if (!drawer_.joinable()) return;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    ended_ = true;
  }
  changed_.notify_all();
  drawer_.join();
  out_ << "\r\x1b[K" << std::flush;
}

void Progress::Begin(int steps) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    steps_ = steps;
    begun_ = 0;
    what_.clear();
    since_ = absl::Now();
  }
  if (terminal_ && !drawer_.joinable()) drawer_ = std::thread([this] { Draw(); });
}

void Progress::Step(std::string_view what) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    ++begun_;
    what_ = what;
    how_far_.clear();
    since_ = absl::Now();
  }
  changed_.notify_all();
}

void Progress::Detail(std::string_view how_far) {
  const std::lock_guard<std::mutex> lock(mutex_);
  how_far_ = how_far;
}

void Progress::Draw() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (!ended_) {
    const std::string what = how_far_.empty() ? what_ : Cat(what_, " ", how_far_);
    out_ << "\r\x1b[K" << ProgressLine(std::max(begun_ - 1, 0), steps_, what, absl::Now() - since_)
         << std::flush;
    changed_.wait_for(lock, kRedraw);
  }
}

}  // namespace binadaya::cli
