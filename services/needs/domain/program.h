#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "services/needs/domain/design.h"

namespace binadaya::needs::domain {

// Domain rule 18.4, as far as it exists; of a version of a program.
enum class ProgramState {
  kDraft = 1,
  kSubmitted,    // through the gate
  kReviewed,     // by a second analyst
  kApproved,     // by the head of the personnel agency: in force
  kUnderReview,  // in force for what is planned; not planned again without a new version
  kRetired,
  kReplaced  // by a newer version
};
std::string_view ToString(ProgramState state);  // "DRAFT", ...
Phrase NameOf(ProgramState state);

struct ProgramVersion {
  int number = 1;
  ProgramState state = ProgramState::kDraft;
  Design design = {};
  std::vector<ServedNeed> needs = {};
  std::set<std::string> drafters = {};  // all who saved or submitted it
  std::string reviewer = {};
  std::string note = {};  // why it was returned, put under review or retired
  // Why it was put under review, whatever became of it since; empty: it never was.
  std::string doubt = {};
  absl::CivilDay decided_on = {};
};

// A program of one plan year with its versions. At most one of them is in force and at most one is
// worked on. Every method refuses or succeeds; a refusal says PRG-3x, and changes nothing.
class Program {
 public:
  // The first version, by its drafter.
  static Program Draft(
      std::string id, int year, Design design, std::vector<ServedNeed> needs,
      const std::string& drafter, absl::CivilDay today);
  // Last year's design anew, for needs of this year. Of one that is in force and not under review,
  // for a later year (PRG-41), with at least one need that a program of the year may serve
  // (PRG-40).
  static absl::Status CheckCopy(
      const Program& source, int year, const std::vector<ServedNeed>& needs);

  // DRAFT stays DRAFT; else PRG-30.
  absl::Status Save(
      Design design, std::vector<ServedNeed> needs, const std::string& drafter,
      absl::CivilDay today);
  // DRAFT -> SUBMITTED; else PRG-31. `gate`: what it found now.
  absl::Status Submit(const std::string& by, Findings gate, absl::CivilDay today);
  // SUBMITTED -> REVIEWED by another than its drafters (PRG-38); else PRG-32.
  absl::Status Review(const std::string& by, absl::CivilDay today);
  // REVIEWED -> APPROVED by neither drafters nor reviewer (PRG-38); else PRG-33. What was in force
  // is REPLACED.
  absl::Status Approve(const std::string& by, Findings gate, absl::CivilDay today);
  // These three want a reason (PRG-39).
  // SUBMITTED, REVIEWED -> DRAFT; else PRG-34.
  absl::Status Return(std::string reason, absl::CivilDay today);
  // APPROVED -> UNDER_REVIEW; else PRG-36.
  absl::Status PutUnderReview(std::string reason, absl::CivilDay today);
  // All versions that stand -> RETIRED; else PRG-37.
  absl::Status Retire(const std::string& reason, absl::CivilDay today);
  // APPROVED, UNDER_REVIEW: a new version, DRAFT, beside it; else PRG-35, as when there is one.
  absl::Status Revise(const std::string& by, absl::CivilDay today);

  // Null where there is none.
  const ProgramVersion* Worked() const;
  const ProgramVersion* InForce() const;
  const ProgramVersion* Numbered(int number) const;
  // In force, else the newest.
  const ProgramVersion& Shown() const;
  bool IsPlannable() const { return InForce() && InForce()->state == ProgramState::kApproved; }
  bool IsRetired() const;

  std::string id;
  int year = 0;
  std::string copy_of;
  std::vector<ProgramVersion> versions;  // by number; never empty

 private:
  std::optional<std::size_t> InForceAt() const;
};

// F-27. `rupiah` of a program: one batch of the variant that is preferred.
struct Traced {
  bool measured = false;
  std::int64_t rupiah = 0;
};
struct Traceability {
  int programs = 0, measured = 0;
  std::int64_t rupiah = 0, measured_rupiah = 0;
  double Share() const { return programs == 0 ? 0 : 1.0 * measured / programs; }
  double ShareOfRupiah() const {
    return rupiah == 0 ? 0 : static_cast<double>(measured_rupiah) / static_cast<double>(rupiah);
  }
};
Traceability Trace(const std::vector<Traced>& programs);

}  // namespace binadaya::needs::domain
