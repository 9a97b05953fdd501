#pragma once

#include <optional>

#include "absl/status/status.h"
#include "services/common/domain/finding.h"

namespace binadaya {

// A refusal that carries what was found. `code` says what the caller should retry:
// FailedPrecondition until something is fixed, InvalidArgument never with this input, Aborted the
// transaction. Findings travel in the status and come out unchanged.
absl::Status Refuse(absl::StatusCode code, Findings findings);

// The common case: one finding, FailedPrecondition.
absl::Status Refuse(Finding finding);

// The findings of a refusal; empty for any other status.
Findings FindingsOf(const absl::Status& status);

}  // namespace binadaya
