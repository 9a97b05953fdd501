#include "services/cli/replay.h"

#include <functional>
#include <vector>

#include "binadaya/operations/v1/operations.rpc.h"
#include "services/cli/every_service.h"
#include "services/cli/language.h"
#include "services/cli/operator.h"
#include "services/cli/render.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

using operations::OperationsClient;
using operations::v1::ListParkedRequest;
using operations::v1::ReplayParkedRequest;
using operations::v1::ReplayParkedResponse;
using operations::v1::RepublishLogRequest;
using operations::v1::RepublishLogResponse;
using operations::v1::ResetProjectionRequest;
using operations::v1::SeekToBeginningRequest;
using operations::v1::SeekToBeginningResponse;

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
    const Message& what, const std::function<absl::Status(const Operator&)>& prepare) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  const std::vector<std::string> heard = HeardBy(service);
  progress.Begin(static_cast<int>(2 * heard.size() + 1));
  ListParkedRequest anything;
  anything.set_page_size(1);
  for (const std::string& source : heard) {
    progress.Step(Say(Cat("hubungi ", source), Cat("reach ", source)));
    RETURN_IF_ERROR(caller.Ask(source, &OperationsClient::ListParked, anything).status());
  }
  progress.Step(Cat(Say(what), " ", service));
  RETURN_IF_ERROR(prepare(caller));
  Answer answer = AskEach<RepublishLogResponse>(
      heard, progress, [&](std::string_view source) { return Republish(caller, source, service); },
      [](const RepublishLogResponse& done) {
        return Answer{
            .text =
                Say(Cat(done.events(), " peristiwa diterbitkan sekali lagi\n"),
                    Cat(done.events(), " events published once more\n"))};
      });
  if (answer.exit != ExitCode::kDone) {
    answer.note =
        Say(Cat(service, " belum mendengar semuanya; ulangi perintah ini\n"),
            Cat(service, " has not heard all of it; repeat this command\n"));
  }
  return answer;
}

}  // namespace

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
      .text =
          Say(Cat(all.applied(), " diterapkan, ", all.still_parked(), " masih tertahan\n"),
              Cat(all.applied(), " applied, ", all.still_parked(), " still parked\n")),
      .json = Json(all)};
  if (all.still_parked() > 0) {
    answer.exit = ExitCode::kRefused;
    answer.note =
        Say(Cat("sebabnya: binadaya list parked ", service, "\n"),
            Cat("see why: binadaya list parked ", service, "\n"));
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
      .text =
          Say(Cat(service, " mendengar topiknya dari awal\n"),
              Cat(service, " hears its topics from their beginning\n")),
      .json = Json(done)};
}

absl::StatusOr<Answer> RunReplayBootstrap(
    const Environment& environment, const std::string& service, Progress& progress) {
  return TakeOver(
      environment, service, progress, {"geser", "seek"},
      [&](const Operator& caller) -> absl::Status {
        SeekToBeginningRequest seek;
        seek.set_request_id(caller.NewRequestId());
        seek.set_lost_only(true);
        return caller.Ask(service, &OperationsClient::SeekToBeginning, seek).status();
      });
}

absl::StatusOr<Answer> RunReplayProjection(
    const Environment& environment, const std::string& service, Progress& progress) {
  return TakeOver(
      environment, service, progress, {"kosongkan", "reset"},
      [&](const Operator& caller) -> absl::Status {
        ResetProjectionRequest reset;
        reset.set_request_id(caller.NewRequestId());
        return caller.Ask(service, &OperationsClient::ResetProjection, reset, kLongPatience)
            .status();
      });
}

}  // namespace binadaya::cli
