#include "services/cli/planning.h"

#include <algorithm>
#include <fstream>
#include <utility>

#include "absl/strings/numbers.h"
#include "binadaya/needs/v1/needs.rpc.h"
#include "google/protobuf/text_format.h"
#include "services/cli/find.h"
#include "services/cli/language.h"
#include "services/cli/operator.h"
#include "services/cli/read_file.h"
#include "services/cli/render.h"
#include "services/cli/words.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

using needs::NeedsClient;
namespace nv = needs::v1;

using DecideMethod = Method<NeedsClient, nv::DecideProgramRequest, nv::Program>;

absl::StatusOr<nv::Program> GetProgram(const Operator& caller, const std::string& id, int number) {
  nv::GetProgramRequest request;
  request.set_program(id);
  request.set_number(number);
  return caller.Ask("needs", &NeedsClient::GetProgram, request);
}

// The version that is worked on, if there is one; what decisions are about.
absl::StatusOr<nv::Program> FindWorked(const Operator& caller, const std::string& text) {
  ASSIGN_OR_RETURN(const nv::Program program, FindProgram(caller, text));
  const int newest = program.versions().rbegin()->number();
  if (newest == program.number()) return program;
  return GetProgram(caller, program.id(), newest);
}

// A need of a year by its rank there, or any by the first letters of its id.
absl::StatusOr<std::string> NeedNamed(const Operator& caller, const std::string& text, int year) {
  int rank = 0;
  if (text.size() > 4 || !absl::SimpleAtoi(text, &rank)) {
    ASSIGN_OR_RETURN(const nv::Need need, FindNeed(caller, text));
    return need.id();
  }
  nv::ListCampaignsRequest campaigns;
  campaigns.set_year(year);
  ASSIGN_OR_RETURN(
      const auto found, caller.AskPages("needs", &NeedsClient::ListCampaigns, campaigns));
  std::vector<Candidate> candidates;
  for (const nv::Campaign& campaign : found.campaigns()) {
    nv::ListNeedsRequest request;
    request.set_campaign(campaign.id());
    ASSIGN_OR_RETURN(const auto listed, caller.AskPages("needs", &NeedsClient::ListNeeds, request));
    for (const nv::Need& need : listed.needs()) {
      if (need.rank() != rank) continue;
      candidates.push_back(
          {.id = need.id(),
           .shown = Cat(campaign.unit_path(), "  ", AboutOf(need), "  ", need.family())});
    }
  }
  ASSIGN_OR_RETURN(
      const std::size_t chosen,
      Choose({Cat("kebutuhan tahun ", year), Cat("needs of ", year)}, text, candidates));
  return candidates[chosen].id;
}

absl::StatusOr<nv::ProgramDesign> DesignIn(
    const Operator& caller, const std::string& file, int year) {
  std::ifstream in(file, std::ios::binary);
  ASSIGN_OR_RETURN(const std::string text, ReadFile(in));
  ASSIGN_OR_RETURN(nv::ProgramDesign design, ReadDesign(text));
  for (std::string& need : *design.mutable_needs()) {
    ASSIGN_OR_RETURN(need, NeedNamed(caller, need, year));
  }
  return design;
}

Answer Shown(const nv::Program& program) { return AnswerOf(ProgramText(program), program); }

absl::StatusOr<Answer> DecideProgram(
    const Environment& environment, const PlanningOptions& options, v1::Role role,
    DecideMethod method) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const Operator by, InTheNameOf(caller, options.by, role));
  ASSIGN_OR_RETURN(const nv::Program program, FindWorked(caller, options.program));
  nv::DecideProgramRequest request;
  request.set_request_id(caller.NewRequestId());
  request.set_program(program.id());
  request.set_version(program.version());
  request.set_reason(options.reason);
  ASSIGN_OR_RETURN(const nv::Program decided, by.Ask("needs", method, request));
  return Shown(decided);
}

}  // namespace

absl::StatusOr<nv::Program> FindProgram(
    const Operator& caller, const std::string& text, int number, int year) {
  nv::ListProgramsRequest request;
  request.set_year(year);
  request.set_text(text);
  ASSIGN_OR_RETURN(auto listed, caller.AskPages("needs", &NeedsClient::ListPrograms, request));
  if (listed.programs().empty()) {
    request.clear_text();
    request.set_id_prefix(text);
    ASSIGN_OR_RETURN(listed, caller.AskPages("needs", &NeedsClient::ListPrograms, request));
  }
  std::vector<Candidate> candidates;
  for (const nv::Program& one : listed.programs()) {
    candidates.push_back(
        {.id = one.id(),
         .shown = Cat(one.year(), "  ", one.design().title(), "  ", Word(one.state())),
         .exact = one.design().title() == text});
  }
  ASSIGN_OR_RETURN(const std::size_t chosen, Choose({"program", "programs"}, text, candidates));
  return GetProgram(caller, candidates[chosen].id, number);
}

absl::StatusOr<Operator> InTheNameOf(const Operator& caller, const std::string& by, v1::Role role) {
  if (by.empty()) return caller;
  ASSIGN_OR_RETURN(const registry::v1::Person person, FindPerson(caller, by));
  return caller.As(person.id(), {{role, "/"}});
}

absl::StatusOr<Answer> RunProgramTemplate(
    const Environment& environment, const PlanningOptions& options) {
  if (options.program.empty())
    return Answer{
        .text = ExampleDesign(), .json = JsonObject({{"template", JsonString(ExampleDesign())}})};
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const nv::Program program, FindWorked(caller, options.program));
  std::string text;
  google::protobuf::TextFormat::Printer printer;
  printer.SetUseUtf8StringEscaping(true);
  printer.PrintToString(program.design(), &text);
  return AnswerOf(text, program.design());
}

absl::StatusOr<Answer> RunDraftProgram(
    const Environment& environment, const PlanningOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const Operator by, InTheNameOf(caller, options.by, v1::ANALYST));
  nv::DraftProgramRequest request;
  request.set_request_id(caller.NewRequestId());
  request.set_year(options.year);
  ASSIGN_OR_RETURN(*request.mutable_design(), DesignIn(caller, options.file, options.year));
  ASSIGN_OR_RETURN(const nv::Program program, by.Ask("needs", &NeedsClient::DraftProgram, request));
  return Shown(program);
}

absl::StatusOr<Answer> RunCopyProgram(
    const Environment& environment, const PlanningOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const Operator by, InTheNameOf(caller, options.by, v1::ANALYST));
  ASSIGN_OR_RETURN(const nv::Program source, FindProgram(caller, options.program));
  nv::CopyProgramRequest request;
  request.set_request_id(caller.NewRequestId());
  request.set_program(source.id());
  request.set_year(options.year);
  for (const std::string& need : options.needs) {
    ASSIGN_OR_RETURN(*request.add_needs(), NeedNamed(caller, need, options.year));
  }
  ASSIGN_OR_RETURN(const nv::Program program, by.Ask("needs", &NeedsClient::CopyProgram, request));
  return Shown(program);
}

absl::StatusOr<Answer> RunEditProgram(
    const Environment& environment, const PlanningOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const Operator by, InTheNameOf(caller, options.by, v1::ANALYST));
  ASSIGN_OR_RETURN(const nv::Program now, FindWorked(caller, options.program));
  nv::EditProgramRequest request;
  request.set_request_id(caller.NewRequestId());
  request.set_program(now.id());
  request.set_version(now.version());
  ASSIGN_OR_RETURN(*request.mutable_design(), DesignIn(caller, options.file, now.year()));
  ASSIGN_OR_RETURN(const nv::Program program, by.Ask("needs", &NeedsClient::EditProgram, request));
  return Shown(program);
}

absl::StatusOr<Answer> RunSubmitProgram(
    const Environment& environment, const PlanningOptions& options) {
  return DecideProgram(environment, options, v1::ANALYST, &NeedsClient::SubmitProgram);
}

absl::StatusOr<Answer> RunReviewProgram(
    const Environment& environment, const PlanningOptions& options) {
  return DecideProgram(environment, options, v1::ANALYST, &NeedsClient::ReviewProgram);
}

absl::StatusOr<Answer> RunApproveProgram(
    const Environment& environment, const PlanningOptions& options) {
  return DecideProgram(environment, options, v1::AGENCY_HEAD, &NeedsClient::ApproveProgram);
}

absl::StatusOr<Answer> RunReturnProgram(
    const Environment& environment, const PlanningOptions& options) {
  return DecideProgram(environment, options, v1::AGENCY_HEAD, &NeedsClient::ReturnProgram);
}

absl::StatusOr<Answer> RunReviseProgram(
    const Environment& environment, const PlanningOptions& options) {
  return DecideProgram(environment, options, v1::ANALYST, &NeedsClient::ReviseProgram);
}

absl::StatusOr<Answer> RunPutProgramUnderReview(
    const Environment& environment, const PlanningOptions& options) {
  return DecideProgram(environment, options, v1::AGENCY_HEAD, &NeedsClient::PutProgramUnderReview);
}

absl::StatusOr<Answer> RunRetireProgram(
    const Environment& environment, const PlanningOptions& options) {
  return DecideProgram(environment, options, v1::AGENCY_HEAD, &NeedsClient::RetireProgram);
}

absl::StatusOr<Answer> RunGetProgram(
    const Environment& environment, const PlanningOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const nv::Program program, FindProgram(caller, options.program, options.number));
  return Shown(program);
}

absl::StatusOr<Answer> RunGetTraceability(
    const Environment& environment, const PlanningOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  nv::GetTraceabilityRequest request;
  request.set_year(options.year);
  ASSIGN_OR_RETURN(
      const nv::Traceability traceability,
      caller.Ask("needs", &NeedsClient::GetTraceability, request));
  return AnswerOf(TraceabilityText(traceability, options.year), traceability);
}

absl::StatusOr<Answer> RunListPrograms(
    const Environment& environment, const PlanningOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  nv::ListProgramsRequest request;
  request.set_text(options.text);
  request.set_year(options.year);
  request.set_family(options.family);
  RETURN_IF_ERROR(Put<nv::ProgramState>(
      "--state", options.state, [&](nv::ProgramState state) { request.set_state(state); }));
  if (!options.need.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_need(), NeedNamed(caller, options.need, options.year));
  }
  ASSIGN_OR_RETURN(
      const nv::ListProgramsResponse programs,
      caller.AskPages("needs", &NeedsClient::ListPrograms, request, options.all));
  return AnswerOf(ProgramsText(programs.programs()), programs);
}

absl::StatusOr<Answer> RunListForms(const Environment& environment) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(
      const nv::ListProgramFormsResponse forms,
      caller.Ask("needs", &NeedsClient::ListProgramForms, nv::ListProgramFormsRequest()));
  return AnswerOf(FormsText(forms), forms);
}

}  // namespace binadaya::cli
