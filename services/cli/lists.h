#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "binadaya/needs/v1/needs.pb.h"
#include "binadaya/registry/v1/registry.pb.h"
#include "services/cli/answer.h"
#include "services/cli/environment.h"

namespace binadaya::cli {

// What a list asks for; empty = anything. Units, posts, campaigns by code, name or the first
// letters of their id; words as the program writes them (words.h).
struct ListOptions {
  std::string text, unit, post, kind, family, group, cluster, profile, legal_position, campaign,
      state, competency, phase, as_of, sort;
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

// Pure.
std::string UnitsText(const registry::v1::ListUnitsResponse& units);
std::string PeopleText(const registry::v1::ListPeopleResponse& people);
std::string PostsText(const registry::v1::ListPostsResponse& posts);
std::string CompetenciesText(const registry::v1::ListCompetenciesResponse& competencies);
std::string CampaignsText(
    const registry::v1::ListRatingCampaignsResponse& ratings,
    const needs::v1::ListCampaignsResponse& needs);
std::string NeedsText(const needs::v1::ListNeedsResponse& needs);

}  // namespace binadaya::cli
