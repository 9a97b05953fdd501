#include "services/common/envelope.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "binadaya/v1/finding.pb.h"
#include "binadaya/v1/options.pb.h"
#include "binadaya/v1/replaced.pb.h"
#include "services/common/domain/text.h"
#include "services/common/event_type.h"
#include "services/common/id.h"
#include "services/common/trace.h"
#include "services/common/validate.h"

namespace binadaya {
namespace {

constexpr char kSequence[] = "ce_sequence";
constexpr std::size_t kLongestName = 512;  // what an index takes
constexpr std::size_t kUsualSize = 640;    // of an event's headers
constexpr char kTime[] = "%Y-%m-%dT%H:%M:%E3SZ";

std::string Value(const v1::Headers& headers, const char* name) {
  const auto found = headers.values().find(name);
  return found == headers.values().end() ? "" : found->second;
}

// What the headers say; false when they say too little.
bool Parse(const v1::Headers& headers, Event& event) {
  event.id = Value(headers, "ce_id");
  event.source = Value(headers, "ce_source");
  event.type = Value(headers, "ce_type");
  event.traceparent = trace::Checked(Value(headers, "ce_traceparent"));
  event.also_told_as = Value(headers, "ce_alsotoldas");
  const std::string subject = Value(headers, "ce_subject");
  const std::size_t slash = subject.find('/');
  if (slash == std::string::npos) return false;
  event.aggregate_type = subject.substr(0, slash);
  event.aggregate_id = subject.substr(slash + 1);
  std::string error;
  return subject.size() <= kLongestName && subject.find('\0') == std::string::npos &&
         event.source.size() <= kLongestName && event.source.find('\0') == std::string::npos &&
         IsUuid(event.id) && !event.source.empty() && IsUtf8(event.source) && IsUtf8(subject) &&
         event.version > 0 &&
         absl::ParseTime(absl::RFC3339_full, Value(headers, "ce_time"), &event.time, &error);
}

// A field of a protobuf message: its tag, how long it is, and what it holds.
void AppendField(std::string& bytes, int field, std::string_view value) {
  bytes += static_cast<char>((field << 3) | 2);
  std::size_t size = value.size();
  for (; size >= 0x80; size >>= 7) bytes += static_cast<char>(size | 0x80);
  bytes += static_cast<char>(size);
  bytes += value;
}

// v1::Headers as they are serialised. By way of the message they take several times as long, and a
// file tells tens of thousands of events.
class HeaderText {
 public:
  HeaderText() { text_.reserve(kUsualSize); }

  void Add(std::string_view name, std::string_view value) {
    static_assert(v1::Headers::kValuesFieldNumber == 1);
    entry_.clear();
    AppendField(entry_, 1, name);
    AppendField(entry_, 2, value);
    AppendField(text_, 1, entry_);
  }
  std::string Take() { return std::move(text_); }

 private:
  std::string entry_;  // of the map
  std::string text_;
};

// An event that is told in two versions says so, each naming the other. That other; empty: there is
// none.
std::string SayReplaced(
    const google::protobuf::Descriptor& message, std::string_view type, HeaderText& headers) {
  std::string also;
  const std::string own = WithMajor(message.options().GetExtension(v1::event).type());
  const std::string_view prefix = type.substr(0, type.size() - std::min(type.size(), own.size()));
  if (message.options().HasExtension(v1::replaced)) {
    const v1::Replaced& replaced = message.options().GetExtension(v1::replaced);
    also = Cat(prefix, replaced.by());
    headers.Add("ce_deprecated", "true");
    headers.Add("ce_deprecationfrom", Cat(replaced.since(), "T00:00:00Z"));
    headers.Add("ce_deprecationsunset", Cat(replaced.until(), "T00:00:00Z"));
  } else if (MajorOf(own) > 1) {
    for (int i = 0; i < message.file()->message_type_count(); ++i) {
      const google::protobuf::MessageOptions& other = message.file()->message_type(i)->options();
      const v1::Replaced& replaced = other.GetExtension(v1::replaced);
      if (replaced.by() == own && !replaced.over())
        also = Cat(prefix, WithMajor(other.GetExtension(v1::event).type()));
    }
  }
  if (!also.empty()) headers.Add("ce_alsotoldas", also);
  return also;
}

}  // namespace

EventOrigin EventOrigin::Of(
    std::string_view agency, std::string_view topic_prefix, std::string_view service) {
  return {
      .source = Cat("//id.go.", agency, "/", service),
      .type_prefix = Cat("id.go.", agency, ".", service, "."),
      .topic = EventTopic(topic_prefix, service)};
}

std::string EventTopic(std::string_view prefix, std::string_view publisher) {
  return Cat(prefix, "binadaya.", publisher, ".v1");
}

std::string JsonTopic(std::string_view prefix, std::string_view publisher) {
  return Cat(EventTopic(prefix, publisher), ".json");
}

std::string ReplayTopic(std::string_view prefix, std::string_view group) {
  return Cat(prefix, "replay.", group);
}

std::string DeadLetterTopic(
    std::string_view prefix, std::string_view group, std::string_view publisher) {
  return Cat(prefix, "dlq.", group, ".", EventTopic("", publisher));
}

Envelope Envelope::Of(Event event, const google::protobuf::Message& message) {
  HeaderText headers;
  headers.Add("content-type", "application/protobuf");
  headers.Add("ce_specversion", "1.0");
  headers.Add("ce_id", event.id);
  headers.Add("ce_source", event.source);
  headers.Add("ce_type", event.type);
  headers.Add("ce_subject", Cat(event.aggregate_type, "/", event.aggregate_id));
  headers.Add("ce_time", absl::FormatTime(kTime, event.time, absl::UTCTimeZone()));
  headers.Add("ce_partitionkey", event.aggregate_id);
  headers.Add(
      "ce_dataschema", Cat(message.GetDescriptor()->file()->name(), "#", message.GetTypeName()));
  headers.Add("ce_dataclassification", "internal");
  event.also_told_as = SayReplaced(*message.GetDescriptor(), event.type, headers);
  if (!event.traceparent.empty()) headers.Add("ce_traceparent", event.traceparent);
  return {
      .event = std::move(event),
      .headers = headers.Take(),
      .payload = message.SerializeAsString(),
      .fault = {}};
}

Envelope Envelope::Stored(std::string_view headers, std::int64_t version, std::string payload) {
  v1::Headers parsed;
  Envelope envelope{
      .event = {}, .headers = std::string(headers), .payload = std::move(payload), .fault = {}};
  envelope.event.version = version;
  const bool whole = parsed.ParseFromString(envelope.headers) && Parse(parsed, envelope.event);
  if (!whole) envelope.fault = "not a CloudEvent of this platform";
  return envelope;
}

Envelope Envelope::Received(v1::Headers received, std::string payload) {
  std::int64_t version = 0;
  if (!absl::SimpleAtoi(Value(received, kSequence), &version)) version = 0;
  received.mutable_values()->erase(kSequence);
  return Stored(received.SerializeAsString(), version, std::move(payload));
}

Envelope Envelope::With(const std::map<std::string, std::string>& more) const {
  v1::Headers all;
  all.ParseFromString(headers);
  for (const auto& [name, value] : more) (*all.mutable_values())[name] = value;
  Envelope with = *this;
  with.headers = all.SerializeAsString();
  return with;
}

Envelope Envelope::Carrying(std::string other, const std::string& content_type) const {
  Envelope with = With({{"content-type", content_type}});
  with.payload = std::move(other);
  return with;
}

v1::Headers HeadersToSend(std::string_view stored, std::int64_t version) {
  v1::Headers headers;
  headers.ParseFromArray(stored.data(), static_cast<int>(stored.size()));
  (*headers.mutable_values())[kSequence] = absl::StrFormat("%019d", version);
  return headers;
}

}  // namespace binadaya
