#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/common/audit.h"
#include "services/common/cache.h"
#include "services/common/client.h"
#include "services/common/clock.h"
#include "services/common/config.h"
#include "services/common/consumer.h"
#include "services/common/db.h"
#include "services/common/figure.h"
#include "services/common/http.h"
#include "services/common/jobs.h"
#include "services/common/metrics.h"
#include "services/common/migrate.h"
#include "services/common/operations.h"
#include "services/common/outbox.h"
#include "services/common/page.h"
#include "services/common/policy.h"
#include "services/common/program.h"
#include "services/common/retention.h"
#include "services/common/rpc.h"
#include "services/common/timer.h"
#include "services/common/watch.h"

namespace binadaya {

// What a service is made of.
struct Parts {
  rpc::Service* service = nullptr;
  std::vector<Subscription> subscriptions;
  std::vector<std::pair<std::string, Timers::Handler>> timers;
  std::vector<Jobs::Kind> jobs = {};
  operations::Operations::Hooks hooks;
  std::vector<Retention::Portion> purged = {};
  http::Handler pages = nullptr;  // served where HTTP_LISTEN says
  std::vector<Figure> figures = {};
  std::shared_ptr<void> owner;  // keeps what the pointers above point to
};

// A process of the platform: what stands around one service. Start, ready, drain, stop. Main makes
// one; tests make them in process.
class App {
 public:
  // Loads keys and clock. Every problem of the configuration is told before anything starts.
  static absl::StatusOr<std::unique_ptr<App>> Make(
      Config config, std::vector<Migration> migrations);
  ~App();

  // Migrates and serves. Waits, and says for what, until `patience` is over; at once
  // FailedPrecondition for what only a person can mend.
  absl::Status Start(Wire wire, absl::Duration patience = absl::InfiniteDuration());
  // Takes no new calls, finishes those begun, stops the rest.
  void Stop();

  const Config& config() const { return config_; }
  Db& db() { return *db_; }
  Cache& cache() { return *cache_; }
  const Clock& clock() const { return clock_; }
  Metrics& metrics() { return metrics_; }
  Policies& policies() { return policies_; }
  const Pages& pages() const { return pages_; }
  int port() const { return server_->port(); }
  int metrics_port() const { return metrics_.port(); }
  int http_port() const { return pages_server_.port(); }

  // How this service calls another, which its contract declares.
  rpc::Neighbour Neighbour(const std::string& service);
  // A call of this service on its own behalf, good for `lifetime`: its identity is the service's,
  // and it calls what the service's contract declares.
  Call Background(std::string name, absl::Duration lifetime = absl::Seconds(20)) const;

 private:
  App(Config config, std::vector<Migration> migrations, Clock clock, Verifier verifier,
      const Signer& signer);

  prometheus::Gauge& Ready();
  absl::Status ServePages();
  void WatchCertificates();

  const Config config_;
  const std::vector<Migration> migrations_;
  Clock clock_;
  Verifier verifier_;  // follows its folder
  const Signer signer_;
  const Identity self_;
  Metrics metrics_;
  std::unique_ptr<trace::Tracer> tracer_;  // null: nobody asked for traces
  std::unique_ptr<Db> db_;
  std::unique_ptr<Cache> cache_;
  Policies policies_;
  const Pages pages_;
  std::unique_ptr<Retention> retention_;
  Parts parts_;
  const MethodNames* own_calls_ = nullptr;
  std::unique_ptr<Inbox> inbox_;
  std::unique_ptr<Consumer> consumer_;
  std::unique_ptr<operations::Operations> operations_;
  std::unique_ptr<rpc::Server> server_;
  std::unique_ptr<Relay> relay_;
  std::unique_ptr<Timers> timers_;
  std::unique_ptr<Jobs> jobs_;
  std::unique_ptr<Sealer> sealer_;
  std::unique_ptr<Watch> watch_;
  http::Server pages_server_;
};

}  // namespace binadaya
