#include "services/scheduling/domain/hold.h"

#include <algorithm>
#include <initializer_list>
#include <numeric>
#include <utility>

#include "absl/strings/ascii.h"
#include "services/common/domain/refusal.h"
#include "services/common/domain/text.h"
#include "services/scheduling/domain/written.h"

namespace binadaya::scheduling::domain {
namespace {

bool IsFirm(const Hold& hold) {
  return hold.state != HoldState::kTentative;  // of those that stand
}

// Of two that overlap, both the leader's.
bool GoesBefore(const Hold& one, const Hold& other) {
  if (one.priority != other.priority) return one.priority < other.priority;
  return IsFirm(one);
}

bool Collide(const Hold& one, const Hold& other, const Slot& slot) {
  return one.id != other.id && one.leader == other.leader && other.Stands() &&
         other.slot.Overlaps(slot);
}

absl::Status RequireHoldState(HoldState state, std::initializer_list<HoldState> from) {
  if (std::find(from.begin(), from.end(), state) != from.end()) return absl::OkStatus();
  return Refuse(
      {.rule = "HLD-01",
       .where = "state",
       .message =
           {"Langkah ini tidak mungkin dari keadaan agenda sekarang. Muat ulang agendanya.",
            "This step is not possible from the present state of the hold. Load it anew."},
       .values = {{"state", std::string(ToString(state))}}});
}

absl::Status RequireNobodyBefore(const Hold& hold, const Slot& slot, std::span<const Hold> agenda) {
  Findings findings;
  for (const Hold& other : agenda) {
    if (!Collide(hold, other, slot) || !GoesBefore(other, hold)) continue;
    const std::string from = Written(other.slot.from), until = Written(other.slot.until);
    findings.push_back(
        {.rule = "HLD-02",
         .where = "slot",
         .message =
             {Cat("Pimpinan sudah ada agenda yang didahulukan, ", from, " sampai ", until,
                  ". Pilih waktu lain."),
              Cat("The leader has an engagement that goes before, ", from, " to ", until,
                  ". Choose another time.")},
         .values = {{"hold", other.id}, {"from", from}, {"until", until}}});
  }
  if (findings.empty()) return absl::OkStatus();
  return Refuse(absl::StatusCode::kFailedPrecondition, std::move(findings));
}

absl::Status RequireHoldReason(const std::string& reason) {
  if (!absl::StripAsciiWhitespace(reason).empty()) return absl::OkStatus();
  return Refuse(
      {.rule = "HLD-03",
       .where = "reason",
       .message = {
           "Alasannya kosong. Tuliskan mengapa agenda ini berubah atau dilepas.",
           "No reason is given. Say why this hold changes or is released."}});
}

Finding OpensNothing() {
  return {
      .rule = "HLD-06",
      .where = "fallback",
      .message = {
          "Agenda ini bukan pembukaan pelatihan, jadi tidak punya pengganti. Lepaskan saja.",
          "This hold opens no training, so nothing falls back. Release it instead."}};
}

Findings CheckFallback(
    const Hold& hold, Fallback way, const std::string& who, const std::optional<Slot>& to) {
  Findings findings;
  if (hold.batch.empty()) findings.push_back(OpensNothing());
  if ((way == Fallback::kDelegate) == who.empty()) {
    findings.push_back(
        {.rule = "HLD-07",
         .where = "delegate",
         .message = {
             "Wakil disebut bila, dan hanya bila, sambutan diwakilkan. Perbaiki isiannya.",
             "A delegate is named when, and only when, the address is delegated. Correct it."}});
  }
  if (way == Fallback::kVideo && !hold.video) {
    findings.push_back(
        {.rule = "HLD-12",
         .where = "fallback",
         .message = {
             "Pimpinan belum menyetujui rekaman. Mintakan persetujuannya lewat protokol, atau "
             "pilih "
             "wakil atau waktu lain.",
             "The leader has not agreed to a recording. Have protocol ask him, or choose a "
             "delegate "
             "or another time."}});
  }
  if ((way == Fallback::kMove) != (to.has_value() && !to->empty())) {
    findings.push_back(
        {.rule = "HLD-08",
         .where = "slot",
         .message = {
             "Waktu baru disebut bila, dan hanya bila, sambutan dipindah. Perbaiki isiannya.",
             "A new time is named when, and only when, the address moves. Correct it."}});
  }
  return findings;
}

}  // namespace

std::string_view ToString(HoldState state) {
  switch (state) {
    case HoldState::kRequested:
      return "REQUESTED";
    case HoldState::kTentative:
      return "TENTATIVE";
    case HoldState::kConfirmed:
      return "CONFIRMED";
    case HoldState::kChanged:
      return "CHANGED";
    case HoldState::kFallbackActive:
      return "FALLBACK_ACTIVE";
    case HoldState::kDone:
      return "DONE";
    case HoldState::kReleased:
      return "RELEASED";
  }
  return "";
}

bool Hold::Stands() const {
  switch (state) {
    case HoldState::kTentative:
    case HoldState::kConfirmed:
      return true;
    case HoldState::kFallbackActive:
    // Who was represented was not there.
    case HoldState::kDone:
      return !fallback.has_value() || *fallback == Fallback::kMove;
    case HoldState::kRequested:
    case HoldState::kChanged:
    case HoldState::kReleased:
      return false;
  }
  return false;
}

absl::Status Hold::Pencil(std::span<const Hold> agenda) {
  if (absl::Status status = RequireHoldState(state, {HoldState::kRequested}); !status.ok())
    return status;
  if (absl::Status status = RequireNobodyBefore(*this, slot, agenda); !status.ok()) return status;
  state = HoldState::kTentative;
  return absl::OkStatus();
}

absl::Status Hold::Confirm(std::span<const Hold> agenda) {
  if (absl::Status status = RequireHoldState(state, {HoldState::kTentative}); !status.ok())
    return status;
  if (absl::Status status = RequireNobodyBefore(*this, slot, agenda); !status.ok()) return status;
  state = HoldState::kConfirmed;
  return absl::OkStatus();
}

absl::Status Hold::Change(std::optional<Slot> to, std::string why) {
  if (!Comes()) return RequireHoldState(state, {});
  if (absl::Status status = RequireHoldReason(why); !status.ok()) return status;
  if (to.has_value() && (to->empty() || *to == slot)) {
    return Refuse(
        {.rule = "HLD-04",
         .where = "slot",
         .message = {
             "Waktu barunya kosong atau sama dengan yang lama. Perbaiki, atau kosongkan bila "
             "pimpinan tidak dapat hadir.",
             "The new time is empty or the old one. Correct it, or leave it out if the leader "
             "cannot come."}});
  }
  state = HoldState::kChanged;
  fallback.reset();
  proposed = to;
  reason = std::move(why);
  ++changes;
  return absl::OkStatus();
}

absl::Status Hold::LoseDelegate(std::string why) {
  if (!StoodIn() || delegate.empty()) return RequireHoldState(state, {});
  if (absl::Status status = RequireHoldReason(why); !status.ok()) return status;
  state = HoldState::kChanged;
  fallback.reset();
  delegate.clear();
  reason = std::move(why);
  ++changes;
  return absl::OkStatus();
}

absl::Status Hold::TakeNewTime(std::span<const Hold> agenda) {
  if (absl::Status status = RequireHoldState(state, {HoldState::kChanged}); !status.ok())
    return status;
  if (!proposed.has_value()) {
    return Refuse(
        {.rule = "HLD-05",
         .where = "slot",
         .message = {
             "Pimpinan tidak menyebut waktu baru. Pilih pengganti: wakil, rekaman, atau pindah.",
             "The leader has named no new time. Choose a fallback: a delegate, a recording, or to "
             "move."}});
  }
  if (absl::Status status = RequireNobodyBefore(*this, *proposed, agenda); !status.ok())
    return status;
  state = HoldState::kConfirmed;
  slot = *std::exchange(proposed, std::nullopt);
  return absl::OkStatus();
}

absl::Status Hold::AgreeVideo(bool agreed) {
  if (!open() || StoodIn()) return RequireHoldState(state, {});
  if (batch.empty()) return Refuse(OpensNothing());
  if (video == agreed) {
    return Refuse(
        {.rule = "HLD-13",
         .where = "state",
         .message = {
             "Persetujuan rekamannya sudah tercatat begitu. Tidak ada yang perlu dilakukan.",
             "That is on record about a recording already. Nothing is left to do."}});
  }
  video = agreed;
  return absl::OkStatus();
}

absl::Status Hold::FallBack(
    Fallback way, std::string who, std::optional<Slot> to, std::span<const Hold> agenda) {
  if (absl::Status status = RequireHoldState(state, {HoldState::kChanged}); !status.ok())
    return status;
  if (Findings findings = CheckFallback(*this, way, who, to); Blocks(findings))
    return Refuse(absl::StatusCode::kFailedPrecondition, std::move(findings));
  if (to.has_value()) {
    if (absl::Status status = RequireNobodyBefore(*this, *to, agenda); !status.ok()) return status;
    slot = *to;
  }
  state = HoldState::kFallbackActive;
  fallback = way;
  delegate = std::move(who);
  proposed.reset();
  return absl::OkStatus();
}

absl::Status Hold::Finish(absl::CivilMinute now) {
  if (absl::Status status =
          RequireHoldState(state, {HoldState::kConfirmed, HoldState::kFallbackActive});
      !status.ok()) {
    return status;
  }
  if (now < slot.until) {
    return Refuse(
        {.rule = "HLD-09",
         .where = "state",
         .message =
             {Cat("Agenda ini baru selesai ", Written(slot.until), ". Tunggu sampai saat itu."),
              Cat("This hold ends at ", Written(slot.until), ". Wait until then.")},
         .values = {{"until", Written(slot.until)}}});
  }
  state = HoldState::kDone;
  return absl::OkStatus();
}

absl::Status Hold::Release(std::string why) {
  if (absl::Status status = RequireHoldState(
          state, {HoldState::kRequested, HoldState::kTentative, HoldState::kConfirmed,
                  HoldState::kChanged, HoldState::kFallbackActive});
      !status.ok()) {
    return status;
  }
  if (absl::Status status = RequireHoldReason(why); !status.ok()) return status;
  state = HoldState::kReleased;
  reason = std::move(why);
  return absl::OkStatus();
}

std::vector<std::optional<std::size_t>> HoldsFor(
    std::span<const Slot> addresses, std::span<const Hold> holds) {
  const auto in_order = [](std::size_t count, const auto& slot_of) {
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return slot_of(a).from < slot_of(b).from;
    });
    return order;
  };
  const auto by_time = in_order(addresses.size(), [&](std::size_t i) { return addresses[i]; });
  auto left = in_order(holds.size(), [&](std::size_t i) { return holds[i].slot; });
  std::vector<std::optional<std::size_t>> found(addresses.size());
  for (const bool at_its_time : {true, false}) {
    std::erase_if(left, [&](std::size_t hold) {
      for (const std::size_t address : by_time) {
        if (found[address].has_value()) continue;
        if (at_its_time && !holds[hold].slot.Overlaps(addresses[address])) continue;
        found[address] = hold;
        return true;
      }
      return false;
    });
  }
  return found;
}

std::optional<Slot> MovedTo(const Slot& address, const Slot& hold) {
  if (hold.from <= address.from && address.until <= hold.until) return std::nullopt;
  return Slot{hold.from, std::min(hold.from + address.minutes(), hold.until)};
}

Findings CheckInAgenda(const Slot& address, const Hold& hold) {
  const bool comes = hold.state != HoldState::kChanged || hold.proposed.has_value();
  const Slot at = hold.proposed.value_or(hold.slot);
  if (!hold.open() || hold.StoodIn() || !comes || !MovedTo(address, at).has_value()) return {};
  const std::string from = Written(at.from), until = Written(at.until);
  return {
      {.rule = "HLD-17",
       .where = "items",
       .message =
           {Cat("Agenda pimpinan memuat sambutan ini dari ", from, " sampai ", until,
                ". Samakan jamnya, atau mintalah protokol memindahkan agendanya."),
            Cat("The leader's agenda has this address from ", from, " to ", until,
                ". Make the two agree, or ask protocol to move the agenda.")},
       .values = {{"hold", hold.id}, {"from", from}, {"until", until}},
       .warning = true}};
}

Findings CheckMove(
    const Slot& to, absl::CivilDay first, absl::CivilDay last, absl::CivilMinute now) {
  Findings findings;
  if (to.from <= now) {
    findings.push_back(
        {.rule = "HLD-14",
         .where = "slot",
         .message =
             {Cat("Waktu baru sambutan ini, ", Written(to.from),
                  ", sudah lewat. Sebut waktu yang masih akan datang."),
              Cat("The new time of this address, ", Written(to.from),
                  ", is past. Name one that is still to come.")},
         .values = {{"from", Written(to.from)}}});
  }
  if (const absl::CivilDay day(to.from); day < first || day > last) {
    const std::string from = absl::FormatCivilTime(first), until = absl::FormatCivilTime(last);
    findings.push_back(
        {.rule = "HLD-15",
         .where = "slot",
         .message =
             {Cat("Kelas sambutan ini berlangsung ", from, " sampai ", until,
                  ". Pilih waktu di antaranya, pilih pengganti, atau perbaiki jadwal kelasnya "
                  "dulu."),
              Cat("The batch of this address lasts from ", from, " to ", until,
                  ". Choose a time between, a fallback, or repair its schedule first.")},
         .values = {{"first_day", from}, {"last_day", until}}});
  }
  return findings;
}

Findings CheckHoldToCome(const Slot& slot, absl::CivilMinute now) {
  if (slot.until > now) return {};
  return {
      {.rule = "HLD-18",
       .where = "slot",
       .message =
           {Cat("Waktu ini sudah lewat ", Written(slot.until), ". Sebut waktu yang belum selesai."),
            Cat("This time was over at ", Written(slot.until), ". Name one that is not over.")},
       .values = {{"until", Written(slot.until)}}}};
}

Findings CheckHold(const Hold& hold) {
  Findings findings;
  if (hold.slot.empty()) {
    findings.push_back(
        {.rule = "HLD-10",
         .where = "slot",
         .message = {
             "Agenda ini berakhir sebelum mulai. Perbaiki salah satu waktunya.",
             "This hold ends before it begins. Correct one of its times."}});
  }
  if ((hold.priority == HoldPriority::kTrainingOpening) == hold.batch.empty()) {
    findings.push_back(
        {.rule = "HLD-11",
         .where = "batch",
         .message = {
             "Kelas disebut bila, dan hanya bila, agendanya pembukaan pelatihan. Perbaiki "
             "isiannya.",
             "A batch is named when, and only when, the hold opens a training. Correct it."}});
  }
  return findings;
}

std::vector<std::string> Displaced(const Hold& hold, std::span<const Hold> agenda) {
  std::vector<std::string> displaced;
  for (const Hold& other : agenda)
    if (Collide(hold, other, hold.slot) && GoesBefore(hold, other)) displaced.push_back(other.id);
  return displaced;
}

}  // namespace binadaya::scheduling::domain
