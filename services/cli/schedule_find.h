#pragma once

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "binadaya/needs/v1/needs.pb.h"
#include "binadaya/scheduling/v1/scheduling.pb.h"
#include "services/cli/operator.h"

// What somebody means who names a batch, a hold, a venue, a speaker or an item of the plan.
namespace binadaya::cli {

// Inside a unit, or all; their programs by title where needs can be asked.
absl::StatusOr<scheduling::v1::ListBatchesResponse> BatchesIn(
    const Operator& caller, const std::string& unit);
std::map<std::string, std::string> ProgramTitles(const Operator& caller);
// By "OPD04/2" or "keputusan/2", a unit or part of the program's title and its number there, or by
// the first letters of its id.
absl::StatusOr<scheduling::v1::Batch> FindBatch(const Operator& caller, const std::string& text);

// Refuses the number of a learning session that a batch with so many of them does not have.
absl::Status NoSuchSession(std::size_t sessions);

// One that is open by part of its leader's name, any by the first letters of its id.
absl::StatusOr<scheduling::v1::Hold> FindHold(const Operator& caller, const std::string& text);

// Those that are called so, in any case, or whose id begins so; a message without an id where there
// is none.
absl::StatusOr<scheduling::v1::Venue> FindVenue(const Operator& caller, const std::string& text);
absl::StatusOr<scheduling::v1::Speaker> FindSpeaker(
    const Operator& caller, const std::string& text);
// All of them; internal ones with their names as far as they can be had.
absl::StatusOr<scheduling::v1::ListSpeakersResponse> NamedSpeakers(
    const Operator& caller, const std::string& competency = "", bool all = true);

// By part of its title or the first letters of its id; `retired`: these too.
absl::StatusOr<scheduling::v1::RundownTemplate> FindTemplate(
    const Operator& caller, const std::string& text, bool retired);

// Of the plan of a year that is in force, by part of its title or the first letters of its id.
absl::StatusOr<needs::v1::PlanItem> FindItemOfPlan(
    const Operator& caller, const std::string& text, int year);

}  // namespace binadaya::cli
