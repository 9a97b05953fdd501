// Gap groups: what people of one post family lack together.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "services/common/domain/small_groups.h"
#include "services/common/sees.h"
#include "services/common/status.h"
#include "services/registry/group_store.h"
#include "services/registry/registry.h"

namespace binadaya::registry {
namespace {

v1::GapGroup ToProto(const group_store::Group& group, const std::string& path) {
  v1::GapGroup proto;
  proto.set_competency(group.competency);
  proto.set_to_level(group.to_level);
  proto.set_family(group.family);
  proto.set_horizon(group.next_family.empty() ? v1::HORIZON_CURRENT : v1::HORIZON_NEXT);
  proto.set_next_family(group.next_family);
  proto.set_unit_path(path);
  proto.set_affected(group.affected);
  proto.set_rated(group.rated);
  proto.set_population(group.population);
  proto.set_mean_gap(group.mean_gap);
  proto.set_criticality(group.criticality);
  for (std::size_t level = 0; level < group.from_levels.size(); ++level) {
    if (group.from_levels[level] == 0) continue;
    v1::GapGroup::FromLevel& out = *proto.add_from_levels();
    out.set_level(static_cast<int>(level));
    out.set_people(group.from_levels[level]);
  }
  if (!proto.from_levels().empty()) proto.set_from_level(proto.from_levels(0).level());
  return proto;
}

using Key = std::tuple<std::string, std::string, std::string, int>;  // competency, families, level

// Which groups somebody who may not see single people is shown of a subtree.
struct Shown {
  std::set<Key> groups;
  std::set<Key> from_levels;
};

// How the people of a group's family divide in each unit: by whether they have the gap, and by
// where they stand.
struct Division {
  CellsByUnit gap, standing;
};

std::map<Key, Division> Divide(Tx& tx, const group_store::Asked& asked) {
  constexpr int kLevels = 6;
  const bool next = asked.horizon == domain::Horizon::kNext;
  std::map<Key, Division> groups;
  for (const group_store::Standing& one : group_store::ByUnit(tx, asked)) {
    Division& by = groups[{one.competency, one.family, one.next_family, one.to_level}];
    const bool without = one.level >= one.to_level;
    Cells& standing = by.standing[one.path];
    standing.resize(std::size_t{kLevels} * kLevels);
    // The same people are measured against their own posts too, and against other next ones. All of
    // these divide them by what their posts demand and the level at which they stand.
    const int cell = next ? one.of_post * kLevels + one.level : without ? kLevels - 1 : one.level;
    standing[static_cast<std::size_t>(cell)] += one.people;
    Cells& gap = by.gap[one.path];
    gap.resize(2);
    gap[without ? 1 : 0] += one.people;
  }
  return groups;
}

Shown ShownOf(Tx& tx, const group_store::Asked& asked, const std::string& path, int k) {
  Shown shown;
  std::map<std::string, int> hidden;  // people by competency
  std::map<std::string, std::vector<std::pair<int, Key>>> by_size;
  for (const auto& [key, by] : Divide(tx, asked)) {
    int affected = 0;
    for (const auto& [unit, cells] : by.gap)
      if (unit.starts_with(path)) affected += cells[0];
    const bool next = asked.horizon == domain::Horizon::kNext;
    const std::set<std::string> showable = Showable(next ? by.standing : by.gap, k);
    if (!showable.contains(path)) {
      hidden[std::get<0>(key)] += affected;
      continue;
    }
    shown.groups.insert(key);
    by_size[std::get<0>(key)].emplace_back(affected, key);
    if (Showable(by.standing, k, &showable).contains(path)) shown.from_levels.insert(key);
  }
  // The people of a competency are known as a whole (the dashboard), as far as their own posts go:
  // what is hidden of them must not follow from that.
  if (asked.horizon == domain::Horizon::kNext) return shown;
  for (auto& [code, groups] : by_size) {
    std::sort(groups.begin(), groups.end());
    for (const auto& [people, key] : groups) {
      if (IsSafe({hidden[code]}, k)) break;
      hidden[code] += people;
      shown.groups.erase(key);
    }
  }
  return shown;
}

// Takes out what would tell of too few people.
void Withhold(
    Tx& tx, const std::vector<std::string>& paths, const group_store::Asked& asked, int k,
    v1::ListGapGroupsResponse& response) {
  std::vector<Shown> shown;
  for (const std::string& path : paths) shown.push_back(ShownOf(tx, asked, path, k));
  const auto all = [&](std::set<Key> Shown::*set, const v1::GapGroup& group) {
    const Key key{group.competency(), group.family(), group.next_family(), group.to_level()};
    return std::all_of(
        shown.begin(), shown.end(), [&](const Shown& one) { return (one.*set).contains(key); });
  };
  google::protobuf::RepeatedPtrField<v1::GapGroup> kept;
  for (v1::GapGroup& group : *response.mutable_groups()) {
    if (!all(&Shown::groups, group)) continue;
    if (!all(&Shown::from_levels, group)) {
      group.clear_from_level();
      group.clear_from_levels();
      response.set_withheld(true);
    }
    *kept.Add() = group;
  }
  if (kept.size() < response.groups_size()) response.set_withheld(true);
  kept.Swap(response.mutable_groups());
  response.clear_rated();
}

}  // namespace

absl::StatusOr<v1::ListGapGroupsResponse> Registry::ListGapGroups(
    Call& call, const v1::ListGapGroupsRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  const group_store::Asked asked{
      .horizon = request.horizon() == v1::HORIZON_NEXT ? domain::Horizon::kNext
                                                       : domain::Horizon::kCurrent,
      .competency = request.competency(),
      .family = request.family(),
      .next_family = request.next_family()};
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListGapGroupsResponse> {
    v1::ListGapGroupsResponse response;
    const std::vector<group_store::Group> groups =
        group_store::PageOf(tx, call.scope(), asked, page);
    for (const group_store::Group& group : groups)
      *response.add_groups() = ToProto(group, call.scope().front());
    if (!request.family().empty()) {
      const group_store::Coverage coverage = group_store::CoverageOf(tx, call.scope(), asked);
      response.set_population(coverage.population);
      response.set_rated(coverage.rated);
    }
    if (static_cast<int>(groups.size()) == page.size()) {
      const group_store::Group& last = groups.back();
      response.set_next_page_token(page.Next(
          {last.effect, last.competency, last.family, Cat(last.to_level), last.next_family}));
    }
    const std::vector<std::string> scope = call.scope();
    const bool sees = std::all_of(
        scope.begin(), scope.end(), [&](const auto& path) { return SeesPeople(call, path); });
    if (!sees) {
      const int k = static_cast<int>(smallest_group_.Today(tx)[0]);
      Withhold(tx, scope, asked, k, response);
    }
    return response;
  });
}

}  // namespace binadaya::registry
