#pragma once

#include <array>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/db.h"
#include "services/common/page.h"
#include "services/registry/directory_store.h"
#include "services/registry/domain/rater_statistics.h"
#include "services/registry/domain/rating_case.h"

// Rating campaigns and who is invited to judge in them.
namespace binadaya::registry::campaign_store {

struct Campaign {
  std::string id, name;
  std::string path;  // where its unit stands today
  absl::CivilDay opens, closes;
  bool by_invitation = false;       // only whom somebody is invited to judge, or judged, takes part
  std::string closed_because = {};  // empty: on the day that was set when it was opened
  bool counted = false;             // it has ended, and who took part is kept
};
void Add(Tx& tx, const Campaign& campaign);
absl::StatusOr<Campaign> Get(Tx& tx, const std::string& id);
// The same of one that lies in one of the paths, or in which one of them lies.
absl::StatusOr<Campaign> Get(Tx& tx, const std::string& id, const std::vector<std::string>& paths);
// Locked until the end of the transaction.
absl::StatusOr<Campaign> Lock(Tx& tx, const std::string& id);
// Not ended before the transaction has; many may hold it so at once.
absl::StatusOr<Campaign> KeepOpen(Tx& tx, const std::string& id);
// Nothing is recorded from that day on.
void Close(Tx& tx, const std::string& id, absl::CivilDay day, const std::string& reason);

// Keeps who takes part today, or on its last day when that has passed: from now on all figures are
// of them.
void Count(Tx& tx, const std::string& id, absl::CivilDay today);
// Whose case in a campaign is kept as submitted, by id after `after`.
std::vector<std::string> Submitted(
    Tx& tx, const std::string& campaign, const std::string& after, int limit);

// Those of a list; what is empty asks for nothing.
struct CampaignsSought {
  std::vector<std::string> paths;  // that they lie in, or that lie in them
  absl::CivilDay day;
  std::string text, id_prefix;
  int phase = 0;  // on that day: 1 upcoming, 2 open, 3 closed; 0 = any
};
// Newest first, with opening day and id as the key.
std::vector<Campaign> PageOf(Tx& tx, const CampaignsSought& sought, const Page& page);

// Who takes part in a campaign inside some paths, or took part when it ended, by the state of their
// case; 0 = none.
using Standing = std::array<int, 7>;
Standing StandingOf(
    Tx& tx, const std::string& campaign, const std::vector<std::string>& paths,
    absl::CivilDay today);

// Replaces all who are invited to judge a person.
void Invite(
    Tx& tx, const std::string& campaign, const std::string& person,
    const std::vector<domain::Invited>& invited);
// Those of `people` who are not active people of the registry.
std::vector<std::string> Strangers(Tx& tx, const std::vector<std::string>& people);

// Who takes part in a campaign today, by id after `after`.
std::vector<std::string> TakingPart(
    Tx& tx, const Campaign& campaign, const std::string& after, int limit);

// Active people of a person's level (group of the post, and jenjang of a functional one) inside
// `within` and not inside `searched`, if that is given, but for `others`. In an order of its own
// for each campaign and person, so that not everybody is judged by the same few.
struct Peer {
  std::string person, name, post, unit;
};
std::vector<Peer> Peers(
    Tx& tx, const std::string& campaign, const directory_store::PersonView& person,
    const std::string& within, const std::string& searched, const std::vector<std::string>& others,
    int limit);

// What superiors said in a campaign of each of the people whom they judged, by the unit in which he
// is, or was when the campaign ended.
std::vector<domain::Judged> JudgedBySuperiors(
    Tx& tx, const std::string& campaign, absl::CivilDay today);

// Forms of the people of one unit who take part, or took part when the campaign ended.
struct Returned {
  std::string unit;
  int people = 0, invited = 0, returned = 0;
};
std::vector<Returned> PageOfReturns(
    Tx& tx, const std::string& campaign, const std::vector<std::string>& paths,
    absl::CivilDay today, const Page& page);

}  // namespace binadaya::registry::campaign_store
