#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/scheduling/domain/placement.h"

// Problems and plans of the placement solver as JSON (docs/placement-format.md), so that others run
// their solver on ours and ours on theirs. Names and prices that no rule asks for stay behind.
namespace binadaya::bench {

struct PlacementInstance {
  scheduling::domain::placement::Problem problem = {};
  scheduling::domain::placement::Policy policy = {};
};

std::string WriteInstance(const PlacementInstance& instance);
// InvalidArgument, with where: no JSON, a field that is not there, a number or time that is none,
// or what CheckProblem finds.
absl::StatusOr<PlacementInstance> ReadInstance(std::string_view json);

std::string WritePlan(const scheduling::domain::placement::Plan& plan);
// InvalidArgument, with where: as above; not as many places and seats as `problem` has; a position
// that is not there; a batch that does not take the seat; something that is to keep its place and
// has another.
absl::StatusOr<scheduling::domain::placement::Plan> ReadPlan(
    std::string_view json, const scheduling::domain::placement::Problem& problem);

}  // namespace binadaya::bench
