#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/common/db.h"
#include "services/common/page.h"
#include "services/registry/domain/form.h"
#include "services/registry/domain/post.h"

// Posts and their standards.
namespace binadaya::registry::post_store {

// Every post with the standard in force on that day.
std::map<std::string, domain::Post> InForce(Tx& tx, absl::CivilDay day);
std::vector<domain::Post> PageInForce(Tx& tx, absl::CivilDay day, const Page& page);
// One post with the standard of that day; one whose first standard lies ahead has that one. Empty
// when there is no such post.
domain::Post Get(Tx& tx, const std::string& post, absl::CivilDay day);
bool Exists(Tx& tx, const std::string& post);
bool IsHead(Tx& tx, const std::string& post);
std::string FamilyOf(Tx& tx, const std::string& post);
// The competencies that the post held by a person demands on that day.
std::vector<std::string> RequiredOf(Tx& tx, const std::string& person, absl::CivilDay day);
void Save(Tx& tx, const domain::Post& post);

domain::Dictionary Dictionary(Tx& tx);

}  // namespace binadaya::registry::post_store
