#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "services/common/domain/finding.h"
#include "services/common/domain/step.h"
#include "services/needs/domain/priority.h"

namespace binadaya::needs::domain {

enum class NeedType { kCompetencyGap = 1, kStrategic, kCareer, kMandatory, kPerformanceGap };

// Domain rule 18.3, as far as it exists.
enum class NeedState {
  kDetected = 1,
  kProposed,
  kVerified,
  kValidated,
  kRanked,
  kBacklog,
  kClosed,
  kReopened,
  kNonTrainingAction,  // mostly no matter of training: for others to act on
  kRejected
};
std::string_view ToString(NeedState state);  // "DETECTED", ...
Phrase NameOf(NeedState state);              // {"terdeteksi", "detected"}, ...

// How a need came to be closed.
enum class ClosedBecause {
  kNotClosed = 0,
  kGapGone,           // somebody behind it has reached the level, and nobody is left below it
  kRequirementEnded,  // no post of the family demands the level any more
  kPeopleLeft,        // everybody behind it retired, died or moved elsewhere
  kDecision,          // a person closed it
  kMerged,            // another need is about the same group
  kProfilesExpired    // of those behind it who are still there nothing is known any more
};

// What was measured for a need: the people of one post family below the same required level in a
// unit subtree.
struct Measured {
  int affected = 0;
  int population = 0;  // active people of the family, rated or not
  double mean_gap = 0;
  double criticality = 0;
  int rated = 0;                        // of the population, in this competency
  std::array<int, 5> from_levels = {};  // the affected by the whole level they stand at, 0 to 4
  // Of a mandatory need: the regulation that demands it, and its day.
  std::optional<absl::CivilDay> regulated_on = {};
  std::string legal_basis = {};
  bool operator==(const Measured&) const = default;
};

// What a need is about: its group.
struct NeedKey {
  std::string competency;
  int to_level = 0;
  std::string family;
  std::string unit_path;
  std::string next_family = {};  // of a career need: whose posts demand the level
  std::string training = {};     // of a mandatory one; it and a performance gap have no competency
  auto operator<=>(const NeedKey&) const = default;
};

// Of the needs that are measured.
NeedType TypeOf(const NeedKey& key);

// A training need. Every method refuses or succeeds; a refusal is FailedPrecondition with the
// finding NEED-xx, says from which states the step is possible, and changes nothing.
class Need {
 public:
  // `since`: today, or when the open need of another campaign about the same group was detected.
  static Need Detect(
      std::string id, std::string campaign, NeedKey key, Measured measured, absl::CivilDay since);
  // A directive without a measured need (PROPOSED).
  static Need Propose(
      std::string id, std::string campaign, NeedKey key, Measured measured, absl::CivilDay since);

  absl::Status Verify();    // DETECTED, PROPOSED, REOPENED -> VERIFIED; else NEED-01
  absl::Status Validate();  // VERIFIED -> VALIDATED; else NEED-02
  // VALIDATED -> RANKED with this score and rank (1 = first). RANKED and BACKLOG stay what they
  // are: a new order brings no money. Else NEED-03.
  absl::Status Rank(Score score, int rank);
  // BACKLOG -> RANKED, for it has funds now; whether it waited.
  bool Fund();
  // Each of these wants a reason; NEED-08 without one.
  // RANKED, BACKLOG -> BACKLOG, for this reason from now on; else NEED-04
  absl::Status Backlog(std::string reason);
  // CLOSED, NON_TRAINING_ACTION, REJECTED -> REOPENED; else NEED-05
  absl::Status Reopen(std::string reason);
  absl::Status Close(std::string reason);  // any but CLOSED and REJECTED -> CLOSED; else NEED-06
  // DETECTED, PROPOSED, VERIFIED, REOPENED -> REJECTED; else NEED-07
  absl::Status Reject(std::string reason);
  // Any open one -> NON_TRAINING_ACTION; else NEED-09
  absl::Status LeaveToAction(std::string reason);
  // A new measurement. What a person decided stands: closed by decision, rejected or left to
  // action, only the figures change. Else CLOSED and people are affected again -> REOPENED; a
  // measured need with nobody left -> CLOSED, `because`. A strategic need never closes by
  // measurement: a leader asked for it. Returns what happened.
  enum class Change { kNone, kFigures, kReopened, kClosed };
  Change Measure(Measured measured, ClosedBecause because = ClosedBecause::kGapGone);
  // Closes in favour of `other`, which is about the same group and as old as the older of them.
  void MergeInto(Need& other);

  // Neither closed nor decided to be no need.
  bool IsOpen() const;
  // Whether a person decided that this is to lie still.
  bool IsSettled() const;
  // Whether its figures are brought up to date: not of what closed by itself, which a detection
  // opens again, nor of what was merged, in whose place another is measured.
  bool IsMeasured() const;
  // Wider than one agency (perangkat daerah): whose head could answer for it?
  bool IsCityWide() const { return key.unit_path == "/"; }

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
  bool provisional = false;  // ranked while too few of the population were rated
  ClosedBecause closed_because = ClosedBecause::kNotClosed;
  std::string decision_note;
  absl::CivilDay detected_on;
  // Measured as a whole group. Before, there was a need for each level that people stood at.
  bool grouped = true;
};

// Whether `a` stands for its group rather than `b`: the one measured as a group, the open one, the
// one further on, the one of more people, the older one.
bool StandsBefore(const Need& a, const Need& b);

}  // namespace binadaya::needs::domain
