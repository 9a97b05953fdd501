#include "services/registry/domain/rater_statistics.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "services/common/domain/round.h"
#include "services/common/domain/small_groups.h"

namespace binadaya::registry::domain {
namespace {

struct Figures {
  std::set<std::string> raters, people, both;
  int judgements = 0, pairs = 0;
  double sum = 0, squares = 0, distance = 0;

  void Add(const Figures& other) {
    raters.insert(other.raters.begin(), other.raters.end());
    people.insert(other.people.begin(), other.people.end());
    both.insert(other.both.begin(), other.both.end());
    judgements += other.judgements;
    pairs += other.pairs;
    sum += other.sum;
    squares += other.squares;
    distance += other.distance;
  }
  bool IsSafe(int k) const {
    for (const auto* set : {&raters, &people, &both}) {
      if (!set->empty() && static_cast<int>(set->size()) < k) return false;
    }
    return true;
  }
};

Figures Of(const Judged& one) {
  Figures figures;
  figures.raters = {one.rater};
  figures.people = {one.person};
  if (one.pairs > 0) figures.both = {one.person};
  figures.judgements = one.judgements;
  figures.pairs = one.pairs;
  figures.sum = one.sum;
  figures.squares = one.squares;
  figures.distance = one.distance;
  return figures;
}

// A shown unit: what is left of it without the shown ones below, and the nearest of these.
struct Shown {
  Figures rest;
  std::set<std::string> below;
};

class Tree {
 public:
  Tree(const std::vector<Judged>& judged, int k) : k_(k) {
    for (const Judged& one : judged) {
      own_[one.path].Add(Of(one));
      for (std::string path = one.path;; path = ParentOf(path)) {
        totals_[path].Add(Of(one));
        if (path == "/") break;
        children_[ParentOf(path)].insert(path);
      }
    }
  }

  std::vector<RaterStatistics> Show() {
    if (totals_.empty()) return {};
    Visit("/");
    // What all are compared with is a figure like the others.
    if (!shown_.contains("/")) return {};
    const Figures& all = totals_["/"];
    std::vector<RaterStatistics> statistics;
    for (const auto& [path, shown] : shown_) {
      const Figures& figures = totals_[path];
      const double mean = figures.sum / figures.judgements;
      const double variance = figures.squares / figures.judgements - mean * mean;
      statistics.push_back(
          {.path = path,
           .raters = static_cast<int>(figures.raters.size()),
           .people = static_cast<int>(figures.people.size()),
           .mean = Round4(mean),
           .leniency = Round4(mean - all.sum / all.judgements),
           .spread = Round4(std::sqrt(std::max(0.0, variance))),
           .both = static_cast<int>(figures.both.size()),
           .self_distance = figures.pairs == 0 ? 0 : Round4(figures.distance / figures.pairs)});
    }
    return statistics;
  }

 private:
  // What nothing shown at or below `path` holds; `shown` gets the nearest that are.
  Figures Visit(const std::string& path, std::set<std::string>* nearest = nullptr) {
    Shown here{.rest = own_[path], .below = {}};
    for (const std::string& child : children_[path]) here.rest.Add(Visit(child, &here.below));
    Shown wider = here;
    std::vector<std::string> withheld;
    while (!wider.rest.IsSafe(k_) && !wider.below.empty()) {
      const std::string smallest = *std::min_element(
          wider.below.begin(), wider.below.end(), [this](const auto& a, const auto& b) {
            return totals_[a].people.size() < totals_[b].people.size();
          });
      const Shown& taken = shown_.at(smallest);
      wider.rest.Add(taken.rest);
      wider.below.erase(smallest);
      wider.below.insert(taken.below.begin(), taken.below.end());
      withheld.push_back(smallest);
    }
    if (!wider.rest.IsSafe(k_)) {
      if (nearest != nullptr) nearest->insert(here.below.begin(), here.below.end());
      return here.rest;
    }
    for (const std::string& unit : withheld) shown_.erase(unit);
    if (nearest != nullptr) nearest->insert(path);
    shown_[path] = std::move(wider);
    return {};
  }

  const int k_;
  std::map<std::string, Figures> own_, totals_;
  std::map<std::string, std::set<std::string>> children_;
  std::map<std::string, Shown> shown_;
};

}  // namespace

std::vector<RaterStatistics> StatisticsOf(const std::vector<Judged>& judged, int k) {
  return Tree(judged, k).Show();
}

}  // namespace binadaya::registry::domain
