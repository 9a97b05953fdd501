#pragma once

#include <chrono>
#include <mutex>

namespace binadaya {

// Whether a neighbour is worth calling now. Bounds the calls that are with it at once (one that
// does not answer must not keep all workers waiting), stops calling one that failed several times
// running, but for a probe a second, and gives retries a budget (gRFC A6), so that they do not
// double the load of one in trouble. Time is an argument. Safe from any thread.
class Breaker {
 public:
  using Time = std::chrono::steady_clock::time_point;
  enum class Pass { kRefused, kCall, kProbe };
  enum class Outcome {
    kAnswered,  // whatever it said
    kAway,
    kUnknown,  // the caller gave up too early to tell
  };

  static constexpr int kFailures = 5;  // running; then nothing but probes
  static constexpr std::chrono::seconds kRest{1};

  // `at_once` 0: calls are neither bounded nor stopped, which is for callers outside the platform.
  explicit Breaker(int at_once) : at_once_(at_once) {}

  // May a call be made? End belongs to each that is not refused.
  Pass Begin(Time now);
  void End(Pass pass, Outcome outcome, Time now);

  // May a failed call be made again? The budget shrinks by one with each failed attempt, grows by a
  // tenth with each answer, and allows retries while it is more than half full.
  bool MayRetry();
  void Failed();

 private:
  const int at_once_;
  std::mutex mutex_;
  int in_flight_ = 0;
  int failures_ = 0;
  bool probing_ = false;
  Time rests_until_;
  double budget_ = kBudget;

  static constexpr double kBudget = 10;
};

}  // namespace binadaya
