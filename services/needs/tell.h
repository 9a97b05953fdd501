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
  proto.set_rated(measured.rated);
  for (std::size_t level = 0; level < measured.from_levels.size(); ++level) {
    if (measured.from_levels[level] == 0) continue;
    v1::Need::FromLevel& out = *proto.add_from_levels();
    out.set_level(static_cast<int>(level));
    out.set_people(measured.from_levels[level]);
  }
}

template <class Proto>
void FillGroup(const domain::Need& need, Proto& proto) {
  const domain::NeedKey& key = need.key;
  FillMeasured(need.measured, proto);
  if (!proto.from_levels().empty()) proto.set_from_level(proto.from_levels(0).level());
  proto.set_competency(key.competency);
  proto.set_to_level(key.to_level);
  proto.set_family(key.family);
  proto.set_unit_path(key.unit_path);
  proto.set_next_family(key.next_family);
  proto.set_training(key.training);
  if (need.measured.regulated_on.has_value())
    proto.set_regulated_on(absl::FormatCivilTime(*need.measured.regulated_on));
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
// The rest is of the portfolio that has no funds for it; a person who decides names none.
void TellBacklogged(
    Tx& tx, const domain::Need& need, const std::string& portfolio = "", int age_days = 0,
    std::int64_t extra_rupiah = 0);
void TellReopened(Tx& tx, const domain::Need& need);
void TellClosed(Tx& tx, const domain::Need& need);
void TellDirective(Tx& tx, const need_store::Directive& directive);
// A program names another need in place of one that was merged into it.
void TellRelinked(
    Tx& tx, const std::string& program, const std::string& from, const std::string& to);

// An event that names nothing but its need.
template <class Told>
void TellOf(Tx& tx, const domain::Need& need) {
  Told event;
  event.set_need(need.id);
  Tell(tx, event);
}

}  // namespace binadaya::needs
