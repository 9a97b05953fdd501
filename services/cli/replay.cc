#include "services/cli/replay.h"

#include <functional>
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
using operations::v1::SeekToBeginningRequest;
using operations::v1::SeekToBeginningResponse;

constexpr int kPage = 1000;

// One publisher's whole log, to one listener.
absl::StatusOr<RepublishLogResponse> Republish(
    const Operator& caller, std::string_view publisher, const std::string& listener) {
  RepublishLogRequest request;
  request.set_request_id(caller.NewRequestId());
  request.set_consumer(listener);
  return caller.Ask(publisher, &OperationsClient::RepublishLog, request, kLongPatience);
}

// Has a service hear the whole past of all that it hears, once `prepare` made it ready for it.
// Nothing is done before all of them answer.
absl::StatusOr<Answer> TakeOver(
    const Environment& environment, const std::string& service, Progress& progress,
    std::string_view what, const std::function<absl::Status(const Operator&)>& prepare) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  const std::vector<std::string> heard = HeardBy(service);
  progress.Begin(static_cast<int>(2 * heard.size() + 1));
  ListParkedRequest anything;
  anything.set_page_size(1);
  for (const std::string& source : heard) {
    progress.Step(Cat("reach ", source));
    RETURN_IF_ERROR(caller.Ask(source, &OperationsClient::ListParked, anything).status());
  }
  progress.Step(Cat(what, " ", service));
  RETURN_IF_ERROR(prepare(caller));
  Answer answer = AskEach<RepublishLogResponse>(
      heard, progress, [&](std::string_view source) { return Republish(caller, source, service); },
      [](const RepublishLogResponse& done) {
        return Answer{.text = Cat(done.events(), " events published once more\n")};
      });
  if (answer.exit != ExitCode::kDone) {
    answer.note =
        Cat(service, " belum mendengar semuanya; ulangi perintah ini\n", service,
            " has not heard all of it; repeat this command\n");
  }
  return answer;
}

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

absl::StatusOr<Answer> RunReplayParked(
    const Environment& environment, const std::string& service, const std::string& accept) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ReplayParkedRequest request;
  request.set_accept(accept);
  ReplayParkedResponse all;
  do {
    request.set_request_id(caller.NewRequestId());
    ASSIGN_OR_RETURN(
        const ReplayParkedResponse part,
        caller.Ask(service, &OperationsClient::ReplayParked, request, kLongPatience));
    all.set_applied(all.applied() + part.applied());
    all.set_still_parked(part.still_parked());
    request.clear_after();
    if (part.has_last()) *request.mutable_after() = part.last();
  } while (request.has_after());
  Answer answer{
      .text = Cat(all.applied(), " applied, ", all.still_parked(), " still parked\n"),
      .json = Json(all)};
  if (all.still_parked() > 0) {
    answer.exit = ExitCode::kRefused;
    answer.note = Cat("see why: binadaya replay dead-letters ", service, " --list\n");
  }
  return answer;
}

absl::StatusOr<Answer> RunReplaySeek(const Environment& environment, const std::string& service) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  SeekToBeginningRequest request;
  request.set_request_id(caller.NewRequestId());
  ASSIGN_OR_RETURN(
      const SeekToBeginningResponse done,
      caller.Ask(service, &OperationsClient::SeekToBeginning, request));
  return Answer{
      .text = Cat(service, " hears its topics from their beginning\n"), .json = Json(done)};
}

absl::StatusOr<Answer> RunReplayBootstrap(
    const Environment& environment, const std::string& service, Progress& progress) {
  return TakeOver(
      environment, service, progress, "seek", [&](const Operator& caller) -> absl::Status {
        SeekToBeginningRequest seek;
        seek.set_request_id(caller.NewRequestId());
        seek.set_lost_only(true);
        return caller.Ask(service, &OperationsClient::SeekToBeginning, seek).status();
      });
}

absl::StatusOr<Answer> RunReplayProjection(
    const Environment& environment, const std::string& service, Progress& progress) {
  return TakeOver(
      environment, service, progress, "reset", [&](const Operator& caller) -> absl::Status {
        ResetProjectionRequest reset;
        reset.set_request_id(caller.NewRequestId());
        return caller.Ask(service, &OperationsClient::ResetProjection, reset, kLongPatience)
            .status();
      });
}

}  // namespace binadaya::cli
