#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/common/domain/table.h"

// Excel workbooks (ECMA-376) as tables of text: what a person sees in a cell, but dates as
// YYYY-MM-DD and numbers without thousands separators.
namespace binadaya::xlsx {

// Whether a file begins as a workbook does.
bool IsWorkbook(std::string_view bytes);

// The visible sheets in their order; one with findings when they cannot be read. A number that
// Excel could not keep (more than 15 digits) is text such as "1.98E+17", as Excel shows it.
//
// XLSX-01 no workbook, or damaged, or encrypted; XLSX-02 larger than can be read at once; XLSX-03
// more than 32 sheets; XLSX-04 rows that do not ascend.
std::vector<Table> Read(std::string_view bytes);

// A workbook of these sheets. Every cell is text and stays text when it is edited, so that nothing
// becomes a formula, a number or a date; each row stands on its line. Cells of the first row of
// each sheet are bold.
std::string Write(const std::vector<Table>& sheets);

}  // namespace binadaya::xlsx
