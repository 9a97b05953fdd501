#pragma once

#include <atomic>
#include <string>
#include <thread>

#include "services/common/db.h"

namespace binadaya {

// Chains audit rows a moment after their commit: seal n holds the hash of its row and of seal n -
// 1, so that a row changed, removed or put between shows. One sealer of a service is at work at a
// time (advisory lock); a chain head locked in every command would cost two thirds of the
// throughput.
class Sealer {
 public:
  Sealer(std::string database, Metrics& metrics);
  ~Sealer() { Stop(); }
  void Start();
  void Stop();

 private:
  void Loop();
  int Pass(pg::Connection& connection);

  const std::string database_;
  std::atomic<bool> stop_ = false;
  std::thread thread_;
  prometheus::Counter& sealed_;
  prometheus::Gauge& unsealed_age_;
};

// What walking the chain found.
struct AuditReport {
  std::int64_t rows = 0;
  std::int64_t unsealed = 0;
  std::string fault;     // empty, or CHANGED, REMOVED, PUT_BETWEEN
  std::string audit_id;  // the first row concerned
};
AuditReport VerifyAudit(Tx& tx);

}  // namespace binadaya
