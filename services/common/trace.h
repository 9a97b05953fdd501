#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/common/backoff.h"
#include "services/common/call.h"
#include "services/common/loop.h"
#include "services/common/metrics.h"
#include "services/common/tls.h"

namespace opentelemetry {
class Span;
}  // namespace opentelemetry

// Which work followed from which, across processes and through PostgreSQL and Kafka, for a
// collector that speaks OTLP over HTTP (docs/adr/0053). Spans name methods, codes, topics and types
// of events; never a person, nor an id.
namespace binadaya::trace {

// A piece of work in a trace, as W3C's traceparent says it.
struct Context {
  std::string trace_id;  // 32 digits
  std::string span_id;   // 16
  bool sampled = false;  // whether the trace is recorded

  static std::optional<Context> Parse(std::string_view traceparent);
  std::string Text() const;
};
// What came from outside, in our form; empty when it is no traceparent.
std::string Checked(std::string_view traceparent);
// Whether a trace that begins here is recorded: so many of 1,000 are, by their id.
bool Recorded(std::string_view trace_id, int per_mille);

class Tracer;

// A piece of work: from when it is made to its end. Costs nothing where it is not recorded: without
// a tracer, or in a trace that is not. One thread.
class Span {
 public:
  enum class Kind : std::uint8_t { kInternal = 1, kServer, kClient, kProducer, kConsumer };

  Span();  // none
  // Part of what `parent` names; none where nothing does. `begun`: when it did, if not now.
  Span(
      Tracer* tracer, Kind kind, std::string_view name, std::string_view parent,
      absl::Time begun = absl::InfinitePast());
  // All that `call` does: part of what its traceparent names, or else the beginning of a trace. Its
  // traceparent is then that of this.
  static Span Of(
      Call& call, Kind kind, std::string_view name, absl::Time begun = absl::InfinitePast());
  Span(Span&& other) noexcept;
  Span& operator=(Span&& other) noexcept;
  ~Span();

  // What is part of this: its own, or `parent` when it is none.
  const std::string& traceparent(const std::string& parent) const {
    return span_ == nullptr ? parent : traceparent_;
  }
  void Say(const char* key, std::string_view value);
  // With what came of it: a fault is an error, a refusal by a rule is none.
  void End(absl::StatusCode code);
  void End();

 private:
  void Begin(Tracer& tracer, Kind kind, std::string_view name, const Context& of, absl::Time begun);

  std::unique_ptr<opentelemetry::Span> span_;  // null: none
  Tracer* tracer_ = nullptr;
  std::string traceparent_;
};

// Sends spans to the collector, in batches, from a loop of its own. Nobody waits for it: what does
// not fit its queue is dropped, the newest first, and counted. What the collector cannot take now
// is tried again, with what waits behind it. Safe from any thread.
class Tracer {
 public:
  struct Options {
    std::string address;  // of the collector: http://collector:4318
    tls::Files tls = {};
    int per_mille = 1000;  // of traces that begin here
    std::string service, instance = "0", deployment = {};
    std::size_t queue = 4096;  // spans that wait
    absl::Duration rest = absl::Seconds(1);
    absl::Duration patience = absl::Seconds(2);  // with the collector
  };
  Tracer(Options options, Metrics& metrics);
  ~Tracer();

  void Start() { loop_.Start(); }
  // Sends what waits, within `patience`; the rest is dropped.
  void Stop();
  const Loop& loop() const { return loop_; }

 private:
  friend class Span;

  Context Root() const;
  void Take(std::unique_ptr<opentelemetry::Span> span);
  absl::Duration Turn();
  // Puts the oldest that wait into the batch; false when there is none.
  bool Gather();
  // Whether the batch is done with: taken, or refused for good.
  bool Export(absl::Duration patience);
  void Drop(std::size_t spans);

  const Options options_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<opentelemetry::Span>> queue_;
  bool stopped_ = false;
  std::string batch_;  // an export request
  std::size_t batched_ = 0;
  Backoff backoff_;
  Loop loop_;

  prometheus::Counter& exported_;
  prometheus::Counter& dropped_;
};

}  // namespace binadaya::trace
