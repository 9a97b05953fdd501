#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "binadaya/needs/v1/needs.pb.h"
#include "services/cli/answer.h"
#include "services/cli/environment.h"
#include "services/cli/operator.h"

// The annual plan: drafted from an accepted portfolio, proposed by the authorised official, set by
// the appointing authority, revised.
namespace binadaya::cli {

struct PlanOptions {
  std::string plan, portfolio, organiser, place, curriculum, reason, decree, by, state;
  std::vector<std::string> organisers, places, curricula;  // "program=…"
  int year = 0, number = 0;
  bool all = false;
};

absl::StatusOr<Answer> RunDraftPlan(const Environment& environment, const PlanOptions& options);
absl::StatusOr<Answer> RunRevisePlan(const Environment& environment, const PlanOptions& options);
absl::StatusOr<Answer> RunProposePlan(const Environment& environment, const PlanOptions& options);
absl::StatusOr<Answer> RunSetPlan(const Environment& environment, const PlanOptions& options);
absl::StatusOr<Answer> RunReturnPlan(const Environment& environment, const PlanOptions& options);
absl::StatusOr<Answer> RunGetPlan(const Environment& environment, const PlanOptions& options);
absl::StatusOr<Answer> RunListPlans(const Environment& environment, const PlanOptions& options);

// By its year, or the first letters of its id.
absl::StatusOr<needs::v1::Plan> FindPlan(
    const Operator& caller, const std::string& text, int number = 0);

// Pure.
std::string PlanText(const needs::v1::Plan& plan);
std::string PlansText(const needs::v1::ListPlansResponse& plans);

}  // namespace binadaya::cli
