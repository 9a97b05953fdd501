#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <thread>

#include "absl/time/time.h"

namespace binadaya {

// A thread of a service that takes turns until it is stopped, and whose heart is heard from
// outside: each turn and each rest beats, so a loop that hangs falls silent whatever its own gauges
// say (App watches). Rests are measured by the monotonic clock: a step of the system's clock
// neither halts nor hurries a loop. Safe from any thread, except where a comment says otherwise.
class Loop {
 public:
  // `turn` does a piece of work and returns how long to rest before the next; it does not throw.
  Loop(std::string name, std::function<absl::Duration()> turn);
  ~Loop();
  Loop(const Loop&) = delete;

  void Start();
  // Lets the turn under way end, and waits for it.
  void Stop();
  // Ends the rest under way, or the next one if none is: something came to do.
  void Wake();

  // Within a turn: false once Stop was called, and a turn should come to its end.
  bool go_on() const { return !stop_; }
  // Within a turn: the rests between turns end also when `fd` can be read, say a connection on
  // which something may arrive. -1: none.
  void WakeOn(int fd) { fd_ = fd; }
  // Within a turn: still alive. For turns that wait long for others.
  void Beat();
  // Within a turn: rests, and beats meanwhile; ends early at Stop. False when told to stop.
  bool Rest(absl::Duration time);

  const std::string& name() const { return name_; }
  // Since the last beat. Zero while it does not run.
  absl::Duration Silence() const;

 private:
  void Run();
  bool Wait(absl::Duration time, bool wakeable);

  const std::string name_;
  const std::function<absl::Duration()> turn_;
  std::atomic<bool> stop_ = false;
  std::atomic<std::int64_t> beat_ns_ = 0;  // monotonic; 0: does not run
  const int stopped_;  // event counters of the kernel: what poll waits for beside fd_
  const int woken_;
  std::atomic<bool> wake_ = false;
  int fd_ = -1;
  std::thread thread_;
};

}  // namespace binadaya
