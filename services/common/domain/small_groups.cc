#include "services/common/domain/small_groups.h"

#include <algorithm>
#include <numeric>

namespace binadaya {
namespace {

void Add(Cells& to, const Cells& cells, int sign = 1) {
  to.resize(std::max(to.size(), cells.size()));
  for (std::size_t i = 0; i < cells.size(); ++i) to[i] += sign * cells[i];
}

}  // namespace

std::string ParentOf(const std::string& path) {
  return path.substr(0, path.rfind('/', path.size() - 2) + 1);
}

bool IsSafe(const Cells& cells, int k) {
  return std::none_of(cells.begin(), cells.end(), [k](int n) { return n > 0 && n < k; });
}

std::set<std::string> Showable(
    const CellsByUnit& units, int k, const std::set<std::string>* within) {
  CellsByUnit totals = {{"/", {}}};
  std::map<std::string, std::set<std::string>> children;
  for (const auto& [unit, cells] : units) {
    for (std::string path = unit;; path = ParentOf(path)) {
      Add(totals[path], cells);
      if (path == "/") break;
      children[ParentOf(path)].insert(path);
    }
  }
  const auto may = [&](const std::string& path) {
    return IsSafe(totals.at(path), k) && (within == nullptr || within->contains(path));
  };
  std::set<std::string> shown;
  if (!may("/")) return shown;
  std::vector<std::string> open = {"/"};
  while (!open.empty()) {
    const std::string path = open.back();
    open.pop_back();
    shown.insert(path);
    Cells rest = totals.at(path);
    std::vector<std::pair<int, std::string>> below;  // smallest last
    for (const std::string& child : children[path]) {
      if (!may(child)) continue;
      const Cells& cells = totals.at(child);
      below.emplace_back(std::accumulate(cells.begin(), cells.end(), 0), child);
      Add(rest, cells, -1);
    }
    std::sort(below.rbegin(), below.rend());
    while (!IsSafe(rest, k)) {
      Add(rest, totals.at(below.back().second));
      below.pop_back();
    }
    for (auto& [people, child] : below) open.push_back(std::move(child));
  }
  return shown;
}

}  // namespace binadaya
