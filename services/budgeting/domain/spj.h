#pragma once

#include <optional>
#include <set>

#include "absl/time/civil_time.h"

namespace binadaya::budgeting::domain {

// The account of a batch (SPJ): kinds of documents as the contract numbers them.
struct SpjBundle {
  std::set<int> required = {}, present = {};
  // The first day on which something was realised; what is of the year after its line's counts to
  // the last day of December, as in the plan of payments.
  std::optional<absl::CivilDay> spent_since = {};

  std::set<int> Missing() const;
  bool Complete() const { return !required.empty() && Missing().empty(); }
  // The treasurer's account (LPJ): by the 10th of the month after, of December by the 31st.
  std::optional<absl::CivilDay> Due() const;
  bool Overdue(absl::CivilDay today) const;
};

}  // namespace binadaya::budgeting::domain
