// Events: each is applied once and in the order of its aggregate, whatever happens on the way.
#include "binadaya/registry/v1/registry_events.pb.h"
#include "binadaya/v1/finding.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/city.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

namespace rv = ::binadaya::registry::v1;

class Events : public ::testing::Test {
 protected:
  Events() : platform_({"registry", "reporting"}), city_(platform_) { city_.Found(); }

  // Puts an event on the registry's topic as its relay would, whatever its version and payload.
  void Publish(
      const std::string& unit, std::int64_t version, const std::string& payload,
      const std::string& type = "unit.changed.v1") {
    v1::Headers headers;
    auto& values = *headers.mutable_values();
    const std::string agency = Stack::Get()["AGENCY"];
    values["ce_specversion"] = "1.0";
    values["ce_id"] = platform_.Id();
    values["ce_source"] = Cat("//id.go.", agency, "/registry");
    values["ce_type"] = Cat("id.go.", agency, ".registry.", type);
    values["ce_subject"] = Cat("unit/", unit);
    values["ce_time"] =
        absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", platform_.clock().Now(), absl::UTCTimeZone());
    platform_.sql("registry")
        .Query(
            "INSERT INTO outbox (shard, event_id, aggregate_type, aggregate_id, aggregate_version, "
            "topic, headers, payload)"
            " VALUES (1, $1, 'unit', $2, $3, $4, $5, $6)",
            {values["ce_id"], unit, version, platform_.topic("binadaya.registry.v1"),
             pg::Bytes{headers.SerializeAsString()}, pg::Bytes{payload}});
  }
  static std::string Unit(const std::string& code, const std::string& path) {
    rv::UnitChanged event;
    event.set_code(code);
    event.set_path(path);
    return event.SerializeAsString();
  }
  std::string PathOf(const std::string& code) {
    const pg::Result row =
        platform_.sql("reporting").Query("SELECT path FROM unit WHERE code = $1", {code});
    return row.empty() ? "" : row.String(0, 0);
  }
  int Parked(pg::Sql condition = "SELECT count(*) FROM parked") {
    return platform_.sql("reporting").Query(condition, {}).Int32(0, 0);
  }
  Platform platform_;
  City city_;
};

TEST_F(Events, OutOfOrderWaitUntilTheGapIsFilled) {
  Publish("X", 1, Unit("X", "/one/"));
  Publish("X", 3, Unit("X", "/three/"));
  Publish("X", 4, Unit("X", "/four/"));
  Publish("Y", 1, Unit("Y", "/other/"));
  ASSERT_TRUE(Eventually([&] { return PathOf("Y") == "/other/"; }));
  ASSERT_TRUE(Eventually([&] { return Parked() == 2; }));
  EXPECT_EQ(PathOf("X"), "/one/");
  Publish("X", 2, Unit("X", "/two/"));
  EXPECT_TRUE(Eventually([&] { return PathOf("X") == "/four/" && Parked() == 0; }));
}

TEST_F(Events, ThatArePoisonGoToTheDeadLettersAndHoldBackTheirAggregateOnly) {
  Publish("X", 1, Unit("X", "/one/"));
  Publish("X", 2, "\xff\xff no message");
  Publish("X", 3, Unit("X", "/three/"));
  Publish("Y", 1, Unit("Y", "/other/"));
  ASSERT_TRUE(Eventually([&] { return PathOf("Y") == "/other/" && Parked() == 2; }));
  EXPECT_EQ(PathOf("X"), "/one/");
  EXPECT_EQ(Parked("SELECT count(*) FROM parked WHERE error <> ''"), 1);
  EXPECT_TRUE(Eventually(
      [&] { return platform_.Metric("reporting", "binadaya_consumer_dead_letters_total") == 1; }));
  EXPECT_TRUE(Eventually(
      [&] { return platform_.Metric("reporting", "binadaya_consumer_parked_aggregates") == 1; }));
  // The copy is on its way to dlq.reporting.binadaya.registry.v1.
  EXPECT_TRUE(Eventually(
      [&] { return platform_.Metric("reporting", "binadaya_outbox_published_total") == 1; }));

  const auto list = platform_.operations("reporting").ListParked(platform_.Admin(), {});
  ASSERT_TRUE(list.ok()) << list.status();
  ASSERT_EQ(list->parked_size(), 2);
  EXPECT_EQ(list->parked(0).version(), 2);
  EXPECT_NE(list->parked(0).error(), "");

  // Nothing was mended yet: a replay leaves it where it is.
  operations::v1::ReplayParkedRequest replay;
  replay.set_request_id(platform_.Id());
  auto result = platform_.operations("reporting").ReplayParked(platform_.Admin(), replay);
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->applied(), 0);
  EXPECT_EQ(result->still_parked(), 2);

  platform_.sql("reporting")
      .Query("UPDATE parked SET payload = $1 WHERE error <> ''", {pg::Bytes{Unit("X", "/two/")}});
  replay.set_request_id(platform_.Id());
  result = platform_.operations("reporting").ReplayParked(platform_.Admin(), replay);
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->applied(), 2);
  EXPECT_EQ(PathOf("X"), "/three/");
  EXPECT_EQ(Parked(), 0);
}

TEST_F(Events, OfAnUnknownTypePassByAndOfAnUnknownMajorVersionArePoison) {
  Publish("X", 1, "anything", "unit.painted.v1");
  Publish("X", 2, Unit("X", "/two/"));
  ASSERT_TRUE(Eventually([&] { return PathOf("X") == "/two/"; }));
  Publish("X", 3, Unit("X", "/three/"), "unit.changed.v2");
  EXPECT_TRUE(
      Eventually([&] { return Parked("SELECT count(*) FROM parked WHERE error <> ''") == 1; }));
}

TEST_F(Events, HeardTwiceChangeNothing) {
  ASSERT_TRUE(city_.Assess(city_.RatingCampaign(), city_.Person("LURAH", "33.74.14.1003"), 1).ok());
  ASSERT_TRUE(platform_.Settle());
  const std::string before = platform_.Projection();
  platform_.Stop("reporting");
  platform_.sql("reporting").Execute("UPDATE consumer_offset SET next_offset = 0");
  platform_.Restart("reporting");
  const std::int64_t told =
      platform_.sql("registry").Query("SELECT count(*) FROM event_log", {}).Int(0, 0);
  EXPECT_TRUE(Eventually([&] {
    return platform_.Metric("reporting", "binadaya_consumer_duplicates_total") >=
           static_cast<double>(told);
  }));
  EXPECT_EQ(platform_.Projection(), before);
}

TEST_F(Events, RebuildTheSameProjectionFromTheLog) {
  const std::string campaign = city_.RatingCampaign();
  for (int i = 0; i < 5; ++i)
    ASSERT_TRUE(city_.Assess(campaign, city_.Person("LURAH", "33.74.14.1003"), i % 3).ok());
  ASSERT_TRUE(platform_.Settle());
  const std::string before = platform_.Projection();

  operations::v1::ResetProjectionRequest reset;
  reset.set_request_id(platform_.Id());
  const auto done = platform_.operations("reporting").ResetProjection(platform_.Admin(), reset);
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_NE(platform_.Projection(), before);
  // Life goes on meanwhile; what it tells waits for its past.
  const std::string late = city_.Person("LURAH", "33.74.14.1004");
  operations::v1::RepublishLogRequest republish;
  republish.set_request_id(platform_.Id());
  republish.set_consumer("reporting");
  const auto sent = platform_.operations("registry").RepublishLog(platform_.Admin(), republish);
  ASSERT_TRUE(sent.ok()) << sent.status();
  EXPECT_GT(sent->events(), 30);
  ASSERT_TRUE(platform_.Settle());
  ASSERT_TRUE(Eventually([&] { return Parked() == 0; }));
  platform_.sql("reporting").Query("DELETE FROM person WHERE id = $1", {late});
  platform_.sql("reporting").Query("DELETE FROM measurement WHERE person = $1", {late});
  EXPECT_EQ(platform_.Projection(), before);
}

TEST_F(Events, CarryCloudEventsHeadersAndNoPersonalData) {
  const std::string person = city_.Person("LURAH", "33.74.14.1003");
  const pg::Result all =
      platform_.sql("registry")
          .Query(
              "SELECT encode(headers, 'escape') || encode(payload, 'escape') FROM event_log", {});
  const pg::Result secret = platform_.sql("registry")
                                .Query(
                                    "SELECT n.value, e.name FROM employment_number n JOIN person e "
                                    "ON e.id = n.person WHERE e.id = $1",
                                    {person});
  for (int i = 0; i < all.rows(); ++i) {
    EXPECT_EQ(all.Text(i, 0).find(secret.Text(0, 0)), std::string_view::npos);
    EXPECT_EQ(all.Text(i, 0).find(secret.Text(0, 1)), std::string_view::npos);
    for (const char* header :
         {"ce_specversion", "ce_id", "ce_source", "ce_type", "ce_subject", "ce_time"}) {
      EXPECT_NE(all.Text(i, 0).find(header), std::string_view::npos) << header;
    }
  }
}

}  // namespace
}  // namespace binadaya::test
