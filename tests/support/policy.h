#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "tests/support/platform.h"

namespace binadaya::test {

// Sets a policy of a service, from today on.
inline absl::Status SetPolicy(
    Platform& platform, const std::string& service, const std::string& key,
    const std::vector<double>& values) {
  operations::v1::SetPolicyRequest request;
  request.set_request_id(platform.Id());
  request.mutable_policy()->set_key(key);
  request.mutable_policy()->set_valid_from(absl::FormatCivilTime(platform.clock().Today()));
  request.mutable_policy()->mutable_values()->Add(values.begin(), values.end());
  request.mutable_policy()->set_legal_basis("keputusan Kepala BKPP");
  return platform.operations(service).SetPolicy(platform.Admin(), request).status();
}

}  // namespace binadaya::test
