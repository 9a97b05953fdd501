#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "binadaya/needs/v1/plan.pb.h"
#include "services/common/db.h"
#include "services/common/page.h"
#include "services/needs/domain/plan.h"

// Annual plans with their versions.
namespace binadaya::needs::plan_store {

struct StoredPlan {
  domain::Plan plan;
  std::map<int, v1::PlanItems> items;  // by the number of the version
};
// What of an item decides whether it changed.
domain::PlanLine LineOf(const v1::PlanItem& item);
std::vector<domain::PlanLine> LinesOf(const v1::PlanItems& items);

// NotFound for what does not exist.
absl::StatusOr<StoredPlan> Get(Tx& tx, const std::string& id);
absl::StatusOr<StoredPlan> Lock(Tx& tx, const std::string& id);
// With the programs that no other plan may hold from now on.
void Save(Tx& tx, const StoredPlan& stored);
// Newest year first, newest first, with year and id as the key.
std::vector<StoredPlan> PageOf(Tx& tx, const v1::ListPlansRequest& sought, const Page& page);

// What is in force of a plan, by program; nothing of one that was never set ("": of none).
std::map<std::string, v1::PlanItem> ItemsInForce(Tx& tx, const std::string& plan);

// Programs that plans other than this one ("": any) hold, to the plan that does.
std::map<std::string, std::string> HeldElsewhere(Tx& tx, const std::string& plan);

}  // namespace binadaya::needs::plan_store
