#pragma once

#include <string>
#include <string_view>

#include "services/common/domain/table.h"

namespace binadaya::csv {

// In bytes, with its end; longer is a quote that was never closed.
inline constexpr std::size_t kLongestLine = 64UL * 1024;

// Reads RFC 4180 text as spreadsheets write it: UTF-8 with or without byte order mark; comma,
// semicolon or tab, whichever the first lines have most of, or what a line "sep=;" before them
// says; lines that end in LF, CRLF or CR; quotes, and newlines inside quoted cells. Cells are
// trimmed of surrounding spaces.
//
// CSV-01 not UTF-8; CSV-02 a quote that is not closed or stands inside a cell; CSV-05 a line longer
// than 64 KiB. Each names its line, and what is behind it is not read.
Table Parse(std::string_view text);

// The rows as CSV with semicolons and a byte order mark, which is what Excel opens by a double
// click where a comma marks decimals. Each row stands on its line as far as the rows before it
// allow. A cell that a spreadsheet would take for a formula, a number or a date gets an apostrophe
// before it, which the import takes off again.
std::string Write(const Table& table);

}  // namespace binadaya::csv
