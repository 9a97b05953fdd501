#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "binadaya/registry/v1/registry.pb.h"
#include "services/cli/answer.h"
#include "services/cli/environment.h"

// What a decree does to one person, beside the post he is put on (acts.h): each on its day, which
// may lie ahead.
namespace binadaya::cli {

struct ActOptions {
  std::string person, from, decree, grade, type, number, contract_end, position, post, unit, exit,
      act, reason;
};
absl::StatusOr<Answer> RunPromote(const Environment& environment, const ActOptions& options);
// Another employment type, number or contract of the same person.
absl::StatusOr<Answer> RunChangeEmployment(
    const Environment& environment, const ActOptions& options);
absl::StatusOr<Answer> RunSuspend(const Environment& environment, const ActOptions& options);
absl::StatusOr<Answer> RunReturn(const Environment& environment, const ActOptions& options);
absl::StatusOr<Answer> RunEndEmployment(const Environment& environment, const ActOptions& options);
// `act`: the first letters of its id.
absl::StatusOr<Answer> RunAnnulAct(const Environment& environment, const ActOptions& options);
absl::StatusOr<Answer> RunListActs(const Environment& environment, const std::string& person);

// Pure.
std::string ActsText(const registry::v1::ListActsResponse& acts);

}  // namespace binadaya::cli
