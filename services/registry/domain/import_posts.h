#pragma once

#include <map>
#include <string>
#include <vector>

#include "services/registry/domain/form.h"
#include "services/registry/domain/import.h"

namespace binadaya::registry::domain {

struct PostDirectory {
  // By code, each from the oldest version on.
  std::map<std::string, std::vector<Post>> versions;
  Dictionary dictionary;
  LevelTable levels;
};

// Plans a file of posts with their standards. POST-01..10, as of a post that is defined by itself;
// POST-11 unknown group; POST-12 a standard that is not written as M.08=3 or M.08=-; POST-13 a
// criticality that is no number from 0 to 1; POST-14 a family that is no code; POST-15 code twice
// in the file; POST-16 is_head neither yes nor no; IMP-09 no date. Without a date what differs
// holds from today on; a row that says what a version says already changes nothing.
ImportPlan<Post> PlanPosts(
    const std::vector<Row>& rows, const PostDirectory& directory, const ImportOptions& options,
    absl::CivilDay today, int horizon_years);

}  // namespace binadaya::registry::domain
