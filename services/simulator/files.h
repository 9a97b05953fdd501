#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace binadaya::simulator {

// The people file of the registry's columns, with `count` people (domain/people.h).
absl::StatusOr<std::string> PeopleCsv(std::uint64_t seed, int count);

// A people file as an office might send it: one good row, and five faults of which the last stands
// on two rows.
absl::StatusOr<std::string> BadPeopleCsv(std::uint64_t seed);

// Writes units.csv, people.csv and bad_people.csv into a folder, which is made if it is not there.
// The names of what was written.
absl::StatusOr<std::vector<std::string>> WriteFiles(
    std::uint64_t seed, int people, const std::string& folder);

}  // namespace binadaya::simulator
