#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gmock/gmock.h"
#include "services/common/domain/refusal.h"

// What a call came to, as a sentence: EXPECT_THAT(city.Verify(person), RefusedBy("PROF-08")). All
// take a Status or a StatusOr, and a failure shows it whole.
namespace binadaya::test {

inline const absl::Status& StatusOf(const absl::Status& status) { return status; }
template <class T>
const absl::Status& StatusOf(const absl::StatusOr<T>& answer) {
  return answer.status();
}

// Whether `status` is a refusal whose findings name these rules in this order, each in both
// languages.
inline bool Names(
    const absl::Status& status, const std::vector<std::string>& rules,
    testing::MatchResultListener* listener) {
  const Findings findings = FindingsOf(status);
  *listener << "which is " << status.ToString();
  return std::equal(
      findings.begin(), findings.end(), rules.begin(), rules.end(),
      [](const Finding& finding, const std::string& rule) {
        return finding.rule == rule && !finding.message.id.empty() && !finding.message.en.empty();
      });
}

MATCHER(IsOk, negation ? "is not OK" : "is OK") {
  *result_listener << "which is " << StatusOf(arg).ToString();
  return StatusOf(arg).ok();
}

// The value of an answer that is OK.
MATCHER_P(IsOkAndHolds, matcher, "is OK and holds what was said") {
  if (arg.ok()) return testing::ExplainMatchResult(matcher, *arg, result_listener);
  *result_listener << "which is " << arg.status().ToString();
  return false;
}

// By its code alone: absl::StatusCode::kUnavailable.
MATCHER_P(HasCode, code, "has code " + absl::StatusCodeToString(code)) {
  *result_listener << "which is " << StatusOf(arg).ToString();
  return StatusOf(arg).code() == code;
}

// Refused with one finding, or with several in this order.
MATCHER_P(RefusedBy, rule, "is refused by " + std::string(rule)) {
  return Names(StatusOf(arg), {rule}, result_listener);
}
MATCHER_P2(RefusedBy, first, second, "is refused by " + std::string(first) + " and " + second) {
  return Names(StatusOf(arg), {first, second}, result_listener);
}

}  // namespace binadaya::test
