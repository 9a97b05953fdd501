#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace binadaya {

// A mixed-integer program (MIP) in whole numbers: maximise Σ objective × column, where each row
// says Σ factor × column ≤ most. A column is 0 or 1, or anything from 0 to `most`. Nothing to
// choose satisfies a program without a negative `most`.
struct Mip {
  struct Column {
    std::int64_t objective = 0;
    std::int64_t most = 1;
    bool binary = true;
  };
  struct Term {
    int column = 0;
    std::int64_t factor = 0;
  };
  struct Row {
    std::vector<Term> terms = {};  // each column at most once
    std::int64_t most = 0;
  };
  std::vector<Column> columns;
  std::vector<Row> rows;
  // Of values of the columns that need not be whole: rows that hold for every choice, and that
  // these values break. They say nothing new, but a solver proves sooner.
  std::function<std::vector<Row>(const std::vector<double>&)> implied = {};
};

// Whether `chosen`, by column, satisfies the rows that hold only binary columns: exactly, in
// integers. (Those with others bind what the others may be, not the choice.)
bool Satisfies(const Mip& mip, const std::vector<bool>& chosen);

// How long a solver may take, and who is told meanwhile. `nodes` is the same on every machine,
// `seconds` is not: an answer that `seconds` cut short may differ the next time.
struct MipRun {
  int nodes = 2'000'000;
  double seconds = 60;
  std::function<bool()> stop = {};  // asked often; true ends the run
  // The best objective so far, and what no choice exceeds.
  std::function<void(double best, double bound)> progress = {};
  std::vector<bool> start = {};  // a choice to begin with, by column; empty: none
  // Nothing with a smaller objective is looked for: a program of which all is smaller is
  // infeasible.
  std::optional<std::int64_t> at_least = {};
  // Near the best is enough: searches with few nodes ask for a little less each time than what no
  // choice can exceed, and the first choice that they find is the answer, cut short. Of an
  // objective above 0; not to be used with `start` or `at_least`.
  bool rough = false;
};

struct MipAnswer {
  enum class State {
    kOptimal,     // `chosen` is as good as any, within 1e-6 of a whole number
    kCutShort,    // by `nodes` or `seconds`; `chosen` is the best so far
    kInfeasible,  // nothing satisfies the rows
    kNothing,     // cut short before anything was found
    kStopped      // the run's `stop` said so
  };
  State state = State::kNothing;
  std::vector<bool> chosen = {};  // by column; false where a column is not binary
  double bound = 0;               // no choice has an objective above it; infeasible, stopped: 0
};

// How a domain, which stands on no library, gets at a solver. Deterministic: the same program and
// run get the same answer, as long as `seconds` does not cut them short. An answer with `chosen`
// Satisfies the program.
using MipSolver = std::function<MipAnswer(const Mip&, const MipRun&)>;

}  // namespace binadaya
