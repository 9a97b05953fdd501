#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"

namespace binadaya::registry::domain {

// Diri, atasan, rekan, assessment center.
enum class RaterRole { kSelf = 1, kSupervisor, kPeer, kAssessmentCenter };
std::string_view ToString(RaterRole role);  // "SELF", ...

// Behavioural indicators ticked at one level, as a rater's checklist gives them.
struct Checklist {
  int level = 0;  // 1..5
  int ticked = 0;
  int indicators = 0;
};

// F-02: the highest level L with all its and all lower indicators ticked, plus the share ticked at
// L + 1. Levels absent from the list count as not ticked; the order does not matter.
// InvalidArgument: more ticked than there are, a level twice.
absl::StatusOr<double> LevelFromChecklist(const std::vector<Checklist>& checklist);

// One rater's judgement of one competency of one person.
struct Rating {
  std::string id;
  std::string rater;
  RaterRole role;
  std::string competency;
  double level = 0;  // 0..5, 4 decimals
  absl::CivilDay on;
  bool operator==(const Rating&) const = default;
};

// How ratings combine (F-04) and how long they hold.
struct RatingPolicy {
  double supervisor = 0.6;
  double peer = 0.2;
  double self = 0.2;
  int min_peers = 3;            // fewer are not counted
  double dispute_distance = 2;  // levels between self and supervisor
  int assessment_validity_years = 3;
  int profile_validity_years = 3;
};

// What one competency comes to.
struct ProfileLevel {
  std::string competency;
  double level = 0;
  std::string basis;  // ASSESSMENT_CENTER, MULTI_RATER, CALIBRATION
  bool disputed = false;
  double self_level = 0;  // of a disputed competency
  double supervisor_level = 0;
  std::vector<std::string> ratings;  // ids of the ratings that it rests on
  bool operator==(const ProfileLevel&) const = default;
};

// F-04: an assessment-centre rating still valid on `today` stands alone; otherwise supervisor,
// peers and self by weight, the weights of those absent spread over those present. |self -
// supervisor| >= the distance is disputed. `ratings` are of one competency.
ProfileLevel Combine(
    const std::vector<Rating>& ratings, absl::CivilDay today, const RatingPolicy& policy);

// Whether an assessment-centre rating still counts; one that has run out counts for nothing.
bool Holds(const Rating& rating, absl::CivilDay today, const RatingPolicy& policy);
// The same day `years` later; 29 February becomes 1 March.
absl::CivilDay YearsLater(absl::CivilDay day, int years);
// 0..5.
bool IsLevel(double level);

}  // namespace binadaya::registry::domain
