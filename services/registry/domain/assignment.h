#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/common/domain/finding.h"

namespace binadaya::registry::domain {

enum class AssignmentKind { kDefinitive = 1, kActing, kDaily };  // definitif, Plt, Plh

// ASG-01 an acting or daily assignment has no end; ASG-02 the end is not after the start; ASG-03 a
// definitive one has an end; ASG-04 the person is not active.
Findings CheckAssignment(
    AssignmentKind kind, absl::CivilDay from, std::optional<absl::CivilDay> to, bool active);

// ASG-05: these units would have two definitive heads.
Finding SecondHead(std::string_view where, const std::vector<std::string>& units);

// CAMP-01 a rating campaign closes on or before the day on which it opens; CAMP-06 its unit is
// closed by then (`unit_to`: the day from which it is).
Findings CheckCampaign(
    absl::CivilDay opens, absl::CivilDay closes, std::optional<absl::CivilDay> unit_to);
// CAMP-10 one that has closed already is to be closed.
Findings CheckClosing(absl::CivilDay closes, absl::CivilDay today);
// CAMP-02 it is not open on `today`; CAMP-03 the person's unit is outside it.
Findings CheckRatable(
    absl::CivilDay opens, absl::CivilDay closes, absl::CivilDay today, bool inside);

}  // namespace binadaya::registry::domain
