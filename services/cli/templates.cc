#include "services/cli/templates.h"

#include "binadaya/scheduling/v1/scheduling.rpc.h"
#include "services/cli/budget_find.h"
#include "services/cli/language.h"
#include "services/cli/operator.h"
#include "services/cli/planning.h"
#include "services/cli/render.h"
#include "services/cli/schedule.h"
#include "services/cli/schedule_find.h"
#include "services/cli/times.h"
#include "services/cli/words.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

using scheduling::SchedulingClient;
namespace sv = scheduling::v1;

absl::StatusOr<sv::ListRundownTemplatesResponse> Listed(
    const Operator& caller, const std::string& program, bool retired, bool all) {
  sv::ListRundownTemplatesRequest request;
  if (!program.empty()) {
    ASSIGN_OR_RETURN(const needs::v1::Program found, FindProgram(caller, program));
    request.set_program(found.id());
  }
  request.set_retired(retired);
  return caller.AskPages("scheduling", &SchedulingClient::ListRundownTemplates, request, all);
}

}  // namespace

absl::StatusOr<Answer> RunKeepTemplate(
    const Environment& environment, const TemplateOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const Operator by, ActingAs(caller, options.by, v1::ORGANISER));
  ASSIGN_OR_RETURN(const sv::Batch batch, FindBatch(caller, options.batch));
  sv::KeepRundownTemplateRequest request;
  request.set_request_id(caller.NewRequestId());
  request.set_unit(batch.unit());
  request.set_batch(batch.id());
  request.set_release(options.release);
  request.set_title(options.title);
  request.set_note(options.note);
  if (!options.id.empty()) {
    ASSIGN_OR_RETURN(const sv::RundownTemplate of, FindTemplate(caller, options.id, false));
    request.set_template_id(of.id());
    request.set_version(of.version());
  }
  ASSIGN_OR_RETURN(
      const sv::RundownTemplate kept,
      by.Ask("scheduling", &SchedulingClient::KeepRundownTemplate, request));
  return AnswerOf(TemplateText(kept), kept);
}

absl::StatusOr<Answer> RunRetireTemplate(
    const Environment& environment, const TemplateOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const Operator by, ActingAs(caller, options.by, v1::ORGANISER));
  ASSIGN_OR_RETURN(const sv::RundownTemplate of, FindTemplate(caller, options.id, false));
  sv::RetireRundownTemplateRequest request;
  request.set_request_id(caller.NewRequestId());
  request.set_unit(of.unit());
  request.set_template_id(of.id());
  request.set_version(of.version());
  request.set_reason(options.reason);
  ASSIGN_OR_RETURN(
      const sv::RundownTemplate retired,
      by.Ask("scheduling", &SchedulingClient::RetireRundownTemplate, request));
  return AnswerOf(TemplateText(retired), retired);
}

absl::StatusOr<Answer> RunTemplates(
    const Environment& environment, const TemplateOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  if (options.id.empty()) {
    ASSIGN_OR_RETURN(
        const auto listed, Listed(caller, options.program, options.retired, options.all));
    return AnswerOf(TemplatesText(listed), listed);
  }
  ASSIGN_OR_RETURN(const sv::RundownTemplate of, FindTemplate(caller, options.id, true));
  sv::GetRundownTemplateRequest request;
  request.set_template_id(of.id());
  request.set_number(options.number);
  ASSIGN_OR_RETURN(
      const sv::RundownTemplate shown,
      caller.Ask("scheduling", &SchedulingClient::GetRundownTemplate, request));
  return AnswerOf(TemplateText(shown), shown);
}

absl::StatusOr<Answer> RunDraftFromTemplate(
    const Environment& environment, const TemplateOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const Operator by, ActingAs(caller, options.by, v1::ORGANISER));
  ASSIGN_OR_RETURN(const sv::Batch batch, FindBatch(caller, options.batch));
  ASSIGN_OR_RETURN(const sv::RundownTemplate of, FindTemplate(caller, options.id, true));
  sv::DraftFromTemplateRequest request;
  request.set_request_id(caller.NewRequestId());
  request.set_unit(batch.unit());
  request.set_batch(batch.id());
  request.set_version(batch.version());
  request.set_template_id(of.id());
  request.set_number(options.number);
  request.set_first_day(options.first);
  ASSIGN_OR_RETURN(
      const sv::Rundown drafted,
      by.Ask("scheduling", &SchedulingClient::DraftFromTemplate, request));
  return AnswerOf(
      Cat(RundownText(drafted),
          Say("rancangan tersimpan; isi tempat dan narasumbernya, lalu lihat temuannya (get "
              "rundown)\n",
              "drafted; fill in its places and speakers, then see what is found (get rundown)\n")),
      drafted);
}

std::string TemplateText(const sv::RundownTemplate& shown) {
  std::string text =
      Cat(shown.title(), "  ", shown.id(), "\n",
          Say(Cat("versi ", shown.number(), ", ", shown.days(), " hari, belajar ",
                  shown.learning_minutes(), " menit: ", shown.jp(), " JP\n"),
              Cat("version ", shown.number(), ", days: ", shown.days(), ", learning ",
                  shown.learning_minutes(), " minutes: ", shown.jp(), " lesson hours (JP)\n")));
  if (!shown.note().empty()) text += Cat(shown.made_by(), ": ", shown.note(), "\n");
  if (shown.retired()) {
    text +=
        Say(Cat("tidak dipakai lagi: ", shown.retired_reason(), "\n"),
            Cat("retired: ", shown.retired_reason(), "\n"));
  }
  Rows rows = {
      {Say("no", "no"), Say("hari", "day"), Say("mulai", "from"), Say("selesai", "until"),
       Say("kegiatan", "item"), Say("jenis", "kind"), Say("metode", "method")}};
  for (const sv::TemplateItem& item : shown.content().items()) {
    rows.push_back(
        {item.number(), Cat(item.day()), item.has_from() ? ClockShown(item.from()) : "-",
         item.has_until() ? ClockShown(item.until()) : "-", item.title(), Word(item.kind()),
         item.method()});
  }
  return text + TableOf(rows);
}

std::string TemplatesText(const sv::ListRundownTemplatesResponse& listed) {
  Rows rows = {
      {Say("templat", "template"), Say("versi", "version"), Say("hari", "days"), "JP",
       Say("unit", "unit"), Say("keadaan", "state"), "id"}};
  for (const sv::RundownTemplate& one : listed.templates()) {
    rows.push_back(
        {one.title(), Cat(one.number()), Cat(one.days()), Cat(one.jp()), one.unit(),
         one.retired() ? Say("tidak dipakai", "retired") : Say("dipakai", "in use"), one.id()});
  }
  return TableOf(rows);
}

}  // namespace binadaya::cli
