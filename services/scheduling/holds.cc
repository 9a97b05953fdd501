// The agenda of the leaders: what is asked for, decided, changed, and what falls back.
#include "absl/strings/str_split.h"
#include "binadaya/scheduling/v1/scheduling_events.tell.h"
#include "services/common/aggregate.h"
#include "services/common/app.h"
#include "services/common/domain/step.h"
#include "services/common/enums.h"
#include "services/common/id.h"
#include "services/common/learned.h"
#include "services/common/status.h"
#include "services/scheduling/batch_store.h"
#include "services/scheduling/gate_store.h"
#include "services/scheduling/hold_store.h"
#include "services/scheduling/people_store.h"
#include "services/scheduling/rundown_proto.h"
#include "services/scheduling/scheduling.h"
#include "services/scheduling/slot_proto.h"
#include "services/scheduling/speaker_store.h"
#include "services/scheduling/venue_store.h"

namespace binadaya::scheduling {
namespace {

using hold_store::Hold;

// What the platform itself says.
constexpr char kLeaderLeft[] =
    "Pimpinan ini tidak bekerja di sini lagi. / This leader works here no more.";
constexpr char kDelegateLeft[] =
    "Wakil pimpinan ini tidak bekerja di sini lagi. / The delegate works here no more.";

v1::Hold ShowHold(
    const Hold& of, std::int64_t version, const std::vector<std::string>& displaces = {}) {
  const domain::Hold& hold = of.hold;
  v1::Hold proto;
  proto.set_id(hold.id);
  proto.set_unit(of.unit);
  proto.set_leader(hold.leader);
  ToProto(hold.slot, *proto.mutable_slot());
  proto.set_priority(ToContract<v1::HoldPriority>(hold.priority));
  proto.set_state(ToContract<v1::HoldState>(hold.state));
  proto.set_batch(hold.batch);
  if (hold.fallback.has_value()) proto.set_fallback(ToContract<v1::Fallback>(*hold.fallback));
  proto.set_delegate(hold.delegate);
  if (hold.proposed.has_value()) ToProto(*hold.proposed, *proto.mutable_proposed());
  proto.set_reason(hold.reason);
  proto.set_changes(hold.changes);
  proto.set_video_agreed(hold.video);
  proto.set_version(version);
  for (const std::string& id : displaces) proto.add_displaces(id);
  return proto;
}

void TellRequested(Tx& tx, const domain::Hold& hold) {
  v1::HoldRequested event;
  event.set_id(hold.id);
  event.set_leader(hold.leader);
  ToProto(hold.slot, *event.mutable_slot());
  event.set_priority(ToContract<v1::HoldPriority>(hold.priority));
  event.set_batch(hold.batch);
  Tell(tx, event);
}

template <class Told>
void TellStands(Tx& tx, const domain::Hold& hold, const std::vector<std::string>& displaces) {
  Told event;
  event.set_id(hold.id);
  ToProto(hold.slot, *event.mutable_slot());
  for (const std::string& id : displaces) event.add_displaces(id);
  Tell(tx, event);
}

void TellChanged(Tx& tx, const domain::Hold& hold) {
  v1::HoldChanged event;
  event.set_id(hold.id);
  event.set_batch(hold.batch);
  if (hold.proposed.has_value()) ToProto(*hold.proposed, *event.mutable_proposed());
  event.set_reason(hold.reason);
  Tell(tx, event);
}

void TellVideo(Tx& tx, const domain::Hold& hold) {
  v1::HoldVideoAgreed event;
  event.set_id(hold.id);
  event.set_batch(hold.batch);
  event.set_agreed(hold.video);
  Tell(tx, event);
}

void TellFinished(Tx& tx, const domain::Hold& hold) {
  v1::HoldFinished event;
  event.set_id(hold.id);
  Tell(tx, event);
}

void TellReleased(Tx& tx, const domain::Hold& hold) {
  v1::HoldReleased event;
  event.set_id(hold.id);
  event.set_reason(hold.reason);
  Tell(tx, event);
}

void TellFellBack(Tx& tx, const domain::Hold& hold) {
  v1::HoldFellBack event;
  event.set_id(hold.id);
  event.set_batch(hold.batch);
  event.set_fallback(ToContract<v1::Fallback>(*hold.fallback));
  event.set_delegate(hold.delegate);
  ToProto(hold.slot, *event.mutable_slot());
  Tell(tx, event);
}

Finding NothingToOpen(const batch_store::Batch& batch) {
  return {
      .rule = "HLD-16",
      .where = "batch",
      .message =
          {"Kelas ini sudah terlaksana atau dibatalkan, jadi tidak ada yang dibuka. Pilih kelas "
           "yang lain.",
           "This batch was delivered or cancelled, so there is nothing to open. Choose another "
           "one."},
      .values = {{"state", std::string(domain::ToString(batch.state))}}};
}

// All that a batch takes when its address moves, as who accepts a repair locks it: before the
// agenda.
void LockToMove(Tx& tx, const batch_store::Batch& batch) {
  std::vector<std::string> venues, speakers;
  if (const auto release = batch_store::ReleaseOf(tx, batch.id, batch.released)) {
    for (const domain::RundownItem& item : AsDomain(release->content).items) {
      if (!item.venue.empty()) venues.push_back(item.venue);
      if (!item.speaker.empty()) speakers.push_back(item.speaker);
    }
  }
  (void)venue_store::OfIds(tx, venues, true);
  (void)speaker_store::OfIds(tx, speakers, true);
  (void)program_store::Lock(tx, batch.program);  // it may not have been heard of yet
  gate_store::LockGiving(tx);
}

}  // namespace

absl::StatusOr<v1::Hold> Scheduling::RequestHold(
    Call& call, const v1::RequestHoldRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Hold> {
    Findings findings;
    Hold of{
        .unit = request.unit(),
        .hold = {
            .id = NewId(tx.call().now()),
            .leader = request.leader(),
            .slot = ReadSlot(request.slot(), "slot", findings),
            .priority = ToDomain<domain::HoldPriority>(request.priority()),
            .batch = request.batch()}};
    if (!Blocks(findings)) findings = domain::CheckHold(of.hold);
    RETURN_IF_ERROR(RefuseInput(std::move(findings)));
    RETURN_IF_ERROR(
        RefuseIfBlocked(domain::CheckHoldToCome(of.hold.slot, Minute(tx.call().now()))));
    RETURN_IF_ERROR(learned::RequireActive(tx, request.leader(), "leader"));
    if (!request.batch().empty()) {
      ASSIGN_OR_RETURN(
          const batch_store::Batch batch,
          batch_store::Lock(tx, request.unit(), request.batch(), "batch"));
      if (batch.state > domain::BatchState::kRunning) return Refuse(NothingToOpen(batch));
    }
    hold_store::Add(tx, of);
    TellRequested(tx, of.hold);
    return ShowHold(of, 1);
  });
}

template <class Request, class Decision>
absl::StatusOr<v1::Hold> Scheduling::DecideAgenda(
    Call& call, const Request& request, bool moves, Decision decide) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Hold> {
    ASSIGN_OR_RETURN(
        const std::optional<domain::Slot> to, SlotIfGiven(request.has_to(), request.to(), "to"));
    // The batch before the agenda, as repairs lock them.
    if (const std::string batch = hold_store::BatchOf(tx, request.unit(), request.id());
        !batch.empty()) {
      ASSIGN_OR_RETURN(const batch_store::Batch locked, batch_store::Lock(tx, batch));
      if (moves) LockToMove(tx, locked);
    }
    ASSIGN_OR_RETURN(Hold of, hold_store::Lock(tx, request.unit(), request.id()));
    RETURN_IF_ERROR(tx.Expect("hold", of.hold.id, request.version()));
    std::vector<domain::Slot> slots = {of.hold.slot};
    if (to.has_value()) slots.push_back(*to);
    if (of.hold.proposed.has_value()) slots.push_back(*of.hold.proposed);
    const std::vector<domain::Hold> agenda = hold_store::AgendaOf(tx, of.hold.leader, slots);
    std::vector<std::string> displaces;
    RETURN_IF_ERROR(decide(tx, of.hold, to, agenda, displaces));
    hold_store::Save(tx, of.hold);
    return ShowHold(of, VersionOf(tx, "hold", of.hold.id) + 1, displaces);
  });
}

absl::StatusOr<v1::Hold> Scheduling::DecideHold(Call& call, const v1::DecideHoldRequest& request) {
  return DecideAgenda(
      call, request, request.decision() == v1::TAKE_NEW_TIME,
      [&](Tx& tx, domain::Hold& hold, const std::optional<domain::Slot>& to,
          const std::vector<domain::Hold>& agenda,
          std::vector<std::string>& displaces) -> absl::Status {
        switch (request.decision()) {
          case v1::PENCIL:
            RETURN_IF_ERROR(hold.Pencil(agenda));
            displaces = domain::Displaced(hold, agenda);
            TellStands<v1::HoldPencilled>(tx, hold, displaces);
            break;
          case v1::CONFIRM:
            RETURN_IF_ERROR(hold.Confirm(agenda));
            displaces = domain::Displaced(hold, agenda);
            TellStands<v1::HoldConfirmed>(tx, hold, displaces);
            break;
          case v1::CHANGE:
            RETURN_IF_ERROR(hold.Change(to, request.reason()));
            TellChanged(tx, hold);
            break;
          case v1::TAKE_NEW_TIME:
            RETURN_IF_ERROR(hold.TakeNewTime(agenda));
            displaces = domain::Displaced(hold, agenda);
            RETURN_IF_ERROR(MoveAddress(tx, hold));
            TellStands<v1::HoldConfirmed>(tx, hold, displaces);
            break;
          case v1::FINISH:
            RETURN_IF_ERROR(hold.Finish(Minute(call.now())));
            TellFinished(tx, hold);
            break;
          case v1::AGREE_VIDEO:
          case v1::DECLINE_VIDEO:
            RETURN_IF_ERROR(hold.AgreeVideo(request.decision() == v1::AGREE_VIDEO));
            TellVideo(tx, hold);
            break;
          case v1::RELEASE:
            RETURN_IF_ERROR(hold.Release(request.reason()));
            TellReleased(tx, hold);
            break;
          default:
            return absl::InternalError("a decision that validation lets through and nobody makes");
        }
        return absl::OkStatus();
      });
}

absl::StatusOr<v1::Hold> Scheduling::FallBack(Call& call, const v1::FallBackRequest& request) {
  return DecideAgenda(
      call, request, request.fallback() == v1::MOVE,
      [&](Tx& tx, domain::Hold& hold, const std::optional<domain::Slot>& to,
          const std::vector<domain::Hold>& agenda,
          std::vector<std::string>& displaces) -> absl::Status {
        if (!request.delegate().empty())
          RETURN_IF_ERROR(learned::RequireActive(tx, request.delegate(), "delegate"));
        RETURN_IF_ERROR(hold.FallBack(
            ToDomain<domain::Fallback>(request.fallback()), request.delegate(), to, agenda));
        if (hold.Stands()) {
          displaces = domain::Displaced(hold, agenda);
          RETURN_IF_ERROR(MoveAddress(tx, hold));
        }
        TellFellBack(tx, hold);
        return absl::OkStatus();
      });
}

absl::Status Scheduling::GiveUp(
    Tx& tx, domain::Hold hold, domain::Fallback way, const std::string& delegate,
    const std::optional<domain::Slot>& to, const std::string& reason) const {
  if (!hold.Comes() && hold.state != domain::HoldState::kChanged) {
    RETURN_IF_ERROR(hold.Release(reason));
    TellReleased(tx, hold);
    hold_store::Save(tx, hold);
    return absl::OkStatus();
  }
  if (hold.Comes()) {
    RETURN_IF_ERROR(hold.Change(std::nullopt, reason));
    TellChanged(tx, hold);
  }
  if (!delegate.empty()) RETURN_IF_ERROR(learned::RequireActive(tx, delegate, "delegate"));
  std::vector<domain::Slot> slots = {hold.slot};
  if (to.has_value()) slots.push_back(*to);
  std::vector<domain::Hold> agenda = hold_store::AgendaOf(tx, hold.leader, slots);
  std::erase_if(agenda, [&](const domain::Hold& one) { return one.id == hold.id; });
  RETURN_IF_ERROR(hold.FallBack(way, delegate, to, agenda));
  TellFellBack(tx, hold);
  hold_store::Save(tx, hold);
  return absl::OkStatus();
}

absl::Status Scheduling::ReleaseHolds(Tx& tx, const batch_store::Batch& batch) const {
  const absl::CivilMinute now = Minute(tx.call().now());
  for (const Hold& seen : hold_store::OfBatches(tx, {batch.id})) {
    ASSIGN_OR_RETURN(Hold of, hold_store::Lock(tx, seen.unit, seen.hold.id));
    domain::Hold& hold = of.hold;
    const bool was_held = (hold.Comes() || hold.StoodIn()) && hold.slot.until <= now;
    if (!hold.open() || was_held) continue;
    RETURN_IF_ERROR(hold.Release(batch.reason));
    hold_store::Save(tx, hold);
    TellReleased(tx, hold);
  }
  return absl::OkStatus();
}

// What was settled of an opening has changed: who organises chooses a fallback. All else is off,
// for protocol asks whoever comes after him. Of a delegate who has left, too, another fallback is
// chosen.
absl::StatusOr<Timers::Effect> Scheduling::LookAtLeader(const Call&, const std::string& subject) {
  const std::vector<std::string> parts = absl::StrSplit(subject, '|');
  return [this, parts](Tx& tx) -> absl::Status {
    const std::string &unit = parts.at(0), &id = parts.at(1);
    if (const std::string batch = hold_store::BatchOf(tx, unit, id); !batch.empty())
      RETURN_IF_ERROR(batch_store::Lock(tx, batch).status());
    ASSIGN_OR_RETURN(Hold of, hold_store::Lock(tx, unit, id));
    domain::Hold& hold = of.hold;
    const bool over = hold.slot.until <= Minute(tx.call().now());
    if (!hold.delegate.empty() && hold.StoodIn() && !over &&
        people_store::HasLeft(tx, hold.delegate)) {
      RETURN_IF_ERROR(hold.LoseDelegate(kDelegateLeft));
      TellChanged(tx, hold);
      hold_store::Save(tx, hold);
      return absl::OkStatus();
    }
    // A fallback is to be chosen already, or was.
    const bool opens = !hold.batch.empty();
    const bool falls_back = hold.StoodIn() || (opens && hold.state == domain::HoldState::kChanged);
    if (!people_store::HasLeft(tx, hold.leader) || !hold.open() || falls_back || over)
      return absl::OkStatus();
    if (hold.Comes() && opens) {
      RETURN_IF_ERROR(hold.Change(std::nullopt, kLeaderLeft));
      TellChanged(tx, hold);
    } else {
      RETURN_IF_ERROR(hold.Release(kLeaderLeft));
      TellReleased(tx, hold);
    }
    hold_store::Save(tx, hold);
    return absl::OkStatus();
  };
}

absl::Status Scheduling::AskAnew(
    Tx& tx, Hold of, const domain::Slot& to, const std::string& reason) const {
  domain::Hold& hold = of.hold;
  if (absl::CivilDay(to.from) != absl::CivilDay(hold.slot.from))
    OpenAgain(tx, hold.batch, {domain::ChecklistKind::kLeaderHold});
  if (hold.Comes()) {
    RETURN_IF_ERROR(hold.Change(to, reason));
    TellChanged(tx, hold);
    hold_store::Save(tx, hold);
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(hold.Release(reason));
  TellReleased(tx, hold);
  hold_store::Save(tx, hold);
  of.hold = {
      .id = NewId(tx.call().now()),
      .leader = hold.leader,
      .slot = to,
      .priority = hold.priority,
      .batch = hold.batch,
      .video = hold.video};
  hold_store::Add(tx, of);
  TellRequested(tx, of.hold);
  if (of.hold.video) TellVideo(tx, of.hold);
  return absl::OkStatus();
}

absl::StatusOr<v1::ListHoldsResponse> Scheduling::ListHolds(
    Call& call, const v1::ListHoldsRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListHoldsResponse> {
    const std::vector<Hold> holds = hold_store::PageOf(tx, call.scope(), request, page);
    const auto versions = VersionsOf(tx, "hold", holds, [](const Hold& of) { return of.hold.id; });
    v1::ListHoldsResponse response;
    for (const Hold& of : holds) *response.add_holds() = ShowHold(of, versions.at(of.hold.id));
    if (response.holds_size() == page.size())
      response.set_next_page_token(
          page.Next({ForSql(holds.back().hold.slot.from), holds.back().hold.id}));
    return response;
  });
}

}  // namespace binadaya::scheduling
