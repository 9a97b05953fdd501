#pragma once

#include <optional>
#include <string>

#include "services/budgeting/domain/budget.h"

namespace binadaya::budgeting::domain {

// "210 Orang x 2 Hari".
std::string VolumeText(const Side& side);

// What the plan expects of a volume, if its units are those of people and time: Orang, Hari, Jam
// (an hour that is paid), JP, OH, OJ, OJP; Kali and Kegiatan only part the people. None if there is
// nothing to compare.
struct Expected {
  Quantity volume;   // as it is written, all factors together
  Quantity planned;  // rounded to thousandths
  bool within = true;
};
std::optional<Expected> Reconcile(
    const Line& line, const Planned& planned, int tolerance_percent, HourMinutes hours);

}  // namespace binadaya::budgeting::domain
