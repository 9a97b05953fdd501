#pragma once

#include <string_view>
#include <vector>

#include "services/common/domain/finding.h"

namespace binadaya::needs::domain {

// What F-05 weighs, each 0..1.
struct PriorityInputs {
  double gap = 0;          // G: mean gap / 3, capped
  double reach = 0;        // R: affected / target population
  double criticality = 0;  // C: how directly citizens feel the posts' work
  double strategic = 0;    // S: strongest link to a directive or the city's plan (RPJMD)
  double mandatory = 0;    // M: 1 when law demands it
  double urgency = 0;      // U: age of the need, or of the regulation that demands it
};

// One weight for each input, in the order above; they sum to 1.
struct PriorityWeights {
  double gap = 0.30;
  double reach = 0.15;
  double criticality = 0.20;
  double strategic = 0.15;
  double mandatory = 0.10;
  double urgency = 0.10;
};

// PRIO-01: there are six weights, each 0..1, and they sum to 1 (within 0.0001).
Findings CheckWeights(const std::vector<double>& weights);

struct ScoreComponent {
  std::string_view code;  // G, R, C, S, M, U
  double value = 0;
  double weight = 0;
  double points = 0;  // 100 x value x weight, 4 decimals
};
struct Score {
  double total = 0;  // 0..100, 4 decimals
  std::vector<ScoreComponent> breakdown;
};

// F-05. Inputs outside 0..1 are capped.
Score Prioritise(const PriorityInputs& inputs, const PriorityWeights& weights);

// G, R and U from what was measured. `days_open` since detection or regulation; a need reaches full
// urgency after `full_urgency_days`.
double GapInput(double mean_gap);
double ReachInput(int affected, int population);
double UrgencyInput(int days_open, int full_urgency_days);

// Whether a rank rests on too few: less than `share` (0..1) of the population is rated.
bool IsProvisional(int rated, int population, double share);

}  // namespace binadaya::needs::domain
