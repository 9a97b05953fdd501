#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "services/common/domain/finding.h"
#include "services/common/domain/refusal.h"

namespace binadaya::scheduling::domain {

// "RULE where" of each finding, "!" behind those that only warn. Each speaks both languages, in
// sentences.
inline std::vector<std::string> FindingsTold(const Findings& findings) {
  std::vector<std::string> told;
  for (const Finding& finding : findings) {
    EXPECT_TRUE(finding.message.id.ends_with('.') && finding.message.en.ends_with('.'))
        << finding.rule;
    told.push_back(finding.rule + " " + finding.where + (finding.warning ? "!" : ""));
  }
  return told;
}
inline std::vector<std::string> FindingsTold(const absl::Status& status) {
  EXPECT_EQ(status.ok(), FindingsOf(status).empty());
  return FindingsTold(FindingsOf(status));
}

}  // namespace binadaya::scheduling::domain
