#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "binadaya/reporting/v1/reporting.pb.h"
#include "services/cli/answer.h"
#include "services/cli/environment.h"

namespace binadaya::cli {

// Where a need comes from, down to the ratings.
absl::StatusOr<Answer> RunNeedChain(const Environment& environment, const std::string& need);
// What the ratings of a person led to.
absl::StatusOr<Answer> RunPersonChain(const Environment& environment, const std::string& person);

// The chain as a tree; where it is broken stands "PUTUS / MISSING" with what was expected. Pure.
std::string ChainText(const reporting::v1::Chain& chain);

}  // namespace binadaya::cli
