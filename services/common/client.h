#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "services/common/breaker.h"
#include "services/common/call.h"
#include "services/common/metrics.h"
#include "services/common/tls.h"

namespace grpc {
class Channel;
class Status;
}  // namespace grpc

namespace binadaya::rpc {

// Holds gRPC until the process ends: it would stop with its last object, and may wait 10 s for a
// poller of its own when it does.
void HoldGrpc();

// Another service, as this process calls it.
struct Neighbour {
  std::string service;  // its name: what proves a caller is made out to it
  std::string address;
  // A service lets some of its workers wait for one neighbour, and none for one that is away
  // (common/breaker.h). 0: no bound, for callers outside the platform.
  int at_once = 0;
  Metrics* metrics = nullptr;
  tls::Files tls = {};  // who calls; the service called must show a certificate with its name
};

// The way to one other service. Deadline, identity and trace of the call travel by themselves;
// UNAVAILABLE is retried while there is time and budget (mutations carry a request id, so a retry
// is safe). A neighbour that cannot be reached is UNAVAILABLE (NEIGHBOUR-01), and no address is
// told. Within a service, a call that the contract of the work at hand does not declare is
// INTERNAL. Generated clients stand on this. Safe from any thread.
class Channel {
 public:
  explicit Channel(Neighbour neighbour);

  template <class Response>
  absl::StatusOr<Response> Invoke(
      const Call& call, const char* method, const google::protobuf::Message& request) const {
    Response response;
    absl::Status status = Invoke(call, method, request, response);
    if (!status.ok()) return status;
    return response;
  }
  // The same with bytes that need not be a request, for the tests of malformed input.
  absl::StatusOr<std::string> InvokeRaw(
      const Call& call, const char* method, const std::string& bytes) const;

 private:
  absl::Status Invoke(
      const Call& call, const char* method, const google::protobuf::Message& request,
      google::protobuf::Message& response) const;

  // One attempt after the other, while there is use in it.
  absl::StatusOr<std::string> Attempts(
      const Call& call, const char* method, const std::string& bytes, Breaker::Pass pass) const;
  // What came instead of an answer, in the neighbour's words or, for want of them, ours.
  absl::Status Told(const grpc::Status& status) const;
  absl::Status Away() const;

  const Neighbour neighbour_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<Breaker> breaker_;
  prometheus::Counter* away_ = nullptr;
};

}  // namespace binadaya::rpc
