// The relay: everything once and in order, whatever waits with it, and whoever stands still.
#include <csignal>
#include <numeric>
#include <set>
#include <utility>

#include "absl/time/clock.h"
#include "binadaya/v1/finding.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/kafka.h"
#include "services/common/outbox.h"
#include "services/common/replay.h"
#include "tests/support/checkers.h"
#include "tests/support/platform.h"
#include "tests/support/process.h"

namespace binadaya::test {
namespace {

using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr int kAggregates = 30;

// Outbox of a registry whose own relay is gone.
class Relays : public ::testing::Test {
 protected:
  Relays() : platform_({"registry"}), topic_(platform_.topic("relay.v1")) {
    platform_.Stop("registry");
    Declare(topic_);
  }
  // Until the broker says so: it may say what was before, and then nothing would be changed.
  void Declare(
      const std::string& topic,
      const std::vector<std::pair<std::string, std::string>>& config = {}) {
    const std::vector<kafka::Topic> topics = {{.name = topic, .partitions = 3, .config = config}};
    const std::vector<std::string> declared = {Cat(topic, ": as declared")};
    ASSERT_TRUE(Eventually([&] {
      const auto applied = kafka::ApplyTopics(brokers_, topics);
      return applied.ok() && *applied == declared;
    }));
  }
  // Events `first` to `last` of each of the aggregates, their versions ascending with their
  // numbers.
  void Tell(
      pg::Connection& sql, const std::string& topic, int first, int last,
      const std::vector<std::string>& aggregates, int bytes = 0) {
    pg::ByteArray headers;
    for (const std::string& id : aggregates) {
      v1::Headers values;
      (*values.mutable_values())["ce_id"] = platform_.Id();
      (*values.mutable_values())["ce_subject"] = Cat("unit/", id);
      headers.Add(values.SerializeAsString());
    }
    sql.Query(
        R"(
        INSERT INTO outbox (shard, event_id, aggregate_type, aggregate_id, aggregate_version, topic,
          headers, payload)
        SELECT shard_of(id), gen_random_uuid(), 'unit', id, v, $1, h, convert_to(repeat('x', $6), 'UTF8')
        FROM generate_series($2::int, $3::int) AS v, unnest($4::text[], $5::bytea[]) AS a(id, h)
        ORDER BY v)",
        pg::Params(topic, first, last, pg::Array(aggregates), std::move(headers), bytes));
  }
  void Tell(
      const std::string& topic, int first, int last, const std::vector<std::string>& ids,
      int bytes = 0) {
    Tell(sql(), topic, first, last, ids, bytes);
  }
  static std::vector<std::string> Aggregates(const std::string& name) {
    std::vector<std::string> ids;
    for (int i = 0; i < kAggregates; ++i) ids.push_back(Cat(name, i));
    return ids;
  }
  pg::Connection& sql() { return platform_.sql("registry"); }
  Relay::Options options() const {
    return {.database = platform_.conninfo("registry"), .brokers = brokers_};
  }
  std::int64_t Waiting() { return sql().Query("SELECT count(*) FROM outbox", {}).Int(0, 0); }
  std::int64_t Waiting(const std::string& topic) {
    return sql().Query("SELECT count(*) FROM outbox WHERE topic = $1", {topic}).Int(0, 0);
  }
  bool Shows(const std::string& line) const {
    return metrics_.Text().find(Cat(line, "\n")) != std::string::npos;
  }
  std::string Failing(const std::string& topic, int value) const {
    return Cat("binadaya_outbox_topic_failing{topic=\"", topic, "\"} ", value);
  }
  std::vector<Record> Records(const std::string& topic) {
    absl::StatusOr<std::vector<Record>> records = Dump(brokers_, topic);
    EXPECT_TRUE(records.ok()) << records.status();
    return records.ok() ? *std::move(records) : std::vector<Record>();
  }

  const std::string brokers_ = Stack::Get()["KAFKA"];
  Platform platform_;
  const std::string topic_;
  Metrics metrics_;
};

TEST_F(Relays, SendEverythingOnceAndInOrderWithOneThatCommitsLate) {
  constexpr int kEvents = 6'000;
  // Their numbers were drawn first, and they are committed when the relay is beyond them.
  pg::Connection late(platform_.conninfo("registry"));
  late.Execute("BEGIN");
  Tell(late, topic_, 1, 1, Aggregates("late"));
  Tell(topic_, 1, kEvents / kAggregates, Aggregates("early"));
  Relay::Options small = options();
  small.batch = 100;
  Relay relay(small, metrics_);
  relay.Start();
  ASSERT_TRUE(Eventually([&] { return Waiting() < kEvents; }));
  late.Execute("COMMIT");
  Tell(late, topic_, 2, 2, Aggregates("late"));  // behind all others
  ASSERT_TRUE(Eventually([&] { return Waiting() == 0; }));
  relay.Stop();
  const std::vector<Record> records = Records(topic_);
  EXPECT_EQ(records.size(), kEvents + 2 * kAggregates);
  EXPECT_THAT(InOrder(records), IsEmpty());
}

TEST_F(Relays, SendMoreBytesThanTheProducersQueueHolds) {
  // 284 MB, and the queue holds 268.
  Tell(topic_, 1, 11, Aggregates("large"), 860'000);
  Relay relay(options(), metrics_);
  relay.Start();
  EXPECT_TRUE(Eventually([&] { return Waiting() == 0; }, absl::Seconds(60)));
  relay.Stop();
  EXPECT_EQ(Records(topic_).size(), 11 * kAggregates);
}

// Whatever keeps it from sending keeps nobody from stopping it.
TEST_F(Relays, StopAtOnceWhileATopicFailsAndWhileTheBrokerIsAway) {
  const std::string missing = platform_.topic("missing.v1");
  Tell(missing, 1, 2, Aggregates("waits"));
  Relay::Options away = options();
  away.brokers.address = "127.0.0.1:1";
  const std::vector<std::pair<Relay::Options, std::string>> cases = {
      {options(), Failing(missing, 1)}, {away, "binadaya_outbox_shards_led 16"}};
  for (const auto& [one, shown] : cases) {
    Metrics metrics;  // nothing of the case before
    Relay relay(one, metrics);
    relay.Start();
    ASSERT_TRUE(Eventually([&, &shown = shown] {
      return metrics.Text().find(Cat(shown, "\n")) != std::string::npos;
    })) << shown;
    const absl::Time before = absl::Now();
    relay.Stop();
    EXPECT_LT(absl::Now() - before, absl::Seconds(5)) << shown;
    EXPECT_EQ(Waiting(missing), 2 * kAggregates);
  }
}

TEST_F(Relays, SetATopicAsideThatDoesNotExistAndSendTheOthers) {
  const std::string missing = platform_.topic("missing.v1");
  Tell(missing, 1, 2, Aggregates("waits"));
  Tell(topic_, 1, 1, Aggregates("goes"));
  Relay relay(options(), metrics_);
  relay.Start();
  ASSERT_TRUE(Eventually([&] { return Waiting(topic_) == 0; }));
  EXPECT_TRUE(Eventually([&] { return Shows(Failing(missing, 1)); }));
  EXPECT_FALSE(Shows(Failing(topic_, 1)));
  EXPECT_EQ(Waiting(missing), 2 * kAggregates);
  Tell(topic_, 2, 2, Aggregates("goes"));  // behind those that wait
  ASSERT_TRUE(Eventually([&] { return Waiting(topic_) == 0; }));
  // Nothing was handed over that no topic takes: that would have cost patience, and the producer.
  EXPECT_TRUE(Shows("binadaya_outbox_producer_rebuilds_total 1"));

  Declare(missing);
  ASSERT_TRUE(Eventually([&] { return Waiting() == 0; }));
  EXPECT_TRUE(Eventually([&] { return Shows(Failing(missing, 0)); }));
  EXPECT_THAT(InOrder(Records(missing)), IsEmpty());
}

TEST_F(Relays, HoldBackWhatFollowsAnEventThatTheBrokerRefusedUntilItIsTaken) {
  const std::string narrow = platform_.topic("narrow.v1");
  Declare(narrow, {{"max.message.bytes", "1000"}, {"compression.type", "uncompressed"}});
  Tell(narrow, 1, 1, Aggregates("early"));
  // No compression makes it small.
  sql().Query(
      R"(
      INSERT INTO outbox (shard, event_id, aggregate_type, aggregate_id, aggregate_version, topic,
        headers, payload)
      SELECT shard_of(aggregate_id), event_id, aggregate_type, aggregate_id, 2, topic, headers, (
        SELECT string_agg(uuid_send(gen_random_uuid()), '') FROM generate_series(1, 300)
      )
      FROM outbox
      WHERE aggregate_id = 'early7')",
      {});
  Tell(narrow, 3, 3, {"early7"});
  Tell(topic_, 1, 1, Aggregates("others"));
  Relay relay(options(), metrics_);
  relay.Start();
  ASSERT_TRUE(Eventually([&] { return Waiting(topic_) == 0; }));
  ASSERT_TRUE(Eventually([&] { return Shows(Failing(narrow, 1)); }));
  const pg::Result held = sql().Query(
      "SELECT count(*) FROM outbox WHERE aggregate_id = 'early7' AND aggregate_version > 1", {});
  EXPECT_EQ(held.Int(0, 0), 2);
  Declare(narrow);
  ASSERT_TRUE(Eventually([&] { return Waiting() == 0; }));
  EXPECT_THAT(InOrder(Records(narrow)), IsEmpty());
}

TEST_F(Relays, AreWokenByWhoTellsInTheirProcessOrInAnother) {
  Relay::Options never = options();
  never.poll = absl::Hours(1);
  Relay leader(never, metrics_);
  leader.Start();
  ASSERT_TRUE(Eventually([&] { return Shows("binadaya_outbox_shards_led 16"); }));
  Metrics metrics;
  Relay other(never, metrics);
  other.Start();
  Tell(topic_, 1, 1, {"A"});
  leader.Wake();
  EXPECT_TRUE(Eventually([&] { return Waiting() == 0; }, absl::Seconds(5)));
  Db db(
      platform_.conninfo("registry"), 1,
      {.source = "test", .type_prefix = "test.", .topic = topic_}, platform_.clock(), metrics);
  db.OnTold([&] { other.Wake(); });
  EXPECT_TRUE(db.Background(platform_.Admin(), [](Tx& tx) {
                  tx.TellRaw("unit", "A", "unit.changed", v1::Headers());
                  return absl::OkStatus();
                }).ok());
  EXPECT_TRUE(Eventually([&] { return Waiting() == 0; }, absl::Seconds(5)));
}

class Replays : public Relays {
 protected:
  static constexpr int kLogged = 20'000;

  void Log() {
    v1::Headers headers;
    (*headers.mutable_values())["ce_subject"] = "unit/P";
    sql().Query(
        R"(
        INSERT INTO event_log (event_id, aggregate_type, aggregate_id, aggregate_version, headers,
          payload)
        SELECT uuid_floor(now() + v * interval '1 ms'), 'unit', 'P', v, $2,
          convert_to(repeat('x', 1000), 'UTF8')
        FROM generate_series(1, $1) AS v)",
        {kLogged, pg::Bytes{headers.SerializeAsString()}});
    logged_ = sql().Query("SELECT count(*) FROM event_log", {}).Int(0, 0);
  }
  // The versions of an aggregate (of a hexadecimal digit), each under an id of its millisecond of
  // an hour to come.
  void Log(const std::string& aggregate, const std::vector<int>& milliseconds) {
    v1::Headers headers;
    (*headers.mutable_values())["ce_id"] = platform_.Id();
    (*headers.mutable_values())["ce_subject"] = Cat("unit/", aggregate);
    sql().Query(
        R"(
        INSERT INTO event_log (event_id, aggregate_type, aggregate_id, aggregate_version, headers,
          payload)
        SELECT
          overlay(uuid_floor($3::timestamptz + ms * interval '1 ms')::text PLACING $1 FROM 36)::uuid,
          'unit', $1, v, $4, ''
        FROM unnest($2::int[]) WITH ORDINALITY AS told(ms, v))",
        pg::Params(
            aggregate, pg::Array(milliseconds), hour_, pg::Bytes{headers.SerializeAsString()}));
  }
  std::string IdBefore(int millisecond) {
    return sql()
        .Query(
            "SELECT uuid_floor($1::timestamptz + $2::int * interval '1 ms')", {hour_, millisecond})
        .String(0, 0);
  }
  std::int64_t Ask() { return Ask(topic_); }
  std::int64_t Ask(const std::string& topic, const std::string& after = "") {
    Db db(platform_.conninfo("registry"), 1, {}, platform_.clock(), metrics_);
    std::int64_t events = 0;
    EXPECT_TRUE(db.Background(platform_.Admin(), [&](Tx& tx) {
                    events = replay::Request(tx, topic, after);
                    return absl::OkStatus();
                  }).ok());
    return events;
  }
  // The event behind which the replay goes on; "" when none is under way.
  std::string After() { return After(topic_); }
  std::string After(const std::string& topic) {
    const pg::Result row = sql().Query("SELECT after FROM replay WHERE topic = $1", {topic});
    return row.empty() ? "" : row.String(0, 0);
  }

  const absl::Time hour_ = absl::Now() + absl::Hours(1);
  std::int64_t logged_ = 0;  // with what the registry told when it began
};

TEST_F(Replays, GiveWayToLiveEvents) {
  Log();
  EXPECT_EQ(Ask(), logged_);
  const std::string before = After();
  const std::string live = platform_.topic("live.v1");
  Declare(live);
  Relay relay(options(), metrics_);
  relay.Start();
  ASSERT_TRUE(Eventually([&] { return After() != before; }));
  Tell(live, 1, 1, Aggregates("live"));
  ASSERT_TRUE(Eventually([&] { return Waiting() == 0; }));
  EXPECT_NE(After(), "") << "it was over before the live events were sent";
  EXPECT_TRUE(Eventually([&] { return After().empty(); }));
  EXPECT_GE(Records(topic_).size(), kLogged);
}

TEST_F(Replays, GoOnWhereTheirRelayWasStopped) {
  Log();
  EXPECT_EQ(Ask(), logged_);
  const std::string before = After();
  {
    Relay relay(options(), metrics_);
    relay.Start();
    ASSERT_TRUE(Eventually([&] { return After() != before; }));
  }
  ASSERT_NE(After(), "");
  Relay relay(options(), metrics_);
  relay.Start();
  ASSERT_TRUE(Eventually([&] { return After().empty(); }));
  const std::vector<Record> records = Records(topic_);
  EXPECT_GE(records.size(), kLogged);
  EXPECT_LT(records.size(), kLogged + 2'000);
}

// An id says when a call came, a version when it was over.
TEST_F(Replays, AreInOrderWithinEachSubjectWhateverItsIdsSay) {
  std::vector<int> between(3'000);  // more than one portion
  std::iota(between.begin(), between.end(), 100);
  Log("a", between);
  Log("b", {2, 1});
  Log("c", {4'000, 50, 3'500, 60, 5'000});
  Log("d", {5'003, 5'002, 5'001});
  const std::int64_t events = Ask();
  Relay relay(options(), metrics_);
  relay.Start();
  ASSERT_TRUE(Eventually([&] { return After().empty(); }));
  relay.Stop();
  const std::vector<Record> records = Records(topic_);
  EXPECT_THAT(InOrder(records), IsEmpty());
  std::set<std::pair<std::string, std::int64_t>> told;
  for (const Record& record : records) told.emplace(record.subject, record.sequence);
  EXPECT_EQ(std::ssize(told), events);
  EXPECT_LT(std::ssize(records), events + 5) << "more came twice than what lay far apart";
}

TEST_F(Replays, FromADayOnHaveOfEachSubjectOnlyWhatWasToldBehindAllOfBefore) {
  Log("a", {10, 1, 11});
  Log("b", {2, 12});
  Log("c", {14, 13, 3});
  Ask(topic_, IdBefore(5));
  Relay relay(options(), metrics_);
  relay.Start();
  ASSERT_TRUE(Eventually([&] { return After().empty(); }));
  relay.Stop();
  std::vector<std::string> told;
  for (const Record& record : Records(topic_))
    told.push_back(Cat(record.subject, " ", record.sequence));
  EXPECT_THAT(told, UnorderedElementsAre("unit/a 3", "unit/b 2"));
}

TEST_F(Replays, ToATopicThatDoesNotExistWaitForItAndTheOthersGoOn) {
  Log();
  const std::string missing = platform_.topic("missing.v1");
  EXPECT_EQ(Ask(missing), logged_);  // the first in the row
  EXPECT_EQ(Ask(), logged_);
  const std::string before = After(missing);
  Relay relay(options(), metrics_);
  relay.Start();
  EXPECT_TRUE(Eventually([&] { return After().empty(); }));
  EXPECT_EQ(After(missing), before);
  Declare(missing);
  EXPECT_TRUE(Eventually([&] { return After(missing).empty(); }));
  EXPECT_GE(Records(missing).size(), kLogged);
}

TEST_F(Relays, ThatStandStillLoseTheirShardsToAnotherByThemselves) {
  Process process(platform_.settings("registry"));
  Tell(topic_, 1, 1, Aggregates("before"));
  ASSERT_TRUE(Eventually([&] { return Waiting() == 0; }));
  process.Signal(SIGSTOP);
  Tell(topic_, 2, 2, Aggregates("before"));
  Relay relay(options(), metrics_);
  relay.Start();
  EXPECT_TRUE(Eventually([&] { return Waiting() == 0; }, absl::Seconds(15)));
  EXPECT_THAT(InOrder(Records(topic_)), IsEmpty());
}

}  // namespace
}  // namespace binadaya::test
