#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/domain/finding.h"
#include "services/registry/domain/invitation.h"
#include "services/registry/domain/rating.h"

namespace binadaya::registry::domain {

// Domain rule 18.2.
enum class CaseState { kSubmitted = 1, kConsolidated, kDisputed, kVerified, kValid, kExpired };
std::string_view ToString(CaseState state);

// A competency that is not measured in a campaign, and why.
struct LeftOut {
  std::string reason;
  std::string by;
  absl::CivilDay on;
  bool operator==(const LeftOut&) const = default;
};

// What a case is decided against; none of it is the case's own.
struct Setting {
  absl::CivilDay today;
  RatingPolicy policy;
  bool closed = false;                // the campaign takes no more ratings
  std::vector<std::string> required;  // competencies of the standard in force for the person's post
  std::set<std::string> known;  // competencies of which a valid level stands from other campaigns
  std::vector<Invited> invited;
};

// What is recorded of a case.
struct CaseContent {
  CaseState state = CaseState::kSubmitted;
  std::string verified_by = {}, validated_by = {};
  std::vector<Rating> ratings = {};
  std::map<std::string, Decision> calibrated = {};  // by competency
  std::map<std::string, LeftOut> left_out = {};     // by competency
  bool operator==(const CaseContent&) const = default;
  // What people decided beside the ratings is the same.
  bool DecidesAs(const CaseContent& other) const {
    return calibrated == other.calibrated && left_out == other.left_out;
  }
};

// One person in one rating campaign, from the first judgement to the valid levels. Campaigns do not
// touch each other's cases. Every method refuses or succeeds; a refusal changes nothing and carries
// its finding's rule id and both languages (see FindingsOf).
class RatingCase {
 public:
  // A case of nothing yet, or as the store remembers it.
  RatingCase(std::string person, std::string campaign, CaseContent content = {});

  // Records judgements of one rater; a later one on the same competency replaces the earlier, and
  // takes in again what was left out. Refuses: PROF-01 the rater is the rated person and the role
  // is not SELF, or the other way round; PROF-02 the case is verified or valid (a new campaign is
  // due); PROF-03 the level is outside 0..5; PROF-09 the rater has judged this person in another
  // role. Returns the competencies that became disputed by this call.
  absl::StatusOr<std::vector<ProfileLevel>> Record(
      const std::vector<Rating>& judgements, const Setting& setting);

  // Settles a disputed competency with what a meeting agreed on. Refuses: PROF-04 the competency is
  // not disputed; PROF-03; PROF-10 one of the raters decides; PROF-16 the person himself.
  absl::Status Calibrate(
      const std::string& competency, const Decision& agreed, const Setting& setting);

  // Leaves a competency out of this case. Refuses: PROF-02; PROF-16 by the person himself; PROF-11
  // somebody answers for its level; PROF-14 nobody asks for it.
  absl::Status LeaveOut(
      const std::string& competency, const LeftOut& left_out, const Setting& setting);

  // CONSOLIDATED -> VERIFIED. Refuses: PROF-05 from any other state, with all that is missing:
  // PROF-12 competencies of the standard, PROF-13 raters; PROF-10 a rater verifies; PROF-16
  // the person himself.
  absl::Status Verify(const std::string& by, const Setting& setting);

  // VERIFIED -> VALID. Refuses: PROF-06 from any other state; PROF-10 a rater or the verifier
  // validates; PROF-16 the person himself; PROF-05, PROF-12 something ran out since it was
  // verified.
  absl::Status Validate(const std::string& by, const Setting& setting);

  // Where the case stands today, for what was recorded before: raters that are awaited no more,
  // levels that ran out. Changes nothing from VERIFIED on.
  void Consolidate(const Setting& setting);

  // What every rated competency that is not left out comes to, by code.
  std::vector<ProfileLevel> Levels(const Setting& setting) const;
  // Required, neither known nor left out: what coverage lacks.
  std::vector<std::string> Missing(const Setting& setting) const;
  // Invited, not heard yet, and able to change something.
  std::vector<Invited> Awaited(const Setting& setting) const;

  const std::string& person() const { return person_; }
  const std::string& campaign() const { return campaign_; }
  CaseState state() const { return content_.state; }
  const CaseContent& content() const { return content_; }

 private:
  using Ratings = std::map<std::string, std::vector<Rating>>;  // by competency

  // Of the competencies that are not left out.
  Ratings Counted() const;
  bool Settled() const { return content_.state >= CaseState::kVerified; }
  std::set<std::string> Disputed(const Setting& setting) const;
  // What keeps the levels from being complete, whoever is still awaited.
  Findings Lacks(const Setting& setting) const;
  Findings NotByOneOfThem(const std::string& by, bool validates) const;

  std::string person_;
  std::string campaign_;
  CaseContent content_;
};

}  // namespace binadaya::registry::domain
