#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "binadaya/budgeting/v1/budgeting.pb.h"
#include "services/cli/answer.h"
#include "services/cli/budget_find.h"
#include "services/cli/environment.h"

// Prices, accounts and versions of the year's budget of a unit.
namespace binadaya::cli {

// A unit by its code or name, a version by its unit, year and number there; a line by its account
// and its number among those of that account ("5.1.02.04.01.0005/1"), or the first letters of its
// id.
struct BudgetOptions {
  std::string unit, kind, file, form;
  std::string by;  // in whose name
  std::string reason, doc, plan_item, batch, line, entry, commitment, as_of, text, subactivity;
  std::vector<std::string> parts;  // "5.1.02.04.01.0005/1=1.500.000"
  int year = 0;
  int number = 0;  // of a version in its year; 0 = the newest
  int participants = 0, lesson_hours = 0;
  double gap_points = 0;
  std::string grade;  // golongan
  int minutes = 0, times = 0;
  bool own_staff = false;
  bool closes = false, all = false;
};

// From a file, all of it or nothing; with `form`, writes one to fill in.
absl::StatusOr<Answer> RunBudgetPrices(
    const Environment& environment, const BudgetOptions& options);
absl::StatusOr<Answer> RunBudgetAccounts(
    const Environment& environment, const BudgetOptions& options);

// A file in the columns of the printed budget: becomes a draft, or takes the place of the one there
// is. Everything that is wrong is told at once.
absl::StatusOr<Answer> RunDraftBudget(const Environment& environment, const BudgetOptions& options);
// Writes a version as such a file; without a year, an example to fill in.
absl::StatusOr<Answer> RunExportBudget(
    const Environment& environment, const BudgetOptions& options);
absl::StatusOr<Answer> RunCheckBudget(const Environment& environment, const BudgetOptions& options);
absl::StatusOr<Answer> RunSubmitBudget(
    const Environment& environment, const BudgetOptions& options);
absl::StatusOr<Answer> RunVerifyBudget(
    const Environment& environment, const BudgetOptions& options);
absl::StatusOr<Answer> RunReturnBudget(
    const Environment& environment, const BudgetOptions& options);
absl::StatusOr<Answer> RunValidateBudget(
    const Environment& environment, const BudgetOptions& options);

absl::StatusOr<Answer> RunGetBudget(const Environment& environment, const BudgetOptions& options);
absl::StatusOr<Answer> RunGetCashPlan(const Environment& environment, const BudgetOptions& options);
absl::StatusOr<Answer> RunListBudgets(const Environment& environment, const BudgetOptions& options);
absl::StatusOr<Answer> RunListPrices(const Environment& environment, const BudgetOptions& options);
absl::StatusOr<Answer> RunListAccounts(
    const Environment& environment, const BudgetOptions& options);

// budget_spj.cc: the account (SPJ) of a batch; what an honorarium comes to.
absl::StatusOr<Answer> RunRecordSpj(const Environment& environment, const BudgetOptions& options);
absl::StatusOr<Answer> RunWithdrawSpj(const Environment& environment, const BudgetOptions& options);
absl::StatusOr<Answer> RunGetSpj(const Environment& environment, const BudgetOptions& options);
absl::StatusOr<Answer> RunGetHonorarium(
    const Environment& environment, const BudgetOptions& options);
std::string SpjText(const budgeting::v1::SpjBundle& bundle);
std::string HonorariumText(const budgeting::v1::Honorarium& fee);

// Pure.
std::string BudgetText(const budgeting::v1::Version& version);
// A line for each month, with the running sums of what is planned and of what was paid.
std::string CashPlanText(const budgeting::v1::CashPlan& plan);
std::string BudgetsText(const budgeting::v1::ListVersionsResponse& versions);
std::string PricesText(const budgeting::v1::ListPriceStandardsResponse& prices);
// All of them, and how many block.
Answer FindingsAnswer(const budgeting::v1::ListVersionFindingsResponse& findings);
Answer DraftAnswer(const budgeting::v1::ImportVersionResponse& drafted);

}  // namespace binadaya::cli
