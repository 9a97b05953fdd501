#pragma once

#include "absl/status/statusor.h"
#include "binadaya/scheduling/v1/scheduling.pb.h"
#include "services/cli/answer.h"
#include "services/cli/environment.h"
#include "services/cli/participants.h"

// Seats in question (kursi yang dipertanyakan): listed, kept, given up.
namespace binadaya::cli {

// Those that are open, of a batch or inside a unit; `all`: also those that were settled.
absl::StatusOr<Answer> RunListSeatQuestions(
    const Environment& environment, const ParticipantOptions& options);
// The one that is open about somebody's seat.
absl::StatusOr<Answer> RunDecideSeatQuestion(
    const Environment& environment, const ParticipantOptions& options,
    scheduling::v1::SeatDecision decision);

// Pure.
std::string SeatQuestionsText(
    const std::vector<scheduling::v1::SeatQuestion>& questions, const Names& names);

}  // namespace binadaya::cli
