#include "tests/support/collector.h"

#include <cstdlib>

#include "absl/strings/escaping.h"
#include "httplib.h"
#include "opentelemetry/traces.pb.h"
#include "services/common/domain/text.h"

namespace binadaya::test {
namespace {

std::unique_ptr<httplib::Server> Make(const tls::Files& files) {
  if (!files.on()) return std::make_unique<httplib::Server>();
  const char* identity = files.identity.c_str();
  return std::make_unique<httplib::SSLServer>(identity, identity, files.ca.c_str());
}

std::map<std::string, std::string> Texts(
    const google::protobuf::RepeatedPtrField<opentelemetry::KeyValue>& attributes) {
  std::map<std::string, std::string> texts;
  for (const opentelemetry::KeyValue& one : attributes)
    texts[one.key()] = one.value().string_value();
  return texts;
}

}  // namespace

Collector::Collector(const tls::Files& files) : server_(Make(files)) {
  server_->Post("/v1/traces", [this](const httplib::Request& request, httplib::Response& response) {
    std::unique_lock<std::mutex> lock(mutex_);
    ++requests_;
    released_.wait(lock, [this] { return !held_; });
    opentelemetry::ExportTraceServiceRequest sent;
    const bool right = request.get_header_value("Content-Type") == "application/x-protobuf" &&
                       sent.ParseFromString(request.body);
    response.status = right ? status_ : 400;
    if (response.status != 200) return;
    for (const opentelemetry::ResourceSpans& resource : sent.resource_spans()) {
      const std::string service = Texts(resource.resource().attributes())["service.name"];
      for (const opentelemetry::ScopeSpans& scope : resource.scope_spans()) {
        for (const opentelemetry::Span& span : scope.spans()) {
          spans_.push_back(
              {.service = service,
               .name = span.name(),
               .trace = absl::BytesToHexString(span.trace_id()),
               .id = absl::BytesToHexString(span.span_id()),
               .parent = absl::BytesToHexString(span.parent_span_id()),
               .kind = span.kind(),
               .error = span.status().code() == opentelemetry::Status::STATUS_CODE_ERROR,
               .attributes = Texts(span.attributes())});
        }
      }
    }
    opentelemetry::ExportTraceServiceResponse answer;
    if (rejected_ > 0) answer.mutable_partial_success()->set_rejected_spans(rejected_);
    response.set_content(answer.SerializeAsString(), "application/x-protobuf");
  });
  const int port = server_->bind_to_any_port("127.0.0.1");
  if (port < 0) std::abort();
  address_ = Cat(files.on() ? "https" : "http", "://127.0.0.1:", port);
  thread_ = std::thread([this] { server_->listen_after_bind(); });
  while (!server_->is_running()) std::this_thread::yield();
}

Collector::~Collector() {
  Hold(false);
  server_->stop();
  thread_.join();
}

std::vector<Collector::Span> Collector::Spans(const std::string& trace) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  std::vector<Span> spans;
  for (const Span& span : spans_) {
    if (trace.empty() || span.trace == trace) spans.push_back(span);
  }
  return spans;
}

int Collector::requests() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return requests_;
}

void Collector::Answer(int status, int rejected) {
  const std::lock_guard<std::mutex> lock(mutex_);
  status_ = status;
  rejected_ = rejected;
}

void Collector::Hold(bool held) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    held_ = held;
  }
  released_.notify_all();
}

}  // namespace binadaya::test
