#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/domain/finding.h"
#include "services/scheduling/domain/matching.h"

// The head of an agency (kepala perangkat daerah) lets a batch break a rule of continuity, with a
// reason code as in SEL-25 (domain rule 10.3).
namespace binadaya::scheduling::domain {

// Of one finding of SC-07 (CheckContinuityOf): so much of it is let be, no more.
struct ContinuityOverride {
  std::string rule = {};    // "SVC-01"
  std::string about = {};   // a unit or kecamatan, or of SVC-06 a person: by id
  std::string period = {};  // a day, or a quarter: "2027-2"
  int allows = 0;           // people, or days; 1 where nobody counts
  OverrideReason reason = OverrideReason::kOther;
  std::string note = {}, made_by = {};
  absl::CivilDay made_on = {};
};

// One for each finding of the rule that blocks, in units at or below `path`. SVC-11 there is none;
// SVC-12 OTHER without words. `by` has a reason, a note, who and when.
absl::StatusOr<std::vector<ContinuityOverride>> OverrideOf(
    const Findings& findings, const std::string& rule, const std::string& path,
    const ContinuityOverride& by);

// What is let be is a warning that says by whom and why; what breaks more than that blocks.
void LetBe(std::span<const ContinuityOverride> overrides, Findings& findings);

// The most that is let be of a rule, and whom it protects: 0 for nothing.
int AllowedOf(
    std::span<const ContinuityOverride> overrides, const std::string& rule,
    const std::string& about);

}  // namespace binadaya::scheduling::domain
