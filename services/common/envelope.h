#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "google/protobuf/message.h"

namespace binadaya {

namespace v1 {
class Headers;
}

// What makes a service's events its own: CloudEvents source and type prefix, and the topic.
struct EventOrigin {
  static EventOrigin Of(
      std::string_view agency, std::string_view topic_prefix, std::string_view service);

  std::string source;       // "//id.go.semarangkota/registry"
  std::string type_prefix;  // "id.go.semarangkota.registry."
  std::string topic;        // "binadaya.registry.v1"
};

// The names of topics; `prefix` is TOPIC_PREFIX.
std::string EventTopic(std::string_view prefix, std::string_view publisher);
// What is told there, in JSON.
std::string JsonTopic(std::string_view prefix, std::string_view publisher);
std::string ReplayTopic(std::string_view prefix, std::string_view group);
// For what `group` could not apply of `publisher`.
std::string DeadLetterTopic(
    std::string_view prefix, std::string_view group, std::string_view publisher);

// The names of headers that others read or add.
namespace header {
inline constexpr std::string_view kAttributes = "ce_";  // how those of CloudEvents begin
// Of a dead letter: where the event was, whose it is, and why.
inline constexpr char kDeadTopic[] = "x-dlq-topic";
inline constexpr char kDeadPartition[] = "x-dlq-partition";
inline constexpr char kDeadOffset[] = "x-dlq-offset";
inline constexpr char kDeadGroup[] = "x-dlq-group";
inline constexpr char kDeadError[] = "x-dlq-error";
}  // namespace header

// What an event says of itself.
struct Event {
  std::string id;
  std::string source;
  std::string type;  // "id.go.semarangkota.registry.profile.validated.v1"
  std::string aggregate_type;
  std::string aggregate_id;
  std::int64_t version = 0;  // 1..n without gaps per aggregate
  absl::Time time;
  std::string traceparent;
  // The type of the other version in which the same is told; empty: there is none.
  std::string also_told_as = {};
};

// An event with its envelope: CloudEvents 1.0 in the binary mode of Kafka. The one place that knows
// the names of the headers.
struct Envelope {
  Event event;
  std::string headers;  // v1::Headers: all of them but ce_sequence, which is the version
  std::string payload;
  std::string fault;  // why it is no event of this platform; empty: it is one

  // A new event, told with `message`; its version is drawn when it is written.
  static Envelope Of(Event event, const google::protobuf::Message& message);
  // One that is stored: in the outbox, the event log, parked.
  static Envelope Stored(std::string_view headers, std::int64_t version, std::string payload);
  // One that came from a topic.
  static Envelope Received(v1::Headers received, std::string payload);

  // The same with more headers.
  Envelope With(const std::map<std::string, std::string>& more) const;
  // The same with another payload, of another content type.
  Envelope Carrying(std::string other, const std::string& content_type) const;
};

// The headers of a stored event as they go to a topic.
v1::Headers HeadersToSend(std::string_view stored, std::int64_t version);

}  // namespace binadaya
