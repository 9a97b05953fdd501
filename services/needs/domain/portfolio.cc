#include "services/needs/domain/portfolio.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/domain/money_text.h"
#include "services/common/domain/refusal.h"
#include "services/needs/domain/portfolio_model.h"

namespace binadaya::needs::domain {
namespace {

// An amount of a limit: rupiah of a ceiling, else a number.
std::string AmountOf(const Limit& limit, std::int64_t amount) {
  return limit.kind == Limit::Kind::kCeiling ? Rupiah({amount}) : absl::StrCat(amount);
}

// What a limit is called, in both languages; `where` names it to a program.
Message NameOf(const Limit& limit) {
  switch (limit.kind) {
    case Limit::Kind::kCeiling: {
      const std::string source = limit.source.empty() ? "" : absl::StrCat(" ", limit.source);
      const std::string sub =
          limit.sub_activity.empty() ? "" : absl::StrCat(" ", limit.sub_activity);
      return {absl::StrCat("Pagu", source, sub), absl::StrCat("The ceiling", source, sub)};
    }
    case Limit::Kind::kKecamatanSeats:
      return {"Kursi kecamatan dan kelurahan", "Seats for kecamatan and kelurahan"};
    case Limit::Kind::kTrainerHours:
      return {"Jam pengajar", "Trainer hours"};
    case Limit::Kind::kBatches:
      return {
          absl::StrCat("Angkatan bulan ke-", limit.month),
          absl::StrCat("Batches of month ", limit.month)};
  }
  return {"", ""};
}

std::string WhereOf(const Limit& limit) {
  switch (limit.kind) {
    case Limit::Kind::kCeiling:
      return absl::StrCat("ceilings[", limit.source, "|", limit.sub_activity, "]");
    case Limit::Kind::kKecamatanSeats:
      return "kecamatan_share";
    case Limit::Kind::kTrainerHours:
      return "trainer_hours";
    case Limit::Kind::kBatches:
      return absl::StrCat("batches_a_month[", limit.month, "]");
  }
  return "";
}

absl::Status DoesNotFit(const PortfolioModel& model, const Selection& chosen) {
  Findings findings;
  for (const LimitRow& row : model.limits) {
    const Use use = model.UseOf(row, chosen);
    if (use.over() == 0) continue;
    const Message name = NameOf(row.limit);
    const std::string used = AmountOf(row.limit, use.used), most = AmountOf(row.limit, use.most);
    const std::string over = AmountOf(row.limit, use.over());
    findings.push_back(
        {"PORT-05",
         WhereOf(row.limit),
         {absl::StrCat(
              name.id, ": program wajib dan yang sudah dikomitmenkan memerlukan ", used,
              ", tersedia ", most, ", kurang ", over,
              ". Tambah batasnya, atau lepaskan sebuah program wajib atau komitmen."),
          absl::StrCat(
              name.en, ": what is mandatory and committed needs ", used, ", there are ", most, ", ",
              over, " too few. Raise the limit, or release a mandatory program or a commitment.")},
         {{"needed", absl::StrCat(use.used)},
          {"available", absl::StrCat(use.most)},
          {"missing", absl::StrCat(use.over())}}});
  }
  return Refuse(absl::StatusCode::kFailedPrecondition, std::move(findings));
}

// The ceilings, or the other limits, each with a column for what goes beyond it. `total`: of all.
void Stretch(const PortfolioModel& model, Mip& mip, bool ceilings, Mip::Row& total) {
  for (const LimitRow& limit : model.limits) {
    if ((limit.limit.kind == Limit::Kind::kCeiling) != ceilings) continue;
    Mip::Row row{.most = limit.most};
    std::int64_t most = 0;
    for (std::size_t i = 0; i < limit.use.size(); ++i) {
      if (limit.use[i] == 0) continue;
      row.terms.push_back({static_cast<int>(i), limit.use[i]});
      most += std::max<std::int64_t>(limit.use[i], 0);
    }
    // Seats are counted in ten-thousandths already.
    const bool seats = limit.limit.kind == Limit::Kind::kKecamatanSeats;
    const std::int64_t price = ceilings || seats ? 1 : 10'000;
    const int column = static_cast<int>(mip.columns.size());
    row.terms.push_back({column, -1});
    total.terms.push_back({column, price});
    mip.columns.push_back({.objective = -price, .most = most, .binary = false});
    mip.rows.push_back(std::move(row));
  }
}

// What comes nearest to fitting.
absl::StatusOr<Selection> Nearest(
    const PortfolioModel& model, const MipSolver& solve, const PortfolioRun& run) {
  Mip mip = MipOf(model, false);
  for (Mip::Column& column : mip.columns) column.objective = 0;
  Mip::Row total;
  Stretch(model, mip, false, total);
  auto counted = Solve(model, mip, solve, run, {});
  if (!counted.ok()) return counted.status();
  if (!counted->chosen) return absl::DeadlineExceededError("no portfolio was found in time");
  for (const LimitRow& row : model.limits) {
    if (row.limit.kind == Limit::Kind::kCeiling) continue;
    std::int64_t used = 0;
    for (std::size_t i = 0; i < row.use.size(); ++i)
      if ((*counted->chosen)[i]) used += row.use[i];
    const bool seats = row.limit.kind == Limit::Kind::kKecamatanSeats;
    total.most += std::max<std::int64_t>(used - row.most, 0) * (seats ? 1 : 10'000);
  }
  for (Mip::Column& column : mip.columns) column.objective = 0;
  mip.rows.push_back(std::move(total));
  Mip::Row rupiah;
  Stretch(model, mip, true, rupiah);
  auto paid = Solve(model, mip, solve, run, *counted->chosen);
  if (!paid.ok()) return paid.status();
  return paid->chosen ? *paid->chosen : *counted->chosen;
}

// Excludes `chosen`, and what has nothing but more beside it. Not if that may bring more: then one
// item of it does so alone, and fits but for the limits that others can make room in.
Mip::Row Other(const PortfolioModel& model, const Selection& chosen) {
  Mip::Row row{.most = -1};
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    const int column = static_cast<int>(i);
    if (chosen[i]) {
      row.terms.push_back({column, 1});
      ++row.most;
      continue;
    }
    if (model.Has(chosen, model.items[i].program) || model.Added(chosen, i) == 0) continue;
    Selection with = chosen;
    with[i] = true;
    const bool fits =
        std::all_of(model.limits.begin(), model.limits.end(), [&](const LimitRow& limit) {
          return limit.limit.kind == Limit::Kind::kKecamatanSeats ||
                 model.UseOf(limit, with).over() == 0;
        });
    if (fits) row.terms.push_back({column, -1});
  }
  return row;
}

// That suffice to prove of a city's year that nothing is better than what is near the best. More of
// them are better spent with heuristics, and from a better start.
constexpr int kNodesNearTheBest = 1'000;

std::int64_t PositionOf(std::size_t item) { return static_cast<std::int64_t>(item) + 1; }

// More ticks, or as many and cheaper, or as cheap and earlier.
bool Precedes(const PortfolioModel& model, const Selection& a, const Selection& b) {
  const auto rank = [&model](const Selection& chosen) {
    std::int64_t positions = 0;
    for (std::size_t i = 0; i < chosen.size(); ++i)
      if (chosen[i]) positions += PositionOf(i);
    return std::tuple(-model.TicksOf(chosen), model.CostOf(chosen), positions);
  };
  return rank(a) < rank(b);
}

// Whether nothing that has as many ticks is cheaper, or as cheap and earlier. Ties are rare, and to
// see that there is none is far quicker than to look for the cheapest.
template <class Cost>
absl::StatusOr<bool> Unrivalled(
    const PortfolioModel& model, Mip mip, const Selection& chosen, const MipSolver& solve,
    const PortfolioRun& run, Cost cost) {
  const int cheaper = static_cast<int>(mip.columns.size());  // 1: cheaper; 0: earlier
  Mip::Row costs, positions{.most = -1};
  std::int64_t all = 0, step = 0;  // what costs can differ by
  for (std::size_t i = 0; i < model.items.size(); ++i) {
    costs.terms.push_back({static_cast<int>(i), cost(i)});
    positions.terms.push_back({static_cast<int>(i), PositionOf(i)});
    if (chosen[i]) costs.most += cost(i);
    if (chosen[i]) positions.most += PositionOf(i);
    all += PositionOf(i);
    step = std::gcd(step, cost(i));
  }
  costs.terms.push_back({cheaper, step});
  positions.terms.push_back({cheaper, -all});
  mip.columns.push_back({});
  mip.rows.insert(mip.rows.end(), {std::move(costs), std::move(positions)});
  const auto solved = Solve(model, mip, solve, run, {}, model.TicksOf(chosen));
  if (!solved.ok()) return solved.status();
  return solved->infeasible;
}

// Of what has as many ticks as `chosen`, and nothing has more: the cheapest; then the earliest in
// the order of ids.
absl::Status SettleTies(
    const PortfolioModel& model, Mip mip, const MipSolver& solve, PortfolioRun run,
    Selection& chosen) {
  run.progress = {};  // is of points
  const auto cost = [&model](std::size_t i) { return model.items[i].variant->cost.rupiah; };
  const auto unrivalled = Unrivalled(model, mip, chosen, solve, run, cost);
  if (!unrivalled.ok()) return unrivalled.status();
  if (*unrivalled) return absl::OkStatus();
  const std::int64_t ticks = model.TicksOf(chosen);
  mip.rows.push_back(NotLess(mip, ticks));
  for (Mip::Column& column : mip.columns) column.objective = 0;
  const auto improve = [&](auto price) -> absl::Status {
    Mip::Row no_dearer;
    for (std::size_t i = 0; i < model.items.size(); ++i) {
      mip.columns[i].objective = -price(i);
      no_dearer.terms.push_back({static_cast<int>(i), price(i)});
    }
    const auto solved = Solve(model, mip, solve, run, chosen);
    if (!solved.ok()) return solved.status();
    if (solved->chosen && model.TicksOf(*solved->chosen) >= ticks) chosen = *solved->chosen;
    for (std::size_t i = 0; i < model.items.size(); ++i)
      if (chosen[i]) no_dearer.most += price(i);
    mip.rows.push_back(std::move(no_dearer));
    return absl::OkStatus();
  };
  if (absl::Status status = improve(cost); !status.ok()) return status;
  return improve(PositionOf);
}

}  // namespace

absl::StatusOr<Solved> Solve(
    const PortfolioModel& model, const Mip& mip, const MipSolver& solve, const PortfolioRun& run,
    const Selection& start, std::optional<std::int64_t> at_least, bool rough) {
  MipRun mip_run{
      .nodes = run.nodes,
      .seconds = run.seconds,
      .stop = run.stop,
      .start = start,
      .at_least = at_least,
      .rough = rough};
  if (run.progress) {
    mip_run.progress = [&run](double best, double bound) {
      run.progress(
          PointsOf(std::llround(best)), PointsOf(static_cast<std::int64_t>(std::floor(bound))));
    };
  }
  if (!start.empty()) mip_run.start.resize(mip.columns.size());
  const MipAnswer answer = solve(mip, mip_run);
  if (answer.state == MipAnswer::State::kStopped) return absl::CancelledError("stopped");
  constexpr double kMost = 1e18;  // a bound that says nothing may be any number
  Solved solved{.infeasible = answer.state == MipAnswer::State::kInfeasible};
  // An objective is a whole number; the thousandth is the solver's tolerance.
  if (!solved.infeasible)
    solved.bound =
        static_cast<std::int64_t>(std::floor(std::clamp(answer.bound + 1e-3, -kMost, kMost)));
  if (solved.infeasible || answer.state == MipAnswer::State::kNothing) return solved;
  solved.chosen.emplace(
      answer.chosen.begin(),
      answer.chosen.begin() + static_cast<std::ptrdiff_t>(model.items.size()));
  return solved;
}

absl::StatusOr<Best> FindBest(
    const PortfolioModel& model, const MipSolver& solve, const PortfolioRun& run, Selection start) {
  Mip mip = MipOf(model);
  std::int64_t bound = std::accumulate(model.caps.begin(), model.caps.end(), std::int64_t{0});
  bool near = !start.empty() && model.Fits(start);
  if (!near) {
    const auto rough = Solve(model, mip, solve, run, {}, {}, true);
    if (!rough.ok()) return rough.status();
    near = rough->chosen.has_value();
    start = near ? *rough->chosen : GreedySelection(model);
    if (!rough->infeasible) bound = std::min(bound, rough->bound);
  }
  const bool begun = model.Fits(start);
  Best best{.chosen = std::move(start)};
  const auto take = [&](const Solved& solved) {
    if (solved.chosen && (!begun || Precedes(model, *solved.chosen, best.chosen)))
      best.chosen = *solved.chosen;
    bound = std::max(std::min(bound, solved.bound), model.TicksOf(best.chosen));
  };
  if (near) {
    Mip others = mip;
    others.rows.push_back(Other(model, best.chosen));
    PortfolioRun few = run;
    few.nodes = std::min(run.nodes, kNodesNearTheBest);
    const auto other = Solve(model, others, solve, few, {}, model.TicksOf(best.chosen));
    if (!other.ok()) return other.status();
    if (other->infeasible) return Best{.chosen = best.chosen, .bound = model.TicksOf(best.chosen)};
    take(*other);
  }
  if (!near || bound > model.TicksOf(best.chosen)) {
    if (begun) best.chosen = Improved(model, best.chosen);
    const auto most = Solve(model, mip, solve, run, begun ? best.chosen : Selection());
    if (!most.ok()) return most.status();
    if (most->infeasible) {
      const auto nearest = Nearest(model, solve, run);
      return nearest.ok() ? DoesNotFit(model, *nearest) : nearest.status();
    }
    if (!most->chosen && !begun)
      return absl::DeadlineExceededError("no portfolio was found in time");
    take(*most);
  }
  best.bound = bound;
  if (bound > model.TicksOf(best.chosen)) return best;
  if (const absl::Status status = SettleTies(model, std::move(mip), solve, run, best.chosen);
      !status.ok())
    return status;
  return best;
}

std::optional<Money> Portfolio::per_gap_point() const {
  const std::int64_t closed = Ticks(gap_points);
  if (closed <= 0) return std::nullopt;
  const absl::StatusOr<Money> money = Scale(cost, Ticks(1), closed);
  return money.ok() ? std::optional(*money) : std::nullopt;
}

absl::StatusOr<Portfolio> Choose(
    const PortfolioInput& input, const MipSolver& solve, const PortfolioRun& run) {
  if (Findings findings = CheckPortfolio(input); Blocks(findings))
    return Refuse(absl::StatusCode::kInvalidArgument, std::move(findings));
  const PortfolioModel model(input);
  const absl::StatusOr<Best> best = FindBest(model, solve, run);
  if (!best.ok()) return best.status();
  return PortfolioOf(model, *best);
}

absl::StatusOr<Portfolio> Greedy(const PortfolioInput& input) {
  if (Findings findings = CheckPortfolio(input); Blocks(findings))
    return Refuse(absl::StatusCode::kInvalidArgument, std::move(findings));
  const PortfolioModel model(input);
  Selection chosen = GreedySelection(model);
  if (!model.Fits(chosen)) return DoesNotFit(model, chosen);
  std::int64_t bound = 0;  // that nothing limits
  for (const std::int64_t cap : model.caps) bound += cap;
  return PortfolioOf(model, {.chosen = std::move(chosen), .bound = bound});
}

PortfolioInput WithCeilings(PortfolioInput input, int percent) {
  for (Ceiling& ceiling : input.ceilings)
    ceiling.amount.rupiah = ceiling.amount.rupiah * percent / 100;
  return input;
}

PortfolioInput WithScores(PortfolioInput input, const std::map<std::string, double>& scores) {
  for (PortfolioNeed& need : input.needs)
    if (const auto found = scores.find(need.id); found != scores.end()) need.score = found->second;
  return input;
}

Change Compare(const Portfolio& from, const Portfolio& to) {
  Change change;
  const auto of = [](const Portfolio& portfolio, const std::string& program) {
    return std::find_if(
        portfolio.chosen.begin(), portfolio.chosen.end(),
        [&program](const Choice& choice) { return choice.program == program; });
  };
  for (const Choice& choice : from.chosen)
    if (of(to, choice.program) == to.chosen.end()) change.falls_out.push_back(choice);
  for (const Choice& choice : to.chosen) {
    const auto before = of(from, choice.program);
    if (before == from.chosen.end()) {
      change.comes_in.push_back(choice);
    } else if (before->variant != choice.variant) {
      change.held_otherwise.push_back(choice);
    }
  }
  return change;
}

}  // namespace binadaya::needs::domain
