#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/simulator/leaders.h"

namespace binadaya::simulator {

// What became of a round of ratings.
struct RoundResult {
  int people = 0;    // with a valid profile at the end
  int ratings = 0;   // raters' forms, each with all competencies
  int disputes = 0;  // competencies on which self and supervisor were two levels apart, calibrated
};

// A competency in which those who are rated reach their standard now, whatever they were before;
// empty for none.
struct Improvement {
  std::string competency;
  bool alone = false;  // nothing else is on the forms
};

// How long a campaign of few people, by invitation, takes.
inline constexpr int kInvitedDays = 14;

// Opens a rating campaign over the city from today on, of everybody or of whoever is rated in it;
// its id.
absl::StatusOr<std::string> OpenRatingCampaign(
    const World& world, const std::string& name, int days, bool by_invitation = false);

// Each of `rated` (positions in the leadership) is rated by the supervisor (a checklist of
// indicators), by himself and by his peers; what is disputed is calibrated; then the profile is
// verified and validated.
absl::StatusOr<RoundResult> RateAll(
    const World& world, const Leadership& leadership, const std::vector<std::size_t>& rated,
    const std::string& campaign, std::uint64_t seed, const Improvement& improvement = {});

}  // namespace binadaya::simulator
