#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "binadaya/scheduling/v1/scheduling.pb.h"
#include "services/common/db.h"
#include "services/common/page.h"
#include "services/scheduling/domain/batch.h"
#include "services/scheduling/domain/planned.h"

// Items of the plan in force, batches, and what was released of their rundowns.
namespace binadaya::scheduling::batch_store {

struct PlanItem {
  std::string id = {}, program = {};
  int year = 0;
  domain::PlannedItem planned = {};
  std::int64_t rupiah_per_batch = 0;
  int jp = 0;  // that whoever completes it earns
  bool structural = false;
};
// Items of a plan of a year as they are in force, and those that are in it no more. A year may have
// several plans.
void SetPlan(
    Tx& tx, int year, const std::vector<PlanItem>& items, const std::vector<std::string>& removed);
// With a lock: one more batch of it at a time.
absl::StatusOr<PlanItem> LockPlanItem(Tx& tx, const std::string& id);
struct Drafted {
  int batches = 0;  // without those that are cancelled
  int last = 0;     // number
};
Drafted DraftedOf(Tx& tx, const std::string& plan_item);
// How many of an item are published, or being so, whatever became of them since; without one.
int PublishedOf(Tx& tx, const std::string& plan_item, const std::string& but);

struct Batch {
  std::string id = {}, unit = {}, plan_item = {}, program = {};
  int number = 0;
  domain::BatchState state = domain::BatchState::kPlanned;
  int capacity = 0;
  bool accessible = false;
  std::int64_t rupiah = 0;  // by its plan item
  std::optional<absl::CivilDay> first_day = {}, last_day = {}, change_until = {};  // of the release
  int released = 0;
  int publications = 0;  // begun
  std::optional<domain::ChangeCause> cause = {};
  std::string reason = {};  // of its cancellation
  v1::RundownContent draft = {};
  int jp = 0;               // by its plan item
  int year = 0;             // of the plan: that its money is of
  bool structural = false;  // by its plan item: its days do not count in a quarter (SVC-6)
  bool unplanned = false;   // its item is in the plan no more
};
domain::Batch AsDomain(const Batch& batch);
// RUNNING, DELIVERED, COMPLETED: its sessions take place, or took.
bool HasBegun(const Batch& batch);
// SCHEDULED to LOCKED: it has days, and has not begun.
bool IsAhead(const Batch& batch);
// PUBLISHED to COMPLETED: people rely on it.
bool IsReliedOn(const Batch& batch);
// The same after a decision.
Batch Become(Batch batch, const domain::Batch& decided);
v1::BatchState ToContract(domain::BatchState state);
// NotFound, of the field that names it, when it is not of that unit.
absl::StatusOr<Batch> Get(
    Tx& tx, const std::string& unit, const std::string& id, const char* where);
absl::StatusOr<Batch> Lock(
    Tx& tx, const std::string& unit, const std::string& id, const char* where);
// Whichever unit's it is.
absl::StatusOr<Batch> Get(Tx& tx, const std::string& id);
// NotFound when there is none; for work that nobody asked for.
absl::StatusOr<Batch> Lock(Tx& tx, const std::string& id);
// Those that are published, or locked, and have not begun.
std::vector<std::string> Awaited(Tx& tx);
// Those that are ahead.
std::vector<std::string> Ahead(Tx& tx);
// Newest first; without their drafts.
std::vector<Batch> PageOf(
    Tx& tx, const std::vector<std::string>& paths, const v1::ListBatchesRequest& request,
    const Page& page);
// Of those that are published and not delivered, with sessions at a venue that end after `now`:
// their ids, and how many people they are for. The first ones in front.
std::vector<std::pair<std::string, int>> HousedIn(
    Tx& tx, const std::string& venue, absl::CivilMinute now);
void Add(Tx& tx, const Batch& batch);
void Save(Tx& tx, const Batch& batch);
void SetCapacity(Tx& tx, const std::string& batch, int capacity);

struct Release {
  int number = 0;
  v1::RundownContent content = {};
  std::string released_by = {};
  absl::Time released_at = {};
  std::string reason = {};
  bool relied_on = false;  // the one before was, by people: the batch was published
};
std::optional<Release> ReleaseOf(Tx& tx, const std::string& batch, int number);
void Add(Tx& tx, const std::string& batch, const Release& release);
// Newest first, from below a number (0: the newest) on.
std::vector<Release> ReleasesOf(Tx& tx, const std::string& batch, int below, int size);
// Every id that an item of the batch ever had in a release.
std::vector<std::string> ItemsReleased(Tx& tx, const std::string& batch);

}  // namespace binadaya::scheduling::batch_store
