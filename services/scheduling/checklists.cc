// What must be arranged before a batch.
#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "services/common/aggregate.h"
#include "services/common/day.h"
#include "services/common/domain/step.h"
#include "services/common/enums.h"
#include "services/common/status.h"
#include "services/scheduling/publication_store.h"
#include "services/scheduling/scheduling.h"

namespace binadaya::scheduling {
namespace {

v1::Checklist ShowChecklist(
    const std::string& batch, const domain::Checklist& checklist, std::int64_t version,
    absl::CivilDay today, const domain::ChecklistPolicy& policy) {
  v1::Checklist proto;
  proto.set_batch(batch);
  for (const domain::ChecklistItem& item : checklist.items) {
    v1::ChecklistItem& out = *proto.add_items();
    out.set_kind(ToContract<v1::ChecklistKind>(item.kind));
    for (const domain::ChecklistDuty& duty : domain::ChecklistDuties()) {
      if (duty.kind != item.kind) continue;
      out.set_owner(duty.responsible);
      out.set_accountable(duty.accountable);
      out.set_consulted(duty.consulted);
      out.set_informed(duty.informed);
    }
    out.set_due(absl::FormatCivilTime(item.due));
    if (item.done.has_value()) out.set_done(absl::FormatCivilTime(*item.done));
    out.set_not_needed(item.not_needed);
    out.set_note(item.note);
    out.set_by(item.by);
    out.set_rag(ToContract<v1::Rag>(domain::RagOf(item, today, policy)));
  }
  proto.set_done(checklist.done());
  proto.set_applicable(checklist.applicable());
  proto.set_version(version);
  return proto;
}

constexpr char kOtherDays[] =
    "Harinya atau tempatnya berubah; butir ini perlu diurus lagi. / "
    "Its days or its venue have changed; this is to be arranged anew.";

// What duties call the roles that the caller holds over the batch's unit. Speakers (NARASUMBER)
// have none: the organiser notes what they did.
std::vector<std::string_view> RolesOf(const Call& call) {
  static constexpr std::pair<::binadaya::v1::Role, std::string_view> kNames[] = {
      {::binadaya::v1::ORGANISER, "PENYELENGGARA"},
      {::binadaya::v1::UNIT_HR_OFFICER, "PIC_OPD"},
      {::binadaya::v1::PROTOCOL, "PROTOKOL"},
      {::binadaya::v1::ACTIVITY_OFFICER, "PPTK"}};
  std::vector<std::string_view> roles;
  for (const auto& [role, name] : kNames)
    if (call.Holds(role, call.scope_path())) roles.push_back(name);
  return roles;
}

}  // namespace

void Scheduling::OpenAgain(
    Tx& tx, const std::string& batch, const std::vector<domain::ChecklistKind>& kinds) {
  domain::Checklist checklist = publication_store::ChecklistOf(tx, batch);
  for (const domain::ChecklistKind kind : kinds) {
    const bool done = std::any_of(
        checklist.items.begin(), checklist.items.end(), [&](const domain::ChecklistItem& item) {
          return item.kind == kind && item.applies() && item.done.has_value();
        });
    if (done && checklist.Undo(kind, tx.call().subject(), kOtherDays).ok())
      SaveDecided(tx, batch, checklist, kind, v1::CHECK_UNDO);
  }
}

absl::StatusOr<v1::Checklist> Scheduling::GetChecklist(
    Call& call, const v1::GetChecklistRequest& request) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::Checklist> {
    ASSIGN_OR_RETURN(
        const batch_store::Batch batch,
        batch_store::Get(tx, request.unit(), request.batch(), "batch"));
    return ShowChecklist(
        batch.id, publication_store::ChecklistOf(tx, batch.id), VersionOf(tx, "batch", batch.id),
        call.today(), ChecklistRules(tx));
  });
}

absl::StatusOr<v1::Checklist> Scheduling::SetChecklistItem(
    Call& call, const v1::SetChecklistItemRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Checklist> {
    ASSIGN_OR_RETURN(
        const batch_store::Batch batch,
        batch_store::Lock(tx, request.unit(), request.batch(), "batch"));
    RETURN_IF_ERROR(tx.Expect("batch", batch.id, request.version()));
    domain::Checklist checklist = publication_store::ChecklistOf(tx, batch.id);
    const auto kind = ToDomain<domain::ChecklistKind>(request.kind());
    RETURN_IF_ERROR(RefuseIfBlocked(domain::CheckDuty(kind, RolesOf(call))));
    switch (request.decision()) {
      case v1::CHECK_DONE:
        if (kind == domain::ChecklistKind::kSpeakers)
          RETURN_IF_ERROR(RefuseIfBlocked(CheckConfirmed(tx, batch.id)));
        RETURN_IF_ERROR(checklist.Done(
            kind, DayOf(request.on()).value_or(call.today()), call.today(), call.subject(),
            request.note()));
        break;
      case v1::CHECK_UNDO:
        RETURN_IF_ERROR(checklist.Undo(kind, call.subject(), request.note()));
        break;
      default:
        RETURN_IF_ERROR(checklist.NotNeeded(kind, call.subject(), request.note()));
        break;
    }
    SaveDecided(tx, batch.id, checklist, kind, request.decision());
    return ShowChecklist(
        batch.id, checklist, VersionOf(tx, "batch", batch.id) + 1, call.today(),
        ChecklistRules(tx));
  });
}

}  // namespace binadaya::scheduling
