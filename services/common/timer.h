#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <string>
#include <thread>

#include "services/common/db.h"

namespace binadaya {

// Due work, kept in PostgreSQL (Tx::At) and run by the platform's clock, at least once. A fault
// postpones it; it is never dropped.
class Timers {
 public:
  using Effect = std::function<absl::Status(Tx&)>;
  // Prepares outside any transaction (it may ask other services) and returns the effect, which is
  // committed together with the timer's removal. The effect may find that there is nothing left to
  // do.
  using Handler = std::function<absl::StatusOr<Effect>(const Call&, const std::string& subject)>;
  using Background = std::function<Call()>;

  Timers(Db& db, const Clock& clock, Background background, Metrics& metrics);
  ~Timers() { Stop(); }
  void On(std::string kind, Handler handler);  // before Start
  void Start();
  void Stop();

 private:
  void Loop();
  // Runs what is due now; the number of timers seen.
  absl::StatusOr<int> Pass();
  void Fire(
      const std::string& kind, const std::string& subject, const std::string& due, int attempts);

  Db& db_;
  const Clock& clock_;
  const Background background_;
  std::map<std::string, Handler> handlers_;
  std::atomic<bool> stop_ = false;
  std::thread thread_;
  prometheus::Counter& fired_;
  prometheus::Counter& failures_;
  prometheus::Gauge& overdue_;
};

}  // namespace binadaya
