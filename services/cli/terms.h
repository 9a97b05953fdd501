#pragma once

#include "services/cli/words_participants.h"

namespace binadaya::cli {

// Words for what is no enum of a contract: kinds and facts of a chain, figures of a dashboard, what
// stands in a report.
const WordList& Terms();

}  // namespace binadaya::cli
