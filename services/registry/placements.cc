// Who is put on which post.
#include <algorithm>

#include "binadaya/registry/v1/registry_events.tell.h"
#include "services/common/enums.h"
#include "services/common/status.h"
#include "services/registry/act_store.h"
#include "services/registry/directory_store.h"
#include "services/registry/post_store.h"
#include "services/registry/registry.h"
#include "services/registry/reporting_line.h"
#include "services/registry/unit_act_store.h"

namespace binadaya::registry {

v1::PostAssigned Registry::Assigned(
    const directory_store::Assignment& assignment, const std::string& family,
    const std::string& path) {
  v1::PostAssigned event;
  event.set_person(assignment.person);
  event.set_post(assignment.post);
  event.set_family(family);
  event.set_unit(assignment.unit);
  event.set_unit_path(path);
  event.set_kind(ToContract<v1::AssignmentKind>(assignment.kind));
  event.set_valid_from(absl::FormatCivilTime(assignment.from));
  if (assignment.to.has_value()) event.set_valid_to(absl::FormatCivilTime(*assignment.to));
  return event;
}

absl::Status Registry::Place(Tx& tx, const directory_store::Assignment& assignment) {
  if (assignment.kind != domain::AssignmentKind::kDefinitive) {
    ASSIGN_OR_RETURN(
        const domain::Unit unit, directory_store::GetUnit(tx, assignment.unit, tx.call().today()));
    directory_store::Assignment acting = assignment;
    // Whoever stood in there was released when the unit was closed.
    if (unit.valid_to.has_value())
      acting.to = std::min(acting.to.value_or(*unit.valid_to), *unit.valid_to);
    directory_store::Add(tx, acting);
    TellActing(tx, acting);
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(
      const directory_store::PersonView before, directory_store::GetPerson(tx, assignment.person));
  directory_store::EndDefinitive(tx, assignment);
  directory_store::Add(tx, assignment);
  ASSIGN_OR_RETURN(
      const std::optional<directory_store::Assignment> along,
      unit_act_store::GoAlong(tx, assignment.person));
  TellPlaced(tx, along.value_or(assignment), before);
  return absl::OkStatus();
}

void Registry::TellActing(Tx& tx, const directory_store::Assignment& acting) {
  Tell(
      tx, Assigned(
              acting, post_store::FamilyOf(tx, acting.post),
              *directory_store::PathOfUnit(tx, acting.unit)));
}

void Registry::TellActing(Tx& tx, const std::string& person) {
  for (const directory_store::Assignment& acting : act_store::ActingOf(tx, person))
    TellActing(tx, acting);
}

void Registry::TellPlaced(
    Tx& tx, const directory_store::Assignment& assignment,
    const directory_store::PersonView& before) {
  directory_store::PersonView placed = before;
  placed.id = assignment.person;
  placed.post = assignment.post;
  Measurement measured = Measure(tx, placed);
  v1::PostAssigned event = Assigned(
      assignment, post_store::FamilyOf(tx, assignment.post),
      *directory_store::PathOfUnit(tx, assignment.unit));
  Fill(std::move(measured), event);
  event.set_previous_family(before.family);
  event.set_previous_unit_path(before.path);
  Tell(tx, event);
}

absl::StatusOr<v1::Superior> Registry::GetSuperior(
    Call& call, const v1::GetSuperiorRequest& request) {
  ASSIGN_OR_RETURN(const absl::CivilDay day, DayAsked(call, request.as_of()));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::Superior> {
    RETURN_IF_ERROR(directory_store::GetPerson(tx, request.person()).status());
    v1::Superior proto;
    proto.set_as_of(absl::FormatCivilTime(day));
    if (const auto head = reporting_line::Superior(tx, request.person(), day); head.has_value()) {
      proto.set_person(head->person);
      proto.set_post(head->post);
      proto.set_unit(head->unit);
      proto.set_kind(ToContract<v1::AssignmentKind>(head->kind));
    }
    return proto;
  });
}

}  // namespace binadaya::registry
