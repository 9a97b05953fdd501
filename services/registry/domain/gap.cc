#include "services/registry/domain/gap.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace binadaya::registry::domain {

std::string_view ToString(Severity severity) {
  switch (severity) {
    case Severity::kNone:
      return "NONE";
    case Severity::kLow:
      return "LOW";
    case Severity::kMedium:
      return "MEDIUM";
    case Severity::kHigh:
      return "HIGH";
  }
  return "";
}

std::string_view ToString(MatchBand band) {
  switch (band) {
    case MatchBand::kOptimal:
      return "OPTIMAL";
    case MatchBand::kFair:
      return "FAIR";
    case MatchBand::kPoor:
      return "POOR";
  }
  return "";
}

Severity SeverityOf(double gap, const BandPolicy& policy) {
  if (gap <= 0) return Severity::kNone;
  if (gap >= policy.high) return Severity::kHigh;
  if (gap >= policy.medium) return Severity::kMedium;
  return Severity::kLow;
}

MatchBand MatchBandOf(double percent, const BandPolicy& policy) {
  if (percent >= policy.match_optimal) return MatchBand::kOptimal;
  if (percent >= policy.match_fair) return MatchBand::kFair;
  return MatchBand::kPoor;
}

std::vector<Gap> MeasureGaps(
    const std::vector<Standard>& standards, const std::map<std::string, double>& levels,
    const BandPolicy& policy) {
  std::vector<Gap> gaps;
  gaps.reserve(standards.size());
  for (const Standard& standard : standards) {
    const auto level = levels.find(standard.competency);
    if (level == levels.end()) continue;
    Gap gap;
    gap.competency = standard.competency;
    gap.required = standard.level;
    gap.actual = Round4(level->second);
    gap.gap = Round4(gap.required - gap.actual);
    gap.severity = SeverityOf(gap.gap, policy);
    gaps.push_back(std::move(gap));
  }
  return gaps;
}

double JobPersonMatch(const std::vector<Gap>& gaps) {
  double met = 0;
  double required = 0;
  for (const Gap& gap : gaps) {
    met += std::min(gap.actual, static_cast<double>(gap.required));
    required += gap.required;
  }
  return required > 0 ? Round4(100 * met / required) : 0;
}

}  // namespace binadaya::registry::domain
