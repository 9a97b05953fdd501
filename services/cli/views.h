#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "binadaya/needs/v1/needs.pb.h"
#include "binadaya/reporting/v1/reporting.pb.h"
#include "services/cli/answer.h"
#include "services/cli/environment.h"

namespace binadaya::cli {

// The needs of a campaign, by rank.
absl::StatusOr<Answer> RunGetNeeds(const Environment& environment, const std::string& campaign);
// What stands in a unit subtree; an empty unit is the city.
absl::StatusOr<Answer> RunGetDashboard(const Environment& environment, const std::string& unit);

// Pure.
std::string NeedsText(const needs::v1::ListNeedsResponse& needs);
std::string DashboardText(const reporting::v1::Dashboard& dashboard);

}  // namespace binadaya::cli
