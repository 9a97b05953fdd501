#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "services/common/domain/finding.h"
#include "services/scheduling/domain/checklist.h"
#include "services/scheduling/domain/rundown.h"

// From a draft of a rundown to a version that people rely on.
namespace binadaya::scheduling::domain {

// RUN-01: an item of an id that is not of this rundown (`known`), or that stands twice. `where`:
// items[2].id.
Findings CheckIds(const Rundown& draft, const std::set<std::string>& known);

// Refuses: RUN-02 there are no items; RUN-03 nothing changes against `before`, the newest released
// version; RUN-04 something does, and nobody says why. All at once.
Findings CheckRelease(
    const std::optional<Rundown>& before, const Rundown& draft, const std::string& reason);

// What was arranged for the days before, and is to be arranged anew: letters where the batch has a
// day that it had not, the contract where a venue has one, the leader's agenda where an address
// has.
std::vector<ChecklistKind> OfOtherDays(const Rundown& before, const Rundown& now);

}  // namespace binadaya::scheduling::domain
