#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "binadaya/budgeting/v1/budgeting.rpc.h"

// A budget and the people who bring it into force, through the public API of a platform that has
// the unit.
namespace binadaya::test {

using CallAs = std::function<Call(
    const std::string& subject, const std::vector<Grant>& grants, absl::Duration patience)>;
// How long each of these calls may take.
inline constexpr absl::Duration kCallPatience = absl::Seconds(20);

// One group, with a line for each amount.
budgeting::v1::Budget BudgetOf(const std::vector<std::int64_t>& amounts);

// Its accounts are allowed for the year, and it is drafted (pptk).
absl::StatusOr<budgeting::v1::Version> DraftBudget(
    const budgeting::BudgetingClient& client, const CallAs& as, const std::string& unit, int year,
    const budgeting::v1::Budget& budget);
// Drafted, submitted, verified (verifier) and validated (pa): the ids of its lines, in their order.
absl::StatusOr<std::vector<std::string>> PutInForce(
    const budgeting::BudgetingClient& client, const CallAs& as, const std::string& unit, int year,
    const budgeting::v1::Budget& budget);

}  // namespace binadaya::test
