#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "binadaya/registry/v1/registry.pb.h"
#include "services/cli/answer.h"
#include "services/cli/environment.h"

// What a decree or regulation says of everybody: which posts come after which, which trainings are
// required, which days are no working days.
namespace binadaya::cli {

struct RegulationOptions {
  std::string family, training, group, employment_type, from, basis, regulated_on, as_of;
  std::vector<std::string> next_families;
  std::vector<std::string> holidays;     // "2026-01-01=Tahun Baru"
  std::vector<std::string> provisional;  // days among them
  int year = 0;
  bool ends = false;
};
// No next families: only with `ends`, the path ends.
absl::StatusOr<Answer> RunCareerSet(
    const Environment& environment, const RegulationOptions& options);
absl::StatusOr<Answer> RunListCareers(
    const Environment& environment, const RegulationOptions& options);
// `ends`: not any more.
absl::StatusOr<Answer> RunTrainingRequire(
    const Environment& environment, const RegulationOptions& options);
absl::StatusOr<Answer> RunListTrainings(
    const Environment& environment, const RegulationOptions& options);
// All of a year, in place of those entered before.
absl::StatusOr<Answer> RunHolidaysSet(
    const Environment& environment, const RegulationOptions& options);
// Of a year, this one without; who entered which, when, by which document.
absl::StatusOr<Answer> RunListHolidays(
    const Environment& environment, const RegulationOptions& options);

// Pure.
std::string CareersText(const registry::v1::ListCareerPathsResponse& paths);
std::string HolidaysText(const registry::v1::Holidays& holidays, absl::TimeZone zone);
std::string TrainingsText(const registry::v1::ListTrainingRequirementsResponse& trainings);

}  // namespace binadaya::cli
