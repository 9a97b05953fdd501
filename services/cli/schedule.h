#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "binadaya/scheduling/v1/scheduling.pb.h"
#include "services/cli/answer.h"
#include "services/cli/environment.h"

// Calendars, the leaders' agenda, venues, speakers, batches and their rundowns.
namespace binadaya::cli {

// A unit by its code or name; a batch by its unit or program and its number ("OPD04/2"), or the
// first letters of its id.
struct ScheduleOptions {
  std::string unit, from, text, batch, by, reason;
  std::string program, file, form, compensation;
  std::string cause, item, decision;
  int number = 0;  // of a released rundown; 0 = the draft
  int year = 0, capacity = 0;
  bool accessible = false;
  bool all = false;
  bool unplanned = false;  // batches that hang on what the plan has no more
};

// A week of a unit, drawn: from the Monday of `from`, or of today.
absl::StatusOr<Answer> RunWeek(const Environment& environment, const ScheduleOptions& options);
absl::StatusOr<Answer> RunListHolds(const Environment& environment, const ScheduleOptions& options);
absl::StatusOr<Answer> RunListVenues(
    const Environment& environment, const ScheduleOptions& options);
absl::StatusOr<Answer> RunListSpeakers(
    const Environment& environment, const ScheduleOptions& options);
absl::StatusOr<Answer> RunListBatches(
    const Environment& environment, const ScheduleOptions& options);

// rundown.cc: batches of a plan's item, and their rundowns.
absl::StatusOr<Answer> RunDraftBatch(
    const Environment& environment, const ScheduleOptions& options);
// From a sheet, whole, with all that is wrong with it; with `form`, writes one to fill in.
absl::StatusOr<Answer> RunDraftRundown(
    const Environment& environment, const ScheduleOptions& options);
// A draft with all that is wrong with it and what it costs, or a released version.
absl::StatusOr<Answer> RunGetRundown(
    const Environment& environment, const ScheduleOptions& options);
// Where it is refused, all that the check finds, not only what a refusal holds.
absl::StatusOr<Answer> RunReleaseRundown(
    const Environment& environment, const ScheduleOptions& options);

// publish.cc: money, venue and speakers, all or none; where that stands; what must be arranged
// before (with `item`: decided); a cancellation.
absl::StatusOr<Answer> RunPublish(const Environment& environment, const ScheduleOptions& options);
absl::StatusOr<Answer> RunPublication(
    const Environment& environment, const ScheduleOptions& options);
absl::StatusOr<Answer> RunChecklist(const Environment& environment, const ScheduleOptions& options);
absl::StatusOr<Answer> RunCancelBatch(
    const Environment& environment, const ScheduleOptions& options);

// Pure.
struct WeekItem {
  std::string batch;  // "33.74.14 angkatan 1"
  scheduling::v1::RundownItem item;
};
struct Week {
  std::string unit;
  std::vector<scheduling::v1::CalendarDay> days;
  std::vector<WeekItem> items;
  std::vector<scheduling::v1::Hold> holds;
};
// A line for each day, a quarter of an hour each letter, from the first hour that holds something
// to the last; then what takes place.
std::string WeekText(const Week& week);
// Whether an item earns lesson hours (JP).
bool Learns(scheduling::v1::ItemKind kind);
std::string RundownText(const scheduling::v1::Rundown& rundown);
std::string CheckText(const scheduling::v1::RundownCheck& check);
std::string ReleaseText(const scheduling::v1::RundownRelease& release);
std::string PublicationText(const scheduling::v1::Publication& publication);
std::string ChecklistText(const scheduling::v1::Checklist& checklist);
std::string BatchesText(const scheduling::v1::ListBatchesResponse& batches);
std::string HoldsText(const scheduling::v1::ListHoldsResponse& holds);
std::string VenuesText(const scheduling::v1::ListVenuesResponse& venues);
std::string SpeakersText(const scheduling::v1::ListSpeakersResponse& speakers);

}  // namespace binadaya::cli
