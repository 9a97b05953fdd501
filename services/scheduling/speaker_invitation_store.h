#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "binadaya/scheduling/v1/speaker_invitations.pb.h"
#include "services/common/db.h"
#include "services/common/page.h"
#include "services/scheduling/domain/rundown.h"
#include "services/scheduling/domain/speaker_invitation.h"

namespace binadaya::scheduling {

// A conflict of interest that was accepted; of a batch by speaker.
struct Acceptance {
  std::string reason = {}, by = {};
  absl::Time at = {};
};
using Acceptances = std::map<std::string, Acceptance>;
// What a speaker is wanted for by an item of a batch of this program.
domain::Engagement EngagementIn(
    const domain::RundownItem& item, const std::string& program, const Acceptances& accepted,
    const std::string& speaker);

}  // namespace binadaya::scheduling

// Speakers who are asked for sessions, and conflicts of interest that were accepted. Whoever
// changes one holds the lock of the batch.
namespace binadaya::scheduling::speaker_invitation_store {

struct Invited {
  domain::Invitation is = {};
  std::string id = {}, batch = {}, session = {}, speaker = {};
  std::string unit = {};  // of the batch
  std::string invited_by = {}, answered_by = {};
  absl::CivilDay invited_on = {};
  std::optional<absl::CivilDay> answered_on = {};
  bool on_behalf = false;  // answered so
};
// NotFound of "id".
absl::StatusOr<Invited> Get(Tx& tx, const std::string& id);
void Add(Tx& tx, const Invited& invited);
void Save(Tx& tx, const Invited& invited);
// Of a batch, those that are INVITED or CONFIRMED.
std::vector<Invited> StandingIn(Tx& tx, const std::string& batch);
// The same of a person, in any batch, for sessions that begin after `now`: their ids.
std::vector<std::string> StandingOf(Tx& tx, const std::string& person, absl::CivilMinute now);
// Whether anybody was ever asked for a session of it.
bool AnyIn(Tx& tx, const std::string& batch);
// Inside these paths by the unit of the batch; of a person, in any. Those to be answered first in
// front.
std::vector<Invited> PageOf(
    Tx& tx, const std::vector<std::string>& paths, const v1::ListSpeakerInvitationsRequest& request,
    absl::CivilMinute now, const Page& page);
std::vector<Invited> PageOfPerson(Tx& tx, const std::string& person, const Page& page);

// A session that is booked with a speaker.
struct Booked {
  std::string session = {}, speaker = {}, batch = {};
  std::string unit = {};  // of the batch
  domain::Slot slot = {};
  std::optional<domain::InvitationState> state = {};  // of the newest invitation; none: none was

  // Nobody is asked for it, or has promised to hold it.
  bool in_need() const {
    return !state.has_value() || *state == domain::InvitationState::kDeclined ||
           *state == domain::InvitationState::kWithdrawn;
  }
};
// Of a batch, those that begin after `now`; by time. Make-up sessions, too.
std::vector<Booked> BookedIn(Tx& tx, const std::string& batch, absl::CivilMinute now);
// Those that are in need, inside these paths by the unit of the batch; by time.
std::vector<Booked> PageInNeed(
    Tx& tx, const std::vector<std::string>& paths, const v1::ListSpeakerInvitationsRequest& request,
    absl::CivilMinute now, const Page& page);

Acceptances AcceptedIn(Tx& tx, const std::string& batch);
void Accept(
    Tx& tx, const std::string& batch, const std::string& speaker, const Acceptance& acceptance);
// What was accepted until now; none: nothing was.
std::optional<Acceptance> WithdrawAccepted(
    Tx& tx, const std::string& batch, const std::string& speaker);

}  // namespace binadaya::scheduling::speaker_invitation_store
