#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/common/db.h"
#include "services/scheduling/batch_store.h"
#include "services/scheduling/domain/continuity.h"
#include "services/scheduling/domain/continuity_override.h"
#include "services/scheduling/domain/matching.h"
#include "services/scheduling/gate_store.h"
#include "services/scheduling/program_store.h"

namespace binadaya::scheduling {

using domain::kQuarterMonths;
// The first month of the quarter of a day, which SVC-6 counts in.
absl::CivilMonth QuarterOf(absl::CivilDay day);

struct GateRules {
  domain::MatchingPolicy matching = {};
  domain::ContinuityPolicy continuity = {};
  domain::ClashPolicy clash = {};
};

// Who may come to some batches of a program, as things stand: what is heard and promised of these
// people, what stands in their way, and how many of their units may still be away (SVC-1 to SVC-4,
// as far as their staff is known), on each day of the sessions by itself. Seats of the program
// itself do not stand in anybody's way; they count among those who are away. What the head of an
// agency lets the only batch break (OverrideContinuity) stands in nobody's way, as far as that
// goes.
class Gates {
 public:
  // `batches`: with days; those that are the intakes, in the order of their first days.
  Gates(
      Tx& tx, const program_store::Program& program, const std::vector<batch_store::Batch>& batches,
      const std::vector<std::string>& people, const GateRules& rules);

  // Everything but his caps: what is known of him, and what was heard after `chosen_at`, when he
  // was as the candidate says.
  void Fill(domain::Candidate& candidate, absl::Time chosen_at) const;
  // Whether somebody waits in this program, or in one that it goes on with, or has a seat.
  bool IsEnrolled(const std::string& person) const;
  // With one cap for each group of these people and each set of intakes that are away together.
  void AddCaps(std::vector<domain::Candidate>& candidates);
  // For a seat of the only batch: CheckGates and SEL-07. He himself does not count as away.
  Findings Judge(domain::Candidate candidate, absl::Time chosen_at) const;
  // Of one who has a seat of the only batch: whether he may keep it. Seats that are kept for him
  // elsewhere do not count against it; how many may be away together counts (SEL-07) where he
  // stands in another unit, or another post family, than when he was chosen; of a lurah (SVC-3)
  // where his unit is in another kecamatan; and always of head and secretary (SVC-2), one of whom
  // may be on leave since.
  Findings JudgeHeld(domain::Candidate candidate, absl::Time chosen_at) const;
  // From now on somebody has a seat of the only batch, or has none.
  void Take(const std::string& person);
  void Leave(const std::string& person);

  domain::Matching matching = {};

 private:
  using Group = std::pair<std::string, std::string>;  // rule, what it protects
  struct Busy {
    domain::Booking at = {};
    bool kept = false;
  };

  // SVC-3 is of a day, all else of the same hours.
  static bool IsByDay(const Group& group) { return group.first == "SVC-3"; }
  const std::vector<std::size_t>& TogetherOf(const Group& group) const {
    return IsByDay(group) ? same_days_ : together_;
  }
  std::vector<Group> GroupsOf(const gate_store::Duty& duty) const;
  int CapOf(const Group& group) const;  // by the rules alone
  // By the heads, in a period.
  int Allowed(const Group& group, std::string_view period) const;
  // How many may still be away with an intake on the day on which these are fewest, besides who is
  // away already but for one; below 0: how many too many are.
  int RoomOf(const Group& group, std::size_t intake, const std::string& but = "") const;
  void ReadDuties(Tx& tx, const std::vector<std::string>& people);
  void ReadBusy(Tx& tx, const std::vector<std::string>& people, const domain::Slot& around);
  void ReadAway(Tx& tx, const domain::Slot& around);
  // SEL-07, of the only batch, as far as it is asked.
  void AddNoRoom(
      const std::string& person, const std::function<bool(const Group&)>& asked,
      Findings& findings) const;
  void Bar(std::size_t intake, bool by_kept, domain::Candidate& candidate) const;
  void Fill(domain::Candidate& candidate, absl::Time chosen_at, bool by_kept) const;

  using Hours = std::map<absl::CivilDay, std::vector<domain::Slot>>;
  static Hours ByDay(const std::vector<domain::Slot>& sessions);

  const program_store::Program& program_;
  const GateRules rules_;
  std::vector<std::vector<domain::Slot>> sessions_ = {};  // of each intake
  std::vector<Hours> hours_ = {};                         // the same, in pieces within a day each
  std::vector<std::vector<domain::Booking>> bookings_ = {};  // the same, with where it is
  // Of each intake the first of those away with it: at the same hours, on the same days.
  std::vector<std::size_t> together_ = {}, same_days_ = {};
  domain::Calendar calendar_ = {};
  std::map<std::string, gate_store::Duty> duties_ = {};
  std::map<std::string, gate_store::Past> past_ = {};
  std::map<std::string, gate_store::Staff> staff_ = {};
  std::vector<domain::UnitStaff> units_ = {};  // and all kelurahan of their kecamatan
  std::map<std::string, int> lurah_ = {};      // in office, of each kecamatan
  std::map<std::string, std::vector<Busy>> busy_ = {};
  // Days that SVC-6 counts, and whether all that is on that day is kept only.
  std::map<std::string, std::map<absl::CivilDay, bool>> training_days_ = {};
  std::vector<bool> structural_ = {};  // of each intake
  // Of the only batch: what heads let it break.
  std::vector<domain::ContinuityOverride> overrides_ = {};
  // People, and the batches and leave that keep them away, by day.
  using Away = std::map<std::string, std::set<std::string>>;
  std::map<std::pair<Group, std::size_t>, std::map<absl::CivilDay, Away>> away_ = {};
};

}  // namespace binadaya::scheduling
