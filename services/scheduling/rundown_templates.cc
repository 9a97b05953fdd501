#include "services/scheduling/rundown_templates.h"

#include "binadaya/scheduling/v1/scheduling_events.tell.h"
#include "services/common/aggregate.h"
#include "services/common/day.h"
#include "services/common/domain/step.h"
#include "services/common/enums.h"
#include "services/common/id.h"
#include "services/common/learned.h"
#include "services/common/status.h"
#include "services/scheduling/calendar_store.h"
#include "services/scheduling/domain/rundown_template.h"
#include "services/scheduling/program_store.h"
#include "services/scheduling/rundown_proto.h"
#include "services/scheduling/slot_proto.h"
#include "services/scheduling/template_store.h"

namespace binadaya::scheduling {
namespace {

using template_store::Head;
using template_store::Version;

constexpr int kYear = 366;  // days

v1::TemplateContent ContentOf(const domain::Template& of) {
  v1::TemplateContent content;
  for (const domain::TemplateItem& one : of) {
    v1::TemplateItem& out = *content.add_items();
    out.set_number(one.item.number);
    out.set_day(one.day);
    if (one.item.from.has_value()) out.set_from(*one.item.from);
    if (one.item.until.has_value()) out.set_until(*one.item.until);
    if (one.item.printed_minutes.has_value()) out.set_printed_minutes(*one.item.printed_minutes);
    out.set_kind(ToContract<v1::ItemKind>(one.item.kind));
    out.set_track(one.item.track);
    out.set_title(one.item.title);
    out.set_method(one.item.method);
    out.mutable_objectives()->Assign(one.item.objectives.begin(), one.item.objectives.end());
    out.mutable_materials()->Assign(one.item.materials.begin(), one.item.materials.end());
    scheduling::ToProto(one.item.teaches, *out.mutable_teaches());
  }
  return content;
}

domain::Template TemplateIn(const v1::TemplateContent& content) {
  domain::Template of;
  for (const v1::TemplateItem& one : content.items()) {
    domain::TemplateItem& out = of.emplace_back();
    out.day = one.day();
    out.item.number = one.number();
    if (one.has_from()) out.item.from = one.from();
    if (one.has_until()) out.item.until = one.until();
    if (one.has_printed_minutes()) out.item.printed_minutes = one.printed_minutes();
    out.item.kind = ToDomain<domain::ItemKind>(one.kind());
    out.item.track = one.track();
    out.item.title = one.title();
    out.item.method = one.method();
    out.item.objectives = {one.objectives().begin(), one.objectives().end()};
    out.item.materials = {one.materials().begin(), one.materials().end()};
    out.item.teaches = ExpertiseIn(one.teaches());
  }
  return of;
}

// On days that follow each other, whichever they are.
domain::Rundown OnAnyDays(const domain::Template& of) {
  std::vector<absl::CivilDay> days;
  for (int i = 0; i < domain::DaysOf(of); ++i) days.push_back(absl::CivilDay() + i);
  return domain::LaidOn(of, days);
}

v1::RundownTemplate Show(
    const Head& head, const Version& version, std::int64_t aggregate,
    const domain::RundownPolicy& rules, bool whole) {
  const domain::Template of = TemplateIn(version.content);
  const domain::RundownMeasure measure = domain::Measure(OnAnyDays(of), rules);
  v1::RundownTemplate out;
  out.set_id(head.id);
  out.set_unit(head.unit);
  out.set_program(head.program);
  out.set_title(head.title);
  out.set_retired(!head.retired_by.empty());
  out.set_retired_by(head.retired_by);
  out.set_retired_reason(head.retired_reason);
  out.set_version(aggregate);
  out.set_number(version.number);
  out.set_batch(version.batch);
  out.set_release(version.release);
  out.set_note(version.note);
  out.set_made_by(version.made_by);
  out.set_made_at(InstantText(version.made_at));
  out.set_days(domain::DaysOf(of));
  out.set_learning_minutes(measure.learning_minutes);
  out.set_jp(measure.jp);
  if (whole) *out.mutable_content() = version.content;
  return out;
}

// Of a program that nobody has heard of: it itself.
std::string OriginOf(Tx& tx, const std::string& program) {
  const auto heard = program_store::Get(tx, program);
  return heard.ok() ? heard->origin : program;
}

domain::TemplateUse UseOf(const Head& head) {
  return {
      .origin = head.origin.empty() ? head.program : head.origin,
      .retired = !head.retired_by.empty()};
}

// The draft, or what was released under a number.
absl::StatusOr<domain::Rundown> RundownFor(Tx& tx, const batch_store::Batch& batch, int release) {
  if (release == 0) return AsDomain(batch.draft);
  const auto released = batch_store::ReleaseOf(tx, batch.id, release);
  if (!released.has_value()) return NoSuchObject("release");
  return AsDomain(released->content);
}

}  // namespace

void Templates::WriteDraft(Tx& tx, batch_store::Batch& batch, const domain::Rundown& draft) {
  batch.draft = ToProto(draft);
  batch_store::Save(tx, batch);
  v1::RundownDrafted event;
  event.set_batch(batch.id);
  event.set_items(static_cast<int>(draft.items.size()));
  Tell(tx, event);
}

absl::StatusOr<v1::RundownTemplate> Templates::KeepRundownTemplate(
    Call& call, const v1::KeepRundownTemplateRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::RundownTemplate> {
    ASSIGN_OR_RETURN(
        const batch_store::Batch batch,
        batch_store::Lock(tx, request.unit(), request.batch(), "batch"));
    ASSIGN_OR_RETURN(const domain::Rundown rundown, RundownFor(tx, batch, request.release()));
    const domain::Template kept = domain::TemplateOf(rundown);
    const bool fresh = request.template_id().empty();
    Head head{
        .id = NewId(call.now()),
        .unit = batch.unit,
        .program = batch.program,
        .title = request.title()};
    std::optional<domain::Template> before;
    Findings findings;
    if (!fresh) {
      ASSIGN_OR_RETURN(head, template_store::Lock(tx, request.template_id()));
      if (head.unit != batch.unit) return NoSuchObject("template_id");
      RETURN_IF_ERROR(tx.Expect("rundown_template", head.id, request.version()));
      findings = domain::CheckTemplateUse(UseOf(head), OriginOf(tx, batch.program));
      before = TemplateIn(template_store::VersionOf(tx, head.id, head.newest).value().content);
      if (!request.title().empty()) head.title = request.title();
    }
    for (Finding& finding : domain::CheckKept(kept, before, head.title))
      findings.push_back(std::move(finding));
    RETURN_IF_ERROR(RefuseIfBlocked(std::move(findings)));
    const Version version{
        .number = ++head.newest,
        .batch = batch.id,
        .release = request.release(),
        .note = request.note(),
        .made_by = call.subject(),
        .made_at = call.now(),
        .content = ContentOf(kept)};
    template_store::Save(tx, head, fresh);
    template_store::Add(tx, head.id, version);
    v1::RundownTemplateKept event;
    event.set_id(head.id);
    event.set_program(head.program);
    event.set_title(head.title);
    event.set_number(version.number);
    event.set_batch(batch.id);
    Tell(tx, event);
    return Show(
        head, version, VersionOf(tx, "rundown_template", head.id) + 1, RundownRules(tx), true);
  });
}

absl::StatusOr<v1::RundownTemplate> Templates::RetireRundownTemplate(
    Call& call, const v1::RetireRundownTemplateRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::RundownTemplate> {
    ASSIGN_OR_RETURN(Head head, template_store::Lock(tx, request.template_id()));
    if (head.unit != request.unit()) return NoSuchObject("template_id");
    RETURN_IF_ERROR(tx.Expect("rundown_template", head.id, request.version()));
    const domain::TemplateUse use = UseOf(head);
    RETURN_IF_ERROR(RefuseIfBlocked(domain::CheckTemplateUse(use, use.origin)));
    head.retired_by = call.subject();
    head.retired_reason = request.reason();
    template_store::Save(tx, head);
    v1::RundownTemplateRetired event;
    event.set_id(head.id);
    event.set_program(head.program);
    event.set_reason(request.reason());
    Tell(tx, event);
    return Show(
        head, template_store::VersionOf(tx, head.id, head.newest).value(),
        VersionOf(tx, "rundown_template", head.id) + 1, RundownRules(tx), true);
  });
}

absl::StatusOr<v1::Rundown> Templates::DraftFromTemplate(
    Call& call, const v1::DraftFromTemplateRequest& request) {
  const absl::CivilDay first = DayOf(request.first_day()).value_or(call.today());
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Rundown> {
    ASSIGN_OR_RETURN(
        batch_store::Batch batch, batch_store::Lock(tx, request.unit(), request.batch(), "batch"));
    RETURN_IF_ERROR(tx.Expect("batch", batch.id, request.version()));
    // Locked, so that it is not retired meanwhile.
    ASSIGN_OR_RETURN(const Head head, template_store::Lock(tx, request.template_id()));
    const int number = request.number() == 0 ? head.newest : request.number();
    const auto version = template_store::VersionOf(tx, head.id, number);
    if (!version.has_value()) return NoSuchObject("number");
    Findings findings = domain::CheckTemplateUse(UseOf(head), OriginOf(tx, batch.program));
    for (Finding& finding : domain::CheckFirstDay(first, call.today()))
      findings.push_back(std::move(finding));
    RETURN_IF_ERROR(RefuseIfBlocked(std::move(findings)));
    const domain::Template of = TemplateIn(version->content);
    const domain::Calendar calendar = calendar_store::CalendarOf(tx, first, first + kYear);
    const std::vector<absl::CivilDay> days = domain::WorkedDaysFrom(
        first, domain::DaysOf(of), calendar, learned::PathOfUnit(tx, batch.unit).value_or("/"));
    if (static_cast<int>(days.size()) < domain::DaysOf(of)) return NoSuchObject("first_day");
    domain::Rundown draft = domain::LaidOn(of, days);
    domain::TakeIds(AsDomain(batch.draft), draft);
    for (domain::RundownItem& item : draft.items)
      if (item.id.empty()) item.id = NewId(call.now());
    WriteDraft(tx, batch, draft);
    v1::Rundown out;
    out.set_batch(batch.id);
    *out.mutable_content() = batch.draft;
    out.set_version(VersionOf(tx, "batch", batch.id) + 1);
    return out;
  });
}

absl::StatusOr<v1::RundownTemplate> Templates::GetRundownTemplate(
    Call& call, const v1::GetRundownTemplateRequest& request) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::RundownTemplate> {
    ASSIGN_OR_RETURN(const Head head, template_store::Get(tx, request.template_id()));
    const auto version = template_store::VersionOf(
        tx, head.id, request.number() == 0 ? head.newest : request.number());
    if (!version.has_value()) return NoSuchObject("number");
    return Show(head, *version, VersionOf(tx, "rundown_template", head.id), RundownRules(tx), true);
  });
}

absl::StatusOr<v1::ListRundownTemplatesResponse> Templates::ListRundownTemplates(
    Call& call, const v1::ListRundownTemplatesRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListRundownTemplatesResponse> {
    const std::vector<template_store::Listed> listed = template_store::PageOf(tx, request, page);
    const auto versions = VersionsOf(
        tx, "rundown_template", listed,
        [](const template_store::Listed& one) { return one.head.id; });
    const domain::RundownPolicy rules = RundownRules(tx);
    v1::ListRundownTemplatesResponse response;
    for (const template_store::Listed& one : listed) {
      *response.add_templates() =
          Show(one.head, one.version, versions.at(one.head.id), rules, false);
    }
    if (response.templates_size() == page.size())
      response.set_next_page_token(page.Next({response.templates().rbegin()->id()}));
    return response;
  });
}

}  // namespace binadaya::scheduling
