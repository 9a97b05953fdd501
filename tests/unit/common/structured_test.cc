#include "services/common/structured.h"

#include "absl/strings/escaping.h"
#include "binadaya/registry/v1/registry_events.pb.h"
#include "binadaya/v1/finding.pb.h"
#include "gmock/gmock.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"

namespace binadaya {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kId[] = "019b8bab-07b2-7153-a111-000000000001";

Event Told(const std::string& type) {
  return {
      .id = kId,
      .source = "//id.go.semarangkota/registry",
      .type = "id.go.semarangkota.registry." + type,
      .aggregate_type = "unit",
      .aggregate_id = "33.74.14.1003",
      .version = 7,
      .time = absl::FromUnixMillis(1767574800123),
      .traceparent = {}};
}

registry::v1::UnitChanged Unit() {
  registry::v1::UnitChanged unit;
  unit.set_code("33.74.14.1003");
  unit.set_name("Kelurahan \"Purwosari\"\n");
  unit.set_direct_service(true);
  unit.add_succeeds("33.74.14.1001");
  return unit;
}

Envelope Of(const google::protobuf::Message& message, const std::string& type = "unit.changed.v1") {
  Envelope told = Envelope::Of(Told(type), message);
  told.event.version = 7;
  return told;
}

google::protobuf::Struct Parsed(const Envelope& structured) {
  google::protobuf::Struct parsed;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(structured.payload, &parsed).ok())
      << structured.payload;
  return parsed;
}

std::string Header(const Envelope& envelope, const std::string& name) {
  v1::Headers headers;
  headers.ParseFromString(envelope.headers);
  return headers.values().contains(name) ? headers.values().at(name) : "";
}

TEST(Structured, HasAllAttributesAndTheMessageAsJson) {
  const Envelope structured = Structured(Of(Unit()));
  EXPECT_EQ(Header(structured, "content-type"), "application/cloudevents+json; charset=UTF-8");
  EXPECT_EQ(Header(structured, "ce_id"), kId);
  const auto parsed = Parsed(structured);
  const std::map<std::string, std::string> attributes = {
      {"specversion", "1.0"},
      {"id", kId},
      {"source", "//id.go.semarangkota/registry"},
      {"type", "id.go.semarangkota.registry.unit.changed.v1"},
      {"subject", "unit/33.74.14.1003"},
      {"time", "2026-01-05T01:00:00.123Z"},
      {"partitionkey", "33.74.14.1003"},
      {"sequence", "0000000000000000007"},
      {"datacontenttype", "application/json"},
      {"dataschema", "binadaya/registry/v1/registry_events.proto#binadaya.registry.v1.UnitChanged"},
      {"dataclassification", "internal"}};
  for (const auto& [name, value] : attributes)
    EXPECT_EQ(parsed.fields().at(name).string_value(), value) << name;
  EXPECT_EQ(parsed.fields().size(), attributes.size() + 1);
  const auto& data = parsed.fields().at("data").struct_value().fields();
  EXPECT_EQ(data.at("name").string_value(), "Kelurahan \"Purwosari\"\n");
  EXPECT_TRUE(data.at("directService").bool_value());
  EXPECT_EQ(data.at("succeeds").list_value().values(0).string_value(), "33.74.14.1001");
  EXPECT_EQ(data.size(), 4u) << "what is empty is left out";
}

TEST(Structured, IsTheSameEventInEveryOtherRespect) {
  const Envelope told = Of(Unit());
  const Envelope structured = Structured(told);
  EXPECT_EQ(structured.event.id, told.event.id);
  EXPECT_EQ(structured.event.version, 7);
  const Envelope again = Envelope::Stored(structured.headers, 7, structured.payload);
  EXPECT_EQ(again.fault, "");
  EXPECT_EQ(again.event.type, told.event.type);
  EXPECT_EQ(again.event.aggregate_id, told.event.aggregate_id);
}

// Their lengths take two bytes then.
TEST(Structured, WhatIsSaidOfAnEventMayBeLong) {
  Event long_one = Told("unit.changed.v1");
  long_one.source = "//id.go." + std::string(400, 'x') + "/registry";
  const Envelope told = Envelope::Of(long_one, Unit());
  const Envelope stored = Envelope::Stored(told.headers, 7, told.payload);
  EXPECT_EQ(stored.fault, "");
  EXPECT_EQ(stored.event.source, long_one.source);
  EXPECT_EQ(stored.event.aggregate_id, long_one.aggregate_id);
}

TEST(Structured, OfAMessageThatIsNotKnownHasItsBytes) {
  const Envelope unknown =
      Of(Unit()).With({{"ce_dataschema", "binadaya/registry/v2/events.proto#binadaya.Later"}});
  const auto parsed = Parsed(Structured(unknown));
  EXPECT_FALSE(parsed.fields().contains("data"));
  EXPECT_EQ(parsed.fields().at("datacontenttype").string_value(), "application/protobuf");
  std::string bytes;
  ASSERT_TRUE(absl::Base64Unescape(parsed.fields().at("data_base64").string_value(), &bytes));
  EXPECT_EQ(bytes, Unit().SerializeAsString());
}

TEST(Structured, OfBytesThatCannotBeReadHasThem) {
  Envelope broken = Of(Unit());
  broken.payload = "\x0a\xff";
  const auto parsed = Parsed(Structured(broken));
  EXPECT_EQ(parsed.fields().at("data_base64").string_value(), absl::Base64Escape(broken.payload));
}

TEST(Structured, LeavesOutAnAttributeThatIsNoText) {
  const auto parsed = Parsed(Structured(Of(Unit()).With({{"ce_traceparent", "\xff"}})));
  EXPECT_FALSE(parsed.fields().contains("traceparent"));
  EXPECT_TRUE(parsed.fields().contains("data"));
}

TEST(Structured, SaysThatItIsDeprecatedAsABoolean) {
  const auto parsed = Parsed(Structured(Of(Unit()).With(
      {{"ce_deprecated", "true"},
       {"ce_alsotoldas", "id.go.semarangkota.registry.unit.changed.v2"}})));
  EXPECT_TRUE(parsed.fields().at("deprecated").bool_value());
  EXPECT_EQ(
      parsed.fields().at("alsotoldas").string_value(),
      "id.go.semarangkota.registry.unit.changed.v2");
}

TEST(Structured, HasTheBytesOfWhatIsMoreThanATopicTakesAsJson) {
  registry::v1::UnitChanged unit = Unit();
  unit.set_name(std::string(898'000, 'x'));
  EXPECT_THAT(Structured(Of(unit)).payload, HasSubstr("\"data\":{"));
  unit.set_name(std::string(400'000, '\n'));  // two characters each in JSON
  unit.set_kind(std::string(150'000, 'x'));
  const auto parsed = Parsed(Structured(Of(unit)));
  EXPECT_FALSE(parsed.fields().contains("data"));
  std::string bytes;
  ASSERT_TRUE(absl::Base64Unescape(parsed.fields().at("data_base64").string_value(), &bytes));
  EXPECT_EQ(bytes, unit.SerializeAsString());
}

TEST(Structured, LeavesOutWhatIsMoreThanATopicTakes) {
  registry::v1::UnitChanged unit = Unit();
  unit.set_name(std::string(900'000, 'x'));
  const Envelope structured = Structured(Of(unit));
  EXPECT_LT(structured.payload.size(), 2'000u);
  EXPECT_THAT(structured.payload, Not(HasSubstr("\"data\":{")));
  EXPECT_THAT(structured.payload, Not(HasSubstr("data_base64")));
  EXPECT_TRUE(Parsed(structured).fields().at("dataomitted").bool_value());
}

}  // namespace
}  // namespace binadaya
