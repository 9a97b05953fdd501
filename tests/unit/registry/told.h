#pragma once

#include <cctype>
#include <map>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/registry/domain/import.h"

namespace binadaya::registry::domain {

// "RULE" of each finding, "!" behind those that only warn; each says it in both languages.
inline std::vector<std::string> Rules(const Findings& findings) {
  std::vector<std::string> rules;
  for (const Finding& finding : findings) {
    EXPECT_FALSE(finding.message.id.empty() || finding.message.en.empty()) << finding.rule;
    rules.push_back(finding.rule + (finding.warning ? "!" : ""));
  }
  return rules;
}

// "RULE where" of each finding, "!" behind those that only warn. Checks on the way what holds for
// every finding: both languages, and no number or name of a person.
inline std::vector<std::string> Told(const Findings& findings, const std::string& before = "") {
  std::vector<std::string> told;
  for (const Finding& finding : findings) {
    told.push_back(finding.rule + " " + before + finding.where + (finding.warning ? "!" : ""));
    EXPECT_FALSE(finding.message.id.empty()) << finding.rule;
    EXPECT_FALSE(finding.message.en.empty()) << finding.rule;
    std::string all = finding.where + " " + finding.message.id + " " + finding.message.en;
    for (const auto& [name, value] : finding.values) {
      all.append(" ").append(name).append(" ").append(value);
    }
    int digits = 0;
    for (const char c : all) {
      digits = std::isdigit(static_cast<unsigned char>(c)) ? digits + 1 : 0;
      EXPECT_LT(digits, 15) << finding.rule;
    }
    EXPECT_THAT(all, testing::Not(testing::HasSubstr("Amir"))) << finding.rule;
  }
  return told;
}

// The same of a row: "RULE baris 12, nip".
template <class T>
std::vector<std::string> Told(const Planned<T>& row) {
  return Told(row.findings, "baris " + std::to_string(row.line) + ", ");
}

template <class T>
std::vector<Outcome> Outcomes(const ImportPlan<T>& plan) {
  std::vector<Outcome> outcomes;
  for (const auto& row : plan.rows) outcomes.push_back(row.outcome);
  return outcomes;
}

// Posts by code, of which only the group matters.
inline std::map<std::string, Post> Posts(const std::map<std::string, PostGroup>& groups) {
  std::map<std::string, Post> posts;
  for (const auto& [code, group] : groups) {
    posts[code].code = code;
    posts[code].group = group;
  }
  return posts;
}

}  // namespace binadaya::registry::domain
