// What is on record about people beside acts: appraisals, trainings, education, discipline, leave.
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/time/civil_time.h"
#include "binadaya/registry/v1/registry_events.tell.h"
#include "services/common/enums.h"
#include "services/common/id.h"
#include "services/common/status.h"
#include "services/registry/act_store.h"
#include "services/registry/domain/record.h"
#include "services/registry/record_store.h"
#include "services/registry/registry.h"

namespace binadaya::registry {
namespace {

using domain::Record;
using domain::RecordKind;

v1::Record ToProto(const Record& record) {
  v1::Record proto;
  proto.set_id(record.id);
  proto.set_person(record.person);
  proto.set_kind(ToContract<v1::RecordKind>(record.kind));
  proto.set_code(record.code);
  proto.set_year(record.year);
  if (record.year == 0) proto.set_from(absl::FormatCivilTime(record.from));
  if (record.to.has_value()) proto.set_until(absl::FormatCivilTime(*record.to));
  proto.set_document(record.document);
  proto.set_detail(record.detail);
  proto.set_recorded_on(absl::FormatCivilTime(record.recorded_on));
  if (record.ended_on.has_value()) proto.set_ended_on(absl::FormatCivilTime(*record.ended_on));
  proto.set_ended_because(record.ended_because);
  return proto;
}

// What every event of a record says.
template <class Event>
Event EventOf(const Record& record) {
  Event event;
  event.set_person(record.person);
  event.set_record(record.id);
  return event;
}

// Where the person stands, for those who count.
template <class Event>
void FillPlace(const directory_store::PersonView& person, Event& event) {
  event.set_family(person.family);
  event.set_unit_path(person.path);
}

// What an event says beside the record itself: of an appraisal how far its person is below Baik
// now, of a training what it counts as.
struct Beside {
  int steps_below = 0;
  std::string counts_as;
};

void TellRecorded(
    Tx& tx, const Record& record, const directory_store::PersonView& person, const Beside& beside) {
  const std::string from = absl::FormatCivilTime(record.from);
  const std::string until = record.to.has_value() ? absl::FormatCivilTime(*record.to) : "";
  switch (record.kind) {
    case RecordKind::kAppraisal: {
      auto event = EventOf<v1::AppraisalRecorded>(record);
      event.set_year(record.year);
      event.set_predicate(record.code);
      event.set_steps_below(record.steps);
      event.set_steps_below_now(beside.steps_below);
      FillPlace(person, event);
      return Tell(tx, event);
    }
    case RecordKind::kTraining: {
      auto event = EventOf<v1::TrainingRecorded>(record);
      event.set_training(record.code);
      event.set_counts_as(beside.counts_as);
      event.set_completed_on(from);
      FillPlace(person, event);
      return Tell(tx, event);
    }
    case RecordKind::kEducation: {
      auto event = EventOf<v1::EducationRecorded>(record);
      event.set_level(record.code);
      event.set_completed_on(from);
      return Tell(tx, event);
    }
    case RecordKind::kDiscipline: {
      auto event = EventOf<v1::DisciplineRecorded>(record);
      event.set_level(record.code);
      event.set_decided_on(from);
      event.set_ends_on(until);
      return Tell(tx, event);
    }
    case RecordKind::kLeave: {
      auto event = EventOf<v1::LeaveRegistered>(record);
      // Of the others it would tell of somebody's health or family.
      for (const v1::LeaveKind open : {v1::TAHUNAN, v1::BESAR, v1::BERSAMA})
        if (record.code == v1::LeaveKind_Name(open)) event.set_kind(record.code);
      event.set_from(from);
      event.set_until(until);
      return Tell(tx, event);
    }
  }
}

void TellAnnulled(Tx& tx, const Record& record, const directory_store::PersonView& person) {
  auto event = EventOf<v1::RecordAnnulled>(record);
  event.set_kind(ToContract<v1::RecordKind>(record.kind));
  event.set_steps_below_now(record_store::StepsBelow(tx, {record.person})[record.person]);
  if (record.kind == RecordKind::kTraining) {
    const std::string training = record_store::CountsAs(tx, record.code).value_or("");
    if (!record_store::HasTraining(tx, record.person, training)) event.set_training_lost(training);
  }
  FillPlace(person, event);
  Tell(tx, event);
}

absl::Status CheckOther(const Call& call, const std::string& person) {
  if (call.subject() != person) return absl::OkStatus();
  return Refuse(absl::StatusCode::kPermissionDenied, {domain::OwnRecord("person")});
}

template <class Request>
Record RecordOf(
    const Request& request, RecordKind kind, const std::string& code, const std::string& from) {
  Record record{.person = request.person(), .kind = kind, .code = code};
  absl::ParseCivilTime(from, &record.from);
  record.document = request.document();
  return record;
}

}  // namespace

domain::RecordSetting Registry::RecordSetting(Tx& tx) {
  return {
      .birth_date = {},
      .today = tx.call().today(),
      .standing = {},
      .working_age = AgePolicy(tx).working_age,
      .horizon_years = HorizonYears(tx),
      .longest_years = static_cast<int>(longest_record_.Today(tx)[0])};
}

void Registry::Keep(Tx& tx, std::vector<domain::RecordEntry>& entries) {
  std::set<std::string> people;
  for (domain::RecordEntry& entry : entries) {
    if (!entry.corrects.empty()) record_store::End(tx, entry.corrects, entry.reason);
    entry.record.id = NewId(tx.call().now());
    entry.record.recorded_on = tx.call().today();
    people.insert(entry.record.person);
  }
  record_store::Add(tx, entries);
  std::map<std::string, directory_store::PersonView> views;
  for (directory_store::PersonView& view :
       directory_store::People(tx, {people.begin(), people.end()})) {
    std::string id = view.id;
    views[std::move(id)] = std::move(view);
  }
  std::map<std::string, int> steps;
  std::map<std::string, std::string> counts_as;
  const auto of_kind = [&](RecordKind kind) {
    return std::any_of(entries.begin(), entries.end(), [&](const domain::RecordEntry& entry) {
      return entry.record.kind == kind;
    });
  };
  if (of_kind(RecordKind::kAppraisal)) steps = record_store::StepsBelow(tx, people);
  if (of_kind(RecordKind::kTraining)) {
    for (const domain::Training& one : record_store::Trainings(tx))
      counts_as[one.code] = one.counts_as;
  }
  for (const domain::RecordEntry& entry : entries) {
    const domain::Record& record = entry.record;
    TellRecorded(
        tx, record, views[record.person],
        {.steps_below = steps[record.person], .counts_as = counts_as[record.code]});
  }
}

template <class Request>
absl::StatusOr<v1::Record> Registry::Keep(
    Call& call, const Request& request, const domain::Record& record, const std::string& reason) {
  RETURN_IF_ERROR(CheckOther(call, record.person));
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Record> {
    ASSIGN_OR_RETURN(const domain::Standing person, act_store::Lock(tx, record.person));
    domain::RecordSetting setting = RecordSetting(tx);
    setting.birth_date = person.birth_date;
    setting.standing = record_store::Standing(tx, {record.person}, record.kind);
    setting.known =
        record.kind != RecordKind::kTraining || record_store::CountsAs(tx, record.code).has_value();
    for (const domain::Record& other : setting.standing)
      if (other.Says(record)) return ToProto(other);  // the same once more changes nothing
    if (Findings findings = domain::CheckRecord(record, setting, reason); Blocks(findings))
      return Refuse(absl::StatusCode::kInvalidArgument, std::move(findings));
    const domain::Record* wrong = domain::SameYear(record, setting.standing);
    std::vector<domain::RecordEntry> entries = {
        {.record = record, .corrects = wrong == nullptr ? "" : wrong->id, .reason = reason}};
    Keep(tx, entries);
    return ToProto(entries.front().record);
  });
}

absl::StatusOr<v1::Record> Registry::RecordAppraisal(
    Call& call, const v1::RecordAppraisalRequest& request) {
  domain::Record record = RecordOf(
      request, RecordKind::kAppraisal, v1::Predicate_Name(request.predicate()),
      Cat(request.year(), "-01-01"));
  record.year = request.year();
  record.steps = domain::StepsBelowGood(ToDomain<domain::Predicate>(request.predicate()));
  return Keep(call, request, record, request.reason());
}

absl::StatusOr<v1::Record> Registry::RecordTraining(
    Call& call, const v1::RecordTrainingRequest& request) {
  return Keep(
      call, request,
      RecordOf(request, RecordKind::kTraining, request.training(), request.completed_on()), "");
}

absl::StatusOr<v1::Record> Registry::RecordEducation(
    Call& call, const v1::RecordEducationRequest& request) {
  domain::Record record = RecordOf(
      request, RecordKind::kEducation, v1::EducationLevel_Name(request.level()),
      request.completed_on());
  record.detail = request.field();
  return Keep(call, request, record, "");
}

absl::StatusOr<v1::Record> Registry::RecordDiscipline(
    Call& call, const v1::RecordDisciplineRequest& request) {
  domain::Record record = RecordOf(
      request, RecordKind::kDiscipline, v1::DisciplineLevel_Name(request.level()),
      request.decided_on());
  if (!request.ends_on().empty()) absl::ParseCivilTime(request.ends_on(), &record.to.emplace());
  return Keep(call, request, record, "");
}

absl::StatusOr<v1::Record> Registry::RegisterLeave(
    Call& call, const v1::RegisterLeaveRequest& request) {
  domain::Record record = RecordOf(
      request, RecordKind::kLeave, v1::LeaveKind_Name(request.kind()), request.first_day());
  absl::CivilDay last;
  absl::ParseCivilTime(request.last_day(), &last);
  record.to = last + 1;
  return Keep(call, request, record, "");
}

absl::StatusOr<v1::Record> Registry::AnnulRecord(
    Call& call, const v1::AnnulRecordRequest& request) {
  RETURN_IF_ERROR(CheckOther(call, request.person()));
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Record> {
    RETURN_IF_ERROR(act_store::Lock(tx, request.person()).status());
    ASSIGN_OR_RETURN(domain::Record record, record_store::Get(tx, request.record()));
    if (record.person != request.person()) return NoSuchObject("record");
    if (record.ended_on.has_value()) {
      return Refuse(
          {.rule = "REC-09",
           .where = "record",
           .message = {
               "Catatan ini sudah diperbaiki atau dibatalkan. Tidak ada yang perlu dilakukan.",
               "This record was corrected or annulled already. Nothing is left to do."}});
    }
    record_store::End(tx, record.id, request.reason());
    record.ended_on = call.today();
    record.ended_because = request.reason();
    ASSIGN_OR_RETURN(
        const directory_store::PersonView view, directory_store::GetPerson(tx, record.person));
    TellAnnulled(tx, record, view);
    return ToProto(record);
  });
}

absl::StatusOr<v1::ListRecordsResponse> Registry::ListRecords(
    Call& call, const v1::ListRecordsRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  ASSIGN_OR_RETURN(const absl::CivilDay day, DayAsked(call, request.as_of()));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListRecordsResponse> {
    v1::ListRecordsResponse response;
    std::vector<domain::Record> records =
        record_store::PageOf(tx, request.person(), request.kind(), day, page);
    for (domain::Record& record : records) {
      record.ended_on.reset();  // it stood on that day
      record.ended_because.clear();
      *response.add_records() = ToProto(record);
    }
    if (static_cast<int>(records.size()) == page.size()) {
      response.set_next_page_token(
          page.Next({absl::FormatCivilTime(records.back().from), records.back().id}));
    }
    return response;
  });
}

}  // namespace binadaya::registry
