#pragma once

#include <functional>
#include <map>
#include <string>

#include "services/common/timer.h"
#include "services/scheduling/domain/checklist.h"
#include "services/scheduling/domain/speaker.h"
#include "services/scheduling/rundown_templates.h"
#include "services/scheduling/speaker_invitation_store.h"

namespace binadaya::scheduling {

// Of an invitation: has he answered? Or he has left service, or is on leave then.
inline constexpr char kSpeakerTimer[] = "speaker";

// The checklist of a batch, which is locked, after one of its items was decided: saved and told.
void SaveDecided(
    Tx& tx, const std::string& batch, const domain::Checklist& checklist,
    domain::ChecklistKind kind, v1::ChecklistDecision decision);

// The part of the service that asks speakers for the sessions that are booked with them
// (speaker_invitations.cc), and takes their answers. Any thread. A batch is locked before its
// invitations.
class Invitations : public Templates {
 public:
  absl::StatusOr<v1::SpeakerInvitations> InviteSpeakers(
      Call& call, const v1::InviteSpeakersRequest& request) override;
  absl::StatusOr<v1::SpeakerInvitations> AnswerSpeakerInvitation(
      Call& call, const v1::AnswerSpeakerInvitationRequest& request) override;
  absl::StatusOr<v1::SpeakerInvitations> AnswerForSpeaker(
      Call& call, const v1::AnswerForSpeakerRequest& request) override;
  absl::StatusOr<v1::SpeakerInvitations> WithdrawSpeakerInvitation(
      Call& call, const v1::WithdrawSpeakerInvitationRequest& request) override;
  absl::StatusOr<v1::ListSpeakerInvitationsResponse> ListSpeakerInvitations(
      Call& call, const v1::ListSpeakerInvitationsRequest& request) override;
  absl::StatusOr<v1::ListSpeakerInvitationsResponse> ListOwnSpeakerInvitations(
      Call& call, const v1::ListOwnSpeakerInvitationsRequest& request) override;
  absl::StatusOr<v1::AcceptedInterest> AcceptInterest(
      Call& call, const v1::AcceptInterestRequest& request) override;
  absl::StatusOr<v1::AcceptedInterest> WithdrawAcceptedInterest(
      Call& call, const v1::WithdrawAcceptedInterestRequest& request) override;

  // Timer: has he answered? Who has left service, or is on leave then, need not come.
  absl::StatusOr<Timers::Effect> LookAtInvitation(const Call& call, const std::string& invitation);

 protected:
  using Templates::Templates;

  // What is booked of a batch, which is locked, is another now: who is asked for a session at
  // another time is asked anew, and who is not needed there any more need not come.
  void FollowBookings(Tx& tx, const std::string& batch) const;
  // CHL-07, of a batch of which anybody was ever asked: sessions to come that nobody has confirmed.
  Findings CheckConfirmed(Tx& tx, const std::string& batch) const;

 private:
  using Invited = speaker_invitation_store::Invited;

  // Until when whoever is asked today for a session at a time is to answer; read once for them all.
  std::function<absl::CivilDay(const domain::Slot&)> AnswerBy(Tx& tx) const;
  // Told, and looked at again when its last day is over.
  void Ask(Tx& tx, const Invited& invited) const;
  // Of a batch of which somebody was asked: the item of the checklist about speakers follows what
  // they have answered, unless it is not needed.
  void TickSpeakers(Tx& tx, const std::string& batch) const;
  // Those of a batch, which is locked, for sessions to come that his stake bars a speaker from.
  void WithdrawBarred(
      Tx& tx, const batch_store::Batch& batch, const std::string& speaker,
      const std::string& reason) const;
  // One decision about an invitation that `sees` it may be named; NotFound of "id" otherwise.
  absl::StatusOr<v1::SpeakerInvitations> Decide(
      Tx& tx, const std::string& id, std::int64_t version, bool own, bool on_behalf,
      const std::function<bool(const Invited&, const domain::Speaker&)>& sees,
      const std::function<absl::Status(domain::Invitation&)>& decide) const;
};

}  // namespace binadaya::scheduling
