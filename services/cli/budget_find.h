#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "binadaya/budgeting/v1/budgeting.pb.h"
#include "services/cli/operator.h"

// What somebody means who names a version, a line, a commitment or an entry of a unit's budget.
namespace binadaya::cli {

std::string RupiahText(std::int64_t rupiah);  // "Rp1.500.000"
// In the documented form; UsageError otherwise, with what is wrong.
absl::StatusOr<std::int64_t> RupiahIn(std::string_view text);

// In the name of a person, who holds that role in the city.
absl::StatusOr<Operator> ActingAs(const Operator& caller, const std::string& by, v1::Role role);

// Without its budget. `number` 0: the newest of its year.
absl::StatusOr<budgeting::v1::Version> FindVersion(
    const Operator& caller, const std::string& unit, int year, int number);

using BudgetLines = std::vector<budgeting::v1::LineInForce>;
// Of the unit itself, in the order of their ids; 0: of all years.
absl::StatusOr<BudgetLines> LinesInForce(const Operator& caller, const std::string& unit, int year);
// Pure. What each is called in its year, by its id: the account, and its number among those of it.
std::map<std::string, std::string> LineNames(const BudgetLines& lines);
// Pure. "5.1.02.04.01.0005/2", "5.1.02.04.01.0005" if it has one line only, the first letters of an
// id; "2028:…" of another year than `year`.
absl::StatusOr<budgeting::v1::LineInForce> FindLine(
    const BudgetLines& lines, int year, const std::string& text);
// Pure. "LINE=1.500.000" each; the year of the cost is that of the line.
absl::StatusOr<std::vector<budgeting::v1::Part>> PartsIn(
    const BudgetLines& lines, int year, const std::vector<std::string>& texts);

// By the document that made it, or the first letters of its id.
absl::StatusOr<budgeting::v1::Commitment> FindCommitment(
    const Operator& caller, const std::string& unit, const std::string& text);
// Of a line, by its number there (from 1) or the first letters of its id.
absl::StatusOr<budgeting::v1::Entry> FindEntry(
    const Operator& caller, const std::string& unit, const std::string& line,
    const std::string& text);
// Of the annual plan, by the first letters of the id among those that the unit's lines name, or the
// whole id.
absl::StatusOr<std::string> FindPlanItem(
    const Operator& caller, const std::string& unit, const std::string& text);

}  // namespace binadaya::cli
