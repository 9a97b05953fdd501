// Needs campaigns: opening one, and detecting its needs.
#include <map>
#include <set>

#include "services/common/id.h"
#include "services/common/status.h"
#include "services/needs/need_store.h"
#include "services/needs/needs.h"
#include "services/needs/tell.h"

namespace binadaya::needs {
namespace {

namespace store = need_store;

domain::NeedKey KeyOf(const registry::v1::GapGroup& group, const std::string& path) {
  return {
      .competency = group.competency(),
      .from_level = group.from_level(),
      .to_level = group.to_level(),
      .family = group.family(),
      .unit_path = path};
}

}  // namespace

absl::StatusOr<v1::Campaign> Needs::OpenCampaign(
    Call& call, const v1::OpenCampaignRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Campaign> {
    store::Campaign campaign{
        .id = NewId(call.now()),
        .year = request.year(),
        .unit = request.unit(),
        .path = call.scope_path()};
    store::Add(tx, campaign);
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
  const auto ask = [&] { return Ask(call, request.campaign(), "", ""); };
  const auto detect = [&](Tx& tx, const Asked& asked) -> absl::StatusOr<v1::DetectNeedsResponse> {
    const store::Campaign& campaign = asked.campaign;
    store::LockCampaign(tx, campaign.id);
    std::map<domain::NeedKey, domain::Need> known;
    for (domain::Need& need : store::OfCampaign(tx, campaign.id)) {
      if (need.type == domain::NeedType::kCompetencyGap) known.emplace(need.key, std::move(need));
    }
    v1::DetectNeedsResponse response;
    std::set<domain::NeedKey> seen;
    for (const registry::v1::GapGroup& group : asked.groups) {
      const domain::NeedKey key = KeyOf(group, campaign.path);
      if (!seen.insert(key).second) continue;
      if (const auto found = known.find(key); found != known.end()) {
        const domain::Need::Change change = Remeasure(tx, found->second, MeasuredOf(group));
        response.set_updated(
            response.updated() + (change == domain::Need::Change::kFigures ? 1 : 0));
        response.set_reopened(
            response.reopened() + (change == domain::Need::Change::kReopened ? 1 : 0));
        known.erase(found);
      } else if (group.affected() < request.min_affected()) {
        response.set_too_small(response.too_small() + 1);
      } else {
        const domain::Need need = domain::Need::Detect(
            NewId(call.now()), campaign.id, key, MeasuredOf(group), call.today());
        store::Save(tx, need);
        TellDetected(tx, need);
        response.set_detected(response.detected() + 1);
      }
    }
    for (auto& [key, need] : known) {
      // A group may slip from one page to another while they are read: then each need that was not
      // among them is asked for alone.
      if (asked.groups.size() < kPage) {
        Remeasure(tx, need, {.affected = 0, .population = need.measured.population});
      } else if (need.state != domain::NeedState::kClosed) {
        tx.At(call.now(), kRecheck, need.id);
      }
    }
    return response;
  };
  return db_.Write(call, request, ask, detect);
}

}  // namespace binadaya::needs
