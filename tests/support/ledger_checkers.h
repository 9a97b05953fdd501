#pragma once

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "services/common/pg.h"
#include "tests/support/checkers.h"

// What must hold of the money of a budget, whatever happened: see checkers.h. `sql` is a connection
// to budgeting's tables.
namespace binadaya::test {

// I5: every rupiah of every line is in exactly one of free, earmarked, committed, realised and
// frozen, and nothing is below zero; the rows of lines and commitments are the sums of the entries,
// the lines of a year those of its version in force. Looks at everything at one instant.
Violations MoneyConserved(pg::Connection& sql);
// I5, at rest: entries and events of the topic say the same, each entry once.
Violations EntriesTold(const std::vector<Record>& topic, pg::Connection& sql);
// I7 and I8: a document binds money once; an act that was acknowledged stands in the ledger as it
// was asked for, and once; one that was refused does not.
Violations PostedOnce(const Journal& journal, pg::Connection& sql);

// Looks four times a second whether money is conserved; while the database is away it waits.
class MoneyWatch {
 public:
  explicit MoneyWatch(std::string conninfo);
  ~MoneyWatch() { (void)Stop(); }
  // Ends. What it has seen.
  const Violations& Stop();
  int looks() const { return looks_; }

 private:
  void Run();

  const std::string conninfo_;
  std::atomic<bool> stop_ = false;
  std::atomic<int> looks_ = 0;
  Violations seen_;
  std::thread thread_;
};

}  // namespace binadaya::test
