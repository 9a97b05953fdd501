// What is told in protobuf, told in JSON beside it.
#include <algorithm>
#include <fstream>
#include <future>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "binadaya/registry/v1/registry_events.pb.h"
#include "gmock/gmock.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "services/common/structured.h"
#include "services/graph.h"
#include "tests/support/broker.h"
#include "tests/support/city.h"
#include "tests/support/matchers.h"
#include "tests/support/platform.h"
#include "tests/support/topics.h"
#include "tests/support/waiting.h"

namespace binadaya::test {
namespace {

namespace bv = ::binadaya::bridge::v1;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::Ge;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

class BridgeTest : public ::testing::Test {
 protected:
  BridgeTest() : platform_({"registry", "bridge"}), city_(platform_) {}
  ~BridgeTest() override { platform_.DropTopic("replay.agency-dinas"); }

  bv::SetTranslatedRequest Request(const std::vector<std::string>& publishers) {
    bv::SetTranslatedRequest request;
    request.set_request_id(platform_.Id());
    request.mutable_publishers()->Add(publishers.begin(), publishers.end());
    return request;
  }
  absl::StatusOr<bv::Translated> Translate(const std::vector<std::string>& publishers) {
    return platform_.bridge().SetTranslated(platform_.Admin(), Request(publishers));
  }
  std::vector<std::string> Translated() {
    const auto now = platform_.bridge().GetTranslated(platform_.Admin(), {});
    EXPECT_THAT(now, IsOk());
    std::vector<std::string> names;
    for (const auto& one : now->publishers()) names.push_back(one.name());
    return names;
  }
  // The bridge has heard everything, and what it copied is sent.
  void Settle() {
    ASSERT_TRUE(platform_.Settle());
    ASSERT_TRUE(Eventually(
        [&] { return platform_.sql("bridge").Query("SELECT FROM outbox LIMIT 1", {}).empty(); }));
  }
  std::vector<Record> On(const std::string& topic) {
    const auto records = Dump(Stack::Get()["KAFKA"], platform_.topic(topic));
    EXPECT_THAT(records, IsOk());
    return records.value_or(std::vector<Record>());
  }
  std::vector<Record> InJson() { return On("binadaya.registry.v1.json"); }
  // Waits until the metric says of every publisher that it hears whether it translates that.
  bool ShowsTold(const std::set<std::string>& translated) {
    return Eventually([&] {
      return std::ranges::all_of(graph::kSubscriptions, [&](const graph::Subscription& one) {
        const std::string metric = Cat("binadaya_json_told{publisher=\"", one.heard, "\"}");
        const bool told = translated.contains(std::string(one.heard));
        return one.service != "bridge" || platform_.Metric("bridge", metric) == (told ? 1 : 0);
      });
    });
  }
  std::int64_t Logged() {
    return platform_.sql("registry").Query("SELECT count(*) FROM event_log", {}).Int(0, 0);
  }
  // Purwosari, to its neighbour and back: the registry tells it.
  void Move() { city_.Move(++moves_ % 2 == 0 ? "33.74.14" : "33.74.02"); }
  static google::protobuf::Struct Parsed(const Record& record) {
    google::protobuf::Struct parsed;
    EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(record.payload, &parsed).ok())
        << record.payload;
    return parsed;
  }
  absl::StatusOr<operations::v1::RepublishLogResponse> Replay(
      const std::string& consumer, bool json) {
    operations::v1::RepublishLogRequest request;
    request.set_request_id(platform_.Id());
    request.set_consumer(consumer);
    request.set_json(json);
    return platform_.operations("registry").RepublishLog(platform_.Admin(), request);
  }

  Platform platform_;
  City city_;
  int moves_ = 0;
};

TEST_F(BridgeTest, TranslatesWhatWasGrantedFromThenOnEachOnceAndInOrder) {
  city_.Found();
  Settle();
  EXPECT_THAT(InJson(), IsEmpty());
  EXPECT_TRUE(ShowsTold({}));
  ASSERT_THAT(Translate({"registry", "registry"}), IsOk());
  EXPECT_THAT(Translated(), ElementsAre("registry"));
  EXPECT_TRUE(ShowsTold({"registry"}));
  const std::int64_t before = Logged();
  Move();
  Move();
  Settle();
  const std::vector<Record> translated = InJson();
  ASSERT_THAT(translated, SizeIs(Logged() - before));
  std::map<std::string, Record> told;
  for (const Record& record : On("binadaya.registry.v1")) told[record.id] = record;
  std::map<std::string, std::int64_t> last;
  for (const Record& record : translated) {
    ASSERT_TRUE(told.contains(record.id));
    EXPECT_EQ(record.sequence, told[record.id].sequence);
    EXPECT_EQ(record.partition, told[record.id].partition);
    if (last.contains(record.subject)) {
      EXPECT_EQ(record.sequence, last[record.subject] + 1);
    }
    last[record.subject] = record.sequence;
    const auto event = Parsed(record);
    EXPECT_EQ(event.fields().at("id").string_value(), record.id);
    EXPECT_THAT(record.bytes, HasSubstr("application/cloudevents+json"));
    if (!record.type.ends_with("unit.changed.v1")) continue;
    registry::v1::UnitChanged unit;
    ASSERT_TRUE(unit.ParseFromString(told[record.id].payload));
    EXPECT_EQ(
        event.fields().at("data").struct_value().fields().at("path").string_value(), unit.path());
  }
  EXPECT_THAT(last, Contains(testing::Key("unit/33.74.14.1003")));

  // No longer, and again: what was told between is not there, the rest goes on.
  ASSERT_THAT(Translate({}), IsOk());
  EXPECT_TRUE(ShowsTold({}));
  Move();
  Settle();
  EXPECT_THAT(InJson(), SizeIs(translated.size()));
  ASSERT_THAT(Translate({"registry", "needs"}), IsOk());
  EXPECT_THAT(Translated(), ElementsAre("needs", "registry"));
  const std::int64_t again = Logged();
  Move();
  Settle();
  EXPECT_THAT(InJson(), SizeIs(translated.size() + Logged() - again));
  EXPECT_EQ(platform_.Metric("bridge", "binadaya_consumer_parked_aggregates"), 0);
}

TEST_F(BridgeTest, TranslatesNothingTwiceWhateverIsRepeated) {
  Settle();
  const std::int64_t before = Logged();
  ASSERT_THAT(Translate({"registry"}), IsOk());
  city_.Found();
  Settle();
  EXPECT_THAT(InJson(), SizeIs(Logged() - before));
  platform_.Restart("bridge");
  ASSERT_THAT(Replay("bridge", false), IsOk());
  ASSERT_TRUE(Eventually([&] {
    return platform_.Metric("bridge", "binadaya_consumer_duplicates_total") >= Logged();
  }));
  Settle();
  EXPECT_THAT(InJson(), SizeIs(Logged() - before));
}

TEST_F(BridgeTest, TakesOverWhatItMissedInTheOrderOfEachSubject) {
  Settle();
  const std::int64_t before = Logged();
  ASSERT_THAT(Translate({"registry"}), IsOk());
  city_.Found();
  Settle();
  platform_.Stop("bridge");
  Move();
  ASSERT_TRUE(platform_.Settle());
  platform_.ForgetTopic("binadaya.registry.v1");
  platform_.Restart("bridge");
  ASSERT_TRUE(Eventually(
      [&] { return platform_.Metric("bridge", "binadaya_consumer_position_lost") > 0; },
      absl::Seconds(60)));
  operations::v1::SeekToBeginningRequest seek;
  seek.set_request_id(platform_.Id());
  seek.set_lost_only(true);
  ASSERT_THAT(platform_.operations("bridge").SeekToBeginning(platform_.Admin(), seek), IsOk());
  Move();
  ASSERT_THAT(Replay("bridge", false), IsOk());
  ASSERT_TRUE(Eventually([&] { return std::ssize(InJson()) == Logged() - before; }));
  std::map<std::string, std::int64_t> last;
  for (const Record& record : InJson()) {
    if (last.contains(record.subject)) {
      EXPECT_EQ(record.sequence, last[record.subject] + 1) << record.subject;
    }
    last[record.subject] = record.sequence;
  }
}

// Else it would stand before a gap once that is read again.
TEST_F(BridgeTest, TakesWhatWasNotSentYetAwayWithTheLastWhoReadIt) {
  const auto json = [&](std::string_view publisher) {
    return platform_.topic(Cat("binadaya.", publisher, ".v1.json"));
  };
  const auto waiting = [&](std::string_view publisher) {
    return platform_.sql("bridge")
        .Query("SELECT count(*) FROM outbox WHERE topic = $1", {json(publisher)})
        .Int(0, 0);
  };
  ASSERT_THAT(Translate({"needs", "scheduling"}), IsOk());
  for (const char* publisher : {"needs", "scheduling"}) {
    platform_.DropTopic(Cat("binadaya.", publisher, ".v1.json"));
    ASSERT_TRUE(Eventually(
        [&] { return !kafka::RequireTopic(Stack::Get()["KAFKA"], json(publisher)).ok(); }));
    platform_.sql("bridge").Query(
        R"(
        INSERT INTO outbox (shard, event_id, aggregate_type, aggregate_id, aggregate_version, topic,
          headers, payload)
        VALUES (shard_of('A'), gen_random_uuid(), 'unit', 'A', 1, $1, '', ''))",
        {json(publisher)});
  }
  ASSERT_THAT(Translate({"scheduling", "registry"}), IsOk());
  EXPECT_EQ(waiting("needs"), 0);
  EXPECT_EQ(waiting("scheduling"), 1);
  ASSERT_THAT(Translate({"registry"}), IsOk());
  EXPECT_EQ(waiting("scheduling"), 0);
}

TEST_F(BridgeTest, CopiesNothingWhileItIsBeingEndedThatWouldStayBehind) {
  city_.Found();
  ASSERT_THAT(Translate({"registry"}), IsOk());
  Settle();
  const std::size_t before = InJson().size();
  pg::Connection ends(platform_.conninfo("bridge"));
  ends.Execute("BEGIN");
  ends.Execute("DELETE FROM translated");
  Move();
  EXPECT_TRUE(Eventually([&] { return Waiting(platform_.sql("bridge")) > 0; }));
  ends.Execute("COMMIT");
  Settle();
  EXPECT_THAT(InJson(), SizeIs(before));
}

// The catalogue's examples (proto/golden.jsonl) are what is told in JSON: of every publisher, every
// event, whatever it holds.
TEST_F(BridgeTest, KnowsTheMessageOfEveryEvent) {
  std::ifstream golden(BINADAYA_CHECKOUT "/proto/golden.jsonl");
  std::set<std::string> publishers;
  for (std::string line; std::getline(golden, line);) {
    google::protobuf::Struct example;
    ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(line, &example).ok()) << line;
    const std::string message = example.fields().at("event").string_value();
    Envelope told;
    v1::Headers headers;
    (*headers.mutable_values())["ce_dataschema"] = Cat("events.proto#", message);
    told.headers = headers.SerializeAsString();
    ASSERT_TRUE(absl::Base64Unescape(example.fields().at("bytes").string_value(), &told.payload));
    Record translated;
    translated.payload = Structured(told).payload;
    const google::protobuf::Struct event = Parsed(translated);
    ASSERT_TRUE(event.fields().contains("data")) << message;
    EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(
        event.fields().at("data").struct_value(), example.fields().at("json").struct_value()))
        << translated.payload << "\n"
        << line;
    publishers.insert(message.substr(0, message.find(".v1")));
  }
  EXPECT_THAT(publishers, SizeIs(4));
}

TEST_F(BridgeTest, ThePastOfAnAgencyIsInItsForm) {
  city_.Found();
  Settle();
  const kafka::Topic lane = {
      .name = platform_.topic("replay.agency-dinas"), .partitions = 3, .config = {}};
  ASSERT_THAT(kafka::ApplyTopics(Stack::Get()["KAFKA"], {lane}), IsOk());
  ASSERT_THAT(Replay("agency-dinas", true), IsOk());
  Settle();
  const std::vector<Record> translated = On("replay.agency-dinas");
  ASSERT_THAT(translated, SizeIs(Ge(Logged())));
  for (const Record& record : translated)
    EXPECT_EQ(Parsed(record).fields().at("id").string_value(), record.id);
  ASSERT_THAT(Replay("agency-dinas", false), IsOk());
  Settle();
  const std::vector<Record> all = On("replay.agency-dinas");
  EXPECT_EQ(
      std::ranges::count_if(all, [](const Record& one) { return one.payload.starts_with('{'); }),
      std::ssize(translated));
  EXPECT_GE(std::ssize(all), 2 * Logged());
  EXPECT_THAT(Replay("needs", true), RefusedBy("REPLAY-04"));
}

TEST_F(BridgeTest, IsToldWhatToTranslateByTheAdministratorOnlyAndOnceARequest) {
  EXPECT_THAT(Translate({"registry", "reporting", "x"}), RefusedBy("BRIDGE-01", "BRIDGE-01"));
  EXPECT_THAT(Translated(), IsEmpty());
  for (const v1::Role role : {v1::AUDITOR, v1::ANALYST}) {
    EXPECT_THAT(
        platform_.bridge().SetTranslated(platform_.As("x", {{role, "/"}}), Request({"registry"})),
        HasCode(absl::StatusCode::kPermissionDenied));
  }
  const bv::SetTranslatedRequest first = Request({"registry"});
  const auto granted = platform_.bridge().SetTranslated(platform_.Admin(), first);
  ASSERT_THAT(granted, IsOk());
  EXPECT_THAT(granted->publishers(0).since(), AllOf(StartsWith("20"), testing::EndsWith("Z")));
  ASSERT_THAT(platform_.clock().MoveTo(platform_.clock().Now() + absl::Hours(48)), IsOk());
  const auto more = Translate({"needs", "registry"});
  ASSERT_THAT(more, IsOk());
  EXPECT_EQ(more->publishers(1).since(), granted->publishers(0).since());
  // The retry of what was asked first does not take the second back.
  ASSERT_THAT(platform_.bridge().SetTranslated(platform_.Admin(), first), IsOk());
  EXPECT_THAT(Translated(), ElementsAre("needs", "registry"));
  // Whoever tells can be granted.
  EXPECT_THAT(Translate({std::begin(graph::kPublishers), std::end(graph::kPublishers)}), IsOk());
}

TEST_F(BridgeTest, IsSetByOneOnlyOfThoseWhoReadTheSame) {
  constexpr int kRounds = 10;
  const auto set = [&](const std::vector<std::string>& publishers, std::int64_t version) {
    bv::SetTranslatedRequest request = Request(publishers);
    request.set_version(version);
    return std::async(std::launch::async, [this, call = platform_.Admin(), request] {
      return platform_.bridge().SetTranslated(call, request);
    });
  };
  for (int round = 0; round < kRounds; ++round) {
    const auto read = platform_.bridge().GetTranslated(platform_.Admin(), {});
    ASSERT_THAT(read, IsOk());
    auto one = set({"registry"}, read->version()), other = set({"needs"}, read->version());
    const auto first = one.get(), second = other.get();
    const auto& done = first.ok() ? first : second;
    ASSERT_THAT(done, IsOk());
    EXPECT_THAT(first.ok() ? second : first, RefusedBy("VERSION-01"));
    const std::vector<std::string> told = Translated();
    EXPECT_THAT(told, ElementsAre(first.ok() ? "registry" : "needs"));
    // Who sets it as it is relies on it: nobody who read it before ends it behind his back.
    EXPECT_THAT(set(told, done->version()).get(), IsOk());
    EXPECT_THAT(set({}, done->version()).get(), RefusedBy("VERSION-01"));
    EXPECT_THAT(Translated(), ElementsAreArray(told));
  }
}

}  // namespace
}  // namespace binadaya::test
