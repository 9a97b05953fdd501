// What the registry measures of a need: asked for when somebody decides, and again when it moved.
#include <algorithm>

#include "services/common/status.h"
#include "services/needs/learned_store.h"
#include "services/needs/need_store.h"
#include "services/needs/needs.h"
#include "services/needs/tell.h"

namespace binadaya::needs {

namespace {

// An empty group may be ahead of the events that emptied it: so long they are waited for.
constexpr absl::Duration kPatience = absl::Minutes(1);

// Whether it may be: somebody is still heard to have the gap; or all are heard to be elsewhere, but
// not to have left, and their unit may have moved with them.
bool MayBeAhead(const learned_store::Behind& behind, domain::ClosedBecause because) {
  const bool have_left = behind.ever > 0 && behind.gone == behind.ever;
  return behind.lacking > 0 || (because == domain::ClosedBecause::kPeopleLeft && !have_left);
}

// Whether what the need demands is not demanded any more.
bool HasEnded(Tx& tx, const domain::Need& need) {
  if (need.key.competency.empty())
    return !need.key.training.empty() && !learned_store::IsRequired(tx, need.key.training);
  return learned_store::InForce(tx, tx.call().today()).HasEnded(need.key);
}

// Why nobody has the gap any more, by the events of those who had it.
domain::ClosedBecause ReasonOf(
    const domain::Need& need, const learned_store::Behind& behind, int population) {
  // Who is still there and has not done it: it is required of others only.
  if (!need.key.training.empty() && behind.lacking > 0)
    return domain::ClosedBecause::kRequirementEnded;
  if (behind.reached > 0) return domain::ClosedBecause::kGapGone;
  if (behind.unknown > 0) return domain::ClosedBecause::kProfilesExpired;
  if (behind.ever > 0 || population == 0) return domain::ClosedBecause::kPeopleLeft;
  return domain::ClosedBecause::kGapGone;
}

}  // namespace

absl::StatusOr<Needs::Gaps> Needs::GapsOf(
    const Call& call, registry::v1::ListGapGroupsRequest request) const {
  Gaps gaps;
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

domain::Measured Needs::MeasuredOf(const registry::v1::Shortfall& group) {
  domain::Measured measured{
      .affected = group.affected(),
      .population = group.population(),
      .mean_gap = group.mean_steps(),
      .criticality = group.criticality(),
      .rated = group.rated(),
      .legal_basis = group.legal_basis()};
  if (!group.regulated_on().empty())
    absl::ParseCivilTime(group.regulated_on(), &measured.regulated_on.emplace());
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

absl::StatusOr<std::vector<registry::v1::Shortfall>> Needs::ShortfallsOf(
    const Call& call, registry::v1::ListShortfallsRequest request) const {
  std::vector<registry::v1::Shortfall> groups;
  request.set_page_size(kPage);
  do {
    ASSIGN_OR_RETURN(
        const registry::v1::ListShortfallsResponse page, registry_.ListShortfalls(call, request));
    groups.insert(groups.end(), page.groups().begin(), page.groups().end());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return groups;
}

absl::StatusOr<std::vector<Needs::Group>> Needs::GroupsOf(
    const Call& call, const need_store::Campaign& campaign) const {
  std::vector<Group> groups;
  for (const auto horizon : {registry::v1::HORIZON_CURRENT, registry::v1::HORIZON_NEXT}) {
    registry::v1::ListGapGroupsRequest request;
    request.set_unit(campaign.unit);
    request.set_horizon(horizon);
    ASSIGN_OR_RETURN(const Gaps gaps, GapsOf(call, std::move(request)));
    for (const registry::v1::GapGroup& group : gaps.groups) {
      const domain::NeedKey key{
          .competency = group.competency(),
          .to_level = group.to_level(),
          .family = group.family(),
          .unit_path = campaign.path,
          .next_family = group.next_family()};
      groups.push_back({.key = key, .measured = MeasuredOf(group)});
    }
  }
  for (const auto kind : {registry::v1::SHORTFALL_TRAINING, registry::v1::SHORTFALL_APPRAISAL}) {
    registry::v1::ListShortfallsRequest request;
    request.set_unit(campaign.unit);
    request.set_kind(kind);
    ASSIGN_OR_RETURN(
        const std::vector<registry::v1::Shortfall> shortfalls,
        ShortfallsOf(call, std::move(request)));
    for (const registry::v1::Shortfall& group : shortfalls) {
      if (group.affected() == 0) continue;
      const domain::NeedKey key{
          .competency = {},
          .family = group.family(),
          .unit_path = campaign.path,
          .training = group.training()};
      groups.push_back(
          {.key = key,
           .measured = MeasuredOf(group),
           .people = {group.people().begin(), group.people().end()}});
    }
  }
  return groups;
}

absl::StatusOr<Needs::Group> Needs::GroupOf(
    const Call& call, const need_store::Campaign& campaign, const domain::Need& need) const {
  const domain::NeedKey& key = need.key;
  Group now{.key = key, .measured = {}};
  if (key.competency.empty()) {
    registry::v1::ListShortfallsRequest request;
    request.set_unit(campaign.unit);
    request.set_kind(
        key.training.empty() ? registry::v1::SHORTFALL_APPRAISAL
                             : registry::v1::SHORTFALL_TRAINING);
    request.set_training(key.training);
    request.set_family(key.family);
    ASSIGN_OR_RETURN(
        const std::vector<registry::v1::Shortfall> shortfalls,
        ShortfallsOf(call, std::move(request)));
    for (const registry::v1::Shortfall& group : shortfalls) {
      now.measured = MeasuredOf(group);
      now.people.assign(group.people().begin(), group.people().end());
    }
    return now;
  }
  registry::v1::ListGapGroupsRequest request;
  request.set_unit(campaign.unit);
  request.set_competency(key.competency);
  request.set_family(key.family);
  request.set_horizon(
      need.type == domain::NeedType::kCareer ? registry::v1::HORIZON_NEXT
                                             : registry::v1::HORIZON_CURRENT);
  request.set_next_family(key.next_family);
  ASSIGN_OR_RETURN(const Gaps gaps, GapsOf(call, std::move(request)));
  if (need.type == domain::NeedType::kStrategic) {
    now.measured = MeasuredBelow(gaps, key.to_level);
    return now;
  }
  now.measured.population = gaps.population;
  now.measured.rated = gaps.rated;
  for (const registry::v1::GapGroup& group : gaps.groups)
    if (group.to_level() == key.to_level) now.measured = MeasuredOf(group);
  return now;
}

domain::Need::Change Needs::Remeasure(
    Tx& tx, domain::Need& need, const Group& now, domain::ClosedBecause because) {
  const domain::Need::Change change = need.Measure(now.measured, because);
  if (need.measured.affected > 0) {
    learned_store::SaveBehind(tx, need, now.people, change == domain::Need::Change::kReopened);
  }
  if (change == domain::Need::Change::kNone) return change;
  need_store::Save(tx, need);
  if (change == domain::Need::Change::kFigures) TellMeasured(tx, need);
  if (change == domain::Need::Change::kReopened) TellReopened(tx, need);
  if (change == domain::Need::Change::kClosed) TellClosed(tx, need);
  return change;
}

absl::StatusOr<Timers::Effect> Needs::Recheck(
    const Call& call, const std::string& id, bool patient) {
  struct Found {
    domain::Need need;
    need_store::Campaign campaign;
  };
  ASSIGN_OR_RETURN(const Found found, db_.Read(call, [&](Tx& tx) -> absl::StatusOr<Found> {
    ASSIGN_OR_RETURN(domain::Need need, need_store::Get(tx, id));
    ASSIGN_OR_RETURN(need_store::Campaign campaign, need_store::GetCampaign(tx, need.campaign));
    return Found{std::move(need), std::move(campaign)};
  }));
  ASSIGN_OR_RETURN(const Group measured, GroupOf(call, found.campaign, found.need));
  return Timers::Effect([id, measured, patient](Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(domain::Need need, need_store::Lock(tx, id));
    if (!need.IsMeasured()) return absl::OkStatus();
    Group now = measured;
    domain::ClosedBecause because = domain::ClosedBecause::kGapGone;
    const bool measured_gap = need.type != domain::NeedType::kStrategic;
    if (measured_gap && HasEnded(tx, need)) {
      now.measured = {.population = measured.measured.population, .rated = measured.measured.rated};
      because = domain::ClosedBecause::kRequirementEnded;
    } else if (measured_gap && now.measured.affected == 0) {
      const learned_store::Behind behind = learned_store::BehindNeed(tx, need);
      because = ReasonOf(need, behind, now.measured.population);
      if (patient && MayBeAhead(behind, because)) {
        need_store::ScheduleLastCheck(tx, id, tx.call().now() + kPatience);
        return absl::OkStatus();
      }
    }
    Remeasure(tx, need, now, because);
    return absl::OkStatus();
  });
}

}  // namespace binadaya::needs
