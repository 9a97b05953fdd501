#pragma once

#include <cstddef>
#include <istream>
#include <string>

#include "services/common/csv.h"
#include "services/common/domain/finding.h"

namespace binadaya::cli {

// The registry's limit for an import (16 MB), less what the rest of the request takes: its id and
// the skipped lines.
inline constexpr std::size_t kLargestFile = 16'000'000 - 64UL * 1024;

struct ScannedFile {
  std::string bytes;  // empty when something was found
  Findings findings;
};

// Reads a file piece by piece, so that neither a huge file nor an endless line fills the memory.
// FILE-01: it cannot be read; FILE-02: it is larger than kLargestFile; CSV-05: a line is longer
// than csv::kLongestLine, with its number, for each such line.
ScannedFile ScanFile(std::istream& in);

}  // namespace binadaya::cli
