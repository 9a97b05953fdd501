#include "services/cli/records.h"

#include <utility>
#include <vector>

#include "binadaya/registry/v1/registry.rpc.h"
#include "services/cli/find.h"
#include "services/cli/language.h"
#include "services/cli/operator.h"
#include "services/cli/render.h"
#include "services/cli/words.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

using registry::RegistryClient;
namespace rv = registry::v1;

// Fills in whom the request is about, makes it, and shows the record that came of it.
template <class Request>
absl::StatusOr<Answer> Recorded(
    const Operator& caller, const rv::Person& person,
    Method<RegistryClient, Request, rv::Record> method, Request request) {
  request.set_request_id(caller.NewRequestId());
  request.set_person(person.id());
  rv::ListRecordsResponse one;
  ASSIGN_OR_RETURN(*one.add_records(), caller.Ask("registry", method, request));
  return AnswerOf(Cat(person.name(), ":\n", RecordsText(one)), one.records(0));
}

// The same of a new record, by the document that it is taken from.
template <class Request>
absl::StatusOr<Answer> Enter(
    const Environment& environment, const RecordOptions& options,
    Method<RegistryClient, Request, rv::Record> method, Request request) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const rv::Person person, FindPerson(caller, options.person));
  request.set_document(options.document);
  return Recorded(caller, person, method, std::move(request));
}

absl::StatusOr<rv::ListRecordsResponse> RecordsOf(
    const Operator& caller, const rv::Person& person, const RecordOptions& options) {
  rv::ListRecordsRequest request;
  RETURN_IF_ERROR(Put<rv::RecordKind>(
      "--kind", options.kind, [&](rv::RecordKind kind) { request.set_kind(kind); }));
  request.set_person(person.id());
  request.set_as_of(options.as_of);
  return caller.AskPages("registry", &RegistryClient::ListRecords, request);
}

// "S1 Ilmu Pemerintahan"
std::string WhatOf(const rv::Record& record) {
  const std::string what = Term(record.code());
  return record.detail().empty() ? what : Cat(what, " ", record.detail());
}

// "2026-04-01: keliru"; of a record that stands nothing.
std::string EndOf(const rv::Record& record) {
  if (record.ended_on().empty()) return "";
  return record.ended_because().empty() ? record.ended_on()
                                        : Cat(record.ended_on(), ": ", record.ended_because());
}

}  // namespace

std::string RecordsText(const rv::ListRecordsResponse& records) {
  Rows rows = {
      {Say("JENIS", "KIND"), Say("ISI", "WHAT"), Say("SEJAK", "FROM"), Say("SAMPAI", "UNTIL"),
       Say("DOKUMEN", "DOCUMENT"), Say("DICATAT", "RECORDED"), "ID", Say("BERAKHIR", "ENDED")}};
  for (const rv::Record& record : records.records()) {
    rows.push_back(
        {Word(record.kind()), WhatOf(record),
         record.year() > 0 ? Cat(record.year()) : record.from(), record.until(), record.document(),
         record.recorded_on(), record.id(), EndOf(record)});
  }
  return TableOf(rows);
}

absl::StatusOr<Answer> RunRecordAppraisal(
    const Environment& environment, const RecordOptions& options) {
  rv::RecordAppraisalRequest request;
  ASSIGN_OR_RETURN(const auto predicate, Parse<rv::Predicate>("PREDICATE", options.what));
  request.set_year(options.year);
  request.set_predicate(predicate);
  request.set_reason(options.reason);
  return Enter(environment, options, &RegistryClient::RecordAppraisal, request);
}

absl::StatusOr<Answer> RunRecordTraining(
    const Environment& environment, const RecordOptions& options) {
  rv::RecordTrainingRequest request;
  request.set_training(options.what);
  request.set_completed_on(options.from);
  return Enter(environment, options, &RegistryClient::RecordTraining, request);
}

absl::StatusOr<Answer> RunRecordEducation(
    const Environment& environment, const RecordOptions& options) {
  rv::RecordEducationRequest request;
  ASSIGN_OR_RETURN(const auto level, Parse<rv::EducationLevel>("LEVEL", options.what));
  request.set_level(level);
  request.set_field(options.field);
  request.set_completed_on(options.from);
  return Enter(environment, options, &RegistryClient::RecordEducation, request);
}

absl::StatusOr<Answer> RunRecordDiscipline(
    const Environment& environment, const RecordOptions& options) {
  rv::RecordDisciplineRequest request;
  ASSIGN_OR_RETURN(const auto level, Parse<rv::DisciplineLevel>("LEVEL", options.what));
  request.set_level(level);
  request.set_decided_on(options.from);
  request.set_ends_on(options.to);
  return Enter(environment, options, &RegistryClient::RecordDiscipline, request);
}

absl::StatusOr<Answer> RunRecordLeave(
    const Environment& environment, const RecordOptions& options) {
  rv::RegisterLeaveRequest request;
  ASSIGN_OR_RETURN(const auto kind, Parse<rv::LeaveKind>("KIND", options.what));
  request.set_kind(kind);
  request.set_first_day(options.from);
  request.set_last_day(options.to);
  return Enter(environment, options, &RegistryClient::RegisterLeave, request);
}

absl::StatusOr<Answer> RunRecordAnnul(
    const Environment& environment, const RecordOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const rv::Person person, FindPerson(caller, options.person));
  ASSIGN_OR_RETURN(const auto listed, RecordsOf(caller, person, {}));
  std::vector<rv::Record> meant;
  std::vector<Candidate> candidates;
  for (const rv::Record& record : listed.records()) {
    if (!record.id().starts_with(options.record)) continue;
    meant.push_back(record);
    candidates.push_back(
        {.id = record.id(), .shown = Cat(Word(record.kind()), "  ", WhatOf(record))});
  }
  ASSIGN_OR_RETURN(
      const std::size_t chosen, Choose({"catatan", "records"}, options.record, candidates));
  rv::AnnulRecordRequest request;
  request.set_record(meant[chosen].id());
  request.set_reason(options.reason);
  return Recorded(caller, person, &RegistryClient::AnnulRecord, request);
}

absl::StatusOr<Answer> RunListRecords(
    const Environment& environment, const RecordOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const rv::Person person, FindPerson(caller, options.person));
  ASSIGN_OR_RETURN(const auto listed, RecordsOf(caller, person, options));
  return AnswerOf(RecordsText(listed), listed);
}

}  // namespace binadaya::cli
