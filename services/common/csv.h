#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/common/domain/finding.h"

namespace binadaya::csv {

// In bytes, with its end; longer is a quote that was never closed.
inline constexpr std::size_t kLongestLine = 64UL * 1024;

struct Row {
  int line = 0;  // where it starts in the file; the header is line 1 unless blank lines precede it
  std::vector<std::string> fields;
};

struct Table {
  std::vector<std::string> header;
  std::vector<Row> rows;
  // CSV-01 not UTF-8; CSV-02 a quote that is not closed or stands inside a field; CSV-03 a row with
  // another number of fields than the header; CSV-04 no rows; CSV-05 a line longer than 64 KiB.
  // Each names its line.
  Findings findings;
};

// Reads RFC 4180 text: UTF-8 with or without byte order mark, comma or semicolon (whichever the
// header has more of), LF or CRLF, quotes and newlines inside quoted fields. Blank lines are passed
// over. Fields are trimmed of surrounding spaces.
Table Parse(std::string_view text);

}  // namespace binadaya::csv
