#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "services/needs/domain/portfolio.h"

// The portfolio in numbers: what Choose, Greedy and Explain share.
namespace binadaya::needs::domain {

// Ten-thousandths of a point.
std::int64_t Ticks(double points);
double PointsOf(std::int64_t ticks);

// A variant that may be chosen. What is committed has no others beside it.
struct Item {
  std::size_t program = 0;  // index, as those below
  const PortfolioVariant* variant = nullptr;
  std::vector<std::pair<std::size_t, std::int64_t>> ticks = {};  // that it brings to each need
};

// What limits the chosen items together: Σ use <= most.
struct LimitRow {
  Limit limit;
  std::vector<std::int64_t> use = {};  // by item
  std::int64_t most = 0;
};

// Items by index.
using Selection = std::vector<bool>;

// In the order of ids, whatever the order of the input. Keeps pointers into the input, which has
// been checked and outlives it.
struct PortfolioModel {
  explicit PortfolioModel(const PortfolioInput& input);

  std::int64_t TicksOf(const Selection& chosen) const;
  std::int64_t CostOf(const Selection& chosen) const;  // rupiah
  // Ticks that `item` adds to `chosen`.
  std::int64_t Added(const Selection& chosen, std::size_t item) const;
  Use UseOf(const LimitRow& row, const Selection& chosen) const;
  bool Fits(const Selection& chosen) const;
  bool Has(const Selection& chosen, std::size_t program) const;
  bool Forced(std::size_t program) const;
  // Raises the ceilings that the variants of a program count to.
  void Raise(std::size_t program, std::int64_t rupiah);
  bool Pays(const LimitRow& row, std::size_t program) const;

  std::vector<const PortfolioNeed*> needs;
  std::vector<const PortfolioProgram*> programs;
  std::vector<Item> items;
  std::vector<std::int64_t> caps;  // ticks, by need
  std::vector<LimitRow> limits;    // ceilings first, then as in Portfolio::uses
};

// Columns: the items, then what each need gets that can be covered more than once. Rows: one
// variant a program, what is forced, covers; and last the limits, unless they are left out.
// Maximises ticks.
Mip MipOf(const PortfolioModel& model, bool with_limits = true);
// The objective of `mip`, as it is now, is at least that much.
Mip::Row NotLess(const Mip& mip, std::int64_t objective);

struct Best {
  Selection chosen;
  std::int64_t bound = 0;  // no selection has more ticks
};
// Choose, in numbers. `start`: to begin with, if it fits; by default what a rough search finds.
absl::StatusOr<Best> FindBest(
    const PortfolioModel& model, const MipSolver& solve, const PortfolioRun& run,
    Selection start = {});
// What is forced first, whether it fits or not.
Selection GreedySelection(const PortfolioModel& model);
// At least as many ticks as `start`, which fits; often nearly the most there are. Takes a
// fourth of a second for 240 items.
Selection Improved(const PortfolioModel& model, const Selection& start);
Portfolio PortfolioOf(const PortfolioModel& model, const Best& best);

// A part of FindBest: the selection that maximises the objective of `mip`, whose first columns are
// the items. Cancelled; nullopt when nothing satisfies it, or nothing was found in time;
// Best::bound of any objective.
struct Solved {
  std::optional<Selection> chosen = {};
  bool infeasible = false;
  std::int64_t bound = 0;
};
absl::StatusOr<Solved> Solve(
    const PortfolioModel& model, const Mip& mip, const MipSolver& solve, const PortfolioRun& run,
    const Selection& start, std::optional<std::int64_t> at_least = {}, bool rough = false);

}  // namespace binadaya::needs::domain
