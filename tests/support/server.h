#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "services/common/rpc.h"
#include "tests/support/platform.h"

namespace binadaya::test {

// A server whose handlers a test gives, under the contract of registry: everything that stands
// around a handler and nothing behind it. It takes tokens made out to registry.
class HandlerServer : private rpc::Service {
 public:
  using Handler = std::function<absl::StatusOr<std::string>(Call&)>;

  HandlerServer(
      const std::vector<std::pair<std::string, Handler>>& handlers,
      const rpc::Server::Options& options = {.listen = "127.0.0.1:0", .workers = 4});

  rpc::Neighbour Reach() const {
    return {.service = "registry", .address = Cat("127.0.0.1:", server_->port())};
  }
  // A call of somebody who is known.
  Call Known(absl::Duration patience = absl::Seconds(20)) const;
  // A call of somebody who is not.
  Call Unknown(absl::Duration patience = absl::Seconds(20)) const;
  // The value of a metric, summed over its labels; -1 when it is not there.
  double Metric(const std::string& name) const { return ValueOf(metrics_.Text(), name); }
  int refusals() const { return refusals_; }

 private:
  std::vector<rpc::Method> Methods() override { return methods_; }
  absl::StatusOr<std::string> PathOf(Call&, v1::ScopeKind, const std::string&) override {
    return "/";
  }

  std::vector<rpc::Method> methods_;
  Clock clock_{absl::UTCTimeZone()};
  Metrics metrics_;
  Verifier verifier_;
  std::atomic<int> refusals_ = 0;
  std::unique_ptr<rpc::Server> server_;
};

}  // namespace binadaya::test
