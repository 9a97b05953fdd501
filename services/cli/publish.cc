// Publishing a batch, what must be arranged before, and its cancellation.
#include "binadaya/scheduling/v1/scheduling.rpc.h"
#include "services/cli/budget_find.h"
#include "services/cli/language.h"
#include "services/cli/operator.h"
#include "services/cli/render.h"
#include "services/cli/schedule.h"
#include "services/cli/schedule_find.h"
#include "services/cli/words.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

using scheduling::SchedulingClient;
namespace sv = scheduling::v1;

// A command about a batch, in somebody's name: `fill` says the rest of it.
template <class Request, class Response, class Fill>
absl::StatusOr<Response> AskOfBatch(
    const Environment& environment, const ScheduleOptions& options,
    absl::StatusOr<Response> (SchedulingClient::*ask)(const Call&, const Request&) const,
    Fill fill) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const Operator by, ActingAs(caller, options.by, v1::ORGANISER));
  ASSIGN_OR_RETURN(const sv::Batch batch, FindBatch(caller, options.batch));
  Request request;
  request.set_request_id(caller.NewRequestId());
  request.set_unit(batch.unit());
  request.set_batch(batch.id());
  request.set_version(batch.version());
  fill(request);
  return by.Ask("scheduling", ask, request);
}

}  // namespace

absl::StatusOr<Answer> RunPublish(const Environment& environment, const ScheduleOptions& options) {
  ASSIGN_OR_RETURN(
      const sv::Publication publication,
      (AskOfBatch<sv::PublishBatchRequest, sv::Publication>(
          environment, options, &SchedulingClient::PublishBatch, [](auto&) {})));
  return AnswerOf(PublicationText(publication), publication);
}

absl::StatusOr<Answer> RunPublication(
    const Environment& environment, const ScheduleOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const sv::Batch batch, FindBatch(caller, options.batch));
  sv::GetPublicationRequest request;
  request.set_unit(batch.unit());
  request.set_batch(batch.id());
  request.set_number(options.number);
  ASSIGN_OR_RETURN(
      const sv::Publication publication,
      caller.Ask("scheduling", &SchedulingClient::GetPublication, request));
  return AnswerOf(PublicationText(publication), publication);
}

absl::StatusOr<Answer> RunCancelBatch(
    const Environment& environment, const ScheduleOptions& options) {
  ASSIGN_OR_RETURN(const auto cause, Parse<sv::ChangeCause>("--cause", options.cause));
  sv::ListBatchesResponse one;
  ASSIGN_OR_RETURN(
      *one.add_batches(), (AskOfBatch<sv::CancelBatchRequest, sv::Batch>(
                              environment, options, &SchedulingClient::CancelBatch,
                              [&](sv::CancelBatchRequest& request) {
                                request.set_cause(cause);
                                request.set_reason(options.reason);
                              })));
  return AnswerOf(BatchesText(one), one.batches(0));
}

absl::StatusOr<Answer> RunChecklist(
    const Environment& environment, const ScheduleOptions& options) {
  if (options.item.empty()) {
    ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
    ASSIGN_OR_RETURN(const sv::Batch batch, FindBatch(caller, options.batch));
    sv::GetChecklistRequest request;
    request.set_unit(batch.unit());
    request.set_batch(batch.id());
    ASSIGN_OR_RETURN(
        const sv::Checklist checklist,
        caller.Ask("scheduling", &SchedulingClient::GetChecklist, request));
    return AnswerOf(ChecklistText(checklist), checklist);
  }
  if (options.decision.empty() || options.by.empty()) {
    return UsageError(
        {"sebut juga keputusannya dan --as", "say what was decided and --as as well"});
  }
  ASSIGN_OR_RETURN(const auto kind, Parse<sv::ChecklistKind>("ITEM", options.item));
  ASSIGN_OR_RETURN(const auto decision, Parse<sv::ChecklistDecision>("DECISION", options.decision));
  ASSIGN_OR_RETURN(
      const sv::Checklist checklist, (AskOfBatch<sv::SetChecklistItemRequest, sv::Checklist>(
                                         environment, options, &SchedulingClient::SetChecklistItem,
                                         [&](sv::SetChecklistItemRequest& request) {
                                           request.set_kind(kind);
                                           request.set_decision(decision);
                                           request.set_on(options.from);
                                           request.set_note(options.reason);
                                         })));
  return AnswerOf(ChecklistText(checklist), checklist);
}

std::string PublicationText(const sv::Publication& publication) {
  std::int64_t rupiah = 0;
  for (const sv::Payment& payment : publication.payments()) rupiah += payment.amount();
  std::string text = Cat(
      Say("penerbitan ke-", "publication "), publication.number(), ": ", Word(publication.state()),
      publication.step().empty() ? "" : Cat(" (", Term(publication.step()), ")"), "\n",
      Say("kelas: ", "batch: "), Word(publication.batch_state()), "\n", Say("uang: ", "money: "),
      RupiahText(rupiah), Say(" dari ", " of "), publication.payments_size(),
      Say(" rincian", " lines"),
      publication.commitment().empty() ? "" : Say(", terikat", ", committed"), "\n");
  for (const v1::Finding& finding : publication.findings()) text += FindingText(finding);
  return text;
}

std::string ChecklistText(const sv::Checklist& checklist) {
  if (checklist.items().empty())
    return Say(
        "belum ada: daftar periksa ada sejak susunan acara diberlakukan\n",
        "none yet: the checklist is there from the first release of the rundown on\n");
  Rows rows = {
      {Say("butir", "item"), Say("pelaksana", "owner"), Say("penanggung jawab", "accountable"),
       Say("batas", "due"), Say("warna", "status"), Say("selesai", "done"),
       Say("catatan", "note")}};
  for (const sv::ChecklistItem& item : checklist.items()) {
    rows.push_back(
        {Word(item.kind()), item.owner(), item.accountable(), item.due(), Word(item.rag()),
         !item.not_needed().empty() ? Say("tidak perlu", "not needed")
         : item.done().empty()      ? "-"
                                    : item.done(),
         item.not_needed().empty() ? item.note() : item.not_needed()});
  }
  return Cat(
      TableOf(rows), checklist.done(), Say(" dari ", " of "), checklist.applicable(),
      Say(" selesai\n", " done\n"));
}

}  // namespace binadaya::cli
