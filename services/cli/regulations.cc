#include "services/cli/regulations.h"

#include <algorithm>

#include "absl/strings/str_join.h"
#include "binadaya/registry/v1/registry.rpc.h"
#include "services/cli/language.h"
#include "services/cli/operator.h"
#include "services/cli/render.h"
#include "services/cli/words.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

using registry::RegistryClient;
namespace rv = registry::v1;

}  // namespace

std::string CareersText(const rv::ListCareerPathsResponse& paths) {
  Rows rows = {
      {Say("RUMPUN", "FAMILY"), Say("BERIKUTNYA", "NEXT"), Say("BERLAKU SEJAK", "VALID FROM"),
       Say("DASAR", "BASIS")}};
  for (const rv::CareerPath& path : paths.paths()) {
    rows.push_back(
        {path.family(),
         path.next_families().empty() ? Say("(berakhir)", "(ends)")
                                      : absl::StrJoin(path.next_families(), ", "),
         path.valid_from(), path.basis()});
  }
  return TableOf(rows);
}

absl::StatusOr<Answer> RunCareerSet(
    const Environment& environment, const RegulationOptions& options) {
  if (options.next_families.empty() != options.ends) {
    return UsageError(
        {"sebut rumpun berikutnya (NEXT), atau --ends bila jalurnya berakhir",
         "name the next families (NEXT), or --ends where the path ends"});
  }
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  rv::SetCareerPathRequest request;
  request.set_request_id(caller.NewRequestId());
  request.set_family(options.family);
  request.mutable_next_families()->Add(options.next_families.begin(), options.next_families.end());
  request.set_valid_from(options.from);
  request.set_basis(options.basis);
  rv::ListCareerPathsResponse one;
  ASSIGN_OR_RETURN(
      *one.add_paths(), caller.Ask("registry", &RegistryClient::SetCareerPath, request));
  return AnswerOf(CareersText(one), one.paths(0));
}

absl::StatusOr<Answer> RunListCareers(
    const Environment& environment, const RegulationOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  rv::ListCareerPathsRequest request;
  request.set_as_of(options.as_of);
  ASSIGN_OR_RETURN(
      const auto listed, caller.AskPages("registry", &RegistryClient::ListCareerPaths, request));
  return AnswerOf(CareersText(listed), listed);
}

std::string TrainingsText(const rv::ListTrainingRequirementsResponse& trainings) {
  Rows rows = {
      {Say("PELATIHAN", "TRAINING"), Say("JENJANG", "GROUP"), Say("JENIS PEGAWAI", "EMPLOYMENT"),
       Say("BERLAKU SEJAK", "VALID FROM"), Say("DIATUR SEJAK", "REGULATED ON"),
       Say("DASAR", "BASIS")}};
  for (const rv::TrainingRequirement& one : trainings.requirements()) {
    const std::string any = Say("semua", "any");
    rows.push_back(
        {one.training(), one.group() == rv::POST_GROUP_UNSPECIFIED ? any : Word(one.group()),
         one.employment_type().empty() ? any : one.employment_type(),
         one.not_any_more() ? Cat(one.valid_from(), Say(" tidak lagi", " not any more"))
                            : one.valid_from(),
         one.regulated_on(), one.legal_basis()});
  }
  return TableOf(rows);
}

absl::StatusOr<Answer> RunTrainingRequire(
    const Environment& environment, const RegulationOptions& options) {
  rv::RequireTrainingRequest request;
  RETURN_IF_ERROR(Put<rv::PostGroup>(
      "--group", options.group, [&](rv::PostGroup group) { request.set_group(group); }));
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  request.set_request_id(caller.NewRequestId());
  request.set_training(options.training);
  request.set_employment_type(options.employment_type);
  request.set_valid_from(options.from);
  request.set_not_any_more(options.ends);
  request.set_legal_basis(options.basis);
  request.set_regulated_on(options.regulated_on);
  rv::ListTrainingRequirementsResponse one;
  ASSIGN_OR_RETURN(
      *one.add_requirements(), caller.Ask("registry", &RegistryClient::RequireTraining, request));
  return AnswerOf(TrainingsText(one), one.requirements(0));
}

absl::StatusOr<Answer> RunListTrainings(
    const Environment& environment, const RegulationOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  rv::ListTrainingRequirementsRequest request;
  request.set_as_of(options.as_of);
  ASSIGN_OR_RETURN(
      const auto listed,
      caller.Ask("registry", &RegistryClient::ListTrainingRequirements, request));
  return AnswerOf(TrainingsText(listed), listed);
}

std::string HolidaysText(const rv::Holidays& holidays, absl::TimeZone zone) {
  Rows rows = {
      {Say("TANGGAL", "DAY"), Say("LIBUR", "HOLIDAY"), Say("DASAR", "BASIS"), Say("OLEH", "BY"),
       Say("WAKTU", "AT")}};
  const auto known = [](const std::string& text) { return text.empty() ? "-" : text; };
  for (const rv::Holiday& one : holidays.holidays()) {
    rows.push_back(
        {one.day(),
         one.provisional() ? Cat(one.name(), Say(" (sementara)", " (provisional)")) : one.name(),
         known(one.document()), known(one.set_by()),
         one.set_at().empty() ? "-" : Local(one.set_at(), zone)});
  }
  return TableOf(rows);
}

absl::StatusOr<Answer> RunListHolidays(
    const Environment& environment, const RegulationOptions& options) {
  ASSIGN_OR_RETURN(const absl::TimeZone zone, environment.Zone());
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  rv::ListHolidaysRequest request;
  request.set_year(options.year);
  ASSIGN_OR_RETURN(
      const rv::Holidays holidays, caller.Ask("registry", &RegistryClient::ListHolidays, request));
  return AnswerOf(HolidaysText(holidays, zone), holidays);
}

absl::StatusOr<Answer> RunHolidaysSet(
    const Environment& environment, const RegulationOptions& options) {
  rv::SetHolidaysRequest request;
  for (const std::string& text : options.holidays) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos) {
      return UsageError(
          {Cat("DAY ", text, ": tulis TANGGAL=NAMA, misalnya 2026-01-01=Tahun Baru"),
           Cat("DAY ", text, ": write DAY=NAME, such as 2026-01-01=Tahun Baru")});
    }
    rv::Holiday& holiday = *request.add_holidays();
    holiday.set_day(text.substr(0, equals));
    holiday.set_name(text.substr(equals + 1));
  }
  for (const std::string& day : options.provisional) {
    const auto named = std::find_if(
        request.mutable_holidays()->begin(), request.mutable_holidays()->end(),
        [&](const rv::Holiday& holiday) { return holiday.day() == day; });
    if (named == request.mutable_holidays()->end()) {
      return UsageError(
          {Cat("--provisional ", day, ": tidak ada di antara hari liburnya"),
           Cat("--provisional ", day, ": is none of the holidays")});
    }
    named->set_provisional(true);
  }
  ASSIGN_OR_RETURN(const absl::TimeZone zone, environment.Zone());
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  request.set_request_id(caller.NewRequestId());
  request.set_year(options.year);
  request.set_document(options.basis);
  ASSIGN_OR_RETURN(
      const rv::Holidays holidays, caller.Ask("registry", &RegistryClient::SetHolidays, request));
  return AnswerOf(HolidaysText(holidays, zone), holidays);
}

}  // namespace binadaya::cli
