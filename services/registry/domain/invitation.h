#pragma once

#include <string>
#include <vector>

#include "services/common/domain/finding.h"
#include "services/registry/domain/rating.h"

namespace binadaya::registry::domain {

// Who is to judge a person in a campaign. The superior is whoever the reporting line says: `rater`
// is empty.
struct Invited {
  std::string rater;
  RaterRole role = RaterRole::kPeer;
  bool operator==(const Invited&) const = default;
};

std::string NameOf(const Invited& invited);  // "PEER" and the id, "SUPERVISOR"

// Whether these may be named to judge a person beside himself and his superior. Refuses: INV-01 a
// role that nobody is named for; INV-02 the person, or somebody twice; INV-04 so few that they
// would not be counted.
Findings CheckInvited(
    const std::vector<Invited>& named, const std::string& person, const RatingPolicy& policy);

// INV-07: nobody judges somebody who is not active or holds no post.
Finding NotRated();

// Colleagues that were looked for in a person's unit (by path), and from there up to `within`.
struct Proposal {
  int wanted = 0, needed = 0;  // needed: fewer are not counted
  int at_home = 0, found = 0;
  std::string home, within;
};
// What is to be said of it, as warnings: INV-05 why it goes beyond his unit; INV-06 too few of his
// level anywhere.
Findings OfProposal(const Proposal& proposal);

}  // namespace binadaya::registry::domain
