#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "binadaya/reporting/v1/reporting.pb.h"
#include "services/cli/answer.h"
#include "services/cli/environment.h"

namespace binadaya::cli {

// Where a need comes from, down to the ratings. Needs and people as find.h finds them.
absl::StatusOr<Answer> RunNeedChain(const Environment& environment, const std::string& need);
// What the ratings of a person led to.
absl::StatusOr<Answer> RunPersonChain(const Environment& environment, const std::string& person);

// The chain as a tree, its instants in the zone; where it is broken stands "MISSING" with what was
// expected. Pure.
std::string ChainText(const reporting::v1::Chain& chain, absl::TimeZone zone);

}  // namespace binadaya::cli
