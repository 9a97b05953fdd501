#include <algorithm>
#include <utility>

#include "services/common/domain/refusal.h"
#include "services/needs/domain/portfolio_model.h"

namespace binadaya::needs::domain {
namespace {

class PortfolioExplainer {
 public:
  PortfolioExplainer(
      const PortfolioInput& input, const Portfolio& portfolio, const MipSolver& solve,
      const PortfolioRun& run)
      : model_(input),
        proven_(portfolio.within_percent() == 0),
        solve_(solve),
        run_(run),
        chosen_(model_.items.size()) {
    run_.progress = {};
    for (std::size_t i = 0; i < model_.items.size(); ++i) {
      const Item& item = model_.items[i];
      chosen_[i] = std::count(
                       portfolio.chosen.begin(), portfolio.chosen.end(),
                       Choice{model_.programs[item.program]->id, item.variant->id}) > 0;
    }
  }

  const PortfolioModel& model() const { return model_; }
  bool IsIn(std::size_t program) const { return model_.Has(chosen_, program); }

  NotChosen Why(std::size_t program, const PortfolioVariant& variant) const {
    NotChosen why{.program = model_.programs[program]->id, .variant = variant.id};
    for (std::size_t i = 0; i < model_.items.size(); ++i) {
      if (!chosen_[i] || model_.items[i].program != program) continue;
      why.why = NotChosen::Why::kOtherVariant;
      why.by = {model_.items[i].variant->id};
      return why;
    }
    const auto item = static_cast<std::size_t>(
        std::find_if(
            model_.items.begin(), model_.items.end(),
            [&variant](const Item& one) { return one.variant == &variant; }) -
        model_.items.begin());
    const std::int64_t ticks = model_.Added(chosen_, item);
    why.points = PointsOf(ticks);
    if (ticks == 0) {
      why.why = NotChosen::Why::kNothingToAdd;
      why.by = CoveredBy(item);
      return why;
    }
    Selection with = chosen_;
    with[item] = true;
    for (const LimitRow& row : model_.limits) {
      // A limit that is broken already is none that this variant breaks.
      const Use use = model_.UseOf(row, with);
      if (use.over() > 0) why.over.push_back(use);
    }
    why.why = why.over.empty() ? NotChosen::Why::kCutShort : NotChosen::Why::kLimits;
    return why;
  }

  // See Entry.
  absl::StatusOr<Entry> FindEntry(std::size_t program) const {
    Entry entry{.program = model_.programs[program]->id, .state = Entry::State::kCutShort};
    if (!proven_) return entry;
    Selection without = chosen_;
    std::int64_t extra = -1;
    for (;;) {
      const auto solved = LeastMoney(program, without);
      if (!solved.ok()) return solved.status();
      if (solved->infeasible) {
        entry.state = Entry::State::kNever;
        return entry;
      }
      if (!solved->chosen) return entry;
      const std::int64_t more = Missing(program, *solved->chosen);
      if (more <= extra)
        return entry;  // only a search that was cut short comes back to where it was
      extra = more;
      PortfolioModel raised = model_;
      raised.Raise(program, extra);
      const absl::StatusOr<Best> best = FindBest(raised, solve_, run_, *solved->chosen);
      if (!best.ok()) return best.status();
      if (best->bound > raised.TicksOf(best->chosen)) return entry;
      if (!raised.Has(best->chosen, program)) {
        without = best->chosen;
        continue;
      }
      entry.state = Entry::State::kEnters;
      entry.extra = {extra};
      Fill(entry, raised, program, best->chosen);
      return entry;
    }
  }

 private:
  std::vector<std::string> CoveredBy(std::size_t item) const {
    std::vector<std::string> by;
    for (std::size_t i = 0; i < model_.items.size(); ++i) {
      if (!chosen_[i]) continue;
      const bool shared = std::any_of(
          model_.items[item].ticks.begin(), model_.items[item].ticks.end(),
          [this, i](const auto& mine) {
            return std::any_of(
                model_.items[i].ticks.begin(), model_.items[i].ticks.end(),
                [&mine](const auto& theirs) { return theirs.first == mine.first; });
          });
      if (shared) by.push_back(model_.programs[model_.items[i].program]->id);
    }
    return by;
  }

  // The least money with which a portfolio with `program` is better than `without`.
  absl::StatusOr<Solved> LeastMoney(std::size_t program, const Selection& without) const {
    Mip mip = MipOf(model_);
    const int money = static_cast<int>(mip.columns.size());
    const int richer = money + 1;  // 1: more ticks; 0: as many, and cheaper
    std::int64_t all = 0;
    Mip::Row in{.most = -1};
    Mip::Row ticks = NotLess(mip, model_.TicksOf(without));
    ticks.terms.push_back({richer, 2});
    for (Mip::Column& column : mip.columns) column.objective = 0;
    Mip::Row cheaper{.most = model_.CostOf(without) - 1};
    for (std::size_t i = 0; i < model_.items.size(); ++i) {
      const int column = static_cast<int>(i);
      const std::int64_t cost = model_.items[i].variant->cost.rupiah;
      if (model_.items[i].program == program) in.terms.push_back({column, -1});
      cheaper.terms.push_back({column, cost});
      all += cost;
    }
    cheaper.terms.push_back({richer, -all});
    const std::size_t first = mip.rows.size() - model_.limits.size();
    for (std::size_t l = 0; l < model_.limits.size(); ++l)
      if (model_.Pays(model_.limits[l], program)) mip.rows[first + l].terms.push_back({money, -1});
    mip.columns.push_back({.objective = -1, .most = all, .binary = false});
    mip.columns.push_back({});
    mip.rows.insert(mip.rows.end(), {std::move(in), std::move(ticks), std::move(cheaper)});
    return Solve(model_, mip, solve_, run_, {});
  }

  // What the ceilings that pay for a program are short of.
  std::int64_t Missing(std::size_t program, const Selection& chosen) const {
    std::int64_t missing = 0;
    for (const LimitRow& row : model_.limits)
      if (model_.Pays(row, program)) missing = std::max(missing, model_.UseOf(row, chosen).over());
    return missing;
  }

  void Fill(
      Entry& entry, const PortfolioModel& raised, std::size_t program,
      const Selection& chosen) const {
    for (std::size_t i = 0; i < raised.items.size(); ++i) {
      const std::size_t other = raised.items[i].program;
      if (chosen[i] && other == program) {
        entry.variant = raised.items[i].variant->id;
        for (const LimitRow& row : raised.limits) {
          if (row.limit.kind == Limit::Kind::kCeiling && row.use[i] > 0)
            entry.ceilings.push_back({row.limit.source, row.limit.sub_activity, Money{row.most}});
        }
      }
      if (chosen_[i] && !raised.Has(chosen, other))
        entry.leaves.push_back(raised.programs[other]->id);
    }
  }

  const PortfolioModel model_;
  const bool proven_;
  const MipSolver& solve_;
  PortfolioRun run_;
  Selection chosen_;
};

}  // namespace

absl::StatusOr<Explanation> Explain(
    const PortfolioInput& input, const Portfolio& portfolio, const MipSolver& solve,
    const PortfolioRun& run) {
  const PortfolioExplainer explainer(input, portfolio, solve, run);
  const std::vector<const PortfolioProgram*>& programs = explainer.model().programs;
  Explanation explanation;
  for (std::size_t p = 0; p < programs.size(); ++p) {
    for (const PortfolioVariant& variant : programs[p]->variants) {
      if (std::count(
              portfolio.chosen.begin(), portfolio.chosen.end(),
              Choice{programs[p]->id, variant.id}) == 0)
        explanation.not_chosen.push_back(explainer.Why(p, variant));
    }
    if (!explainer.IsIn(p)) {
      absl::StatusOr<Entry> entry = explainer.FindEntry(p);
      if (!entry.ok()) return entry.status();
      explanation.entries.push_back(*std::move(entry));
    }
    if (run.progress)
      run.progress(static_cast<double>(p + 1), static_cast<double>(programs.size()));
  }
  std::sort(
      explanation.not_chosen.begin(), explanation.not_chosen.end(),
      [](const NotChosen& a, const NotChosen& b) {
        return std::pair(a.program, a.variant) < std::pair(b.program, b.variant);
      });
  return explanation;
}

}  // namespace binadaya::needs::domain
