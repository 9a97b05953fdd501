#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "binadaya/needs/v1/needs.pb.h"
#include "binadaya/registry/v1/registry.pb.h"
#include "services/cli/answer.h"
#include "services/cli/environment.h"
#include "services/cli/find.h"
#include "services/common/domain/text.h"

namespace binadaya::cli {

// What a list asks for; empty = anything. Units, posts, campaigns by code, name or the first
// letters of their id; words as the program writes them (words.h).
struct ListOptions {
  std::string text, unit, post, kind, family, group, cluster, profile, legal_position, campaign,
      state, competency, phase, as_of, sort, next_family, from, to, person, file;
  std::vector<std::string> families, targets;  // "M.08=1:0.5"
  int months = 0;
  bool next = false;  // against the next posts
  bool former = false;
  bool all = false;  // not only the first page
};
absl::StatusOr<Answer> RunListUnits(const Environment& environment, const ListOptions& options);
absl::StatusOr<Answer> RunListPeople(const Environment& environment, const ListOptions& options);
absl::StatusOr<Answer> RunListPosts(const Environment& environment, const ListOptions& options);
absl::StatusOr<Answer> RunListCompetencies(
    const Environment& environment, const ListOptions& options);
// Of ratings and of needs.
absl::StatusOr<Answer> RunListCampaigns(const Environment& environment, const ListOptions& options);
// The needs of a campaign, by rank.
absl::StatusOr<Answer> RunListNeeds(const Environment& environment, const ListOptions& options);

// lists_of_people.cc: who leaves by age or contract within some months; who reports to a person
// today; who fits a program, and why (F-06); the gaps of one person, or inside a unit, or of groups
// (most people x gap first); who has not done a required training, or whose appraisal is below
// Baik.
absl::StatusOr<Answer> RunListRetirements(
    const Environment& environment, const ListOptions& options);
absl::StatusOr<Answer> RunListReports(const Environment& environment, const ListOptions& options);
absl::StatusOr<Answer> RunListCandidates(
    const Environment& environment, const ListOptions& options);
absl::StatusOr<Answer> RunListGaps(const Environment& environment, const ListOptions& options);
absl::StatusOr<Answer> RunListGapGroups(const Environment& environment, const ListOptions& options);
absl::StatusOr<Answer> RunListShortfalls(
    const Environment& environment, const ListOptions& options);

// "0:3 1:20 → 2": the people of a need or of a gap group by where they stand. "-" without a level.
template <class Group>
std::string LevelsOf(const Group& group) {
  std::string text;
  for (const auto& from : group.from_levels()) text += Cat(from.level(), ":", from.people(), " ");
  return group.to_level() == 0 ? "-" : Cat(text, "→ ", group.to_level());
}
// "LURAH", "LURAH → PIMPINAN_KECAMATAN" of a next post.
template <class Thing>
std::string FamilyOf(const Thing& thing) {
  return thing.next_family().empty() ? thing.family()
                                     : Cat(thing.family(), " → ", thing.next_family());
}

// Pure.
std::string UnitsText(const registry::v1::ListUnitsResponse& units);
// How far profiles are is known of today only, and of no list of reports.
std::string PeopleText(const registry::v1::ListPeopleResponse& people, bool with_profiles = true);
std::string PostsText(const registry::v1::ListPostsResponse& posts);
std::string CompetenciesText(const registry::v1::ListCompetenciesResponse& competencies);
std::string CampaignsText(
    const registry::v1::ListRatingCampaignsResponse& ratings,
    const needs::v1::ListCampaignsResponse& needs);
std::string NeedsText(const needs::v1::ListNeedsResponse& needs);
std::string RetirementsText(
    const registry::v1::ListRetirementsResponse& retirements, const Names& names);
std::string CandidatesText(
    const registry::v1::ListCandidatesResponse& candidates, const Names& names);
// Without names the gaps are those of one person.
std::string GapsText(
    const google::protobuf::RepeatedPtrField<registry::v1::Gap>& gaps, const Names& names);
std::string GapGroupsText(const registry::v1::ListGapGroupsResponse& groups);
std::string ShortfallsText(const registry::v1::ListShortfallsResponse& shortfalls);

}  // namespace binadaya::cli
