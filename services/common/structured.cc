#include "services/common/structured.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/escaping.h"
#include "binadaya/v1/finding.pb.h"
#include "google/protobuf/message.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "services/common/domain/text.h"
#include "services/common/validate.h"

namespace binadaya {
namespace {

constexpr std::size_t kMaxBytes = 900'000;  // of a payload in the outbox

// Nothing when it cannot be said in JSON.
std::optional<std::string> Json(const google::protobuf::Message& message) {
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(message, &json).ok()) return std::nullopt;
  return json;
}

// The JSON of what was told; nothing when its message is not known here.
std::optional<std::string> DataOf(const std::string& schema, const std::string& payload) {
  const google::protobuf::Descriptor* type =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(
          schema.substr(schema.find('#') + 1));
  if (type == nullptr) return std::nullopt;
  const std::unique_ptr<google::protobuf::Message> told(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
  if (!told->ParseFromString(payload)) return std::nullopt;
  return Json(*told);
}

}  // namespace

Envelope Structured(const Envelope& told) {
  const v1::Headers headers = HeadersToSend(told.headers, told.event.version);
  google::protobuf::Struct attributes;
  auto& fields = *attributes.mutable_fields();
  for (const auto& [name, value] : headers.values()) {
    if (!name.starts_with(header::kAttributes) || !IsUtf8(value)) continue;
    const std::string attribute = name.substr(header::kAttributes.size());
    if (attribute == "deprecated") {
      fields[attribute].set_bool_value(value == "true");
    } else {
      fields[attribute].set_string_value(value);
    }
  }
  const auto with = [&](const char* type, std::string_view member, const std::string& json) {
    fields["datacontenttype"].set_string_value(type);
    std::string event = *Json(attributes);  // of text and truth values: it can be said
    event.pop_back();                       // the brace
    return Cat(event, ",\"", member, "\":", json, "}");
  };
  std::string payload;
  if (const auto data = DataOf(fields["dataschema"].string_value(), told.payload))
    payload = with("application/json", "data", *data);
  if (payload.empty() || payload.size() > kMaxBytes) {
    const std::string bytes = absl::Base64Escape(told.payload);
    payload = with("application/protobuf", "data_base64", Cat("\"", bytes, "\""));
  }
  if (payload.size() > kMaxBytes) payload = with("application/protobuf", "dataomitted", "true");
  return told.Carrying(std::move(payload), "application/cloudevents+json; charset=UTF-8");
}

}  // namespace binadaya
