#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/registry/domain/rating.h"

namespace binadaya::registry::domain {

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
