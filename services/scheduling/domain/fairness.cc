#include "services/scheduling/domain/fairness.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/common/domain/round.h"
#include "services/common/domain/small_groups.h"

namespace binadaya::scheduling::domain {
namespace {

std::string GroupOf(Dimension dimension, const Candidate& candidate) {
  switch (dimension) {
    case Dimension::kGender:
      return candidate.gender;
    case Dimension::kEmployment:
      return candidate.employment;
    case Dimension::kLevel:
      return candidate.level;
    case Dimension::kUnit:
      return candidate.unit.substr(0, candidate.unit.find('/', 1) + 1);
  }
  return "";
}

std::vector<FairnessGroup> Listed(std::map<std::string, FairnessGroup> by_name) {
  std::vector<FairnessGroup> groups;
  for (auto& [name, group] : by_name) {
    group.name = name;
    groups.push_back(std::move(group));
  }
  return groups;
}

// Each group a unit of its own below all of them.
void HideSmall(std::vector<FairnessGroup>& groups, int small) {
  CellsByUnit cells;
  const auto path = [&](std::size_t i) { return absl::StrCat("/", i, "/"); };
  for (std::size_t i = 0; i < groups.size(); ++i)
    cells[path(i)] = {groups[i].chosen, groups[i].considered - groups[i].chosen};
  const std::set<std::string> shown = Showable(cells, small);
  std::vector<FairnessGroup> left;
  for (std::size_t i = 0; i < groups.size(); ++i)
    if (shown.contains(path(i))) left.push_back(std::move(groups[i]));
  groups = std::move(left);
}

Finding Unequal(
    Dimension dimension, const FairnessGroup& least, const FairnessGroup& most, double ratio,
    double allowed) {
  const std::string shown = absl::StrFormat("%.4f", ratio);
  const std::string least_ratio = absl::StrFormat("%.2f", allowed);
  return {
      .rule = "FAIR-01",
      .where = std::string(ToString(dimension)),
      .message =
          {absl::StrCat(
               "Kelompok ", least.name, " terpilih ", least.chosen, " dari ", least.considered,
               ", kelompok ", most.name, " ", most.chosen, " dari ", most.considered, ": rasio ",
               shown, ", di bawah ", least_ratio, ". Periksa syarat dan alasan pemilihannya."),
           absl::StrCat(
               "Of ", least.name, " ", least.chosen, " of ", least.considered, " were chosen, of ",
               most.name, " ", most.chosen, " of ", most.considered, ": a ratio of ", shown,
               ", below ", least_ratio, ". Look at the gates and at the reasons of the choice.")},
      .values =
          {{"dimension", std::string(ToString(dimension))},
           {"lowest", least.name},
           {"lowest_rate", absl::StrFormat("%.4f", least.Rate())},
           {"highest", most.name},
           {"highest_rate", absl::StrFormat("%.4f", most.Rate())},
           {"ratio", shown}},
      .warning = true};
}

}  // namespace

std::string_view ToString(Dimension dimension) {
  switch (dimension) {
    case Dimension::kGender:
      return "GENDER";
    case Dimension::kEmployment:
      return "EMPLOYMENT";
    case Dimension::kLevel:
      return "LEVEL";
    case Dimension::kUnit:
      return "UNIT";
  }
  return "";
}

std::vector<FairnessGroup> CountBy(
    Dimension dimension, std::span<const Candidate> candidates, const Selection& selection) {
  std::map<std::string, FairnessGroup> by_name;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    FairnessGroup& group = by_name[GroupOf(dimension, candidates[i])];
    ++group.considered;
    if (selection.Of(i).standing == ChoiceState::kChosen) ++group.chosen;
  }
  return Listed(std::move(by_name));
}

std::vector<FairnessGroup> SumGroups(const std::vector<std::vector<FairnessGroup>>& counts) {
  std::map<std::string, FairnessGroup> by_name;
  for (const std::vector<FairnessGroup>& groups : counts) {
    for (const FairnessGroup& group : groups) {
      by_name[group.name].considered += group.considered;
      by_name[group.name].chosen += group.chosen;
    }
  }
  return Listed(std::move(by_name));
}

Fairness CompareRates(
    Dimension dimension, std::vector<FairnessGroup> groups, bool sees_people,
    const FairnessPolicy& policy) {
  Fairness fairness{.dimension = dimension};
  const std::size_t all = groups.size();
  if (!sees_people) HideSmall(groups, policy.small);
  fairness.hides = groups.size() < all;
  const FairnessGroup* least = nullptr;
  const FairnessGroup* most = nullptr;
  for (FairnessGroup& group : groups) {
    group.compared = group.considered >= policy.small;
    if (!group.compared) continue;
    if (least == nullptr || group.Rate() < least->Rate()) least = &group;
    if (most == nullptr || group.Rate() > most->Rate()) most = &group;
  }
  const auto compared = std::count_if(
      groups.begin(), groups.end(), [](const FairnessGroup& group) { return group.compared; });
  if (compared > 1 && most->chosen > 0) {
    fairness.ratio = Round4(least->Rate() / most->Rate());
    if (*fairness.ratio < policy.least_ratio) {
      fairness.findings.push_back(
          Unequal(dimension, *least, *most, *fairness.ratio, policy.least_ratio));
    }
  }
  fairness.groups = std::move(groups);
  return fairness;
}

}  // namespace binadaya::scheduling::domain
