#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/db.h"
#include "services/common/page.h"
#include "services/needs/domain/need.h"

// Campaigns, needs and directives.
namespace binadaya::needs::need_store {

// NotFound for what does not exist.
absl::StatusOr<std::string> PathOfNeed(Tx& tx, const std::string& need);
absl::StatusOr<std::string> PathOfCampaign(Tx& tx, const std::string& campaign);

struct Campaign {
  std::string id;
  int year = 0;
  std::string unit;  // code; "/" is the city
  std::string path;  // where the unit stands today
};
void Add(Tx& tx, const Campaign& campaign);
absl::StatusOr<Campaign> GetCampaign(Tx& tx, const std::string& id);
// Of a list: with how many needs it has, and how many of them are settled.
struct FoundCampaign {
  Campaign campaign;
  int needs = 0, settled = 0;
};
// Those in some paths, newest year first, with year and id as the key. `year` 0, `id_prefix` "" =
// any.
std::vector<FoundCampaign> PageOfCampaigns(
    Tx& tx, const std::vector<std::string>& paths, int year, const std::string& id_prefix,
    const Page& page);
// Locks the campaign: one detection or ranking at a time.
void LockCampaign(Tx& tx, const std::string& id);

// Since when the open needs of other campaigns of the unit are known, by their group.
struct KnownSince {
  std::map<domain::NeedKey, absl::CivilDay> days;
  // Of a group that none of them is about: since `today`.
  absl::CivilDay Of(const domain::NeedKey& key, absl::CivilDay today) const;
};
// Of those that were measured, or of those that only a directive asked for.
KnownSince OpenElsewhere(Tx& tx, const Campaign& campaign, bool measured);

absl::StatusOr<domain::Need> Get(Tx& tx, const std::string& id);
absl::StatusOr<domain::Need> Lock(Tx& tx, const std::string& id);
// Those that exist, in the order of their ids.
std::vector<domain::Need> Of(Tx& tx, const std::vector<std::string>& ids);
std::vector<domain::Need> OfCampaign(Tx& tx, const std::string& campaign);
// By rank, unranked last. `order` names the order that they stand in: another one
// puts needs before or behind a page that was read.
struct Listed {
  std::string order;
  std::vector<domain::Need> needs;  // none when the page goes on in another order
};
// What is empty asks for nothing.
struct NeedsSought {
  std::string campaign, competency, family, id_prefix;
  int state = 0;
};
Listed PageOf(Tx& tx, const NeedsSought& sought, const Page& page);
void Save(Tx& tx, const domain::Need& need);

struct Directive {
  std::string id, need, issuer_role, reason, doc_ref;
  bool linked = false;
  double strategic_link = 0;
  domain::Measured measured;
};
void Add(Tx& tx, const Directive& directive);
std::vector<Directive> DirectivesOf(Tx& tx, const std::string& need);
// Of those of these needs that have one.
std::map<std::string, std::vector<Directive>> DirectivesOf(
    Tx& tx, const std::vector<std::string>& needs);
// Whether the document directs the competency for the family in the campaign already.
bool IsDirected(
    Tx& tx, const std::string& campaign, const std::string& competency, const std::string& family,
    const std::string& doc_ref);
// Gives a need's directives to another.
void MoveDirectives(Tx& tx, const std::string& from, const std::string& to);
// The strongest strategic link among a need's directives; 0 without one.
double StrategicLink(Tx& tx, const std::string& need);

// The campaigns of a unit that is closed are those of the one that took over its people.
void MoveCampaigns(Tx& tx, const std::string& closed, const std::string& heir);
// Has every open need of the family, or to it ("" = any), whose subtree holds `path` ("" = any)
// measured again soon.
void ScheduleRecheck(Tx& tx, const std::string& family, const std::string& path, absl::Time due);
// Has a need whose group is empty measured for the last time then. One that is to be already is so
// no later, whatever is heard meanwhile.
void ScheduleLastCheck(Tx& tx, const std::string& need, absl::Time due);

}  // namespace binadaya::needs::need_store
