#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/budgeting/domain/budget.h"

// When the money of a year's budget is to be paid out (anggaran kas, rencana penarikan dana).
namespace binadaya::budgeting::domain {

inline constexpr int kMonths = 12;
using ByMonth = std::array<Money, kMonths>;  // from January

// Money that came into force in a month; below zero: that was cut then.
struct Allotment {
  int month = 1;
  Money amount;
};

struct Timing {
  // Of each plan item, the months in which its batches begin, 1 to 12: one for each batch.
  std::map<std::string, std::vector<int>> batches = {};
  // Of each line in force, its money as it came, oldest first.
  std::map<std::string, std::vector<Allotment>> allotted = {};
  int now = 1;  // the month in which the rest comes into force, if it does
};

// For each group of a version, in their order. Money is paid out once it is in force: that of a
// plan item as the batches begin which do so then, the rest evenly over what is left of the year;
// so is what belongs to no item, or to one whose months are not known or all over. What is cut is
// what came last.
// Every group adds up to its lines, and every month of an item over all groups to the share of its
// batches, to the rupiah. Refused are lines that do not add up to an amount (CASH-01).
absl::StatusOr<std::vector<ByMonth>> CashPlan(const Version& version, const Timing& timing);

}  // namespace binadaya::budgeting::domain
