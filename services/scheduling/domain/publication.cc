#include "services/scheduling/domain/publication.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/domain/text.h"

namespace binadaya::scheduling::domain {
namespace {

constexpr PublicationStep kPublicationSteps[] = {
    PublicationStep::kFunds, PublicationStep::kResources, PublicationStep::kSeats};

}  // namespace

std::string_view ToString(PublicationStep step) {
  switch (step) {
    case PublicationStep::kFunds:
      return "FUNDS";
    case PublicationStep::kResources:
      return "RESOURCES";
    case PublicationStep::kSeats:
      return "SEATS";
  }
  return "";
}

std::string_view ToString(PublicationState state) {
  switch (state) {
    case PublicationState::kRunning:
      return "RUNNING";
    case PublicationState::kDone:
      return "DONE";
    case PublicationState::kUndoing:
      return "UNDOING";
    case PublicationState::kUndone:
      return "UNDONE";
  }
  return "";
}

std::span<const PublicationStep> PublicationSteps() { return kPublicationSteps; }

std::optional<PublicationTurn> Publication::Next() const {
  if (state == PublicationState::kDone || state == PublicationState::kUndone) return std::nullopt;
  return PublicationTurn{kPublicationSteps[at], state == PublicationState::kUndoing};
}

bool Publication::Took(const PublicationTurn& turn) {
  if (Next() != turn) return false;
  if (turn.undo) {
    if (at == 0) {
      state = PublicationState::kUndone;
    } else {
      --at;
    }
  } else if (at + 1 == static_cast<int>(std::size(kPublicationSteps))) {
    state = PublicationState::kDone;
  } else {
    ++at;
  }
  return true;
}

bool Publication::Refused(Findings why) {
  if (state != PublicationState::kRunning) return false;
  state = PublicationState::kUndoing;
  findings = std::move(why);
  return true;
}

std::string Key(const Publication& publication, const PublicationTurn& turn) {
  return Cat(
      publication.batch, "/", publication.version, "/", ToString(turn.step), "/",
      turn.undo ? "undo" : "act");
}

Finding PublicationOverdue(int hours) {
  return {
      "PUB-01",
      "batch",
      {absl::StrCat(
           "Penerbitan tidak selesai dalam ", hours,
           " jam, jadi semuanya dikembalikan. Terbitkan lagi."),
       absl::StrCat(
           "Publishing did not end within ", hours,
           " hours, so all of it was undone. Publish again.")},
      {{"hours", absl::StrCat(hours)}}};
}

}  // namespace binadaya::scheduling::domain
