#pragma once

#include <vector>

#include "services/common/domain/sheet.h"

// The columns of each kind of file.
namespace binadaya::registry::domain {

using sheets::Column;
using sheets::kFindingsHeading;
using sheets::NoSuchLine;
using sheets::Plain;
using sheets::ReadSheet;
using sheets::Row;
using sheets::Sheet;
using sheets::UnknownLines;

extern const std::vector<Column> kUnitColumns;
extern const std::vector<Column> kPostColumns;
extern const std::vector<Column> kCompetencyColumns;
extern const std::vector<Column> kPersonColumns;

}  // namespace binadaya::registry::domain
