#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "services/common/domain/finding.h"
#include "services/common/domain/table.h"

// What the columns of a file mean, and what stands in its cells.
namespace binadaya::sheets {

// A column that a file of an import has.
struct Column {
  std::string name;                   // in findings and in the API: "birth_date"
  std::string heading;                // of the template: "Tanggal Lahir"
  std::vector<std::string> headings;  // all that it may be called, by preference; see Plain
  std::string example;                // in the template; of nobody and of no unit
  bool optional = false;              // a file may do without it
};

// One data row: its cells by column, trimmed and without what nobody sees, and what was found on
// the way (`where` = the column).
struct Row {
  int line = 0;
  std::map<std::string, std::string, std::less<>> values;
  Findings findings = {};
};

// A file whose columns are known.
struct Sheet {
  std::string name;  // of the sheet in a workbook
  int heading = 0;   // the line that names the columns; 0 when none does
  std::vector<Row> rows;
  Findings findings;  // of the file as a whole
};

// Letters and digits alone, in lower case: "Tanggal Lahir", "tanggal_lahir" and "TANGGAL LAHIR" are
// one heading; "Laki-laki" and "laki laki" one value.
std::string Plain(std::string_view text);

// Finds the table and the line that name most of the columns, among the first 50 lines of each, and
// reads the rows below; one that has rows goes before one that has none. Of a workbook in which a
// second sheet lists such rows too, one must be named (`wanted`): none is left unread in silence.
// Lines that only number the columns or repeat the heading, the example of the template, and rows
// that have nothing in a known column are no data. What was found when the file was read comes
// first.
//
// IMP-01 a column is missing; IMP-02 one is unknown and not read (warning); IMP-03 one is there
// twice; IMP-04 no line names columns; IMP-10 several sheets hold data; IMP-11 no sheet is called
// so; CSV-04 no data rows. Of a row: CSV-03 cells beyond the columns, or in a CSV fewer than
// columns; IMP-06 an apostrophe or invisible characters were taken off (warning; silent in a file
// that the import wrote itself); IMP-07 an error of a formula.
Sheet ReadSheet(
    const std::vector<Table>& tables, const std::vector<Column>& columns,
    std::string_view wanted = "");

// Lines to skip that hold no data, and what is to be said of each: IMP-05.
std::vector<int> UnknownLines(const Sheet& sheet, const std::set<int>& skip);
Finding NoSuchLine();

// The heading of the column in which the import writes what is wrong; not read again.
inline constexpr char kFindingsHeading[] = "Temuan";

}  // namespace binadaya::sheets
