// People who only look.
#include <memory>

#include "absl/time/clock.h"
#include "services/common/id.h"
#include "services/common/status.h"
#include "tests/faults/load.h"

namespace binadaya::test {
namespace {

constexpr absl::Duration kOneLook = absl::Seconds(5);

}  // namespace

Work LookWork(Target target) {
  return [target = std::make_shared<const Target>(std::move(target))](
             int, std::uint64_t number) -> Command {
    const bool dashboard = number % 2 == 0;
    return {
        .operation = OperationOf(dashboard ? "reporting" : "scheduling", NewId(absl::Now()), ""),
        .send = [target, dashboard](
                    std::size_t instance, const std::string& trace) -> absl::StatusOr<std::string> {
          Call call = target->as("auditor", {{v1::AUDITOR, "/"}}, kOneLook);
          call.set_traceparent(trace);
          const auto one = [instance](const auto& instances) {
            return instances[instance % instances.size()];
          };
          RETURN_IF_ERROR(
              dashboard ? one(target->reporting)->GetDashboard(call, {}).status()
                        : one(target->scheduling)->ListHolds(call, {}).status());
          return "";
        }};
  };
}

}  // namespace binadaya::test
