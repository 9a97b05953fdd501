#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "binadaya/scheduling/v1/scheduling.pb.h"
#include "services/cli/answer.h"
#include "services/cli/environment.h"
#include "services/cli/progress.h"

// A window of batches placed at once (penjadwalan), and a disturbed schedule mended (perbaikan
// jadwal): asked for, shown, accepted.
namespace binadaya::cli {

struct PlacementOptions {
  std::string unit, from, until;
  int year = 0;
  std::vector<std::string> batches, venues, speakers;
  std::int64_t steps = 0;
  std::uint64_t seed = 0;
  std::string placement, batch, state;  // of the ones there are, by the first letters of the id
  std::string leader, venue, lost_speaker, blackout, holiday, at, cause,
      reason;  // what has happened
  std::string repair, option, delegate;
  std::string note, by;
  bool all = false;
};

// Both wait for the answer and show it.
absl::StatusOr<Answer> RunStartPlacement(
    const Environment& environment, const PlacementOptions& options, Progress& progress);
absl::StatusOr<Answer> RunStartRepair(
    const Environment& environment, const PlacementOptions& options, Progress& progress);
// The best plan so far of one that is computed, and its end with that.
absl::StatusOr<Answer> RunPlacementSoFar(
    const Environment& environment, const PlacementOptions& options);
absl::StatusOr<Answer> RunFinishPlacement(
    const Environment& environment, const PlacementOptions& options);
// One of them, with a batch its sessions too; of none the list.
absl::StatusOr<Answer> RunPlacement(
    const Environment& environment, const PlacementOptions& options);
absl::StatusOr<Answer> RunRepair(const Environment& environment, const PlacementOptions& options);
absl::StatusOr<Answer> RunAcceptPlacement(
    const Environment& environment, const PlacementOptions& options);
absl::StatusOr<Answer> RunAcceptRepair(
    const Environment& environment, const PlacementOptions& options);

// Pure.
std::string PlacementText(const scheduling::v1::Placement& placement);
std::string SoFarText(const scheduling::v1::PlacementSoFar& so_far);
std::string PlacementsText(const scheduling::v1::ListPlacementsResponse& placements);
std::string RepairText(const scheduling::v1::Repair& repair);
std::string RepairsText(const scheduling::v1::ListRepairsResponse& repairs);

}  // namespace binadaya::cli
