#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/common/domain/finding.h"
#include "services/scheduling/domain/calendar.h"
#include "services/scheduling/domain/clash.h"
#include "services/scheduling/domain/continuity.h"
#include "services/scheduling/domain/rundown.h"
#include "services/scheduling/domain/speaker.h"
#include "services/scheduling/domain/venue.h"

// Placement (penjadwalan): for the batches of a window, which day, hour, venue and speaker each
// session has, and which batch each selected person goes to (docs/adr/0044). Rules are those of
// rundowns, clashes and continuity; wishes have weights that a policy row publishes. What refers to
// something else does so by its position in the problem.
namespace binadaya::scheduling::domain::placement {

// What must hold (hard). In the order in which rows print it.
enum class Rule {
  kWindow,       // PLC-10 outside the batch's window, or at an hour that is none of the session's
  kCapacity,     // PLC-11 more people than seats in a batch
  kWorkingTime,  // SC-08
  kOverlap,      // SC-03
  kOrder,        // PLC-12 before one of the batch that it comes after
  kBreaks,       // SC-10; PLC-15 within the break that its rundown has behind another
  kLearning,     // SC-11
  kVenue,        // SC-09 the venue has something else
  kSpeaker,      // SC-09 the speaker has something else, a seat of his own too, or is not free;
                 // PLC-14 he cannot hold it
  kPerson,       // SC-09 a participant has something else, or cannot be there in time
  kRoom,         // SC-12, and what else the venue itself does not do; PLC-13 not of the batch's
  kUnit,         // SVC-01
  kPair,         // SVC-02
  kLurah,        // SVC-03
  kCounter,      // SVC-04
  kBlackout,     // SVC-05
  kQuarter,      // SVC-06
  kLeader        // SC-09 of the leaders: a wish, unless a repair asks for it
};
inline constexpr std::size_t kRules = 18;
std::string IdOf(Rule rule);  // "SVC-03"

// A set of rules.
class Rules {
 public:
  // All but kLeader.
  static constexpr Rules All() { return Rules((1U << (kRules - 1)) - 1); }
  static constexpr Rules None() { return Rules(0); }
  constexpr bool Has(Rule rule) const { return (bits_ >> static_cast<unsigned>(rule) & 1U) != 0; }
  constexpr Rules With(Rule rule) const { return Rules(bits_ | 1U << static_cast<unsigned>(rule)); }
  constexpr Rules Without(Rule rule) const {
    return Rules(bits_ & ~(1U << static_cast<unsigned>(rule)));
  }
  bool operator==(const Rules&) const = default;

 private:
  explicit constexpr Rules(unsigned bits) : bits_(bits) {}
  unsigned bits_;
};

// What should be (soft), and what it is counted in.
enum class Wish {
  kPreferred,  // minutes of learning outside the preferred hours
  kCompact,    // working days without a session between the first and the last of a batch
  kBalance,    // pairs of days on which people of one unit are away in one week
  kTravel,     // changes of venue within a day of a batch; sessions of speakers from another city
  kLeader,     // addresses at a time at which the leader has something else
  kFit,        // seats that stay empty, in each session
  kBudget,     // days of the last session behind the one that leaves time to settle accounts
  kArms        // per mille of learning outside the preferred hours, from arm to arm of a program
};
inline constexpr std::size_t kWishes = 8;
// By Wish, for each unit of it [policy].
using Weights = std::array<std::int64_t, kWishes>;
inline constexpr Weights kDefaultWeights = {1, 60, 10, 45, 200, 1, 30, 5};

struct Policy {
  ClashPolicy clash = {};
  ContinuityPolicy continuity = {};
  RundownPolicy rundown = {};
  Weights weights = kDefaultWeights;
};

inline constexpr std::size_t kNone = static_cast<std::size_t>(-1);

struct Place {
  absl::CivilDay day = {};
  int from = 0;  // minutes since midnight
  std::size_t venue = kNone;
  std::size_t speaker = kNone;  // kNone: the session needs none
  bool operator==(const Place&) const = default;
};

struct PlacedSession {
  std::string id = {};
  std::size_t batch = 0;
  ItemKind kind = ItemKind::kLearning;
  int minutes = 0;
  int order = 0;  // in its batch: a lower one is over before; equal ones as they come
  // That its batch rests behind it, before anything else of the day begins (PLC-15).
  int rest = 0;
  std::vector<int> starts{};               // minutes since midnight at which it may begin
  std::vector<std::size_t> speakers = {};  // who may hold it; empty: nobody is needed
  std::string leader = {};                 // who should be there (an address); empty: nobody
  // Where it is now; none: nowhere yet. What is confirmed, or stands by a hold, keeps its own.
  std::optional<Place> now = {};
  bool keeps_time = false, keeps_venue = false, keeps_speaker = false;
};

struct PlacedBatch {
  std::string id = {};
  std::string program = {};
  std::string path = "/";  // of the unit whose working time counts (SC-08)
  DaySpan window = {};
  int seats = 0;
  std::vector<std::size_t> venues = {};  // that may be taken; empty: all
  bool structural = false;               // SVC-06 does not count it
  bool compensated = false;              // work outside working time is
  int arm = 0;                           // of a program whose batches are compared; 0: of none
  std::optional<absl::CivilDay> settle_by = {};  // the last day that leaves time for accounts
};

struct Participant {
  std::string id = {};
  std::size_t unit = 0;
  bool direct_service = false;
  std::string substitute = {}, acting = {};  // as Away has them
  bool accessible = false;                   // needs an accessible venue
};

// A place for one person in one of some batches.
struct Seat {
  std::size_t person = 0;
  std::vector<std::size_t> batches = {};  // that may take him; one: it is settled
};

struct Problem {
  std::vector<PlacedBatch> batches = {};
  std::vector<PlacedSession> sessions = {};
  std::vector<Participant> people = {};
  std::vector<Seat> seats = {};
  std::vector<Venue> venues = {};
  std::vector<Speaker> speakers = {};
  std::vector<UnitStaff> units = {};  // all kelurahan of a kecamatan that has one
  // What stands beside it, none of it of these sessions: of venues, speakers, leaders (their
  // agenda) and people (of leave too), by their ids.
  std::vector<Booking> bookings = {};
  std::vector<Away> away = {};  // on leave, or in other training; each within a day
  Calendar calendar = {};
  WorkPattern preferred = {};  // in which learning is best
};

struct Plan {
  std::vector<std::optional<Place>> places = {};  // of each session
  std::vector<std::size_t> batches = {};          // of each seat
  bool operator==(const Plan&) const = default;
};

// What is wrong with a problem, all at once: PLC-01 a position that is not there; PLC-02 a session
// without an hour, or that reaches beyond 05:00 to 21:00; PLC-03 a batch or its window is empty, or
// windows lie more than three years apart; PLC-04 an absence that is not within a day; PLC-05 a
// person twice in one program; PLC-06 what keeps its place has none; PLC-07 an id twice; PLC-08 a
// weight below zero; PLC-09 a session that is a break.
Findings CheckProblem(const Problem& problem, const Policy& policy);

// How much of each rule is broken and how much of each wish is not met. Of rules: seats, people,
// days too many; else one for each session, pair of sessions or day that breaks it.
struct Tally {
  std::array<std::int64_t, kRules> rules = {};
  std::array<std::int64_t, kWishes> wishes = {};
  std::int64_t of(Rule rule) const { return rules[static_cast<std::size_t>(rule)]; }
  std::int64_t of(Wish wish) const { return wishes[static_cast<std::size_t>(wish)]; }
  bool operator==(const Tally&) const = default;
};

// The lesser is better: no broken rule is ever outweighed.
struct Score {
  std::int64_t hard = 0;
  std::int64_t soft = 0;
  auto operator<=>(const Score&) const = default;
};
Score ScoreOf(const Tally& tally, Rules rules, const Weights& weights);

// All of a plan from the beginning, by the rules as they stand elsewhere: slow, and what the search
// is held against. `problem` is one that CheckProblem finds nothing wrong with; sessions without a
// place count for nothing.
struct Evaluation {
  struct Broken {
    Rule rule = {};
    std::string where = {};  // of the finding
    std::int64_t amount = 0;
  };
  Tally tally = {};
  std::vector<Broken> broken = {};
  Findings findings = {};  // of rules that are broken, of kLeader as a warning
};
Evaluation Evaluate(const Problem& problem, const Policy& policy, const Plan& plan);

// The rundown that a plan makes of a batch, sessions numbered by their ids.
Rundown RundownOf(const Problem& problem, const Plan& plan, std::size_t batch);

}  // namespace binadaya::scheduling::domain::placement
