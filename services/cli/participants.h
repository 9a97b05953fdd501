#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "binadaya/scheduling/v1/scheduling.pb.h"
#include "services/cli/answer.h"
#include "services/cli/environment.h"
#include "services/cli/find.h"

// Who takes part (peserta): selections, seats, why somebody was chosen or not, objections.
namespace binadaya::cli {

// People by name or whole employment number; batches as in schedule.h.
struct ParticipantOptions {
  std::vector<std::string> batches = {}, families = {}, ahead = {}, leaving = {};
  std::string batch = {}, unit = {}, person = {}, in = {}, state = {};
  std::string why = {}, note = {}, reason = {}, rule = {};
  std::string by = {};  // in whose name
  int year = 0, capacity = 0;
  bool upheld = false;
  bool all = false;
  bool overdue = false;
};
enum class SeatAnswer { kApprove, kReject, kConfirm, kDecline };

absl::StatusOr<Answer> RunSelectParticipants(
    const Environment& environment, const ParticipantOptions& options);
absl::StatusOr<Answer> RunListParticipants(
    const Environment& environment, const ParticipantOptions& options);
absl::StatusOr<Answer> RunWhy(const Environment& environment, const ParticipantOptions& options);
// The superior's answer in the name of `by`; the participant's own in his.
absl::StatusOr<Answer> RunAnswerSeat(
    const Environment& environment, const ParticipantOptions& options, SeatAnswer answer);
absl::StatusOr<Answer> RunWithdraw(
    const Environment& environment, const ParticipantOptions& options);
absl::StatusOr<Answer> RunSubstitute(
    const Environment& environment, const ParticipantOptions& options);
absl::StatusOr<Answer> RunSetCapacity(
    const Environment& environment, const ParticipantOptions& options);
absl::StatusOr<Answer> RunFairness(
    const Environment& environment, const ParticipantOptions& options);
// The head of a unit lets a batch break a rule of continuity of service there.
absl::StatusOr<Answer> RunOverrideContinuity(
    const Environment& environment, const ParticipantOptions& options);
// What heads let batches break: of a batch, or inside a unit.
absl::StatusOr<Answer> RunListOverrides(
    const Environment& environment, const ParticipantOptions& options);
absl::StatusOr<Answer> RunObject(const Environment& environment, const ParticipantOptions& options);
absl::StatusOr<Answer> RunDecideObjection(
    const Environment& environment, const ParticipantOptions& options);

// Pure.
std::string SelectionText(const scheduling::v1::Selection& selection);
std::string EnrolmentsText(
    const std::vector<scheduling::v1::Enrolment>& enrolments, const Names& names);
std::string ChoiceText(const scheduling::v1::Choice& choice, const std::string& name);
std::string FairnessText(const scheduling::v1::Fairness& fairness);
std::string OverridesText(const scheduling::v1::ContinuityOverrides& made);
// With their batches, and who let it be.
std::string OverridesText(const scheduling::v1::ListContinuityOverridesResponse& listed);

}  // namespace binadaya::cli
