#include "services/common/client.h"

#include <algorithm>

#include "absl/random/random.h"
#include "absl/time/clock.h"
#include "grpcpp/grpcpp.h"
#include "grpcpp/impl/codegen/client_unary_call.h"
#include "services/common/db.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"

namespace binadaya::rpc {
namespace {

constexpr int kMaxMessage = 17 * 1024 * 1024;
constexpr int kAttempts = 4;

// Whether the contract of this work declares that it calls `method`, "/<service>/<name>".
bool IsDeclared(const Call& call, std::string_view method) {
  if (call.calls() == nullptr) return true;
  const std::size_t slash = method.rfind('/');
  const std::string name = Cat(method.substr(1, slash - 1), ".", method.substr(slash + 1));
  return std::find(call.calls()->begin(), call.calls()->end(), name) != call.calls()->end();
}

}  // namespace

void HoldGrpc() {
  static const bool held = [] {
    // Without it gRPC notices a server that is back only at its backup poll, every 5 s.
    setenv("GRPC_CLIENT_CHANNEL_BACKUP_POLL_INTERVAL_MS", "200", 0);
    grpc_init();
    return true;
  }();
  (void)held;
}

Channel::Channel(const std::string& address) {
  HoldGrpc();
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 20'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);  // ours know what is safe to repeat
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1'000);
  arguments.SetMaxReceiveMessageSize(kMaxMessage);
  arguments.SetMaxSendMessageSize(kMaxMessage);
  channel_ = grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

absl::StatusOr<std::string> Channel::InvokeRaw(
    const Call& call, const char* method, const std::string& bytes) const {
  RETURN_IF_ERROR(OutsideTransaction(method));
  absl::InsecureBitGen random;
  for (int attempt = 1;; ++attempt) {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(call.deadline()));
    if (!call.identity().token.empty())
      context.AddMetadata("authorization", Cat("Bearer ", call.identity().token));
    if (!call.traceparent().empty()) context.AddMetadata("traceparent", call.traceparent());
    grpc::Slice slice(bytes);
    const grpc::ByteBuffer request(&slice, 1);
    grpc::ByteBuffer response;
    const grpc::internal::RpcMethod rpc(method, grpc::internal::RpcMethod::NORMAL_RPC, channel_);
    const grpc::Status status =
        grpc::internal::BlockingUnaryCall<grpc::ByteBuffer, grpc::ByteBuffer>(
            channel_.get(), rpc, &context, request, &response);
    if (status.ok()) {
      std::vector<grpc::Slice> slices;
      (void)response.Dump(&slices);
      std::string text;
      for (const grpc::Slice& part : slices)
        text.append(reinterpret_cast<const char*>(part.begin()), part.size());
      return text;
    }
    const absl::Duration pause = absl::Milliseconds(absl::Uniform(random, 50, 100 << attempt));
    if (status.error_code() != grpc::UNAVAILABLE || attempt == kAttempts ||
        call.remaining() <= pause)
      return FromGrpc(status);
    absl::SleepFor(pause);
  }
}

absl::Status Channel::Invoke(
    const Call& call, const char* method, const google::protobuf::Message& request,
    google::protobuf::Message& response) const {
  if (!IsDeclared(call, method)) {
    return absl::InternalError(
        Cat(call.method(), " calls ", method, " and its contract does not say so; see (calls)"));
  }
  ASSIGN_OR_RETURN(const std::string bytes, InvokeRaw(call, method, request.SerializeAsString()));
  if (!response.ParseFromString(bytes))
    return absl::InternalError(Cat(method, " answered something unreadable"));
  return absl::OkStatus();
}

}  // namespace binadaya::rpc
