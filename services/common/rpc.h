#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_set>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "binadaya/v1/options.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "services/common/call.h"
#include "services/common/clock.h"
#include "services/common/loop.h"
#include "services/common/metrics.h"
#include "services/common/status.h"
#include "services/common/tls.h"
#include "services/common/token.h"

namespace grpc {
class Server;
class ByteBuffer;
}  // namespace grpc

// Calls between the world and a handler. The protoc plugin (proto/plugin) derives from Service one
// abstract class for each proto service.
namespace binadaya::rpc {

// One method: its contract and the handler that answers it.
struct Method {
  const google::protobuf::MethodDescriptor* descriptor;
  // A fresh request; and the handler, which gets one that was parsed, allowed and checked.
  std::function<std::unique_ptr<google::protobuf::Message>()> request;
  std::function<absl::StatusOr<std::string>(Call&, const google::protobuf::Message&)> handle;
};

// Generated code binds each pure virtual method with this.
template <class Request, class Handler>
Method Bind(const google::protobuf::ServiceDescriptor* service, int index, Handler handler) {
  return {
      service->method(index), [] { return std::make_unique<Request>(); },
      [handler](
          Call& call, const google::protobuf::Message& request) -> absl::StatusOr<std::string> {
        auto response = handler(call, static_cast<const Request&>(request));
        if (!response.ok()) return response.status();
        return response->SerializeAsString();
      }};
}

class Service {
 public:
  virtual ~Service() = default;
  virtual std::vector<Method> Methods() = 0;

  // The unit path, as it is now, of what a scope field names. NotFound when there is no such thing,
  // or the caller is not this person's superior; the caller is told the same as for one outside its
  // scope. A service resolves the kinds that its contract uses.
  virtual absl::StatusOr<std::string> PathOf(Call& call, v1::ScopeKind kind, const std::string& id);
};

// What stands around every handler: deadline, identity, role and scope, then field rules, metrics,
// one log line, error details; a bounded pool of workers with a bounded queue. Who calls is settled
// by the headers, before any of the request is read: the token says it, and with TLS the
// certificate is that of the program whose key signed the token that it shows. Somebody unknown
// costs no worker and no audit row, only a count and at most one line of the log a second. An
// exception out of a handler is INTERNAL. Health ("" = live; the service's name = ready) and
// reflection are served beside.
class Server {
 public:
  struct Options {
    std::string listen;
    int workers = 16;
    int queue = 512;
    std::size_t memory = 256UL << 20;  // bytes of requests that may be here at once
    tls::Files tls = {};
    trace::Tracer* tracer = nullptr;
  };
  // Whether a token was revoked. Unavailable when that cannot be known.
  using Revoked = std::function<absl::StatusOr<bool>(const Call&, const std::string& token_id)>;
  // Told of each refusal of somebody known, for the audit log.
  using Refused =
      std::function<void(const Call&, const std::string& request_id, const absl::Status&)>;

  Server(
      Options options, const Verifier& verifier, const Clock& clock, Metrics& metrics,
      Revoked revoked, Refused refused);
  ~Server();

  // Before Start; the service outlives the server.
  void Add(Service& service);
  // Unavailable when the address is taken.
  absl::Status Start();
  int port() const { return port_; }
  const Loop& loop() const { return cutter_; }
  void SetReady(bool ready);
  // Takes no new calls, finishes those begun, within `patience`.
  void Drain(absl::Duration patience);

 private:
  struct Route;
  struct Job;
  class Adapter;

  void Arrive(Job& job);
  absl::Status Identify(Job& job);
  void HasRead(Job& job);
  // A caller who does not send his request in time is cut off, for its room is kept.
  absl::Duration CutOff();
  void Enqueue(Job& job);
  bool Full() const { return static_cast<int>(queue_.size()) >= options_.queue || stopping_; }
  void Work();
  // The handler's answer, or what it threw.
  absl::StatusOr<std::string> Guarded(Job& job);
  absl::StatusOr<std::string> Answer(Job& job);
  static absl::Status Authorise(
      const Route& route, Call& call, const google::protobuf::Message& request);
  static absl::Status CheckFields(Job& job, const google::protobuf::Message& request);
  void Finish(Job& job, const absl::Status& status, const std::string& response);
  void Log(const Job& job, const absl::Status& status, absl::Duration took);

  const Options options_;
  const Verifier& verifier_;
  const Clock& clock_;
  Metrics& metrics_;
  const Revoked revoked_;
  const Refused refused_;

  std::vector<std::unique_ptr<Adapter>> adapters_;
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;
  int max_message_ = 0;  // the largest request that a method takes, and its frame

  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<Job*> queue_;  // gRPC keeps them until they are finished
  std::size_t held_ = 0;    // bytes of requests that are here or on their way
  bool stopping_ = false;
  std::vector<std::thread> workers_;

  std::recursive_mutex reading_mutex_;  // a cancelled read may end on the thread that cancels it
  std::unordered_set<Job*> reading_;
  Loop cutter_{"reader", [this] { return CutOff(); }};

  std::atomic<std::int64_t> stranger_logged_ = 0;  // Unix seconds
  std::atomic<int> strangers_ = 0;                 // since then

  prometheus::Gauge& queued_;
  prometheus::Gauge& busy_;
};

}  // namespace binadaya::rpc
