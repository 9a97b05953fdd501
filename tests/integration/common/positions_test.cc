// Where a consumer continues: who lost a partition writes nothing, a position that the broker
// forgot is told and mended by one command, and a service may join long after the others began.
#include "gtest/gtest.h"
#include "tests/support/events.h"

namespace binadaya::test {
namespace {

class Positions : public EventsTest {
 protected:
  void Seek(bool lost_only) {
    operations::v1::SeekToBeginningRequest request;
    request.set_request_id(platform_.Id());
    request.set_lost_only(lost_only);
    const auto done = platform_.operations("reporting").SeekToBeginning(platform_.Admin(), request);
    EXPECT_TRUE(done.ok()) << done.status();
  }
  void Republish() {
    operations::v1::RepublishLogRequest request;
    request.set_request_id(platform_.Id());
    request.set_consumer("reporting");
    const auto done = platform_.operations("registry").RepublishLog(platform_.Admin(), request);
    EXPECT_TRUE(done.ok()) << done.status();
  }
};

TEST_F(Positions, OfAConsumerThatLostItsPartitionsAreNotAdvanced) {
  pg::Connection& sql = platform_.sql("reporting");
  sql.Execute(R"(
      CREATE TABLE advanced (epoch bigint);
      CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
      BEGIN
        INSERT INTO advanced VALUES (NEW.epoch);
        RETURN NULL;
      END $$;
      CREATE TRIGGER note AFTER UPDATE ON consumer_offset FOR EACH ROW
        WHEN (NEW.next_offset > OLD.next_offset) EXECUTE FUNCTION note();
      CREATE TABLE taken (epoch bigint))");
  for (int i = 1; i <= 3; ++i) {
    ASSERT_TRUE(platform_.Settle());
    // Another takes the partitions, unnoticed. The next event comes before anybody looks.
    sql.Execute(R"(
        WITH over AS (UPDATE consumer_offset SET epoch = epoch + 1 RETURNING epoch)
        INSERT INTO taken SELECT epoch FROM over)");
    Publish("X", i, Unit("X", Cat("/", i, "/")));
    ASSERT_TRUE(Eventually([&] { return PathOf("X") == Cat("/", i, "/"); }));
  }
  EXPECT_GT(Count("SELECT count(*) FROM advanced"), 0);
  EXPECT_EQ(Count("SELECT count(*) FROM advanced JOIN taken USING (epoch)"), 0);
}

TEST_F(Positions, ThatTheBrokerForgotAreToldAndMendedByOneCommand) {
  ASSERT_TRUE(platform_.Settle());
  platform_.Stop("reporting");
  city_.Move("33.74.02");
  ASSERT_TRUE(platform_.Settle());
  platform_.ForgetTopic("binadaya.registry.v1");
  platform_.Restart("reporting");
  ASSERT_TRUE(Eventually([&] { return Metric("position_lost") > 0; }));
  city_.Move("33.74.14");
  // What `binadaya replay bootstrap reporting` does.
  Seek(true);
  Republish();
  EXPECT_TRUE(Eventually([&] { return PathOf("33.74.14.1003") == "/33.74.14/33.74.14.1003/"; }));
  ASSERT_TRUE(platform_.Settle());
  EXPECT_EQ(Parked(), 0);
  EXPECT_TRUE(Eventually([&] { return Metric("position_lost") == 0; }));
  // And life goes on where it was lost.
  city_.Move("33.74.02");
  EXPECT_TRUE(Eventually([&] { return PathOf("33.74.14.1003") == "/33.74.02/33.74.14.1003/"; }));
}

constexpr absl::Duration kPatience = absl::Seconds(60);  // the broker is asked each ten

TEST_F(Positions, OfATopicThatGoesMissingUnderItsConsumerAreToldUntilItIsThere) {
  ASSERT_TRUE(platform_.Settle());
  platform_.DropTopic("replay.reporting");
  ASSERT_TRUE(Eventually([&] { return Metric("topic_missing") == 1; }, kPatience));
  platform_.ApplyTopics();
  EXPECT_TRUE(Eventually([&] { return Metric("topic_missing") == 0; }, kPatience));
}

TEST_F(Positions, OfATopicThatIsMissingAreToldUntilItIsThere) {
  platform_.Stop("reporting");
  platform_.DropTopic("replay.reporting");
  platform_.Restart("reporting");
  ASSERT_TRUE(Eventually([&] { return Metric("topic_missing") == 1; }, kPatience));
  // The others are heard all the same.
  city_.Move("33.74.02");
  EXPECT_TRUE(Eventually([&] { return PathOf("33.74.14.1003") == "/33.74.02/33.74.14.1003/"; }));
  platform_.ApplyTopics();
  EXPECT_TRUE(Eventually([&] { return Metric("topic_missing") == 0; }, kPatience));
}

TEST_F(Positions, BehindTheEndOfATopicThatWasMadeAnewAreMendedBySeeking) {
  ASSERT_TRUE(platform_.Settle());
  platform_.Stop("reporting");
  platform_.sql("reporting").Execute("UPDATE consumer_offset SET next_offset = 1000000");
  platform_.Restart("reporting");
  ASSERT_TRUE(Eventually([&] { return Metric("position_lost") > 0; }));
  city_.Move("33.74.02");
  Seek(false);
  EXPECT_TRUE(Eventually([&] { return PathOf("33.74.14.1003") == "/33.74.02/33.74.14.1003/"; }));
  EXPECT_TRUE(Eventually([&] { return Metric("position_lost") == 0; }));
  EXPECT_EQ(Parked(), 0);
}

TEST_F(Positions, OfAServiceThatJoinsLateAreFilledFromTheLogsWhileEventsFlow) {
  platform_.Stop("reporting");
  city_.Move("33.74.02");
  ASSERT_TRUE(platform_.Settle());
  platform_.ForgetTopic("binadaya.registry.v1");
  // As if it had never been deployed.
  pg::Connection& sql = platform_.sql("reporting");
  sql.Execute("DELETE FROM consumer_offset; SELECT forget_heard(); SELECT clear_projection()");
  platform_.Restart("reporting");
  city_.Move("33.74.14");
  const std::string person = city_.Person("LURAH", "33.74.14.1003");
  // Of the unit it has heard the third event, of the person all.
  ASSERT_TRUE(
      Eventually([&] { return Count("SELECT count(*) FROM person") == 1 && Parked() == 1; }));
  EXPECT_TRUE(Eventually([&] { return Metric("parked_aggregates") == 1; }));
  Republish();
  Republish();  // a second time changes nothing
  ASSERT_TRUE(platform_.Settle());
  ASSERT_TRUE(Eventually([&] { return Parked() == 0; }));
  EXPECT_EQ(PathOf("33.74.14.1003"), "/33.74.14/33.74.14.1003/");
  EXPECT_EQ(Count("SELECT count(*) FROM unit"), 7);
  EXPECT_EQ(Metric("version_reused_total"), 0);
  EXPECT_EQ(Metric("dead_letters_total"), 0);
}

TEST_F(Positions, OfAPublisherRestoredFromABackupAreSettledByAPerson) {
  ASSERT_TRUE(
      city_
          .ImportUnits(
              "code,name,kind,parent,direct_service\n33.74.11,Banyumanik,KECAMATAN,,ya\n", true)
          .ok());
  ASSERT_TRUE(platform_.Settle());
  platform_.Backup("registry");
  city_.Move("33.74.02");
  ASSERT_TRUE(platform_.Settle());
  ASSERT_EQ(PathOf("33.74.14.1003"), "/33.74.02/33.74.14.1003/");
  platform_.Restore("registry");
  city_.Move("33.74.11");  // its second version once more, as another event
  city_.Move("33.74.14");
  ASSERT_TRUE(Eventually([&] { return Parked() == 2 && Refused() == 1; }));
  EXPECT_EQ(PathOf("33.74.14.1003"), "/33.74.02/33.74.14.1003/");
  EXPECT_TRUE(Eventually([&] { return Metric("version_reused_total") == 1; }));

  // Trying again is not enough: somebody has to say that the registry is right.
  operations::v1::ReplayParkedRequest replay;
  replay.set_request_id(platform_.Id());
  auto done = platform_.operations("reporting").ReplayParked(platform_.Admin(), replay);
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_EQ(done->applied(), 0);
  replay.set_request_id(platform_.Id());
  replay.set_accept("registry");
  done = platform_.operations("reporting").ReplayParked(platform_.Admin(), replay);
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_EQ(done->applied(), 2);
  EXPECT_EQ(Parked(), 0);
  EXPECT_EQ(PathOf("33.74.14.1003"), "/33.74.14/33.74.14.1003/");
  city_.Move("33.74.02");
  EXPECT_TRUE(Eventually([&] { return PathOf("33.74.14.1003") == "/33.74.02/33.74.14.1003/"; }));
  EXPECT_EQ(Metric("version_reused_total"), 1);
}

}  // namespace
}  // namespace binadaya::test
