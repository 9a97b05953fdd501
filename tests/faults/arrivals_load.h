#pragma once

#include <atomic>
#include <deque>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "binadaya/scheduling/v1/scheduling.rpc.h"
#include "services/common/pg.h"
#include "tests/faults/load.h"
#include "tests/support/budget.h"
#include "tests/support/sessions.h"

namespace binadaya::test {

// One scan of each, in their order: the code on the screen, the page, the check-in. Any thread.
class Scans {
 public:
  Scans(
      const scheduling::SchedulingClient& client, CallAs as,
      const std::vector<Participant>& participants);

  // The page of a code: the one on the screen now, or one that is guessed. The ticket.
  absl::StatusOr<std::string> Open(
      const std::string& session, const std::string& device, bool guessed = false) const;

  // Who is next presses twice: two commands in a row claim one ticket.
  static Command Next(const std::shared_ptr<Scans>& scans);

 private:
  friend Violations ScansKept(
      pg::Connection& sql, const std::vector<std::shared_ptr<Scans>>& rounds);
  struct Scan {
    Participant by = {};
    std::mutex mutex = {};
    std::string ticket = {};             // once he was given it
    std::set<std::string> traces = {};   // of its claims
    std::atomic<bool> answered = false;  // a claim of it was
  };
  absl::StatusOr<std::string> TicketOf(Scan& scan) const;

  const scheduling::SchedulingClient& client_;
  const CallAs as_;
  std::deque<Scan> scans_;
  std::atomic<std::size_t> next_ = 0;
};

inline Work ScanWork(const std::shared_ptr<Scans>& scans) {
  return [scans](int, std::uint64_t) { return Scans::Next(scans); };
}

// At rest: every scan that was acknowledged is kept, once and with who made it; nothing else of
// these people is; and each that is kept was told once. `rounds`: all that they made, each of them
// one direction.
Violations ScansKept(pg::Connection& sql, const std::vector<std::shared_ptr<Scans>>& rounds);

}  // namespace binadaya::test
