// Repairs: asked for, shown, and one of their options carried out when a person accepts it.
#include <algorithm>
#include <set>

#include "binadaya/scheduling/v1/scheduling_events.tell.h"
#include "services/common/day.h"
#include "services/common/domain/step.h"
#include "services/common/domain/text.h"
#include "services/common/enums.h"
#include "services/common/learned.h"
#include "services/common/status.h"
#include "services/scheduling/booking_store.h"
#include "services/scheduling/placements.h"
#include "services/scheduling/slot_proto.h"
#include "services/scheduling/speaker_store.h"
#include "services/scheduling/venue_store.h"

namespace binadaya::scheduling {
namespace {

namespace placement = domain::placement;
using placement_store::Kind;

// PLC-50: not exactly one thing has happened.
Finding SeveralHappened() {
  return {
      .rule = "PLC-50",
      .where = "disruption",
      .message = {
          "Sebut satu saja: pimpinan, tempat, narasumber, unit, atau hari libur; atau tidak satu "
          "pun, dengan kelas yang diperbaiki.",
          "Name one thing only: a leader, a venue, a speaker, a unit or a holiday; or none, with "
          "the batches to mend."}};
}

absl::Status CheckDisruption(Tx& tx, const v1::StartRepairRequest& request) {
  const v1::Disruption& of = request.disruption();
  int happened = 0;
  for (const std::string& one :
       {of.leader(), of.venue(), of.speaker(), of.blackout_unit(), of.holiday()})
    happened += one.empty() ? 0 : 1;
  if (happened > 1 || (happened == 0 && request.batches().empty()))
    return Refuse(absl::StatusCode::kInvalidArgument, {SeveralHappened()});
  if (!of.venue().empty() || !of.speaker().empty() || !of.blackout_unit().empty())
    RETURN_IF_ERROR(RequireSlot(of.slot(), "disruption.slot").status());
  if (!of.leader().empty())
    RETURN_IF_ERROR(learned::RequireActive(tx, of.leader(), "disruption.leader"));
  if (!of.venue().empty() && venue_store::OfIds(tx, {of.venue()}).empty())
    return NoSuchObject("disruption.venue");
  if (!of.speaker().empty() && speaker_store::OfIds(tx, {of.speaker()}).empty())
    return NoSuchObject("disruption.speaker");
  if (!of.blackout_unit().empty() && of.blackout_unit() != "/" &&
      !learned::PathOfUnit(tx, of.blackout_unit()).ok()) {
    return NoSuchObject("disruption.blackout_unit");
  }
  return absl::OkStatus();
}

v1::Repair HeadOf(v1::Repair repair) {
  repair.clear_affected();
  repair.clear_options();
  repair.clear_findings();
  repair.clear_policies();
  repair.clear_warnings();
  return repair;
}

absl::StatusOr<const v1::RepairOption*> OptionOf(const v1::Repair& repair, v1::RepairKind kind) {
  if (repair.state() == v1::REPAIR_ACCEPTED) {
    return Refuse(
        {.rule = "PLC-51",
         .where = "repair",
         .message =
             {"Perbaikan ini sudah diterima dan dijalankan. Lihat susunan acara kelasnya.",
              "This repair is accepted and carried out already. See the rundowns of its batches."},
         .values = {{"by", repair.accepted_by()}}});
  }
  for (const v1::RepairOption& option : repair.options())
    if (option.kind() == kind) return &option;
  return Refuse(
      {.rule = "PLC-52",
       .where = "option",
       .message = {
           "Cara ini tidak ada di antara usulannya. Pilih salah satu yang ditunjukkan.",
           "This way is not among the options. Choose one that is shown."}});
}

// An option as the domain has it, by what its sessions are called.
class ReadOption {
 public:
  ReadOption(const PlacementInputs& inputs, const v1::RepairOption& option) : inputs_(inputs) {
    for (std::size_t i = 0; i < inputs.problem.sessions.size(); ++i)
      session_of_[inputs.problem.sessions[i].id] = i;
    for (std::size_t i = 0; i < inputs.problem.venues.size(); ++i)
      venue_of_[inputs.problem.venues[i].id] = i;
    for (std::size_t i = 0; i < inputs.problem.speakers.size(); ++i)
      speaker_of_[inputs.problem.speakers[i].id] = i;
    for (const v1::RepairChange& one : option.changes())
      read.changes.push_back({At(one.before()), PlaceOf(one.before()), PlaceOf(one.after())});
    for (const v1::PlacedSession& one : option.make_ups())
      read.make_ups.push_back({session_of_.at(MakeUpId(one.batch(), one.item())), PlaceOf(one)});
    for (const v1::PlacedSession& one : option.stood_in()) read.stood_in.push_back(At(one));
    if (option.fallback() != v1::FALLBACK_UNSPECIFIED)
      read.fallback = ToDomain<domain::Fallback>(option.fallback());
    read.plan = inputs.Standing();
    for (const placement::SessionChange& one : read.changes)
      read.plan.places[one.session] = one.after;
  }

  placement::RepairOption read = {};

 private:
  std::size_t At(const v1::PlacedSession& one) const {
    return session_of_.at(Cat(one.batch(), "/", one.item()));
  }
  placement::Place PlaceOf(const v1::PlacedSession& one) const {
    Findings none;
    const domain::Slot slot = ReadSlot(one.slot(), "", none);
    placement::Place place{.day = absl::CivilDay(slot.from)};
    place.from = static_cast<int>(slot.from - absl::CivilMinute(place.day));
    if (!one.venue().empty()) place.venue = venue_of_.at(one.venue());
    if (!one.speaker().empty()) place.speaker = speaker_of_.at(one.speaker());
    return place;
  }

  const PlacementInputs& inputs_;
  std::map<std::string, std::size_t> session_of_, venue_of_, speaker_of_;
};

// Minutes of what is affected in a batch.
int AffectedMinutes(
    const PlacementInputs& inputs, const v1::Repair& repair, const std::string& batch) {
  std::set<std::string> affected;
  for (const v1::PlacedSession& one : repair.affected())
    if (one.batch() == batch) affected.insert(Cat(batch, "/", one.item()));
  int minutes = 0;
  for (const placement::PlacedSession& session : inputs.problem.sessions)
    if (affected.contains(session.id)) minutes += session.minutes;
  return minutes;
}

// Minutes of a batch that are made up, and that are missing before it.
int MadeUpMinutes(
    const PlacementInputs& inputs, const placement::RepairOption& option, std::size_t batch) {
  int minutes = 0;
  for (const placement::PlacedMakeUp& one : option.make_ups) {
    const placement::PlacedSession& session = inputs.problem.sessions[one.session];
    minutes += session.batch == batch ? session.minutes : 0;
  }
  return minutes;
}
int MissingMinutes(const PlacementInputs& inputs, std::size_t batch) {
  int minutes = 0;
  for (const PlacementInputs::Lost& one : inputs.lost)
    minutes += one.batch == batch ? one.minutes : 0;
  return minutes;
}

domain::Slot SlotOf(const PlacementInputs& inputs, const placement::PlacedMakeUp& one) {
  const int minutes = inputs.problem.sessions[one.session].minutes;
  return domain::SlotOn(one.place.day, {one.place.from, one.place.from + minutes});
}

// PLC-53: something of it is over, or is no longer to come.
Findings CheckToCome(
    const PlacementInputs& inputs, const placement::RepairOption& option, absl::CivilMinute now) {
  Findings findings;
  const auto begins = [&](const placement::Place& place) {
    return domain::SlotOn(place.day, {place.from, place.from}).from;
  };
  const auto too_late = [&](std::size_t session) {
    findings.push_back(
        {.rule = "PLC-53",
         .where = "option",
         .message =
             {"Sesi ini sudah mulai, atau waktu barunya sudah lewat. Hitung perbaikan baru.",
              "This session has begun, or its new time is past. Compute another repair."},
         .values = {{"session", inputs.problem.sessions[session].id}}});
  };
  for (const placement::SessionChange& one : option.changes)
    if (begins(one.before) <= now || begins(one.after) <= now) too_late(one.session);
  for (const placement::PlacedMakeUp& one : option.make_ups)
    if (begins(one.place) <= now) too_late(one.session);
  return findings;
}

// By batch, the earliest.
std::map<std::size_t, domain::Slot> FirstMakeUps(
    const PlacementInputs& inputs, const placement::RepairOption& option) {
  std::map<std::size_t, domain::Slot> first;
  for (const placement::PlacedMakeUp& one : option.make_ups) {
    const domain::Slot slot = SlotOf(inputs, one);
    const auto [at, fresh] = first.emplace(inputs.problem.sessions[one.session].batch, slot);
    if (!fresh && slot.from < at->second.from) at->second = slot;
  }
  return first;
}

}  // namespace

absl::Status Placements::PlanMakeUps(
    Tx& tx, const PlacementInputs& inputs, const placement::RepairOption& option) const {
  for (const placement::PlacedMakeUp& one : option.make_ups) {
    const placement::Place& place = one.place;
    MakeUpAt at{.slot = SlotOf(inputs, one)};
    if (place.venue != placement::kNone) at.venue = inputs.problem.venues[place.venue].id;
    if (place.speaker != placement::kNone) at.speaker = inputs.problem.speakers[place.speaker].id;
    RETURN_IF_ERROR(
        AddMakeUp(tx, inputs.BatchOf(one.session).unit, inputs.ItemOf(one.session).id, at));
  }
  return absl::OkStatus();
}

PlacementScope ScopeOf(
    const v1::StartRepairRequest& request, const std::vector<std::string>& batches,
    absl::CivilDay told) {
  return {
      .batches = batches,
      .days = {told, told + 1},
      .venues = {request.venues().begin(), request.venues().end()},
      .speakers = {request.speakers().begin(), request.speakers().end()},
      .repair = true};
}

void SaveRecord(Tx& tx, const v1::RepairRecord& record, bool fresh) {
  const v1::Repair& repair = record.repair();
  const placement_store::Proposal proposal{
      .kind = Kind::kRepair,
      .id = repair.id(),
      .unit = repair.unit(),
      .state = repair.state(),
      .shown = HeadOf(repair).SerializeAsString(),
      .record = record.SerializeAsString()};
  fresh ? placement_store::Add(tx, proposal) : placement_store::Save(tx, proposal);
}

absl::StatusOr<v1::StartRepairResponse> Placements::StartRepair(
    Call& call, const v1::StartRepairRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::StartRepairResponse> {
    RETURN_IF_ERROR(CheckDisruption(tx, request));
    for (const std::string& id : request.batches()) RETURN_IF_ERROR(BatchBelow(tx, id).status());
    const PlacementScope scope = ScopeOf(request, {}, call.today());
    RETURN_IF_ERROR(OnRecord(tx, scope.venues, scope.speakers));
    ASSIGN_OR_RETURN(const auto job, Jobs::Ask(tx, kRepairJob, request));
    v1::StartRepairResponse response;
    response.set_job(job.id());
    return response;
  });
}

absl::StatusOr<v1::Repair> Placements::GetRepair(Call& call, const v1::GetRepairRequest& request) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::Repair> {
    v1::RepairRecord record;
    RETURN_IF_ERROR(placement_store::Read(
        tx, Kind::kRepair, request.unit(), request.repair(), "repair", false, record));
    return record.repair();
  });
}

absl::StatusOr<v1::ListRepairsResponse> Placements::ListRepairs(
    Call& call, const v1::ListRepairsRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListRepairsResponse> {
    v1::ListRepairsResponse response;
    for (const std::string& shown :
         placement_store::PageOf(tx, Kind::kRepair, call.scope(), request.state(), page)) {
      response.add_repairs()->ParseFromString(shown);
    }
    if (response.repairs_size() == page.size())
      response.set_next_page_token(page.Next({response.repairs().rbegin()->id()}));
    return response;
  });
}

absl::StatusOr<v1::Repair> Placements::AcceptRepair(
    Call& call, const v1::AcceptRepairRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Repair> {
    v1::RepairRecord record;
    RETURN_IF_ERROR(placement_store::Read(
        tx, Kind::kRepair, request.unit(), request.repair(), "repair", true, record));
    v1::Repair& repair = *record.mutable_repair();
    ASSIGN_OR_RETURN(const v1::RepairOption* const chosen, OptionOf(repair, request.option()));
    const PlacementRules rules = PlacementRulesOf(tx);
    ASSIGN_OR_RETURN(
        const PlacementInputs inputs,
        ReadAgain(
            tx,
            ScopeOf(
                record.request(), {record.batches().begin(), record.batches().end()},
                DayOf(record.told()).value_or(call.today())),
            rules, record.parts()));
    const absl::CivilMinute now = Minute(call.now());
    const placement::RepairOption option = ReadOption(inputs, *chosen).read;
    RETURN_IF_ERROR(RefuseIfBlocked(CheckToCome(inputs, option, now)));
    const v1::Disruption& of = repair.disruption();
    const placement::Disruption disruption{
        .cause = ToDomain<domain::ChangeCause>(of.cause()), .reason = of.reason(), .told = now};
    const auto changes =
        placement::ScheduleChangesOf(inputs.problem, inputs.Standing(), disruption, option);
    // What moves gives up what it has booked before anything is booked anew.
    for (const placement::SessionChange& one : option.changes)
      booking_store::Free(
          tx, inputs.batches[inputs.items[one.session].batch].id, inputs.ItemOf(one.session).id);
    const auto tell = [&](std::size_t at, int moved, int lost, int notice_hours) {
      const std::string& batch = inputs.batches[at].id;
      const int made_up = MadeUpMinutes(inputs, option, at);
      v1::ScheduleChanged event;
      event.set_batch(batch);
      event.set_cause(of.cause());
      event.set_repair(repair.id());
      event.set_changes(moved);
      event.set_minutes_lost(lost + MissingMinutes(inputs, at) - made_up);
      event.set_minutes_recovered(AffectedMinutes(inputs, repair, batch) - lost + made_up);
      event.set_notice_hours(notice_hours);
      Tell(tx, event);
    };
    for (const auto& [at, change] : changes) {
      batch_store::Batch batch = inputs.batches[at];
      domain::Batch decided = batch_store::AsDomain(batch);
      RETURN_IF_ERROR(decided.Repair(change, rules.repair.batch));
      batch = batch_store::Become(std::move(batch), decided);
      int moved = 0;
      for (const placement::SessionChange& one : option.changes)
        moved += inputs.items[one.session].batch == at ? 1 : 0;
      if (moved > 0) {
        const domain::Rundown mended =
            placement::Placed(inputs.rundowns[at], inputs.PlacesIn(option.plan, at));
        ASSIGN_OR_RETURN(
            const v1::RundownRelease release, ReleaseMended(tx, batch, mended, change));
        AddWarnings(release, *repair.mutable_warnings());
      } else {
        batch_store::Save(tx, batch);
      }
      tell(at, moved, change.minutes_lost, domain::NoticeHours(change));
    }
    RETURN_IF_ERROR(PlanMakeUps(tx, inputs, option));
    for (const auto& [at, first] : FirstMakeUps(inputs, option))
      if (!changes.contains(at))
        tell(at, 0, 0, domain::NoticeHours({.told = now, .was = first, .is = first}));
    RETURN_IF_ERROR(MoveHolds(tx, inputs, option, request));
    repair.set_state(v1::REPAIR_ACCEPTED);
    repair.set_accepted(request.option());
    repair.set_accepted_by(call.subject());
    repair.set_accepted_at(InstantText(call.now()));
    repair.set_note(request.note());
    SaveRecord(tx, record);
    return repair;
  });
}

}  // namespace binadaya::scheduling
