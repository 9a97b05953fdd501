#include <algorithm>
#include <utility>

#include "services/common/domain/mix.h"
#include "services/needs/domain/portfolio_model.h"

// A good selection, fast: what the solver begins with when a year is hard to prove.
namespace binadaya::needs::domain {
namespace {

constexpr std::int64_t kWorse = 200;  // the first round may be worse by this part of the best
constexpr std::size_t kOut = 6;       // that a round takes out at most

// Ruin and recreate (Schrimpf and others, 2000), with a threshold that goes down to nothing.
class Improver {
 public:
  Improver(const PortfolioModel& model, const Selection& start)
      : model_(model),
        chosen_(start),
        covered_(model.needs.size()),
        used_(model.limits.size()),
        in_(model.programs.size()),
        taken_(model.items.size()),
        barred_(model.items.size()) {
    for (std::size_t i = 0; i < chosen_.size(); ++i)
      if (chosen_[i]) Put(i, 1);
  }

  Selection Run() {
    Price();
    Fill();
    Selection best = chosen_;
    std::int64_t most = ticks_;
    // A fourth of a second for a city's year of 240 items.
    const auto rounds = static_cast<std::int64_t>(chosen_.size() * chosen_.size() / 3);
    for (std::int64_t round = 0; round < rounds; ++round) {
      const Selection before = chosen_;
      Ruin();
      Price();
      Fill();
      barred_.assign(barred_.size(), false);
      Fill();
      if (ticks_ > most) {
        most = ticks_;
        best = chosen_;
      }
      if (ticks_ < most - most / kWorse * (rounds - round) / rounds) Restore(before);
    }
    return best;
  }

 private:
  // Takes out a few; half of them may not come back at once. Should too few kecamatan seats be
  // left, nothing comes in until there are enough again: what does not fit is never the best.
  void Ruin() {
    std::vector<std::size_t> removable;
    for (std::size_t i = 0; i < chosen_.size(); ++i)
      if (chosen_[i] && !model_.Forced(model_.items[i].program)) removable.push_back(i);
    for (std::size_t out = 1 + Draw(kOut); out > 0 && !removable.empty(); --out) {
      std::swap(removable[Draw(removable.size())], removable.back());
      Take(removable.back());
      barred_[removable.back()] = Draw(2) == 0;
      removable.pop_back();
    }
  }

  // What each item takes of all that there is, at other prices of the limits each time: kecamatan
  // seats cost nothing.
  void Price() {
    std::fill(taken_.begin(), taken_.end(), 1e-9);
    for (const LimitRow& row : model_.limits) {
      if (row.most <= 0) continue;
      const double price = static_cast<double>(Draw(1'000)) / static_cast<double>(row.most);
      for (std::size_t i = 0; i < taken_.size(); ++i)
        if (row.use[i] > 0) taken_[i] += price * static_cast<double>(row.use[i]);
    }
  }

  // Again and again what brings the most of what it takes, and fits.
  void Fill() {
    for (;;) {
      std::size_t best = chosen_.size();
      double best_rate = 0;
      for (std::size_t i = 0; i < chosen_.size(); ++i) {
        if (in_[model_.items[i].program] > 0 || barred_[i]) continue;
        const double rate = static_cast<double>(Added(i)) / taken_[i];
        if (rate > best_rate && Fits(i)) {
          best = i;
          best_rate = rate;
        }
      }
      if (best == chosen_.size()) return;
      chosen_[best] = true;
      Put(best, 1);
    }
  }

  void Restore(const Selection& before) {
    for (std::size_t i = 0; i < chosen_.size(); ++i)
      if (chosen_[i] && !before[i]) Take(i);
    for (std::size_t i = 0; i < chosen_.size(); ++i) {
      if (chosen_[i] || !before[i]) continue;
      chosen_[i] = true;
      Put(i, 1);
    }
  }

  void Take(std::size_t item) {
    chosen_[item] = false;
    Put(item, -1);
  }

  void Put(std::size_t item, int times) {
    in_[model_.items[item].program] += times;
    for (std::size_t l = 0; l < used_.size(); ++l) used_[l] += times * model_.limits[l].use[item];
    for (const auto& [need, ticks] : model_.items[item].ticks) {
      const std::int64_t cap = model_.caps[need];
      ticks_ -= std::min(covered_[need], cap);
      covered_[need] += times * ticks;
      ticks_ += std::min(covered_[need], cap);
    }
  }

  std::int64_t Added(std::size_t item) const {
    std::int64_t added = 0;
    for (const auto& [need, ticks] : model_.items[item].ticks)
      added += std::min(ticks, std::max<std::int64_t>(model_.caps[need] - covered_[need], 0));
    return added;
  }

  bool Fits(std::size_t item) const {
    for (std::size_t l = 0; l < used_.size(); ++l)
      if (used_[l] + model_.limits[l].use[item] > model_.limits[l].most) return false;
    return true;
  }

  // 0 to `below` - 1; the same at every run.
  std::size_t Draw(std::size_t below) { return static_cast<std::size_t>(Mix(++draws_) % below); }

  const PortfolioModel& model_;
  Selection chosen_;
  std::vector<std::int64_t> covered_;  // ticks, by need, uncapped
  std::vector<std::int64_t> used_;     // by limit
  std::vector<int> in_;                // by program
  std::vector<double> taken_;          // by item
  std::vector<bool> barred_;           // items
  std::int64_t ticks_ = 0;
  std::uint64_t draws_ = 0;
};

}  // namespace

Selection Improved(const PortfolioModel& model, const Selection& start) {
  return Improver(model, start).Run();
}

}  // namespace binadaya::needs::domain
