#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/domain/step.h"

namespace binadaya::needs::domain {

// A portfolio is accepted once, with a note (PORT-11, PORT-13), by another than who asked for it
// (PORT-12). `standing`: what CheckStanding says of its programs.
struct PortfolioCase {
  std::string asked_by;
  std::string accepted_by = {};  // empty: nobody has
  absl::Status Accept(const std::string& by, const std::string& note, Findings standing);
};

// PORT-17: for how many days a portfolio is kept that nobody accepts: a month at least, a hundred
// years at most.
Findings CheckPortfolioDays(double days);

// A program that is to be planned, and how it stands now.
struct Standing {
  std::string title = {};
  int planned = 0;         // version that was chosen
  int in_force = 0;        // version that is; 0: none
  bool plannable = false;  // in force and not under review
  // Committed, and in the plan in force in that version with as many batches: not planned again.
  bool kept = false;
};
// PLAN-06 for each that was retired, is under review, or has another version by now, unless it is
// kept.
Findings CheckStanding(const std::vector<Standing>& programs);

// Domain rule 18.4 of the annual plan, as far as it exists; of a version of a plan.
enum class PlanState {
  kDraft = 1,
  kProposed,  // by the authorised official (PyB)
  kSet,       // by the appointing authority (PPK): in force
  kRevised,   // in force, as revised
  kReplaced   // by a later revision
};
std::string_view ToString(PlanState state);  // "DRAFT", ...
Phrase NameOf(PlanState state);

// What decides whether an item changed.
struct PlanLine {
  std::string program = {};
  int number = 0;        // version of the program
  std::string way = {};  // variant and batches
  std::string when = {}, where = {}, source = {};
  std::int64_t rupiah = 0;
  int seats = 0;
  bool operator==(const PlanLine&) const = default;
};
// By program, in the order of `before`, then of `after`.
struct PlanDifference {
  std::vector<std::string> added = {}, removed = {}, changed = {};
  bool none() const { return added.empty() && removed.empty() && changed.empty(); }
};
PlanDifference Difference(const std::vector<PlanLine>& before, const std::vector<PlanLine>& after);

struct PlanVersion {
  int number = 1;
  PlanState state = PlanState::kDraft;
  std::string portfolio = {};
  std::vector<PlanLine> lines = {};
  std::string drafter = {}, proposer = {}, setter = {};
  std::string decree = {};  // of who set it
  std::string reason = {};  // of the revision, or why it was returned
  absl::CivilDay drafted_on = {};
  std::optional<absl::CivilDay> proposed_on = {}, set_on = {};
};

// The annual plan of a year (PP 11/2017 art. 205, 207) with its revisions: at most one version is
// in force and at most one is worked on. Every method refuses or succeeds; a refusal says PLAN-xx,
// and changes nothing.
class Plan {
 public:
  // PLAN-10 without a line.
  static absl::StatusOr<Plan> Draft(
      std::string id, int year, const std::string& portfolio, std::vector<PlanLine> lines,
      const std::string& by, absl::CivilDay today);
  // Begins a revision of what is in force, with a reason (PLAN-08) and a difference (PLAN-11); or
  // makes the version that is worked on anew, as a draft.
  absl::Status Revise(
      const std::string& portfolio, std::vector<PlanLine> lines, const std::string& reason,
      const std::string& by, absl::CivilDay today);
  // DRAFT -> PROPOSED by another than its drafter (PLAN-05); else PLAN-02. `standing`: what stands
  // against its programs.
  absl::Status Propose(const std::string& by, Findings standing, absl::CivilDay today);
  // PROPOSED -> SET, of a revision REVISED, by neither drafter nor proposer (PLAN-05), by a decree
  // (PLAN-09); else PLAN-03. What was in force is REPLACED.
  absl::Status Set(
      const std::string& by, const std::string& decree, Findings standing, absl::CivilDay today);
  // PROPOSED -> DRAFT with a reason (PLAN-08); else PLAN-04.
  absl::Status Return(const std::string& reason);

  const PlanVersion* InForce() const;
  // The one that is worked on, else the newest.
  const PlanVersion& Newest() const { return versions.back(); }
  // In force, else the newest.
  const PlanVersion& Shown() const { return InForce() != nullptr ? *InForce() : versions.back(); }
  // The version before one, that was or is in force; null of the first.
  const PlanVersion* Before(const PlanVersion& version) const;
  // Programs that no other plan may hold: of what is in force and of what is proposed.
  std::set<std::string> Held() const;

  std::string id;
  int year = 0;
  std::vector<PlanVersion> versions;  // by number; never empty

 private:
  PlanVersion& Last() { return versions.back(); }
};

}  // namespace binadaya::needs::domain
