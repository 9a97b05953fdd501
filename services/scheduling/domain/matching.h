#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/domain/finding.h"

// Who takes part in a program, and why (domain rule 8.2). The service fills it so: who fits and how
// well (F-06) is asked of the registry (ListCandidates); hours, seats held and programs completed
// are its own; who is not free, and how many of a unit may be away, comes from its calendar. Policy
// rows give the numbers. It stores what went in, the seed and what came out.
//
// What is random. Select is a pure function of its input, in whatever order people are given, and a
// seed. Where more people qualify than the first intake has seats, somebody waits, and those who
// wait are whom the effect is later measured against (12.3). So each gets an arm: TREAT in the
// first intake, or those if several begin on its day; WAITLIST in a later one, whose turn comes
// when it begins, or on the waiting list. It is never changed again, whoever swaps, leaves or moves
// up (intention to treat). Only among equals did the lot decide, and only where a group of equals
// ends up in both arms is there something to compare: those people are `drawn`, and `equals`
// numbers their group. Who are equals is said before the draw:
//   TIE_BREAKS  those with the same score and the same in all three tie-breaks: the rule of 8.2;
//   SCORE       those with the same score: for a program whose evaluation compares with those who
//               wait (12.3). The tie-breaks hardly ever leave equals, so the lot takes their place,
//               but only where somebody has to wait.
// Whoever a cap, an override or his own calendar moved is not `drawn`: that was no lot. Caps still
// make the chance of a seat differ from unit to unit; since the function is pure, evaluation learns
// everybody's chance by running it with other seeds.
//
// Later. A substitute, somebody promoted and whoever was transferred passes the same gates
// (CheckGates with one intake; without what his own seat adds to `jp` and `enrolled`).
namespace binadaya::scheduling::domain {

struct MatchingPolicy {
  int cooldown_months = 24;     // until the same program again [policy]
  double least_gap = 1;         // that stands for a post family of the target
  int jp_target = 20;           // lesson hours a year: PP 11/2017 art. 203(4)
  int pppk_cap = 24;            // of PPPK, at most: PP 49/2018 art. 40
  double override_rate = 0.10;  // of the chosen, at most [policy]
};

// Seats that begin on one day (angkatan); a batch.
struct Intake {
  std::string batch = {};
  absl::CivilDay first = {};
  int seats = 0;
};

// How many of a group of people may still be away at one time: limit less those who are away
// already. All rules of that kind are this: the staff of a unit (SVC-1), a head and the one who
// stands in (SVC-2: one), the lurah of a kecamatan (SVC-3), a counter (SVC-4), a quota. One for
// each group and each set of intakes that are away together.
struct AwayCap {
  std::string rule = {}, of = {};         // "SVC-2" and the id of what it protects
  std::vector<std::size_t> intakes = {};  // by position; none: all
  int free = 0;
};

// Who are equals, as above.
enum class Equals { kTieBreaks = 1, kScore };

struct Matching {
  std::string program = {};
  std::vector<std::string> families = {};  // of the posts that it is for
  int jp = 0;                              // that whoever completes it earns
  std::vector<Intake> intakes = {};        // by day; of one year
  std::vector<AwayCap> caps = {};
  std::uint64_t seed = 0;
  Equals equals = Equals::kTieBreaks;
  MatchingPolicy policy = {};
};

// Why somebody cannot come to an intake: another session, leave (SC-09), a blackout of his unit
// (SVC-5), too many days in a quarter (SVC-6).
struct Barred {
  std::size_t intake = 0;
  std::string rule = {}, by = {};  // `by`: the id of what stands in the way
};
// What one target of the program contributes to the score; as the registry told it.
struct ScorePart {
  std::string competency = {};
  double gap = 0, lift = 0, points = 0;
};

struct Candidate {
  std::string person = {};
  std::string unit = {};                                 // path, "/kec/kel/"
  std::string family = {};                               // of the post
  std::string gender = {}, employment = {}, level = {};  // as codes; employment "PNS", "PPPK", …
  double score = 0;                                      // F-06, 0..100
  std::vector<ScorePart> parts = {};
  int jp = 0;                                        // of the year: earned, and promised by seats
  std::optional<absl::CivilDay> last_training = {};  // none: never
  double unit_trained = 0;                           // share of the unit that had the program, 0..1
  bool active = true;                                // on the days of the program
  bool enrolled = false;                         // holds a seat of this program, or waits for one
  std::optional<absl::CivilDay> completed = {};  // this program, the last time
  std::vector<Barred> barred = {};
  std::vector<std::size_t> caps = {};  // that he counts for, by position
};

enum class OverrideReason { kLeaderDirective = 1, kSubstitute, kUnitRequest, kOther };
std::string_view ToString(OverrideReason reason);  // "LEADER_DIRECTIVE", …
// Somebody takes a seat ahead of the ranking. No gate and no cap is lifted by it.
struct SeatOverride {
  std::string person = {};
  OverrideReason reason = OverrideReason::kOther;
  std::string note = {};  // of OTHER: what it is
};

enum class ChoiceState { kNotQualified = 1, kWaiting, kChosen };
enum class Arm { kTreat = 1, kWaitlist };

// A cap without room, when it would have been his turn.
struct PassedOver {
  std::size_t intake = 0, cap = 0;
  bool operator==(const PassedOver&) const = default;
};

// What came out for one person.
struct Verdict {
  ChoiceState standing = ChoiceState::kNotQualified;
  int rank = 0;                            // 1 is first; 0: does not qualify
  std::optional<std::size_t> intake = {};  // of the chosen
  std::optional<Arm> arm = {};             // where somebody waits
  int equals = 0;                          // number of his group of equals, by rank
  bool drawn = false;                      // the lot alone decided between the arms
  std::vector<PassedOver> passed_over = {};
  std::optional<std::size_t> ranked_intake = {};  // that the ranking alone had given him
  // He was put ahead, and so has a seat that the ranking had not given him.
  std::optional<OverrideReason> override = {};
  bool operator==(const Verdict&) const = default;
};

struct Selection {
  // Of a candidate, by position as they were given.
  const Verdict& Of(std::size_t candidate) const;

  std::vector<int> ranks;                         // of the candidates as they were given
  std::vector<Verdict> verdicts;                  // of those who qualify, by rank
  std::vector<std::vector<std::size_t>> chosen;   // candidates of each intake, by rank
  std::vector<std::size_t> waiting;               // candidates, in order
  std::vector<std::vector<std::size_t>> holders;  // of each cap: those chosen who count for it
  int overridden = 0;
  Equals equals = Equals::kTieBreaks;  // that was in force: SCORE only where somebody waits
};

// Every gate that a person fails: SEL-01 not in service; SEL-02 neither of a target family nor with
// a gap of a whole level; SEL-03 the same program within 24 months; SEL-04 not free; SEL-05 beyond
// the hours of a PPPK; SEL-06 enrolled already. SEL-03 and SEL-04 are said of each intake, and
// block where none is left open. For a substitute or after a transfer: one intake.
Findings CheckGates(const Matching& matching, const Candidate& candidate);
// Whether one intake is open to somebody, whatever else he fails.
bool IsOpenTo(const Matching& matching, const Candidate& candidate, std::size_t intake);

// What is wrong with the input: SEL-10 no seats; SEL-11 intakes not by day, or of two years; SEL-12
// a person twice; SEL-13 a number out of its range; SEL-14 an intake or cap that is not there;
// SEL-20 an override of nobody here; SEL-21 two of one person; SEL-24 OTHER without a note.
Findings CheckMatching(
    const Matching& matching, std::span<const Candidate> candidates,
    std::span<const SeatOverride> overrides);

// Gates, rank, seats: in the order of rank everybody takes the first intake that is open to him,
// has a seat, and whose caps have room. Overrides take theirs first. Refused: InvalidArgument for
// what CheckMatching finds; SEL-22 an override of somebody who fails a gate (with the gates),
// SEL-23 one for whom no seat is left by seats or caps. Caps are kept by construction.
absl::StatusOr<Selection> Select(
    const Matching& matching, std::span<const Candidate> candidates,
    std::span<const SeatOverride> overrides = {});

// What decided between two people in the ranking.
enum class Criterion { kScore = 1, kJpDeficit, kLastTraining, kUnitShare, kLot };
std::string_view ToString(Criterion criterion);  // "SCORE", …
// The first criterion in which they differ.
Criterion Between(
    const Matching& matching, Equals equals, const Candidate& one, const Candidate& other);

// Why one person was chosen or not, for himself: his own values and reasons, and of others no more
// than how many. Gates as CheckGates finds them; all else are warnings: WHY-01 chosen by rank,
// WHY-02 by override, WHY-03 waits, at which place and what decided, WHY-04 a cap passed him over,
// WHY-05 an override took his seat; then WHY-06 each part of his score, WHY-07 his tie-breaks.
Findings Explain(
    const Matching& matching, std::span<const Candidate> candidates, const Selection& selection,
    std::size_t candidate);

// SEL-25, a warning: more than the policy's share of the chosen were chosen by override.
Findings CheckOverrideRate(int overridden, int chosen, const MatchingPolicy& policy);

}  // namespace binadaya::scheduling::domain
