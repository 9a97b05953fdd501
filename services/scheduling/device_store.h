#pragma once

#include <string>
#include <vector>

#include "binadaya/scheduling/v1/attendance.pb.h"
#include "services/common/db.h"
#include "services/common/page.h"

// Devices of committees, by their public keys.
namespace binadaya::scheduling::device_store {

void Add(Tx& tx, const v1::Device& device);
// NotFound, of the field that names it, when it is not of that unit. Without its version.
absl::StatusOr<v1::Device> Lock(
    Tx& tx, const std::string& unit, const std::string& id, const char* where);
void Revoke(Tx& tx, const std::string& id);
// Newest first.
std::vector<v1::Device> PageOf(Tx& tx, const std::vector<std::string>& paths, const Page& page);

}  // namespace binadaya::scheduling::device_store
