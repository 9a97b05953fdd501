#pragma once

#include "binadaya/needs/v1/needs_events.tell.h"
#include "services/needs/domain/need.h"
#include "services/needs/need_store.h"

// One function an event: what needs tells of what it decided, in the transaction that decides it.
namespace binadaya::needs {

template <class Proto>
void FillMeasured(const domain::Measured& measured, Proto& proto) {
  proto.set_affected(measured.affected);
  proto.set_population(measured.population);
  proto.set_mean_gap(measured.mean_gap);
}

template <class Proto>
void FillKey(const domain::NeedKey& key, Proto& proto) {
  proto.set_competency(key.competency);
  proto.set_from_level(key.from_level);
  proto.set_to_level(key.to_level);
  proto.set_family(key.family);
  proto.set_unit_path(key.unit_path);
}

template <class Proto>
void FillBreakdown(const domain::Score& score, Proto& proto) {
  for (const domain::ScoreComponent& component : score.breakdown) {
    v1::ScoreComponent& out = *proto.add_breakdown();
    out.set_code(std::string(component.code));
    out.set_value(component.value);
    out.set_weight(component.weight);
    out.set_points(component.points);
  }
}

void TellDetected(Tx& tx, const domain::Need& need);
void TellMeasured(Tx& tx, const domain::Need& need);
void TellRanked(Tx& tx, const domain::Need& need);
void TellReopened(Tx& tx, const domain::Need& need);
// `gap_gone`: nobody is left with the gap; else a person closed it.
void TellClosed(Tx& tx, const domain::Need& need, bool gap_gone);
void TellDirective(Tx& tx, const need_store::Directive& directive);

// An event that names nothing but its need.
template <class Told>
void TellOf(Tx& tx, const domain::Need& need) {
  Told event;
  event.set_need(need.id);
  Tell(tx, event);
}

}  // namespace binadaya::needs
