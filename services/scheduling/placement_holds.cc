// What placements and repairs have to do with what was promised: the leaders' agenda, and speakers
// who have confirmed.
#include "services/common/domain/step.h"
#include "services/common/status.h"
#include "services/scheduling/placements.h"
#include "services/scheduling/speaker_invitation_store.h"

namespace binadaya::scheduling {
namespace {

namespace placement = domain::placement;

// Where a change puts its session.
domain::Slot SlotAfter(const PlacementInputs& inputs, const placement::SessionChange& one) {
  const int minutes = inputs.problem.sessions[one.session].minutes;
  return domain::SlotOn(one.after.day, {one.after.from, one.after.from + minutes});
}

}  // namespace

void SetLeaders(PlacementInputs& inputs, bool repair) {
  inputs.hold_of.assign(inputs.items.size(), placement::kNone);
  for (std::size_t batch = 0; batch < inputs.batches.size(); ++batch) {
    std::vector<domain::Slot> addresses;
    std::vector<std::size_t> sessions, holds;  // of them, in the inputs
    std::vector<domain::Hold> of_batch;
    for (std::size_t i = 0; i < inputs.items.size(); ++i) {
      if (inputs.items[i].batch != batch ||
          inputs.ItemOf(i).kind != domain::ItemKind::kLeaderAddress) {
        continue;
      }
      addresses.push_back(*inputs.ItemOf(i).slot());
      sessions.push_back(i);
    }
    for (std::size_t i = 0; i < inputs.holds.size(); ++i) {
      if (inputs.holds[i].hold.batch != inputs.batches[batch].id) continue;
      of_batch.push_back(inputs.holds[i].hold);
      holds.push_back(i);
    }
    const auto found = domain::HoldsFor(addresses, of_batch);
    for (std::size_t i = 0; i < found.size(); ++i) {
      if (!found[i].has_value()) continue;
      const domain::Hold& hold = of_batch[*found[i]];
      placement::PlacedSession& session = inputs.problem.sessions[sessions[i]];
      inputs.hold_of[sessions[i]] = holds[*found[i]];
      if (!hold.StoodIn()) session.leader = hold.leader;
      if (repair || !hold.Stands()) continue;
      const absl::CivilDay day(hold.slot.from);
      session.keeps_time = true;
      session.now = {.day = day, .from = static_cast<int>(hold.slot.from - absl::CivilMinute(day))};
      session.starts = {session.now->from};
    }
  }
}

void KeepConfirmed(Tx& tx, PlacementInputs& inputs) {
  std::map<std::string, speaker_invitation_store::Invited> confirmed;  // by session
  for (const batch_store::Batch& batch : inputs.batches)
    for (auto& one : speaker_invitation_store::StandingIn(tx, batch.id))
      if (one.is.state == domain::InvitationState::kConfirmed)
        confirmed[one.session] = std::move(one);
  for (std::size_t i = 0; i < inputs.items.size(); ++i) {
    const auto found = confirmed.find(inputs.ItemOf(i).id);
    if (found == confirmed.end() || inputs.ItemOf(i).speaker != found->second.speaker) continue;
    const absl::CivilMinute from = found->second.is.slot.from;
    const absl::CivilDay day(from);
    if (day <= tx.call().today()) continue;  // nothing is placed there any more
    placement::PlacedSession& session = inputs.problem.sessions[i];
    session.keeps_time = session.keeps_speaker = true;
    session.now = {
        .day = day,
        .from = static_cast<int>(from - absl::CivilMinute(day)),
        .speaker = session.speakers.front()};  // its own
    session.starts = {session.now->from};
  }
}

std::vector<MovedHold> MovedHoldsOf(
    const PlacementInputs& inputs, const placement::RepairOption& option) {
  std::vector<MovedHold> asked;
  if (option.fallback == domain::Fallback::kMove) return asked;
  for (const placement::SessionChange& one : option.changes) {
    const std::size_t of = inputs.hold_of[one.session];
    const bool same = one.before.day == one.after.day && one.before.from == one.after.from;
    if (of == placement::kNone || same) continue;
    const domain::Hold& hold = inputs.holds[of].hold;
    const domain::Slot to = SlotAfter(inputs, one);
    const bool wanted = hold.state == domain::HoldState::kChanged && hold.proposed == to;
    if (!hold.StoodIn() && !wanted) asked.push_back({of, to});
  }
  return asked;
}

absl::Status Placements::MoveHolds(
    Tx& tx, const PlacementInputs& inputs, const placement::RepairOption& option,
    const v1::AcceptRepairRequest& request) const {
  const auto locked = [&](std::size_t of) -> absl::StatusOr<hold_store::Hold> {
    const hold_store::Hold& seen = inputs.holds[of];
    return hold_store::Lock(tx, seen.unit, seen.hold.id);
  };
  const auto give_up = [&](std::size_t session,
                           const std::optional<domain::Slot>& to) -> absl::Status {
    const std::size_t of = inputs.hold_of[session];
    if (of == placement::kNone) return absl::OkStatus();
    ASSIGN_OR_RETURN(const hold_store::Hold hold, locked(of));
    const bool by_delegate = *option.fallback == domain::Fallback::kDelegate;
    return GiveUp(
        tx, hold.hold, *option.fallback, by_delegate ? request.delegate() : "", to, request.note());
  };
  for (const std::size_t session : option.stood_in) RETURN_IF_ERROR(give_up(session, std::nullopt));
  if (option.fallback == domain::Fallback::kMove)
    for (const placement::SessionChange& one : option.changes)
      RETURN_IF_ERROR(give_up(one.session, SlotAfter(inputs, one)));
  for (const MovedHold& asked : MovedHoldsOf(inputs, option)) {
    ASSIGN_OR_RETURN(hold_store::Hold hold, locked(asked.hold));
    RETURN_IF_ERROR(AskAnew(tx, std::move(hold), asked.to, request.note()));
  }
  return absl::OkStatus();
}

}  // namespace binadaya::scheduling
