#include "services/scheduling/seats.h"

#include <algorithm>
#include <map>
#include <optional>

#include "binadaya/scheduling/v1/scheduling_events.tell.h"
#include "services/common/enums.h"
#include "services/common/status.h"
#include "services/scheduling/calendar_store.h"
#include "services/scheduling/question_store.h"
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

constexpr int kOfList = 200;  // that wait, read at a time

bool HoldsSeat(const Enrolment& one) { return domain::HoldsSeat(one.is.state); }
bool IsKept(const Enrolment& one) {
  return one.is.state == domain::EnrolmentState::kWaitlisted && !one.is.batch.empty();
}
bool TakesSeat(const Enrolment& one) { return one.is.TakesSeat(); }

bool Moved(const Enrolment& one, const Enrolment& other) {
  return one.is.state != other.is.state || one.is.batch != other.is.batch ||
         one.is.upheld != other.is.upheld;
}
bool AskedAnew(const Enrolment& one, const Enrolment& other) {
  return one.is.answer_by != other.is.answer_by || one.is.escalations != other.is.escalations ||
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
      return Tell(tx, About<v1::EnrolmentAttending>(of));
    case domain::EnrolmentState::kCompleted:
    case domain::EnrolmentState::kAttendedOnly:
    case domain::EnrolmentState::kNotPassed:
    case domain::EnrolmentState::kNoShow:
      return;  // as an outcome, by completions.cc
  }
}

bool IsAskedOf(const Enrolment& of, const std::vector<std::string>& line) {
  const std::size_t asked = std::min(std::max<std::size_t>(of.asked.size(), 1), line.size());
  return std::equal(
      of.asked.begin(), of.asked.end(), line.begin(),
      line.begin() + static_cast<std::ptrdiff_t>(asked));
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
  const bool over =
      of.is.ending.has_value() && (of.is.ending->cause == domain::EndCause::kLeftService ||
                                   of.is.ending->cause == domain::EndCause::kListClosed);
  if (offered || over) LapseObjections(tx, of);
}

absl::StatusOr<Seats> Seats::Open(Tx& tx, const batch_store::Batch& batch, const SeatRules& rules) {
  ASSIGN_OR_RETURN(program_store::Program program, program_store::Lock(tx, batch.program));
  Seats seats(batch, std::move(program), rules);
  const absl::CivilDay today = tx.call().today(), first = *batch.first_day;
  const domain::Calendar calendar =
      calendar_store::CalendarOf(tx, std::min(today, first), std::max(today, first) + 1);
  seats.setting_ = {
      .today = today,
      .starts = first,
      .change_until = calendar.WorkingDayBefore(first, rules.change_days),
      .ends = *batch.last_day};
  seats.answer_by_ = calendar.WorkingDayAfter(today, rules.answer_days);
  seats.decide_by_ = calendar.WorkingDayAfter(today, rules.question_days);
  seats.all_ = enrolment_store::OfBatch(tx, batch.id);
  seats.before_ = seats.all_;
  seats.free_before_ = seats.Free();
  return seats;
}

Enrolment* Seats::Find(const std::string& id) {
  const auto found =
      std::find_if(all_.begin(), all_.end(), [&](const Enrolment& one) { return one.is.id == id; });
  return found == all_.end() ? nullptr : &*found;
}

Gates Seats::GatesFor(Tx& tx, const Enrolments& waiting) const {
  gate_store::LockGiving(tx);
  std::vector<std::string> people, come, gone;
  for (const Enrolment& one : waiting) people.push_back(one.is.person);
  for (std::size_t i = 0; i < all_.size(); ++i) {
    if (TakesSeat(before_[i]) == TakesSeat(all_[i])) continue;
    people.push_back(all_[i].is.person);
    (TakesSeat(all_[i]) ? come : gone).push_back(all_[i].is.person);
  }
  Gates gates(tx, program_, {batch_}, people, rules_.gates);
  for (const std::string& person : gone) gates.Leave(person);
  for (const std::string& person : come) gates.Take(person);
  return gates;
}

domain::Roster Seats::RosterOf(const Enrolments& waiting) const {
  std::vector<domain::Enrolment> all;
  for (const Enrolments* const some : {&all_, &waiting})
    for (const Enrolment& one : *some) all.push_back(one.is);
  return {batch_.id, batch_.capacity, setting_, std::move(all)};
}

domain::Roster::Judge Seats::JudgeBy(
    const Gates& gates, std::initializer_list<const Enrolments*> among) {
  std::map<std::string, const Enrolment*> by_id;
  for (const Enrolments* const some : among)
    for (const Enrolment& one : *some) by_id[one.is.id] = &one;
  return [&gates, by_id = std::move(by_id)](const domain::Enrolment& enrolment) {
    const Enrolment& of = *by_id.at(enrolment.id);
    return gates.Judge(AsDomain(of.candidate), of.chosen_at);
  };
}

void Seats::TakeFrom(const domain::Roster& roster, const Enrolments& waiting) {
  std::map<std::string_view, const domain::Enrolment*> decided;
  for (const domain::Enrolment& one : roster.enrolments()) decided[one.id] = &one;
  for (Enrolment& one : all_) one.is = *decided.at(one.is.id);
  for (const Enrolment& one : waiting) {
    if (!domain::HoldsSeat(decided.at(one.is.id)->state)) continue;
    before_.push_back(one);
    all_.push_back(one);
    all_.back().is = *decided.at(one.is.id);
  }
  batch_.capacity = roster.capacity();
}

int Seats::Free() const {
  return batch_.capacity - static_cast<int>(std::count_if(all_.begin(), all_.end(), &HoldsSeat));
}

// Whoever is passed over stays so: nobody who comes after him makes room for him.
void Seats::FillFromList(Tx& tx) {
  Enrolments waiting;
  while (Free() > 0) {
    const std::optional<Enrolment> last =
        waiting.empty() ? std::nullopt : std::optional(std::move(waiting.back()));
    waiting =
        enrolment_store::Waiting(tx, program_.id, last.has_value() ? &*last : nullptr, kOfList);
    if (waiting.empty()) return;
    Gates gates = GatesFor(tx, waiting);
    domain::Roster roster = RosterOf(waiting);
    const domain::Roster::Judge judge = JudgeBy(gates, {&all_, &waiting});
    while (roster.Free() > 0) {
      const auto promoted = roster.Promote(judge, answer_by_);
      if (!promoted.ok()) return;  // seats pass to nobody any more
      if (!promoted->id.has_value()) break;
      for (const domain::Enrolment& one : roster.enrolments())
        if (one.id == *promoted->id) gates.Take(one.person);
    }
    TakeFrom(roster, waiting);
  }
}

absl::Status Seats::OfferKept(Tx& tx, const Clock& clock) {
  Enrolments kept;
  std::copy_if(all_.begin(), all_.end(), std::back_inserter(kept), &IsKept);
  std::sort(kept.begin(), kept.end(), [](const Enrolment& one, const Enrolment& other) {
    return domain::IsBefore(one.is, other.is);
  });
  Findings late;
  if (!kept.empty()) domain::RequireChangeable(setting_, late);
  RETURN_IF_ERROR(RefuseIfBlocked(std::move(late)));
  if (!kept.empty()) {
    Gates gates = GatesFor(tx, kept);
    domain::Roster roster = RosterOf({});
    // What a person has kept out of turn is kept.
    std::vector<std::string> ids;
    for (const Enrolment& one : kept) ids.push_back(one.is.id);
    const auto questions = question_store::NewestOf(tx, ids);
    const domain::Roster::Judge by_gates = JudgeBy(gates, {&kept});
    const domain::Roster::Judge judge = [&](const domain::Enrolment& one) {
      const auto newest = questions.find(one.id);
      if (newest == questions.end()) return by_gates(one);
      return domain::NotWaived(
          newest->second, question_store::PlaceOf(tx, one.person), by_gates(one));
    };
    // Nobody's own seat stands in his way, but that of a colleague who goes before him does.
    for (const Enrolment& one : kept) gates.Leave(one.is.person);
    for (const Enrolment& one : kept)
      if (roster.Offer(one.is.id, judge, answer_by_).ok()) gates.Take(one.is.person);
    TakeFrom(roster, {});
    for (Enrolment& one : all_)
      if (IsKept(one)) one.is.batch.clear();
  }
  FillFromList(tx);
  tx.At(clock.StartOf(setting_.today + 1), kLapseTimer, batch_.id);
  return absl::OkStatus();
}

void Seats::Promote(Tx& tx) {
  const bool published =
      batch_.state == domain::BatchState::kPublished || batch_.state == domain::BatchState::kLocked;
  // While seats stay free that nobody may have, not every answer asks the whole list again.
  if (published && setting_.today <= setting_.change_until && Free() > free_before_)
    FillFromList(tx);
}

absl::Status Seats::Substitute(
    Tx& tx, const std::string& out, const std::string& in,
    std::optional<domain::OverrideReason> out_of_turn, const std::string& by,
    const std::string& reason) {
  Enrolments waiting;  // as far as who comes in
  const auto comes = [&](const Enrolment& one) { return one.is.id == in; };
  while (std::none_of(waiting.begin(), waiting.end(), comes)) {
    Enrolments more = enrolment_store::Waiting(
        tx, program_.id, waiting.empty() ? nullptr : &waiting.back(), kOfList);
    if (more.empty()) break;
    std::move(more.begin(), more.end(), std::back_inserter(waiting));
  }
  Gates gates = GatesFor(tx, waiting);
  domain::Roster roster = RosterOf(waiting);
  if (const Enrolment* leaves = Find(out); leaves != nullptr) gates.Leave(leaves->is.person);
  RETURN_IF_ERROR(roster.Substitute(
      out, in, out_of_turn, by, reason, JudgeBy(gates, {&all_, &waiting}), answer_by_));
  TakeFrom(roster, waiting);
  return absl::OkStatus();
}

absl::Status Seats::SetCapacity(int capacity, const std::vector<std::string>& leaving) {
  domain::Roster roster = RosterOf({});
  RETURN_IF_ERROR(roster.SetCapacity(capacity, leaving));
  TakeFrom(roster, {});
  return absl::OkStatus();
}

void Seats::Finish(Tx& tx) {
  std::vector<std::string> gone;  // people
  for (std::size_t i = 0; i < all_.size(); ++i) {
    Enrolment& now = all_[i];
    if (Moved(now, before_[i])) {
      if (!TakesSeat(now)) gone.push_back(now.is.person);
      const bool offered_anew = now.is.state == domain::EnrolmentState::kOffered &&
                                before_[i].is.state != domain::EnrolmentState::kOffered;
      const bool waits = now.is.state == domain::EnrolmentState::kWaitlisted;
      if (offered_anew || waits) now.asked.clear();
      Settle(tx, now);
      if (waits) tx.At(tx.call().now(), kListTimer, program_.id);  // it may be over meanwhile
    } else if (AskedAnew(now, before_[i])) {
      enrolment_store::Save(tx, now);
      tx.At(tx.call().now(), kSuperiorTimer, now.is.id);
    }
    before_[i] = now;
  }
  if (gone.empty()) return;
  // Who did not pass because of one who is gone, or of this seat of his own, may pass now.
  for (const std::string& id : question_store::OpenBeside(tx, batch_.id, gone))
    tx.At(tx.call().now(), kGatesTimer, id);
  // What a batch waits for is another once somebody is gone.
  if (batch_store::HasBegun(batch_)) tx.At(tx.call().now(), kBatchTimer, batch_.id);
}

}  // namespace binadaya::scheduling
