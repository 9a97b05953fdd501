#include "services/common/rpc.h"

#include <cxxabi.h>
#include <malloc.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <typeinfo>
#include <unordered_map>
#include <utility>

#include "absl/time/clock.h"
#include "google/protobuf/stubs/logging.h"
#include "grpc/support/log.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/grpcpp.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/impl/codegen/callback_common.h"
#include "grpcpp/impl/codegen/server_callback_handlers.h"
#include "grpcpp/impl/codegen/service_type.h"
#include "grpcpp/resource_quota.h"
#include "services/common/byte_buffer.h"
#include "services/common/client.h"
#include "services/common/domain/text.h"
#include "services/common/id.h"
#include "services/common/log.h"
#include "services/common/trace.h"
#include "services/common/validate.h"

namespace binadaya::rpc {
namespace {

constexpr absl::Duration kLongestDeadline = absl::Seconds(60);
constexpr absl::Duration kDefaultDeadline = absl::Seconds(5);
constexpr absl::Duration kReading = absl::Seconds(10);  // in which a request is there whole
constexpr int kDefaultMaxBytes = 256 * 1024;
constexpr int kFrame = 4096;  // what a request may be larger than its field
constexpr std::size_t kLarge = 1UL << 20;
constexpr int kMaxHeaders = 16 * 1024;

int MaxBytes(const google::protobuf::MethodDescriptor& method) {
  const int declared = method.options().GetExtension(v1::max_bytes);
  return declared == 0 ? kDefaultMaxBytes : declared + kFrame;
}

std::string FieldText(const google::protobuf::Message& message, const std::string& name) {
  const google::protobuf::FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
  return field == nullptr ? "" : message.GetReflection()->GetString(message, field);
}

absl::Status TooLarge(int limit) {
  return Refuse(
      absl::StatusCode::kInvalidArgument,
      {{.rule = "FIELD-11",
        .where = "request",
        .message = {
            Cat("Permintaan lebih besar dari ", limit, " byte. Pecah menjadi beberapa."),
            Cat("The request is larger than ", limit, " bytes. Split it.")}}});
}

absl::Status Crowded() {
  return absl::ResourceExhaustedError("too many requests wait here; try again a little later");
}

// The type of the exception that is being handled.
std::string ThrownType() {
  const std::type_info* type = abi::__cxa_current_exception_type();
  if (type == nullptr) return "unknown";
  int status = 0;
  const std::unique_ptr<char, void (*)(void*)> name(
      abi::__cxa_demangle(type->name(), nullptr, nullptr, &status), &std::free);
  return status == 0 ? name.get() : type->name();
}

// PERMISSION_DENIED is the same for what does not exist and for what lies outside, so that nobody
// learns which.
absl::Status Denied() {
  return Refuse(
      absl::StatusCode::kPermissionDenied,
      {{.rule = "ACCESS-01",
        .where = "token",
        .message = {
            "Anda tidak berwenang atas objek ini, atau objeknya tidak ada. Mintalah peran atau "
            "lingkup unit yang sesuai.",
            "You are not permitted on this object, or it does not exist. Ask for a fitting role or "
            "unit scope."}}});
}

// Whether one alternative of a contract lets a call in; PermissionDenied when it does not. The call
// then knows what it is about and the paths in which its caller may act.
absl::Status Admit(
    Service& service, const v1::Access& access, bool mutation, Call& call,
    const google::protobuf::Message& request) {
  const v1::ScopeKind kind = access.scope().kind();
  const std::string target = FieldText(request, access.scope().field());
  const bool usable = kind == v1::UNIT ? !target.empty() && target.size() <= 40 && IsUtf8(target) &&
                                             target.find('\0') == std::string::npos
                                       : IsUuid(target);
  if (usable) call.set_scope(target, "");  // a refusal names it too
  const bool by_person = kind == v1::SELF || kind == v1::SUPERIOR;
  // A malformed id is the field rules' to name, and that gives nothing away.
  if (by_person && !usable) return Blocks(CheckRules(request)) ? absl::OkStatus() : Denied();
  if (kind == v1::SELF) {
    if (target != call.subject()) return Denied();
    call.set_paths({});
    return absl::OkStatus();
  }
  if (kind == v1::SUPERIOR) {
    absl::StatusOr<std::string> path = service.PathOf(call, kind, target);
    if (absl::IsNotFound(path.status())) return Denied();
    if (!path.ok()) return path.status();
    call.set_scope(target, *std::move(path));
    call.set_paths({});
    return absl::OkStatus();
  }
  std::vector<std::string> paths;
  for (const Grant& grant : call.identity().grants) {
    for (const int role : access.roles()) {
      if (grant.role == role) paths.push_back(grant.path);
    }
  }
  if (paths.empty()) return Denied();
  const auto covered = [&paths](std::string_view path) {
    for (const std::string& own : paths) {
      if (Covers(own, path)) return true;
    }
    return false;
  };
  const bool own = kind == v1::OWN || (kind == v1::UNIT && target.empty() && !mutation);
  if (own || kind == v1::CITY) {
    if (!own && !covered("/")) return Denied();
    call.set_paths(std::move(paths));
    return absl::OkStatus();
  }
  if (!usable) return covered("/") || Blocks(CheckRules(request)) ? absl::OkStatus() : Denied();
  absl::StatusOr<std::string> path = "/";
  if (kind != v1::UNIT || target != "/") path = service.PathOf(call, kind, target);
  // Only who covers the whole city learns that an object does not exist.
  if (absl::IsNotFound(path.status()))
    return covered("/") ? NoSuchObject(access.scope().field()) : Denied();
  if (!path.ok()) return path.status();
  if (!covered(*path)) return Denied();
  call.set_scope(target, *std::move(path));
  call.set_paths(std::move(paths));
  return absl::OkStatus();
}

// What gRPC has to say by itself, a handshake that failed, say: one line of the log, not a text of
// its own on standard error.
void SayOfGrpc(gpr_log_func_args* said) {
  const std::string_view file = said->file;
  log::Sparingly(
      Cat(file.substr(file.rfind('/') + 1), ":", said->line), "gRPC",
      {{"said", std::string(said->message)}});
}

}  // namespace

absl::StatusOr<std::string> Service::PathOf(Call&, v1::ScopeKind kind, const std::string&) {
  return absl::InternalError(Cat("this service resolves no ", v1::ScopeKind_Name(kind)));
}

// A method with what is measured of it.
struct Server::Route {
  Service* service;
  Method method;
  bool mutation;     // carries a request id
  std::string name;  // "registry.RecordRatings"
  std::string full_name;
  prometheus::Histogram* duration;
  prometheus::Counter* exceptions;
  std::unordered_map<int, prometheus::Counter*> handled;  // by code
};

// One call between its arrival and its answer. gRPC shows it when its headers are there and reads
// its request when it is told to, as it does for streams; on the wire it is an ordinary call.
struct Server::Job final : grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
  Job(Server& server, Route* route, grpc::CallbackServerContext* context)
      : server(server), route(route), context(context), arrived(absl::Now()) {
    const absl::Time asked = absl::FromChrono(context->deadline());
    deadline = asked == absl::InfiniteFuture() || asked > arrived + absl::Hours(24)
                   ? arrived + kDefaultDeadline
                   : std::min(asked, arrived + kLongestDeadline);
  }
  std::string Header(const char* name) const {
    const auto entry = context->client_metadata().find(name);
    return entry == context->client_metadata().end()
               ? ""
               : std::string(entry->second.data(), entry->second.size());
  }
  void OnReadDone(bool ok) override {
    server.HasRead(*this);
    if (ok) return server.Enqueue(*this);
    server.Finish(*this, absl::CancelledError("no request came"), "");
  }
  void OnDone() override { delete this; }

  Server& server;
  Route* route;
  grpc::CallbackServerContext* context;
  grpc::ByteBuffer request;
  grpc::ByteBuffer response;
  absl::Time arrived;
  absl::Time deadline;
  std::size_t held = 0;    // bytes of the server's memory
  bool too_large = false;  // then the request is gone
  std::string request_id;
  std::optional<Call> call;  // once it is known who calls
  trace::Span span;
};

// A gRPC service made of our routes: every method gets bytes, answers bytes and shares one path.
class Server::Adapter final : public grpc::Service {
 public:
  Adapter(Server& server, std::vector<std::unique_ptr<Route>> routes) : routes_(std::move(routes)) {
    for (std::size_t i = 0; i < routes_.size(); ++i) {
      Route* route = routes_[i].get();
      route->full_name =
          Cat("/", route->method.descriptor->service()->full_name(), "/",
              route->method.descriptor->name());
      AddMethod(new grpc::internal::RpcServiceMethod(
          route->full_name.c_str(), grpc::internal::RpcMethod::BIDI_STREAMING, nullptr));
      MarkMethodRawCallback(
          static_cast<int>(i),
          new grpc::internal::CallbackBidiHandler<grpc::ByteBuffer, grpc::ByteBuffer>(
              [&server, route](grpc::CallbackServerContext* context) {
                Job* job = new Job(server, route, context);  // until OnDone
                server.Arrive(*job);
                return job;
              }));
    }
  }

 private:
  std::vector<std::unique_ptr<Route>> routes_;
};

Server::Server(
    Options options, const Verifier& verifier, const Clock& clock, Metrics& metrics,
    Revoked revoked, Refused refused)
    : options_(std::move(options)),
      verifier_(verifier),
      clock_(clock),
      metrics_(metrics),
      revoked_(std::move(revoked)),
      refused_(std::move(refused)),
      queued_(metrics.Gauge("binadaya_rpc_queued", "Requests that wait for a worker.")),
      busy_(metrics.Gauge("binadaya_rpc_workers_busy", "Workers at work.")) {
  metrics.Gauge("binadaya_rpc_workers_capacity", "Workers of the pool.").Set(options_.workers);
}

Server::~Server() { Drain(absl::ZeroDuration()); }

void Server::Add(Service& service) {
  std::vector<std::unique_ptr<Route>> routes;
  for (Method& method : service.Methods()) {
    auto route = std::make_unique<Route>();
    route->service = &service;
    route->mutation = method.descriptor->input_type()->FindFieldByName("request_id") != nullptr;
    // The method's label: "registry.RecordRatings".
    const std::string& package = method.descriptor->file()->package();
    const std::size_t start = package.find('.') + 1;
    route->name = Cat(
        package.substr(start, package.find('.', start) - start), ".", method.descriptor->name());
    const std::string kind = route->mutation ? "command" : "query";
    route->duration = &metrics_.Duration(
        "binadaya_rpc_duration_seconds", "Time from arrival to answer.",
        {{"method", route->name}, {"kind", kind}});
    route->exceptions = &metrics_.Counter(
        "binadaya_rpc_exceptions_total", "Exceptions that a handler let out.",
        {{"method", route->name}});
    max_message_ = std::max(max_message_, MaxBytes(*method.descriptor));
    for (int code = 0; code <= 16; ++code) {
      route->handled[code] = &metrics_.Counter(
          "binadaya_rpc_handled_total", "Requests answered, by code.",
          {{"method", route->name},
           {"kind", kind},
           {"code", CodeName(static_cast<absl::StatusCode>(code))}});
    }
    route->method = std::move(method);
    routes.push_back(std::move(route));
  }
  adapters_.push_back(std::make_unique<Adapter>(*this, std::move(routes)));
}

absl::Status Server::Start() {
  HoldGrpc();
  gpr_set_log_function(SayOfGrpc);
  google::protobuf::SetLogHandler(nullptr);  // what it would say of bad input is in our answers
  grpc::EnableDefaultHealthCheckService(true);
  static const bool reflection = [] {
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
    return true;
  }();
  (void)reflection;
  grpc::ServerBuilder builder;
  builder.AddListeningPort(options_.listen, tls::ServerCredentials(options_.tls), &port_);
  builder.AddChannelArgument(
      GRPC_ARG_ALLOW_REUSEPORT,
      0);  // else a second process shares the port without a word
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 10'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS, 30 * 60'000);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS, 60'000);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kMaxHeaders);
  builder.AddChannelArgument(
      GRPC_ARG_MAX_CONCURRENT_STREAMS, 2 * (options_.queue + options_.workers));
  // The window does not grow by itself: what a stranger sends and nobody reads stays small.
  builder.AddChannelArgument(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  builder.SetMaxReceiveMessageSize(max_message_ + kFrame);
  builder.SetResourceQuota(grpc::ResourceQuota("rpc").Resize(options_.memory));
  for (const auto& adapter : adapters_) builder.RegisterService(adapter.get());
  server_ = builder.BuildAndStart();
  if (server_ == nullptr || port_ == 0) {
    return absl::UnavailableError(
        Cat("cannot listen on ", options_.listen, "; is the port taken?"));
  }
  SetReady(false);
  cutter_.Start();
  for (int i = 0; i < options_.workers; ++i) workers_.emplace_back([this] { Work(); });
  return absl::OkStatus();
}

void Server::SetReady(bool ready) {
  grpc::HealthCheckServiceInterface* health = server_->GetHealthCheckService();
  health->SetServingStatus(ready);
  health->SetServingStatus("", true);
}

void Server::Drain(absl::Duration patience) {
  if (server_ == nullptr) return;
  server_->GetHealthCheckService()->Shutdown();
  server_->Shutdown(absl::ToChronoTime(absl::Now() + patience));
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  arrived_.notify_all();
  for (std::thread& worker : workers_) worker.join();
  workers_.clear();
  server_->Wait();
  cutter_.Stop();
  server_.reset();
}

void Server::Arrive(Job& job) {
  absl::Status admitted = Identify(job);
  if (admitted.ok()) {
    // Room is kept for the largest request of the method until it is known how large this one is.
    const auto most = static_cast<std::size_t>(MaxBytes(*job.route->method.descriptor));
    const std::lock_guard<std::mutex> lock(mutex_);
    if (Full() || held_ + most > options_.memory) {
      admitted = Crowded();
    } else {
      held_ += job.held = most;
    }
  }
  if (!admitted.ok()) return Finish(job, admitted, "");
  {
    const std::lock_guard<std::recursive_mutex> lock(reading_mutex_);
    reading_.insert(&job);
  }
  job.StartRead(&job.request);
}

void Server::HasRead(Job& job) {
  const std::lock_guard<std::recursive_mutex> lock(reading_mutex_);
  reading_.erase(&job);
}

absl::Duration Server::CutOff() {
  const std::lock_guard<std::recursive_mutex> lock(reading_mutex_);
  for (Job* job : std::vector(reading_.begin(), reading_.end())) {
    // One that is still read is still there.
    if (reading_.contains(job) && absl::Now() > std::min(job->deadline, job->arrived + kReading))
      job->context->TryCancel();
  }
  return absl::Seconds(1);
}

absl::Status Server::Identify(Job& job) {
  constexpr std::string_view kScheme = "Bearer ";
  const std::string shown = job.Header("authorization");
  if (!shown.starts_with(kScheme)) {
    return absl::UnauthenticatedError(
        "token refused: none was sent; send authorization: Bearer <token>");
  }
  const absl::Time now = clock_.Now();
  ASSIGN_OR_RETURN(
      Identity identity, verifier_.Verify(std::string_view(shown).substr(kScheme.size()), now));
  if (options_.tls.on() && !tls::Names(*job.context->auth_context(), identity.shown_by)) {
    return absl::UnauthenticatedError("token refused: the certificate is not that of who shows it");
  }
  job.call.emplace(job.route->name, std::move(identity), job.deadline, now, clock_.DayOf(now));
  job.call->set_traceparent(trace::Checked(job.Header("traceparent")));
  job.call->set_tracer(options_.tracer);
  job.span = trace::Span::Of(*job.call, trace::Span::Kind::kServer, job.route->name, job.arrived);
  return absl::OkStatus();
}

void Server::Enqueue(Job& job) {
  job.too_large =
      job.request.Length() > static_cast<std::size_t>(MaxBytes(*job.route->method.descriptor));
  if (job.too_large) job.request.Clear();
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    held_ += job.request.Length() - std::exchange(job.held, job.request.Length());
    if (!Full()) {
      queue_.push_back(&job);
      queued_.Set(static_cast<double>(queue_.size()));
      arrived_.notify_one();
      return;
    }
  }
  Finish(job, Crowded(), "");
}

void Server::Work() {
  while (true) {
    Job* job = nullptr;
    {
      std::unique_lock<std::mutex> lock(mutex_);
      arrived_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
      job = queue_.front();
      queue_.pop_front();
      queued_.Set(static_cast<double>(queue_.size()));
    }
    const bool large = job->request.Length() > kLarge;
    busy_.Increment();
    const absl::StatusOr<std::string> answer = Guarded(*job);
    busy_.Decrement();
    if (!answer.ok() && !IsTransient(answer.status()))
      refused_(*job->call, job->request_id, answer.status());
    Finish(*job, answer.status(), answer.ok() ? *answer : "");
    // What it took goes back to the system, not only to malloc.
    if (large) malloc_trim(0);
  }
}

absl::StatusOr<std::string> Server::Guarded(Job& job) {
  try {
    return Answer(job);
  } catch (...) {
    // What it says may hold anything, personal data too; its type does not.
    job.route->exceptions->Increment();
    log::Error(
        "an exception left a handler", {{"method", job.route->name}, {"type", ThrownType()}});
    return absl::InternalError("an internal error; the service's log names it");
  }
}

absl::StatusOr<std::string> Server::Answer(Job& job) {
  const Route& route = *job.route;
  Call& call = *job.call;
  if (call.remaining() <= absl::ZeroDuration())
    return absl::DeadlineExceededError("the deadline passed in the queue");
  ASSIGN_OR_RETURN(const bool revoked, revoked_(call, call.identity().token_id));
  if (revoked) return absl::UnauthenticatedError("token refused: it was revoked; get a new one");
  if (job.too_large) return TooLarge(MaxBytes(*route.method.descriptor));

  const std::string bytes = BytesOf(job.request);
  job.request.Clear();
  call.set_body_hash(Sha256(bytes));
  const std::unique_ptr<google::protobuf::Message> request = route.method.request();
  const absl::Status parsed = ParseRequest(bytes, *request);
  // An unreadable request of someone who may not call the method at all is told the latter.
  RETURN_IF_ERROR(Authorise(route, call, *request));
  RETURN_IF_ERROR(parsed);
  RETURN_IF_ERROR(CheckFields(job, *request));
  call.set_calls(&route.method.descriptor->options().GetRepeatedExtension(v1::calls));
  return route.method.handle(call, *request);
}

absl::Status Server::CheckFields(Job& job, const google::protobuf::Message& request) {
  job.request_id = FieldText(request, "request_id");
  Findings findings = CheckRules(request);
  if (!Blocks(findings)) return absl::OkStatus();
  if (!IsUuid(job.request_id)) job.request_id.clear();  // it may hold anything
  return Refuse(absl::StatusCode::kInvalidArgument, std::move(findings));
}

void Server::Finish(Job& job, const absl::Status& status, const std::string& response) {
  const absl::Duration took = absl::Now() - job.arrived;
  job.route->handled[static_cast<int>(status.code())]->Increment();
  job.route->duration->Observe(absl::ToDoubleSeconds(took));
  Log(job, status, took);
  job.span.End(status.code());
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    held_ -= job.held;
  }
  if (!status.ok()) return job.Finish(ToGrpc(status));
  grpc::Slice slice(response);
  job.response = grpc::ByteBuffer(&slice, 1);
  job.StartWriteAndFinish(&job.response, grpc::WriteOptions(), grpc::Status::OK);
}

void Server::Log(const Job& job, const absl::Status& status, absl::Duration took) {
  if (!job.call.has_value() && absl::IsUnauthenticated(status)) {
    std::string reason(status.message());  // "token refused: <reason>[; what to do]"
    reason = reason.substr(reason.find(':') + 2);
    reason.resize(std::min(reason.size(), reason.find(';')));
    metrics_
        .Counter(
            "binadaya_rpc_unauthenticated_total", "Calls of somebody unknown, by what was wrong.",
            {{"reason", reason}})
        .Increment();
    ++strangers_;
    const std::int64_t second = absl::ToUnixSeconds(absl::Now());
    if (stranger_logged_.exchange(second) != second) {
      log::Warn(
          "somebody unknown", {{"method", job.route->name},
                               {"reason", reason},
                               {"calls", Cat(strangers_.exchange(0))}});
    }
    return;
  }
  if (status.ok() && job.request_id.empty()) return;  // a query
  log::Info(
      "call", {{"method", job.route->name},
               {"code", CodeName(status.code())},
               {"ms", Cat(absl::ToInt64Milliseconds(took))},
               {"request_id", job.request_id},
               {"trace", job.call.has_value() ? job.call->traceparent() : ""}});
}

absl::Status Server::Authorise(
    const Route& route, Call& call, const google::protobuf::Message& request) {
  const auto& alternatives = route.method.descriptor->options().GetRepeatedExtension(v1::access);
  for (const v1::Access& access : alternatives) {
    absl::Status admitted = Admit(*route.service, access, route.mutation, call, request);
    if (!absl::IsPermissionDenied(admitted)) return admitted;
  }
  return Denied();
}

}  // namespace binadaya::rpc
