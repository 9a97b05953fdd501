// A head lets a batch break a rule of continuity of service, with a reason; what heads let be.
#include "binadaya/scheduling/v1/scheduling_events.tell.h"
#include "services/common/enums.h"
#include "services/common/status.h"
#include "services/scheduling/override_store.h"
#include "services/scheduling/rundown_proto.h"
#include "services/scheduling/scheduling.h"

namespace binadaya::scheduling {
namespace {

v1::ContinuityOverride ShowOverride(
    const std::string& batch, const std::string& unit, const domain::ContinuityOverride& one) {
  v1::ContinuityOverride out;
  out.set_batch(batch);
  out.set_rule(one.rule);
  out.set_about(one.about);
  out.set_period(one.period);
  out.set_allows(one.allows);
  out.set_reason(ToContract<v1::OverrideReason>(one.reason));
  out.set_note(one.note);
  out.set_made_by(one.made_by);
  out.set_made_on(absl::FormatCivilTime(one.made_on));
  out.set_unit(unit);
  return out;
}

}  // namespace

// In the draft, and in what is published, which may be another.
Findings Scheduling::ContinuityNow(Tx& tx, const batch_store::Batch& batch) const {
  const domain::Rundown draft = AsDomain(batch.draft);
  Findings findings = Continuity(tx, batch, draft);
  const auto release = batch_store::ReleaseOf(tx, batch.id, batch.released);
  if (!release.has_value() || AsDomain(release->content) == draft) return findings;
  for (Finding& finding : Continuity(tx, batch, AsDomain(release->content)))
    findings.push_back(std::move(finding));
  return findings;
}

absl::StatusOr<v1::RundownCheck> Scheduling::CheckForHead(
    Tx& tx, const std::string& id, const std::string& path) const {
  const absl::StatusOr<batch_store::Batch> batch = batch_store::Get(tx, id);
  if (!batch.ok()) return NoSuchObject("batch");
  v1::RundownCheck response;
  for (const Finding& finding : domain::ContinuityIn(ContinuityNow(tx, *batch), path))
    ::binadaya::ToProto(finding, *response.add_findings());
  return response;
}

absl::StatusOr<v1::ContinuityOverrides> Scheduling::OverrideContinuity(
    Call& call, const v1::OverrideContinuityRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::ContinuityOverrides> {
    const absl::StatusOr<batch_store::Batch> batch = batch_store::Lock(tx, request.batch());
    if (!batch.ok()) return NoSuchObject("batch");
    const Findings findings = ContinuityNow(tx, *batch);
    // Of his units alone, whoever's batch it is.
    ASSIGN_OR_RETURN(
        const std::vector<domain::ContinuityOverride> made,
        domain::OverrideOf(
            findings, request.rule(), call.scope_path(),
            {.reason = ToDomain<domain::OverrideReason>(request.reason()),
             .note = request.note(),
             .made_by = call.subject(),
             .made_on = call.today()}));
    override_store::Add(tx, batch->id, request.unit(), made);
    v1::ContinuityOverridden event;
    event.set_batch(batch->id);
    event.set_unit(request.unit());
    event.set_rule(request.rule());
    event.set_reason(request.reason());
    event.set_findings(static_cast<int>(made.size()));
    Tell(tx, event);
    v1::ContinuityOverrides response;
    for (const domain::ContinuityOverride& one : made)
      *response.add_overrides() = ShowOverride(batch->id, request.unit(), one);
    return response;
  });
}

absl::StatusOr<v1::ListContinuityOverridesResponse> Scheduling::ListContinuityOverrides(
    Call& call, const v1::ListContinuityOverridesRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListContinuityOverridesResponse> {
    v1::ListContinuityOverridesResponse response;
    for (const override_store::Listed& one :
         override_store::PageOf(tx, call.scope(), request, page))
      *response.add_overrides() = ShowOverride(one.batch, one.unit, one.is);
    if (response.overrides_size() == page.size()) {
      const v1::ContinuityOverride& last = *response.overrides().rbegin();
      response.set_next_page_token(
          page.Next({last.batch(), last.rule(), last.about(), last.period()}));
    }
    return response;
  });
}

}  // namespace binadaya::scheduling
