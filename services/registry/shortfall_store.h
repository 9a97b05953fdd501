#pragma once

#include <string>
#include <vector>

#include "services/common/db.h"
#include "services/common/page.h"

// Who falls short of what is required beside competencies, many people together.
namespace binadaya::registry::shortfall_store {

enum class Kind { kTraining = 1, kAppraisal };
// Which groups. Empty texts = all.
struct Asked {
  Kind kind = Kind::kTraining;
  std::string training, family;
};

// People of one post family of whom the same is required.
struct Group {
  std::string training, family;
  int population = 0;  // of whom it is required
  int known = 0;       // of these, whose appraisal is on record
  int affected = 0;    // who fall short
  double mean_steps = 0, criticality = 0;
  std::string regulated_on, legal_basis;
  std::vector<std::string> people;  // who fall short
};
std::vector<Group> PageOf(
    Tx& tx, const std::vector<std::string>& paths, const Asked& asked, const Page& page);

// The people of one group who stand in one unit itself.
struct UnitGroup {
  std::string path, training, family;
  int affected = 0, without = 0, unknown = 0;
};
std::vector<UnitGroup> ByUnit(Tx& tx, const Asked& asked);

}  // namespace binadaya::registry::shortfall_store
