// Why somebody was or was not chosen, and whether groups are chosen at like rates.
#include "services/common/aggregate.h"
#include "services/common/enums.h"
#include "services/common/sees.h"
#include "services/common/status.h"
#include "services/scheduling/calendar_store.h"
#include "services/scheduling/override_store.h"
#include "services/scheduling/scheduling.h"
#include "services/scheduling/selection_proto.h"

namespace binadaya::scheduling {
namespace {

// How somebody was rated: the parts of his score, and the score.
void HideRatings(Findings& findings) {
  std::erase_if(findings, [](const Finding& finding) { return finding.rule == "WHY-06"; });
  for (Finding& finding : findings) finding.values.erase("score");
}

}  // namespace

absl::CivilDay Scheduling::ObjectUntil(Tx& tx, absl::CivilDay made_on) const {
  const int days = static_cast<int>(objection_days_.Today(tx)[0]);
  return calendar_store::CalendarOf(tx, made_on, made_on + 1).WorkingDayAfter(made_on, days);
}

absl::StatusOr<v1::Choice> Scheduling::GetChoice(Call& call, const v1::GetChoiceRequest& request) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::Choice> {
    ASSIGN_OR_RETURN(
        const selection_store::Selection kept,
        selection_store::OfPerson(tx, request.person(), request.selection(), request.program()));
    const KeptSelection of = AsDomain(kept.content);
    std::size_t at = 0;
    while (at < of.candidates.size() && of.candidates[at].person != request.person()) ++at;
    if (at == of.candidates.size()) return absl::InternalError("judged, and not among them");
    const domain::Verdict& verdict = of.selection.Of(at);
    v1::Choice choice;
    choice.set_selection(kept.id);
    choice.set_program(kept.program);
    choice.set_person(request.person());
    choice.set_standing(ToContract<v1::ChoiceState>(verdict.standing));
    choice.set_rank(verdict.rank);
    choice.set_qualified(kept.qualified);
    if (verdict.intake.has_value()) choice.set_batch(of.matching.intakes[*verdict.intake].batch);
    if (verdict.arm.has_value()) choice.set_arm(ToContract<v1::Arm>(*verdict.arm));
    choice.set_drawn(verdict.drawn);
    Findings reasons = domain::Explain(of.matching, of.candidates, of.selection, at);
    if (call.subject() != request.person() && !SeesPeople(call, call.scope_path()))
      HideRatings(reasons);
    for (const Finding& reason : reasons) ::binadaya::ToProto(reason, *choice.add_reasons());
    choice.set_made_on(absl::FormatCivilTime(kept.made_on));
    choice.set_object_until(absl::FormatCivilTime(ObjectUntil(tx, kept.made_on)));
    if (const auto objection = selection_store::ObjectionOf(tx, kept.id, request.person()))
      *choice.mutable_objection() = ShowObjection(*objection);
    if (const auto enrolment = enrolment_store::NewestOf(tx, request.person(), kept.program);
        enrolment.ok()) {
      *choice.mutable_enrolment() =
          ShowEnrolment(*enrolment, VersionOf(tx, "enrolment", enrolment->is.id));
    }
    return choice;
  });
}

absl::StatusOr<v1::Fairness> Scheduling::GetFairness(
    Call& call, const v1::GetFairnessRequest& request) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::Fairness> {
    const std::string& path = call.scope_path();
    selection_store::Totals totals =
        selection_store::TotalsOf(tx, path, request.program(), request.year());
    const domain::FairnessPolicy policy{
        .least_ratio = least_ratio_.Today(tx)[0],
        .small = static_cast<int>(smallest_group_.Today(tx)[0])};
    v1::Fairness response;
    for (auto& [dimension, groups] : totals.groups) {
      const domain::Fairness fairness =
          domain::CompareRates(dimension, std::move(groups), SeesPeople(call, path), policy);
      v1::DimensionFairness& out = *response.add_dimensions();
      out.set_dimension(ToContract<v1::Dimension>(dimension));
      for (const domain::FairnessGroup& group : fairness.groups) {
        v1::FairnessGroup& shown = *out.add_groups();
        shown.set_name(group.name);
        shown.set_considered(group.considered);
        shown.set_chosen(group.chosen);
        shown.set_rate(group.Rate());
        shown.set_compared(group.compared);
      }
      out.set_hides(fairness.hides);
      if (fairness.ratio.has_value()) out.set_ratio(*fairness.ratio);
      for (const Finding& finding : fairness.findings)
        ::binadaya::ToProto(finding, *out.add_findings());
    }
    response.set_selections(totals.selections);
    response.set_chosen(totals.chosen);
    response.set_overridden(totals.overridden);
    if (totals.chosen > 0) response.set_override_rate(1.0 * totals.overridden / totals.chosen);
    const override_store::Totals batches =
        override_store::TotalsOf(tx, path, request.program(), request.year());
    response.set_batches(batches.batches);
    response.set_continuity_overridden(batches.overridden);
    if (batches.batches > 0)
      response.set_continuity_override_rate(1.0 * batches.overridden / batches.batches);
    for (const Finding& finding : domain::CheckOverrideRate(
             totals.overridden, totals.chosen, {.override_rate = override_rate_.Today(tx)[0]})) {
      ::binadaya::ToProto(finding, *response.add_findings());
    }
    return response;
  });
}

}  // namespace binadaya::scheduling
