// Events that cannot be applied, under load: nobody else waits for them, the dead letters have
// them, and when the cause is gone they are applied after all.
#include <map>
#include <set>

#include "services/common/domain/text.h"
#include "services/common/id.h"
#include "services/graph.h"
#include "tests/faults/trial.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

constexpr absl::Duration kDead = absl::Seconds(30);
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

  // Of everybody who hears the registry: how many dead letters.
  std::map<std::string, double> Dead() {
    std::map<std::string, double> dead;
    for (const graph::Subscription& subscription : graph::kSubscriptions) {
      const std::string service(subscription.service);
      if (subscription.heard == "registry")
        dead[service] = cluster().Metric(service, "binadaya_consumer_dead_letters_total");
    }
    return dead;
  }
  double Applied(const std::string& service) {
    return cluster().Metric(service, "binadaya_consumer_applied_total");
  }
  // The ids of a topic's records.
  std::set<std::string> Ids(const std::string& topic) {
    std::set<std::string> ids;
    const auto records = Dump(cluster().Brokers(), topic);
    EXPECT_TRUE(records.ok()) << records.status();
    if (records.ok()) {
      for (const Record& record : *records) ids.insert(record.id);
    }
    return ids;
  }
};

TEST_F(Poison, StopsNobodyElseAndIsAppliedWhenItsCauseIsGone) {
  const std::string sick = world().people.front();  // whom a third of all commands are about
  // What nobody can read, and in reporting one more.
  std::map<std::string, double> expected = Dead();
  for (auto& [service, letters] : expected)
    letters += kUnreadable + (service == "reporting" ? 1 : 0);
  Load load(target(), world());
  load.Start();
  ASSERT_TRUE(load.Answers(100));
  Break(sick);
  std::set<std::string> planted;
  for (int i = 0; i < kUnreadable; ++i) {
    planted.insert(Cat("unreadable-", i));
    cluster().Plant("binadaya.registry.v1", Cat("unreadable-", i), std::string(i, '\xff'));
  }
  EXPECT_TRUE(Eventually([&] { return Dead() == expected; }, kDead));
  // The others go on, and of the sick one everything waits.
  const double applied = Applied("reporting");
  EXPECT_TRUE(load.Answers(200));
  EXPECT_TRUE(Eventually([&] { return Applied("reporting") > applied + 150; }));
  EXPECT_TRUE(Eventually(
      [&] { return cluster().Metric("reporting", "binadaya_consumer_parked_aggregates") == 1; }));
  EXPECT_EQ(Dead(), expected);
  operations::v1::ListParkedRequest list;
  const auto parked =
      cluster().operations("reporting").ListParked(cluster().subject().admin(), list);
  ASSERT_TRUE(parked.ok()) << parked.status();
  ASSERT_GT(parked->parked_size(), 1);
  for (const operations::v1::Parked& event : parked->parked())
    EXPECT_EQ(event.aggregate_id(), sick);
  for (const auto& [service, letters] : expected) {
    const std::set<std::string> dead = Ids(Cat("dlq.", service, ".binadaya.registry.v1"));
    for (const std::string& id : planted) EXPECT_TRUE(dead.contains(id)) << service << " " << id;
    EXPECT_EQ(dead.contains(parked->parked(0).event_id()), service == "reporting");
  }
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
