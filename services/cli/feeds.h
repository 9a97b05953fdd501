#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "binadaya/scheduling/v1/scheduling.pb.h"
#include "services/cli/answer.h"
#include "services/cli/environment.h"

// Calendars for calendar programs: addresses to subscribe to, invitations as files.
namespace binadaya::cli {

// A person by name or whole employment number, a venue or a speaker as it is called; a feed by the
// first letters of its id.
struct FeedOptions {
  std::string person, venue, speaker, id, by;
  std::string batch, out;  // `out`: the folder of the files
  bool all = false;
};

// A person's in his own name, others in the name of `by`.
absl::StatusOr<Answer> RunOpenFeed(const Environment& environment, const FeedOptions& options);
// In the name of `by`, or of the operator.
absl::StatusOr<Answer> RunCloseFeed(const Environment& environment, const FeedOptions& options);
absl::StatusOr<Answer> RunListFeeds(const Environment& environment, const FeedOptions& options);
// Writes a file for each session of a batch to which a person is invited, or was.
absl::StatusOr<Answer> RunInvitations(const Environment& environment, const FeedOptions& options);

}  // namespace binadaya::cli
