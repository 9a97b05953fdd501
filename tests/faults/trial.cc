#include "tests/faults/trial.h"

#include <cstdlib>
#include <iostream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "services/common/domain/text.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

constexpr absl::Duration kDrain = absl::Seconds(60);
constexpr std::size_t kRepeated = 200;

}  // namespace

std::unique_ptr<Cluster> Trial::cluster_;
std::unique_ptr<World> Trial::world_;
std::unique_ptr<Funds> Trial::funds_;

// Ends the cluster when all tests have run; a process that runs none never starts one.
class ClusterLife : public ::testing::Environment {
 public:
  void TearDown() override { Trial::cluster_.reset(); }
};
static const ::testing::Environment* const kLife =
    ::testing::AddGlobalTestEnvironment(new ClusterLife);

Trial::Trial() {
  if (cluster_ == nullptr) {
    cluster_ = std::make_unique<Cluster>();
    absl::StatusOr<World> world = World::Found(target());
    if (!world.ok()) {
      std::cerr << "the city could not be founded: " << world.status() << "\n";
      std::_Exit(2);
    }
    world_ = std::make_unique<World>(*std::move(world));
    // What is asked of a service stands on what it heard of the others.
    EXPECT_TRUE(Eventually([] { return Settled(cluster_->subject()); }, kDrain));
  }
  EXPECT_TRUE(cluster_->AllReady());
}

const Funds& Trial::funds() {
  if (funds_ == nullptr) {
    absl::StatusOr<Funds> funds = Funds::Found(cluster_->budgeting(), target().as);
    EXPECT_TRUE(funds.ok()) << funds.status();
    funds_ = std::make_unique<Funds>(*std::move(funds));
  }
  return *funds_;
}

Load Trial::LoadOfAll(const Target& at, Load::Options options) {
  options.refusals.insert(kLedgerRefusals.begin(), kLedgerRefusals.end());
  options.clients = 10;
  options.rate = 100;
  const Work people = PeopleWork(at, world()), ledger = LedgerWork(at, funds());
  return {Together({people, ledger, people, ledger, LookWork(at)}), std::move(options)};
}

Target Trial::target() {
  return {
      .registry = {&cluster_->registry()},
      .needs = {&cluster_->needs()},
      .budgeting = {&cluster_->budgeting()},
      .scheduling = {&cluster_->scheduling()},
      .reporting = {&cluster_->reporting()},
      .as = [cluster = cluster_.get()](
                const std::string& subject, const std::vector<Grant>& grants,
                absl::Duration patience) { return cluster->As(subject, grants, patience); }};
}

bool Trial::AllServices(bool ready) {
  for (const char* service : kServices) {
    if (cluster().Ready(service) != ready) return false;
  }
  return true;
}

std::int64_t Trial::Waiting() {
  std::int64_t waiting = 0;
  for (const std::string_view publisher : graph::kPublishers) {
    pg::Connection& sql = cluster().sql(std::string(publisher));
    waiting += sql.Query("SELECT count(*) FROM outbox", {}).Int(0, 0);
  }
  return waiting;
}

void Trial::ExpectAllAnswered(const Load& load) {
  for (const Operation& operation : load.journal()) {
    EXPECT_TRUE(operation.outcome != Operation::Outcome::kUnknown && load.Expects(operation))
        << operation.request_id;
  }
}

void Trial::ProveRecovery(
    Load& load, const std::string& fault, const std::string& figures, Load* before) {
  ASSERT_TRUE(cluster().AllReady()) << fault;
  load.Stop();
  const absl::Time stopped = absl::Now();
  const Subject subject = cluster().subject();
  EXPECT_TRUE(Eventually([&] { return Settled(subject); }, kDrain)) << fault << ": not drained";
  const absl::Duration drained = absl::Now() - stopped;
  const std::string under_fault = load.Summary();
  Journal journal;
  for (Load* one : {before, &load}) {
    if (one == nullptr) continue;
    one->Repeat(kRepeated);
    for (const Operation& operation : one->journal()) {
      EXPECT_TRUE(one->Expects(operation)) << operation.request_id;
      journal.push_back(operation);
    }
  }

  Load after = load.Anew();
  after.Start();
  EXPECT_TRUE(Eventually([&] { return after.answered() >= 150; }))
      << fault << ": " << after.Summary();
  after.Stop();
  ExpectAllAnswered(after);
  for (const Operation& operation : after.journal()) journal.push_back(operation);
  EXPECT_TRUE(Eventually([&] { return Settled(subject); }, kDrain)) << fault << ": not at rest";
  const Violations violations = Everything(journal, subject);
  EXPECT_TRUE(violations.empty()) << fault << ": " << Text(violations);
  std::cout << "[ FAULT    ] " << fault << ": " << figures << "; " << under_fault << "; drained in "
            << Seconds(drained) << "; invariants: " << Text(violations) << std::endl;
}

int Dose(const char* name, int standard) {
  if (const char* asked = std::getenv(name); asked != nullptr)
    (void)absl::SimpleAtoi(asked, &standard);
  return standard;
}

std::string Seconds(absl::Duration duration) {
  return absl::StrFormat("%.1f s", absl::ToDoubleSeconds(duration));
}

}  // namespace binadaya::test
