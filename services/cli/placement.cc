#include "services/cli/placement.h"

#include "binadaya/scheduling/v1/scheduling.rpc.h"
#include "services/cli/budget_find.h"
#include "services/cli/find.h"
#include "services/cli/jobs.h"
#include "services/cli/language.h"
#include "services/cli/operator.h"
#include "services/cli/render.h"
#include "services/cli/schedule_find.h"
#include "services/cli/times.h"
#include "services/cli/words.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

using scheduling::SchedulingClient;
namespace sv = scheduling::v1;

constexpr char kPlacementJob[] = "scheduling.Placement";

// What may be taken, by name.
template <class Request>
absl::Status ReadMeans(const Operator& caller, const PlacementOptions& options, Request& request) {
  request.set_request_id(caller.NewRequestId());
  ASSIGN_OR_RETURN(*request.mutable_unit(), FindUnitCode(caller, options.unit));
  for (const std::string& text : options.batches) {
    ASSIGN_OR_RETURN(const sv::Batch batch, FindBatch(caller, text));
    request.add_batches(batch.id());
  }
  for (const std::string& text : options.venues) {
    ASSIGN_OR_RETURN(const sv::Venue venue, FindVenue(caller, text));
    request.add_venues(venue.id());
  }
  for (const std::string& text : options.speakers) {
    ASSIGN_OR_RETURN(const sv::Speaker speaker, FindSpeaker(caller, text));
    request.add_speakers(speaker.id());
  }
  return absl::OkStatus();
}

absl::Status ReadDisruption(
    const Operator& caller, const PlacementOptions& options, sv::Disruption& of) {
  of.set_reason(options.reason);
  RETURN_IF_ERROR(Put<sv::ChangeCause>(
      "--cause", options.cause, [&](sv::ChangeCause cause) { of.set_cause(cause); }));
  if (!options.at.empty()) {
    ASSIGN_OR_RETURN(*of.mutable_slot(), SlotIn("--at", options.at));
  }
  if (!options.leader.empty()) {
    ASSIGN_OR_RETURN(const registry::v1::Person leader, FindPerson(caller, options.leader));
    of.set_leader(leader.id());
  }
  if (!options.venue.empty()) {
    ASSIGN_OR_RETURN(const sv::Venue venue, FindVenue(caller, options.venue));
    of.set_venue(venue.id());
  }
  if (!options.lost_speaker.empty()) {
    ASSIGN_OR_RETURN(const sv::Speaker speaker, FindSpeaker(caller, options.lost_speaker));
    of.set_speaker(speaker.id());
  }
  if (!options.blackout.empty()) {
    ASSIGN_OR_RETURN(*of.mutable_blackout_unit(), FindUnitCode(caller, options.blackout));
  }
  of.set_holiday(options.holiday);
  return absl::OkStatus();
}

// The one of a list whose id begins so; the newest if nothing is said.
template <class Repeated>
auto OneOf(const Message& what, const std::string& text, const Repeated& list)
    -> absl::StatusOr<typename Repeated::value_type> {
  std::vector<Candidate> candidates;
  std::vector<int> at;
  for (int i = 0; i < list.size(); ++i) {
    if (!list[i].id().starts_with(text)) continue;
    if (text.empty() && i > 0) continue;
    at.push_back(i);
    candidates.push_back(
        {.id = list[i].id(),
         .shown = Cat(list[i].id(), "  ", Word(list[i].state()), "  ", list[i].computed_at()),
         .exact = list[i].id() == text});
  }
  ASSIGN_OR_RETURN(const std::size_t chosen, Choose(what, text, candidates));
  return list[at[chosen]];
}

absl::StatusOr<sv::Placement> FindPlacement(
    const Operator& caller, const std::string& text, const std::string& batch) {
  ASSIGN_OR_RETURN(
      const auto listed,
      caller.AskPages(
          "scheduling", &SchedulingClient::ListPlacements, sv::ListPlacementsRequest(), true));
  ASSIGN_OR_RETURN(
      const sv::Placement found, OneOf({"rencana", "placements"}, text, listed.placements()));
  sv::GetPlacementRequest request;
  request.set_unit(found.unit());
  request.set_placement(found.id());
  request.set_batch(batch);
  return caller.Ask("scheduling", &SchedulingClient::GetPlacement, request);
}

absl::StatusOr<sv::Repair> FindRepair(const Operator& caller, const std::string& text) {
  ASSIGN_OR_RETURN(
      const auto listed,
      caller.AskPages(
          "scheduling", &SchedulingClient::ListRepairs, sv::ListRepairsRequest(), true));
  ASSIGN_OR_RETURN(const sv::Repair found, OneOf({"perbaikan", "repairs"}, text, listed.repairs()));
  sv::GetRepairRequest request;
  request.set_unit(found.unit());
  request.set_repair(found.id());
  return caller.Ask("scheduling", &SchedulingClient::GetRepair, request);
}

absl::Status AwaitAnswer(
    const Operator& by, const std::string& job, const std::string& step, Progress& progress) {
  progress.Begin(1);
  progress.Step(step);
  return Await(
             by, "scheduling", job,
             [&](const operations::v1::Job& now) { progress.Detail(HowFar(now)); })
      .status();
}

// About a search that is under way.
template <class Request>
absl::StatusOr<Request> AboutSearch(const Operator& caller, const PlacementOptions& options) {
  Request request;
  ASSIGN_OR_RETURN(*request.mutable_unit(), FindUnitCode(caller, options.unit));
  ASSIGN_OR_RETURN(
      *request.mutable_placement(),
      FindJob(caller, "scheduling", options.placement, kPlacementJob));
  return request;
}

}  // namespace

absl::StatusOr<Answer> RunStartPlacement(
    const Environment& environment, const PlacementOptions& options, Progress& progress) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const Operator by, ActingAs(caller, options.by, v1::ORGANISER));
  sv::StartPlacementRequest request;
  RETURN_IF_ERROR(ReadMeans(caller, options, request));
  request.set_year(options.year);
  request.set_from(options.from);
  request.set_until(options.until);
  request.set_steps(options.steps);
  request.set_seed(options.seed);
  ASSIGN_OR_RETURN(
      const auto started, by.Ask("scheduling", &SchedulingClient::StartPlacement, request));
  RETURN_IF_ERROR(AwaitAnswer(by, started.job(), Say("penjadwalan", "placement"), progress));
  ASSIGN_OR_RETURN(const sv::Placement placement, FindPlacement(caller, started.job(), ""));
  return AnswerOf(PlacementText(placement), placement);
}

absl::StatusOr<Answer> RunPlacementSoFar(
    const Environment& environment, const PlacementOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const auto request, AboutSearch<sv::GetPlacementSoFarRequest>(caller, options));
  ASSIGN_OR_RETURN(
      const sv::PlacementSoFar so_far,
      caller.Ask("scheduling", &SchedulingClient::GetPlacementSoFar, request));
  return AnswerOf(SoFarText(so_far), so_far);
}

absl::StatusOr<Answer> RunFinishPlacement(
    const Environment& environment, const PlacementOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const Operator by, ActingAs(caller, options.by, v1::ORGANISER));
  ASSIGN_OR_RETURN(auto request, AboutSearch<sv::FinishPlacementRequest>(caller, options));
  request.set_request_id(caller.NewRequestId());
  ASSIGN_OR_RETURN(
      const sv::PlacementSoFar so_far,
      by.Ask("scheduling", &SchedulingClient::FinishPlacement, request));
  return AnswerOf(SoFarText(so_far), so_far);
}

absl::StatusOr<Answer> RunStartRepair(
    const Environment& environment, const PlacementOptions& options, Progress& progress) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const Operator by, ActingAs(caller, options.by, v1::ORGANISER));
  sv::StartRepairRequest request;
  RETURN_IF_ERROR(ReadMeans(caller, options, request));
  RETURN_IF_ERROR(ReadDisruption(caller, options, *request.mutable_disruption()));
  ASSIGN_OR_RETURN(
      const auto started, by.Ask("scheduling", &SchedulingClient::StartRepair, request));
  RETURN_IF_ERROR(AwaitAnswer(by, started.job(), Say("perbaikan", "repair"), progress));
  ASSIGN_OR_RETURN(const sv::Repair repair, FindRepair(caller, started.job()));
  return AnswerOf(RepairText(repair), repair);
}

absl::StatusOr<Answer> RunPlacement(
    const Environment& environment, const PlacementOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  if (options.placement.empty()) {
    ASSIGN_OR_RETURN(
        const auto listed, caller.AskPages(
                               "scheduling", &SchedulingClient::ListPlacements,
                               sv::ListPlacementsRequest(), options.all));
    return AnswerOf(PlacementsText(listed), listed);
  }
  std::string batch;
  if (!options.batch.empty()) {
    ASSIGN_OR_RETURN(const sv::Batch found, FindBatch(caller, options.batch));
    batch = found.id();
  }
  ASSIGN_OR_RETURN(const sv::Placement placement, FindPlacement(caller, options.placement, batch));
  return AnswerOf(PlacementText(placement), placement);
}

absl::StatusOr<Answer> RunRepair(const Environment& environment, const PlacementOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  if (options.repair.empty()) {
    ASSIGN_OR_RETURN(
        const auto listed,
        caller.AskPages(
            "scheduling", &SchedulingClient::ListRepairs, sv::ListRepairsRequest(), options.all));
    return AnswerOf(RepairsText(listed), listed);
  }
  ASSIGN_OR_RETURN(const sv::Repair repair, FindRepair(caller, options.repair));
  return AnswerOf(RepairText(repair), repair);
}

absl::StatusOr<Answer> RunAcceptPlacement(
    const Environment& environment, const PlacementOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const Operator by, ActingAs(caller, options.by, v1::ORGANISER));
  ASSIGN_OR_RETURN(const sv::Placement placement, FindPlacement(caller, options.placement, ""));
  sv::AcceptPlacementRequest request;
  request.set_request_id(caller.NewRequestId());
  request.set_unit(placement.unit());
  request.set_placement(placement.id());
  request.set_note(options.note);
  ASSIGN_OR_RETURN(
      const sv::Placement accepted,
      by.Ask("scheduling", &SchedulingClient::AcceptPlacement, request));
  return AnswerOf(PlacementText(accepted), accepted);
}

absl::StatusOr<Answer> RunAcceptRepair(
    const Environment& environment, const PlacementOptions& options) {
  ASSIGN_OR_RETURN(const sv::RepairKind kind, Parse<sv::RepairKind>("OPTION", options.option));
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const Operator by, ActingAs(caller, options.by, v1::ORGANISER));
  ASSIGN_OR_RETURN(const sv::Repair repair, FindRepair(caller, options.repair));
  sv::AcceptRepairRequest request;
  request.set_request_id(caller.NewRequestId());
  request.set_unit(repair.unit());
  request.set_repair(repair.id());
  request.set_option(kind);
  request.set_note(options.note);
  if (!options.delegate.empty()) {
    ASSIGN_OR_RETURN(const registry::v1::Person delegate, FindPerson(caller, options.delegate));
    request.set_delegate(delegate.id());
  }
  ASSIGN_OR_RETURN(
      const sv::Repair accepted, by.Ask("scheduling", &SchedulingClient::AcceptRepair, request));
  return AnswerOf(RepairText(accepted), accepted);
}

}  // namespace binadaya::cli
