#pragma once

#include <functional>
#include <string>
#include <vector>

#include "services/common/metrics.h"
#include "services/common/pg.h"

namespace binadaya {

// What a service's tables say of the work, not of the process: a gauge for dashboards. Of the whole
// city, and never by person, unit or anything else that there is no end of.
struct Figure {
  std::string name;
  std::string help;
  std::vector<std::string> labels;
  pg::Sql rows;  // each: a value for every label, then the number
  std::function<std::vector<pg::Param>()> given = nullptr;  // what $1 … of it are, each time
};

// What waits for somebody to decide or to answer: rows of what it is, and how much of it.
Figure Awaiting(pg::Sql rows);

// Sets the figure's gauges when called, but takes no more than 2 % of the time by it, also when its
// query fails or takes too long. A value that is no longer among the rows is 0 from then on.
std::function<void(pg::Connection&)> Measuring(Figure figure, Metrics& metrics);

}  // namespace binadaya
