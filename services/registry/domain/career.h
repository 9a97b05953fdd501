#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/common/domain/finding.h"
#include "services/registry/domain/gap.h"
#include "services/registry/domain/post.h"

namespace binadaya::registry::domain {

// The post families that come after one (jalur karier) from a day on; none: the path has ended.
struct CareerPath {
  std::string family;
  std::vector<std::string> next;
  absl::CivilDay valid_from;
  std::string basis;  // the decree that says so
  bool operator==(const CareerPath&) const = default;
};

// Whether career paths are of somebody of this employment type: of civil servants (PP 11/2017 art.
// 206), candidates included; PPPK are hired for the post that they hold.
bool HasCareer(std::string_view employment_type);

// PATH-01 a family that no post is of; PATH-02 leads to itself, or twice to the same; PATH-03
// before the newest one in force, or in the place of one that people were measured by; PATH-04
// further ahead than an act may be dated. `families`: of all posts. `newest`: of what is in force
// today.
Findings CheckPath(
    const CareerPath& path, const std::set<std::string>& families,
    std::optional<absl::CivilDay> newest, absl::CivilDay today, int horizon_years);

// What a family demands of whoever comes next, whichever of its posts he gets: the competencies
// that all of them demand, each at the lowest of their levels, and whose standard that is.
struct FamilyDemand {
  Standard standard;
  std::string of;  // "LURAH@2026-01-01"
  bool operator==(const FamilyDemand&) const = default;
};
std::vector<FamilyDemand> DemandsOf(const std::vector<Post>& posts);

// A gap to a next family.
struct NextGap {
  std::string family, standard;
  Gap gap;
};
// F-01 against each family of `posts`, by family and competency.
std::vector<NextGap> MeasureNext(
    const std::vector<Post>& posts, const std::map<std::string, double>& levels,
    const BandPolicy& policy);

}  // namespace binadaya::registry::domain
