#pragma once

#include <string_view>
#include <vector>

#include "services/common/domain/table.h"

namespace binadaya {

// What a file holds, CSV or XLSX by its first bytes: at least one table. See common/csv.h and
// common/xlsx.h for what is found on the way.
std::vector<Table> ReadTables(std::string_view bytes);

}  // namespace binadaya
