#pragma once

#include <array>
#include <string>
#include <vector>

#include "services/common/db.h"
#include "services/common/page.h"

// Measured gaps of many people together.
namespace binadaya::registry::group_store {

// People of one post family below the same required level of a competency.
struct Group {
  std::string competency, family;
  int to_level = 0;
  int affected = 0, rated = 0, population = 0;
  std::array<int, 5> from_levels = {};  // people by the whole level that they stand at, 0 to 4
  double mean_gap = 0, criticality = 0;
  std::string effect;  // sum of the gaps, as text: the sort key
};
std::vector<Group> PageOf(
    Tx& tx, const std::vector<std::string>& paths, const std::string& competency,
    const std::string& family, const Page& page);

// The people of one group who stand in one unit itself, and beside them those of the family who are
// measured against the same level and have no gap. `competency` "" = all.
struct UnitGroup {
  std::string path, competency, family;
  int to_level = 0, affected = 0, without = 0;
  std::array<int, 5> from_levels = {};
};
std::vector<UnitGroup> ByUnit(Tx& tx, const std::string& competency);

// The active people of a family, and how many of them are measured in a competency.
struct Coverage {
  int population = 0, rated = 0;
};
Coverage CoverageOf(
    Tx& tx, const std::vector<std::string>& paths, const std::string& competency,
    const std::string& family);

}  // namespace binadaya::registry::group_store
