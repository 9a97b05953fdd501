#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/cli/answer.h"
#include "services/cli/environment.h"

// What training stands on: venues, speakers, and when nobody of a unit may be away.
namespace binadaya::cli {

// One on record by its name, as it is listed, or the first letters of its id: what is said takes
// the place of what was. Any other name is a new one.
struct VenueOptions {
  std::string name = {}, rename = {}, kind = {}, city = {}, province = {}, rate = {};
  int capacity = 0;
  bool accessible = false, not_accessible = false, out_of_use = false, in_use = false;
  bool despite_batches = false;
  std::vector<std::string> windows = {};
};
absl::StatusOr<Answer> RunSetVenue(const Environment& environment, const VenueOptions& options);

struct SpeakerOptions {
  std::string name = {};
  bool employee = false;  // `name` is a person of the registry
  std::string organisation = {}, rate_class = {}, city = {};
  std::vector<std::string> versed = {};     // "M.08=3"
  std::vector<std::string> interests = {};  // programs that he has a stake in
  std::vector<std::string> windows = {};
  bool out_of_use = false, in_use = false;
};
absl::StatusOr<Answer> RunSetSpeaker(const Environment& environment, const SpeakerOptions& options);

struct BlackoutOptions {
  std::string unit = {}, at = {}, reason = {};
  bool lift = false;
};
// What counts today of how a speaker was rated.
absl::StatusOr<Answer> RunSpeakerRating(
    const Environment& environment, const SpeakerOptions& options);
absl::StatusOr<Answer> RunBlackout(const Environment& environment, const BlackoutOptions& options);

}  // namespace binadaya::cli
