#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "services/common/call.h"

namespace grpc {
class Channel;
}

namespace binadaya::rpc {

// Holds gRPC until the process ends: it would stop with its last object, and may wait 10 s for a
// poller of its own when it does.
void HoldGrpc();

// The way to one other service. Deadline, identity and trace of the call travel by themselves;
// UNAVAILABLE is retried while there is time (mutations carry a request id, so a retry is safe).
// Within a service, a call that the contract of the work at hand does not declare is INTERNAL.
// Generated clients stand on this. Safe from any thread.
class Channel {
 public:
  explicit Channel(const std::string& address);

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

  std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace binadaya::rpc
