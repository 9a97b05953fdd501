// What the registry measures of a need: asked for when somebody decides, and again when it moved.
#include "services/common/status.h"
#include "services/needs/need_store.h"
#include "services/needs/needs.h"
#include "services/needs/tell.h"

namespace binadaya::needs {

namespace store = need_store;

absl::StatusOr<Needs::Groups> Needs::GapGroups(
    const Call& call, const std::string& unit, const std::string& competency,
    const std::string& family) const {
  Groups groups;
  registry::v1::ListGapGroupsRequest request;
  request.set_unit(unit);
  request.set_competency(competency);
  request.set_family(family);
  request.set_page_size(static_cast<int>(kPage));
  do {
    ASSIGN_OR_RETURN(
        const registry::v1::ListGapGroupsResponse page, registry_.ListGapGroups(call, request));
    groups.insert(groups.end(), page.groups().begin(), page.groups().end());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return groups;
}

absl::StatusOr<Needs::Asked> Needs::Ask(
    const Call& call, const std::string& campaign, const std::string& competency,
    const std::string& family) {
  Asked asked;
  ASSIGN_OR_RETURN(
      asked.campaign, db_.Read(call, [&](Tx& tx) { return store::GetCampaign(tx, campaign); }));
  ASSIGN_OR_RETURN(asked.groups, GapGroups(call, asked.campaign.unit, competency, family));
  return asked;
}

domain::Measured Needs::MeasuredOf(const registry::v1::GapGroup& group) {
  return {
      .affected = group.affected(),
      .population = group.population(),
      .mean_gap = group.mean_gap(),
      .criticality = group.criticality()};
}

domain::Need::Change Needs::Remeasure(
    Tx& tx, domain::Need& need, const domain::Measured& measured) {
  const domain::Need::Change change = need.Measure(measured);
  if (change == domain::Need::Change::kNone) return change;
  store::Save(tx, need);
  if (change == domain::Need::Change::kFigures) TellMeasured(tx, need);
  if (change == domain::Need::Change::kReopened) TellReopened(tx, need);
  if (change == domain::Need::Change::kClosed) TellClosed(tx, need, true);
  return change;
}

absl::StatusOr<Timers::Effect> Needs::Recheck(const Call& call, const std::string& id) {
  struct Found {
    domain::Need need;
    store::Campaign campaign;
  };
  ASSIGN_OR_RETURN(const Found found, db_.Read(call, [&](Tx& tx) -> absl::StatusOr<Found> {
    ASSIGN_OR_RETURN(domain::Need need, store::Get(tx, id));
    ASSIGN_OR_RETURN(store::Campaign campaign, store::GetCampaign(tx, need.campaign));
    return Found{std::move(need), std::move(campaign)};
  }));
  const domain::NeedKey& key = found.need.key;
  ASSIGN_OR_RETURN(
      const Groups groups, GapGroups(call, found.campaign.unit, key.competency, key.family));
  domain::Measured measured{.affected = 0, .population = found.need.measured.population};
  for (const registry::v1::GapGroup& group : groups) {
    if (group.from_level() == key.from_level && group.to_level() == key.to_level)
      measured = MeasuredOf(group);
  }
  return Timers::Effect([id, measured](Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(domain::Need need, store::Lock(tx, id));
    // Closed by a person meanwhile: only a detection opens it again.
    if (need.state != domain::NeedState::kClosed) Remeasure(tx, need, measured);
    return absl::OkStatus();
  });
}

}  // namespace binadaya::needs
