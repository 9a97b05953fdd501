#include "services/common/client.h"

#include <chrono>
#include <utility>
#include <vector>

#include "absl/random/random.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "grpcpp/grpcpp.h"
#include "grpcpp/impl/codegen/client_unary_call.h"
#include "services/common/byte_buffer.h"
#include "services/common/db.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"
#include "services/common/trace.h"

namespace binadaya::rpc {
namespace {

constexpr int kMaxMessage = 17 * 1024 * 1024;
constexpr int kAttempts = 4;
// Shorter waits say nothing about a neighbour: the caller had no more time.
constexpr std::chrono::seconds kSilence{1};

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
    // Debian's abseil looks for deadlocks at each lock of gRPC's: up to 3 % of a command.
    absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
    grpc_init();
    return true;
  }();
  (void)held;
}

Channel::Channel(Neighbour neighbour)
    : neighbour_(std::move(neighbour)), breaker_(std::make_unique<Breaker>(neighbour_.at_once)) {
  HoldGrpc();
  if (neighbour_.metrics != nullptr) {
    away_ = &neighbour_.metrics->Counter(
        "binadaya_neighbour_away_total", "Calls of another service that it did not answer.",
        {{"neighbour", neighbour_.service}});
  }
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
  if (neighbour_.tls.on()) arguments.SetSslTargetNameOverride(neighbour_.service);
  channel_ = grpc::CreateCustomChannel(
      neighbour_.address, tls::ChannelCredentials(neighbour_.tls), arguments);
}

absl::StatusOr<std::string> Channel::InvokeRaw(
    const Call& call, const char* method, const std::string& bytes) const {
  RETURN_IF_ERROR(OutsideTransaction(method));
  const Breaker::Pass pass = breaker_->Begin(std::chrono::steady_clock::now());
  absl::StatusOr<std::string> answer =
      pass == Breaker::Pass::kRefused ? Away() : Attempts(call, method, bytes, pass);
  if (away_ != nullptr && absl::IsUnavailable(answer.status())) away_->Increment();
  return answer;
}

absl::StatusOr<std::string> Channel::Attempts(
    const Call& call, const char* method, const std::string& bytes, Breaker::Pass pass) const {
  const Proof& proof = call.identity().proof;
  const std::string credential =
      proof == nullptr ? "" : Cat("Bearer ", proof(neighbour_.service, call.now()));
  trace::Span span(
      call.tracer(), trace::Span::Kind::kClient, std::string_view(method).substr(1),
      call.traceparent());
  const std::string& traceparent = span.traceparent(call.traceparent());
  absl::InsecureBitGen random;
  for (int attempt = 1;; ++attempt) {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(call.deadline()));
    if (!credential.empty()) context.AddMetadata("authorization", credential);
    if (!traceparent.empty()) context.AddMetadata("traceparent", traceparent);
    grpc::Slice slice(bytes);
    const grpc::ByteBuffer request(&slice, 1);
    grpc::ByteBuffer response;
    const grpc::internal::RpcMethod rpc(method, grpc::internal::RpcMethod::NORMAL_RPC, channel_);
    const auto begun = std::chrono::steady_clock::now();
    const grpc::Status status =
        grpc::internal::BlockingUnaryCall<grpc::ByteBuffer, grpc::ByteBuffer>(
            channel_.get(), rpc, &context, request, &response);
    const auto ended = std::chrono::steady_clock::now();
    const bool away = status.error_code() == grpc::UNAVAILABLE;
    if (away) breaker_->Failed();
    const absl::Duration pause = absl::Milliseconds(absl::Uniform(random, 50, 100 << attempt));
    if (away && attempt < kAttempts && call.remaining() > pause && breaker_->MayRetry()) {
      absl::SleepFor(pause);
      continue;
    }
    using Outcome = Breaker::Outcome;
    const bool silent = status.error_code() == grpc::DEADLINE_EXCEEDED;
    breaker_->End(
        pass,
        away || (silent && ended - begun >= kSilence)      ? Outcome::kAway
        : silent || status.error_code() == grpc::CANCELLED ? Outcome::kUnknown
                                                           : Outcome::kAnswered,
        ended);
    span.End(static_cast<absl::StatusCode>(status.error_code()));
    if (!status.ok()) return Told(status);
    return BytesOf(response);
  }
}

absl::Status Channel::Told(const grpc::Status& status) const {
  if (!status.error_details().empty()) return FromGrpc(status);
  if (status.error_code() == grpc::UNAVAILABLE) return Away();
  const auto code = static_cast<absl::StatusCode>(status.error_code());
  return {code, Cat("no answer of the service ", neighbour_.service, ": ", CodeName(code))};
}

absl::Status Channel::Away() const {
  return Refuse(
      absl::StatusCode::kUnavailable,
      {{.rule = "NEIGHBOUR-01",
        .where = neighbour_.service,
        .message = {
            Cat("Layanan ", neighbour_.service,
                " sedang tidak dapat dihubungi. Coba lagi sebentar lagi."),
            Cat("The service ", neighbour_.service,
                " cannot be reached now. Try again a little later.")}}});
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
