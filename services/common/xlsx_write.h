#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/common/domain/money.h"

// Excel workbooks of typed cells (libxlsxwriter). Of tables of text alone: Write in common/xlsx.h.
namespace binadaya::xlsx {

// What a cell holds. Text stays text whatever it looks like: a code keeps its zeros, "=1+1" is no
// formula and "1/2" no date, also when the cell is edited. A number of more digits than Excel keeps
// (15) is text, too.
using Value =
    std::variant<std::monostate, std::string, std::int64_t, Money, Quantity, absl::CivilDay>;

struct Cell {
  Value value;
  bool bold = false;
};

struct Sheet {
  std::string name;  // what Excel refuses in a name is replaced
  std::vector<std::vector<Cell>> rows;
  std::vector<double> widths = {};  // of the columns, in characters; for want of them 24
  int heading = 0;  // rows on top that stay there, and are repeated on each page that is printed
  bool landscape = false;
};

// The same sheets make the same bytes.
std::string WriteSheets(const std::vector<Sheet>& sheets);

}  // namespace binadaya::xlsx
