#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "binadaya/operations/v1/operations.pb.h"
#include "services/cli/answer.h"
#include "services/cli/environment.h"

namespace binadaya::cli {

struct PolicyOptions {
  std::string service;
  std::string key;
  std::string valid_from;
  std::vector<double> values;
  std::string basis;
  std::string verified_by;
};

// The numbers that law or policy sets in a service, with the day from which each is in force.
absl::StatusOr<Answer> RunPolicyList(const Environment& environment, const std::string& service);
// Sets one from a day on; the service checks it.
absl::StatusOr<Answer> RunPolicySet(const Environment& environment, const PolicyOptions& options);

// Pure.
std::string PoliciesText(const std::vector<operations::v1::Policy>& policies);

}  // namespace binadaya::cli
