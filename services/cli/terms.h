#pragma once

#include <functional>
#include <map>
#include <string>

#include "services/cli/language.h"

namespace binadaya::cli {

// Words for what is no enum of a contract: kinds and facts of a chain, figures of a dashboard, what
// stands in a report.
const std::map<std::string, Message, std::less<>>& Terms();

}  // namespace binadaya::cli
