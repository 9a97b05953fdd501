#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "services/common/domain/finding.h"
#include "services/registry/domain/assignment.h"
#include "services/registry/domain/employment.h"
#include "services/registry/domain/employment_number.h"
#include "services/registry/domain/unit.h"

namespace binadaya::registry::domain {

// What a decree does to one person.
enum class ActKind {
  kAssignment = 1,  // on a post for good: pengangkatan, mutasi, promosi jabatan
  kActing,          // Plt, Plh
  kPromotion,       // kenaikan pangkat
  kEmployment,      // another employment type or number: PPPK to CPNS, CPNS to PNS, a corrected NIP
  kSuspension,      // CLTN, tugas belajar, diperbantukan, pemberhentian sementara
  kReturn,          // pengaktifan kembali; from another agency too
  kRetirement,
  kDeath,
  kDismissal,
  kContractEnd,
  kTransferOut,  // pindah instansi
};

// Why somebody leaves, and the act of it.
enum class Exit { kRetirement = 1, kDeath, kDismissal, kContractEnd, kTransferOut };
ActKind KindOf(Exit exit);

enum class ActState { kPending = 1, kInForce, kAnnulled, kLapsed };

// One decision about one person. What its kind does not touch is empty.
struct Act {
  std::string id = {}, person = {};
  ActKind kind = ActKind::kAssignment;
  ActState state = ActState::kPending;
  absl::CivilDay effective = {};
  std::string decree = {};  // number of the decree (SK); empty for one that came by a file
  std::string post = {}, unit = {};
  AssignmentKind assignment = AssignmentKind::kDefinitive;
  std::optional<absl::CivilDay> to = {};  // exclusive
  std::string employment_type = {}, grade = {}, legal_position = {}, number = {};
  std::optional<absl::CivilDay> contract_end = {};
  std::string ended_because = {};  // of an annulled one the reason; of a lapsed one the rules
};

// The legal position that an exit leads to; empty for an act that is none.
std::string_view PositionAfter(ActKind exit);
// The other way round: the exit that leads to a legal position; BERHENTI by dismissal.
ActKind ExitTo(std::string_view legal_position);

// A person as he stands: what an act is checked against.
struct Standing {
  absl::CivilDay birth_date = {};
  EmploymentType type = EmploymentType::kPns;
  Gender gender = Gender::kMale;
  std::string grade = {}, legal_position = {};
  std::string post = {}, unit = {};          // held for good; empty without
  std::optional<absl::CivilDay> since = {};  // in that place
  // When the decision took effect that put him there, or into a unit whose people came there since.
  std::optional<absl::CivilDay> decided = {};
  std::optional<absl::CivilDay> changed = {};  // newest change of type, grade or position
};
// How he will stand when these have taken effect, oldest first.
Standing After(Standing standing, const std::vector<Act>& acts);

// The place that an assignment names.
struct Place {
  bool unit_exists = false, post_exists = false, is_head = false;
  absl::CivilDay unit_from = kAlways, post_from = kAlways;  // exists from that day on
  std::optional<absl::CivilDay> unit_to = {};
  // The unit in which its people are today: itself or, of a closed one, who took them over; empty
  // when no one unit did.
  std::string people_in = {};
};

struct ActPolicy {
  int horizon_years = 2;
  AgePolicy ages = {};
};

// ACT-02 further ahead than an act may be dated.
Findings CheckHorizon(
    absl::CivilDay day, absl::CivilDay today, int horizon_years, std::string_view where);
// ACT-01 before the age at which one can be employed; and CheckHorizon.
Findings CheckDay(
    absl::CivilDay day, absl::CivilDay birth_date, absl::CivilDay today, const ActPolicy& policy,
    std::string_view where);
// PER-06, PER-07 unknown unit or post; ASG-06, ASG-07 it does not exist on that day. Who is put
// there `for_good` goes along with the unit's people when it is closed; ASG-06 where nobody took
// them over.
Findings CheckPlace(const Place& place, absl::CivilDay day, bool for_good);

// Whether an act is possible for somebody who stands like this on its day: CheckDay;
// CheckAssignment and CheckPlace, if it has a post; ASG-08 before the present post began; ACT-03
// something later is in force; ACT-04 he has left; ACT-05 a grade that is not higher; ACT-06 no
// such change of employment; ACT-07 a new employment without its number; ACT-08 the end of a
// contract; ACT-09 a death that lies ahead; ACT-10 not under contract; ACT-11 not away, or never to
// come back; ACT-12 comes back to no post; ACT-15 nothing is said; ACT-16 no such way to be away;
// PER-13; NIP-01..09.
Findings CheckAct(
    const Act& act, const Standing& standing, const Place& place, absl::CivilDay today,
    const ActPolicy& policy);

// ASG-06: the unit is closed, and no one unit took its people over.
Finding NoHeir(std::string_view where);
// PER-10: the number belongs to somebody already. It never moves.
Finding NumberTaken(std::string_view where);
// ACT-13 annulled or lapsed already; ACT-14 something about the person came after it: acts are
// undone from the newest on.
absl::Status CheckAnnul(ActState state, bool newest);

}  // namespace binadaya::registry::domain
