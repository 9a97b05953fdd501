#include "services/common/trace.h"

#include <algorithm>
#include <utility>

#include "absl/random/random.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "opentelemetry/traces.pb.h"
#include "services/common/domain/text.h"
#include "services/common/http.h"
#include "services/common/log.h"
#include "services/common/status.h"

namespace binadaya::trace {
namespace {

constexpr std::size_t kTraceDigits = 32;
constexpr std::size_t kSpanDigits = 16;
constexpr std::size_t kLength = 55;    // of a traceparent: 00-<trace>-<span>-<flags>
constexpr std::size_t kAtOnce = 512;   // spans of one request
constexpr std::size_t kLongest = 256;  // of a name or value

bool IsHex(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return IsDigit(c) || (c >= 'a' && c <= 'f'); });
}

bool IsZero(std::string_view text) { return text.find_first_not_of('0') == std::string_view::npos; }

// So many digits, not all of them zero.
std::string NewDigits(std::size_t digits) {
  thread_local absl::InsecureBitGen random;
  std::string text;
  while (IsZero(text)) {
    text.clear();
    while (text.size() < digits)
      text += absl::StrFormat("%016x", absl::Uniform<std::uint64_t>(random));
  }
  return text;
}

void Add(
    google::protobuf::RepeatedPtrField<opentelemetry::KeyValue>& attributes, const char* key,
    std::string_view value) {
  opentelemetry::KeyValue& added = *attributes.Add();
  added.set_key(key);
  added.mutable_value()->set_string_value(std::string(value.substr(0, kLongest)));
}

bool IsFault(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kUnimplemented:
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDataLoss:
      return true;
    default:
      return false;
  }
}

// What the protocol says may be taken later: no answer at all, too much, a server that is away.
bool IsForNow(int status) {
  return status == 0 || status == 429 || status == 502 || status == 503 || status == 504;
}

}  // namespace

std::optional<Context> Context::Parse(std::string_view text) {
  // Later versions begin like the first, and may go on.
  if (text.size() < kLength || (text.size() > kLength && text[kLength] != '-')) return std::nullopt;
  const std::string_view version = text.substr(0, 2);
  const std::string_view trace = text.substr(3, kTraceDigits);
  const std::string_view span = text.substr(36, kSpanDigits);
  const std::string_view flags = text.substr(53, 2);
  if (text[2] != '-' || text[35] != '-' || text[52] != '-' || version == "ff" ||
      (version == "00" && text.size() > kLength) || !IsHex(version) || !IsHex(trace) ||
      !IsHex(span) || !IsHex(flags) || IsZero(trace) || IsZero(span)) {
    return std::nullopt;
  }
  const char last = flags[1];  // its lowest bit: sampled
  return Context{
      .trace_id = std::string(trace),
      .span_id = std::string(span),
      .sampled = ((IsDigit(last) ? last - '0' : last - 'a' + 10) & 1) != 0};
}

std::string Context::Text() const {
  return Cat("00-", trace_id, "-", span_id, sampled ? "-01" : "-00");
}

std::string Checked(std::string_view traceparent) {
  const std::optional<Context> context = Context::Parse(traceparent);
  return context.has_value() ? context->Text() : "";
}

bool Recorded(std::string_view trace_id, int per_mille) {
  constexpr std::size_t kRandom = 14;  // the digits that W3C wants to be random
  std::uint64_t number = 0;
  (void)absl::SimpleHexAtoi(Absl(trace_id.substr(trace_id.size() - kRandom)), &number);
  return (number >> 6) * 1000 < static_cast<std::uint64_t>(per_mille) << 50;
}

Span::Span() = default;
Span::Span(Span&& other) noexcept = default;

Span& Span::operator=(Span&& other) noexcept {
  End();
  span_ = std::move(other.span_);
  tracer_ = other.tracer_;
  traceparent_ = std::move(other.traceparent_);
  return *this;
}

Span::~Span() { End(); }

Span::Span(
    Tracer* tracer, Kind kind, std::string_view name, std::string_view parent, absl::Time begun) {
  if (tracer == nullptr || parent.empty()) return;
  const std::optional<Context> of = Context::Parse(parent);
  if (of.has_value() && of->sampled) Begin(*tracer, kind, name, *of, begun);
}

Span Span::Of(Call& call, Kind kind, std::string_view name, absl::Time begun) {
  Span span;
  if (call.tracer() == nullptr) return span;
  std::optional<Context> of = Context::Parse(call.traceparent());
  if (!of.has_value()) {
    of = call.tracer()->Root();
    // That it is not recorded is said to all that follows from it, too.
    if (!of->sampled) call.set_traceparent(Context{of->trace_id, NewDigits(kSpanDigits)}.Text());
  }
  if (!of->sampled) return span;
  span.Begin(*call.tracer(), kind, name, *of, begun);
  call.set_traceparent(span.traceparent_);
  return span;
}

void Span::Begin(
    Tracer& tracer, Kind kind, std::string_view name, const Context& of, absl::Time begun) {
  tracer_ = &tracer;
  span_ = std::make_unique<opentelemetry::Span>();
  const Context own{.trace_id = of.trace_id, .span_id = NewDigits(kSpanDigits), .sampled = true};
  traceparent_ = own.Text();
  span_->set_trace_id(absl::HexStringToBytes(own.trace_id));
  span_->set_span_id(absl::HexStringToBytes(own.span_id));
  if (!of.span_id.empty()) span_->set_parent_span_id(absl::HexStringToBytes(of.span_id));
  span_->set_name(std::string(name.substr(0, kLongest)));
  span_->set_kind(static_cast<opentelemetry::Span::SpanKind>(kind));
  const absl::Time start = begun == absl::InfinitePast() ? absl::Now() : begun;
  span_->set_start_time_unix_nano(static_cast<std::uint64_t>(absl::ToUnixNanos(start)));
}

void Span::Say(const char* key, std::string_view value) {
  if (span_ != nullptr) Add(*span_->mutable_attributes(), key, value);
}

void Span::End(absl::StatusCode code) {
  if (span_ == nullptr) return;
  Say("code", CodeName(code));
  if (IsFault(code)) span_->mutable_status()->set_code(opentelemetry::Status::STATUS_CODE_ERROR);
  End();
}

void Span::End() {
  if (span_ == nullptr) return;
  // The system's clock may be set back meanwhile.
  const auto now = static_cast<std::uint64_t>(absl::GetCurrentTimeNanos());
  span_->set_end_time_unix_nano(std::max(now, span_->start_time_unix_nano()));
  tracer_->Take(std::move(span_));
}

Tracer::Tracer(Options options, Metrics& metrics)
    : options_(std::move(options)),
      backoff_(options_.rest, 10 * options_.rest),
      loop_("traces", [this] { return Turn(); }),
      exported_(metrics.Counter(
          "binadaya_trace_spans_exported_total", "Spans that the collector of traces has taken.")),
      dropped_(metrics.Counter(
          "binadaya_trace_spans_dropped_total",
          "Spans that were not sent: too many waited, or the collector refused them.")) {}

Tracer::~Tracer() { Stop(); }

void Tracer::Stop() {
  loop_.Stop();
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (std::exchange(stopped_, true)) return;
  }
  for (const absl::Time end = absl::Now() + options_.patience; Gather();) {
    const absl::Duration left = end - absl::Now();
    if (left <= absl::ZeroDuration() || !Export(left)) break;
  }
  const std::lock_guard<std::mutex> lock(mutex_);
  Drop(std::exchange(batched_, 0) + queue_.size());
  queue_.clear();
}

Context Tracer::Root() const {
  Context root{.trace_id = NewDigits(kTraceDigits), .span_id = {}};
  root.sampled = Recorded(root.trace_id, options_.per_mille);
  return root;
}

void Tracer::Take(std::unique_ptr<opentelemetry::Span> span) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (stopped_ || queue_.size() >= options_.queue) return Drop(1);
  queue_.push_back(std::move(span));
  if (queue_.size() == kAtOnce) loop_.Wake();
}

absl::Duration Tracer::Turn() {
  if (!Gather()) return options_.rest;
  if (!Export(options_.patience)) return backoff_.Next();
  backoff_.Reset();
  const std::lock_guard<std::mutex> lock(mutex_);
  return queue_.size() < kAtOnce ? options_.rest : absl::ZeroDuration();
}

bool Tracer::Gather() {
  if (batched_ > 0) return true;
  std::vector<std::unique_ptr<opentelemetry::Span>> taken;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto last =
        queue_.begin() + static_cast<std::ptrdiff_t>(std::min(kAtOnce, queue_.size()));
    taken.assign(std::move_iterator(queue_.begin()), std::move_iterator(last));
    queue_.erase(queue_.begin(), last);
  }
  if (taken.empty()) return false;
  opentelemetry::ExportTraceServiceRequest request;
  opentelemetry::ResourceSpans& spans = *request.add_resource_spans();
  auto& resource = *spans.mutable_resource()->mutable_attributes();
  Add(resource, "service.name", options_.service);
  Add(resource, "service.namespace", "binadaya");
  Add(resource, "service.instance.id", options_.instance);
  Add(resource, "deployment.environment.name", options_.deployment);
  opentelemetry::ScopeSpans& scope = *spans.add_scope_spans();
  scope.mutable_scope()->set_name("binadaya");
  batched_ = taken.size();
  for (auto& span : taken) scope.mutable_spans()->AddAllocated(span.release());
  batch_ = request.SerializeAsString();
  return true;
}

bool Tracer::Export(absl::Duration patience) {
  const http::Answer answer = http::Post(
      Cat(options_.address, options_.address.ends_with('/') ? "" : "/", "v1/traces"), options_.tls,
      "application/x-protobuf", batch_, patience);
  opentelemetry::ExportTraceServiceResponse response;
  std::size_t refused = 0;
  if (answer.status != 200) {
    log::Sparingly(
        "traces", "the collector of traces did not take spans", {{"status", Cat(answer.status)}});
    if (IsForNow(answer.status)) return false;
    refused = batched_;
  } else if (response.ParseFromString(answer.body)) {
    refused = static_cast<std::size_t>(std::clamp<std::int64_t>(
        response.partial_success().rejected_spans(), 0, static_cast<std::int64_t>(batched_)));
  }
  Drop(refused);
  exported_.Increment(static_cast<double>(batched_ - refused));
  batched_ = 0;
  return true;
}

void Tracer::Drop(std::size_t spans) { dropped_.Increment(static_cast<double>(spans)); }

}  // namespace binadaya::trace
