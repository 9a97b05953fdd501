#pragma once

#include <memory>
#include <string>

#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "services/graph.h"
#include "tests/faults/ledger_load.h"
#include "tests/support/cluster.h"

namespace binadaya::test {

using graph::kServices;

// Until what piled up during a fault has gone on.
inline constexpr absl::Duration kBacklog = absl::Seconds(60);

// A test that does something bad to real processes under load. One cluster serves all trials of
// this process; each ends by proving that it has recovered.
class Trial : public ::testing::Test {
 protected:
  Trial();

  Cluster& cluster() { return *cluster_; }
  const World& world() { return *world_; }
  const Funds& funds();  // founded when they are first asked for: a year's budget begins once
  Target target();
  // Clients of whom some work for people and needs, some keep the books, and two more look.
  Load LoadOfAll(const Target& at, Load::Options options = Load::Options());
  // Whether every service says that it is ready, or every one that it is not.
  bool AllServices(bool ready);

  // Events of all publishers that the broker does not have yet.
  std::int64_t Waiting();
  // Every command was done, or refused by a rule that may.
  static void ExpectAllAnswered(const Load& load);

  // Ends the load and proves that the fault left no mark: the backlog drains, every answer is
  // repeated, a new load is answered whole, and all invariants hold. The same of one that ended
  // before it. Prints one line with `figures`.
  void ProveRecovery(
      Load& load, const std::string& fault, const std::string& figures, Load* before = nullptr);

 private:
  friend class ClusterLife;
  static std::unique_ptr<Cluster> cluster_;
  static std::unique_ptr<World> world_;
  static std::unique_ptr<Funds> funds_;
};

// A number of the environment that makes a test longer.
int Dose(const char* name, int standard);
// BINADAYA_KILLS: how often services are killed in all. Systems are killed a tenth as often, each.
inline int Kills() { return Dose("BINADAYA_KILLS", 20); }

// "1.2 s"
std::string Seconds(absl::Duration duration);

}  // namespace binadaya::test
