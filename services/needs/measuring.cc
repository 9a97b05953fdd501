// What the registry measures of a need: asked for when somebody decides, and again when it moved.
#include <algorithm>

#include "services/common/status.h"
#include "services/needs/learned_store.h"
#include "services/needs/need_store.h"
#include "services/needs/needs.h"
#include "services/needs/tell.h"

namespace binadaya::needs {

namespace store = need_store;

namespace {

// An empty group may be ahead of the events that emptied it: so long they are waited for.
constexpr absl::Duration kPatience = absl::Minutes(1);

// Why nobody has the gap any more, by the events of those who had it.
domain::ClosedBecause ReasonOf(const learned_store::Behind& behind, int population) {
  if (behind.reached > 0) return domain::ClosedBecause::kGapGone;
  if (behind.unknown > 0) return domain::ClosedBecause::kProfilesExpired;
  if (behind.ever > 0 || population == 0) return domain::ClosedBecause::kPeopleLeft;
  return domain::ClosedBecause::kGapGone;
}

}  // namespace

absl::StatusOr<Needs::Gaps> Needs::GapsOf(
    const Call& call, const std::string& unit, const std::string& competency,
    const std::string& family) const {
  Gaps gaps;
  registry::v1::ListGapGroupsRequest request;
  request.set_unit(unit);
  request.set_competency(competency);
  request.set_family(family);
  request.set_page_size(kPage);
  do {
    ASSIGN_OR_RETURN(
        const registry::v1::ListGapGroupsResponse page, registry_.ListGapGroups(call, request));
    gaps.groups.insert(gaps.groups.end(), page.groups().begin(), page.groups().end());
    gaps.population = page.population();
    gaps.rated = page.rated();
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return gaps;
}

domain::Measured Needs::MeasuredOf(const registry::v1::GapGroup& group) {
  domain::Measured measured{
      .affected = group.affected(),
      .population = group.population(),
      .mean_gap = group.mean_gap(),
      .criticality = group.criticality(),
      .rated = group.rated()};
  for (const registry::v1::GapGroup::FromLevel& from : group.from_levels())
    measured.from_levels.at(static_cast<std::size_t>(from.level())) = from.people();
  return measured;
}

domain::Measured Needs::MeasuredBelow(const Gaps& gaps, int to_level) {
  domain::Measured sum{.population = gaps.population, .rated = gaps.rated};
  for (const registry::v1::GapGroup& group : gaps.groups) {
    if (group.to_level() > to_level) continue;
    const domain::Measured one = MeasuredOf(group);
    sum.affected += one.affected;
    sum.mean_gap += one.mean_gap * one.affected;
    sum.criticality += one.criticality * one.affected;
    for (std::size_t i = 0; i < sum.from_levels.size(); ++i)
      sum.from_levels[i] += one.from_levels[i];
  }
  if (sum.affected > 0) {
    sum.mean_gap /= sum.affected;
    sum.criticality /= sum.affected;
  }
  return sum;
}

domain::Need::Change Needs::Remeasure(
    Tx& tx, domain::Need& need, const domain::Measured& measured, domain::ClosedBecause because) {
  const domain::Need::Change change = need.Measure(measured, because);
  if (need.measured.affected > 0)
    learned_store::SaveBehind(tx, need, change == domain::Need::Change::kReopened);
  if (change == domain::Need::Change::kNone) return change;
  store::Save(tx, need);
  if (change == domain::Need::Change::kFigures) TellMeasured(tx, need);
  if (change == domain::Need::Change::kReopened) TellReopened(tx, need);
  if (change == domain::Need::Change::kClosed) TellClosed(tx, need);
  return change;
}

absl::StatusOr<Timers::Effect> Needs::Recheck(
    const Call& call, const std::string& id, bool patient) {
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
  ASSIGN_OR_RETURN(const Gaps gaps, GapsOf(call, found.campaign.unit, key.competency, key.family));
  domain::Measured measured{.population = gaps.population, .rated = gaps.rated};
  if (found.need.type == domain::NeedType::kStrategic) {
    measured = MeasuredBelow(gaps, key.to_level);
  } else {
    for (const registry::v1::GapGroup& group : gaps.groups)
      if (group.to_level() == key.to_level) measured = MeasuredOf(group);
  }
  return Timers::Effect([id, measured, patient](Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(domain::Need need, store::Lock(tx, id));
    // Closed meanwhile: only a detection opens it again.
    if (!need.IsOpen()) return absl::OkStatus();
    domain::Measured now = measured;
    domain::ClosedBecause because = domain::ClosedBecause::kGapGone;
    const bool measured_gap = need.type == domain::NeedType::kCompetencyGap;
    if (measured_gap && learned_store::InForce(tx, tx.call().today()).HasEnded(need.key)) {
      now = {.population = measured.population, .rated = measured.rated};
      because = domain::ClosedBecause::kRequirementEnded;
    } else if (measured_gap && now.affected == 0) {
      const learned_store::Behind behind = learned_store::BehindNeed(tx, need);
      if (patient && behind.lacking > 0) {
        tx.At(tx.call().now() + kPatience, kEmpty, id);
        return absl::OkStatus();
      }
      because = ReasonOf(behind, now.population);
    }
    Remeasure(tx, need, now, because);
    return absl::OkStatus();
  });
}

}  // namespace binadaya::needs
