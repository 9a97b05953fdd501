// What needs hears: units, to resolve scopes; what posts demand; and everything that moves a gap,
// to measure the needs that name it again; and what money is bound for.
#include <algorithm>

#include "services/common/app.h"
#include "services/common/domain/text.h"
#include "services/common/learned.h"
#include "services/needs/learned_store.h"
#include "services/needs/need_store.h"
#include "services/needs/needs.h"

namespace binadaya::needs {
namespace {

// Long enough for a row of validations to be measured once.
constexpr absl::Duration kSettle = absl::Seconds(1);

// Who has left, or has no post yet, is nowhere: nothing is measured anew for him.
void RecheckSoon(Tx& tx, const learned_store::Place& place) {
  if (place.family.empty() && place.path.empty()) return;
  need_store::ScheduleRecheck(tx, place.family, place.path, tx.call().now() + kSettle);
}

template <class Told>
learned_store::Place PlaceIn(const Told& told) {
  learned_store::Place place{.family = told.family(), .path = told.unit_path()};
  if constexpr (requires { told.post(); }) place.post = told.post();
  return place;
}

// What is known of somebody, by an event that tells the whole set of gaps.
template <class Told>
void SaveKnown(Tx& tx, const Event& event, const Told& told) {
  learned_store::Known known;
  for (const auto& gaps : {told.gaps(), told.next_gaps()}) {
    for (const registry::v1::MeasuredGap& gap : gaps) {
      pg::Array& measured = gap.gap() > 0 ? known.lacks : known.meets;
      measured.Add(learned_store::LackOf(gap.next_family(), gap.competency(), gap.required()));
    }
  }
  learned_store::SaveKnown(tx, told.person(), PlaceIn(told), known, event.time);
}

// Of all parts of a commitment; below zero where an entry is taken back.
std::int64_t RupiahOf(const google::protobuf::RepeatedPtrField<budgeting::v1::Posted>& parts) {
  std::int64_t rupiah = 0;
  for (const budgeting::v1::Posted& part : parts) rupiah += part.amount();
  return rupiah;
}

}  // namespace

absl::Status Needs::Hear(Tx& tx, const Event&, const registry::v1::UnitChanged& told) {
  // A unit that moves takes its people out of the needs above it, into those at its new place.
  if (const auto before = learned::PathOfUnit(tx, told.code());
      before.ok() && *before != told.path()) {
    for (const std::string& path : {*before, told.path()})
      RecheckSoon(tx, {.family = "", .path = path});
  }
  learned::SaveUnit(tx, told.code(), told.path());
  if (!told.heir().empty()) {
    need_store::MoveCampaigns(tx, told.code(), told.heir());
    RecheckSoon(tx, {.family = "", .path = Cat("/", told.heir(), "/")});
  }
  return absl::OkStatus();
}

absl::Status Needs::Hear(Tx& tx, const Event&, const registry::v1::PostDefined& told) {
  learned_store::Post post{
      .code = told.code(), .family = told.family(), .valid_from = {}, .demands = {}};
  absl::ParseCivilTime(told.valid_from(), &post.valid_from);
  for (const registry::v1::Standard& standard : told.standards())
    post.demands.push_back(learned_store::Demand(standard.competency(), standard.level()));
  learned_store::Save(tx, post);
  const absl::Time due = std::max(app_.clock().StartOf(post.valid_from), tx.call().now()) + kSettle;
  for (const std::string& family : learned_store::FamiliesOf(tx, post.code))
    tx.At(due, kDemands, Cat(family, "@", told.valid_from()));
  return absl::OkStatus();
}

absl::Status Needs::Hear(Tx& tx, const Event&, const registry::v1::CareerPathSet& told) {
  absl::CivilDay valid_from;
  absl::ParseCivilTime(told.valid_from(), &valid_from);
  learned_store::SavePath(tx, told.family(), valid_from, pg::Array(told.next_families()));
  need_store::ScheduleRecheck(tx, told.family(), "", tx.call().now() + kSettle);
  return absl::OkStatus();
}

absl::Status Needs::Hear(Tx& tx, const Event&, const registry::v1::TrainingRequired& told) {
  learned_store::SaveRequired(tx, told.training(), told.required());
  need_store::ScheduleRecheck(tx, "", "", tx.call().now() + kSettle);
  return absl::OkStatus();
}

absl::Status Needs::Hear(Tx& tx, const Event&, const registry::v1::TrainingRecorded& told) {
  learned_store::SaveTrained(tx, told.person(), told.counts_as(), false);
  RecheckSoon(tx, PlaceIn(told));
  return absl::OkStatus();
}

absl::Status Needs::Hear(Tx& tx, const Event&, const registry::v1::AppraisalRecorded& told) {
  learned_store::SaveAppraised(tx, told.person(), told.steps_below_now());
  RecheckSoon(tx, PlaceIn(told));
  return absl::OkStatus();
}

absl::Status Needs::Hear(Tx& tx, const Event&, const registry::v1::RecordAnnulled& told) {
  if (!told.training_lost().empty())
    learned_store::SaveTrained(tx, told.person(), told.training_lost(), true);
  learned_store::SaveAppraised(tx, told.person(), told.steps_below_now());
  RecheckSoon(tx, PlaceIn(told));
  return absl::OkStatus();
}

absl::StatusOr<Timers::Effect> Needs::ChangeDemands(const Call&, const std::string& subject) {
  const std::string family = subject.substr(0, subject.rfind('@'));
  return Timers::Effect([family](Tx& tx) {
    need_store::ScheduleRecheck(tx, family, "", tx.call().now());
    return absl::OkStatus();
  });
}

absl::Status Needs::Hear(Tx& tx, const Event&, const registry::v1::PersonChanged& told) {
  learned::SaveActive(tx, told.person(), told.active());
  RecheckSoon(tx, PlaceIn(told));
  return absl::OkStatus();
}

absl::Status Needs::Hear(Tx& tx, const Event& event, const registry::v1::ProfileValidated& told) {
  SaveKnown(tx, event, told);
  RecheckSoon(tx, PlaceIn(told));
  return absl::OkStatus();
}

absl::Status Needs::Hear(Tx& tx, const Event& event, const registry::v1::PostAssigned& told) {
  if (told.kind() != registry::v1::DEFINITIVE) return absl::OkStatus();
  learned_store::SavePlace(tx, told.person(), PlaceIn(told));
  // Where no level is known nothing was measured, and nothing that was measured before has ended.
  if (told.required() > 0 || !told.gaps().empty() || !told.next_gaps().empty())
    SaveKnown(tx, event, told);
  RecheckSoon(tx, PlaceIn(told));
  if (!told.previous_family().empty())
    RecheckSoon(tx, {.family = told.previous_family(), .path = told.previous_unit_path()});
  return absl::OkStatus();
}

absl::Status Needs::Hear(Tx& tx, const Event& event, const registry::v1::ProfileMeasured& told) {
  SaveKnown(tx, event, told);
  RecheckSoon(tx, PlaceIn(told));
  return absl::OkStatus();
}

absl::Status Needs::Hear(Tx& tx, const Event&, const registry::v1::PersonLeft& told) {
  learned::SaveActive(tx, told.person(), false);
  RecheckSoon(tx, PlaceIn(told));
  return absl::OkStatus();
}

absl::Status Needs::Hear(Tx& tx, const Event& event, const registry::v1::ProfileExpired& told) {
  SaveKnown(tx, event, told);
  RecheckSoon(tx, PlaceIn(told));
  return absl::OkStatus();
}

absl::Status Needs::Hear(Tx& tx, const Event& event, const registry::v1::ProfileCorrected& told) {
  SaveKnown(tx, event, told);
  RecheckSoon(tx, PlaceIn(told));
  return absl::OkStatus();
}

absl::Status Needs::Hear(Tx& tx, const Event&, const budgeting::v1::FundsCommitted& told) {
  if (!told.plan_item().empty())
    learned_store::SaveBound(
        tx, told.commitment(), told.plan_item(), told.batch(), RupiahOf(told.parts()));
  return absl::OkStatus();
}

absl::Status Needs::Hear(Tx& tx, const Event&, const budgeting::v1::FundsReleased& told) {
  learned_store::TakeBound(tx, told.commitment(), RupiahOf(told.parts()));
  return absl::OkStatus();
}

absl::Status Needs::Hear(Tx& tx, const Event&, const budgeting::v1::FundsReturned& told) {
  learned_store::TakeBound(tx, told.commitment(), RupiahOf(told.parts()));
  return absl::OkStatus();
}

}  // namespace binadaya::needs
