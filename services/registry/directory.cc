// Units and people: look-ups.
#include "services/common/status.h"
#include "services/registry/directory_store.h"
#include "services/registry/registry.h"

namespace binadaya::registry {
namespace {

namespace store = directory_store;

v1::Unit ToProto(const domain::Unit& unit) {
  v1::Unit proto;
  proto.set_code(unit.code);
  proto.set_name(unit.name);
  proto.set_kind(unit.kind);
  proto.set_parent(unit.parent);
  proto.set_path(unit.path);
  proto.set_direct_service(unit.direct_service);
  return proto;
}

}  // namespace

v1::Person Registry::View(const store::PersonView& person) {
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

absl::StatusOr<v1::Person> Registry::GetPerson(Call& call, const v1::GetPersonRequest& request) {
  ASSIGN_OR_RETURN(const absl::CivilDay day, DayAsked(call, request.as_of()));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::Person> {
    ASSIGN_OR_RETURN(const store::PersonView person, store::GetPerson(tx, request.person(), day));
    return View(person);
  });
}

absl::StatusOr<v1::Person> Registry::FindPersonByNumber(
    Call& call, const v1::FindPersonByNumberRequest& request) {
  // A command, so that the audit log holds who asked.
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Person> {
    ASSIGN_OR_RETURN(
        const std::string person,
        store::OwnerOf(tx, domain::StripEmploymentNumber(request.number())));
    ASSIGN_OR_RETURN(const store::PersonView view, store::GetPerson(tx, person));
    return View(view);
  });
}

absl::StatusOr<v1::ListPeopleResponse> Registry::ListPeople(
    Call& call, const v1::ListPeopleRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListPeopleResponse> {
    v1::ListPeopleResponse response;
    for (const store::PersonView& person :
         store::PageOfPeople(tx, call.scope(), request.post(), page)) {
      *response.add_people() = View(person);
    }
    if (response.people_size() == page.size())
      response.set_next_page_token(page.Next({response.people().rbegin()->id()}));
    return response;
  });
}

absl::StatusOr<v1::Unit> Registry::GetUnit(Call& call, const v1::GetUnitRequest& request) {
  ASSIGN_OR_RETURN(const absl::CivilDay day, DayAsked(call, request.as_of()));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::Unit> {
    ASSIGN_OR_RETURN(const domain::Unit unit, store::GetUnit(tx, request.unit(), day));
    return ToProto(unit);
  });
}

absl::StatusOr<v1::ListUnitsResponse> Registry::ListUnits(
    Call& call, const v1::ListUnitsRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListUnitsResponse> {
    v1::ListUnitsResponse response;
    for (const domain::Unit& unit : store::PageOfUnits(tx, call.scope(), page))
      *response.add_units() = ToProto(unit);
    if (response.units_size() == page.size())
      response.set_next_page_token(page.Next({response.units().rbegin()->path()}));
    return response;
  });
}

}  // namespace binadaya::registry
