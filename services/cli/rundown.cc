// Batches of the plan's items and their rundowns: drafted, checked, released.
#include <utility>

#include "binadaya/scheduling/v1/scheduling.rpc.h"
#include "services/cli/budget_find.h"
#include "services/cli/find.h"
#include "services/cli/language.h"
#include "services/cli/operator.h"
#include "services/cli/render.h"
#include "services/cli/rundown_sheet.h"
#include "services/cli/schedule.h"
#include "services/cli/schedule_find.h"
#include "services/common/domain/refusal.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

using scheduling::SchedulingClient;
namespace sv = scheduling::v1;

template <class Request>
Request OfBatch(const sv::Batch& batch) {
  Request request;
  request.set_unit(batch.unit());
  request.set_batch(batch.id());
  return request;
}

absl::StatusOr<sv::RundownCheck> CheckOf(const Operator& caller, const sv::Batch& batch) {
  return caller.Ask(
      "scheduling", &SchedulingClient::GetRundownCheck, OfBatch<sv::GetRundownCheckRequest>(batch));
}

bool IsBlocked(const sv::RundownCheck& check) {
  for (const v1::Finding& finding : check.findings())
    if (!finding.warning()) return true;
  return false;
}

std::string ShownFindings(const Findings& findings) {
  std::string text;
  for (const Finding& finding : findings) {
    v1::Finding shown;
    ToProto(finding, shown);
    text += FindingText(shown);
  }
  return text;
}

// What a sheet may name.
absl::StatusOr<OnRecord> WhatIsOnRecord(const Operator& caller) {
  OnRecord on_record;
  ASSIGN_OR_RETURN(
      const sv::ListVenuesResponse venues,
      caller.AskPages("scheduling", &SchedulingClient::ListVenues, sv::ListVenuesRequest()));
  for (const sv::Venue& venue : venues.venues())
    on_record.venues.push_back({venue.id(), venue.name()});
  ASSIGN_OR_RETURN(const sv::ListSpeakersResponse speakers, NamedSpeakers(caller));
  for (const sv::Speaker& speaker : speakers.speakers())
    on_record.speakers.push_back({speaker.id(), speaker.name()});
  return on_record;
}

}  // namespace

absl::StatusOr<Answer> RunDraftBatch(
    const Environment& environment, const ScheduleOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const Operator by, ActingAs(caller, options.by, v1::ORGANISER));
  ASSIGN_OR_RETURN(
      const needs::v1::PlanItem item, FindItemOfPlan(caller, options.program, options.year));
  sv::DraftBatchRequest request;
  request.set_request_id(caller.NewRequestId());
  ASSIGN_OR_RETURN(*request.mutable_unit(), FindUnitCode(caller, options.unit));
  request.set_plan_item(item.id());
  request.set_capacity(options.capacity == 0 ? item.batch_size() : options.capacity);
  request.set_accessible(options.accessible);
  sv::ListBatchesResponse one;
  ASSIGN_OR_RETURN(
      *one.add_batches(), by.Ask("scheduling", &SchedulingClient::DraftBatch, request));
  const sv::Batch drafted = one.batches(0);
  one.mutable_batches(0)->set_program(item.title());
  return AnswerOf(BatchesText(one), drafted);
}

absl::StatusOr<Answer> RunDraftRundown(
    const Environment& environment, const ScheduleOptions& options) {
  if (!options.form.empty()) return WriteForm(options.form, RundownFormColumns(), RundownValues());
  if (options.batch.empty() || options.file.empty() || options.by.empty()) {
    return UsageError(
        {"sebut BATCH, FILE, dan --as; --template menulis berkas untuk diisi",
         "say BATCH, FILE and --as; --template writes a file to fill in"});
  }
  ASSIGN_OR_RETURN(std::vector<sheets::Row> rows, RowsOf(options.file, RundownColumns()));
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const Operator by, ActingAs(caller, options.by, v1::ORGANISER));
  ASSIGN_OR_RETURN(const sv::Batch batch, FindBatch(caller, options.batch));
  ASSIGN_OR_RETURN(const OnRecord on_record, WhatIsOnRecord(caller));
  ASSIGN_OR_RETURN(RundownSheet sheet, ReadRundown(std::move(rows), on_record));
  auto request = OfBatch<sv::DraftRundownRequest>(batch);
  request.set_request_id(caller.NewRequestId());
  request.set_version(batch.version());
  *request.mutable_content() = std::move(sheet.content);
  request.mutable_content()->set_compensation(options.compensation);
  const absl::StatusOr<sv::Rundown> drafted =
      by.Ask("scheduling", &SchedulingClient::DraftRundown, request);
  if (!drafted.ok()) return InFile(drafted.status(), sheet.rows, RundownColumns(), "content.items");
  ASSIGN_OR_RETURN(const sv::RundownCheck check, CheckOf(caller, batch));
  Answer answer = AnswerOf(
      Cat(ShownFindings(sheet.warnings), CheckText(check),
          IsBlocked(check) ? Say(Cat("rancangan tersimpan, ", drafted->content().items_size(),
                                     " acara; perbaiki temuannya sebelum diberlakukan\n"),
                                 Cat("drafted, ", drafted->content().items_size(),
                                     " items; correct what is found before it is released\n"))
                           : Say(Cat("rancangan tersimpan, ", drafted->content().items_size(),
                                     " acara; siap diberlakukan\n"),
                                 Cat("drafted, ", drafted->content().items_size(),
                                     " items; ready to be released\n"))),
      *drafted);
  answer.json = JsonObject({{"rundown", answer.json}, {"check", Json(check)}});
  return answer;
}

absl::StatusOr<Answer> RunGetRundown(
    const Environment& environment, const ScheduleOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const sv::Batch batch, FindBatch(caller, options.batch));
  auto request = OfBatch<sv::GetRundownRequest>(batch);
  request.set_number(options.number);
  ASSIGN_OR_RETURN(
      const sv::Rundown rundown, caller.Ask("scheduling", &SchedulingClient::GetRundown, request));
  if (options.number != 0) return AnswerOf(RundownText(rundown), rundown);
  ASSIGN_OR_RETURN(const sv::RundownCheck check, CheckOf(caller, batch));
  Answer answer = AnswerOf(Cat(RundownText(rundown), "\n", CheckText(check)), rundown);
  answer.json = JsonObject({{"rundown", answer.json}, {"check", Json(check)}});
  if (IsBlocked(check)) answer.exit = ExitCode::kRefused;
  return answer;
}

absl::StatusOr<Answer> RunReleaseRundown(
    const Environment& environment, const ScheduleOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const Operator by, ActingAs(caller, options.by, v1::ORGANISER));
  ASSIGN_OR_RETURN(const sv::Batch batch, FindBatch(caller, options.batch));
  auto request = OfBatch<sv::ReleaseRundownRequest>(batch);
  request.set_request_id(caller.NewRequestId());
  request.set_version(batch.version());
  request.set_reason(options.reason);
  const absl::StatusOr<sv::RundownRelease> release =
      by.Ask("scheduling", &SchedulingClient::ReleaseRundown, request);
  if (release.ok()) return AnswerOf(ReleaseText(*release), *release);
  Findings of_release;
  bool of_check = false;
  for (const Finding& finding : FindingsOf(release.status())) {
    const bool checked = finding.rule.starts_with("SC-") || finding.rule.starts_with("SPK-") ||
                         finding.rule.starts_with("SVC-") || finding.rule == "RUN-05";
    of_check = of_check || checked;
    if (!checked) of_release.push_back(finding);
  }
  if (!of_check) return release.status();
  const absl::StatusOr<sv::RundownCheck> check = CheckOf(caller, batch);
  if (!check.ok() || !IsBlocked(*check)) return release.status();
  Answer answer = AnswerOf(Cat(ShownFindings(of_release), CheckText(*check)), *check);
  answer.exit = ExitCode::kRefused;
  return answer;
}

}  // namespace binadaya::cli
