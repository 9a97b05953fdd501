#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "binadaya/needs/v1/needs.pb.h"
#include "services/cli/answer.h"
#include "services/cli/environment.h"
#include "services/cli/operator.h"

// Programs of competency development: drafted from a file, decided in somebody's name, looked up.
namespace binadaya::cli {

struct PlanningOptions {
  std::string program;  // part of the title, or the first letters of the id
  std::string file;
  std::string by;  // in whose name; empty = the operator's
  std::string reason;
  std::vector<std::string> needs;  // rank in their year, or the first letters of the id
  std::string text, state, need, family;
  int year = 0;
  int number = 0;
  bool all = false;
};

// A design in the form that draft and edit take: an example, or that of a program.
absl::StatusOr<Answer> RunProgramTemplate(
    const Environment& environment, const PlanningOptions& options);
absl::StatusOr<Answer> RunDraftProgram(
    const Environment& environment, const PlanningOptions& options);
absl::StatusOr<Answer> RunCopyProgram(
    const Environment& environment, const PlanningOptions& options);
absl::StatusOr<Answer> RunEditProgram(
    const Environment& environment, const PlanningOptions& options);
absl::StatusOr<Answer> RunSubmitProgram(
    const Environment& environment, const PlanningOptions& options);
absl::StatusOr<Answer> RunReviewProgram(
    const Environment& environment, const PlanningOptions& options);
absl::StatusOr<Answer> RunApproveProgram(
    const Environment& environment, const PlanningOptions& options);
absl::StatusOr<Answer> RunReturnProgram(
    const Environment& environment, const PlanningOptions& options);
absl::StatusOr<Answer> RunReviseProgram(
    const Environment& environment, const PlanningOptions& options);
absl::StatusOr<Answer> RunPutProgramUnderReview(
    const Environment& environment, const PlanningOptions& options);
absl::StatusOr<Answer> RunRetireProgram(
    const Environment& environment, const PlanningOptions& options);
absl::StatusOr<Answer> RunGetProgram(
    const Environment& environment, const PlanningOptions& options);
absl::StatusOr<Answer> RunGetTraceability(
    const Environment& environment, const PlanningOptions& options);
absl::StatusOr<Answer> RunListPrograms(
    const Environment& environment, const PlanningOptions& options);
absl::StatusOr<Answer> RunListForms(const Environment& environment);

// A program by the whole id, part of the title, or the first letters of the id; `number` 0 = in
// force, else the newest; `year` 0 = any.
absl::StatusOr<needs::v1::Program> FindProgram(
    const Operator& caller, const std::string& text, int number = 0, int year = 0);
// Who asks: somebody in that role, or the operator, who is an analyst.
absl::StatusOr<Operator> InTheNameOf(const Operator& caller, const std::string& by, v1::Role role);

// Pure.
std::string ProgramText(const needs::v1::Program& program);
std::string ProgramsText(const google::protobuf::RepeatedPtrField<needs::v1::Program>& programs);
std::string FormsText(const needs::v1::ListProgramFormsResponse& forms);
std::string TraceabilityText(const needs::v1::Traceability& traceability, int year);
// Every line that cannot be read is a finding (FILE-04) with its line and column.
absl::StatusOr<needs::v1::ProgramDesign> ReadDesign(const std::string& text);
std::string ExampleDesign();

}  // namespace binadaya::cli
