#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/common/db.h"
#include "services/common/page.h"
#include "services/registry/domain/candidate.h"
#include "services/registry/domain/gap.h"
#include "services/registry/domain/post.h"

// Who fits the targets of a program.
namespace binadaya::registry::candidate_store {

struct Asked {
  std::vector<domain::Target> targets;
  std::vector<std::string> families;  // whose people need no gap
  domain::Horizon horizon = domain::Horizon::kCurrent;
  std::string next_family;
  // Not on leave from the one day until the day before the other; without them: whenever.
  std::optional<absl::CivilDay> from = {}, until = {};
};
struct Candidate {
  std::string person, post, family, path;
  bool in_family = false;
  std::string gender, employment_type;
  domain::PostGroup group = {};  // of the post
  std::string score;             // as text: the sort key
  std::map<std::string, double> gaps;
};
// Active people inside the paths who are of one of the families, or have a gap of a whole level in
// a target; who fits best comes first.
std::vector<Candidate> PageOf(
    Tx& tx, const std::vector<std::string>& paths, const Asked& asked, const Page& page);

}  // namespace binadaya::registry::candidate_store
