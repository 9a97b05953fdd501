#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "binadaya/budgeting/v1/budgeting.pb.h"
#include "services/cli/answer.h"
#include "services/cli/budget.h"
#include "services/cli/environment.h"

// The ledger of the lines of a unit's budget.
namespace binadaya::cli {

absl::StatusOr<Answer> RunCommit(const Environment& environment, const BudgetOptions& options);
absl::StatusOr<Answer> RunEarmark(const Environment& environment, const BudgetOptions& options);
absl::StatusOr<Answer> RunReleaseEarmark(
    const Environment& environment, const BudgetOptions& options);
absl::StatusOr<Answer> RunRelease(const Environment& environment, const BudgetOptions& options);
absl::StatusOr<Answer> RunRealise(const Environment& environment, const BudgetOptions& options);
absl::StatusOr<Answer> RunReturn(const Environment& environment, const BudgetOptions& options);
absl::StatusOr<Answer> RunFreeze(const Environment& environment, const BudgetOptions& options);
absl::StatusOr<Answer> RunUnfreeze(const Environment& environment, const BudgetOptions& options);
absl::StatusOr<Answer> RunCorrectEntry(
    const Environment& environment, const BudgetOptions& options);

absl::StatusOr<Answer> RunGetBalance(const Environment& environment, const BudgetOptions& options);
absl::StatusOr<Answer> RunGetFunds(const Environment& environment, const BudgetOptions& options);
absl::StatusOr<Answer> RunGetUnitCost(const Environment& environment, const BudgetOptions& options);
absl::StatusOr<Answer> RunListBudgetLines(
    const Environment& environment, const BudgetOptions& options);
absl::StatusOr<Answer> RunListEntries(const Environment& environment, const BudgetOptions& options);
absl::StatusOr<Answer> RunListCommitments(
    const Environment& environment, const BudgetOptions& options);

// Pure. `names`: what lines are called, by their ids.
using BudgetLineNames = std::map<std::string, std::string>;
std::string CommitmentText(
    const budgeting::v1::Commitment& commitment, const BudgetLineNames& names);
std::string BalancesText(
    const google::protobuf::RepeatedPtrField<budgeting::v1::Balance>& balances,
    const BudgetLineNames& names);
std::string EntriesText(const budgeting::v1::ListEntriesResponse& entries);
std::string FundsText(const budgeting::v1::Funds& funds, const BudgetLineNames& names);
std::string UnitCostText(const budgeting::v1::UnitCost& cost);

}  // namespace binadaya::cli
