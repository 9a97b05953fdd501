#pragma once

#include <span>
#include <string>
#include <vector>

#include "services/common/domain/finding.h"
#include "services/scheduling/domain/continuity.h"
#include "services/scheduling/domain/rundown.h"

// SC-07 of one rundown: no counter closes because of it (domain rule 10.5).
namespace binadaya::scheduling::domain {

// Who has a seat of the batch, or one that is kept for him.
struct Seated {
  std::string person = {};
  std::string unit = {};        // by id
  bool direct_service = false;  // at a counter, where one of those who stay stands in
  bool structural = false;      // the batch is: SVC-06 does not count it
};

// When they are away for it: in each item but rests.
std::vector<Away> AwayFor(const Rundown& rundown, std::span<const Seated> seated);

// What the rundown adds to what others break (CheckAdded), each found as SVC-01 to SVC-06 of SC-07:
// `where` is the numbers of its items on that day, or in that quarter; values: "unit" (of SVC-03 a
// kecamatan, of SVC-06 the person's), "people" of the batch whom it concerns, "sessions" (ids).
Findings CheckContinuityOf(
    const Rundown& rundown, std::span<const Seated> seated, std::span<const Away> others,
    std::span<const UnitStaff> units, const Calendar& calendar, const ContinuityPolicy& policy);

}  // namespace binadaya::scheduling::domain
