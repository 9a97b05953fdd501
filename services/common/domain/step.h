#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/domain/finding.h"
#include "services/common/domain/refusal.h"

// Steps of a state machine: the states that each is possible from, and what its refusal says. What
// domains with states refuse alike.
namespace binadaya {

// Both languages of a part of a message.
struct Phrase {
  const char* id;
  const char* en;
};

template <class State>
struct Step {
  const char* rule;
  std::span<const State> from;
  Phrase verb;
  Phrase advice;
};

// `thing`: {"Kebutuhan", "A need"}. ToString and NameOf say what a state is called, as a code and
// in words.
template <class State>
Findings CheckStep(const Phrase& thing, const Step<State>& step, State state) {
  if (std::find(step.from.begin(), step.from.end(), state) != step.from.end()) return {};
  std::vector<std::string> codes;
  std::vector<std::string> id;
  std::vector<std::string> en;
  for (const State from : step.from) {
    codes.emplace_back(ToString(from));
    id.emplace_back(NameOf(from).id);
    en.emplace_back(NameOf(from).en);
  }
  const Phrase now = NameOf(state);
  return {
      {step.rule,
       "state",
       {absl::StrCat(
            thing.id, " yang ", now.id, " tidak dapat ", step.verb.id, "; hanya yang ",
            absl::StrJoin(id, ", "), ". ", step.advice.id),
        absl::StrCat(
            thing.en, " that is ", now.en, " cannot be ", step.verb.en, "; only one that is ",
            absl::StrJoin(en, ", "), ". ", step.advice.en)},
       {{"state", std::string(ToString(state))}, {"possible_from", absl::StrJoin(codes, ", ")}}}};
}

// Who comes after must see why: `missing` is found where nothing is said.
inline void RequireReason(const std::string& reason, Finding missing, Findings& findings) {
  if (absl::StripAsciiWhitespace(reason).empty()) findings.push_back(std::move(missing));
}

inline absl::Status RefuseIfBlocked(Findings findings) {
  if (!Blocks(findings)) return absl::OkStatus();
  return Refuse(absl::StatusCode::kFailedPrecondition, std::move(findings));
}

}  // namespace binadaya
