// Who falls short of what is required beside competencies: trainings, and an appraisal of Baik.
#include <algorithm>
#include <map>
#include <set>

#include "binadaya/registry/v1/registry_events.tell.h"
#include "services/common/domain/small_groups.h"
#include "services/common/enums.h"
#include "services/common/sees.h"
#include "services/common/status.h"
#include "services/registry/domain/training.h"
#include "services/registry/record_store.h"
#include "services/registry/registry.h"
#include "services/registry/shortfall_store.h"

namespace binadaya::registry {
namespace {

using record_store::Requirement;
constexpr char kTrainingTimer[] = "required_training";

v1::TrainingRequirement ToProto(const Requirement& requirement) {
  v1::TrainingRequirement proto;
  proto.set_training(requirement.training);
  if (requirement.post_group.has_value())
    proto.set_group(ToContract<v1::PostGroup>(*requirement.post_group));
  proto.set_employment_type(requirement.employment_type);
  proto.set_valid_from(absl::FormatCivilTime(requirement.valid_from));
  proto.set_not_any_more(!requirement.required);
  proto.set_legal_basis(requirement.legal_basis);
  proto.set_regulated_on(absl::FormatCivilTime(requirement.regulated_on));
  return proto;
}

v1::Shortfall ToProto(const shortfall_store::Group& group, const std::string& path) {
  v1::Shortfall proto;
  proto.set_training(group.training);
  proto.set_family(group.family);
  proto.set_unit_path(path);
  proto.set_affected(group.affected);
  proto.set_population(group.population);
  proto.set_rated(group.known);
  if (group.training.empty()) proto.set_mean_steps(group.mean_steps);
  proto.set_criticality(group.criticality);
  proto.set_regulated_on(group.regulated_on);
  proto.set_legal_basis(group.legal_basis);
  proto.mutable_people()->Add(group.people.begin(), group.people.end());
  return proto;
}

// Takes out what would tell of too few people.
void Withhold(
    Tx& tx, const std::vector<std::string>& paths, const shortfall_store::Asked& asked, int k,
    v1::ListShortfallsResponse& response) {
  std::map<std::pair<std::string, std::string>, CellsByUnit> divided;
  for (const shortfall_store::UnitGroup& one : shortfall_store::ByUnit(tx, asked))
    divided[{one.training, one.family}][one.path] = {one.affected, one.without, one.unknown};
  google::protobuf::RepeatedPtrField<v1::Shortfall> kept;
  for (v1::Shortfall& group : *response.mutable_groups()) {
    const std::set<std::string> units = Showable(divided[{group.training(), group.family()}], k);
    const bool shown = std::all_of(
        paths.begin(), paths.end(), [&](const std::string& path) { return units.contains(path); });
    if (!shown) {
      response.set_withheld(true);
      continue;
    }
    group.clear_people();
    *kept.Add() = group;
  }
  kept.Swap(response.mutable_groups());
}

}  // namespace

absl::StatusOr<v1::TrainingRequirement> Registry::RequireTraining(
    Call& call, const v1::RequireTrainingRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::TrainingRequirement> {
    Requirement requirement{
        .training = request.training(),
        .employment_type = request.employment_type(),
        .valid_from = DayOr(request.valid_from(), call.today()),
        .required = !request.not_any_more(),
        .legal_basis = request.legal_basis(),
        .regulated_on = {}};
    if (request.group() != v1::POST_GROUP_UNSPECIFIED)
      requirement.post_group = ToDomain<domain::PostGroup>(request.group());
    requirement.regulated_on = DayOr(request.regulated_on(), requirement.valid_from);
    std::optional<absl::CivilDay> newest;
    for (const Requirement& there : record_store::RequirementsOn(tx, requirement.valid_from)) {
      if (there == requirement) return ToProto(there);  // the same once more changes nothing
    }
    for (const Requirement& there : record_store::RequirementsOn(tx, call.today())) {
      if (there.training == requirement.training && there.post_group == requirement.post_group &&
          there.employment_type == requirement.employment_type) {
        newest = there.valid_from;
      }
    }
    const std::optional<std::string> counts_as = record_store::CountsAs(tx, requirement.training);
    if (Findings findings = domain::CheckRequirement(
            requirement.valid_from, counts_as == requirement.training,
            requirement.post_group.has_value(), requirement.employment_type, newest, call.today(),
            static_cast<int>(horizon_years_.Today(tx)[0]));
        Blocks(findings)) {
      return Refuse(absl::StatusCode::kInvalidArgument, std::move(findings));
    }
    record_store::Save(tx, requirement);
    if (requirement.valid_from <= call.today()) {
      TellRequired(tx, requirement.training);
    } else {
      Await(tx, kTrainingTimer, requirement.training, requirement.valid_from);
    }
    return ToProto(requirement);
  });
}

void Registry::TellRequired(Tx& tx, const std::string& training) {
  v1::TrainingRequired event;
  event.set_training(training);
  for (const Requirement& one : record_store::RequirementsOn(tx, tx.call().today())) {
    if (one.training == training && one.required) event.set_required(true);
  }
  Tell(tx, event);
}

absl::StatusOr<Timers::Effect> Registry::BeginRequirement(const Call&, const std::string& subject) {
  return Timers::Effect([training = Halves(subject).first](Tx& tx) {
    TellRequired(tx, training);
    return absl::OkStatus();
  });
}

absl::StatusOr<v1::ListTrainingRequirementsResponse> Registry::ListTrainingRequirements(
    Call& call, const v1::ListTrainingRequirementsRequest& request) {
  const absl::CivilDay day = DayOr(request.as_of(), call.today());
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListTrainingRequirementsResponse> {
    v1::ListTrainingRequirementsResponse response;
    for (const Requirement& one : record_store::RequirementsOn(tx, day))
      if (one.required) *response.add_requirements() = ToProto(one);
    return response;
  });
}

absl::StatusOr<v1::ListShortfallsResponse> Registry::ListShortfalls(
    Call& call, const v1::ListShortfallsRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  const shortfall_store::Asked asked{
      .kind = request.kind() == v1::SHORTFALL_APPRAISAL ? shortfall_store::Kind::kAppraisal
                                                        : shortfall_store::Kind::kTraining,
      .training = request.training(),
      .family = request.family()};
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListShortfallsResponse> {
    v1::ListShortfallsResponse response;
    const std::vector<std::string> scope = call.scope();
    const std::vector<shortfall_store::Group> groups =
        shortfall_store::PageOf(tx, scope, asked, page);
    for (const shortfall_store::Group& group : groups)
      *response.add_groups() = ToProto(group, scope.front());
    if (static_cast<int>(groups.size()) == page.size()) {
      const shortfall_store::Group& last = groups.back();
      response.set_next_page_token(page.Next({Cat(last.affected), last.training, last.family}));
    }
    const bool sees = std::all_of(
        scope.begin(), scope.end(), [&](const auto& path) { return SeesPeople(call, path); });
    if (!sees) Withhold(tx, scope, asked, static_cast<int>(smallest_group_.Today(tx)[0]), response);
    return response;
  });
}

}  // namespace binadaya::registry
