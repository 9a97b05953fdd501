#pragma once

#include <sys/types.h>

#include <atomic>
#include <csignal>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/time.h"
#include "binadaya/operations/v1/operations.rpc.h"
#include "services/common/clock.h"
#include "services/common/kafka.h"
#include "services/common/pg.h"
#include "services/common/token.h"
#include "tests/support/checkers.h"
#include "tests/support/clients.h"
#include "tests/support/tcp_gate.h"

namespace binadaya::test {

// A whole stack of real processes under supervisor, as deploy/up --tls starts it, for tests that
// kill them. Its folder is BINADAYA_FAULTS_LOCAL (default: .test/faults of the checkout), its first
// port BINADAYA_FAULTS_PORT_BASE (default 23000), its programs those of BINADAYA_BIN (default: the
// release build). Gone with the object, data included.
class Cluster : public Clients {
 public:
  // Wipes what an earlier run left and starts anew. Dies with deploy/up's words when that fails.
  Cluster();
  ~Cluster();
  Cluster(const Cluster&) = delete;

  // A variable of the stack, without BINADAYA_.
  const std::string& operator[](const std::string& name) const { return variables_.at(name); }

  // Sends a signal to a process of the stack: a service, postgres, redis, kafka or supervisord.
  void Signal(const std::string& name, int signal) const;
  // Whether it answers; of a service: whether it says that it takes calls.
  bool Ready(const std::string& name);
  // kill -9, `times` in a row: each successor as soon as it has begun. The time from the last one
  // until its successor is ready; infinite when it is not within `patience`.
  absl::Duration Kill(
      const std::string& name, int times = 1, absl::Duration patience = absl::Seconds(30));
  // kill -9, and again whenever supervisor starts it anew, until Return: it stays away.
  void TakeAway(const std::string& name);
  // Leaves it alone. The time until it is ready again, in which supervisor takes its breath too.
  absl::Duration Return(const std::string& name, absl::Duration patience = absl::Seconds(60));
  // Waits until every process is ready.
  bool AllReady(absl::Duration patience = absl::Seconds(60));
  // Has a service end and start again, with further variables of the environment (whole names) that
  // it keeps. Dies when it is not ready in time.
  void Restart(
      const std::string& service, const std::map<std::string, std::string>& variables = {});

  // The network between a service and a system. The service is started again to go by it, and goes
  // by it from then on.
  TcpGate& Gate(const std::string& service, const std::string& system);
  // Moves the platform's clock under every process.
  void MoveClock(absl::Duration by);
  // Puts a record on a topic that no service told; the checkers know of it.
  void Plant(const std::string& topic, const std::string& id, const std::string& payload);

  // What a process and its children hold, and the processor time that they have had.
  struct Usage {
    absl::Duration processor;
    std::int64_t memory_kib = 0;
    int files = 0;
    int threads = 0;
  };
  Usage UsageOf(const std::string& name) const;
  // Where every process of the stack writes what it says: <name>.log.
  std::string LogFolder() const { return folder_ + "/log"; }
  // The page that a service shows to Prometheus.
  std::string Metrics(const std::string& service) const;
  // The value of a metric on a service's page, summed over its labels; -1 when it is not there.
  double Metric(const std::string& service, const std::string& name) const;

  // A further process of a service on the same database, with ports of its own and instance 1.
  class Second {
   public:
    Second(const Cluster& cluster, const std::string& service);
    ~Second();  // SIGTERM, and waits
    Second(const Second&) = delete;
    bool Ready() const;
    double Metric(const std::string& name) const;
    const std::string& address() const { return address_; }

   private:
    std::string address_;
    int metrics_port_;
    pid_t pid_;
  };

  // A service, at its own address or another, as the operator's programs reach it.
  rpc::Neighbour Reach(const std::string& service, std::string address = "") const;
  // The broker as a program of the stack goes there: the operator's, which may everything, or a
  // service.
  kafka::Brokers Brokers(const std::string& program = "operator") const;
  // Gives every program a new certificate by a new CA (deploy/rotate); false when that failed.
  bool Rotate() const;
  // The variables of a service, over those of all.
  const std::map<std::string, std::string>& Of(const std::string& service) const {
    return of_services_.at(service);
  }
  const std::string& folder() const { return folder_; }
  // registry(), needs(), …: see Clients.
  operations::OperationsClient& operations(const std::string& service) {
    return *operations_.at(service);
  }
  Call As(
      const std::string& subject, const std::vector<Grant>& grants,
      absl::Duration patience = absl::Seconds(20)) const;
  // Has PostgreSQL cut a connection of a service that is at work, as it does when a client's
  // machine is gone. Returns how many.
  int CutAny(const std::string& service);
  // A connection as the owner of a service's tables. Throws pg::Error while PostgreSQL is away.
  pg::Connection& sql(const std::string& service);
  // How to make another one.
  const std::string& conninfo(const std::string& service) const {
    return of_services_.at(service).at("DATABASE_OWNER");
  }
  // What the checkers look at.
  Subject subject();

 private:
  std::string Script(
      const std::string& script, const std::string& option, const std::string& log) const;
  void Wipe() const;
  std::string Recorded(const std::string& name) const;  // "pid start-time", "" when there is none
  pid_t Pid(const std::string& name) const;             // 0 when it does not live

  std::string folder_;
  std::string port_base_;
  std::string programs_;
  std::map<std::string, std::string> variables_;
  std::map<std::string, std::map<std::string, std::string>> of_services_;
  std::atomic<bool> keep_away_ = false;
  std::thread keeper_;  // kills who is away
  std::unique_ptr<Clock> clock_;
  std::unique_ptr<Signer> signer_;
  std::map<std::string, std::map<std::string, std::unique_ptr<TcpGate>>> gates_;  // service, system
  std::set<std::string> planted_;
  std::map<std::string, std::unique_ptr<pg::Connection>> sql_;
  std::map<std::string, std::unique_ptr<operations::OperationsClient>> operations_;
};

}  // namespace binadaya::test
