#include "services/scheduling/seats.h"

#include <algorithm>
#include <map>

#include "binadaya/scheduling/v1/scheduling_events.tell.h"
#include "services/common/enums.h"
#include "services/common/status.h"
#include "services/scheduling/calendar_store.h"
#include "services/scheduling/selection_proto.h"
#include "services/scheduling/selection_store.h"

namespace binadaya::scheduling {
namespace {

using enrolment_store::Enrolment;

template <class Told>
Told About(const Enrolment& of) {
  Told event;
  event.set_enrolment(of.is.id);
  event.set_person(of.is.person);
  event.set_program(of.is.program);
  event.set_batch(of.is.batch);
  return event;
}

std::string DayText(absl::CivilDay day) {
  return day == absl::CivilDay() ? "" : absl::FormatCivilTime(day);
}

bool Differs(const Enrolment& one, const Enrolment& other) {
  return one.is.state != other.is.state || one.is.batch != other.is.batch ||
         one.is.answer_by != other.is.answer_by || one.is.upheld != other.is.upheld ||
         one.asked != other.asked;
}

void LapseObjections(Tx& tx, const Enrolment& of) {
  for (selection_store::Objection& objection :
       selection_store::OpenObjections(tx, of.is.person, of.is.program)) {
    if (!objection.is.Lapse(tx.call().today())) continue;
    selection_store::Save(tx, objection);
    v1::ObjectionLapsed event;
    event.set_objection(objection.is.id);
    event.set_selection(objection.is.selection);
    event.set_person(objection.is.person);
    Tell(tx, event);
  }
}

}  // namespace

v1::Enrolment ShowEnrolment(const Enrolment& of, std::int64_t version) {
  const domain::Enrolment& is = of.is;
  v1::Enrolment proto;
  proto.set_id(is.id);
  proto.set_unit(of.unit);
  proto.set_program(is.program);
  proto.set_person(is.person);
  proto.set_batch(is.batch);
  proto.set_state(ToContract<v1::EnrolmentState>(is.state));
  proto.set_origin(ToContract<v1::Origin>(is.origin));
  if (is.override.has_value()) proto.set_override(ToContract<v1::OverrideReason>(*is.override));
  if (is.arm.has_value()) proto.set_arm(ToContract<v1::Arm>(*is.arm));
  proto.set_selection(of.selection);
  proto.set_rank(is.rank);
  proto.set_upheld(is.upheld);
  proto.set_offered_on(DayText(is.offered_on));
  proto.set_answer_by(DayText(is.answer_by));
  for (const std::string& superior : of.asked) proto.add_asked(superior);
  proto.set_approved_by(is.approved_by);
  if (is.ending.has_value()) {
    proto.set_end_cause(ToContract<v1::EndCause>(is.ending->cause));
    proto.set_ended_on(DayText(is.ending->on));
    proto.set_ended_by(is.ending->by);
    proto.set_reason(is.ending->reason);
    for (const std::string& rule : is.ending->rules) proto.add_rules(rule);
    proto.set_substitute(is.ending->substitute);
  }
  proto.set_version(version);
  return proto;
}

void TellEnrolment(Tx& tx, const Enrolment& of) {
  switch (of.is.state) {
    case domain::EnrolmentState::kWaitlisted: {
      auto event = About<v1::EnrolmentWaitlisted>(of);
      event.set_selection(of.selection);
      event.set_rank(of.is.rank);
      if (of.is.arm.has_value()) event.set_arm(ToContract<v1::Arm>(*of.is.arm));
      event.set_drawn(of.drawn);
      event.set_upheld(of.is.upheld);
      return Tell(tx, event);
    }
    case domain::EnrolmentState::kOffered: {
      auto event = About<v1::EnrolmentOffered>(of);
      event.set_answer_by(DayText(of.is.answer_by));
      return Tell(tx, event);
    }
    case domain::EnrolmentState::kApproved: {
      auto event = About<v1::EnrolmentApproved>(of);
      event.set_by(of.is.approved_by);
      return Tell(tx, event);
    }
    case domain::EnrolmentState::kConfirmed:
      return Tell(tx, About<v1::EnrolmentConfirmed>(of));
    case domain::EnrolmentState::kDeclined: {
      auto event = About<v1::EnrolmentDeclined>(of);
      event.set_cause(ToContract<v1::EndCause>(of.is.ending->cause));
      return Tell(tx, event);
    }
    case domain::EnrolmentState::kSubstituted: {
      auto event = About<v1::EnrolmentSubstituted>(of);
      event.set_substitute(of.is.ending->substitute);
      return Tell(tx, event);
    }
    case domain::EnrolmentState::kWithdrawn: {
      auto event = About<v1::EnrolmentWithdrawn>(of);
      event.set_cause(ToContract<v1::EndCause>(of.is.ending->cause));
      for (const std::string& rule : of.is.ending->rules) event.add_rules(rule);
      return Tell(tx, event);
    }
    case domain::EnrolmentState::kAttending:
    case domain::EnrolmentState::kCompleted:
    case domain::EnrolmentState::kAttendedOnly:
    case domain::EnrolmentState::kNotPassed:
    case domain::EnrolmentState::kNoShow:
      return;  // of attendance
  }
}

void TellAsked(Tx& tx, const Enrolment& of) {
  auto event = About<v1::EnrolmentAsked>(of);
  if (of.is.escalations < static_cast<int>(of.asked.size())) event.set_superior(of.asked.back());
  event.set_answer_by(DayText(of.is.answer_by));
  event.set_escalations(of.is.escalations);
  Tell(tx, event);
}

void Settle(Tx& tx, const Enrolment& of) {
  enrolment_store::Save(tx, of);
  TellEnrolment(tx, of);
  const bool offered = of.is.state == domain::EnrolmentState::kOffered;
  if (offered) tx.At(tx.call().now(), kSuperiorTimer, of.is.id);
  const bool left =
      of.is.ending.has_value() && of.is.ending->cause == domain::EndCause::kLeftService;
  if (offered || left) LapseObjections(tx, of);
}

absl::StatusOr<Seats> Seats::Open(
    Tx& tx, const batch_store::Batch& batch, const SeatRules& rules, const Clock& clock) {
  ASSIGN_OR_RETURN(program_store::Program program, program_store::Lock(tx, batch.program));
  Seats seats(batch, std::move(program), rules);
  const absl::CivilDay today = tx.call().today(), first = *batch.first_day;
  const domain::Calendar calendar =
      calendar_store::CalendarOf(tx, std::min(today, first), std::max(today, first) + 1);
  seats.setting_ = {
      .today = today,
      .starts = first,
      .change_until = calendar.WorkingDayBefore(first, rules.change_days)};
  seats.answer_by_ = calendar.WorkingDayAfter(today, rules.answer_days);
  seats.lapse_at_ =
      clock.StartOf(today < seats.setting_.change_until ? seats.setting_.change_until : first);
  seats.all_ = enrolment_store::OfBatch(tx, batch.id, batch.program);
  seats.before_ = seats.all_;
  return seats;
}

Enrolment* Seats::Find(const std::string& id) {
  const auto found =
      std::find_if(all_.begin(), all_.end(), [&](const Enrolment& one) { return one.is.id == id; });
  return found == all_.end() ? nullptr : &*found;
}

Gates Seats::GatesFor(Tx& tx) const {
  std::vector<std::string> waiting;
  for (const Enrolment& one : all_)
    if (one.is.state == domain::EnrolmentState::kWaitlisted) waiting.push_back(one.is.person);
  return Gates(tx, program_, {batch_}, waiting, rules_.gates);
}

domain::Roster Seats::RosterOf() const {
  std::vector<domain::Enrolment> all;
  for (const Enrolment& one : all_) all.push_back(one.is);
  return {batch_.id, batch_.capacity, setting_, std::move(all)};
}

void Seats::TakeFrom(const domain::Roster& roster) {
  for (const domain::Enrolment& one : roster.enrolments()) Find(one.id)->is = one;
  batch_.capacity = roster.capacity();
}

domain::Roster::Judge Seats::JudgeBy(const Gates& gates) const {
  return [this, &gates](const domain::Enrolment& enrolment) {
    const auto found = std::find_if(
        all_.begin(), all_.end(), [&](const Enrolment& one) { return one.is.id == enrolment.id; });
    return gates.Judge(AsDomain(found->candidate));
  };
}

void Seats::PromoteIn(domain::Roster& roster, Gates& gates) const {
  const domain::Roster::Judge judge = JudgeBy(gates);
  while (roster.Free() > 0) {
    const auto promoted = roster.Promote(judge, answer_by_);
    // Refused: seats pass to nobody any more.
    if (!promoted.ok() || !promoted->id.has_value()) return;
    for (const domain::Enrolment& one : roster.enrolments())
      if (one.id == *promoted->id) gates.Take(one.person);
  }
}

absl::Status Seats::OfferKept(Tx& tx) {
  domain::Roster roster = RosterOf();
  Gates gates = GatesFor(tx);
  const domain::Roster::Judge judge = JudgeBy(gates);
  std::vector<domain::Enrolment> kept;
  for (const domain::Enrolment& one : roster.enrolments())
    if (one.state == domain::EnrolmentState::kWaitlisted && one.batch == batch_.id)
      kept.push_back(one);
  Findings late;
  if (!kept.empty()) domain::RequireChangeable(setting_, late);
  RETURN_IF_ERROR(RefuseIfBlocked(std::move(late)));
  // Nobody's own seat stands in his way, but that of a colleague who goes before him does.
  for (const domain::Enrolment& one : kept) gates.Leave(one.person);
  std::vector<std::string> let_go;
  for (const domain::Enrolment& one : kept) {
    if (roster.Offer(one.id, judge, answer_by_).ok()) {
      gates.Take(one.person);
    } else {
      let_go.push_back(one.id);
    }
  }
  PromoteIn(roster, gates);
  TakeFrom(roster);
  for (const std::string& id : let_go)
    if (Enrolment& one = *Find(id); one.is.state == domain::EnrolmentState::kWaitlisted)
      one.is.batch.clear();
  tx.At(lapse_at_, kLapseTimer, batch_.id);
  return absl::OkStatus();
}

void Seats::Promote(Tx& tx) {
  const bool published =
      batch_.state == domain::BatchState::kPublished || batch_.state == domain::BatchState::kLocked;
  domain::Roster roster = RosterOf();
  if (!published || roster.Free() <= 0 || setting_.today > setting_.change_until) return;
  Gates gates = GatesFor(tx);
  for (std::size_t i = 0; i < all_.size(); ++i)
    if (domain::HoldsSeat(before_[i].is.state) && !domain::HoldsSeat(all_[i].is.state))
      gates.Leave(all_[i].is.person);
  PromoteIn(roster, gates);
  TakeFrom(roster);
  tx.At(lapse_at_, kLapseTimer, batch_.id);
}

absl::Status Seats::Substitute(
    Tx& tx, const std::string& out, const std::string& in,
    std::optional<domain::OverrideReason> out_of_turn, const std::string& by,
    const std::string& reason) {
  domain::Roster roster = RosterOf();
  Gates gates = GatesFor(tx);
  if (const Enrolment* leaves = Find(out); leaves != nullptr) gates.Leave(leaves->is.person);
  RETURN_IF_ERROR(roster.Substitute(out, in, out_of_turn, by, reason, JudgeBy(gates), answer_by_));
  TakeFrom(roster);
  return absl::OkStatus();
}

absl::Status Seats::SetCapacity(int capacity, const std::vector<std::string>& leaving) {
  domain::Roster roster = RosterOf();
  RETURN_IF_ERROR(roster.SetCapacity(capacity, leaving));
  TakeFrom(roster);
  return absl::OkStatus();
}

void Seats::Finish(Tx& tx) {
  for (std::size_t i = 0; i < all_.size(); ++i) {
    Enrolment& now = all_[i];
    if (!Differs(now, before_[i])) continue;
    const bool offered_anew = now.is.state == domain::EnrolmentState::kOffered &&
                              before_[i].is.state != domain::EnrolmentState::kOffered;
    if (offered_anew || now.is.state == domain::EnrolmentState::kWaitlisted) now.asked.clear();
    Settle(tx, now);
    before_[i] = now;
  }
}

}  // namespace binadaya::scheduling
