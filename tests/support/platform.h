#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "binadaya/operations/v1/operations.rpc.h"
#include "services/common/app.h"
#include "services/common/id.h"
#include "services/common/kafka.h"
#include "services/common/pg.h"
#include "services/common/token.h"
#include "tests/support/clients.h"

namespace binadaya::test {

// How many times slower than usual programs may be: BINADAYA_SLOWER, which tests/sanitize sets;
// else 1.
int Slower();

// Waits until `condition` holds; false when it does not within `patience`, that many times. Never a
// fixed sleep.
bool Eventually(
    const std::function<bool()>& condition, absl::Duration patience = absl::Seconds(20));

// The value of a metric on a page of metrics, summed over its labels; -1 when it is not there.
double ValueOf(const std::string& page, const std::string& name);

// The private stack that tests/run started: its variables, as deploy/up wrote them.
class Stack {
 public:
  static const Stack& Get();  // dies with advice when BINADAYA_TEST_STACK names none
  const std::string& operator[](const std::string& name) const { return variables_.at(name); }
  // The variables of one service, over those of all.
  std::map<std::string, std::string> Of(const std::string& service) const;
  const std::string& folder() const { return folder_; }

 private:
  std::string folder_;
  std::map<std::string, std::string> variables_;
};

// Services in this process, on databases, topics and a clock of their own in the stack; gone with
// it.
class Platform : public Clients {
 public:
  // `settings` go to every service's configuration.
  explicit Platform(
      std::vector<std::string> services, const std::map<std::string, std::string>& settings = {});
  ~Platform();

  App& app(const std::string& service) { return *apps_.at(service); }
  // Stops one and starts it again on the same database, with other settings if given.
  void Restart(const std::string& service, const std::map<std::string, std::string>& settings = {});
  void Stop(const std::string& service);
  // Puts a service's database aside, and later brings it back as it was then. It is stopped
  // meanwhile.
  void Backup(const std::string& service);
  void Restore(const std::string& service);

  // registry(), needs(), …: see Clients.
  operations::OperationsClient& operations(const std::string& service) {
    return *operations_.at(service);
  }
  std::string address(const std::string& service) { return Cat("127.0.0.1:", app(service).port()); }
  rpc::Neighbour Reach(const std::string& service) {
    return {.service = service, .address = address(service)};
  }

  // A call of someone with these grants.
  Call As(
      const std::string& subject, const std::vector<Grant>& grants,
      absl::Duration patience = absl::Seconds(20));
  Call Admin(absl::Duration patience = absl::Seconds(20)) {
    return As("operator", {{v1::ADMINISTRATOR, "/"}}, patience);
  }
  Call Analyst() { return As("operator", {{v1::ANALYST, "/"}}); }
  Call With(Identity identity, absl::Duration patience = absl::Seconds(20));
  // The same credential to whichever service.
  Call WithToken(const std::string& token, absl::Duration patience = absl::Seconds(20));
  std::string Id() { return NewId(clock_->Now()); }

  Clock& clock() { return *clock_; }
  // A connection as the owner of a service's tables: tests look and tamper with it.
  pg::Connection& sql(const std::string& service);
  // As the service's own role.
  std::string conninfo(const std::string& service) const {
    return configs_.at(service).at("DATABASE");
  }
  // What a service is configured by.
  const std::map<std::string, std::string>& settings(const std::string& service) const {
    return configs_.at(service);
  }
  std::string topic(const std::string& name) const { return prefix_ + name; }
  void DropTopic(const std::string& name);
  // Makes the broker forget everything that lies on it, as retention does.
  void ForgetTopic(const std::string& name);
  // Makes those that are missing.
  void ApplyTopics();

  // One number for everything that reporting has learned, whatever order its rows lie in.
  std::string Projection();
  // The value of a metric on a service's page, summed over its labels; -1 when it is not there.
  double Metric(const std::string& service, const std::string& name) {
    return ValueOf(app(service).metrics().Text(), name);
  }

  // The types of the events that a service has told since the last call, in order:
  // "rating.recorded".
  std::vector<std::string> Told(const std::string& service);
  // Waits until every event told was published and heard by everyone who runs; false when that does
  // not happen.
  bool Settle(absl::Duration patience = absl::Seconds(30));

 private:
  void Start(const std::string& service);
  std::vector<kafka::Topic> Topics() const;
  std::string Database(const std::string& service) const;

  const std::string prefix_;
  std::string folder_;
  std::unique_ptr<Clock> clock_;
  std::unique_ptr<Signer> signer_;
  std::vector<std::string> names_;
  std::map<std::string, std::map<std::string, std::string>> configs_;
  std::map<std::string, std::unique_ptr<App>> apps_;
  std::map<std::string, std::unique_ptr<pg::Connection>> sql_;
  std::map<std::string, std::set<std::string>> told_;
  std::map<std::string, std::unique_ptr<operations::OperationsClient>> operations_;
};

}  // namespace binadaya::test
