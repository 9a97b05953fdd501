#pragma once

#include <optional>
#include <set>

#include "absl/time/civil_time.h"

namespace binadaya::budgeting::domain {

enum class SpjKind {
  kAssignment = 1,
  kInvitation,
  kAttendance,
  kMaterial,
  kSpeakerFile,
  kFeeReceipt,
  kTaxSlip,
  kInvoice,
  kPhoto,
  kActivityReport,
  kTravel
};

// The account of a batch (SPJ): kinds of documents.
struct SpjBundle {
  std::set<SpjKind> required = {}, present = {};
  // The first day on which something was realised; what is of the year after its line's counts to
  // the last day of December, as in the plan of payments.
  std::optional<absl::CivilDay> spent_since = {};

  std::set<SpjKind> Missing() const;
  bool Complete() const { return !required.empty() && Missing().empty(); }
  // The treasurer's account (LPJ): by the 10th of the month after, of December by the 31st.
  std::optional<absl::CivilDay> Due() const;
  bool Overdue(absl::CivilDay today) const;
};

}  // namespace binadaya::budgeting::domain
