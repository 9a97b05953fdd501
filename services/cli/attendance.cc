#include "services/cli/attendance.h"

#include <algorithm>
#include <set>

#include "binadaya/scheduling/v1/scheduling.rpc.h"
#include "services/cli/budget_find.h"
#include "services/cli/language.h"
#include "services/cli/operator.h"
#include "services/cli/render.h"
#include "services/cli/schedule_find.h"
#include "services/cli/words.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

using scheduling::SchedulingClient;
namespace sv = scheduling::v1;

absl::StatusOr<sv::Delivery> DeliveryOf(const Operator& caller, const sv::Batch& batch) {
  sv::GetDeliveryRequest request;
  request.set_unit(batch.unit());
  request.set_batch(batch.id());
  return caller.Ask("scheduling", &SchedulingClient::GetDelivery, request);
}

struct Named {
  sv::Batch batch = {};
  sv::Session session = {};
};
absl::StatusOr<Named> SessionNamed(const Operator& caller, const AttendanceOptions& options) {
  Named named;
  ASSIGN_OR_RETURN(named.batch, FindBatch(caller, options.batch));
  ASSIGN_OR_RETURN(const sv::Delivery delivery, DeliveryOf(caller, named.batch));
  if (options.session < 1 || options.session > delivery.sessions_size())
    return NoSuchSession(static_cast<std::size_t>(delivery.sessions_size()));
  named.session = delivery.sessions(options.session - 1);
  return named;
}

template <class Request>
Request AboutSession(const Operator& caller, const Named& named) {
  Request request;
  request.set_request_id(caller.NewRequestId());
  request.set_unit(named.batch.unit());
  request.set_session(named.session.id());
  request.set_version(named.session.version());
  return request;
}

std::string Moment(const Named& named, const std::string& clock) {
  if (clock.empty() || clock.find('T') != std::string::npos) return clock;
  return Cat(named.session.slot().from().substr(0, 11), clock);
}

absl::StatusOr<sv::Sheet> SheetOf(const Operator& caller, const Named& named) {
  sv::GetSheetRequest request;
  request.set_unit(named.batch.unit());
  request.set_session(named.session.id());
  return caller.Ask("scheduling", &SchedulingClient::GetSheet, request);
}

absl::StatusOr<sv::SheetRow> RowOn(
    const Operator& caller, const sv::Sheet& sheet, const std::string& person) {
  ASSIGN_OR_RETURN(const registry::v1::Person of, FindPerson(caller, person));
  for (const sv::SheetRow& row : sheet.rows())
    if (row.person() == of.id()) return row;
  return Choose({"peserta sesi ini", "participants of this session"}, person, {}).status();
}
absl::StatusOr<std::string> EnrolmentOn(
    const Operator& caller, const sv::Sheet& sheet, const std::string& person) {
  ASSIGN_OR_RETURN(const sv::SheetRow row, RowOn(caller, sheet, person));
  return row.enrolment();
}

int ScansIn(const sv::SheetRow& row) {
  return static_cast<int>(std::ranges::count_if(row.entries(), [](const sv::KeptEntry& one) {
    return one.entry().method() == sv::METHOD_QR;
  }));
}

Names NamesOn(const Operator& caller, const sv::Sheet& sheet) {
  std::set<std::string> people;
  for (const sv::SheetRow& row : sheet.rows()) people.insert(row.person());
  return NamesOf(caller, people);
}

sv::Statement StatementFrom(const AttendanceOptions& options) {
  if (options.absent) return sv::STATEMENT_ABSENT;
  return options.excused.empty() ? sv::STATEMENT_THERE : sv::STATEMENT_EXCUSED;
}

absl::StatusOr<sv::Sheet> EnterOn(
    const Operator& caller, const Operator& by, const Named& named, const sv::Sheet& sheet,
    const AttendanceOptions& options) {
  auto request = AboutSession<sv::EnterAttendanceRequest>(caller, named);
  for (const std::string& person : options.people) {
    sv::AttendanceEntry& entry = *request.add_entries();
    entry.set_id(caller.NewRequestId());
    ASSIGN_OR_RETURN(const sv::SheetRow row, RowOn(caller, sheet, person));
    entry.set_enrolment(row.enrolment());
    entry.set_scans(ScansIn(row));
    entry.set_method(sv::METHOD_MANUAL);
    entry.set_statement(StatementFrom(options));
    entry.set_document(options.excused);
    if (StatementFrom(options) != sv::STATEMENT_THERE) continue;
    const sv::Slot& slot = named.session.slot();
    entry.set_from(options.from.empty() ? slot.from() : Moment(named, options.from));
    entry.set_until(options.until.empty() ? slot.until() : Moment(named, options.until));
  }
  return by.Ask("scheduling", &SchedulingClient::EnterAttendance, request);
}

absl::StatusOr<sv::Sheet> CorrectOn(
    const Operator& caller, const Operator& by, const Named& named, const sv::Sheet& sheet,
    const AttendanceOptions& options) {
  auto request = AboutSession<sv::CorrectAttendanceRequest>(caller, named);
  ASSIGN_OR_RETURN(*request.mutable_enrolment(), EnrolmentOn(caller, sheet, options.person));
  request.set_statement(StatementFrom(options));
  request.set_document(options.excused);
  request.set_reason(options.reason);
  if (StatementFrom(options) == sv::STATEMENT_THERE) {
    sv::Slot& stay = *request.add_stays();
    const sv::Slot& slot = named.session.slot();
    stay.set_from(options.from.empty() ? slot.from() : Moment(named, options.from));
    stay.set_until(options.until.empty() ? slot.until() : Moment(named, options.until));
  }
  return by.Ask("scheduling", &SchedulingClient::CorrectAttendance, request);
}

absl::StatusOr<sv::Sheet> CloseOn(
    const Operator& caller, const Operator& by, const Named& named, const sv::Sheet& sheet,
    const AttendanceOptions& options) {
  auto request = AboutSession<sv::CloseAttendanceRequest>(caller, named);
  ASSIGN_OR_RETURN(*request.mutable_enrolment(), EnrolmentOn(caller, sheet, options.person));
  request.set_at(Moment(named, options.until));
  request.set_reason(options.reason);
  return by.Ask("scheduling", &SchedulingClient::CloseAttendance, request);
}

}  // namespace

absl::StatusOr<Answer> RunDelivery(
    const Environment& environment, const AttendanceOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const sv::Batch batch, FindBatch(caller, options.batch));
  ASSIGN_OR_RETURN(const sv::Delivery delivery, DeliveryOf(caller, batch));
  return AnswerOf(DeliveryText(delivery), delivery);
}

absl::StatusOr<Answer> RunSheet(const Environment& environment, const AttendanceOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const Named named, SessionNamed(caller, options));
  ASSIGN_OR_RETURN(const sv::Sheet sheet, SheetOf(caller, named));
  return AnswerOf(SheetText(sheet, NamesOn(caller, sheet)), sheet);
}

absl::StatusOr<Answer> RunDecideSession(
    const Environment& environment, const AttendanceOptions& options) {
  sv::DecideSessionRequest asked;
  RETURN_IF_ERROR(Put<sv::SessionDecision>(
      "DECISION", options.decision, [&](sv::SessionDecision one) { asked.set_decision(one); }));
  RETURN_IF_ERROR(Put<sv::ChangeCause>(
      "--cause", options.cause, [&](sv::ChangeCause one) { asked.set_cause(one); }));
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const Operator by, ActingAs(caller, options.by, v1::ORGANISER));
  ASSIGN_OR_RETURN(const Named named, SessionNamed(caller, options));
  auto request = AboutSession<sv::DecideSessionRequest>(caller, named);
  request.set_decision(asked.decision());
  request.set_cause(asked.cause());
  request.set_reason(options.reason);
  if (asked.decision() == sv::CANCEL_SESSION) {
    ASSIGN_OR_RETURN(const sv::Sheet sheet, SheetOf(caller, named));
    for (const sv::SheetRow& row : sheet.rows()) request.set_scans(request.scans() + ScansIn(row));
  }
  if (!options.from.empty() || !options.until.empty()) {
    sv::Slot& took = *request.mutable_took_place();
    const sv::Slot& slot = named.session.slot();
    took.set_from(options.from.empty() ? slot.from() : Moment(named, options.from));
    took.set_until(options.until.empty() ? slot.until() : Moment(named, options.until));
  }
  RETURN_IF_ERROR(by.Ask("scheduling", &SchedulingClient::DecideSession, request).status());
  return RunDelivery(environment, options);
}

absl::StatusOr<Answer> RunPlanMakeUp(
    const Environment& environment, const AttendanceOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const Operator by, ActingAs(caller, options.by, v1::ORGANISER));
  ASSIGN_OR_RETURN(const Named named, SessionNamed(caller, options));
  auto request = AboutSession<sv::PlanMakeUpRequest>(caller, named);
  request.mutable_slot()->set_from(Moment(named, options.from));
  request.mutable_slot()->set_until(Moment(named, options.until));
  RETURN_IF_ERROR(by.Ask("scheduling", &SchedulingClient::PlanMakeUp, request).status());
  return RunDelivery(environment, options);
}

absl::StatusOr<Answer> RunSheetAct(
    const Environment& environment, const AttendanceOptions& options, SheetAct act) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const Operator by, ActingAs(caller, options.by, v1::ORGANISER));
  ASSIGN_OR_RETURN(const Named named, SessionNamed(caller, options));
  ASSIGN_OR_RETURN(const sv::Sheet before, SheetOf(caller, named));
  const auto done = [&]() -> absl::StatusOr<sv::Sheet> {
    switch (act) {
      case SheetAct::kEnter:
        return EnterOn(caller, by, named, before, options);
      case SheetAct::kClose:
        return CloseOn(caller, by, named, before, options);
      case SheetAct::kCorrect:
        return CorrectOn(caller, by, named, before, options);
      case SheetAct::kVerify:
        break;
    }
    return by.Ask(
        "scheduling", &SchedulingClient::VerifyAttendance,
        AboutSession<sv::VerifyAttendanceRequest>(caller, named));
  };
  ASSIGN_OR_RETURN(const sv::Sheet sheet, done());
  return AnswerOf(SheetText(sheet, NamesOn(caller, sheet)), sheet);
}

absl::StatusOr<Answer> RunRateSpeaker(
    const Environment& environment, const AttendanceOptions& options) {
  if (options.person.empty() == options.by.empty()) {
    return UsageError(
        {"sebut --person peserta yang menilai, atau --as panitianya",
         "say --person, a participant who rates, or --as, one of the committee"});
  }
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const Named named, SessionNamed(caller, options));
  sv::SpeakerRatingGiven given;
  if (options.by.empty()) {
    ASSIGN_OR_RETURN(const registry::v1::Person person, FindPerson(caller, options.person));
    sv::RateSpeakerRequest request;
    request.set_request_id(caller.NewRequestId());
    request.set_person(person.id());
    request.set_session(named.session.id());
    request.set_rating(options.rating);
    const Operator self = caller.As(person.id(), {{v1::EMPLOYEE, "/"}});
    ASSIGN_OR_RETURN(given, self.Ask("scheduling", &SchedulingClient::RateSpeaker, request));
  } else {
    ASSIGN_OR_RETURN(const Operator by, ActingAs(caller, options.by, v1::ORGANISER));
    sv::RateSpeakerForCommitteeRequest request;
    request.set_request_id(caller.NewRequestId());
    request.set_unit(named.batch.unit());
    request.set_session(named.session.id());
    request.set_rating(options.rating);
    ASSIGN_OR_RETURN(
        given, by.Ask("scheduling", &SchedulingClient::RateSpeakerForCommittee, request));
  }
  return AnswerOf(
      Say(Cat("Dinilai ", given.rating(), "; dapat diubah sampai ", given.until(),
              ", sesudah itu dihitung.\n"),
          Cat("Rated ", given.rating(), "; may be changed until ", given.until(),
              ", and counts after that.\n")),
      given);
}

absl::StatusOr<Answer> RunOutcome(
    const Environment& environment, const AttendanceOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const registry::v1::Person person, FindPerson(caller, options.person));
  sv::ListEnrolmentsRequest list;
  list.set_person(person.id());
  ASSIGN_OR_RETURN(
      const sv::ListEnrolmentsResponse found,
      caller.AskPages("scheduling", &SchedulingClient::ListEnrolments, list));
  if (found.enrolments().empty())
    return Choose({"peserta", "participants"}, options.person, {}).status();
  const auto newest = std::max_element(
      found.enrolments().begin(), found.enrolments().end(),
      [](const sv::Enrolment& a, const sv::Enrolment& b) { return a.id() < b.id(); });
  sv::GetCompletionRequest request;
  request.set_person(person.id());
  request.set_enrolment(newest->id());
  ASSIGN_OR_RETURN(
      const sv::Completion completion,
      caller.Ask("scheduling", &SchedulingClient::GetCompletion, request));
  return AnswerOf(CompletionText(completion, person.name()), completion);
}

}  // namespace binadaya::cli
