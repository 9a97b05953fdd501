// The decisions about one need.
#include <vector>

#include "services/common/status.h"
#include "services/needs/need_store.h"
#include "services/needs/needs.h"
#include "services/needs/tell.h"

namespace binadaya::needs {
namespace {

using ::binadaya::v1::Role;

// Who answers for a need: of one agency its own people, of a wider one the personnel agency.
struct Answering {
  std::vector<Role> inside, city_wide;
};
const Answering kVerifiers{{Role::UNIT_HR_OFFICER}, {Role::ANALYST}};
const Answering kValidators{{Role::UNIT_HEAD}, {Role::AGENCY_HEAD}};
const Answering kEither{
    {Role::UNIT_HR_OFFICER, Role::UNIT_HEAD}, {Role::ANALYST, Role::AGENCY_HEAD}};

absl::Status CheckAnswersFor(const Call& call, const domain::Need& need, const Answering& who) {
  for (const Role role : need.IsCityWide() ? who.city_wide : who.inside)
    if (call.Holds(role, need.key.unit_path)) return absl::OkStatus();
  if (need.IsCityWide()) {
    return Refuse(
        absl::StatusCode::kPermissionDenied,
        {{.rule = "NEED-15",
          .where = "need",
          .message = {
              "Kebutuhan ini lebih luas dari satu perangkat daerah: diverifikasi analis BKPP, "
              "divalidasi Kepala BKPP. Serahkan kepada mereka.",
              "This need is wider than one agency: the analyst (BKPP) verifies it, the head of "
              "BKPP validates it. Leave it to them."}}});
  }
  return Refuse(
      absl::StatusCode::kPermissionDenied,
      {{.rule = "NEED-16",
        .where = "need",
        .message = {
            "Kebutuhan ini milik satu perangkat daerah: diverifikasi pengelola kepegawaiannya, "
            "divalidasi kepalanya. Serahkan kepada mereka.",
            "This need is of one agency: its HR officer verifies it, its head validates it. "
            "Leave it to them."}}});
}

// `step`, if the caller is one of those who may take it.
template <class Step>
auto By(const Call& call, const Answering& who, Step step) {
  return [&call, &who, step](domain::Need& need) -> absl::Status {
    RETURN_IF_ERROR(CheckAnswersFor(call, need, who));
    return step(need);
  };
}

}  // namespace

absl::StatusOr<v1::Need> Needs::Decide(
    Call& call, const v1::DecideNeedRequest& request,
    const std::function<absl::Status(domain::Need&)>& decide,
    const std::function<void(Tx&, const domain::Need&)>& tell) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Need> {
    ASSIGN_OR_RETURN(domain::Need need, need_store::Lock(tx, request.need()));
    RETURN_IF_ERROR(tx.Expect("need", request.need(), request.version()));
    RETURN_IF_ERROR(decide(need));
    need_store::Save(tx, need);
    tell(tx, need);
    v1::Need view = View(tx, need);
    view.set_version(view.version() + 1);  // the event that this transaction tells
    return view;
  });
}

absl::StatusOr<v1::Need> Needs::VerifyNeed(Call& call, const v1::DecideNeedRequest& request) {
  return Decide(
      call, request, By(call, kVerifiers, [](domain::Need& need) { return need.Verify(); }),
      &TellOf<v1::NeedVerified>);
}

absl::StatusOr<v1::Need> Needs::ValidateNeed(Call& call, const v1::DecideNeedRequest& request) {
  return Decide(
      call, request, By(call, kValidators, [](domain::Need& need) { return need.Validate(); }),
      &TellOf<v1::NeedValidated>);
}

absl::StatusOr<v1::Need> Needs::RejectNeed(Call& call, const v1::DecideNeedRequest& request) {
  return Decide(
      call, request,
      By(call, kEither, [&](domain::Need& need) { return need.Reject(request.reason()); }),
      &TellOf<v1::NeedRejected>);
}

absl::StatusOr<v1::Need> Needs::LeaveNeedToAction(
    Call& call, const v1::DecideNeedRequest& request) {
  return Decide(
      call, request,
      By(call, kEither, [&](domain::Need& need) { return need.LeaveToAction(request.reason()); }),
      &TellOf<v1::NeedLeftToAction>);
}

absl::StatusOr<v1::Need> Needs::BacklogNeed(Call& call, const v1::DecideNeedRequest& request) {
  return Decide(
      call, request, [&](domain::Need& need) { return need.Backlog(request.reason()); },
      [](Tx& tx, const domain::Need& need) { TellBacklogged(tx, need); });
}

absl::StatusOr<v1::Need> Needs::ReopenNeed(Call& call, const v1::DecideNeedRequest& request) {
  // What was settled lay still: its figures are those of that day.
  return Decide(
      call, request, [&](domain::Need& need) { return need.Reopen(request.reason()); },
      [](Tx& tx, const domain::Need& need) {
        TellReopened(tx, need);
        tx.At(tx.call().now(), kRecheck, need.id);
      });
}

absl::StatusOr<v1::Need> Needs::CloseNeed(Call& call, const v1::DecideNeedRequest& request) {
  return Decide(
      call, request, [&](domain::Need& need) { return need.Close(request.reason()); }, &TellClosed);
}

}  // namespace binadaya::needs
