#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "services/common/db.h"
#include "services/common/page.h"
#include "services/registry/domain/career.h"

// Career paths: which post families come after which.
namespace binadaya::registry::career_store {

// The path of a family in force on a day.
std::optional<domain::CareerPath> On(Tx& tx, const std::string& family, absl::CivilDay day);
std::vector<domain::CareerPath> PageOn(Tx& tx, absl::CivilDay day, const Page& page);
void Save(Tx& tx, const domain::CareerPath& path);

// The families of all posts, of those too that lie ahead.
std::set<std::string> Families(Tx& tx);
// The posts whose holders may go on to one of the families, as paths stand on a day.
std::vector<std::string> PostsLeadingTo(
    Tx& tx, const std::vector<std::string>& families, absl::CivilDay day);
// The posts of a family.
std::vector<std::string> PostsOf(Tx& tx, const std::string& family);

}  // namespace binadaya::registry::career_store
