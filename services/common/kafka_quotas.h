#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/kafka.h"

namespace binadaya::kafka {

// How many bytes a second each principal may read from one broker; whoever reads more is made to
// wait by it.
using Rates = std::map<std::string, std::int64_t>;

// What the brokers hold whoever's name begins with `prefix` to.
absl::StatusOr<Rates> ReadRates(const Brokers& brokers, std::string_view prefix);

// Makes them so. Whoever's name begins with `prefix` and is not among them is held to nothing any
// more. Says what was changed: "agency-x: 1048576 B/s", "agency-x: no limit". Idempotent.
absl::StatusOr<std::vector<std::string>> ApplyRates(
    const Brokers& brokers, const Rates& rates, std::string_view prefix);

}  // namespace binadaya::kafka
