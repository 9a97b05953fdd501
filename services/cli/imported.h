#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "binadaya/registry/v1/registry.pb.h"
#include "services/cli/answer.h"
#include "services/cli/environment.h"
#include "services/cli/find.h"
#include "services/cli/lists.h"

// What came in from files, and what was decided about units that way.
namespace binadaya::cli {

// Of one person, unit or post, of one kind, or of one file, when these are named.
absl::StatusOr<Answer> RunListImports(const Environment& environment, const ListOptions& options);
// By the first letters of its id.
absl::StatusOr<Answer> RunGetImport(const Environment& environment, const std::string& id);
absl::StatusOr<Answer> RunListUnitActs(const Environment& environment, const ListOptions& options);

// As much of a file's hash as tells two files apart at a glance.
std::string ShortHash(std::string_view hash);

// Pure.
std::string ImportsText(const registry::v1::ListImportsResponse& imports, absl::TimeZone zone);
std::string ImportText(
    const registry::v1::Import& import, absl::TimeZone zone, const Names& names = {});
std::string UnitActsText(const registry::v1::ListUnitActsResponse& acts);

}  // namespace binadaya::cli
