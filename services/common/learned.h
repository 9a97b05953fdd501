#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/common/db.h"

// What every service that hears the registry keeps of it alike, in tables of its own migrations:
// unit (code, path), person (id, active).
namespace binadaya::learned {

void SaveUnit(Tx& tx, const std::string& code, const std::string& path);
// What a unit scope resolves to; NotFound for a unit that was never heard of.
absl::StatusOr<std::string> PathOfUnit(Tx& tx, const std::string& code);
void SaveActive(Tx& tx, const std::string& person, bool active);
// NoSuchObject of that field for whom nobody has heard of, or who has left.
absl::Status RequireActive(Tx& tx, const std::string& person, const std::string& where);

}  // namespace binadaya::learned
