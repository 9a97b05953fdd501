// What is heard of somebody, and of the year: what becomes of seats, and of who waits. A seat whose
// holder passes the gates no more is in question (seat_questions.cc). Each
// enrolment by a timer of its own, which locks its batch first, as commands do.
#include <limits>

#include "absl/strings/str_split.h"
#include "services/common/app.h"
#include "services/common/domain/text.h"
#include "services/common/learned.h"
#include "services/common/status.h"
#include "services/scheduling/people_store.h"
#include "services/scheduling/scheduling.h"
#include "services/scheduling/selection_proto.h"

namespace binadaya::scheduling {
namespace {

using enrolment_store::Enrolment;

constexpr int kClosedAtOnce = 500;

}  // namespace

void Scheduling::SeatNews(Tx& tx, const std::string& person) {
  tx.At(tx.call().now(), kNewsTimer, person);
}

void Scheduling::DaysNews(
    Tx& tx, const std::string& unit, absl::CivilDay from, std::optional<absl::CivilDay> until) {
  const std::string end = until.has_value() ? absl::FormatCivilTime(*until) : "";
  tx.At(tx.call().now(), kDaysTimer, Cat(unit, "|", absl::FormatCivilTime(from), "|", end));
}

void Scheduling::PairNews(Tx& tx, const std::string& person) {
  for (const std::string& other : people_store::PairOf(tx, person)) SeatNews(tx, other);
}

void Scheduling::SuperiorNews(Tx& tx, const std::string& person) {
  for (const std::string& id : enrolment_store::AskedOf(tx, person))
    tx.At(tx.call().now(), kSuperiorTimer, id);
}

void Scheduling::HeadNews(Tx& tx, const std::string& path) {
  if (path.empty()) return;
  for (const std::string& id : enrolment_store::OfferedUnder(tx, path))
    tx.At(tx.call().now(), kSuperiorTimer, id);
}

absl::StatusOr<Timers::Effect> Scheduling::LookAtHead(const Call&, const std::string& subject) {
  return [unit = subject.substr(0, subject.rfind('@'))](Tx& tx) {
    if (const auto path = learned::PathOfUnit(tx, unit); path.ok()) HeadNews(tx, *path);
    return absl::OkStatus();
  };
}

absl::Status Scheduling::AwaitGiving(const Call& call) const {
  return db_.Background(call, [](Tx& tx) {
    gate_store::LockGiving(tx);
    return absl::OkStatus();
  });
}

// A seat that was being given when the news came, by gates that did not know them, is given by now.
absl::StatusOr<Timers::Effect> Scheduling::LookAtSeats(
    const Call& call, const std::string& person) {
  RETURN_IF_ERROR(AwaitGiving(call));
  return [person](Tx& tx) {
    const bool left = people_store::HasLeft(tx, person);
    std::vector<std::string> seats =
        left ? enrolment_store::OpenOf(tx, person) : enrolment_store::SeatsOf(tx, person);
    for (const std::string& other : people_store::PairOf(tx, person))
      for (std::string& id : enrolment_store::SeatsOf(tx, other)) seats.push_back(std::move(id));
    for (const std::string& id : seats) tx.At(tx.call().now(), kGatesTimer, id);
    return absl::OkStatus();
  };
}

// Whoever was given a seat while it was set, by gates that did not know it, has it by now.
absl::StatusOr<Timers::Effect> Scheduling::LookAtBlackout(const Call& call, const std::string& id) {
  RETURN_IF_ERROR(AwaitGiving(call));
  return [id](Tx& tx) {
    for (const std::string& seat : enrolment_store::SeatsInBlackout(tx, id))
      tx.At(tx.call().now(), kGatesTimer, seat);
    return absl::OkStatus();
  };
}

// Of a unit, and days from the first to before the last: whoever was given a seat meanwhile has it.
absl::StatusOr<Timers::Effect> Scheduling::LookAtDays(const Call& call, const std::string& days) {
  RETURN_IF_ERROR(AwaitGiving(call));
  const std::vector<std::string> parts = absl::StrSplit(days, '|');
  return [parts](Tx& tx) {
    for (const std::string& seat :
         enrolment_store::SeatsOn(tx, parts.at(0), parts.at(1), parts.at(2)))
      tx.At(tx.call().now(), kGatesTimer, seat);
    return absl::OkStatus();
  };
}

absl::StatusOr<Timers::Effect> Scheduling::Recheck(const Call& call, const std::string& id) {
  const auto seen = db_.Read(call, [&](Tx& tx) { return enrolment_store::Get(tx, id); });
  if (!seen.ok()) return seen.status();
  std::vector<std::string> line;
  if (seen->is.state == domain::EnrolmentState::kOffered) {
    ASSIGN_OR_RETURN(line, LineOf(call, seen->is.person));
  }
  return [this, id, batch = seen->is.batch, line](Tx& tx) -> absl::Status {
    if (batch.empty()) return LeaveList(tx, id);
    ASSIGN_OR_RETURN(const batch_store::Batch of, batch_store::Lock(tx, batch));
    return WithSeats(tx, of, [&](Seats& seats) { return RecheckSeat(tx, of, id, line, seats); });
  };
}

// He who waits is asked for his gates when it is his turn.
absl::Status Scheduling::LeaveList(Tx& tx, const std::string& id) const {
  ASSIGN_OR_RETURN(const Enrolment seen, enrolment_store::Get(tx, id));
  RETURN_IF_ERROR(program_store::Lock(tx, seen.is.program).status());
  ASSIGN_OR_RETURN(Enrolment of, enrolment_store::Get(tx, id));
  if (!of.is.batch.empty()) {
    tx.At(tx.call().now(), kGatesTimer, id);  // a seat was offered meanwhile
  } else if (
      people_store::HasLeft(tx, of.is.person) && of.is.LeaveService({.today = tx.call().today()})) {
    Settle(tx, of);
  }
  return absl::OkStatus();
}

absl::Status Scheduling::RecheckSeat(
    Tx& tx, const batch_store::Batch& batch, const std::string& id,
    const std::vector<std::string>& line, Seats& seats) const {
  Enrolment* const of = seats.Find(id);
  if (of == nullptr) {
    tx.At(tx.call().now(), kGatesTimer, id);  // it has another, or waits, meanwhile
    return absl::OkStatus();
  }
  if (people_store::HasLeft(tx, of->is.person)) {
    of->is.LeaveService(seats.setting());
  } else {
    ASSIGN_OR_RETURN(const program_store::Program program, program_store::Get(tx, of->is.program));
    gate_store::LockGiving(tx);
    const Gates gates(tx, program, {batch}, {of->is.person}, SeatRulesOf(tx).gates);
    QuestionSeat(tx, *of, gates.JudgeHeld(AsDomain(of->candidate), of->chosen_at), seats);
  }
  if (of->is.state == domain::EnrolmentState::kOffered && !IsAskedOf(*of, line)) {
    of->is.AskAnew(seats.answer_by());
    of->asked.clear();
  }
  seats.Promote(tx);
  return absl::OkStatus();
}

void Scheduling::CloseListBefore(Tx& tx, const std::string& program, int year) {
  constexpr int kAll = std::numeric_limits<int>::max();
  for (Enrolment& of : enrolment_store::WaitingSince(tx, program, year, kAll))
    if (of.is.CloseList({.today = tx.call().today()})) Settle(tx, of);
}

void Scheduling::CloseListAfter(Tx& tx, const std::string& program, int year) const {
  tx.At(app_.clock().StartOf(absl::CivilDay(year + 1, 1, 1)), kListTimer, Cat(program, "/", year));
}

absl::StatusOr<Timers::Effect> Scheduling::CloseList(const Call&, const std::string& subject) {
  return [subject](Tx& tx) -> absl::Status {
    const std::string id = subject.substr(0, subject.find('/'));
    const auto program = program_store::Lock(tx, id);
    if (!program.ok()) return program.status();
    const int before = program->retired ? 0 : static_cast<int>(tx.call().today().year());
    std::vector<Enrolment> over = enrolment_store::WaitingSince(tx, id, before, kClosedAtOnce);
    for (Enrolment& of : over)
      if (of.is.CloseList({.today = tx.call().today()})) Settle(tx, of);
    if (over.size() == kClosedAtOnce) tx.At(tx.call().now(), kListTimer, subject);
    return absl::OkStatus();
  };
}

}  // namespace binadaya::scheduling
