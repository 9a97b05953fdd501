#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/common/db.h"
#include "services/common/page.h"
#include "services/registry/domain/form.h"
#include "services/registry/domain/import_competencies.h"
#include "services/registry/domain/post.h"

// Posts and their standards, by the day from which they hold.
namespace binadaya::registry::post_store {

// Every post as it is on that day.
std::map<std::string, domain::Post> InForce(Tx& tx, absl::CivilDay day);
// Each from the oldest version on.
std::map<std::string, std::vector<domain::Post>> Versions(Tx& tx);
// Those of a list by what somebody looks for.
struct PostsSought {
  absl::CivilDay day;
  std::string text, family;
  int group = 0;  // any
  int order = 0;  // by code, by title
};
struct FoundPost {
  domain::Post post;
  std::string key;
};
std::vector<FoundPost> PageInForce(Tx& tx, const PostsSought& sought, const Page& page);
// One post as it is on that day; one whose first version lies ahead as it will be. Empty when there
// is no such post.
domain::Post Get(Tx& tx, const std::string& post, absl::CivilDay day);
// The posts of the families that come after one today.
std::vector<domain::Post> AfterFamily(Tx& tx, const std::string& family);
std::string FamilyOf(Tx& tx, const std::string& post);
// The competencies that the post held by a person demands on that day.
Later<std::vector<std::string>> RequiredOf(Tx& tx, const std::string& person, absl::CivilDay day);
// Codes that are this one but for capitals.
std::vector<std::string> Twins(Tx& tx, const std::string& post);
// A version of a post, in the place of one of the same day. `at_once`: it holds today already.
void Save(Tx& tx, const domain::Post& post, bool at_once);
// This version is what the post is from now on.
void Enforce(Tx& tx, const domain::Post& post);
// Who holds a post for good, by id after `after`.
std::vector<std::string> Holders(
    Tx& tx, const std::string& post, const std::string& after, int limit);

Later<domain::Dictionary> Dictionary(Tx& tx);
std::map<std::string, domain::Competency> Competencies(Tx& tx);
void SaveCompetencies(Tx& tx, const std::vector<domain::Competency>& competencies);

}  // namespace binadaya::registry::post_store
