#include <algorithm>
#include <utility>

#include "services/needs/domain/portfolio_model.h"

// A good selection, fast: what the solver begins with. With it a city's year is proven several
// times as fast, for whatever cannot be better is out at once.
namespace binadaya::needs::domain {
namespace {

class Improver {
 public:
  Improver(const PortfolioModel& model, const Selection& start)
      : model_(model),
        chosen_(start),
        covered_(model.needs.size()),
        used_(model.limits.size()),
        in_(model.programs.size()) {
    for (std::size_t i = 0; i < chosen_.size(); ++i)
      if (chosen_[i]) Put(i, 1);
    // What an item takes of all that there is: kecamatan seats cost nothing.
    for (std::size_t i = 0; i < chosen_.size(); ++i) {
      double taken = 1e-9;
      for (const LimitRow& row : model_.limits)
        if (row.use[i] > 0 && row.most > 0)
          taken += static_cast<double>(row.use[i]) / static_cast<double>(row.most);
      taken_.push_back(taken);
    }
  }

  // Takes out one or two and fills up anew, as long as this brings more.
  Selection Run() {
    Fill();
    std::vector<std::size_t> removable;
    for (bool better = true; better;) {
      better = false;
      removable.clear();
      for (std::size_t i = 0; i < chosen_.size(); ++i)
        if (chosen_[i] && !model_.Forced(model_.items[i].program)) removable.push_back(i);
      for (std::size_t a = 0; a < removable.size() && !better; ++a)
        for (std::size_t b = a; b < removable.size() && !better; ++b)
          better = Exchange(removable[a], removable[b]);
    }
    return chosen_;
  }

 private:
  bool Exchange(std::size_t a, std::size_t b) {
    const Selection before = chosen_;
    const std::int64_t ticks = ticks_;
    Take(a);
    if (b != a) Take(b);
    barred_ = {a, b};
    if (Within()) Fill();
    barred_ = {chosen_.size(), chosen_.size()};
    if (Within()) Fill();
    if (ticks_ > ticks && Within()) return true;
    for (std::size_t i = 0; i < chosen_.size(); ++i) {
      if (chosen_[i] && !before[i]) Take(i);
    }
    for (std::size_t i = 0; i < chosen_.size(); ++i) {
      if (!chosen_[i] && before[i]) {
        chosen_[i] = true;
        Put(i, 1);
      }
    }
    return false;
  }

  // Again and again what brings the most of what it takes, and fits.
  void Fill() {
    for (;;) {
      std::size_t best = chosen_.size();
      double best_rate = 0;
      for (std::size_t i = 0; i < chosen_.size(); ++i) {
        if (in_[model_.items[i].program] > 0 || i == barred_.first || i == barred_.second) continue;
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
  bool Within() const {
    for (std::size_t l = 0; l < used_.size(); ++l)
      if (used_[l] > model_.limits[l].most) return false;
    return true;
  }

  const PortfolioModel& model_;
  Selection chosen_;
  std::vector<std::int64_t> covered_;  // ticks, by need, uncapped
  std::vector<std::int64_t> used_;     // by limit
  std::vector<int> in_;                // by program
  std::vector<double> taken_;          // by item
  std::int64_t ticks_ = 0;
  std::pair<std::size_t, std::size_t> barred_ = {chosen_.size(), chosen_.size()};
};

}  // namespace

Selection Improved(const PortfolioModel& model, const Selection& start) {
  return Improver(model, start).Run();
}

}  // namespace binadaya::needs::domain
