#pragma once

#include <cstdint>
#include <string>

namespace binadaya::simulator::domain {

// One competency of one person, as far as the seed decides it.
struct Subject {
  std::uint64_t seed = 0;
  std::string person;      // a name that stays the same from run to run: "LURAH/33.74.01.1001/0"
  std::string competency;  // "M.08"
  int required = 0;        // by the standard of the person's post
};

// Behavioural indicators of each level of a supervisor's checklist (domain rule 4.3: about three).
inline constexpr int kIndicators = 3;

// How far the person really is: required - Binomial. Decision making (M.08), results orientation
// (M.04) and developing self and others (M.06) are the weakest, as in a BKN study of 227 senior
// leaders.
int TrueLevel(const Subject& subject);

// How many indicators above the true level a supervisor sees too; 0 at and above the required
// level.
int TickedAbove(const Subject& subject, int level);

// People see themselves at their level or a little above it; a few far above, which ends in a
// dispute.
double SelfView(const Subject& subject, int level);

// A peer is right most of the time.
double PeerView(const Subject& subject, const std::string& peer, int level);

}  // namespace binadaya::simulator::domain
