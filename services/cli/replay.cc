#include "services/cli/replay.h"

#include <vector>

#include "binadaya/operations/v1/operations.rpc.h"
#include "services/cli/every_service.h"
#include "services/cli/operator.h"
#include "services/cli/render.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

using operations::OperationsClient;
using operations::v1::ListParkedRequest;
using operations::v1::ListParkedResponse;
using operations::v1::ReplayParkedRequest;
using operations::v1::ReplayParkedResponse;
using operations::v1::RepublishLogRequest;
using operations::v1::RepublishLogResponse;
using operations::v1::ResetProjectionRequest;

constexpr int kPage = 1000;

}  // namespace

Answer ParkedAnswer(const ListParkedResponse& parked) {
  Answer answer{.text = "nothing is parked\n", .json = Json(parked)};
  if (parked.parked().empty()) return answer;
  std::vector<std::vector<std::string>> rows = {{"AGGREGATE", "ID", "VERSION", "ATTEMPTS", "WHY"}};
  for (const operations::v1::Parked& event : parked.parked()) {
    rows.push_back(
        {event.aggregate_type(), event.aggregate_id(), Cat(event.version()), Cat(event.attempts()),
         event.error().empty() ? "waits for an earlier event" : event.error()});
  }
  answer.text = Redact(Table(rows));
  return answer;
}

absl::StatusOr<Answer> RunListParked(const Environment& environment, const std::string& service) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ListParkedResponse all;
  ListParkedRequest request;
  request.set_page_size(kPage);
  do {
    ASSIGN_OR_RETURN(
        const ListParkedResponse page, caller.Ask(service, &OperationsClient::ListParked, request));
    all.mutable_parked()->MergeFrom(page.parked());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return ParkedAnswer(all);
}

absl::StatusOr<Answer> RunReplayParked(const Environment& environment, const std::string& service) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ReplayParkedRequest request;
  request.set_request_id(caller.NewRequestId());
  ASSIGN_OR_RETURN(
      const ReplayParkedResponse done,
      caller.Ask(service, &OperationsClient::ReplayParked, request, kLongPatience));
  Answer answer{
      .text = Cat(done.applied(), " applied, ", done.still_parked(), " still parked\n"),
      .json = Json(done)};
  if (done.still_parked() > 0) {
    answer.exit = ExitCode::kRefused;
    answer.note = Cat("see why: binadaya replay dead-letters ", service, " --list\n");
  }
  return answer;
}

absl::StatusOr<Answer> RunReplayProjection(
    const Environment& environment, const std::string& service, Progress& progress) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  const std::vector<std::string> heard = HeardBy(service);
  progress.Begin(static_cast<int>(2 * heard.size() + 1));
  ListParkedRequest anything;
  anything.set_page_size(1);
  for (const std::string& source : heard) {
    progress.Step(Cat("reach ", source));
    RETURN_IF_ERROR(caller.Ask(source, &OperationsClient::ListParked, anything).status());
  }
  progress.Step(Cat("reset ", service));
  ResetProjectionRequest reset;
  reset.set_request_id(caller.NewRequestId());
  RETURN_IF_ERROR(
      caller.Ask(service, &OperationsClient::ResetProjection, reset, kLongPatience).status());
  Answer answer = AskEach<RepublishLogResponse>(
      heard, progress,
      [&](std::string_view source) -> absl::StatusOr<RepublishLogResponse> {
        RepublishLogRequest request;
        request.set_request_id(caller.NewRequestId());
        request.set_consumer(service);
        absl::StatusOr<RepublishLogResponse> all = RepublishLogResponse();
        do {
          absl::StatusOr<RepublishLogResponse> part =
              caller.Ask(source, &OperationsClient::RepublishLog, request, kLongPatience);
          if (!part.ok()) return part;
          all->set_events(all->events() + part->events());
          request.set_request_id(caller.NewRequestId());
          request.set_after(part->last());
        } while (!request.after().empty());
        return all;
      },
      [](const RepublishLogResponse& done) {
        return Answer{.text = Cat(done.events(), " events published once more\n")};
      });
  if (answer.exit != ExitCode::kDone) {
    answer.note =
        Cat("proyeksi ", service, " belum lengkap; ulangi perintah ini\nthe projection of ",
            service, " is incomplete; repeat this command\n");
  }
  return answer;
}

}  // namespace binadaya::cli
