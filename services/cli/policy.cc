#include "services/cli/policy.h"

#include "absl/strings/str_join.h"
#include "binadaya/operations/v1/operations.rpc.h"
#include "services/cli/language.h"
#include "services/cli/operator.h"
#include "services/cli/render.h"
#include "services/common/status.h"

namespace binadaya::cli {

using operations::OperationsClient;
using operations::v1::ListPoliciesRequest;
using operations::v1::ListPoliciesResponse;
using operations::v1::Policy;
using operations::v1::SetPolicyRequest;

std::string PoliciesText(const std::vector<Policy>& policies) {
  std::vector<std::vector<std::string>> rows = {
      {Say("KUNCI", "KEY"), Say("BERLAKU SEJAK", "VALID FROM"), Say("NILAI", "VALUES"),
       Say("DASAR", "BASIS"), Say("DIVERIFIKASI OLEH", "VERIFIED BY")}};
  for (const Policy& policy : policies) {
    std::vector<std::string> values;
    for (const double value : policy.values()) values.push_back(Number(value));
    rows.push_back(
        {policy.key(), policy.valid_from(), absl::StrJoin(values, " "), policy.legal_basis(),
         policy.verified_by().empty() ? Say("(belum diverifikasi)", "(not verified)")
                                      : policy.verified_by()});
  }
  return Table(rows);
}

absl::StatusOr<Answer> RunPolicyList(const Environment& environment, const std::string& service) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(
      const ListPoliciesResponse listed,
      caller.Ask(service, &OperationsClient::ListPolicies, ListPoliciesRequest()));
  return Answer{
      .text = PoliciesText({listed.policies().begin(), listed.policies().end()}),
      .json = Json(listed)};
}

absl::StatusOr<Answer> RunPolicySet(const Environment& environment, const PolicyOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  SetPolicyRequest request;
  request.set_request_id(caller.NewRequestId());
  Policy& policy = *request.mutable_policy();
  policy.set_key(options.key);
  policy.set_valid_from(options.valid_from);
  policy.mutable_values()->Add(options.values.begin(), options.values.end());
  policy.set_legal_basis(options.basis);
  policy.set_verified_by(options.verified_by);
  ASSIGN_OR_RETURN(
      const Policy set, caller.Ask(options.service, &OperationsClient::SetPolicy, request));
  return Answer{.text = PoliciesText({set}), .json = Json(set)};
}

}  // namespace binadaya::cli
