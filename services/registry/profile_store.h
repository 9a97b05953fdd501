#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/db.h"
#include "services/registry/domain/profile.h"

// Rating campaigns, ratings and profiles.
namespace binadaya::registry::profile_store {

struct Campaign {
  std::string id, name;
  std::string path;  // where its unit stands today
  absl::CivilDay opens, closes;
};
void Add(Tx& tx, const Campaign& campaign);
absl::StatusOr<Campaign> GetCampaign(Tx& tx, const std::string& id);

// The profile of a person with the ratings of its campaign. NotFound: never rated.
absl::StatusOr<domain::Profile> Get(Tx& tx, const std::string& person);
// The same, locked until the end of the transaction, people first rated included.
absl::StatusOr<domain::Profile> Lock(Tx& tx, const std::string& person);
// Writes the state, the given judgements (one of the same rater, role and competency is replaced)
// and calibrations.
void Save(Tx& tx, const domain::Profile& profile, const std::vector<domain::Rating>& judgements);
void Calibrate(
    Tx& tx, const domain::Profile& profile, const std::string& competency, double level,
    const std::string& note);

// The levels of the last valid profile.
struct ValidLevel {
  std::string competency;
  double level = 0;
  std::vector<std::string> ratings;
};
std::vector<ValidLevel> ValidLevels(Tx& tx, const std::string& person, absl::CivilDay today);
void SaveValidLevels(
    Tx& tx, const domain::Profile& profile, const std::vector<domain::ProfileLevel>& levels);
// Removes valid levels that have ended; true when there were any.
bool ExpireLevels(Tx& tx, const std::string& person, absl::CivilDay today);

}  // namespace binadaya::registry::profile_store
