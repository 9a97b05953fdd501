#pragma once

#include <functional>
#include <map>
#include <string>

#include "services/common/domain/finding.h"

namespace binadaya::cli {

using WordList = std::map<std::string, Message, std::less<>>;
// With those of who takes part, and who was there.
WordList WithParticipants(WordList words);

}  // namespace binadaya::cli
