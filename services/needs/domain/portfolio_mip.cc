#include <algorithm>
#include <map>
#include <utility>

#include "services/needs/domain/portfolio_model.h"

// The portfolio as a program for a solver. What makes it hard to prove is that covers do not add
// up: half of a program seems to cover more of a need than half of what the whole would add.
namespace binadaya::needs::domain {
namespace {

// The ways to hold a program: what each brings to a need, the least first; 0 for not at all.
struct Ways {
  std::vector<int> columns = {-1};
  std::vector<std::int64_t> ticks = {0};
  std::int64_t most() const { return ticks.back(); }
};

// A need that its programs together can cover more than once.
struct Shared {
  int column = 0;  // what it gets
  std::int64_t cap = 0;
  std::vector<Ways> programs = {};
};

// How far each way is chosen by a solution that may be fractional.
std::vector<double> Parts(const Ways& ways, const std::vector<double>& relaxed) {
  std::vector<double> parts(ways.columns.size(), 1);
  for (std::size_t w = 1; w < parts.size(); ++w) {
    parts[w] = relaxed[static_cast<std::size_t>(ways.columns[w])];
    parts[0] -= parts[w];
  }
  return parts;
}

// What a need gets of two programs is min(cap, a + b), and by a fractional solution not more than
// by pairing their ways so that the most of one meets the least of the other: more alike, more is
// wasted. The prices of that pairing (north-west corner rule of the transportation problem; Hoffman
// 1963) are at least min(cap, a + b) for every two ways, so the row holds for every choice.
Mip::Row Paired(
    const Shared& need, std::size_t first, std::size_t second, const std::vector<double>& relaxed) {
  const Ways& a = need.programs[first];
  const Ways& b = need.programs[second];
  const std::vector<double> of_a = Parts(a, relaxed), of_b = Parts(b, relaxed);
  std::vector<std::int64_t> price_a(a.ticks.size()), price_b(b.ticks.size());
  std::size_t i = a.ticks.size() - 1, j = 0;
  double left_a = of_a[i], left_b = of_b[j];
  price_a[i] = std::min(need.cap, a.ticks[i]);
  while (i > 0 || j + 1 < b.ticks.size()) {
    if (j + 1 == b.ticks.size() || (i > 0 && left_a <= left_b)) {
      left_b -= left_a;
      left_a = of_a[--i];
      price_a[i] = std::min(need.cap, a.ticks[i] + b.ticks[j]) - price_b[j];
    } else {
      left_a -= left_b;
      left_b = of_b[++j];
      price_b[j] = std::min(need.cap, a.ticks[i] + b.ticks[j]) - price_a[i];
    }
  }
  Mip::Row row{.terms = {{need.column, 1}}, .most = price_a[0] + price_b[0]};
  const auto add = [&row](const Ways& ways, const std::vector<std::int64_t>& prices) {
    for (std::size_t w = 1; w < prices.size(); ++w)
      row.terms.push_back({ways.columns[w], prices[0] - prices[w]});
  };
  for (std::size_t p = 0; p < need.programs.size(); ++p)  // what others bring comes on top
    add(need.programs[p], p == first ? price_a : (p == second ? price_b : need.programs[p].ticks));
  return row;
}

bool Breaks(const std::vector<double>& relaxed, const Mip::Row& row, std::int64_t cap) {
  double sum = -static_cast<double>(row.most);
  for (const Mip::Term& term : row.terms)
    sum += relaxed[static_cast<std::size_t>(term.column)] * static_cast<double>(term.factor);
  return sum > 1e-3 * static_cast<double>(cap);
}

}  // namespace

Mip MipOf(const PortfolioModel& model, bool with_limits) {
  Mip mip;
  mip.columns.resize(model.items.size());
  std::vector<Mip::Row> one(model.programs.size());
  std::vector<std::map<std::size_t, std::vector<std::pair<std::int64_t, int>>>> ways(
      model.needs.size());  // by need and program
  for (std::size_t i = 0; i < model.items.size(); ++i) {
    const int column = static_cast<int>(i);
    one[model.items[i].program].terms.push_back({column, 1});
    for (const auto& [need, ticks] : model.items[i].ticks)
      ways[need][model.items[i].program].emplace_back(ticks, column);
  }
  for (std::size_t p = 0; p < one.size(); ++p) {
    if (one[p].terms.empty()) continue;
    one[p].most = 1;
    mip.rows.push_back(one[p]);
    if (!model.Forced(p)) continue;
    for (Mip::Term& term : one[p].terms) term.factor = -1;
    one[p].most = -1;
    mip.rows.push_back(one[p]);
  }
  std::vector<Shared> shared;
  for (std::size_t n = 0; n < ways.size(); ++n) {
    Shared need{.column = static_cast<int>(mip.columns.size()), .cap = model.caps[n]};
    std::int64_t all = 0;
    for (auto& [program, held] : ways[n]) {
      std::sort(held.begin(), held.end());
      Ways& of = need.programs.emplace_back();
      for (const auto& [ticks, column] : held) {
        of.columns.push_back(column);
        of.ticks.push_back(ticks);
      }
      all += of.most();
    }
    Mip::Row cover{.terms = {{need.column, 1}}};
    for (const Ways& of : need.programs)
      for (std::size_t w = 1; w < of.ticks.size(); ++w) {
        if (all <= need.cap)
          mip.columns[static_cast<std::size_t>(of.columns[w])].objective += of.ticks[w];
        cover.terms.push_back({of.columns[w], -of.ticks[w]});
      }
    if (all <= need.cap) continue;
    mip.columns.push_back({.objective = 1, .most = need.cap, .binary = false});
    mip.rows.push_back(std::move(cover));
    shared.push_back(std::move(need));
  }
  for (const LimitRow& limit : model.limits) {
    if (!with_limits) break;
    Mip::Row row{.most = limit.most};
    for (std::size_t i = 0; i < limit.use.size(); ++i)
      if (limit.use[i] != 0) row.terms.push_back({static_cast<int>(i), limit.use[i]});
    mip.rows.push_back(std::move(row));
  }
  mip.implied = [shared = std::move(shared)](const std::vector<double>& relaxed) {
    std::vector<Mip::Row> broken;
    for (const Shared& need : shared) {
      for (std::size_t first = 0; first < need.programs.size(); ++first) {
        for (std::size_t second = first + 1; second < need.programs.size(); ++second) {
          Mip::Row row = Paired(need, first, second, relaxed);
          if (Breaks(relaxed, row, need.cap)) broken.push_back(std::move(row));
        }
      }
    }
    return broken;
  };
  return mip;
}

Mip::Row NotLess(const Mip& mip, std::int64_t objective) {
  // Whole numbers: half of one leaves room for the solver's tolerance.
  Mip::Row row{.most = 1 - 2 * objective};
  for (std::size_t i = 0; i < mip.columns.size(); ++i) {
    if (mip.columns[i].objective != 0)
      row.terms.push_back({static_cast<int>(i), -2 * mip.columns[i].objective});
  }
  return row;
}

}  // namespace binadaya::needs::domain
