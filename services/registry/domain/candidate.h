#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/common/domain/finding.h"

namespace binadaya::registry::domain {

// What a program does about one competency: raises whoever attends by `lift` levels; `weight` says
// how much of it is about that.
struct Target {
  std::string competency;
  double lift = 0, weight = 0;
};

// MATCH-01 a competency that no standard can hold; MATCH-02 one twice; MATCH-03 nothing is raised;
// MATCH-04 a lift or weight so small that it is none.
Findings CheckTargets(
    const std::vector<Target>& targets, const std::vector<std::string>& competencies);
// When a program takes place, until the day before `until`: MATCH-05 one of the days alone;
// MATCH-06 it ends before it begins.
Findings CheckDays(std::optional<absl::CivilDay> from, std::optional<absl::CivilDay> until);

// F-06 and where it comes from: how well a person's gaps and a program's targets fit, in percent.
struct Match {
  struct Part {
    Target target;
    double gap = 0;     // 0 where there is none, or nothing is known
    double points = 0;  // of the score, 4 decimals
  };
  double score = 0;  // 4 decimals
  std::vector<Part> parts;
};
// `gaps` by competency, as they were measured.
Match MatchOf(const std::vector<Target>& targets, const std::map<std::string, double>& gaps);

}  // namespace binadaya::registry::domain
