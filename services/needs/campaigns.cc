// Needs campaigns: opening one, and detecting its needs.
#include <map>
#include <set>
#include <utility>

#include "services/common/id.h"
#include "services/common/status.h"
#include "services/needs/learned_store.h"
#include "services/needs/need_store.h"
#include "services/needs/needs.h"
#include "services/needs/program_store.h"
#include "services/needs/tell.h"

namespace binadaya::needs {
namespace {

// The detected need of each group of a campaign; where there are several, from when there was one
// for each level that people stood at, they become one.
std::map<domain::NeedKey, domain::Need> ByGroup(Tx& tx, const std::string& campaign) {
  std::map<domain::NeedKey, domain::Need> standing;
  std::vector<domain::Need> others;
  for (domain::Need& need : need_store::OfCampaign(tx, campaign)) {
    if (need.type == domain::NeedType::kStrategic) continue;
    const auto [found, added] = standing.try_emplace(need.key, need);
    if (added) continue;
    if (domain::StandsBefore(need, found->second)) std::swap(need, found->second);
    others.push_back(std::move(need));
  }
  for (domain::Need& need : others) {
    if (!need.IsOpen()) continue;
    domain::Need& other = standing.at(need.key);
    for (need_store::Directive& directive : need_store::DirectivesOf(tx, need.id)) {
      directive.need = other.id;
      TellDirective(tx, directive);
    }
    need_store::MoveDirectives(tx, need.id, other.id);
    for (const std::string& program : program_store::MoveNeed(tx, need.id, other.id))
      TellRelinked(tx, program, need.id, other.id);
    need.MergeInto(other);
    need_store::Save(tx, other);
    need_store::Save(tx, need);
    TellClosed(tx, need);
  }
  return standing;
}

}  // namespace

absl::StatusOr<v1::Campaign> Needs::OpenCampaign(
    Call& call, const v1::OpenCampaignRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Campaign> {
    need_store::Campaign campaign{
        .id = NewId(call.now()),
        .year = request.year(),
        .unit = request.unit(),
        .path = call.scope_path()};
    need_store::Add(tx, campaign);
    v1::Campaign proto;
    proto.set_id(campaign.id);
    proto.set_year(campaign.year);
    proto.set_unit(campaign.unit);
    proto.set_unit_path(campaign.path);
    return proto;
  });
}

absl::StatusOr<v1::DetectNeedsResponse> Needs::DetectNeeds(
    Call& call, const v1::DetectNeedsRequest& request) {
  struct Asked {
    need_store::Campaign campaign;
    std::vector<Group> groups;
  };
  const auto ask = [&]() -> absl::StatusOr<Asked> {
    Asked asked;
    ASSIGN_OR_RETURN(asked.campaign, db_.Read(call, [&](Tx& tx) {
      return need_store::GetCampaign(tx, request.campaign());
    }));
    ASSIGN_OR_RETURN(asked.groups, GroupsOf(call, asked.campaign));
    return asked;
  };
  const auto detect = [&](Tx& tx, const Asked& asked) -> absl::StatusOr<v1::DetectNeedsResponse> {
    const need_store::Campaign& campaign = asked.campaign;
    need_store::LockCampaign(tx, campaign.id);
    std::map<domain::NeedKey, domain::Need> known = ByGroup(tx, campaign.id);
    const learned_store::Demands demands = learned_store::InForce(tx, call.today());
    // What an earlier campaign left open did not begin today.
    const need_store::KnownSince since = need_store::OpenElsewhere(tx, campaign, true);
    std::set<domain::NeedKey> seen;
    v1::DetectNeedsResponse response;
    for (const Group& group : asked.groups) {
      const domain::NeedKey& key = group.key;
      // A group may slip from one page to another while they are read.
      const bool ended = !key.competency.empty() && demands.HasEnded(key);
      if (ended || !seen.insert(key).second) continue;
      if (const auto found = known.find(key); found != known.end()) {
        const domain::Need::Change change =
            Remeasure(tx, found->second, group, domain::ClosedBecause::kGapGone);
        response.set_updated(
            response.updated() + (change == domain::Need::Change::kFigures ? 1 : 0));
        response.set_reopened(
            response.reopened() + (change == domain::Need::Change::kReopened ? 1 : 0));
        response.set_settled(response.settled() + (found->second.IsSettled() ? 1 : 0));
        known.erase(found);
      } else if (group.measured.affected < request.min_affected()) {
        response.set_too_small(response.too_small() + 1);
      } else {
        const domain::Need need = domain::Need::Detect(
            NewId(call.now()), campaign.id, key, group.measured, since.Of(key, call.today()));
        need_store::Save(tx, need);
        learned_store::SaveBehind(tx, need, group.people, true);
        TellDetected(tx, need);
        response.set_detected(response.detected() + 1);
      }
    }
    // What was not among them is asked for alone.
    for (const auto& [key, need] : known) {
      if (need.IsMeasured()) tx.At(call.now(), kRecheck, need.id);
    }
    return response;
  };
  return db_.Write(call, request, ask, detect);
}

absl::StatusOr<Timers::Effect> Needs::Merge(const Call&, const std::string& campaign) {
  return Timers::Effect([campaign](Tx& tx) {
    need_store::LockCampaign(tx, campaign);
    for (const auto& [key, need] : ByGroup(tx, campaign)) {
      if (need.IsOpen()) tx.At(tx.call().now(), kRecheck, need.id);
    }
    return absl::OkStatus();
  });
}

}  // namespace binadaya::needs
