// One need: the decisions about it, and what readers see.
#include "services/common/enums.h"
#include "services/common/status.h"
#include "services/needs/need_store.h"
#include "services/needs/needs.h"
#include "services/needs/tell.h"

namespace binadaya::needs {

namespace store = need_store;

absl::StatusOr<v1::Need> Needs::Decide(
    Call& call, const v1::DecideNeedRequest& request,
    const std::function<absl::Status(domain::Need&)>& decide,
    const std::function<void(Tx&, const domain::Need&)>& tell) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Need> {
    ASSIGN_OR_RETURN(domain::Need need, store::Lock(tx, request.need()));
    RETURN_IF_ERROR(tx.Expect("need", request.need(), request.version()));
    RETURN_IF_ERROR(decide(need));
    store::Save(tx, need);
    tell(tx, need);
    v1::Need view = View(tx, need);
    view.set_version(view.version() + 1);  // the event that this transaction tells
    return view;
  });
}

absl::StatusOr<v1::Need> Needs::VerifyNeed(Call& call, const v1::DecideNeedRequest& request) {
  return Decide(
      call, request, [](domain::Need& need) { return need.Verify(); }, &TellOf<v1::NeedVerified>);
}

absl::StatusOr<v1::Need> Needs::ValidateNeed(Call& call, const v1::DecideNeedRequest& request) {
  return Decide(
      call, request, [](domain::Need& need) { return need.Validate(); },
      &TellOf<v1::NeedValidated>);
}

absl::StatusOr<v1::Need> Needs::BacklogNeed(Call& call, const v1::DecideNeedRequest& request) {
  return Decide(
      call, request, [&](domain::Need& need) { return need.Backlog(request.reason()); },
      &TellOf<v1::NeedBacklogged>);
}

absl::StatusOr<v1::Need> Needs::ReopenNeed(Call& call, const v1::DecideNeedRequest& request) {
  return Decide(
      call, request, [&](domain::Need& need) { return need.Reopen(request.reason()); },
      &TellReopened);
}

absl::StatusOr<v1::Need> Needs::CloseNeed(Call& call, const v1::DecideNeedRequest& request) {
  return Decide(
      call, request, [&](domain::Need& need) { return need.Close(request.reason()); },
      [](Tx& tx, const domain::Need& need) { TellClosed(tx, need, false); });
}

v1::Need Needs::View(Tx& tx, const domain::Need& need) {
  v1::Need proto;
  proto.set_id(need.id);
  proto.set_campaign(need.campaign);
  proto.set_type(ToContract<v1::NeedType>(need.type));
  proto.set_state(ToContract<v1::NeedState>(need.state));
  FillKey(need.key, proto);
  FillMeasured(need.measured, proto);
  proto.set_criticality(need.measured.criticality);
  proto.set_score(need.score.total);
  FillBreakdown(need.score, proto);
  proto.set_rank(need.rank);
  proto.set_decision_note(need.decision_note);
  proto.set_detected_on(absl::FormatCivilTime(need.detected_on));
  proto.set_version(store::Version(tx, need.id));
  for (const store::Directive& directive : store::DirectivesOf(tx, need.id))
    *proto.add_directives() = View(directive);
  return proto;
}

absl::StatusOr<v1::Need> Needs::GetNeed(Call& call, const v1::GetNeedRequest& request) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::Need> {
    ASSIGN_OR_RETURN(const domain::Need need, store::Get(tx, request.need()));
    return View(tx, need);
  });
}

absl::StatusOr<v1::ListNeedsResponse> Needs::ListNeeds(
    Call& call, const v1::ListNeedsRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListNeedsResponse> {
    v1::ListNeedsResponse response;
    for (const domain::Need& need : store::PageOf(tx, request.campaign(), request.state(), page))
      *response.add_needs() = View(tx, need);
    if (response.needs_size() == page.size()) {
      const v1::Need& last = *response.needs().rbegin();
      response.set_next_page_token(page.Next({Cat(last.rank()), last.id()}));
    }
    return response;
  });
}

}  // namespace binadaya::needs
