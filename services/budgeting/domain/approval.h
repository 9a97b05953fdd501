#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/budgeting/domain/budget.h"

namespace binadaya::budgeting::domain {

enum class VersionState { kDraft = 1, kSubmitted, kVerified, kValid, kSuperseded };

// Who may put a version into force: the budget user (PA/KPA), the finance authority (PPKD), the
// authorised official (Sekda).
enum class Approver { kBudgetUser = 1, kFinanceAuthority, kAuthorisedOfficial };
Approver ApproverOf(const Version& version);

// The way of a version from draft to force, by three different people. Each step refuses or
// succeeds: BV-01 not from this state; BV-02 the same person twice; BV-03 no reason; BV-04 not his
// to approve.
struct Approval {
  VersionState state = VersionState::kDraft;
  std::vector<std::string> drafted_by = {};  // and submitted
  std::string verified_by = {};
  std::string reason = {};  // why it was returned

  absl::Status Draft(const std::string& by);
  absl::Status Submit(const std::string& by);
  absl::Status Verify(const std::string& by);
  absl::Status Return(const std::string& why);
  // `as`: what the one who validates may approve.
  absl::Status Validate(const std::string& by, const std::vector<Approver>& as, Approver approver);
};

}  // namespace binadaya::budgeting::domain
