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

}  // namespace binadaya::registry::domain
