#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "services/common/domain/finding.h"
#include "services/common/domain/step.h"

// What must be arranged before a batch, by whom, and how it stands (domain rule 10.6).
namespace binadaya::scheduling::domain {

enum class ChecklistKind {
  kReleaseLetters = 1,  // surat izin perangkat daerah
  kLeaderHold,          // of the protocol office
  kSpeakers,            // confirmed
  kVenueContract,
  kBudgetCommitment,
  kHealthSafety,
  kAccessibility,
  kMaterials,
  kCertificateTemplate
};
std::string_view ToString(ChecklistKind kind);  // "RELEASE_LETTERS", …
Phrase NameOf(ChecklistKind kind);

// Who does it, who answers for it, who is asked, who is told: fixed for each kind. Roles of the
// platform (domain section 2).
struct ChecklistDuty {
  ChecklistKind kind;
  const char* responsible;
  const char* accountable;
  const char* consulted;
  const char* informed;
  int working_days_before;  // due so many before the batch begins [policy]
};
std::span<const ChecklistDuty> ChecklistDuties();
// CHL-06: of these roles none is that of whom the duty is, nor the organiser's.
Findings CheckDuty(ChecklistKind kind, std::span<const std::string_view> roles);

// CHL-07: so many sessions have a speaker who was asked, or is still to be asked, and has not
// confirmed; the item about speakers is done when all have.
Findings CheckSpeakersConfirmed(int unconfirmed);

enum class Rag { kGreen = 1, kAmber, kRed };
std::string_view ToString(Rag rag);

struct ChecklistPolicy {
  double share_min = 0.80;  // of the items, to publish
  int amber_days = 3;       // before it is due an open item turns amber
};

struct ChecklistItem {
  ChecklistKind kind = ChecklistKind::kReleaseLetters;
  std::string owner = {};  // a person or unit that does it
  absl::CivilDay due = {};
  std::optional<absl::CivilDay> done = {};
  std::string not_needed = {};  // why it does not apply
  std::string note = {}, by = {};

  bool applies() const { return not_needed.empty(); }
};
// Green: done, or not due soon; amber: due within the policy's days; red: overdue.
Rag RagOf(const ChecklistItem& item, absl::CivilDay today, const ChecklistPolicy& policy);

struct Checklist {
  std::vector<ChecklistItem> items = {};

  // CHL-01 no such item; CHL-02 done already, or not needed; CHL-03 on a day to come.
  absl::Status Done(
      ChecklistKind kind, absl::CivilDay on, absl::CivilDay today, std::string by,
      std::string note);
  // It was not done after all, with a reason. CHL-01; CHL-04 it is open; CHL-05 no reason.
  absl::Status Undo(ChecklistKind kind, std::string by, std::string reason);
  // CHL-01; CHL-02; CHL-05.
  absl::Status NotNeeded(ChecklistKind kind, std::string by, std::string reason);

  int applicable() const;
  int done() const;
  // CHL-10: too few are done to publish; it names those that are open.
  Findings Check(const ChecklistPolicy& policy) const;

 private:
  ChecklistItem* Find(ChecklistKind kind);
};

}  // namespace binadaya::scheduling::domain
