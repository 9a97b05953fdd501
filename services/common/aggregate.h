#pragma once

#include <cstdint>
#include <string>

#include "services/common/db.h"

namespace binadaya {

// The version of an aggregate that decisions about it carry: how many events were told of it. 0:
// none yet.
std::int64_t VersionOf(Tx& tx, const std::string& aggregate_type, const std::string& id);

}  // namespace binadaya
