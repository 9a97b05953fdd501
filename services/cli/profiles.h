#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "binadaya/registry/v1/registry.pb.h"
#include "services/cli/answer.h"
#include "services/cli/environment.h"
#include "services/cli/find.h"

// What was decided about a person's profile, and what the person himself sees of it and objects to.
// A decision on paper is entered in the name of who made it, as a rating form is (acts.h).
namespace binadaya::cli {

struct DecisionOptions {
  std::string person, by, campaign, competency, reason, outcome;
  std::vector<std::string> agreed_by;
  std::optional<double> level;
};
// By the HR officer and the head of the unit.
absl::StatusOr<Answer> RunVerifyProfile(
    const Environment& environment, const DecisionOptions& options);
absl::StatusOr<Answer> RunValidateProfile(
    const Environment& environment, const DecisionOptions& options);
absl::StatusOr<Answer> RunCalibrate(const Environment& environment, const DecisionOptions& options);
absl::StatusOr<Answer> RunLeaveOut(const Environment& environment, const DecisionOptions& options);
// Of a valid level, by the head of the unit.
absl::StatusOr<Answer> RunCorrectLevel(
    const Environment& environment, const DecisionOptions& options);

// By the person, with the level that he claims, if any.
absl::StatusOr<Answer> RunAppealSubmit(
    const Environment& environment, const DecisionOptions& options);
// The one of the person's appeals about this competency that waits; by the head of the unit who is
// named, else by the operator.
absl::StatusOr<Answer> RunAppealDecide(
    const Environment& environment, const DecisionOptions& options);
// Those that wait, the soonest due first.
absl::StatusOr<Answer> RunListAppeals(
    const Environment& environment, const std::string& unit, bool all);
// Everything about himself that a person sees.
absl::StatusOr<Answer> RunGetOwnFile(const Environment& environment, const std::string& person);

// Pure.
std::string AppealsText(
    const google::protobuf::RepeatedPtrField<registry::v1::Appeal>& appeals, const Names& names);
std::string OwnFileText(const registry::v1::OwnFile& file, const Names& names);

}  // namespace binadaya::cli
