#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "services/common/db.h"
#include "services/registry/domain/profile.h"

// Valid levels, with their history.
namespace binadaya::registry::profile_store {

// A person's profile on a day.
std::vector<domain::ValidLevel> On(Tx& tx, const std::string& person, absl::CivilDay day);
// All levels that were ever valid.
std::vector<domain::ValidLevel> Of(Tx& tx, const std::string& person);
// Those that nothing has ended yet.
std::vector<domain::ValidLevel> Open(Tx& tx, const std::string& person);

enum class Ended { kSuperseded = 1, kExpired, kCorrected };
// One that has ended already is on record as superseded.
void Add(Tx& tx, const std::string& person, const std::vector<domain::ValidLevel>& levels);
void End(Tx& tx, const std::vector<std::int64_t>& levels, Ended because, absl::CivilDay day);

}  // namespace binadaya::registry::profile_store
