#pragma once

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/common/domain/finding.h"

namespace binadaya::budgeting::domain {

// "RULE where" of each finding, "!" behind those that only warn. Each speaks both languages.
inline std::vector<std::string> Told(const Findings& findings) {
  std::vector<std::string> told;
  for (const Finding& finding : findings) {
    EXPECT_FALSE(finding.message.id.empty() || finding.message.en.empty()) << finding.rule;
    told.push_back(finding.rule + " " + finding.where + (finding.warning ? "!" : ""));
  }
  return told;
}

}  // namespace binadaya::budgeting::domain
