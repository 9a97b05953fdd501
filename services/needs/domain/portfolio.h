#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/domain/finding.h"
#include "services/common/domain/mip.h"
#include "services/common/domain/money.h"

// Which programs, and in which of their variants, are worth a year's money (F-23).
//
// A need's cover is Σ seats / affected x the share of its gap that the variant's lift closes,
// capped at 1, so that two programs for one need do not count twice. What is maximised is Σ score x
// cover, in points. Points are kept with 4 decimals for each variant and need, as scores are, and
// added up as whole numbers: equal is equal, and nothing depends on the order of the input.
namespace binadaya::needs::domain {

struct PortfolioNeed {
  std::string id;
  double score = 0;     // F-05, 0..100
  int affected = 0;     // people; a need of nobody is covered by nothing
  double mean_gap = 0;  // levels
};

// What a variant does for one need.
struct Lift {
  std::string need;
  double share = 0;  // 0..1 of the gap of who takes part
};

// One way to hold a program, for a whole year.
struct PortfolioVariant {
  std::string id;
  Money cost;
  std::string source;        // of funds (sumber dana)
  std::string sub_activity;  // sub-kegiatan
  int seats = 0;
  int kecamatan_seats = 0;  // of them: for people of kecamatan and kelurahan
  int trainer_hours = 0;
  std::array<int, 12> batches = {};  // begun in each month
  std::vector<Lift> lifts = {};
};

struct PortfolioProgram {
  std::string id;
  bool mandatory = false;      // one of its variants is in
  std::string committed = {};  // this variant is in already, and no other
  std::vector<PortfolioVariant> variants = {};
};

// Pagu: what may be spent of a source, for a sub-activity; an empty name means all of them.
struct Ceiling {
  std::string source;
  std::string sub_activity;
  Money amount;
  bool operator==(const Ceiling&) const = default;
};

struct PortfolioInput {
  std::vector<PortfolioNeed> needs = {};
  std::vector<PortfolioProgram> programs = {};
  std::vector<Ceiling> ceilings = {};
  double kecamatan_share = 0;  // of all seats at least; kept with 4 decimals
  std::optional<int> trainer_hours = {};
  std::optional<int> batches_a_month = {};
};

// What can stand against a variant.
struct Limit {
  enum class Kind { kCeiling = 1, kKecamatanSeats, kTrainerHours, kBatches };
  Kind kind = Kind::kCeiling;
  std::string source = {}, sub_activity = {};  // of a ceiling
  int month = 0;                               // of batches, 1..12
  bool operator==(const Limit&) const = default;
};

// How far a limit is used: rupiah, hours or batches. Of seats for kecamatan: `used` is how many the
// share of all seats demands (rounded up), `most` how many there are.
struct Use {
  Limit limit;
  std::int64_t used = 0;
  std::int64_t most = 0;
  std::int64_t over() const { return used > most ? used - most : 0; }
  bool operator==(const Use&) const = default;
};

struct Choice {
  std::string program;
  std::string variant;
  bool operator==(const Choice&) const = default;
};

struct Cover {
  std::string need;
  double share = 0;   // 0..1 of its gap is closed, 4 decimals
  double points = 0;  // score x cover, 4 decimals
};

struct Portfolio {
  std::vector<Choice> chosen;  // by program
  Money cost;
  double points = 0;
  double bound = 0;  // no portfolio has more points
  // 0: optimal. Else no portfolio is better by more than so many per cent of the bound.
  double within_percent() const { return bound > points ? 100 * (bound - points) / bound : 0; }
  std::vector<Cover> covers;  // by need, all of them
  std::vector<Use> uses;  // ceilings by source and sub-activity, then the other limits that are set
  double gap_points = 0;  // closed: Σ cover x affected x mean gap, person-levels
  // Whole rupiah, half up; none when no gap is closed.
  std::optional<Money> per_gap_point() const;
};

// How long it may take; each of the programs that are solved for one answer may take so long.
struct PortfolioRun {
  int nodes = 2'000'000;
  double seconds = 60;
  std::function<bool()> stop = {};                                 // asked often; true ends the run
  std::function<void(double points, double bound)> progress = {};  // the best so far
};

// Everything that is wrong with the input, whatever its order:
// PORT-01 a number outside of what it may be; PORT-02 a name that stands twice, or none; PORT-03 a
// need or a committed variant that is not there, or a program without a variant; PORT-04 a variant
// that no ceiling pays for (a missing line is not "unlimited").
Findings CheckPortfolio(const PortfolioInput& input);

// The best portfolio: most points; of those the cheapest, so that nothing is spent on what is
// covered already; of those the one of the smallest sum of positions in the order of ids (programs,
// then variants). The same input gets the same answer in any order.
// InvalidArgument: CheckPortfolio. FailedPrecondition: what is mandatory and committed does not
// fit; PORT-05 for each limit with how much is missing, for those variants that miss the fewest
// hours, batches and seats and then the fewest rupiah. Cancelled: `stop`. DeadlineExceeded: cut
// short before anything was found. Cut short later: the best so far and its bound.
absl::StatusOr<Portfolio> Choose(
    const PortfolioInput& input, const MipSolver& solve, const PortfolioRun& run);

// What a list sorted by benefit to cost would choose: what is mandatory and committed, then again
// and again the variant that adds the most points a rupiah and fits. To be shown beside the best.
// Refuses as Choose does, also (PORT-05) where only another choice for the mandatory would fit.
absl::StatusOr<Portfolio> Greedy(const PortfolioInput& input);

// Why a variant is not in.
struct NotChosen {
  enum class Why {
    kOtherVariant = 1,  // `by`: the variant of its program that is in
    kNothingToAdd,      // its needs are covered already; `by`: the programs in for the same needs
    kLimits,            // beside what is chosen it would break `over`
    kCutShort           // nothing stands against it; the search was cut short
  };
  std::string program;
  std::string variant;
  Why why = Why::kLimits;
  double points = 0;  // that it would add to what is chosen
  std::vector<std::string> by = {};
  std::vector<Use> over = {};  // each with what would be used
};

// What it would take for a program to come in. The definition: the least money `extra` such that,
// when every ceiling that one of its variants counts to is raised by it and nothing else changes,
// Choose has the program in its answer. (Raised together, because money of a source that no
// sub-activity has is no use, nor the other way round.) With one rupiah less it is out. It may fall
// out again further up: portfolios do not grow one by one. A tie in points and rupiah with a
// portfolio without the program does not count as in.
//
// How it is found: let (v, c) be points and cost of the best portfolio at some extra money, and the
// program not in it. The least money at which one with the program is better than (v, c) is found
// by the solver; below it the program cannot be in, for what is best without it only grows with
// money. There Choose decides anew; and so on until the program is in or nothing with it is better.
struct Entry {
  enum class State { kEnters = 1, kNever, kCutShort };
  std::string program;
  State state = State::kNever;
  Money extra = {};
  std::string variant = {};              // in which it comes in
  std::vector<Ceiling> ceilings = {};    // those that this variant counts to, as they are then
  std::vector<std::string> leaves = {};  // programs that fall out for it
};

struct Explanation {
  std::vector<NotChosen> not_chosen;  // each variant, by program and variant
  std::vector<Entry> entries;         // each program that is not in, by id
};

// `portfolio`: Choose's answer to the same input. Cancelled: `stop`. `progress` is told programs
// done and all.
absl::StatusOr<Explanation> Explain(
    const PortfolioInput& input, const Portfolio& portfolio, const MipSolver& solve,
    const PortfolioRun& run);

// Scenarios. Each ceiling x percent / 100, down to a whole rupiah (85: fifteen per cent less).
PortfolioInput WithCeilings(PortfolioInput input, int percent);
// Other scores, by need: without a directive, or with other weights. Who is not named keeps his.
PortfolioInput WithScores(PortfolioInput input, const std::map<std::string, double>& scores);

// What another scenario changes, by program.
struct Change {
  std::vector<Choice> comes_in;
  std::vector<Choice> falls_out;
  std::vector<Choice> held_otherwise;  // in both; the variant of `to`
};
Change Compare(const Portfolio& from, const Portfolio& to);

}  // namespace binadaya::needs::domain
