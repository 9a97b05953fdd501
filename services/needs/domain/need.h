#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "services/common/domain/finding.h"
#include "services/needs/domain/priority.h"

namespace binadaya::needs::domain {

enum class NeedType { kCompetencyGap = 1, kStrategic };

// Domain rule 18.3, as far as it exists.
enum class NeedState {
  kDetected = 1,
  kProposed,
  kVerified,
  kValidated,
  kRanked,
  kBacklog,
  kClosed,
  kReopened
};
std::string_view ToString(NeedState state);  // "DETECTED", ...

// What was measured for a need: the people of one post family with the same gap in a unit subtree.
struct Measured {
  int affected = 0;
  int population = 0;
  double mean_gap = 0;
  double criticality = 0;
};

// What a need is about.
struct NeedKey {
  std::string competency;
  int from_level = 0;
  int to_level = 0;
  std::string family;
  std::string unit_path;
  auto operator<=>(const NeedKey&) const = default;
};

// A training need. Every method refuses or succeeds; a refusal is FailedPrecondition with the
// finding NEED-xx, says from which states the step is possible, and changes nothing.
class Need {
 public:
  static Need Detect(
      std::string id, std::string campaign, NeedKey key, Measured measured, absl::CivilDay today);
  // A directive without a measured need (PROPOSED).
  static Need Propose(
      std::string id, std::string campaign, NeedKey key, Measured measured, absl::CivilDay today);

  absl::Status Verify();    // DETECTED, PROPOSED, REOPENED -> VERIFIED; else NEED-01
  absl::Status Validate();  // VERIFIED -> VALIDATED; else NEED-02
  // VALIDATED, RANKED, BACKLOG -> RANKED with this score and rank (1 = first); else NEED-03.
  absl::Status Rank(Score score, int rank);
  // Each of these wants a reason; NEED-08 without one.
  absl::Status Backlog(std::string reason);  // RANKED -> BACKLOG; else NEED-04
  absl::Status Reopen(std::string reason);   // CLOSED -> REOPENED; else NEED-05
  absl::Status Close(std::string reason);    // any but CLOSED -> CLOSED; else NEED-06
  // A new measurement. CLOSED and people are affected again -> REOPENED; a measured need with
  // nobody left -> CLOSED; otherwise only the figures change. A strategic need never closes by
  // measurement: a leader asked for it. Returns what happened.
  enum class Change { kNone, kFigures, kReopened, kClosed };
  Change Measure(Measured measured);

  // The inputs of F-05 today. `strategic`: strongest link among its directives, 0 without one.
  PriorityInputs Inputs(double strategic, absl::CivilDay today, int full_urgency_days) const;

  std::string id;
  std::string campaign;
  NeedType type = NeedType::kCompetencyGap;
  NeedState state = NeedState::kDetected;
  NeedKey key;
  Measured measured;
  Score score;
  int rank = 0;
  std::string decision_note;
  absl::CivilDay detected_on;
};

}  // namespace binadaya::needs::domain
