// Who is put on which post.
#include "binadaya/registry/v1/registry_events.tell.h"
#include "services/common/enums.h"
#include "services/common/status.h"
#include "services/registry/directory_store.h"
#include "services/registry/post_store.h"
#include "services/registry/registry.h"
#include "services/registry/reporting_line.h"

namespace binadaya::registry {

namespace store = directory_store;

v1::PostAssigned Registry::Assigned(
    const store::Assignment& assignment, const std::string& family, const std::string& path) {
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

void Registry::Place(Tx& tx, const store::Assignment& assignment) {
  const absl::StatusOr<store::PersonView> before = store::GetPerson(tx, assignment.person);
  store::EndDefinitive(tx, assignment.person, assignment.from);
  store::Add(tx, assignment);
  Measurement measured = Measure(tx, assignment.person, assignment.post);
  v1::PostAssigned event = Assigned(
      assignment, post_store::FamilyOf(tx, assignment.post),
      *store::PathOfUnit(tx, assignment.unit));
  Fill(std::move(measured), event);
  if (before.ok()) {
    event.set_previous_family(before->family);
    event.set_previous_unit_path(before->path);
  }
  Tell(tx, event);
}

absl::StatusOr<v1::Person> Registry::AssignPost(Call& call, const v1::AssignPostRequest& request) {
  store::Assignment assignment{
      .person = request.person(),
      .post = request.post(),
      .unit = request.unit(),
      .kind = ToDomain<domain::AssignmentKind>(request.kind())};
  absl::ParseCivilTime(request.valid_from(), &assignment.from);
  if (!request.valid_to().empty())
    absl::ParseCivilTime(request.valid_to(), &assignment.to.emplace());
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Person> {
    ASSIGN_OR_RETURN(const store::PersonView person, store::LockPerson(tx, request.person()));
    Findings findings =
        domain::CheckAssignment(assignment.kind, assignment.from, assignment.to, person.active);
    const absl::StatusOr<std::string> path = store::PathOfUnit(tx, request.unit());
    if (!path.ok()) {
      findings.push_back(
          {.rule = "PER-06",
           .where = "unit",
           .message = {
               "Kode unit tidak ada dalam registri. Impor unitnya lebih dahulu, atau perbaiki "
               "kodenya.",
               "The unit code is not in the registry. Import the unit first, or correct the "
               "code."}});
    }
    if (!post_store::Exists(tx, request.post())) {
      findings.push_back(
          {.rule = "PER-07",
           .where = "post",
           .message = {
               "Kode jabatan tidak ada dalam registri. Tetapkan jabatannya lebih dahulu, atau "
               "perbaiki kodenya.",
               "The post code is not in the registry. Define the post first, or correct the "
               "code."}});
    }
    if (assignment.kind == domain::AssignmentKind::kDefinitive && path.ok() &&
        post_store::IsHead(tx, request.post()) &&
        !reporting_line::LockHead(tx, request.unit(), request.person()).empty()) {
      findings.push_back(domain::SecondHead("post", {request.unit()}));
    }
    if (Blocks(findings)) return Refuse(absl::StatusCode::kFailedPrecondition, std::move(findings));
    if (assignment.kind == domain::AssignmentKind::kDefinitive) {
      Place(tx, assignment);
    } else {
      store::Add(tx, assignment);
      Tell(tx, Assigned(assignment, post_store::FamilyOf(tx, request.post()), *path));
    }
    ASSIGN_OR_RETURN(const store::PersonView placed, store::GetPerson(tx, request.person()));
    return View(placed);
  });
}

absl::StatusOr<v1::Superior> Registry::GetSuperior(
    Call& call, const v1::GetSuperiorRequest& request) {
  absl::CivilDay day = call.today();
  if (!request.as_of().empty()) absl::ParseCivilTime(request.as_of(), &day);
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::Superior> {
    RETURN_IF_ERROR(store::GetPerson(tx, request.person()).status());
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
