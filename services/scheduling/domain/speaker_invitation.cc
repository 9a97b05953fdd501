#include "services/scheduling/domain/speaker_invitation.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "services/common/domain/refusal.h"
#include "services/common/domain/text.h"

namespace binadaya::scheduling::domain {
namespace {

absl::Status RequireAnswerable(InvitationState state, bool confirmed_too) {
  if (state == InvitationState::kInvited) return absl::OkStatus();
  if (state == InvitationState::kConfirmed && confirmed_too) return absl::OkStatus();
  return Refuse(
      {.rule = "SPK-10",
       .where = "state",
       .message =
           {"Undangan ini sudah dijawab atau ditarik. Buat undangan baru bila perlu.",
            "This invitation is answered or withdrawn already. Invite anew if need be."},
       .values = {{"state", std::string(ToString(state))}}});
}

absl::Status RequireExcuse(const std::string& reason) {
  if (!absl::StripAsciiWhitespace(reason).empty()) return absl::OkStatus();
  return Refuse(
      {.rule = "SPK-11",
       .where = "reason",
       .message = {
           "Alasannya kosong. Tuliskan mengapa narasumber ini tidak mengisi sesi itu.",
           "No reason is given. Say why this speaker does not take the session."}});
}

}  // namespace

std::string_view ToString(InvitationState state) {
  switch (state) {
    case InvitationState::kInvited:
      return "INVITED";
    case InvitationState::kConfirmed:
      return "CONFIRMED";
    case InvitationState::kDeclined:
      return "DECLINED";
    case InvitationState::kWithdrawn:
      return "WITHDRAWN";
  }
  return "";
}

bool Invitation::stands() const {
  return state == InvitationState::kInvited || state == InvitationState::kConfirmed;
}

absl::Status Invitation::Confirm() {
  if (absl::Status status = RequireAnswerable(state, false); !status.ok()) return status;
  state = InvitationState::kConfirmed;
  return absl::OkStatus();
}

absl::Status Invitation::Decline(std::string why) {
  if (absl::Status status = RequireAnswerable(state, true); !status.ok()) return status;
  if (absl::Status status = RequireExcuse(why); !status.ok()) return status;
  state = InvitationState::kDeclined;
  reason = std::move(why);
  return absl::OkStatus();
}

absl::Status Invitation::Withdraw(std::string why) {
  if (absl::Status status = RequireAnswerable(state, true); !status.ok()) return status;
  if (absl::Status status = RequireExcuse(why); !status.ok()) return status;
  state = InvitationState::kWithdrawn;
  reason = std::move(why);
  return absl::OkStatus();
}

bool Invitation::MovedTo(const Slot& now, absl::CivilDay until) {
  if (!stands() || now == slot) return false;
  state = InvitationState::kInvited;
  slot = now;
  answer_by = until;
  overdue = false;
  return true;
}

bool Invitation::FallDue(absl::CivilMinute now) {
  if (state != InvitationState::kInvited || overdue) return false;
  if (absl::CivilDay(now) <= answer_by || slot.from <= now) return false;
  overdue = true;
  return true;
}

absl::CivilDay AnswerBy(
    const Calendar& calendar, absl::CivilDay today, const Slot& slot, int working_days) {
  const absl::CivilDay before = absl::CivilDay(slot.from) - 1;
  return std::max(today, std::min(calendar.WorkingDayAfter(today, working_days), before));
}

Findings CheckToCome(const Slot& slot, absl::CivilMinute now) {
  if (slot.from > now) return {};
  return {
      {.rule = "SPK-15",
       .where = "session",
       .message = {
           "Sesi ini sudah mulai. Catat apa yang terjadi pada sesinya, bukan pada undangannya.",
           "This session has begun. Note what became of the session, not of the invitation."}}};
}

Findings CheckOnBehalf(SpeakerKind kind) {
  if (kind == SpeakerKind::kExternal) return {};
  return {
      {.rule = "SPK-14",
       .where = "id",
       .message = {
           "Narasumber ini pegawai kota, jadi ia menjawab sendiri. Ingatkan dia, atau tarik "
           "undangannya.",
           "This speaker is on the staff, so he answers himself. Remind him, or withdraw the "
           "invitation."}}};
}

Findings CheckSomebodyAsked(int asked, int sessions) {
  if (asked > 0) return {};
  return {
      {.rule = "SPK-13",
       .where = "batch",
       .message =
           {"Tidak ada yang perlu diundang: setiap sesi yang akan datang belum punya narasumber, "
            "atau narasumbernya sudah diundang atau sudah menjawab. Lepaskan susunan acaranya "
            "dulu, atau sebut sesinya bila ia diminta sekali lagi.",
            "There is nobody to invite: each session to come has no speaker yet, or he is invited "
            "or has answered. Release the rundown first, or name the session if he is to be asked "
            "once more."},
       .values = {{"sessions", Cat(sessions)}}}};
}

Finding CannotBeHad(const std::string& session) {
  return {
      .rule = "SPK-18",
      .where = "session",
      .message =
          {"Narasumber sesi ini tidak dapat hadir pada waktu itu. Pilih narasumber atau waktu "
           "lain.",
           "The speaker of this session cannot be had at that time. Choose another speaker, or "
           "another time."},
      .values = {{"session", session}}};
}

}  // namespace binadaya::scheduling::domain
