#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "binadaya/registry/v1/registry.pb.h"
#include "services/cli/answer.h"
#include "services/cli/environment.h"

// What an operator or HR officer does to the registry by hand. People, units, posts, campaigns and
// competencies by code, name or the first letters of an id.
namespace binadaya::cli {

// A form on paper, entered for the one who filled it in.
struct RateOptions {
  std::string person, campaign, role, rater, seen_on;
  std::vector<std::string> levels;  // "M.08=3"
};
// Himself as self, whom the reporting line names as superior; any other rater has to be named.
absl::StatusOr<Answer> RunRate(const Environment& environment, const RateOptions& options);

struct AssignOptions {
  std::string person, post, unit, kind, from, to, decree;
};
absl::StatusOr<Answer> RunAssign(const Environment& environment, const AssignOptions& options);

struct PostOptions {
  std::string code, title, group, family, echelon, functional_level, from;
  double criticality = 0;
  bool is_head = false;
  std::vector<std::string> levels;   // "M.08=4": other than the group's
  std::vector<std::string> without;  // competencies that the group demands and this post does not
};
absl::StatusOr<Answer> RunPostDefine(const Environment& environment, const PostOptions& options);

struct CampaignOptions {
  std::string name, unit, opens, closes, reason, person;
  std::vector<std::string> peers, subordinates;
  bool by_invitation = false;
  bool all = false;  // not only the first page
};
absl::StatusOr<Answer> RunCampaignOpen(
    const Environment& environment, const CampaignOptions& options);
absl::StatusOr<Answer> RunCampaignClose(
    const Environment& environment, const CampaignOptions& options);
// How it stands inside a unit subtree (empty = all of it), and how many forms came back from where.
absl::StatusOr<Answer> RunCampaignStatus(
    const Environment& environment, const CampaignOptions& options);
// Names who is to judge a person beside himself and his superior; nobody named: who might, nothing
// is changed.
absl::StatusOr<Answer> RunCampaignInvite(
    const Environment& environment, const CampaignOptions& options);
// How the superiors judged, by unit.
absl::StatusOr<Answer> RunCampaignRaters(
    const Environment& environment, const CampaignOptions& options);

// "M.08=3": a competency (or part of its name) and a level. UsageError otherwise. Pure.
absl::StatusOr<std::pair<std::string, double>> ParseLevel(
    std::string_view option, std::string_view text);
// Pure.
std::string CampaignText(const registry::v1::RatingCampaign& campaign);
std::string StandingText(
    const registry::v1::RatingCampaignStanding& standing,
    const registry::v1::ListReturnRatesResponse& rates);
std::string RatersText(const registry::v1::ListRaterStatisticsResponse& statistics);

}  // namespace binadaya::cli
