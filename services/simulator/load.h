#pragma once

#include <cstdint>
#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "services/simulator/world.h"

namespace binadaya::simulator {

struct LoadOptions {
  std::uint64_t seed = 1;
  double rate = 100;  // ratings that begin each second
  int seconds = 10;
  std::string journal;  // file; empty = none
};

// Open loop: ratings of existing leaders by many raters begin at a fixed rate, whether earlier ones
// were answered or not (what waits for a free rater counts into its time). Each line of the journal
// is one rating: request id, outcome, person. The outcome is `ok` (acknowledged: it must be there),
// `fail` (refused: it must not) or `unknown` (no answer: it may be there, once). Tells a summary;
// unanswered ratings are no error.
absl::Status RunLoad(const World& world, const LoadOptions& options, std::ostream& out);

}  // namespace binadaya::simulator
