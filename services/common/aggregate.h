#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "services/common/db.h"

namespace binadaya {

// The version of an aggregate that decisions about it carry: how many events were told of it. 0:
// none yet.
std::int64_t VersionOf(Tx& tx, const std::string& aggregate_type, const std::string& id);

// The same of several by their ids, each of which is there. One statement, however many they are.
std::map<std::string, std::int64_t> VersionsOf(
    Tx& tx, const std::string& aggregate_type, const std::vector<std::string>& ids);
// Of all that a page shows: `id` of each of its rows, a member or a function of it.
template <class Rows, class Id>
std::map<std::string, std::int64_t> VersionsOf(
    Tx& tx, const std::string& aggregate_type, const Rows& rows, Id id) {
  std::vector<std::string> ids;
  for (const auto& row : rows) ids.push_back(std::invoke(id, row));
  return VersionsOf(tx, aggregate_type, ids);
}

// Ok if a decision rests on the version that is `found`, or on none (0); else Aborted (VERSION-01).
absl::Status RequireVersion(std::int64_t expected, std::int64_t found);

}  // namespace binadaya
