#pragma once

#include <span>
#include <string>
#include <vector>

#include "services/common/domain/finding.h"

namespace binadaya {

// One row of a file: the text of its cells, and the line of the file, or row of the sheet, on which
// it starts (from 1).
struct TableRow {
  int line = 0;
  std::vector<std::string> cells;
};

// A file of rows as it was read, before anybody knows what its columns mean: the heading, and what
// stands above it, are rows like others. Rows without any text are left out.
struct Table {
  std::string sheet;  // its name in a workbook; empty in a CSV
  std::vector<TableRow> rows;
  Findings findings;  // why it could not be read, or not to its end
};

// "3, 4, 9", or the first ten and how many there are: "3, 4, … (312)".
std::string LineList(std::span<const int> lines);

}  // namespace binadaya
