#pragma once

#include <cstddef>
#include <istream>
#include <string>

#include "absl/status/statusor.h"

namespace binadaya::cli {

// The registry's limit for an import (16 MB), less what the rest of the request takes: its id, the
// skipped lines and the confirmed ones.
inline constexpr std::size_t kLargestFile = 16'000'000 - 256UL * 1024;

// Reads a file piece by piece, so that one without an end does not fill the memory. FILE-01: it
// cannot be read; FILE-02: it is larger than kLargestFile.
absl::StatusOr<std::string> ReadFile(std::istream& in);

}  // namespace binadaya::cli
