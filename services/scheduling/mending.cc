// The job of a repair: what is disturbed is read at one moment, and mended in up to three ways.
#include <algorithm>
#include <set>

#include "services/common/day.h"
#include "services/common/domain/text.h"
#include "services/common/enums.h"
#include "services/common/learned.h"
#include "services/common/status.h"
#include "services/scheduling/placements.h"
#include "services/scheduling/slot_proto.h"

namespace binadaya::scheduling {
namespace {

namespace placement = domain::placement;

constexpr char kHappened[] = "disruption";  // what a booking of it is called

// What it says of a time; all of a holiday.
domain::Slot SlotOfDisruption(const v1::Disruption& of) {
  if (const auto day = DayOf(of.holiday()); day.has_value())
    return {absl::CivilMinute(*day), absl::CivilMinute(*day + 1)};
  Findings none;
  return of.has_slot() ? ReadSlot(of.slot(), "", none) : domain::Slot();
}

absl::StatusOr<std::string> PathOfBlackout(Tx& tx, const std::string& unit) {
  if (unit.empty() || unit == "/") return unit;
  return learned::PathOfUnit(tx, unit);
}

// As it would be without what happened, some of which may have been heard of before.
placement::Problem Without(
    const v1::Disruption& of, const std::string& blackout_path, placement::Problem problem) {
  const domain::Slot slot = SlotOfDisruption(of);
  std::erase_if(problem.bookings, [&](const domain::Booking& one) {
    const bool lost = (one.resource == domain::Resource::kVenue && one.id == of.venue()) ||
                      (one.resource == domain::Resource::kSpeaker && one.id == of.speaker());
    return lost && one.slot.Overlaps(slot);
  });
  if (!blackout_path.empty()) {
    std::erase_if(problem.calendar.blackouts, [&](const domain::Blackout& one) {
      return one.slot.Overlaps(slot) &&
             (Covers(one.path, blackout_path) || Covers(blackout_path, one.path));
    });
  }
  if (const auto day = DayOf(of.holiday()); day.has_value())
    std::erase_if(problem.calendar.holidays[day->year()], [&](const domain::Holiday& one) {
      return one.day == *day;
    });
  return problem;
}

// It has happened: from now on it stands in the problem.
void Happen(const v1::Disruption& of, const std::string& blackout_path, PlacementInputs& inputs) {
  placement::Problem& problem = inputs.problem;
  const domain::Slot slot = SlotOfDisruption(of);
  const auto take = [&](domain::Resource resource, const std::string& id, const domain::Slot& at) {
    if (!id.empty())
      problem.bookings.push_back({.of = kHappened, .resource = resource, .id = id, .slot = at});
  };
  take(domain::Resource::kVenue, of.venue(), slot);
  take(domain::Resource::kSpeaker, of.speaker(), slot);
  if (!blackout_path.empty())
    problem.calendar.blackouts.push_back(
        {.id = kHappened, .path = blackout_path, .slot = slot, .reason = of.reason()});
  if (const auto day = DayOf(of.holiday()); day.has_value())
    problem.calendar.holidays[day->year()].push_back({.day = *day, .name = of.reason()});
  // Who has said that he cannot come is not there at that time.
  for (const hold_store::Hold& one : inputs.holds)
    if (one.hold.leader == of.leader() && one.hold.state == domain::HoldState::kChanged)
      take(domain::Resource::kLeader, one.hold.leader, one.hold.slot);
}

placement::Disruption DisruptionOf(
    const v1::Disruption& of, const PlacementInputs& inputs, absl::CivilMinute told) {
  placement::Disruption out{
      .cause = ToDomain<domain::ChangeCause>(of.cause()), .reason = of.reason(), .told = told};
  // His addresses to come that what stands in his agenda now is in the way of; no others.
  for (std::size_t i = 0; i < inputs.problem.sessions.size(); ++i) {
    const placement::PlacedSession& session = inputs.problem.sessions[i];
    if (of.leader().empty() || session.leader != of.leader()) continue;
    const domain::Slot slot = *inputs.ItemOf(i).slot();
    if (slot.from <= told) continue;
    const auto bars = [&](const domain::Booking& one) {
      return one.resource == domain::Resource::kLeader && one.id == of.leader() &&
             one.slot.Overlaps(slot);
    };
    if (!std::ranges::any_of(inputs.problem.bookings, bars)) continue;
    out.addresses.push_back(i);
    if (inputs.holds[inputs.hold_of[i]].hold.video) out.by_video.push_back(i);
  }
  // Learning has somebody who holds it (SC-05), so no video takes his place.
  if (of.leader().empty()) out.fallbacks = {domain::Fallback::kDelegate};
  for (std::size_t i = 0; i < inputs.lost.size(); ++i)
    out.lost.push_back({inputs.items.size() + i, inputs.lost[i].venue});
  for (const batch_store::Batch& batch : inputs.batches)
    out.change_until.push_back(batch.change_until.value_or(absl::CivilDay::max()));
  return out;
}

// Only of an address there is a hold that falls back.
bool CanBeCarriedOut(const PlacementInputs& inputs, const placement::RepairOption& option) {
  return std::none_of(option.stood_in.begin(), option.stood_in.end(), [&](std::size_t session) {
    return inputs.problem.sessions[session].leader.empty();
  });
}

void ShowOption(
    const PlacementInputs& inputs, const placement::RepairOption& option, v1::RepairOption& out) {
  out.set_kind(ToContract<v1::RepairKind>(option.kind));
  if (option.fallback.has_value()) out.set_fallback(ToContract<v1::Fallback>(*option.fallback));
  for (const placement::SessionChange& one : option.changes) {
    v1::RepairChange& change = *out.add_changes();
    *change.mutable_before() = SessionAt(inputs, one.session, one.before);
    *change.mutable_after() = SessionAt(inputs, one.session, one.after);
  }
  for (const std::size_t session : option.stood_in)
    *out.add_stood_in() = SessionAt(inputs, session, *inputs.problem.sessions[session].now);
  for (const placement::PlacedMakeUp& one : option.make_ups)
    *out.add_make_ups() = SessionAt(inputs, one.session, one.place);
  out.set_bound(option.bound);
  out.set_fewest(option.fewest);
  out.set_minutes_lost(option.minutes_lost);
  out.set_minutes_recovered(option.minutes_recovered);
  for (const std::size_t person : option.people) out.add_people(inputs.problem.people[person].id);
  for (const std::size_t speaker : option.speakers)
    out.add_speakers(inputs.problem.speakers[speaker].id);
  out.set_rupiah(option.money.rupiah);
  for (const Finding& finding : option.rules) ::binadaya::ToProto(finding, *out.add_rules());
  for (const MovedHold& asked : MovedHoldsOf(inputs, option)) {
    const domain::Hold& hold = inputs.holds[asked.hold].hold;
    v1::AskedLeader& leader = *out.add_asked();
    leader.set_hold(hold.id);
    leader.set_leader(hold.leader);
    scheduling::ToProto(hold.slot, *leader.mutable_before());
    scheduling::ToProto(asked.to, *leader.mutable_after());
  }
}

}  // namespace

absl::StatusOr<v1::RepairRecord> Placements::Mend(
    JobRun& run, const v1::StartRepairRequest& asked) {
  v1::RepairRecord record;
  v1::Repair& out = *record.mutable_repair();
  const v1::Disruption& of = asked.disruption();
  const absl::CivilMinute told = Minute(run.call().now());
  const bool happened = !of.leader().empty() || SlotOfDisruption(of).minutes() > 0;
  std::string blackout_path;
  ASSIGN_OR_RETURN(
      Moment moment, ReadOfOneMoment(run.call(), [&](Tx& tx) -> absl::StatusOr<PlacementScope> {
        out.clear_findings();
        ASSIGN_OR_RETURN(blackout_path, PathOfBlackout(tx, of.blackout_unit()));
        const std::set<std::string> named(asked.batches().begin(), asked.batches().end());
        std::set<std::string> batches = named;
        if (happened) {
          const placement_store::Touch touch{
              .venue = of.venue(),
              .speaker = of.speaker(),
              .leader = of.leader(),
              .people = blackout_path,
              .slot = SlotOfDisruption(of)};
          for (std::string& id : placement_store::Touched(tx, run.call().scope_path(), touch))
            batches.insert(std::move(id));
        }
        ASSIGN_OR_RETURN(
            const std::vector<std::string> ids,
            PlaceableOf(
                tx, {batches.begin(), batches.end()}, named, true, *out.mutable_findings()));
        record.mutable_batches()->Assign(ids.begin(), ids.end());
        return ScopeOf(asked, ids, absl::CivilDay(told));
      }));
  auto& [inputs, rules, parts] = moment;
  const placement::Problem before = Without(of, blackout_path, inputs.problem);
  Happen(of, blackout_path, inputs);
  Findings findings = placement::CheckProblem(inputs.problem, rules.policy);
  if (Blocks(findings)) return Refuse(absl::StatusCode::kInvalidArgument, std::move(findings));

  RETURN_IF_ERROR(run.At(0, 1));
  const placement::Plan plan = inputs.Standing();
  placement::Disruption disruption = DisruptionOf(of, inputs, told);
  // What was heard already is to be mended where nothing else is named.
  if (happened) disruption.before = &before;
  const placement::Repair repair =
      inputs.batches.empty()
          ? placement::Repair()
          : placement::Mend(inputs.problem, rules.policy, plan, disruption, rules.repair);
  RETURN_IF_ERROR(run.At(1, 1));
  for (const std::size_t session : repair.affected)
    *out.add_affected() = SessionAt(inputs, session, *plan.places[session]);
  std::set<std::string> broken;
  for (const placement::Rule rule : repair.broken) broken.insert(placement::IdOf(rule));
  out.mutable_broken()->Assign(broken.begin(), broken.end());
  for (const placement::RepairOption& option : repair.options)
    if (CanBeCarriedOut(inputs, option)) ShowOption(inputs, option, *out.add_options());
  for (const Finding& finding : repair.findings) ::binadaya::ToProto(finding, *out.add_findings());
  out.set_id(run.id());
  out.set_unit(asked.unit());
  out.set_state(
      !out.options().empty()                         ? v1::REPAIR_PROPOSED
      : repair.broken.empty() && inputs.lost.empty() ? v1::REPAIR_NOT_NEEDED
                                                     : v1::REPAIR_NOT_FOUND);
  *out.mutable_disruption() = of;
  scheduling::ToProto(rules, *out.mutable_policies());
  out.set_fingerprint(FingerprintOf(parts));
  out.set_asked_by(run.call().subject());
  out.set_computed_at(InstantText(run.call().now()));
  *record.mutable_request() = asked;
  scheduling::ToProto(parts, *record.mutable_parts());
  record.set_told(absl::FormatCivilTime(absl::CivilDay(told)));
  return record;
}

}  // namespace binadaya::scheduling
