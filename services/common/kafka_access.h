#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/kafka.h"

namespace binadaya::kafka {

// Makes a broker that knows who speaks (TLS) let those write to a topic and read it whom it names;
// who reads one may be the group of his own name, `prefix` before it. Whatever else the broker
// allows one of `principals` is taken away, but for lanes (ApplyReaders); others are left alone.
// Says what was changed: "needs: may READ binadaya.registry.v1", "needs: may no longer …".
// FailedPrecondition when the broker asks nobody who he is.
absl::StatusOr<std::vector<std::string>> ApplyAccess(
    const Brokers& brokers, const std::vector<Topic>& topics, const std::string& prefix,
    const std::set<std::string>& principals);

// How the names of those begin who hear from elsewhere, and what they read by.
inline constexpr std::string_view kReader = "agency-";

// One who hears from elsewhere.
struct Reader {
  std::string name;                  // his certificate says agency-<name>
  std::set<std::string> topics;      // that he may read
  std::set<std::string> publishers;  // who may write to his lane
  std::set<std::string> kept = {};   // topics that he goes on reading if he may, but does not begin
};
// Makes a broker let them read their topics and their lanes (replay.agency-<name>), in groups whose
// names begin with agency-<name>- ; whose name begins so and who is not among them may nothing any
// more. A lane begins empty, and is emptied when one of those who wrote to it no longer may. Says
// what was changed, as ApplyAccess does, and which lanes were emptied: "replay.agency-x: emptied".
absl::StatusOr<std::vector<std::string>> ApplyReaders(
    const Brokers& brokers, const std::vector<Reader>& readers, const std::string& prefix);

}  // namespace binadaya::kafka
