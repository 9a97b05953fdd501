// What readers see of programs: nothing of single people, so that everybody with a role reads it.
#include <algorithm>

#include "services/common/aggregate.h"
#include "services/common/enums.h"
#include "services/common/status.h"
#include "services/needs/designs.h"
#include "services/needs/learned_store.h"
#include "services/needs/needs.h"
#include "services/needs/program_store.h"

namespace binadaya::needs {
namespace {

constexpr std::size_t kShownWithout = 200;  // programs without a measured need that are listed

void FillServed(const domain::ServedNeed& need, v1::ServedNeed& proto) {
  proto.set_need(need.id);
  proto.set_type(ToContract<v1::NeedType>(need.type));
  proto.set_state(ToContract<v1::NeedState>(need.state));
  proto.set_closed_because(ToContract<v1::ClosedBecause>(need.closed_because));
  proto.set_year(need.year);
  proto.set_rank(need.rank);
  proto.set_competency(need.competency);
  proto.set_to_level(need.to_level);
  proto.set_family(need.family);
  proto.set_training(need.training);
}

v1::Program Line(
    const domain::Program& program, const domain::ProgramVersion& version, std::int64_t told,
    const domain::Forms& forms) {
  v1::Program proto;
  proto.set_id(program.id);
  proto.set_year(program.year);
  proto.set_version(told);
  proto.set_copy_of(program.copy_of);
  proto.set_number(version.number);
  proto.set_state(ToContract<v1::ProgramState>(version.state));
  proto.set_note(version.note);
  v1::ProgramDesign& design = *proto.mutable_design();
  design.set_title(version.design.title);
  for (const domain::ServedNeed& need : version.needs) {
    design.add_needs(need.id);
    FillServed(need, *proto.add_needs());
  }
  for (const std::string& family : version.design.families) design.add_families(family);
  design.set_batch_min(version.design.batch_min);
  design.set_batch_max(version.design.batch_max);
  if (version.design.funding.has_value())
    design.set_funding(ToContract<v1::FundingSource>(*version.design.funding));
  proto.set_without_measured_need(!domain::HasMeasured(version.needs));
  proto.set_plannable(program.IsPlannable());
  proto.set_scheduled_minutes(version.design.ScheduledMinutes());
  proto.set_learning_minutes(version.design.LearningMinutes());
  proto.set_active_minutes(version.design.ActiveMinutes());
  proto.set_rupiah(version.design.Rupiah());
  proto.set_rupiah_per_participant_jp(version.design.RupiahPerParticipantJp());
  const auto& variants = version.design.variants;
  proto.set_jp_unverified(
      std::any_of(variants.begin(), variants.end(), [&](const domain::Variant& variant) {
        const auto form = forms.find(variant.form);
        return form != forms.end() && !form->second.verified;
      }));
  for (const domain::ProgramVersion& one : program.versions) {
    v1::ProgramVersion& out = *proto.add_versions();
    out.set_number(one.number);
    out.set_state(ToContract<v1::ProgramState>(one.state));
    out.set_decided_on(absl::FormatCivilTime(one.decided_on));
    out.set_note(one.note);
  }
  return proto;
}

}  // namespace

domain::DesignPolicy Needs::DesignRules(Tx& tx) const {
  return {
      .learning_share_min = learning_share_.Today(tx)[0],
      .active_share_min = active_share_.Today(tx)[0],
      .jp_minutes = static_cast<int>(jp_minutes_.Today(tx)[0])};
}

Findings Needs::Gate(
    Tx& tx, const domain::Program& program, const domain::ProgramVersion& version) const {
  domain::GateFacts facts{
      .year = program.year,
      .needs = version.needs,
      .forms = program_store::FormsOn(tx, tx.call().today()),
      .families = {},
      .competencies = {},
      .policy = DesignRules(tx),
      .doubted = program_store::DoubtedLike(tx, version.design)};
  for (const std::string& family : version.design.families)
    if (learned_store::KnowsFamily(tx, family)) facts.families.insert(family);
  for (const domain::CompetencyTarget& target : version.design.targets) {
    if (learned_store::KnowsCompetency(tx, target.competency))
      facts.competencies.insert(target.competency);
  }
  return domain::CheckDesign(version.design, facts);
}

std::vector<v1::Program> Needs::Lines(Tx& tx, const std::vector<domain::Program>& programs) {
  const auto told = VersionsOf(tx, "program", programs, &domain::Program::id);
  const domain::Forms forms = program_store::FormsOn(tx, tx.call().today());
  std::vector<v1::Program> lines;
  for (const domain::Program& program : programs)
    lines.push_back(Line(program, program.Shown(), told.at(program.id), forms));
  return lines;
}

v1::Program Needs::View(
    Tx& tx, const domain::Program& program, const domain::ProgramVersion& version,
    std::int64_t told) const {
  v1::Program proto = Line(program, version, told, program_store::FormsOn(tx, tx.call().today()));
  v1::ProgramDesign& design = *proto.mutable_design();
  const auto needs = design.needs();
  design.Clear();
  FillDesign(version.design, design);
  *design.mutable_needs() = needs;
  for (const Finding& finding : Gate(tx, program, version)) ToProto(finding, *proto.add_findings());
  return proto;
}

absl::StatusOr<v1::Program> Needs::GetProgram(Call& call, const v1::GetProgramRequest& request) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::Program> {
    ASSIGN_OR_RETURN(const domain::Program program, program_store::Get(tx, request.program()));
    const domain::ProgramVersion* version =
        request.number() == 0 ? &program.Shown() : program.Numbered(request.number());
    if (version == nullptr) return NoSuchObject("number");
    return View(tx, program, *version, VersionOf(tx, "program", program.id));
  });
}

absl::StatusOr<v1::ListProgramsResponse> Needs::ListPrograms(
    Call& call, const v1::ListProgramsRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListProgramsResponse> {
    const std::vector<domain::Program> listed = program_store::PageOf(
        tx,
        {.year = request.year(),
         .state = request.state(),
         .need = request.need(),
         .family = request.family(),
         .text = request.text(),
         .id_prefix = request.id_prefix()},
        page);
    v1::ListProgramsResponse response;
    for (v1::Program& line : Lines(tx, listed)) *response.add_programs() = std::move(line);
    if (response.programs_size() == page.size()) {
      const v1::Program& last = *response.programs().rbegin();
      response.set_next_page_token(page.Next({Cat(last.year()), last.id()}));
    }
    return response;
  });
}

absl::StatusOr<v1::ListProgramFormsResponse> Needs::ListProgramForms(
    Call& call, const v1::ListProgramFormsRequest&) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListProgramFormsResponse> {
    v1::ListProgramFormsResponse response;
    for (const auto& [code, form] : program_store::FormsOn(tx, call.today())) {
      v1::ProgramForm& out = *response.add_forms();
      out.set_code(code);
      out.set_name(form.name);
      out.set_channel(form.channel);
      out.set_siasn_id(form.siasn_id);
      out.set_method(ToContract<v1::JpMethod>(form.method));
      out.set_jp_per_activity(form.per_activity);
      out.set_jp_cap(form.cap);
      out.set_unverified(!form.verified);
      out.set_legal_basis(form.legal_basis);
    }
    return response;
  });
}

absl::StatusOr<v1::Traceability> Needs::GetTraceability(
    Call& call, const v1::GetTraceabilityRequest& request) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::Traceability> {
    std::vector<domain::Traced> traced;
    std::vector<std::string> without;
    for (const auto& [id, one] : program_store::InForceOf(tx, request.year())) {
      traced.push_back(one);
      if (!one.measured && without.size() < kShownWithout) without.push_back(id);
    }
    const domain::Traceability sum = domain::Trace(traced);
    v1::Traceability response;
    response.set_programs(sum.programs);
    response.set_measured(sum.measured);
    response.set_share(sum.Share());
    response.set_rupiah(sum.rupiah);
    response.set_measured_rupiah(sum.measured_rupiah);
    response.set_share_of_rupiah(sum.ShareOfRupiah());
    response.set_target(traceability_target_.Today(tx)[0]);
    for (v1::Program& line : Lines(tx, program_store::Of(tx, without)))
      *response.add_without() = std::move(line);
    return response;
  });
}

}  // namespace binadaya::needs
