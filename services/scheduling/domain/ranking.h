#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "services/scheduling/domain/lot.h"
#include "services/scheduling/domain/matching.h"

// The place of one person in the ranking, and what the parts of matching share.
namespace binadaya::scheduling::domain {

// The least is first; each counts where all before it are equal.
struct Place {
  std::int32_t score = 0;     // ten thousandths, negative: the highest first
  std::int32_t deficit = 0;   // lesson hours short of the year's target, negative
  std::int32_t training = 0;  // day of the last training; never: before all
  std::int32_t share = 0;     // of the unit that had it, ten thousandths
  std::uint64_t lot = 0;
  // Not part of the order:
  std::uint32_t candidate = 0;  // by position
  bool may_be_first = false;    // all intakes of the first day are open to him

  // Equal before the lot.
  bool IsEqual(const Place& other) const {
    return score == other.score && deficit == other.deficit && training == other.training &&
           share == other.share;
  }
};

// Where SCORE are equals, the tie-breaks are left out.
Place PlaceOf(
    const Matching& matching, Equals equals, const Candidate& candidate, std::uint64_t lot);
bool operator<(const Place& one, const Place& other);

// Of each candidate.
std::vector<std::uint64_t> LotsOf(const Matching& matching, std::span<const Candidate> candidates);
// CheckMatching, with the lots that were drawn.
Findings CheckInput(
    const Matching& matching, std::span<const Candidate> candidates,
    std::span<const SeatOverride> overrides, std::span<const std::uint64_t> lots);

int JpDeficit(const MatchingPolicy& policy, const Candidate& candidate);
bool Covers(const AwayCap& cap, std::size_t intake);
// First day on which somebody may have the program again; the epoch if he never had it.
absl::CivilDay AgainFrom(const Matching& matching, const Candidate& candidate);
// Whether somebody passes CheckGates, without saying why.
bool Qualifies(const Matching& matching, const Candidate& candidate);

}  // namespace binadaya::scheduling::domain
