// Units, people and competencies: look-ups and lists.
#include <algorithm>
#include <set>

#include "services/common/enums.h"
#include "services/common/status.h"
#include "services/registry/directory_store.h"
#include "services/registry/finding_store.h"
#include "services/registry/registry.h"

namespace binadaya::registry {
namespace {

// Which states of a case (0 = none) are asked for; none = any.
std::vector<int> StatesOf(v1::ProfileFilter filter) {
  switch (filter) {
    case v1::PROFILE_UNRATED:
      return {0};
    case v1::PROFILE_UNVERIFIED:
      return {v1::Profile::SUBMITTED, v1::Profile::CONSOLIDATED, v1::Profile::DISPUTED};
    case v1::PROFILE_IN_DISPUTE:
      return {v1::Profile::DISPUTED};
    case v1::PROFILE_UNVALIDATED:
      return {v1::Profile::VERIFIED};
    case v1::PROFILE_VALIDATED:
      return {v1::Profile::VALID};
    case v1::PROFILE_RUN_OUT:
      return {v1::Profile::EXPIRED};
    default:
      return {};
  }
}

v1::Unit ToProto(const domain::Unit& unit) {
  v1::Unit proto;
  proto.set_code(unit.code);
  proto.set_name(unit.name);
  proto.set_kind(unit.kind);
  proto.set_parent(unit.parent);
  proto.set_path(unit.path);
  proto.set_direct_service(unit.direct_service);
  proto.mutable_succeeds()->Add(unit.succeeds.begin(), unit.succeeds.end());
  if (unit.valid_from != domain::kAlways)
    proto.set_valid_from(absl::FormatCivilTime(unit.valid_from));
  if (unit.valid_to.has_value()) proto.set_valid_to(absl::FormatCivilTime(*unit.valid_to));
  return proto;
}

}  // namespace

v1::Person Registry::View(const directory_store::PersonView& person) {
  v1::Person proto;
  proto.set_id(person.id);
  proto.set_name(person.name);
  proto.set_employment_type(person.employment_type);
  proto.set_grade(person.grade);
  proto.set_legal_position(person.legal_position);
  proto.set_post(person.post);
  proto.set_unit(person.unit);
  proto.set_unit_path(person.path);
  proto.set_active(person.active);
  return proto;
}

v1::Person Registry::Whole(const directory_store::PersonView& person) {
  v1::Person proto = View(person);
  proto.set_birth_date(person.birth_date);
  proto.set_gender(person.gender);
  proto.set_since(person.since);
  return proto;
}

absl::StatusOr<v1::Person> Registry::GetPerson(Call& call, const v1::GetPersonRequest& request) {
  ASSIGN_OR_RETURN(const absl::CivilDay day, DayAsked(call, request.as_of()));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::Person> {
    ASSIGN_OR_RETURN(
        const directory_store::PersonView person,
        directory_store::GetPerson(tx, request.person(), day));
    return Whole(person);
  });
}

absl::StatusOr<v1::Person> Registry::FindPersonByNumber(
    Call& call, const v1::FindPersonByNumberRequest& request) {
  // A command, so that the audit log holds who asked.
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Person> {
    ASSIGN_OR_RETURN(
        const std::string person,
        directory_store::OwnerOf(tx, domain::StripEmploymentNumber(request.number())));
    ASSIGN_OR_RETURN(
        const directory_store::PersonView view, directory_store::GetPerson(tx, person));
    return Whole(view);
  });
}

absl::StatusOr<v1::ResolvePeopleResponse> Registry::ResolvePeople(
    Call& call, const v1::ResolvePeopleRequest& request) {
  using namespace ::binadaya::v1;  // NOLINT(google-build-using-namespace): the roles
  const auto holds = [&](std::initializer_list<Role> roles) {
    return std::any_of(
        roles.begin(), roles.end(), [&](Role role) { return call.Holds(role, call.scope_path()); });
  };
  const bool writes = holds({UNIT_HR_OFFICER, ANALYST, ADMINISTRATOR, SERVICE});
  const bool numbers = writes || holds({AUDITOR});
  const std::vector<std::string> asked(request.people().begin(), request.people().end());
  // A command, so that the audit log holds who asked.
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::ResolvePeopleResponse> {
    v1::ResolvePeopleResponse response;
    std::set<std::string> unknown(asked.begin(), asked.end());
    for (const finding_store::Named& person : finding_store::Names(tx, asked, call.scope_path())) {
      unknown.erase(person.id);
      v1::ResolvedPerson& proto = *response.add_people();
      proto.set_id(person.id);
      proto.set_name(person.name);
      proto.set_post(person.post);
      proto.set_post_title(person.post_title);
      proto.set_unit(person.unit);
      proto.set_unit_name(person.unit_name);
      proto.set_active(person.active);
      if (numbers) proto.set_masked_number(domain::MaskedNumber(person.number));
      if (!writes) continue;
      proto.set_email(person.contact.email);
      proto.set_mobile(person.contact.mobile);
    }
    response.mutable_unknown()->Add(unknown.begin(), unknown.end());
    return response;
  });
}

absl::StatusOr<v1::ListPeopleResponse> Registry::ListPeople(
    Call& call, const v1::ListPeopleRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  ASSIGN_OR_RETURN(const absl::CivilDay day, DayAsked(call, request.as_of()));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListPeopleResponse> {
    const std::vector<finding_store::FoundPerson> found = finding_store::PageOfPeople(
        tx,
        {.paths = call.scope(),
         .day = day,
         .name = request.name(),
         .id_prefix = request.id_prefix(),
         .post = request.post(),
         .legal_position = request.legal_position(),
         .campaign = request.campaign(),
         .states = StatesOf(request.profile()),
         .order = request.order(),
         .with_former = request.with_former()},
        page);
    v1::ListPeopleResponse response;
    for (const finding_store::FoundPerson& person : found) {
      v1::Person& proto = *response.add_people() = View(person.view);
      if (person.state.has_value())
        proto.set_profile(ToContract<v1::Profile::State>(*person.state));
    }
    if (response.people_size() == page.size())
      response.set_next_page_token(page.Next(found.back().key));
    return response;
  });
}

absl::StatusOr<v1::Unit> Registry::GetUnit(Call& call, const v1::GetUnitRequest& request) {
  ASSIGN_OR_RETURN(const absl::CivilDay day, DayAsked(call, request.as_of()));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::Unit> {
    ASSIGN_OR_RETURN(const domain::Unit unit, directory_store::GetUnit(tx, request.unit(), day));
    return ToProto(unit);
  });
}

absl::StatusOr<v1::ListUnitsResponse> Registry::ListUnits(
    Call& call, const v1::ListUnitsRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  ASSIGN_OR_RETURN(const absl::CivilDay day, DayAsked(call, request.as_of()));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListUnitsResponse> {
    const std::vector<finding_store::FoundUnit> found = finding_store::PageOfUnits(
        tx,
        {.paths = call.scope(),
         .day = day,
         .text = request.text(),
         .kind = request.kind(),
         .order = request.order()},
        page);
    v1::ListUnitsResponse response;
    for (const finding_store::FoundUnit& unit : found) {
      v1::Unit& proto = *response.add_units() = ToProto(unit.unit);
      proto.mutable_former_names()->Add(unit.former_names.begin(), unit.former_names.end());
    }
    if (response.units_size() == page.size())
      response.set_next_page_token(page.Next({found.back().key}));
    return response;
  });
}

absl::StatusOr<v1::ListCompetenciesResponse> Registry::ListCompetencies(
    Call& call, const v1::ListCompetenciesRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListCompetenciesResponse> {
    v1::ListCompetenciesResponse response;
    for (const domain::Competency& competency :
         finding_store::PageOfCompetencies(tx, request.text(), request.cluster(), page)) {
      v1::Competency& proto = *response.add_competencies();
      proto.set_code(competency.code);
      proto.set_name_id(competency.name);
      proto.set_name_en(competency.name_en);
      proto.set_cluster(competency.cluster);
    }
    if (response.competencies_size() == page.size())
      response.set_next_page_token(page.Next({response.competencies().rbegin()->code()}));
    return response;
  });
}

}  // namespace binadaya::registry
