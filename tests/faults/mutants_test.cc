// A checker that never found anything proves nothing. Here each one meets a fault that is built in,
// which it must find, and the same work without the fault, where it must not.
#include <iostream>

#include "absl/time/clock.h"
#include "binadaya/v1/finding.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/cli/every_service.h"
#include "services/common/domain/text.h"
#include "tests/faults/load.h"
#include "tests/support/checkers.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kNowhere[] = "127.0.0.1:1";
constexpr char kMoved[] = "33.74.14.1004";  // the unit that the load moves to and fro

class Mutants : public ::testing::Test {
 protected:
  // Services with a fault, in this process; then some work.
  void Begin(const std::string& mutant, const std::string& kafka = Stack::Get()["KAFKA"]) {
    platform_ = std::make_unique<Platform>(
        cli::AllServices(),
        std::map<std::string, std::string>{{"MUTANT", mutant}, {"KAFKA", kafka}});
    absl::StatusOr<World> world = World::Found(target(), 20);
    ASSERT_TRUE(world.ok()) << world.status();
    world_ = *std::move(world);
  }
  void Work(int commands = 150) {
    load_ = std::make_unique<Load>(target(), world_, Load::Options{.clients = 6, .rate = 300});
    load_->Start();
    ASSERT_TRUE(Eventually([&] { return load_->answered() >= commands; })) << load_->Summary();
    load_->Stop();
  }
  // All services again, with other settings.
  void Restart(const std::map<std::string, std::string>& settings) {
    for (const std::string& service : cli::AllServices()) platform_->Restart(service, settings);
  }
  Target target() {
    return {
        .registry = {&platform_->registry()},
        .needs = {&platform_->needs()},
        .budgeting = {},
        .as = [this](
                  const std::string& who, const std::vector<Grant>& grants,
                  absl::Duration patience) { return platform_->As(who, grants, patience); }};
  }
  Subject subject() {
    return {
        .brokers = Stack::Get()["KAFKA"],
        .topic_prefix = platform_->topic(""),
        .sql = [this](const std::string& service) -> pg::Connection& {
          return platform_->sql(service);
        },
        .operations = [this](const std::string& service) -> operations::OperationsClient& {
          return platform_->operations(service);
        },
        .admin = [this] { return platform_->Admin(); }};
  }
  Evidence evidence() {
    absl::StatusOr<Evidence> gathered = Gather(subject());
    EXPECT_TRUE(gathered.ok()) << gathered.status();
    return gathered.ok() ? *std::move(gathered) : Evidence();
  }
  bool AtRest() {
    return Eventually([this] { return Settled(subject()); }, absl::Seconds(60));
  }
  bool OutboxesEmpty() {
    return Eventually(
        [this] {
          for (const std::string& service : cli::AllServices()) {
            if (!platform_->sql(service).Query("SELECT 1 FROM outbox LIMIT 1", {}).empty())
              return false;
          }
          return true;
        },
        absl::Seconds(60));
  }
  // The first word about the moved unit reaches the topic once more, long after the last: as from a
  // relay that died before it could note what it had sent.
  void PublishAnOldEventAgain() {
    registry::v1::ImportRequest move;
    move.set_request_id(platform_->Id());
    move.set_file(
        Cat("code,name,kind,parent,direct_service\n", kMoved, ",Polaman,KELURAHAN,33.74.02,ya\n"));
    move.set_confirm(true);
    ASSERT_TRUE(platform_->registry().ImportUnits(platform_->Admin(), move).ok());
    ASSERT_TRUE(AtRest());
    platform_->sql("registry")
        .Query(
            "INSERT INTO outbox (shard, event_id, aggregate_type, aggregate_id, "
            "aggregate_version, topic, headers, payload) SELECT 0, event_id, aggregate_type, "
            "aggregate_id, aggregate_version, $1, headers, payload FROM event_log WHERE "
            "aggregate_type = 'unit' AND aggregate_id = $2 AND aggregate_version = 1",
            {platform_->topic("binadaya.registry.v1"), kMoved});
    ASSERT_TRUE(OutboxesEmpty());
    // Heard again: reporting stands at the end of every partition.
    const auto records = static_cast<std::int64_t>(evidence().topics.at("registry").size());
    ASSERT_TRUE(Eventually([&] {
      return platform_->sql("reporting")
                 .Query(
                     "SELECT sum(greatest(next_offset, 0)) FROM consumer_offset WHERE topic = $1",
                     {platform_->topic("binadaya.registry.v1")})
                 .Int(0, 0) == records;
    }));
  }

  // The checker has found the fault that it is meant for.
  static void ExpectFound(const char* fault, const Violations& violations) {
    EXPECT_THAT(violations, Not(IsEmpty())) << fault;
    std::cout << "[ FOUND    ] " << fault << ": " << Text(violations) << std::endl;
  }

  std::unique_ptr<Platform> platform_;
  World world_;
  std::unique_ptr<Load> load_;
};

TEST_F(Mutants, AreTheOnlyReasonForViolations) {
  Begin("", kNowhere);
  Work();
  Restart({{"KAFKA", Stack::Get()["KAFKA"]}});
  ASSERT_TRUE(AtRest());
  PublishAnOldEventAgain();
  load_ = nullptr;
  Work();
  load_->Repeat(1000);
  ASSERT_TRUE(AtRest());
  const Violations violations = Everything(load_->journal(), subject());
  EXPECT_THAT(violations, IsEmpty()) << Text(violations);
}

TEST_F(Mutants, ARelayThatReadsTheNewestFirstBreaksTheOrder) {
  Begin("unordered", kNowhere);
  Work();
  Restart({{"KAFKA", Stack::Get()["KAFKA"]}});
  ASSERT_TRUE(AtRest());  // consumers park what comes too early
  ExpectFound("I4", InOrder(evidence()));
  EXPECT_THAT(NoLostEvent(evidence()), IsEmpty());
}

TEST_F(Mutants, ARelayThatDeletesBeforeTheAcknowledgementLosesEvents) {
  Begin("delete_first", kNowhere);
  Work();
  ASSERT_TRUE(OutboxesEmpty());
  Restart({{"KAFKA", Stack::Get()["KAFKA"]}});
  ExpectFound("I1", NoLostEvent(evidence()));
}

TEST_F(Mutants, AnOutboxWithoutALogPublishesGhosts) {
  Begin("");
  ASSERT_TRUE(AtRest());
  EXPECT_THAT(NoGhostEvent(evidence()), IsEmpty());
  v1::Headers headers;
  (*headers.mutable_values())["ce_id"] = platform_->Id();
  (*headers.mutable_values())["ce_subject"] = "unit/X";
  platform_->sql("registry")
      .Query(
          "INSERT INTO outbox (shard, event_id, aggregate_type, aggregate_id, aggregate_version, "
          "topic, headers, payload) VALUES (0, $1, 'unit', 'X', 1, $2, $3, '')",
          {headers.values().at("ce_id"), platform_->topic("binadaya.registry.v1"),
           pg::Bytes{headers.SerializeAsString()}});
  ASSERT_TRUE(OutboxesEmpty());
  ExpectFound("I2", NoGhostEvent(evidence()));
}

TEST_F(Mutants, AConsumerWithoutInboxTakesTheLastWordBack) {
  Begin("no_inbox");
  Work();
  ASSERT_TRUE(AtRest());
  PublishAnOldEventAgain();
  ExpectFound("I3", NoDuplicateEffect(evidence(), subject()));
  ExpectFound("I9", ProjectionIsFold(subject()));
}

TEST_F(Mutants, ADatabaseWithoutIdempotencyDoesACommandTwice) {
  Begin("no_idempotency");
  Work();
  EXPECT_THAT(Idempotent(load_->journal(), evidence(), subject()), IsEmpty());
  load_->Repeat(50);
  ExpectFound("I7", Idempotent(load_->journal(), evidence(), subject()));
}

TEST_F(Mutants, ADatabaseThatAnswersBeforeItCommitsForgetsWhatItAcknowledged) {
  Begin("");
  Restart({{"MUTANT", "no_commit"}});
  Work();
  ExpectFound("I8", Durable(load_->journal(), evidence(), subject()));
}

TEST_F(Mutants, AProjectionThatSomebodyTouchedIsNoFold) {
  Begin("");
  ASSERT_TRUE(AtRest());
  EXPECT_THAT(ProjectionIsFold(subject()), IsEmpty());
  platform_->sql("reporting").Execute("UPDATE person SET post = 'CAMAT'");
  ExpectFound("I9", ProjectionIsFold(subject()));
}

Record At(int partition, std::int64_t offset, const char* id, std::int64_t sequence) {
  return {
      .partition = partition,
      .offset = offset,
      .id = id,
      .subject = "unit/A",
      .sequence = sequence};
}

TEST(Checkers, OfTheOrderTakeRepetitionsAndNothingElse) {
  EXPECT_THAT(
      InOrder(
          {At(0, 0, "a", 1), At(0, 1, "b", 2), At(0, 2, "a", 1), At(0, 3, "b", 2),
           At(0, 4, "c", 3)}),
      IsEmpty());
  EXPECT_THAT(InOrder({At(0, 0, "a", 1), At(0, 1, "c", 3)}), Not(IsEmpty()));
  EXPECT_THAT(InOrder({At(0, 0, "b", 2), At(0, 1, "a", 1)}), Not(IsEmpty()));
  EXPECT_THAT(InOrder({At(0, 0, "a", 1), At(1, 0, "b", 2)}), Not(IsEmpty()));
  EXPECT_THAT(InOrder({At(0, 0, "a", 1), At(0, 1, "x", 1)}), Not(IsEmpty()));
}

}  // namespace
}  // namespace binadaya::test
