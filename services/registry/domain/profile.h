#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/domain/finding.h"

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

// Domain rule 18.2.
enum class ProfileState { kSubmitted = 1, kConsolidated, kDisputed, kVerified, kValid, kExpired };
std::string_view ToString(ProfileState state);

// The competency profile of one person through one rating campaign. Every method refuses or
// succeeds; a refusal changes nothing and carries its finding's rule id and both languages (see
// FindingsOf).
class Profile {
 public:
  // A profile of nothing yet.
  Profile(std::string person, std::string campaign);

  // As the store remembers it. `calibrated`: competency -> level agreed in calibration.
  static Profile Restore(
      std::string person, std::string campaign, ProfileState state, absl::CivilDay as_of,
      absl::CivilDay valid_until, std::vector<Rating> ratings,
      std::map<std::string, double> calibrated);

  // Records judgements of one rater; a later one of the same rater and role on the same competency
  // replaces the earlier. Consolidated when a supervisor or assessment-centre rating exists for
  // every rated competency, else submitted; disputed when any competency is. Refuses: PROF-01 the
  // rater is the rated person and the role is not SELF, or the other way round; PROF-02 the profile
  // is verified or valid in this campaign (a new campaign is due); PROF-03 the level is outside
  // 0..5. Returns the competencies that became disputed by this call.
  absl::StatusOr<std::vector<ProfileLevel>> Record(
      const std::vector<Rating>& judgements, absl::CivilDay today, const RatingPolicy& policy);

  // DISPUTED -> CONSOLIDATED once the last disputed competency is settled. Refuses: PROF-04 the
  // competency is not disputed; PROF-03.
  absl::Status Calibrate(
      std::string_view competency, double level, absl::CivilDay today, const RatingPolicy& policy);

  // CONSOLIDATED -> VERIFIED. Refuses: PROF-05 from any other state, saying what is missing.
  absl::Status Verify();

  // VERIFIED -> VALID from `today`, until the profile's validity ends. Refuses: PROF-06 from any
  // other state.
  absl::Status Validate(absl::CivilDay today, const RatingPolicy& policy);

  // VALID -> EXPIRED once `today` is at or past valid_until. Refuses: PROF-07 otherwise.
  absl::Status Expire(absl::CivilDay today);

  // What every rated competency comes to, by code.
  std::vector<ProfileLevel> Levels(absl::CivilDay today, const RatingPolicy& policy) const;

  const std::string& person() const { return person_; }
  const std::string& campaign() const { return campaign_; }
  ProfileState state() const { return state_; }
  absl::CivilDay as_of() const { return as_of_; }
  absl::CivilDay valid_until() const { return valid_until_; }
  const std::vector<Rating>& ratings() const { return ratings_; }
  const std::map<std::string, double>& calibrated() const { return calibrated_; }

 private:
  void Consolidate(absl::CivilDay today, const RatingPolicy& policy);

  std::string person_;
  std::string campaign_;
  ProfileState state_ = ProfileState::kSubmitted;
  absl::CivilDay as_of_;
  absl::CivilDay valid_until_;
  std::vector<Rating> ratings_;
  std::map<std::string, double> calibrated_;
};

}  // namespace binadaya::registry::domain
