#pragma once

#include <string>
#include <utility>
#include <vector>

#include "services/scheduling/domain/matching.h"

// People and a program that the tests of matching share.
namespace binadaya::scheduling::domain::sample {

// Of the target family, with nothing in the way.
inline Candidate Person(std::string id, double score) {
  Candidate candidate;
  candidate.person = std::move(id);
  candidate.unit = "/K1/L1/";
  candidate.family = "LURAH";
  candidate.gender = "F";
  candidate.employment = "PNS";
  candidate.level = "PENGAWAS";
  candidate.score = score;
  return candidate;
}

// Intakes of so many seats each, a month apart.
inline Matching Program(const std::vector<int>& seats) {
  Matching matching;
  matching.program = "program";
  matching.families = {"CAMAT", "LURAH"};
  matching.jp = 16;
  matching.seed = 7;
  for (std::size_t i = 0; i < seats.size(); ++i) {
    matching.intakes.push_back(
        {"B" + std::to_string(i + 1), absl::CivilDay(2026, 3 + static_cast<int>(i), 10), seats[i]});
  }
  return matching;
}

// Who was chosen for each intake and who waits, by rank: "a b | c; d"
inline std::string Told(
    const std::vector<Candidate>& candidates, const absl::StatusOr<Selection>& selection) {
  if (!selection.ok()) return std::string(selection.status().message());
  std::string text;
  const auto add = [&](const std::vector<std::size_t>& people) {
    for (const std::size_t one : people) {
      if (!text.empty() && text.back() != ' ') text += ' ';
      text += candidates[one].person;
    }
  };
  for (std::size_t i = 0; i < selection->chosen.size(); ++i) {
    if (i > 0) text += " | ";
    add(selection->chosen[i]);
  }
  if (!selection->waiting.empty()) text += "; ";
  add(selection->waiting);
  return text;
}
inline std::string Chosen(
    const Matching& matching, const std::vector<Candidate>& candidates,
    const std::vector<SeatOverride>& overrides = {}) {
  return Told(candidates, Select(matching, candidates, overrides));
}

// "SEL-01 SEL-04*": * is a warning.
inline std::string RulesOf(const Findings& findings) {
  std::string text;
  for (const Finding& finding : findings) {
    if (!text.empty()) text += ' ';
    text += finding.rule;
    if (finding.warning) text += '*';
  }
  return text;
}

}  // namespace binadaya::scheduling::domain::sample
