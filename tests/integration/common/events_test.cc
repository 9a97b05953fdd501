// Events: each is applied once and in the order of its aggregate, whatever happens on the way.
#include "tests/support/events.h"

#include <memory>

#include "gtest/gtest.h"
#include "tests/support/matchers.h"

namespace binadaya::test {
namespace {

class Events : public EventsTest {
 protected:
  // A lock that another transaction holds on a row of reporting's, until it is released.
  std::unique_ptr<pg::Connection> LockUnit(const std::string& code) {
    auto holder = std::make_unique<pg::Connection>(platform_.conninfo("reporting"));
    holder->Execute("BEGIN");
    EXPECT_FALSE(holder->Query("SELECT 1 FROM unit WHERE code = $1 FOR UPDATE", {code}).empty());
    return holder;
  }
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
  EXPECT_EQ(Refused(), 1);
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
  const std::string painted = Publish("X", 1, "anything", {.type = "unit.painted.v1"});
  Publish("X", 2, Unit("X", "/two/"));
  ASSERT_TRUE(Eventually([&] { return PathOf("X") == "/two/"; }));
  EXPECT_TRUE(platform_.sql("reporting")
                  .Query("SELECT 1 FROM inbox WHERE event_id = $1", {painted})
                  .empty());
  Publish("X", 3, Unit("X", "/three/"), {.type = "unit.changed.v2"});
  EXPECT_TRUE(Eventually([&] { return Refused() == 1; }));
}

TEST_F(Events, OfATypeThatNobodyHearsAdvanceTheirAggregateAndStayOutOfTheInbox) {
  city_.RatingCampaign();
  ASSERT_TRUE(platform_.Settle());
  const pg::Result told =
      platform_.sql("registry")
          .Query("SELECT event_id FROM event_log WHERE aggregate_type = 'rating_campaign'", {});
  ASSERT_EQ(told.rows(), 1);
  EXPECT_EQ(Count("SELECT version FROM heard WHERE aggregate_type = 'rating_campaign'"), 1);
  EXPECT_TRUE(platform_.sql("reporting")
                  .Query("SELECT 1 FROM inbox WHERE event_id = $1", {told.String(0, 0)})
                  .empty());
}

TEST_F(Events, ThatClaimAnotherSourceThanTheirTopicsAreRefused) {
  Publish("X", 1, Unit("X", "/forged/"), {.source = "needs"});
  ASSERT_TRUE(Eventually([&] { return Metric("dead_letters_total") == 1; }));
  Publish("Y", 1, Unit("Y", "/forged/"), {.topic = "replay.reporting", .source = "stranger"});
  ASSERT_TRUE(Eventually([&] { return Metric("dead_letters_total") == 2; }));
  EXPECT_EQ(Count("SELECT count(*) FROM heard WHERE aggregate_id IN ('X', 'Y')"), 0);
  EXPECT_EQ(PathOf("X") + PathOf("Y"), "");
  EXPECT_EQ(Parked(), 0);
}

TEST_F(Events, AreTimedOnceTheyAreAppliedAndWhatIsRepeatedIsNot) {
  ASSERT_TRUE(platform_.Settle());
  // An event is timed a moment after it was applied.
  const double before = static_cast<double>(Count("SELECT count(*) FROM inbox"));
  ASSERT_TRUE(Eventually([&] { return Metric("delay_seconds_count") == before; }));
  Publish("X", 1, Unit("X", "/one/"));
  Publish("X", 3, Unit("X", "/three/"));
  ASSERT_TRUE(Eventually([&] { return Parked() == 1; }));
  EXPECT_TRUE(Eventually([&] { return Metric("delay_seconds_count") == before + 1; }));
  // What is repeated, from long ago perhaps, is no delay; what waited for it is.
  Publish("X", 2, Unit("X", "/two/"), {.topic = "replay.reporting"});
  ASSERT_TRUE(Eventually([&] { return PathOf("X") == "/three/"; }));
  EXPECT_TRUE(Eventually([&] { return Metric("delay_seconds_count") == before + 2; }));
}

TEST_F(Events, ThatWaitFollowOnceALockInTheirWayIsGone) {
  Publish("X", 1, Unit("X", "/one/"));
  Publish("X", 3, Unit("X", "/three/"));
  ASSERT_TRUE(Eventually([&] { return PathOf("X") == "/one/" && Parked() == 1; }));
  std::unique_ptr<pg::Connection> holder = LockUnit("X");
  Publish(
      "X", 2, Unit("Z", "/two/"));  // writes another row: only what waits behind it is locked out
  ASSERT_TRUE(Eventually([&] { return Metric("retries_total") > 0; }));
  EXPECT_EQ(PathOf("Z"), "");
  holder.reset();
  EXPECT_TRUE(Eventually([&] { return PathOf("X") == "/three/" && Parked() == 0; }));
  EXPECT_EQ(PathOf("Z"), "/two/");
  EXPECT_EQ(Metric("dead_letters_total"), 0);
}

TEST_F(Events, ThatWaitedForALockFollowWhatItsHolderApplied) {
  Publish("X", 1, Unit("X", "/one/"));
  Publish("X", 3, Unit("X", "/three/"));
  ASSERT_TRUE(Eventually([&] { return PathOf("X") == "/one/" && Parked() == 1; }));
  // Somebody, as an operator's replay does, applies what waits while the next event comes.
  pg::Connection other(platform_.conninfo("reporting"));
  other.Execute("BEGIN");
  other.Execute(
      "UPDATE heard SET version = 3 WHERE aggregate_id = 'X'; DELETE FROM parked WHERE "
      "aggregate_id = 'X'");
  Publish("X", 4, Unit("X", "/four/"));
  pg::Connection watch(platform_.conninfo("reporting"));  // who waits is shown to the same role
  ASSERT_TRUE(Eventually([&] {
    return watch
               .Query(
                   "SELECT count(*) FROM pg_stat_activity"
                   " WHERE datname = current_database() AND wait_event_type = 'Lock'",
                   {})
               .Int(0, 0) > 0;
  }));
  other.Execute("COMMIT");
  EXPECT_TRUE(Eventually([&] { return PathOf("X") == "/four/" && Parked() == 0; }));
}

TEST_F(Events, ThatWaitAndAreRefusedThenGoToTheDeadLettersToo) {
  Publish("X", 1, Unit("X", "/one/"));
  Publish("X", 3, "\xff\xff no message");
  ASSERT_TRUE(Eventually([&] { return PathOf("X") == "/one/" && Parked() == 1; }));
  EXPECT_EQ(Refused(), 0);
  Publish("X", 2, Unit("X", "/two/"));
  ASSERT_TRUE(Eventually([&] { return PathOf("X") == "/two/" && Refused() == 1; }));
  EXPECT_TRUE(Eventually([&] { return Metric("dead_letters_total") == 1; }));
}

TEST_F(Events, WhoseNameNoIndexCouldHoldAreUnreadableAndHoldNobodyBack) {
  Publish(std::string(5000, 'x'), 1, Unit("X", "/one/"));
  Publish("Y", 1, Unit("Y", "/other/"));
  EXPECT_TRUE(Eventually([&] { return PathOf("Y") == "/other/"; }));
  EXPECT_TRUE(Eventually([&] { return Metric("dead_letters_total") == 1; }));
  EXPECT_EQ(PathOf("X"), "");
}

TEST_F(Events, ThatTheInboxForgotAreStillSkipped) {
  const std::string first = Publish("X", 1, Unit("X", "/one/"));
  Publish("X", 2, Unit("X", "/two/"));
  ASSERT_TRUE(Eventually([&] { return PathOf("X") == "/two/"; }));
  platform_.sql("reporting").Execute("DELETE FROM inbox");
  Publish("X", 1, Unit("X", "/one/"), {.id = first});
  EXPECT_TRUE(Eventually([&] { return Metric("duplicates_total") == 1; }));
  EXPECT_EQ(PathOf("X"), "/two/");
  EXPECT_EQ(Parked(), 0);
}

TEST_F(Events, OfAVersionToldAnewHoldBackTheirAggregate) {
  Publish("X", 1, Unit("X", "/one/"));
  Publish("X", 2, Unit("X", "/two/"));
  ASSERT_TRUE(Eventually([&] { return PathOf("X") == "/two/"; }));
  Publish("X", 2, Unit("X", "/other/"));
  Publish("X", 3, Unit("X", "/three/"));
  ASSERT_TRUE(Eventually([&] { return Parked() == 2; }));
  EXPECT_EQ(Refused(), 1);
  EXPECT_EQ(PathOf("X"), "/two/");
  EXPECT_TRUE(Eventually([&] { return Metric("version_reused_total") == 1; }));
  EXPECT_EQ(Metric("dead_letters_total"), 1);
}

TEST_F(Events, ShowTheirTrueLagWhileTheConsumerHangs) {
  Publish("X", 1, Unit("X", "/one/"));
  ASSERT_TRUE(Eventually([&] { return PathOf("X") == "/one/"; }));
  std::unique_ptr<pg::Connection> holder = LockUnit("X");
  Publish("X", 2, Unit("X", "/two/"));
  EXPECT_TRUE(Eventually([&] { return Metric("lag_seconds") > 3; }));
  holder.reset();
  EXPECT_TRUE(Eventually([&] { return PathOf("X") == "/two/" && Metric("lag_seconds") == 0; }));
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
  EXPECT_EQ(Metric("delay_seconds_count"), 0);
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
  platform_.sql("reporting").Query("DELETE FROM stay WHERE person = $1", {late});
  platform_.sql("reporting").Query("DELETE FROM measurement WHERE person = $1", {late});
  EXPECT_EQ(platform_.Projection(), before);
}

TEST_F(Events, AreNotPublishedOnceMoreToATopicThatIsNotThere) {
  operations::v1::RepublishLogRequest republish;
  republish.set_request_id(platform_.Id());
  republish.set_consumer("registry");  // it hears nobody
  EXPECT_THAT(
      platform_.operations("registry").RepublishLog(platform_.Admin(), republish),
      RefusedBy("TOPIC-01"));
}

TEST_F(Events, AreNotPublishedOnceMoreToWhomThatWasEnded) {
  operations::v1::EndReplayRequest end;
  const auto ended = [&] {
    end.set_request_id(platform_.Id());
    end.set_consumer("agency-dinas");  // without a lane nothing is sent
    return platform_.operations("registry").EndReplay(platform_.Admin(), end);
  };
  platform_.sql("registry")
      .Query(
          R"(
      INSERT INTO replay (topic, after, until)
      SELECT $1, '00000000-0000-0000-0000-000000000000'::uuid, event_id FROM event_log LIMIT 1)",
          {platform_.topic("replay.agency-dinas")});
  const auto first = ended(), second = ended();
  ASSERT_THAT(first, IsOk());
  EXPECT_TRUE(first->ended());
  ASSERT_THAT(second, IsOk());
  EXPECT_FALSE(second->ended());
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
