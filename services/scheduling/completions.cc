// What became of a batch, and of everybody in it. Decided anew whenever something changed that it
// rests on: by a command, by the clock, or because a program said what completes it.
#include <algorithm>

#include "binadaya/scheduling/v1/scheduling_events.tell.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/common/app.h"
#include "services/common/enums.h"
#include "services/common/status.h"
#include "services/scheduling/completion_store.h"
#include "services/scheduling/deliveries.h"
#include "services/scheduling/scheduling.h"
#include "services/scheduling/slot_proto.h"

namespace binadaya::scheduling {
namespace {

using domain::EnrolmentState;
using enrolment_store::Enrolment;
using session_store::Held;

bool IsDecided(const Enrolment& of) {
  return of.is.state == EnrolmentState::kCompleted ||
         of.is.state == EnrolmentState::kAttendedOnly ||
         of.is.state == EnrolmentState::kNotPassed || of.is.state == EnrolmentState::kNoShow ||
         (of.is.ending.has_value() && of.is.ending->cause == domain::EndCause::kExcused);
}
bool IsExpected(const Enrolment& of) {
  return of.is.state == EnrolmentState::kConfirmed || of.is.state == EnrolmentState::kAttending ||
         IsDecided(of);
}

template <class Told>
Told OfEnrolment(const Enrolment& of) {
  Told event;
  event.set_enrolment(of.is.id);
  event.set_person(of.is.person);
  event.set_program(of.is.program);
  event.set_batch(of.is.batch);
  return event;
}

// He waits for the program, or has a seat in it, once more.
bool TakesPartAgain(Tx& tx, const Enrolment& of) {
  for (const std::string& id : enrolment_store::OpenOf(tx, of.is.person)) {
    const auto other = enrolment_store::Get(tx, id);
    if (other.ok() && other->is.program == of.is.program && id != of.is.id) return true;
  }
  return false;
}

// None: he was excused from everything, and has withdrawn.
std::optional<EnrolmentState> OutcomeFrom(v1::CompletionStatus status) {
  switch (status) {
    case v1::COMPLETION_COMPLETED:
      return EnrolmentState::kCompleted;
    case v1::COMPLETION_ATTENDED_ONLY:
      return EnrolmentState::kAttendedOnly;
    case v1::COMPLETION_NOT_PASSED:
      return EnrolmentState::kNotPassed;
    case v1::COMPLETION_NO_SHOW:
      return EnrolmentState::kNoShow;
    default:
      return std::nullopt;
  }
}

void TellOutcome(Tx& tx, const Enrolment& of, const v1::Completion& outcome) {
  if (outcome.status() == v1::COMPLETION_WITHDRAWN) return TellEnrolment(tx, of);
  auto event = OfEnrolment<v1::EnrolmentCompleted>(of);
  event.set_outcome(ToContract<v1::EnrolmentState>(of.is.state));
  for (const ::binadaya::v1::Finding& one : outcome.findings()) event.add_reasons(one.rule());
  event.set_jp(outcome.jp());
  event.set_form(outcome.form());
  event.set_minutes(outcome.credited());
  event.set_delivered(outcome.delivered());
  Tell(tx, event);
}

// Whether what is told of an outcome is the same.
bool SameOutcome(const v1::Completion& told, const v1::Completion& now) {
  const auto rules = [](const v1::Completion& of) {
    std::vector<std::string> all;
    for (const ::binadaya::v1::Finding& one : of.findings()) all.push_back(one.rule());
    return all;
  };
  return told.status() == now.status() && told.credited() == now.credited() &&
         told.delivered() == now.delivered() && told.jp() == now.jp() && rules(told) == rules(now);
}

// What is not waited for is not asked for, either by a program that does not know the policy.
v1::KeptRule AsKept(v1::KeptRule rule) {
  if (!rule.without_tests()) return rule;
  rule.set_pre_test(false);
  rule.set_post_test(false);
  rule.set_action_plan(false);
  return rule;
}

}  // namespace

v1::KeptRule Scheduling::RuleFor(Tx& tx, const batch_store::Batch& batch, bool keep) const {
  const std::optional<v1::KeptRule> kept = completion_store::KeptOf(tx, batch.id);
  if (kept.has_value() && kept->has_attendance_min()) return AsKept(*kept);
  v1::KeptRule rule = completion_store::RuleOfProgram(tx, batch.program);
  if (kept.has_value()) {
    rule.set_reaction(kept->reaction());
    rule.set_without_tests(kept->without_tests());
    rule.set_lesson_minutes(kept->lesson_minutes());
    rule.set_fidelity_min(kept->fidelity_min());
  } else {
    rule.set_reaction(reaction_.Today(tx)[0] != 0);
    rule.set_without_tests(tests_.Today(tx)[0] == 0);
    rule.set_lesson_minutes(std::max(1, static_cast<int>(lesson_minutes_.Today(tx)[0])));
    rule.set_fidelity_min(fidelity_.Today(tx)[0]);
  }
  rule = AsKept(std::move(rule));
  if (keep) completion_store::Keep(tx, batch.id, rule);
  return rule;
}

std::vector<domain::Session> Scheduling::ForDelivery(
    Tx& tx, const batch_store::Batch& batch, const HeldSessions& sessions) const {
  std::vector<domain::Session> all;
  for (const Held& one : sessions)
    if (one.is.makes_up.empty()) all.push_back(one.is);
  const absl::CivilMinute now = Minute(tx.call().now());
  for (const booking_store::Session& one : booking_store::SessionsOf(tx, batch.id)) {
    const bool learns = std::any_of(
        sessions.begin(), sessions.end(), [&](const Held& held) { return held.is.id == one.item; });
    if (learns) continue;
    const bool over = one.slot.until <= now;
    all.push_back(
        {.id = one.item,
         .slot = one.slot,
         .learning = false,
         .state = over ? domain::SessionState::kClosed : domain::SessionState::kPlanned});
  }
  // What took place in a make-up session was delivered too.
  for (const Held& one : sessions)
    if (!one.is.makes_up.empty() && one.is.delivered.has_value()) all.push_back(one.is);
  return all;
}

std::set<std::string> ExpectedOf(Tx& tx, const std::string& batch) {
  std::set<std::string> expected;
  for (const Enrolment& one : enrolment_store::OfBatch(tx, batch))
    if (IsExpected(one)) expected.insert(one.is.id);
  return expected;
}

absl::Status Scheduling::Hindered(
    Tx& tx, const batch_store::Batch& batch, const HeldSessions& sessions) const {
  domain::Batch of = batch_store::AsDomain(batch);
  const std::set<std::string> expected = ExpectedOf(tx, batch.id);
  if (of.state == domain::BatchState::kRunning)
    return of.Deliver(ForDelivery(tx, batch, sessions), expected.size());
  if (of.state != domain::BatchState::kDelivered) return absl::OkStatus();
  const v1::KeptRule rule = RuleFor(tx, batch, false);
  bool decided = true;
  for (const Enrolment& one : enrolment_store::OfBatch(tx, batch.id))
    decided = decided && (!IsExpected(one) || IsDecided(one));
  return of.Complete(
      MinutesOf(sessions),
      AllVerified(sessions, expected, attendance_store::VerifiedOf(tx, batch.id), true), decided,
      {.fidelity = {rule.fidelity_min()}});
}

v1::Completion CompletionOf(
    const Enrolment& of, const HeldSessions& sessions,
    const std::map<std::string, attendance_store::Worth>& worth, const v1::KeptRule& rule,
    bool closed) {
  const domain::CompletionRule completes = AsDomain(rule);
  const std::vector<domain::SessionCredit> credits = CreditsOf(sessions, worth);
  // Tests, surveys and action plans are told by nobody yet: what asks for them waits.
  const domain::Completion completion =
      domain::Complete({.sessions = credits, .closed = closed, .evaluated = false}, completes);
  v1::Completion proto;
  proto.set_enrolment(of.is.id);
  proto.set_person(of.is.person);
  proto.set_program(of.is.program);
  proto.set_batch(of.is.batch);
  proto.set_status(ToContract<v1::CompletionStatus>(completion.status));
  proto.set_credited(completion.credited);
  proto.set_delivered(completion.delivered);
  proto.set_jp(domain::Hours(completion, {.minutes_per_hour = std::max(1, rule.lesson_minutes())}));
  proto.set_form(rule.form());
  for (const Finding& finding : completion.findings)
    ::binadaya::ToProto(finding, *proto.add_findings());
  for (const domain::SessionCredit& credit : credits) {
    v1::SessionCredit& out = *proto.add_sessions();
    out.set_session(credit.session);
    out.set_delivered(credit.delivered);
    out.set_credited(credit.credited);
    for (const Held& held : sessions) {
      if (held.is.id != credit.session) continue;
      out.set_title(held.title);
      ToProto(held.is.slot, *out.mutable_slot());
    }
    const auto found = worth.find(credit.session);
    if (found == worth.end()) continue;
    out.set_presence(ToContract<v1::Presence>(found->second.presence));
  }
  for (const domain::MakeUp& one : domain::MakeUpFor(credits, completes)) {
    v1::MakeUp& out = *proto.add_make_up();
    out.set_session(one.session);
    out.set_minutes(one.minutes);
  }
  if (rule.has_attendance_min()) proto.set_attendance_min(rule.attendance_min());
  return proto;
}

absl::StatusOr<bool> Scheduling::DecideOutcomes(
    Tx& tx, const batch_store::Batch& batch, const HeldSessions& sessions, const v1::KeptRule& rule,
    bool closed) const {
  // Seats of one program change one after the other; one that nobody told of has none.
  (void)program_store::Lock(tx, batch.program);
  const attendance_store::WorthOf verified = attendance_store::VerifiedOf(tx, batch.id);
  const domain::EnrolmentSetting setting{
      .today = tx.call().today(), .starts = batch.first_day.value_or(tx.call().today())};
  bool all = true;
  for (Enrolment& of : enrolment_store::OfBatch(tx, batch.id)) {
    if (!IsExpected(of)) continue;
    const auto found = verified.find(of.is.id);
    const auto worth =
        found == verified.end() ? std::map<std::string, attendance_store::Worth>() : found->second;
    v1::Completion now = CompletionOf(of, sessions, worth, rule, closed);
    // Who reaches the rule without it waits for no further sheet.
    if (now.status() != v1::COMPLETION_COMPLETED && WaitsForMakeUp(sessions, worth))
      now = CompletionOf(of, sessions, worth, rule, false);
    const bool pending = now.status() == v1::COMPLETION_PENDING;
    const bool came = now.credited() > 0;
    // What he made of it stays as it is once he has begun anew.
    if (pending && IsDecided(of) && TakesPartAgain(tx, of)) continue;
    if (pending) {
      all = false;
      if (IsDecided(of)) {
        RETURN_IF_ERROR(of.is.Reopen());
        completion_store::ForgetOutcome(tx, of.is.id);
      } else if (!came || !of.is.Start(setting).ok()) {
        continue;
      }
      enrolment_store::Save(tx, of);
      TellEnrolment(tx, of);
      continue;
    }
    now.set_decided_on(absl::FormatCivilTime(tx.call().today()));
    const std::optional<v1::Completion> told = completion_store::OutcomeOf(tx, of.is.id);
    if (IsDecided(of)) {
      if (told.has_value() && SameOutcome(*told, now)) {
        now.set_decided_on(told->decided_on());
        if (!google::protobuf::util::MessageDifferencer::Equals(*told, now))
          completion_store::SaveOutcome(tx, now);
        continue;
      }
      RETURN_IF_ERROR(of.is.Reopen());
    } else if (came && of.is.Start(setting).ok()) {
      TellEnrolment(tx, of);
    }
    if (const auto outcome = OutcomeFrom(now.status()); outcome.has_value()) {
      RETURN_IF_ERROR(of.is.Finish(*outcome));
    } else {
      RETURN_IF_ERROR(of.is.Excuse(tx.call().today()));
    }
    enrolment_store::Save(tx, of);
    completion_store::SaveOutcome(tx, now);
    attendance_store::Credit(tx, of.is.id, batch.id);
    TellOutcome(tx, of, now);
  }
  return all;
}

absl::Status Scheduling::Reckon(Tx& tx, batch_store::Batch& batch, HeldSessions& sessions) const {
  SettleMakeUps(tx, sessions);
  const v1::KeptRule rule = RuleFor(tx, batch, true);
  const domain::BatchPolicy policy{.fidelity = {rule.fidelity_min()}};
  const std::vector<domain::SessionMinutes> minutes = MinutesOf(sessions);
  const domain::Fidelity fidelity = domain::FidelityOf(minutes, policy.fidelity);
  const std::set<std::string> expected = ExpectedOf(tx, batch.id);
  const attendance_store::WorthOf worth = attendance_store::VerifiedOf(tx, batch.id);
  const bool verified = AllVerified(sessions, expected, worth, true);
  domain::Batch of = batch_store::AsDomain(batch);
  const domain::BatchState was = of.state;
  while (of.Reopen().ok()) {
  }
  const bool delivered = of.Deliver(ForDelivery(tx, batch, sessions), expected.size()).ok();
  const bool closed =
      delivered && fidelity.make_up == 0 && AllVerified(sessions, expected, worth, false);
  ASSIGN_OR_RETURN(const bool decided, DecideOutcomes(tx, batch, sessions, rule, closed));
  if (delivered) (void)of.Complete(minutes, verified, decided, policy);
  batch = batch_store::Become(batch, of);
  batch_store::Save(tx, batch);
  if (was < domain::BatchState::kDelivered && of.state >= domain::BatchState::kDelivered) {
    v1::BatchDelivered event;
    event.set_batch(batch.id);
    Tell(tx, event);
  }
  if (of.state > was && of.state == domain::BatchState::kCompleted) {
    v1::BatchCompleted event;
    event.set_batch(batch.id);
    event.set_unit(batch.unit);
    event.set_planned(fidelity.planned);
    event.set_delivered(fidelity.delivered);
    Tell(tx, event);
  }
  if (of.state < was) {
    v1::BatchReopened event;
    event.set_batch(batch.id);
    event.set_unit(batch.unit);
    event.set_state(batch_store::ToContract(of.state));
    Tell(tx, event);
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::Completion> Scheduling::GetCompletion(
    Call& call, const v1::GetCompletionRequest& request) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::Completion> {
    ASSIGN_OR_RETURN(const Enrolment of, enrolment_store::Get(tx, request.enrolment()));
    if (of.is.person != request.person()) return NoSuchObject("enrolment");
    if (IsDecided(of)) {
      if (auto outcome = completion_store::OutcomeOf(tx, of.is.id)) return *std::move(outcome);
    }
    if (of.is.batch.empty()) return CompletionOf(of, {}, {}, {}, false);
    ASSIGN_OR_RETURN(const batch_store::Batch batch, batch_store::Get(tx, of.is.batch));
    attendance_store::WorthOf verified = attendance_store::VerifiedOf(tx, batch.id);
    return CompletionOf(
        of, session_store::OfBatch(tx, batch.id), verified[of.is.id], RuleFor(tx, batch, false),
        false);
  });
}

absl::StatusOr<Timers::Effect> Scheduling::LearnRule(const Call& call, const std::string& program) {
  const auto nothing = [](Tx&) { return absl::OkStatus(); };
  const auto known = db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::KeptRule> {
    return completion_store::RuleOfProgram(tx, program);
  });
  if (!known.ok()) return known.status();
  if (known->has_attendance_min()) return nothing;
  needs::v1::GetProgramRequest request;
  request.set_program(program);
  const auto answer = needs_.GetProgram(app_.Background(call.method(), call.remaining()), request);
  if (absl::IsNotFound(answer.status()) || absl::IsPermissionDenied(answer.status()))
    return nothing;  // one that is told again when it is approved
  if (!answer.ok()) return answer.status();
  const v1::KeptRule rule = RuleOf(answer->design());
  if (!rule.has_attendance_min()) return nothing;
  return [program, rule](Tx& tx) -> absl::Status {
    // What was heard meanwhile is newer.
    if (completion_store::RuleOfProgram(tx, program).has_attendance_min()) return absl::OkStatus();
    completion_store::SaveRule(tx, program, rule);
    for (const std::string& batch : completion_store::BatchesWaiting(tx, program))
      tx.At(tx.call().now(), kBatchTimer, batch);
    return absl::OkStatus();
  };
}

}  // namespace binadaya::scheduling
