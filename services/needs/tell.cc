#include "services/needs/tell.h"

#include "services/common/enums.h"

namespace binadaya::needs {

void TellDetected(Tx& tx, const domain::Need& need) {
  v1::NeedDetected event;
  event.set_need(need.id);
  event.set_campaign(need.campaign);
  event.set_type(ToContract<v1::NeedType>(need.type));
  event.set_state(ToContract<v1::NeedState>(need.state));
  FillGroup(need, event);
  Tell(tx, event);
}

void TellMeasured(Tx& tx, const domain::Need& need) {
  v1::NeedMeasured event;
  event.set_need(need.id);
  FillMeasured(need.measured, event);
  Tell(tx, event);
}

void TellRanked(Tx& tx, const domain::Need& need) {
  v1::NeedRanked event;
  event.set_need(need.id);
  event.set_score(need.score.total);
  event.set_rank(need.rank);
  event.set_provisional(need.provisional);
  event.set_waits(need.state == domain::NeedState::kBacklog);
  FillBreakdown(need.score, event);
  Tell(tx, event);
}

void TellBacklogged(
    Tx& tx, const domain::Need& need, const std::string& portfolio, int age_days,
    std::int64_t extra_rupiah) {
  v1::NeedBacklogged event;
  event.set_need(need.id);
  event.set_portfolio(portfolio);
  event.set_age_days(age_days);
  event.set_extra_rupiah(extra_rupiah);
  Tell(tx, event);
}

void TellReopened(Tx& tx, const domain::Need& need) {
  v1::NeedReopened event;
  event.set_need(need.id);
  FillMeasured(need.measured, event);
  Tell(tx, event);
}

void TellClosed(Tx& tx, const domain::Need& need) {
  v1::NeedClosed event;
  event.set_need(need.id);
  event.set_gap_gone(need.closed_because == domain::ClosedBecause::kGapGone);
  event.set_because(ToContract<v1::ClosedBecause>(need.closed_because));
  Tell(tx, event);
}

void TellDirective(Tx& tx, const need_store::Directive& directive) {
  v1::DirectiveRecorded event;
  event.set_directive(directive.id);
  event.set_need(directive.need);
  event.set_issuer_role(directive.issuer_role);
  event.set_linked(directive.linked);
  event.set_measured_affected(directive.measured.affected);
  event.set_measured_population(directive.measured.population);
  event.set_measured_mean_gap(directive.measured.mean_gap);
  event.set_measured_rated(directive.measured.rated);
  Tell(tx, event);
}

void TellRelinked(
    Tx& tx, const std::string& program, const std::string& from, const std::string& to) {
  v1::ProgramRelinked event;
  event.set_program(program);
  event.set_from_need(from);
  event.set_to_need(to);
  Tell(tx, event);
}

}  // namespace binadaya::needs
