#include "services/needs/domain/portfolio_model.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "absl/numeric/int128.h"
#include "services/common/domain/round.h"

namespace binadaya::needs::domain {
namespace {

constexpr double kTick = 10'000;

// A list in the order of what `key` says of each.
template <class T, class Key>
std::vector<const T*> Ordered(const std::vector<T>& list, Key key) {
  std::vector<const T*> ordered;
  for (const T& one : list) ordered.push_back(&one);
  std::sort(
      ordered.begin(), ordered.end(), [&key](const T* a, const T* b) { return key(*a) < key(*b); });
  return ordered;
}
const auto kById = [](const auto& one) -> const std::string& { return one.id; };

bool Counts(const Ceiling& ceiling, const PortfolioVariant& variant) {
  return (ceiling.source.empty() || ceiling.source == variant.source) &&
         (ceiling.sub_activity.empty() || ceiling.sub_activity == variant.sub_activity);
}

}  // namespace

std::int64_t Ticks(double points) { return std::llround(Round4(points) * kTick); }
double PointsOf(std::int64_t ticks) { return static_cast<double>(ticks) / kTick; }

PortfolioModel::PortfolioModel(const PortfolioInput& input)
    : needs(Ordered(input.needs, kById)), programs(Ordered(input.programs, kById)) {
  std::map<std::string, std::size_t> need_of;
  for (std::size_t n = 0; n < needs.size(); ++n) {
    need_of[needs[n]->id] = n;
    caps.push_back(Ticks(needs[n]->score));
  }
  for (std::size_t p = 0; p < programs.size(); ++p) {
    for (const PortfolioVariant* variant : Ordered(programs[p]->variants, kById)) {
      if (!programs[p]->committed.empty() && programs[p]->committed != variant->id) continue;
      Item item{.program = p, .variant = variant};
      for (const Lift& lift : variant->lifts) {
        const std::size_t n = need_of.at(lift.need);
        if (needs[n]->affected == 0) continue;
        const std::int64_t ticks = std::min(
            caps[n], Ticks(needs[n]->score * variant->seats * lift.share / needs[n]->affected));
        if (ticks > 0) item.ticks.emplace_back(n, ticks);
      }
      std::sort(item.ticks.begin(), item.ticks.end());
      items.push_back(std::move(item));
    }
  }
  const auto limit = [this](Limit what, std::int64_t most, auto use) {
    LimitRow row{.limit = std::move(what), .most = most};
    for (const Item& item : items) row.use.push_back(use(*item.variant));
    limits.push_back(std::move(row));
  };
  for (const Ceiling* ceiling : Ordered(input.ceilings, [](const Ceiling& one) {
         return std::pair(one.source, one.sub_activity);
       })) {
    limit(
        {.source = ceiling->source, .sub_activity = ceiling->sub_activity}, ceiling->amount.rupiah,
        [ceiling](const PortfolioVariant& variant) {
          return Counts(*ceiling, variant) ? variant.cost.rupiah : 0;
        });
  }
  if (const std::int64_t share = Ticks(input.kecamatan_share); share > 0) {
    limit({.kind = Limit::Kind::kKecamatanSeats}, 0, [share](const PortfolioVariant& variant) {
      return share * variant.seats - static_cast<std::int64_t>(kTick) * variant.kecamatan_seats;
    });
  }
  if (input.trainer_hours) {
    limit(
        {.kind = Limit::Kind::kTrainerHours}, *input.trainer_hours,
        [](const PortfolioVariant& variant) { return std::int64_t{variant.trainer_hours}; });
  }
  for (int month = 1; month <= 12 && input.batches_a_month; ++month) {
    limit(
        {.kind = Limit::Kind::kBatches, .month = month}, *input.batches_a_month,
        [month](const PortfolioVariant& variant) {
          return std::int64_t{variant.batches[static_cast<std::size_t>(month - 1)]};
        });
  }
}

std::int64_t PortfolioModel::TicksOf(const Selection& chosen) const {
  std::vector<std::int64_t> covered(needs.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!chosen[i]) continue;
    for (const auto& [need, ticks] : items[i].ticks) covered[need] += ticks;
  }
  std::int64_t sum = 0;
  for (std::size_t n = 0; n < needs.size(); ++n) sum += std::min(covered[n], caps[n]);
  return sum;
}

std::int64_t PortfolioModel::Added(const Selection& chosen, std::size_t item) const {
  Selection with = chosen;
  with[item] = true;
  return TicksOf(with) - TicksOf(chosen);
}

std::int64_t PortfolioModel::CostOf(const Selection& chosen) const {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < items.size(); ++i)
    if (chosen[i]) sum += items[i].variant->cost.rupiah;
  return sum;
}

Use PortfolioModel::UseOf(const LimitRow& row, const Selection& chosen) const {
  Use use{.limit = row.limit, .most = row.most};
  std::int64_t kecamatan = 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!chosen[i]) continue;
    use.used += row.use[i];
    kecamatan += items[i].variant->kecamatan_seats;
  }
  if (row.limit.kind == Limit::Kind::kKecamatanSeats) {
    const std::int64_t demanded = use.used + static_cast<std::int64_t>(kTick) * kecamatan;
    use.used = (demanded + static_cast<std::int64_t>(kTick) - 1) / static_cast<std::int64_t>(kTick);
    use.most = kecamatan;
  }
  return use;
}

bool PortfolioModel::Fits(const Selection& chosen) const {
  return std::all_of(limits.begin(), limits.end(), [&](const LimitRow& row) {
    return UseOf(row, chosen).over() == 0;
  });
}

bool PortfolioModel::Has(const Selection& chosen, std::size_t program) const {
  for (std::size_t i = 0; i < items.size(); ++i)
    if (chosen[i] && items[i].program == program) return true;
  return false;
}

bool PortfolioModel::Forced(std::size_t program) const {
  return programs[program]->mandatory || !programs[program]->committed.empty();
}

bool PortfolioModel::Pays(const LimitRow& row, std::size_t program) const {
  if (row.limit.kind != Limit::Kind::kCeiling) return false;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].program == program &&
        Counts({row.limit.source, row.limit.sub_activity, {}}, *items[i].variant))
      return true;
  }
  return false;
}

void PortfolioModel::Raise(std::size_t program, std::int64_t rupiah) {
  for (LimitRow& row : limits)
    if (Pays(row, program)) row.most += rupiah;
}

Selection GreedySelection(const PortfolioModel& model) {
  Selection chosen(model.items.size());
  for (const bool forced : {true, false}) {
    for (;;) {
      std::size_t best = model.items.size();
      std::int64_t best_ticks = 0;
      for (std::size_t i = 0; i < model.items.size(); ++i) {
        const Item& item = model.items[i];
        if (model.Forced(item.program) != forced || model.Has(chosen, item.program)) continue;
        const std::int64_t ticks = model.Added(chosen, i);
        if (ticks == 0 && !forced) continue;
        chosen[i] = true;
        const bool fits = model.Fits(chosen);
        chosen[i] = false;
        if (!fits && !forced) continue;
        // More points a rupiah; then the cheaper one; then as ids are ordered.
        const auto a = absl::int128(ticks) *
                       (best < model.items.size() ? model.items[best].variant->cost.rupiah : 0);
        const auto b = absl::int128(best_ticks) * item.variant->cost.rupiah;
        if (best == model.items.size() || a > b ||
            (a == b && item.variant->cost < model.items[best].variant->cost)) {
          best = i;
          best_ticks = ticks;
        }
      }
      if (best == model.items.size()) break;
      chosen[best] = true;
    }
  }
  return chosen;
}

Portfolio PortfolioOf(const PortfolioModel& model, const Best& best) {
  Portfolio portfolio;
  std::vector<std::int64_t> covered(model.needs.size());
  for (std::size_t i = 0; i < model.items.size(); ++i) {
    if (!best.chosen[i]) continue;
    const Item& item = model.items[i];
    portfolio.chosen.push_back({model.programs[item.program]->id, item.variant->id});
    for (const auto& [need, ticks] : item.ticks) covered[need] += ticks;
  }
  portfolio.cost = {model.CostOf(best.chosen)};
  portfolio.points = PointsOf(model.TicksOf(best.chosen));
  portfolio.bound = PointsOf(best.bound);
  for (std::size_t n = 0; n < model.needs.size(); ++n) {
    double share = 0;
    for (std::size_t i = 0; i < model.items.size(); ++i) {
      if (!best.chosen[i]) continue;
      const PortfolioVariant& variant = *model.items[i].variant;
      for (const Lift& lift : variant.lifts)
        if (lift.need == model.needs[n]->id && model.needs[n]->affected > 0)
          share += variant.seats * lift.share / model.needs[n]->affected;
    }
    share = std::min(share, 1.0);
    portfolio.gap_points += share * model.needs[n]->affected * model.needs[n]->mean_gap;
    portfolio.covers.push_back(
        {model.needs[n]->id, Round4(share), PointsOf(std::min(covered[n], model.caps[n]))});
  }
  portfolio.gap_points = Round4(portfolio.gap_points);
  for (const LimitRow& row : model.limits) portfolio.uses.push_back(model.UseOf(row, best.chosen));
  return portfolio;
}

}  // namespace binadaya::needs::domain
