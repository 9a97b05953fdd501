// Seats in question: asked when something is heard, settled by itself or by who organises.
#include "binadaya/scheduling/v1/scheduling_events.tell.h"
#include "services/common/aggregate.h"
#include "services/common/app.h"
#include "services/common/enums.h"
#include "services/common/status.h"
#include "services/scheduling/question_store.h"
#include "services/scheduling/scheduling.h"

namespace binadaya::scheduling {
namespace {

using domain::SeatQuestion;
using enrolment_store::Enrolment;

template <class Told>
Told OfQuestion(const SeatQuestion& question, const Enrolment& of) {
  Told event;
  event.set_enrolment(question.enrolment);
  event.set_person(of.is.person);
  event.set_program(of.is.program);
  event.set_batch(of.is.batch);
  event.set_number(question.number);
  return event;
}

void TellQuestioned(Tx& tx, const SeatQuestion& question, const Enrolment& of) {
  auto event = OfQuestion<v1::EnrolmentQuestioned>(question, of);
  for (const Finding& gate : question.reasons) event.add_rules(gate.rule);
  event.set_decide_by(absl::FormatCivilTime(question.decide_by));
  Tell(tx, event);
}

void TellQuestionSettled(Tx& tx, const SeatQuestion& question, const Enrolment& of) {
  auto event = OfQuestion<v1::EnrolmentQuestionSettled>(question, of);
  event.set_state(ToContract<v1::SeatQuestionState>(question.state));
  if (question.why.has_value()) event.set_reason(ToContract<v1::OverrideReason>(*question.why));
  Tell(tx, event);
}

v1::SeatQuestion ShowQuestion(const question_store::Listed& of, std::int64_t version) {
  v1::SeatQuestion out;
  out.set_enrolment(of.is.enrolment);
  out.set_number(of.is.number);
  out.set_unit(of.unit);
  out.set_program(of.program);
  out.set_batch(of.batch);
  out.set_person(of.person);
  out.set_state(ToContract<v1::SeatQuestionState>(of.is.state));
  for (const Finding& gate : of.is.reasons) ::binadaya::ToProto(gate, *out.add_reasons());
  out.set_asked_on(absl::FormatCivilTime(of.is.asked_on));
  out.set_decide_by(absl::FormatCivilTime(of.is.decide_by));
  out.set_overdue(of.is.overdue);
  if (of.is.why.has_value()) out.set_reason(ToContract<v1::OverrideReason>(*of.is.why));
  out.set_note(of.is.note);
  out.set_decided_by(of.is.by);
  if (of.is.decided_on.has_value()) out.set_decided_on(absl::FormatCivilTime(*of.is.decided_on));
  out.set_version(version);
  return out;
}

v1::ListSeatQuestionsResponse QuestionsOf(
    Tx& tx, const std::vector<question_store::Listed>& listed, const Page& page) {
  const auto versions = VersionsOf(
      tx, "enrolment", listed, [](const question_store::Listed& one) { return one.is.enrolment; });
  v1::ListSeatQuestionsResponse response;
  for (const question_store::Listed& one : listed)
    *response.add_questions() = ShowQuestion(one, versions.at(one.is.enrolment));
  if (response.questions_size() == page.size()) {
    const v1::SeatQuestion& last = *response.questions().rbegin();
    response.set_next_page_token(
        page.Next({last.decide_by(), last.enrolment(), Cat(last.number())}));
  }
  return response;
}

}  // namespace

void Scheduling::QuestionSeat(
    Tx& tx, const Enrolment& of, const Findings& gates, const Seats& seats) const {
  const std::optional<SeatQuestion> before = question_store::NewestOf(tx, of.is.id);
  std::optional<SeatQuestion> question = before;
  const domain::QuestionStep step = domain::Judge(
      question, of.is, question_store::PlaceOf(tx, of.is.person), gates, seats.decide_by(),
      seats.setting());
  switch (step) {
    case domain::QuestionStep::kNone:
      break;
    case domain::QuestionStep::kAsked:
      if (before.has_value() && before->open()) {
        SeatQuestion ended = *before;
        ended.state = domain::QuestionState::kEnded;
        ended.decided_on = seats.setting().today;
        question_store::Save(tx, ended);
      }
      question_store::Add(tx, *question);
      TellQuestioned(tx, *question, of);
      break;
    case domain::QuestionStep::kPasses:
      question_store::Save(tx, *question);
      TellQuestionSettled(tx, *question, of);
      break;
    case domain::QuestionStep::kNoWaiver:
      question_store::Save(tx, *question);
      break;
  }
  if (!question.has_value() || !question->open()) return;
  if (question->FallDue(seats.setting().today)) {
    question_store::Save(tx, *question);
    Tell(tx, OfQuestion<v1::EnrolmentQuestionOverdue>(*question, of));
  } else if (!question->overdue) {
    tx.At(app_.clock().StartOf(question->decide_by + 1), kGatesTimer, of.is.id);
  }
}

absl::StatusOr<v1::ListSeatQuestionsResponse> Scheduling::ListSeatQuestions(
    Call& call, const v1::ListSeatQuestionsRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListSeatQuestionsResponse> {
    return QuestionsOf(tx, question_store::PageOf(tx, call.scope(), request, page), page);
  });
}

absl::StatusOr<v1::ListSeatQuestionsResponse> Scheduling::ListOwnSeatQuestions(
    Call& call, const v1::ListOwnSeatQuestionsRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListSeatQuestionsResponse> {
    return QuestionsOf(tx, question_store::PageOfPerson(tx, request.person(), page), page);
  });
}

absl::StatusOr<v1::SeatQuestion> Scheduling::DecideSeatQuestion(
    Call& call, const v1::DecideSeatQuestionRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::SeatQuestion> {
    ASSIGN_OR_RETURN(const Enrolment of, enrolment_store::Get(tx, request.enrolment()));
    SeatQuestion question{.state = domain::QuestionState::kEnded};
    // The batch is locked by then.
    const auto decide = [&](domain::Enrolment& enrolment,
                            const domain::EnrolmentSetting& setting) -> absl::Status {
      if (auto newest = question_store::NewestOf(tx, enrolment.id)) question = *std::move(newest);
      if (request.decision() == v1::WITHDRAW_SEAT) {
        RETURN_IF_ERROR(question.Withdraw(enrolment, request.note(), call.subject(), setting));
      } else {
        std::optional<domain::OverrideReason> reason;
        if (request.reason() != v1::OVERRIDE_REASON_UNSPECIFIED)
          reason = ToDomain<domain::OverrideReason>(request.reason());
        RETURN_IF_ERROR(question.Keep(reason, request.note(), call.subject(), setting));
      }
      question_store::Save(tx, question);
      return absl::OkStatus();
    };
    ASSIGN_OR_RETURN(
        const v1::Enrolment decided,
        DecideEnrolment(
            tx, request.enrolment(), request.version(),
            [&](const Enrolment& one) { return IsOfUnit(tx, one, request.unit()); }, decide));
    if (question.state == domain::QuestionState::kKept) TellQuestionSettled(tx, question, of);
    return ShowQuestion(
        {.is = question,
         .unit = request.unit(),
         .person = decided.person(),
         .program = decided.program(),
         .batch = decided.batch()},
        decided.version());
  });
}

}  // namespace binadaya::scheduling
