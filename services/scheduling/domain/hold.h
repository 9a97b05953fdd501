#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "services/common/domain/finding.h"
#include "services/scheduling/domain/slot.h"

// The agenda of the leaders (agenda pimpinan; domain rules 10.4, 18.12). An address is detachable:
// whatever becomes of its hold, the batch goes on.
namespace binadaya::scheduling::domain {

// The lesser goes before.
enum class HoldPriority {
  kStateInvitation = 1,  // of the state or the province
  kDisaster,
  kCouncil,  // DPRD
  kCityCeremony,
  kTrainingOpening
};

enum class HoldState {
  kRequested = 1,
  kTentative,
  kConfirmed,
  kChanged,
  kFallbackActive,
  kDone,
  kReleased
};
std::string_view ToString(HoldState state);  // "FALLBACK_ACTIVE", …

enum class Fallback {
  kDelegate = 1,  // the deputy, the secretary (Sekda), the head of the agency
  kVideo,         // recorded before
  kMove           // the address goes to the closing
};

struct Hold {
  std::string id = {};
  std::string leader = {};
  Slot slot = {};
  HoldPriority priority = HoldPriority::kTrainingOpening;
  HoldState state = HoldState::kRequested;
  std::string batch = {};             // of a training opening
  std::optional<Slot> proposed = {};  // the time that a change wants
  std::optional<Fallback> fallback = {};
  std::string delegate = {};
  std::string reason = {};  // of the last change, or of the release
  int changes = 0;
  bool video = false;  // he has agreed that a recording may be shown in his place

  // Whether the leader is there in the slot: TENTATIVE, CONFIRMED, DONE, and an address that moved;
  // not what is only asked for, or has changed.
  bool Stands() const;
  // It is settled that he comes in the slot: CONFIRMED, and an address that moved.
  bool Comes() const {
    return state == HoldState::kConfirmed ||
           (state == HoldState::kFallbackActive && fallback == Fallback::kMove);
  }
  // A delegate or a video stands in for the leader: what he has else disturbs it no more.
  bool StoodIn() const {
    return state == HoldState::kFallbackActive && fallback != Fallback::kMove;
  }
  // Neither DONE nor RELEASED.
  bool open() const { return state != HoldState::kDone && state != HoldState::kReleased; }

  // All refuse HLD-01, from another state. `agenda`: the other holds of the leader; those that
  // stand, overlap and go before refuse HLD-02 and are named. Of equals the confirmed one goes
  // before.
  absl::Status Pencil(std::span<const Hold> agenda);   // REQUESTED -> TENTATIVE
  absl::Status Confirm(std::span<const Hold> agenda);  // TENTATIVE -> CONFIRMED
  // CONFIRMED, or FALLBACK_ACTIVE of an address that moved -> CHANGED: the leader cannot, or wants
  // `to`. HLD-03 no reason; HLD-04 `to` is empty or the same.
  absl::Status Change(std::optional<Slot> to, std::string why);
  // FALLBACK_ACTIVE of a delegate -> CHANGED: he cannot either, so another fallback is chosen.
  // HLD-03.
  absl::Status LoseDelegate(std::string why);
  // CHANGED -> CONFIRMED: the new time fits. HLD-05 there is none; HLD-02.
  absl::Status TakeNewTime(std::span<const Hold> agenda);
  // While it is open and nobody stands in for him: it is agreed before it is needed, and an address
  // that moved may change once more. HLD-06 not of a batch; HLD-13 it is so already.
  absl::Status AgreeVideo(bool agreed);
  // CHANGED -> FALLBACK_ACTIVE. HLD-06 not of a batch; HLD-07 a delegate is missing, or named for
  // another fallback; HLD-08 likewise the time `to` of a move; HLD-12 he has agreed to no video;
  // HLD-02.
  absl::Status FallBack(
      Fallback way, std::string who, std::optional<Slot> to, std::span<const Hold> agenda);
  // CONFIRMED, FALLBACK_ACTIVE -> DONE. HLD-09 not over yet.
  absl::Status Finish(absl::CivilMinute now);
  // REQUESTED, TENTATIVE, CONFIRMED, CHANGED, FALLBACK_ACTIVE -> RELEASED. HLD-03.
  absl::Status Release(std::string why);
};
// Of each address of a batch the position of its hold among those of the batch; none: nobody was
// asked. A hold takes the address at its time; those that are left, one after the other in the
// order of time, what is left of the addresses (a draft's hours are provisional).
std::vector<std::optional<std::size_t>> HoldsFor(
    std::span<const Slot> addresses, std::span<const Hold> holds);

// Where an address moves in the released rundown of its batch: it ends with its leader's time.
// Empty: it stays, for it lies within that.
std::optional<Slot> MovedTo(const Slot& address, const Slot& hold);
// HLD-17, a warning: his agenda has the address at another time, or he wants another. Nothing where
// he does not come at all: somebody stands in for him, or is to.
Findings CheckInAgenda(const Slot& address, const Hold& hold);
// HLD-14 it begins by now; HLD-15 not on one of the days of its batch, first to last.
Findings CheckMove(
    const Slot& to, absl::CivilDay first, absl::CivilDay last, absl::CivilMinute now);

// HLD-18: its slot is over, so nobody can hold it any more.
Findings CheckHoldToCome(const Slot& slot, absl::CivilMinute now);
// HLD-10 an empty slot; HLD-11 a training opening names its batch, and nothing else does.
Findings CheckHold(const Hold& hold);

// Who must make way, once `hold` stands: those of the leader's that stand, overlap, and go after
// it. In the order of the agenda.
std::vector<std::string> Displaced(const Hold& hold, std::span<const Hold> agenda);

}  // namespace binadaya::scheduling::domain
