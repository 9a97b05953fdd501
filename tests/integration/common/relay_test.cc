// The relay with more in its outbox than one batch holds: it reads ahead.
#include "binadaya/v1/finding.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/kafka.h"
#include "services/common/outbox.h"
#include "tests/support/checkers.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

using ::testing::IsEmpty;

constexpr int kEvents = 6'000;
constexpr int kAggregates = 30;

class ReadingAhead : public ::testing::Test {
 protected:
  ReadingAhead() : platform_({"registry"}), topic_(platform_.topic("ahead.v1")) {
    platform_.Stop("registry");  // its relay would send too
    EXPECT_TRUE(
        kafka::ApplyTopics(brokers_, {{.name = topic_, .partitions = 3, .config = {}}}).ok());
  }
  // Events `first` to `last` of each of the aggregates, their versions ascending with their
  // numbers.
  void Tell(pg::Connection& sql, int first, int last, const std::string& name) {
    pg::Array ids, headers;
    for (int i = 0; i < kAggregates; ++i) {
      const std::string id = Cat(name, i);
      v1::Headers values;
      (*values.mutable_values())["ce_subject"] = Cat("unit/", id);
      ids.Add(id);
      headers.Add(pg::Bytes{values.SerializeAsString()});
    }
    sql.Query(
        "INSERT INTO outbox (shard, event_id, aggregate_type, aggregate_id, aggregate_version,"
        " topic, headers, payload)"
        " SELECT shard_of(id), gen_random_uuid(), 'unit', id, v, $1, h,"
        " '' FROM generate_series($2::int, $3::int) AS v,"
        " unnest($4::text[], $5::bytea[]) AS a(id, h) ORDER BY v",
        {topic_, first, last, ids, headers});
  }
  std::int64_t Waiting() {
    return platform_.sql("registry").Query("SELECT count(*) FROM outbox", {}).Int(0, 0);
  }

  const std::string brokers_ = Stack::Get()["KAFKA"];
  Platform platform_;
  const std::string topic_;
  Metrics metrics_;
};

TEST_F(ReadingAhead, SendsEverythingOnceAndInOrderWithOneThatCommitsLate) {
  // Their numbers were drawn first, and they are committed when the relay is beyond them.
  pg::Connection late(platform_.conninfo("registry"));
  late.Execute("BEGIN");
  Tell(late, 1, 1, "late");
  Tell(platform_.sql("registry"), 1, kEvents / kAggregates, "early");
  Relay relay(
      {.database = platform_.conninfo("registry"), .brokers = brokers_, .batch = 100}, metrics_);
  relay.Start();
  ASSERT_TRUE(Eventually([&] { return Waiting() < kEvents; }));
  late.Execute("COMMIT");
  Tell(late, 2, 2, "late");  // behind all others
  ASSERT_TRUE(Eventually([&] { return Waiting() == 0; }));
  relay.Stop();
  const absl::StatusOr<std::vector<Record>> records = Dump(brokers_, topic_);
  ASSERT_TRUE(records.ok()) << records.status();
  EXPECT_EQ(records->size(), kEvents + 2 * kAggregates);
  EXPECT_THAT(InOrder(*records), IsEmpty());
}

}  // namespace
}  // namespace binadaya::test
