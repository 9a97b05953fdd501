#include "services/needs/domain/priority.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/common/domain/round.h"

namespace binadaya::needs::domain {
namespace {

constexpr size_t kWeights = 6;
constexpr double kSumTolerance = 0.0001;
// Below anything that a person writes, above what adding six doubles loses.
constexpr double kNoise = 1e-9;

constexpr double kFullGap = 3;  // F-05: a mean gap of three levels weighs all there is

// Also turns what is not a number into 0: a need must not rank by an accident of division.
double Cap(double value) {
  if (!(value > 0)) return 0;
  return value < 1 ? value : 1;
}

}  // namespace

Findings CheckWeights(const std::vector<double>& weights) {
  Findings findings;
  if (weights.size() != kWeights) {
    findings.push_back(
        {"PRIO-01",
         "weights",
         {absl::StrCat(
              "Bobot harus enam (G, R, C, S, M, U), bukan ", weights.size(), ". Lengkapi."),
          absl::StrCat(
              "There must be six weights (G, R, C, S, M, U), not ", weights.size(),
              ". Give all six.")},
         {{"count", absl::StrCat(weights.size())}}});
  }
  double sum = 0;
  for (size_t i = 0; i < weights.size(); ++i) {
    sum += weights[i];
    if (weights[i] >= 0 && weights[i] <= 1) continue;
    findings.push_back(
        {"PRIO-01",
         absl::StrCat("weights[", i, "]"),
         {absl::StrCat("Bobot ke-", i + 1, " harus 0 sampai 1. Perbaiki."),
          absl::StrCat("Weight ", i + 1, " must be 0 to 1. Correct it.")},
         {{"weight", absl::StrCat(weights[i])}}});
  }
  // A sum of too few or too many says nothing.
  if (weights.size() == kWeights && !(std::abs(sum - 1) <= kSumTolerance + kNoise)) {
    const std::string text = absl::StrFormat("%.4f", sum);
    findings.push_back(
        {"PRIO-01",
         "weights",
         {absl::StrCat("Jumlah bobot ", text, ", padahal harus 1. Sesuaikan bobotnya."),
          absl::StrCat("The weights sum to ", text, " but must sum to 1. Adjust them.")},
         {{"sum", text}}});
  }
  return findings;
}

Score Prioritise(const PriorityInputs& inputs, const PriorityWeights& weights) {
  Score score;
  score.breakdown = {
      {"G", inputs.gap, weights.gap},
      {"R", inputs.reach, weights.reach},
      {"C", inputs.criticality, weights.criticality},
      {"S", inputs.strategic, weights.strategic},
      {"M", inputs.mandatory, weights.mandatory},
      {"U", inputs.urgency, weights.urgency},
  };
  double total = 0;
  for (ScoreComponent& component : score.breakdown) {
    component.value = Cap(component.value);
    component.points = Round4(100 * component.value * component.weight);
    total += component.points;  // of what is shown, so that a reader's own sum agrees
  }
  score.total = Round4(total);
  return score;
}

double GapInput(double mean_gap) { return Cap(mean_gap / kFullGap); }

double ReachInput(int affected, int population) {
  return population > 0 ? Cap(static_cast<double>(affected) / population) : 0;
}

double UrgencyInput(int days_open, int full_urgency_days) {
  if (full_urgency_days <= 0) return days_open > 0 ? 1 : 0;
  return Cap(static_cast<double>(days_open) / full_urgency_days);
}

bool IsProvisional(int rated, int population, double share) { return rated < share * population; }

}  // namespace binadaya::needs::domain
