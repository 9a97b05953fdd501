// Programs: drafted for needs, judged by the gate, reviewed and approved by others.
#include <algorithm>
#include <utility>

#include "services/common/aggregate.h"
#include "services/common/id.h"
#include "services/common/status.h"
#include "services/needs/designs.h"
#include "services/needs/needs.h"
#include "services/needs/program_store.h"
#include "services/needs/tell.h"

namespace binadaya::needs {
namespace {

// The needs that a draft names; PRG-44 for those that are not there.
template <class Ids>
absl::StatusOr<std::vector<domain::ServedNeed>> Linked(Tx& tx, const Ids& ids) {
  std::vector<domain::ServedNeed> needs = program_store::NeedsOf(tx, {ids.begin(), ids.end()});
  Findings findings;
  for (const std::string& id : ids) {
    const bool known = std::any_of(
        needs.begin(), needs.end(), [&](const domain::ServedNeed& need) { return need.id == id; });
    if (known) continue;
    findings.push_back(
        {.rule = "PRG-44",
         .where = "needs",
         .message =
             {Cat("Kebutuhan ", id, " tidak ada. Perbaiki id-nya, atau hapus dari daftar."),
              Cat("There is no need ", id, ". Correct its id, or take it from the list.")},
         .values = {{"need", id}}});
  }
  if (!findings.empty()) return Refuse(absl::StatusCode::kInvalidArgument, std::move(findings));
  return needs;
}

// What is in force ends by decision of the head of the personnel agency only.
absl::Status CheckEnds(const Call& call, const domain::Program& program) {
  if (program.InForce() == nullptr || call.Holds(::binadaya::v1::AGENCY_HEAD, "/"))
    return absl::OkStatus();
  return Refuse(
      absl::StatusCode::kPermissionDenied,
      {{.rule = "PRG-42",
        .where = "program",
        .message = {
            "Program yang berlaku dihentikan oleh Kepala BKPP. Serahkan kepadanya.",
            "A program in force is retired by the head of BKPP. Leave it to them."}}});
}

void TellDrafted(Tx& tx, const domain::Program& program) {
  const domain::ProgramVersion& version = program.versions.back();
  v1::ProgramDrafted event;
  event.set_program(program.id);
  event.set_year(program.year);
  event.set_number(version.number);
  for (const domain::ServedNeed& need : version.needs) event.add_needs(need.id);
  event.set_without_measured_need(!domain::HasMeasured(version.needs));
  Tell(tx, event);
}

// Events with the whole design are of the version that stands, or stood.
template <class Told>
void TellProgram(Tx& tx, const domain::Program& program) {
  Told event;
  event.set_program(program.id);
  if constexpr (requires { event.mutable_design(); }) {
    const domain::ProgramVersion& version = program.Shown();
    event.set_year(program.year);
    event.set_number(version.number);
    event.set_copy_of(program.copy_of);
    FillDesign(version.design, *event.mutable_design());
    for (const domain::ServedNeed& need : version.needs) event.mutable_design()->add_needs(need.id);
    event.set_without_measured_need(!domain::HasMeasured(version.needs));
    event.set_scheduled_minutes(version.design.ScheduledMinutes());
    event.set_learning_minutes(version.design.LearningMinutes());
    event.set_active_minutes(version.design.ActiveMinutes());
  } else {
    event.set_number(program.versions.back().number);
  }
  Tell(tx, event);
}

template <>
void TellProgram<v1::ProgramDrafted>(Tx& tx, const domain::Program& program) {
  TellDrafted(tx, program);
}

}  // namespace

absl::StatusOr<v1::Program> Needs::Begin(Tx& tx, const domain::Program& program) const {
  program_store::Save(tx, program);
  TellDrafted(tx, program);
  return View(tx, program, program.versions.back(), 1);
}

absl::StatusOr<v1::Program> Needs::DraftProgram(
    Call& call, const v1::DraftProgramRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Program> {
    ASSIGN_OR_RETURN(std::vector<domain::ServedNeed> needs, Linked(tx, request.design().needs()));
    return Begin(
        tx, domain::Program::Draft(
                NewId(call.now()), request.year(), DesignOf(request.design()), std::move(needs),
                call.subject(), call.today()));
  });
}

absl::StatusOr<v1::Program> Needs::CopyProgram(Call& call, const v1::CopyProgramRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Program> {
    ASSIGN_OR_RETURN(std::vector<domain::ServedNeed> needs, Linked(tx, request.needs()));
    ASSIGN_OR_RETURN(const domain::Program source, program_store::Lock(tx, request.program()));
    RETURN_IF_ERROR(domain::Program::CheckCopy(source, request.year(), needs));
    domain::Program program = domain::Program::Draft(
        NewId(call.now()), request.year(), source.InForce()->design, std::move(needs),
        call.subject(), call.today());
    program.copy_of = source.id;
    return Begin(tx, program);
  });
}

template <class Told, class Request, class Decision>
absl::StatusOr<v1::Program> Needs::DecideProgram(
    Call& call, const Request& request, Decision decide) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Program> {
    ASSIGN_OR_RETURN(domain::Program program, program_store::Lock(tx, request.program()));
    RETURN_IF_ERROR(tx.Expect("program", request.program(), request.version()));
    RETURN_IF_ERROR(decide(tx, program));
    program_store::Save(tx, program);
    TellProgram<Told>(tx, program);
    // What was decided about: the version that stands, or the one that is worked on.
    constexpr bool kStanding = requires { Told().design(); };
    return View(
        tx, program, kStanding ? program.Shown() : program.versions.back(),
        VersionOf(tx, "program", program.id) + 1);  // and the event that this transaction tells
  });
}

absl::StatusOr<v1::Program> Needs::EditProgram(Call& call, const v1::EditProgramRequest& request) {
  return DecideProgram<v1::ProgramDrafted>(
      call, request, [&](Tx& tx, domain::Program& program) -> absl::Status {
        ASSIGN_OR_RETURN(
            std::vector<domain::ServedNeed> needs, Linked(tx, request.design().needs()));
        return program.Save(
            DesignOf(request.design()), std::move(needs), call.subject(), call.today());
      });
}

absl::StatusOr<v1::Program> Needs::SubmitProgram(
    Call& call, const v1::DecideProgramRequest& request) {
  return DecideProgram<v1::ProgramSubmitted>(call, request, [&](Tx& tx, domain::Program& program) {
    return program.Submit(call.subject(), Gate(tx, program, program.versions.back()), call.today());
  });
}

absl::StatusOr<v1::Program> Needs::ReviewProgram(
    Call& call, const v1::DecideProgramRequest& request) {
  return DecideProgram<v1::ProgramReviewed>(call, request, [&](Tx&, domain::Program& program) {
    return program.Review(call.subject(), call.today());
  });
}

absl::StatusOr<v1::Program> Needs::ApproveProgram(
    Call& call, const v1::DecideProgramRequest& request) {
  return DecideProgram<v1::ProgramApproved>(call, request, [&](Tx& tx, domain::Program& program) {
    return program.Approve(
        call.subject(), Gate(tx, program, program.versions.back()), call.today());
  });
}

absl::StatusOr<v1::Program> Needs::ReturnProgram(
    Call& call, const v1::DecideProgramRequest& request) {
  return DecideProgram<v1::ProgramReturned>(call, request, [&](Tx&, domain::Program& program) {
    return program.Return(request.reason(), call.today());
  });
}

absl::StatusOr<v1::Program> Needs::ReviseProgram(
    Call& call, const v1::DecideProgramRequest& request) {
  return DecideProgram<v1::ProgramDrafted>(call, request, [&](Tx&, domain::Program& program) {
    return program.Revise(call.subject(), call.today());
  });
}

absl::StatusOr<v1::Program> Needs::PutProgramUnderReview(
    Call& call, const v1::DecideProgramRequest& request) {
  return DecideProgram<v1::ProgramUnderReview>(call, request, [&](Tx&, domain::Program& program) {
    return program.PutUnderReview(request.reason(), call.today());
  });
}

absl::StatusOr<v1::Program> Needs::RetireProgram(
    Call& call, const v1::DecideProgramRequest& request) {
  return DecideProgram<v1::ProgramRetired>(
      call, request, [&](Tx&, domain::Program& program) -> absl::Status {
        RETURN_IF_ERROR(CheckEnds(call, program));
        return program.Retire(request.reason(), call.today());
      });
}

}  // namespace binadaya::needs
