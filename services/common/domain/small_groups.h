#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

// What somebody who may not see single people is shown of many: no number about fewer than k of
// them, and no difference of numbers that yields one.
namespace binadaya {

// The unit above: "/A/B/" -> "/A/" -> "/".
std::string ParentOf(const std::string& path);

// The people of a subtree, each in one of some classes: so many in each. Whoever is in none is not
// counted.
using Cells = std::vector<int>;
// By unit path, those who stand in the unit itself: "/33.74.14/". "/" is the city.
using CellsByUnit = std::map<std::string, Cells>;

// Whether no class holds 1 to k - 1 people.
bool IsSafe(const Cells& cells, int k);

// The units, by path, whose subtree's cells may be shown side by side. Each is safe, and so is what
// is left of it without those below it that are shown: so is then everything that follows from them
// by adding and taking away. Where the rest is not, the smallest below are withheld too. Units
// outside `within`, if there is one, are withheld: give it when the cells divide other cells that
// are shown. Order and ties are settled by path, so everybody is shown the same.
std::set<std::string> Showable(
    const CellsByUnit& units, int k, const std::set<std::string>* within = nullptr);

}  // namespace binadaya
