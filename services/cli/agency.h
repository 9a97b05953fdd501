#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/cli/answer.h"
#include "services/cli/environment.h"

// Other agencies: who may read what, by which certificate and how fast. What holds is kept by
// reporting; each command makes the broker and the bridge so, whatever an earlier one left undone.
namespace binadaya::cli {

struct AgencyOptions {
  std::string name;
  std::vector<std::string> publishers;  // of what it may read; for a replay empty: of all of that
  std::int64_t bytes_per_second = 1'000'000;
  bool json = false;    // instead of protobuf
  std::string request;  // a file: the agency made its key itself
  std::string from;     // a day
};

// Grants it, in place of what was granted before, and makes its certificate when it has none.
absl::StatusOr<Answer> RunAgencyAdd(const Environment& environment, const AgencyOptions& options);
// A new certificate; the one before it holds until its end.
absl::StatusOr<Answer> RunAgencyRotate(
    const Environment& environment, const AgencyOptions& options);
// Nothing any more: its certificate opens nothing.
absl::StatusOr<Answer> RunAgencyRemove(
    const Environment& environment, const AgencyOptions& options);
// What is granted, what the broker holds each to, and when its certificate ends.
absl::StatusOr<Answer> RunAgencyList(const Environment& environment);
// Has publishers send what they told since a day once more, to its lane only.
absl::StatusOr<Answer> RunAgencyReplay(
    const Environment& environment, const AgencyOptions& options);

}  // namespace binadaya::cli
