#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "services/common/domain/round.h"
#include "services/registry/domain/post.h"

namespace binadaya::registry::domain {

enum class Severity { kNone, kLow, kMedium, kHigh };  // tidak ada, rendah, sedang, tinggi
std::string_view ToString(Severity severity);         // "NONE", "LOW", "MEDIUM", "HIGH"

// Against which post: the one held, or those that the career path leads to.
enum class Horizon { kCurrent = 1, kNext };

enum class MatchBand { kOptimal, kFair, kPoor };  // optimal, cukup optimal, kurang optimal
std::string_view ToString(MatchBand band);        // "OPTIMAL", "FAIR", "POOR"

// Lower bounds, inclusive. Severity: policy; match: PerBRIN 3/2023 art. 33.
struct BandPolicy {
  double medium = 2;
  double high = 3;
  double match_fair = 78;
  double match_optimal = 90;
};

// One competency of one person against the standard of the post.
struct Gap {
  std::string competency;
  int required = 0;
  double actual = 0;  // 0..5, 4 decimals
  double gap = 0;     // F-01: required - actual; positive is a deficit, negative a surplus
  Severity severity = Severity::kNone;
};

// By the size of the deficit: none at 0 or below, low above, then the policy's bounds.
Severity SeverityOf(double gap, const BandPolicy& policy);
MatchBand MatchBandOf(double percent, const BandPolicy& policy);

// F-01 for every standard of which the level is known, in the order of `standards`. `levels`:
// competency code -> actual level. Not rated is no level, so it is no gap and no match.
std::vector<Gap> MeasureGaps(
    const std::vector<Standard>& standards, const std::map<std::string, double>& levels,
    const BandPolicy& policy);

// F-03, job-person match (JPM) in percent, 4 decimals, over what is both required and known: a
// surplus cannot hide a deficit. 0 without gaps. Shown with its coverage: gaps of standards.
double JobPersonMatch(const std::vector<Gap>& gaps);

}  // namespace binadaya::registry::domain
