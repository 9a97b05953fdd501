// Events that cannot be applied, under load: nobody else waits for them, the dead letters have
// them, and when the cause is gone they are applied after all.
#include <set>

#include "services/common/domain/text.h"
#include "services/common/id.h"
#include "tests/faults/trial.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

constexpr absl::Duration kDead = absl::Seconds(10);
constexpr int kUnreadable = 20;

class Poison : public Trial {
 protected:
  // A fault in reporting that refuses every rating of a person.
  void Break(const std::string& person) {
    pg::Connection& sql = cluster().sql("reporting");
    sql.Execute(Cat("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                    " IF NEW.person = '",
                    person, "' THEN RAISE EXCEPTION 'poison'; END IF; RETURN NEW; END $$")
                    .c_str());
    sql.Execute(
        "CREATE TRIGGER poison BEFORE INSERT ON rating FOR EACH ROW EXECUTE FUNCTION refuse()");
  }
  void Mend() { cluster().sql("reporting").Execute("DROP FUNCTION IF EXISTS refuse CASCADE"); }
  void TearDown() override { Mend(); }

  double Dead(const std::string& service) {
    return cluster().Metric(service, "binadaya_consumer_dead_letters_total");
  }
  double Applied(const std::string& service) {
    return cluster().Metric(service, "binadaya_consumer_applied_total");
  }
  // The ids of a topic's records.
  std::set<std::string> Ids(const std::string& topic) {
    std::set<std::string> ids;
    const auto records = Dump(cluster()["KAFKA"], topic);
    EXPECT_TRUE(records.ok()) << records.status();
    if (records.ok()) {
      for (const Record& record : *records) ids.insert(record.id);
    }
    return ids;
  }
};

TEST_F(Poison, StopsNobodyElseAndIsAppliedWhenItsCauseIsGone) {
  const std::string sick = world().people.front();  // whom a third of all commands are about
  const double needs_had = Dead("needs"), reporting_had = Dead("reporting");
  Load load(target(), world());
  load.Start();
  ASSERT_TRUE(load.Answers(100));
  Break(sick);
  std::set<std::string> planted;
  for (int i = 0; i < kUnreadable; ++i) {
    planted.insert(Cat("unreadable-", i));
    cluster().Plant("binadaya.registry.v1", Cat("unreadable-", i), std::string(i, '\xff'));
  }
  EXPECT_TRUE(Eventually(
      [&] {
        return Dead("needs") == needs_had + kUnreadable &&
               Dead("reporting") == reporting_had + kUnreadable + 1;
      },
      kDead));
  // The others go on, and of the sick one everything waits.
  const double applied = Applied("reporting");
  EXPECT_TRUE(load.Answers(200));
  EXPECT_TRUE(Eventually([&] { return Applied("reporting") > applied + 150; }));
  EXPECT_TRUE(Eventually(
      [&] { return cluster().Metric("reporting", "binadaya_consumer_parked_aggregates") == 1; }));
  EXPECT_EQ(Dead("reporting"), reporting_had + kUnreadable + 1);
  operations::v1::ListParkedRequest list;
  const auto parked =
      cluster().operations("reporting").ListParked(cluster().subject().admin(), list);
  ASSERT_TRUE(parked.ok()) << parked.status();
  ASSERT_GT(parked->parked_size(), 1);
  for (const operations::v1::Parked& event : parked->parked())
    EXPECT_EQ(event.aggregate_id(), sick);
  const std::set<std::string> of_needs = Ids("dlq.needs.binadaya.registry.v1");
  const std::set<std::string> of_reporting = Ids("dlq.reporting.binadaya.registry.v1");
  for (const std::string& id : planted)
    EXPECT_TRUE(of_needs.contains(id) && of_reporting.contains(id)) << id;
  EXPECT_TRUE(of_reporting.contains(parked->parked(0).event_id()));
  Mend();
  operations::v1::ReplayParkedRequest replay;
  replay.set_request_id(NewId(absl::Now()));
  const auto replayed =
      cluster().operations("reporting").ReplayParked(cluster().subject().admin(), replay);
  ASSERT_TRUE(replayed.ok()) << replayed.status();
  EXPECT_GE(replayed->applied(), parked->parked_size());
  EXPECT_EQ(replayed->still_parked(), 0);
  ProveRecovery(
      load, "poison",
      Cat(kUnreadable, " records that cannot be read, and a handler that refused; ",
          replayed->applied(), " events waited and were applied"));
}

}  // namespace
}  // namespace binadaya::test
