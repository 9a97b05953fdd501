#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/common/domain/finding.h"
#include "services/scheduling/domain/calendar.h"
#include "services/scheduling/domain/rundown.h"

// What a program's rundowns have in common (templat susunan acara): items, kinds and minutes day by
// day; without dates, places and people, which are each batch's own.
namespace binadaya::scheduling::domain {

// In the order in which they are printed.
struct TemplateItem {
  int day = 1;  // the first is 1
  // Of it: number, from, until, printed_minutes, kind, track, title, method, objectives, materials,
  // teaches.
  RundownItem item = {};
  bool operator==(const TemplateItem&) const = default;
};
using Template = std::vector<TemplateItem>;

// Days that have items are counted through; what lies between them is left out.
Template TemplateOf(const Rundown& rundown);
int DaysOf(const Template& of);
// The same on dates, one for each of its days.
Rundown LaidOn(const Template& of, const std::vector<absl::CivilDay>& days);
// So many working days of a unit, from the first that is not before `first`; fewer only where none
// of a year is worked.
std::vector<absl::CivilDay> WorkedDaysFrom(
    absl::CivilDay first, int count, const Calendar& calendar, const std::string& path);

// What it would be kept as, or is.
struct TemplateUse {
  std::string origin = {};  // of its program: the first of those that go on with one another
  bool retired = false;
};
// TPL-01 there is nothing to keep; TPL-02 it is the same as `before`, its newest version; TPL-06 a
// new one has no title.
Findings CheckKept(
    const Template& now, const std::optional<Template>& before, const std::string& title);
// TPL-03 it is retired; TPL-04 the batch is of another program.
Findings CheckTemplateUse(const TemplateUse& of, const std::string& origin);
// TPL-05: the first day is past.
Findings CheckFirstDay(absl::CivilDay first, absl::CivilDay today);

}  // namespace binadaya::scheduling::domain
