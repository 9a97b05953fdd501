#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "binadaya/scheduling/v1/scheduling.pb.h"
#include "services/cli/answer.h"
#include "services/cli/environment.h"

// Speakers who are asked for sessions (undangan narasumber), and conflicts of interest.
namespace binadaya::cli {

struct SpeakerInvitationOptions {
  std::string batch = {}, session = {}, unit = {}, invitation = {}, speaker = {};
  std::string reason = {}, by = {};
  bool overdue = false, all = false, in_need = false;
};
absl::StatusOr<Answer> RunInviteSpeakers(
    const Environment& environment, const SpeakerInvitationOptions& options);
// Those that wait for an answer, of a batch or inside a unit; `all`: also those that were answered.
// `in_need`: sessions that nobody is asked for, in their place.
absl::StatusOr<Answer> RunListSpeakerInvitations(
    const Environment& environment, const SpeakerInvitationOptions& options);
// In the speaker's own name; with `by`, the organiser notes what one from outside has answered.
absl::StatusOr<Answer> RunAnswerSpeakerInvitation(
    const Environment& environment, const SpeakerInvitationOptions& options,
    scheduling::v1::SpeakerAnswer answer);
absl::StatusOr<Answer> RunWithdrawSpeakerInvitation(
    const Environment& environment, const SpeakerInvitationOptions& options);
// In the name of the head of the personnel agency.
absl::StatusOr<Answer> RunAcceptInterest(
    const Environment& environment, const SpeakerInvitationOptions& options);
absl::StatusOr<Answer> RunWithdrawInterest(
    const Environment& environment, const SpeakerInvitationOptions& options);

// With the names of speakers by their ids. Pure.
std::string SpeakerInvitationsText(
    const scheduling::v1::SpeakerInvitations& shown,
    const std::map<std::string, std::string>& names);

}  // namespace binadaya::cli
