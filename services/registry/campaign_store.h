#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/db.h"
#include "services/common/page.h"
#include "services/registry/domain/rating_case.h"

// Rating campaigns and who is invited to judge in them.
namespace binadaya::registry::campaign_store {

struct Campaign {
  std::string id, name;
  std::string path;  // where its unit stands today
  absl::CivilDay opens, closes;
};
void Add(Tx& tx, const Campaign& campaign);
absl::StatusOr<Campaign> Get(Tx& tx, const std::string& id);

// Replaces all who are invited to judge a person.
void Invite(
    Tx& tx, const std::string& campaign, const std::string& person,
    const std::vector<domain::Invited>& invited);
// Those of `people` who are not active people of the registry.
std::vector<std::string> Strangers(Tx& tx, const std::vector<std::string>& people);

// Forms of the people of one unit.
struct Returned {
  std::string unit;
  int people = 0, invited = 0, returned = 0;
};
std::vector<Returned> PageOfReturns(
    Tx& tx, const std::string& campaign, const std::vector<std::string>& paths, const Page& page);

}  // namespace binadaya::registry::campaign_store
