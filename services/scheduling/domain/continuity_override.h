#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
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
  std::string rule = {};  // "SVC-01"
  // A unit or kecamatan, of SVC-05 the blackout, of SVC-06 a person: by id.
  std::string about = {};
  std::string period = {};  // a day, or a quarter: "2027-2"
  int allows = 0;           // people, or days; 1 where nobody counts
  OverrideReason reason = OverrideReason::kOther;
  std::string note = {}, made_by = {};
  absl::CivilDay made_on = {};
};

// Of the findings of the rule that block, in units at or below `path`: one for each matter. A
// blackout is let be by whoever might lift it: by the head of the unit for which it was set, or of
// one above. SVC-11 there is none; SVC-12 OTHER without words; SVC-13 there are only blackouts of
// units above. `by` has a reason, a note, who and when.
absl::StatusOr<std::vector<ContinuityOverride>> OverrideOf(
    const Findings& findings, const std::string& rule, const std::string& path,
    const ContinuityOverride& by);

// Those of continuity (SVC) in units at or below `path`.
Findings ContinuityIn(const Findings& findings, std::string_view path);

// What is let be is a warning that says by whom and why; what breaks more than that blocks.
void LetBe(std::span<const ContinuityOverride> overrides, Findings& findings);

// The most that is let be of a rule, of what it is about, in a period: 0 for nothing.
int AllowedOf(
    std::span<const ContinuityOverride> overrides, std::string_view rule, std::string_view about,
    std::string_view period);

}  // namespace binadaya::scheduling::domain
