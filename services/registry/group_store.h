#pragma once

#include <array>
#include <string>
#include <vector>

#include "services/common/db.h"
#include "services/common/page.h"
#include "services/registry/domain/gap.h"

// Measured gaps of many people together.
namespace binadaya::registry::group_store {

// Which groups. Empty texts = all.
struct Asked {
  domain::Horizon horizon = domain::Horizon::kCurrent;
  std::string competency, family;
  std::string next_family;  // Horizon::kNext
};

// People of one post family below the same required level of a competency: of their own posts, or
// of those of a next family.
struct Group {
  std::string competency, family, next_family;
  int to_level = 0;
  int affected = 0, rated = 0, population = 0;
  std::array<int, 5> from_levels = {};  // people by the whole level that they stand at, 0 to 4
  double mean_gap = 0, criticality = 0;
  std::string effect;  // sum of the gaps, as text: the sort key
};
std::vector<Group> PageOf(
    Tx& tx, const std::vector<std::string>& paths, const Asked& asked, const Page& page);

// People who stand in one unit itself, are measured against the same level, and stand at the same
// whole one: with a gap where that is lower. `of_post`: what their own post demands of the
// competency, 0 = nothing; `to_level` of Horizon::kCurrent.
struct Standing {
  std::string path, competency, family, next_family;
  int to_level = 0, of_post = 0, level = 0, people = 0;
};
std::vector<Standing> ByUnit(Tx& tx, const Asked& asked);

// The active people of the family, and how many of them are measured in the competency.
struct Coverage {
  int population = 0, rated = 0;
};
Coverage CoverageOf(Tx& tx, const std::vector<std::string>& paths, const Asked& asked);

}  // namespace binadaya::registry::group_store
