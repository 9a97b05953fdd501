#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "services/common/domain/finding.h"
#include "services/scheduling/domain/matching.h"

// F-24: whether the groups of those who were considered are chosen at like rates. The service asks
// it of the stored selections of a program or a year, added up.
namespace binadaya::scheduling::domain {

struct FairnessPolicy {
  double least_ratio = 0.80;  // of the lowest rate to the highest: four fifths [convention]
  int small = 5;              // a group of fewer says nothing [policy eval.k_anon]
};

enum class Dimension { kGender = 1, kEmployment, kLevel, kUnit };
std::string_view ToString(Dimension dimension);  // "GENDER", …

// One group of a dimension; a unit is the first part of the path: "/33.74.14/".
struct FairnessGroup {
  std::string name = {};
  int considered = 0, chosen = 0;
  bool compared = false;  // large enough
  double Rate() const { return considered == 0 ? 0 : 1.0 * chosen / considered; }
};

struct Fairness {
  Dimension dimension = Dimension::kGender;
  std::vector<FairnessGroup> groups = {};  // by name
  bool hides = false;                      // some are not shown
  std::optional<double> ratio = {};  // 4 decimals; none: fewer than two to compare, or none chosen
  Findings findings = {};            // FAIR-01, a warning: the ratio is below the policy's
};

// Counts of one selection. All who were considered count, not only those who qualify: a gate can be
// unfair as well as a ranking.
std::vector<FairnessGroup> CountBy(
    Dimension dimension, std::span<const Candidate> candidates, const Selection& selection);
// The same groups of several selections added up.
std::vector<FairnessGroup> SumGroups(const std::vector<std::vector<FairnessGroup>>& counts);

// `sees_people`: whether the reader may see single people. Who may not is shown the groups of which
// neither the chosen nor the others are 1 to small - 1 people, and not those from which such a
// number follows by taking away (common/domain/small_groups); only what is shown is compared.
Fairness CompareRates(
    Dimension dimension, std::vector<FairnessGroup> groups, bool sees_people,
    const FairnessPolicy& policy = {});

}  // namespace binadaya::scheduling::domain
