#include "services/needs/domain/portfolio.h"

#include <algorithm>
#include <cmath>
#include <numeric>
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

// Whether nothing that has as many ticks is cheaper, or as cheap and earlier. Ties are rare, and to
// see that there is none is far quicker than to look for the cheapest.
template <class Cost, class Position>
absl::StatusOr<bool> Unrivalled(
    const PortfolioModel& model, Mip mip, const Selection& chosen, const MipSolver& solve,
    const PortfolioRun& run, Cost cost, Position position) {
  const int cheaper = static_cast<int>(mip.columns.size());  // 1: cheaper; 0: earlier
  Mip::Row costs, positions{.most = -1};
  std::int64_t all = 0, step = 0;  // what costs can differ by
  for (std::size_t i = 0; i < model.items.size(); ++i) {
    costs.terms.push_back({static_cast<int>(i), cost(i)});
    positions.terms.push_back({static_cast<int>(i), position(i)});
    if (chosen[i]) costs.most += cost(i);
    if (chosen[i]) positions.most += position(i);
    all += position(i);
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

}  // namespace

absl::StatusOr<Solved> Solve(
    const PortfolioModel& model, const Mip& mip, const MipSolver& solve, const PortfolioRun& run,
    const Selection& start, std::optional<std::int64_t> at_least) {
  MipRun mip_run{
      .nodes = run.nodes,
      .seconds = run.seconds,
      .stop = run.stop,
      .start = start,
      .at_least = at_least};
  if (run.progress) {
    mip_run.progress = [&run](double best, double bound) {
      run.progress(
          PointsOf(std::llround(best)), PointsOf(static_cast<std::int64_t>(std::floor(bound))));
    };
  }
  if (!start.empty()) mip_run.start.resize(mip.columns.size());
  const MipAnswer answer = solve(mip, mip_run);
  if (answer.state == MipAnswer::State::kStopped) return absl::CancelledError("stopped");
  Solved solved{.infeasible = answer.state == MipAnswer::State::kInfeasible};
  if (solved.infeasible || answer.state == MipAnswer::State::kNothing) return solved;
  solved.chosen.emplace(
      answer.chosen.begin(),
      answer.chosen.begin() + static_cast<std::ptrdiff_t>(model.items.size()));
  // An objective is a whole number; the thousandth is the solver's tolerance.
  solved.bound = static_cast<std::int64_t>(std::floor(answer.bound + 1e-3));
  return solved;
}

absl::StatusOr<Best> FindBest(
    const PortfolioModel& model, const MipSolver& solve, const PortfolioRun& run, Selection start) {
  if (start.empty()) start = GreedySelection(model);
  start = model.Fits(start) ? Improved(model, start) : Selection();
  Mip mip = MipOf(model);
  for (std::size_t i = model.items.size(); i < mip.columns.size(); ++i)
    mip.columns[i].objective = 1;
  const auto most = Solve(model, mip, solve, run, start);
  if (!most.ok()) return most.status();
  if (most->infeasible) {
    const auto nearest = Nearest(model, solve, run);
    return nearest.ok() ? DoesNotFit(model, *nearest) : nearest.status();
  }
  if (!most->chosen) return absl::DeadlineExceededError("no portfolio was found in time");
  Best best{.chosen = *most->chosen};
  const std::int64_t ticks = model.TicksOf(best.chosen);
  best.bound = std::max(most->bound, ticks);
  if (best.bound > ticks) return best;

  PortfolioRun quiet = run;
  quiet.progress = {};
  const auto cost = [&model](std::size_t i) { return model.items[i].variant->cost.rupiah; };
  const auto position = [](std::size_t i) { return static_cast<std::int64_t>(i) + 1; };
  const auto unrivalled = Unrivalled(model, mip, best.chosen, solve, quiet, cost, position);
  if (!unrivalled.ok()) return unrivalled.status();
  if (*unrivalled) return best;

  // As many ticks (a whole number: half of one leaves room for the solver's tolerance), and as
  // cheap as can be; then no dearer, and as early in the order of ids as can be.
  Mip::Row as_good{.most = 1 - 2 * ticks};
  for (std::size_t i = model.items.size(); i < mip.columns.size(); ++i) {
    as_good.terms.push_back({static_cast<int>(i), -2});
    mip.columns[i].objective = 0;
  }
  mip.rows.push_back(std::move(as_good));
  const auto improve = [&](auto price) -> absl::Status {
    Mip::Row no_dearer;
    for (std::size_t i = 0; i < model.items.size(); ++i) {
      mip.columns[i].objective = -price(i);
      no_dearer.terms.push_back({static_cast<int>(i), price(i)});
    }
    const auto solved = Solve(model, mip, solve, quiet, best.chosen);
    if (!solved.ok()) return solved.status();
    if (solved->chosen && model.TicksOf(*solved->chosen) >= ticks) best.chosen = *solved->chosen;
    for (std::size_t i = 0; i < model.items.size(); ++i)
      if (best.chosen[i]) no_dearer.most += price(i);
    mip.rows.push_back(std::move(no_dearer));
    return absl::OkStatus();
  };
  if (const absl::Status status = improve(cost); !status.ok()) return status;
  if (const absl::Status status = improve(position); !status.ok()) return status;
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
