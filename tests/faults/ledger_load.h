#pragma once

#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tests/faults/load.h"
#include "tests/support/budget.h"

namespace binadaya::test {

// Budgets of two units, of this year and the next one, in force.
struct Funds {
  struct Line {
    std::string id, unit;
    int year = 0;
  };
  std::vector<Line> lines;  // the hottest first

  // By their people, of a platform that knows the units. A third of the lines have little money.
  static absl::StatusOr<Funds> Found(
      const budgeting::BudgetingClient& client, const CallAs& as, int lines = 300);
};

// Binds the money of lines, few of them hot, over one year or both; pays, frees and gives back what
// is bound; and now and then brings a document that somebody has brought before.
Work LedgerWork(const Target& target, Funds funds);

// What may refuse that: a line has no more money, or is of next year and pays nothing yet; or
// another client was quicker with the document or the commitment.
inline const std::set<std::string> kLedgerRefusals = {
    "BL-08", "LED-02", "LED-04", "LED-05", "LED-11"};

}  // namespace binadaya::test
