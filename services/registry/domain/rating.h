#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"

namespace binadaya::registry::domain {

// Diri, atasan, rekan, assessment center, bawahan, uji kompetensi, bukti (portofolio).
enum class RaterRole {
  kSelf = 1,
  kSupervisor,
  kPeer,
  kAssessmentCenter,
  kSubordinate,
  kTest,
  kEvidence
};
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
  double level = 0;   // 0..5, 4 decimals
  absl::CivilDay on;  // when it was seen, not when it was entered
  bool operator==(const Rating&) const = default;
};

// How ratings combine (F-04) and how long they hold.
struct RatingPolicy {
  double supervisor = 0.6;
  double peer = 0.2;
  double self = 0.2;
  int min_peers = 3;            // peers and subordinates together; fewer are not counted
  double dispute_distance = 2;  // levels between self and supervisor
  int assessment_validity_years = 3;
  int profile_validity_years = 3;
  int seen_within_months = 24;
  double coverage_min = 1;  // share of the required competencies that a valid profile knows
};

// What people agreed on in place of what the raters came to: a calibration, or the correction of a
// level that was valid already.
struct Decision {
  double level = 0;
  std::vector<std::string> by;  // who agreed to it; first who recorded it
  absl::CivilDay on;
  std::string note;
  bool operator==(const Decision&) const = default;
};

// What one competency comes to.
struct ProfileLevel {
  std::string competency;
  double level = 0;
  std::string basis;  // ASSESSMENT_CENTER, TEST, EVIDENCE, MULTI_RATER, CALIBRATION, CORRECTION
  bool stands_alone = false;  // rests on a source that no other rater's judgement adds to
  bool disputed = false;
  double self_level = 0;  // of a disputed competency
  double supervisor_level = 0;
  std::vector<std::string> ratings;  // ids of the ratings that it rests on
  absl::CivilDay seen;               // the newest of them
  absl::CivilDay until;              // what was seen then holds until the day before
  std::optional<Decision> decision = {};
  bool operator==(const ProfileLevel&) const = default;
};

// F-04: the newest rating that stands alone and still holds on `today`; otherwise supervisor, peers
// (with subordinates) and self by weight, the weights of those absent spread over those present.
// |self - supervisor| >= the distance is disputed. `ratings` are of one competency.
ProfileLevel Combine(
    const std::vector<Rating>& ratings, absl::CivilDay today, const RatingPolicy& policy);

// Assessment centre, test, evidence that an assessor accepted: where one of them is there, what
// others saw does not count.
bool StandsAlone(RaterRole role);
// Whether a rating stands alone and still counts; one that has run out counts for nothing.
bool Holds(const Rating& rating, absl::CivilDay today, const RatingPolicy& policy);
// Whether somebody answers for the level of a competency: the supervisor, or a rating that holds.
// Self-assessment and colleagues alone make none.
bool IsAnsweredFor(
    const std::vector<Rating>& ratings, absl::CivilDay today, const RatingPolicy& policy);
// The same day `years` later; 29 February becomes 1 March.
absl::CivilDay YearsLater(absl::CivilDay day, int years);
// 0..5: below 1 = some indicators of level 1 were seen (F-02).
bool IsLevel(double level);

}  // namespace binadaya::registry::domain
