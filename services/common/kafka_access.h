#pragma once

#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/kafka.h"

namespace binadaya::kafka {

// Makes a broker that knows who speaks (TLS) let those write to a topic and read it whom it names;
// who reads one may be the group of his own name, `prefix` before it. Whatever else the broker
// allows one of `principals` is taken away; others, who hear from elsewhere, are left alone. Says
// what was changed: "needs: may READ binadaya.registry.v1", "needs: may no longer …".
// FailedPrecondition when the broker asks nobody who he is.
absl::StatusOr<std::vector<std::string>> ApplyAccess(
    const Brokers& brokers, const std::vector<Topic>& topics, const std::string& prefix,
    const std::set<std::string>& principals);

}  // namespace binadaya::kafka
