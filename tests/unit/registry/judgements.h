#pragma once

#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "services/common/domain/refusal.h"
#include "services/registry/domain/rating.h"
#include "tests/unit/exact.h"
#include "tests/unit/registry/days.h"

// Judgements of one person in M.03, in the words of the tests.
namespace binadaya::registry::domain {

using test::kExact;
inline constexpr char kPerson[] = "person";
inline Rating By(
    RaterRole role, double level, std::string competency = "M.03", std::string rater = "",
    absl::CivilDay on = kMarch2) {
  if (rater.empty()) rater = role == RaterRole::kSelf ? kPerson : std::string(ToString(role));
  std::string id = rater + "/" + competency;
  return {std::move(id), std::move(rater), role, std::move(competency), level, on};
}

inline Rating Self(double level, std::string competency = "M.03") {
  return By(RaterRole::kSelf, level, std::move(competency));
}
inline Rating Supervisor(double level, std::string competency = "M.03") {
  return By(RaterRole::kSupervisor, level, std::move(competency));
}
inline Rating Peer(std::string rater, double level) {
  return By(RaterRole::kPeer, level, "M.03", std::move(rater));
}
inline Rating Assessment(double level, absl::CivilDay on = kMarch2) {
  return By(RaterRole::kAssessmentCenter, level, "M.03", "", on);
}

inline Rating Tested(double level, absl::CivilDay on = kMarch2) {
  return By(RaterRole::kTest, level, "T.01", "", on);
}

inline std::vector<std::string> Rules(const absl::Status& status) {
  std::vector<std::string> rules;
  for (const Finding& finding : FindingsOf(status)) {
    rules.push_back(finding.rule);
    EXPECT_FALSE(finding.message.id.empty()) << finding.rule;
    EXPECT_FALSE(finding.message.en.empty()) << finding.rule;
  }
  return rules;
}

}  // namespace binadaya::registry::domain
