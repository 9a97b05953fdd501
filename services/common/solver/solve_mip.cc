#include "services/common/solver/solve_mip.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <coin/CbcEventHandler.hpp>
#include <coin/CbcHeuristic.hpp>
#include <coin/CbcHeuristicLocal.hpp>
#include <coin/CbcHeuristicRINS.hpp>
#include <coin/CbcModel.hpp>
#include <coin/CglClique.hpp>
#include <coin/CglFlowCover.hpp>
#include <coin/CglGomory.hpp>
#include <coin/CglKnapsackCover.hpp>
#include <coin/CglMixedIntegerRounding2.hpp>
#include <coin/CglProbing.hpp>
#include <coin/CglTwomir.hpp>
#include <coin/CoinPackedVector.hpp>
#include <coin/OsiClpSolverInterface.hpp>
#include <numeric>

namespace binadaya {
namespace {

// The objective is a sum of whole numbers: what is better is better by 1.
constexpr double kStep = 0.999;

// A rough run asks for so much less than the bound, as a part of it; then for kLess times that when
// there is nothing, for kFarLess when it ran out of nodes.
constexpr double kLeastLess = 0.003, kMostLess = 0.2, kLess = 1.3, kFarLess = 2;
constexpr int kRoughNodes = 150;  // each time

// A row in the smallest whole numbers that say the same.
Mip::Row Reduced(const Mip& mip, Mip::Row row) {
  std::int64_t divisor = 0;
  for (const Mip::Term& term : row.terms) {
    if (!mip.columns[static_cast<std::size_t>(term.column)].binary) return row;
    divisor = std::gcd(divisor, term.factor);
  }
  if (divisor < 2) return row;
  for (Mip::Term& term : row.terms) term.factor /= divisor;
  row.most = row.most / divisor - (row.most % divisor < 0 ? 1 : 0);  // rounded down
  return row;
}

void Add(OsiClpSolverInterface& lp, const Mip::Row& row) {
  // CBC's tolerances are absolute, and mean little beside millions of millions. What is a hair
  // above the limit may be found (and is forbidden then): were it within the tolerance, CBC would
  // find it, refuse it, and take the whole for infeasible.
  constexpr std::int64_t kLargest = 1'000;
  std::int64_t largest = 0;
  for (const Mip::Term& term : row.terms) {
    if (!lp.isInteger(term.column)) {
      largest = 0;
      break;
    }
    largest = std::max(largest, std::abs(term.factor));
  }
  double scale = 1;
  while (static_cast<double>(largest) * scale > kLargest) scale /= 2;
  const double room = scale < 1 ? std::max(scale / 2, 1e-5) : 0;
  CoinPackedVector terms;
  for (const Mip::Term& term : row.terms) {
    if (term.factor != 0) terms.insert(term.column, static_cast<double>(term.factor) * scale);
  }
  lp.addRow(terms, -COIN_DBL_MAX, static_cast<double>(row.most) * scale + room);
}

void Load(OsiClpSolverInterface& lp, const Mip& mip) {
  lp.messageHandler()->setLogLevel(0);
  lp.getModelPtr()->messageHandler()->setLogLevel(0);
  for (std::size_t i = 0; i < mip.columns.size(); ++i) {
    const Mip::Column& column = mip.columns[i];
    lp.addCol(
        0, nullptr, nullptr, 0, static_cast<double>(column.most),
        -static_cast<double>(column.objective));
    if (column.binary) lp.setInteger(static_cast<int>(i));
  }
  for (const Mip::Row& row : mip.rows) Add(lp, Reduced(mip, row));
}

// Adds implied rows until the relaxation breaks none; without those that turn out to bind nothing,
// which would slow down each node.
void Tighten(OsiClpSolverInterface& lp, const Mip& mip) {
  constexpr int kRounds = 50;
  if (!mip.implied) return;
  const int own = lp.getNumRows();
  lp.initialSolve();
  for (int round = 0; round < kRounds && lp.isProvenOptimal(); ++round) {
    const auto broken = mip.implied({lp.getColSolution(), lp.getColSolution() + lp.getNumCols()});
    if (broken.empty()) break;
    for (const Mip::Row& row : broken) Add(lp, row);
    lp.resolve();
  }
  std::vector<int> loose;
  for (int row = own; row < lp.getNumRows(); ++row)
    if (lp.getRowActivity()[row] < lp.getRowUpper()[row] - 1) loose.push_back(row);
  lp.deleteRows(static_cast<int>(loose.size()), loose.data());
}

class Watcher : public CbcEventHandler {
 public:
  explicit Watcher(const MipRun& run) : run_(run) {}
  CbcEventHandler* clone() const override { return new Watcher(*this); }
  CbcAction event(CbcEvent what) override {
    if (run_.progress && (what == solution || what == heuristicSolution)) {
      run_.progress(-model_->getObjValue(), -model_->getBestPossibleObjValue());
    }
    if (what == solution || what == heuristicSolution) found_ = true;
    return (run_.rough && found_) || (run_.stop && run_.stop()) ? stop : noAction;
  }

 private:
  const MipRun& run_;
  bool found_ = false;
};

void SetUp(CbcModel& model, bool heuristics) {
  model.setLogLevel(0);
  model.messageHandler()->setLogLevel(0);
  CglProbing probing;
  probing.setUsingObjective(1);
  probing.setMaxPass(1);
  probing.setMaxPassRoot(1);
  probing.setMaxProbeRoot(500);
  probing.setMaxLook(10);
  probing.setMaxLookRoot(50);
  probing.setRowCuts(3);
  CglKnapsackCover knapsack;
  CglClique clique;
  clique.setStarCliqueReport(false);
  clique.setRowCliqueReport(false);
  CglMixedIntegerRounding2 rounding(1, true, 1);
  CglFlowCover flow;
  CglGomory gomory;
  gomory.setLimitAtRoot(1000);
  gomory.setLimit(50);
  CglTwomir twomir;
  twomir.setMaxElements(250);
  constexpr int kWhileItHelps = -98;
  constexpr int kAtRoot = -100;
  model.addCutGenerator(&probing, kWhileItHelps, "probing");
  model.addCutGenerator(&gomory, kWhileItHelps, "gomory");
  model.addCutGenerator(&knapsack, kWhileItHelps, "knapsack");
  model.addCutGenerator(&clique, kWhileItHelps, "clique");
  model.addCutGenerator(&rounding, kWhileItHelps, "rounding");
  model.addCutGenerator(&flow, kWhileItHelps, "flow");
  model.addCutGenerator(&twomir, kAtRoot, "twomir");
  if (heuristics) {
    CbcRounding round(model);
    model.addHeuristic(&round, "round");
    CbcHeuristicLocal local(model);
    local.setSearchType(1);
    model.addHeuristic(&local, "local");
    CbcHeuristicRINS rins(model);
    rins.setFractionSmall(0.5);
    rins.setDecayFactor(5.0);
    model.addHeuristic(&rins, "rins");
  }
  model.setNumberStrong(5);
  model.setNumberBeforeTrust(10);
  model.setMaximumCutPassesAtRoot(50);
  model.setMaximumCutPasses(1);
  model.setMinimumDrop(1e-4);
  model.setAllowableGap(0);
  model.setAllowableFractionGap(0);
  model.setDblParam(CbcModel::CbcCutoffIncrement, kStep);
}

// The whole solution that a choice leads to; none when the choice breaks a row.
std::vector<double> Complete(const OsiClpSolverInterface& lp, const std::vector<bool>& chosen) {
  OsiClpSolverInterface fixed(lp);
  for (int i = 0; i < fixed.getNumCols(); ++i) {
    if (!fixed.isInteger(i)) continue;
    const double value = chosen[static_cast<std::size_t>(i)] ? 1 : 0;
    fixed.setColBounds(i, value, value);
  }
  fixed.initialSolve();
  if (!fixed.isProvenOptimal()) return {};
  return {fixed.getColSolution(), fixed.getColSolution() + fixed.getNumCols()};
}

// All but this choice.
Mip::Row Forbid(const Mip& mip, const std::vector<bool>& chosen) {
  Mip::Row row{.most = -1};
  for (std::size_t i = 0; i < mip.columns.size(); ++i) {
    if (!mip.columns[i].binary) continue;
    row.terms.push_back({static_cast<int>(i), chosen[i] ? 1 : -1});
    if (chosen[i]) ++row.most;
  }
  return row;
}

// One search.
MipAnswer Search(const Mip& mip, const OsiClpSolverInterface& lp, const MipRun& run) {
  CbcModel model(lp);
  SetUp(model, !run.at_least);  // they find little of what is so near the bound
  Watcher watcher(run);
  model.passInEventHandler(&watcher);
  model.setMaximumNodes(run.nodes);
  model.setUseElapsedTime(true);
  model.setMaximumSeconds(run.seconds);
  if (!run.start.empty() && Satisfies(mip, run.start)) {
    if (const std::vector<double> start = Complete(lp, run.start); !start.empty()) {
      double objective = 0;
      for (std::size_t i = 0; i < start.size(); ++i)
        objective += start[i] * lp.getObjCoefficients()[i];
      model.setBestSolution(start.data(), static_cast<int>(start.size()), objective, true);
    }
  }
  if (run.at_least) model.setCutoff(0.5 - static_cast<double>(*run.at_least));
  model.initialSolve();
  if (!model.isInitialSolveProvenPrimalInfeasible()) model.branchAndBound();

  MipAnswer answer;
  if (run.stop && run.stop()) return {.state = MipAnswer::State::kStopped};
  const double* solution = model.bestSolution();
  const bool ended = model.isInitialSolveProvenPrimalInfeasible() || model.status() == 0;
  if (solution == nullptr) {
    if (ended) return {.state = MipAnswer::State::kInfeasible};
    answer.bound = -model.getBestPossibleObjValue();
    return answer;
  }
  for (std::size_t i = 0; i < mip.columns.size(); ++i)
    answer.chosen.push_back(mip.columns[i].binary && solution[i] > 0.5);
  answer.state = ended ? MipAnswer::State::kOptimal : MipAnswer::State::kCutShort;
  answer.bound = ended ? -model.getObjValue() : -model.getBestPossibleObjValue();
  return answer;
}

// Search, but what is found satisfies the program in whole numbers.
MipAnswer SearchExactly(const Mip& mip, OsiClpSolverInterface& lp, const MipRun& run) {
  const auto begun = std::chrono::steady_clock::now();
  MipRun rest = run;
  for (;;) {
    MipAnswer answer = Search(mip, lp, rest);
    if (answer.chosen.empty() || Satisfies(mip, answer.chosen)) return answer;
    Add(lp, Forbid(mip, answer.chosen));
    rest.seconds = run.seconds -
                   std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    if (rest.seconds <= 0) return {.bound = answer.bound};
  }
}

}  // namespace

MipAnswer SolveMip(const Mip& mip, const MipRun& run) {
  OsiClpSolverInterface lp;
  Load(lp, mip);
  Tighten(lp, mip);
  if (!run.rough) return SearchExactly(mip, lp, run);
  lp.initialSolve();
  if (!lp.isProvenOptimal()) return {.state = MipAnswer::State::kInfeasible};
  const auto begun = std::chrono::steady_clock::now();
  const double bound = -lp.getObjValue();
  MipRun some = run;
  some.nodes = std::min(run.nodes, kRoughNodes);
  for (double less = kLeastLess; less < kMostLess && some.seconds > 0;) {
    some.at_least = std::llround(bound * (1 - less));
    MipAnswer answer = SearchExactly(mip, lp, some);
    if (answer.state == MipAnswer::State::kStopped) return answer;
    if (!answer.chosen.empty())
      return {
          .state = MipAnswer::State::kCutShort, .chosen = std::move(answer.chosen), .bound = bound};
    less *= answer.state == MipAnswer::State::kInfeasible ? kLess : kFarLess;
    some.seconds = run.seconds -
                   std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  }
  return {.bound = bound};
}

}  // namespace binadaya
