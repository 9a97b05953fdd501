// What scheduling hears: units, to resolve scopes; who is there, where, and on leave; programs, and
// the plan in force. Whatever concerns somebody's gates has his seats looked at again
// (seat_news.cc). Holidays are heard in calendars.cc.
#include <map>

#include "services/common/app.h"
#include "services/common/day.h"
#include "services/common/domain/text.h"
#include "services/common/learned.h"
#include "services/common/status.h"
#include "services/scheduling/completion_store.h"
#include "services/scheduling/deliveries.h"
#include "services/scheduling/hold_store.h"
#include "services/scheduling/people_store.h"
#include "services/scheduling/scheduling.h"

namespace binadaya::scheduling {
namespace {

// The registry's acts of a day come first: who acts on, or comes after him, is heard by then.
constexpr absl::Duration kActsFirst = absl::Minutes(10);

std::vector<batch_store::PlanItem> ItemsOf(
    const google::protobuf::RepeatedPtrField<needs::v1::PlanItem>& items, int year) {
  std::vector<batch_store::PlanItem> out;
  for (const needs::v1::PlanItem& item : items) {
    out.push_back(
        {.id = item.id(),
         .program = item.program(),
         .year = year,
         .planned = {.batches = item.batches(), .batch_size = item.batch_size()},
         .rupiah_per_batch = item.rupiah_per_batch(),
         .jp = item.jp(),
         .structural = domain::IsStructural(item.form())});
  }
  return out;
}

}  // namespace

// Batches, hours and blackouts stay with their unit when that is closed. Where it moves, somebody
// else may be above its people, and their seats are in another kecamatan (SVC-3), with blackouts
// and hours of its own; each unit below it is told, too.
absl::Status Scheduling::Hear(Tx& tx, const Event&, const registry::v1::UnitChanged& told) {
  const absl::StatusOr<std::string> before = learned::PathOfUnit(tx, told.code());
  learned::SaveUnit(tx, told.code(), told.path());
  people_store::Save(
      tx, people_store::UnitKind{
              .code = told.code(),
              .kind = told.kind(),
              .parent = told.parent(),
              .direct_service = told.direct_service()});
  if (before.ok() && *before != told.path()) {
    HeadNews(tx, told.path());
    DaysNews(tx, told.code(), tx.call().today(), std::nullopt);
  }
  return absl::OkStatus();
}

absl::Status Scheduling::Hear(Tx& tx, const Event&, const registry::v1::PersonChanged& told) {
  PairNews(tx, told.person());
  people_store::Save(
      tx, people_store::Place{
              .person = told.person(),
              .family = told.family(),
              .unit_path = told.unit_path(),
              .employment = told.employment_type()});
  learned::SaveActive(tx, told.person(), told.active());
  if (told.active()) people_store::SaveLeft(tx, told.person(), false);
  SeatNews(tx, told.person());
  // He may not act for a while, or does again.
  SuperiorNews(tx, told.person());
  if (people_store::HoldsHead(tx, told.person())) HeadNews(tx, told.unit_path());
  return absl::OkStatus();
}

// Each with its batch locked, as commands do.
void Scheduling::SpeakerNews(Tx& tx, const std::string& person) const {
  const absl::Time now = tx.call().now();
  for (const std::string& id : speaker_invitation_store::StandingOf(tx, person, Minute(now)))
    tx.At(now, kSpeakerTimer, id);
}

absl::Status Scheduling::Hear(Tx& tx, const Event&, const registry::v1::PersonLeft& told) {
  learned::SaveActive(tx, told.person(), false);
  people_store::SaveLeft(tx, told.person(), true);
  SeatNews(tx, told.person());
  SuperiorNews(tx, told.person());
  SpeakerNews(tx, told.person());
  const absl::Time now = tx.call().now();
  for (const hold_store::Hold& one : hold_store::ToComeOf(tx, told.person(), Minute(now)))
    tx.At(now, kLeaderTimer, Cat(one.unit, "|", one.hold.id));
  return absl::OkStatus();
}

absl::Status Scheduling::Hear(Tx& tx, const Event&, const registry::v1::LeaveRegistered& told) {
  const std::optional<absl::CivilDay> from = DayOf(told.from()), until = DayOf(told.until());
  if (!from.has_value() || !until.has_value()) return absl::InvalidArgumentError("no days");
  people_store::Save(
      tx, people_store::Leave{
              .record = told.record(), .person = told.person(), .days = {*from, *until}});
  SeatNews(tx, told.person());
  SpeakerNews(tx, told.person());
  return absl::OkStatus();
}

absl::Status Scheduling::Hear(Tx& tx, const Event&, const registry::v1::RecordAnnulled& told) {
  people_store::Annul(tx, told.record());
  SeatNews(tx, told.person());
  return absl::OkStatus();
}

absl::Status Scheduling::Hear(Tx& tx, const Event&, const registry::v1::PostDefined& told) {
  people_store::SavePost(tx, told.code(), told.is_head(), told.title().starts_with("Sekretaris"));
  return absl::OkStatus();
}

// An acting holder stays where he is, and where he acts he is a superior and keeps the office open
// (SVC-2), until a day on which nobody tells it.
absl::Status Scheduling::Hear(Tx& tx, const Event& event, const registry::v1::PostAssigned& told) {
  if (people_store::IsHead(tx, told.post())) HeadNews(tx, told.unit_path());
  if (told.kind() != registry::v1::DEFINITIVE) {
    const std::optional<absl::CivilDay> from = DayOf(told.valid_from());
    const std::optional<absl::CivilDay> until = DayOf(told.valid_to());
    if (from.has_value() && until.has_value())
      people_store::Save(
          tx, people_store::ActsOn{
                  .person = told.person(),
                  .unit = told.unit(),
                  .post = told.post(),
                  .days = {*from, *until}});
    const absl::Time end = until.has_value() ? app_.clock().StartOf(*until) : tx.call().now();
    if (end > tx.call().now())
      tx.At(end + kActsFirst, kHeadTimer, Cat(told.unit(), "@", told.valid_to()));
    return absl::OkStatus();
  }
  PairNews(tx, told.person());
  people_store::Save(
      tx, people_store::Place{
              .person = told.person(),
              .post = told.post(),
              .family = told.family(),
              .unit_path = told.unit_path()});
  std::map<std::string, double> gaps;
  for (const registry::v1::MeasuredGap& gap : told.gaps()) gaps[gap.competency()] = gap.gap();
  people_store::SaveGaps(tx, told.person(), gaps, event.time);
  SeatNews(tx, told.person());
  SuperiorNews(tx, told.person());
  return absl::OkStatus();
}

absl::Status Scheduling::Hear(Tx& tx, const Event&, const registry::v1::TrainingRecorded& told) {
  if (const auto day = DayOf(told.completed_on()))
    people_store::SaveTraining(tx, told.record(), told.person(), *day);
  return absl::OkStatus();
}

template <class Told>
absl::Status Scheduling::HearProgram(Tx& tx, const Told& told, program_store::Program program) {
  program.id = told.program();
  program.families = {told.design().families().begin(), told.design().families().end()};
  program.lottery = told.design().evaluation().design() == needs::v1::EVALUATION_C;
  for (const needs::v1::CompetencyTarget& target : told.design().targets())
    program.targets.push_back({target.competency(), target.lift(), target.weight()});
  program_store::Save(tx, program, told.copy_of());
  if (const v1::KeptRule rule = RuleOf(told.design()); rule.has_attendance_min()) {
    completion_store::SaveRule(tx, program.id, rule);
    for (const std::string& batch : completion_store::BatchesWaiting(tx, program.id))
      tx.At(tx.call().now(), kBatchTimer, batch);
  }
  return absl::OkStatus();
}

absl::Status Scheduling::Hear(Tx& tx, const Event&, const needs::v1::ProgramApproved& told) {
  return HearProgram(tx, told, {.plannable = true});
}

absl::Status Scheduling::Hear(Tx& tx, const Event&, const needs::v1::ProgramUnderReview& told) {
  return HearProgram(tx, told, {.plannable = false});
}

absl::Status Scheduling::Hear(Tx& tx, const Event&, const needs::v1::ProgramRetired& told) {
  tx.At(tx.call().now(), kListTimer, told.program());
  return HearProgram(tx, told, {.retired = true});
}

absl::Status Scheduling::Hear(Tx& tx, const Event&, const needs::v1::PlanSet& told) {
  batch_store::SetPlan(tx, told.year(), ItemsOf(told.items(), told.year()), {});
  return absl::OkStatus();
}

absl::Status Scheduling::Hear(Tx& tx, const Event&, const needs::v1::PlanRevised& told) {
  batch_store::SetPlan(
      tx, told.year(), ItemsOf(told.items(), told.year()),
      {told.removed().begin(), told.removed().end()});
  return absl::OkStatus();
}

}  // namespace binadaya::scheduling
