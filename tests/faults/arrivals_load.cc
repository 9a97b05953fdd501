#include "tests/faults/arrivals_load.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/escaping.h"
#include "binadaya/scheduling/v1/scheduling_events.pb.h"
#include "binadaya/v1/finding.pb.h"
#include "services/common/domain/text.h"
#include "services/common/id.h"
#include "services/common/status.h"
#include "tests/support/with_id.h"

namespace binadaya::test {
namespace {

namespace sv = ::binadaya::scheduling::v1;

constexpr absl::Duration kOneScan = absl::Seconds(5);

// Of an entry, by the ticket that it was made with.
std::string EntryOf(const std::string& ticket) { return absl::BytesToHexString(Sha256(ticket)); }

}  // namespace

Scans::Scans(
    const scheduling::SchedulingClient& client, CallAs as,
    const std::vector<Participant>& participants)
    : client_(client), as_(std::move(as)) {
  for (const Participant& one : participants) scans_.emplace_back().by = one;
}

absl::StatusOr<std::string> Scans::Open(
    const std::string& session, const std::string& device, bool guessed) const {
  const Call organiser = as_("halaman-hadir", {{v1::ORGANISER, "/"}}, kOneScan);
  sv::GetCheckInCodeRequest screen;
  screen.set_unit(kHeldIn);
  screen.set_session(session);
  ASSIGN_OR_RETURN(const sv::CheckInCode shown, client_.GetCheckInCode(organiser, screen));
  sv::OpenCheckInRequest open;
  open.set_session(session);
  open.set_window(shown.window());
  open.set_code(!guessed ? shown.code() : shown.code() == "00000000" ? "00000001" : "00000000");
  open.set_device(device);
  ASSIGN_OR_RETURN(const sv::CheckInTicket page, client_.OpenCheckIn(organiser, open));
  return page.ticket();
}

absl::StatusOr<std::string> Scans::TicketOf(Scan& scan) const {
  const std::lock_guard<std::mutex> lock(scan.mutex);
  if (scan.ticket.empty()) {
    ASSIGN_OR_RETURN(scan.ticket, Open(scan.by.session, scan.by.enrolment));
  }
  return scan.ticket;
}

Command Scans::Next(const std::shared_ptr<Scans>& scans) {
  Scan& scan = scans->scans_[scans->next_++ / 2 % scans->scans_.size()];
  auto request = WithId<sv::CheckInRequest>();
  request.set_person(scan.by.person);
  request.set_session(scan.by.session);
  request.set_device(scan.by.enrolment);
  Command command{
      .operation = OperationOf("scheduling", request.request_id(), "attendance.scanned")};
  command.operation.always = false;  // the other one may have come first
  {
    const std::lock_guard<std::mutex> lock(scan.mutex);
    scan.traces.insert(command.operation.traceparent);
  }
  command.send = [scans, &scan, request](
                     std::size_t, const std::string& trace) -> absl::StatusOr<std::string> {
    sv::CheckInRequest claim = request;
    ASSIGN_OR_RETURN(*claim.mutable_ticket(), scans->TicketOf(scan));
    Call call = scans->as_(claim.person(), {{v1::EMPLOYEE, "/"}}, kOneScan);
    call.set_traceparent(trace);
    ASSIGN_OR_RETURN(const sv::CheckInReceipt receipt, scans->client_.CheckIn(call, claim));
    scan.answered = true;
    return receipt.SerializeAsString();
  };
  return command;
}

Violations ScansKept(pg::Connection& sql, const std::vector<std::shared_ptr<Scans>>& rounds) {
  struct Made {
    const Scans::Scan* scan;
    int kept = 0, told = 0;
  };
  std::map<std::string, Made> made;             // by the id of the entry
  std::map<std::string, std::string> by_trace;  // that id
  std::set<std::string> people;                 // their enrolments
  for (const std::shared_ptr<Scans>& round : rounds) {
    for (const Scans::Scan& scan : round->scans_) {
      people.insert(scan.by.enrolment);
      if (scan.ticket.empty()) continue;
      const std::string entry = EntryOf(scan.ticket);
      made.emplace(entry, Made{.scan = &scan});
      for (const std::string& trace : scan.traces) by_trace[trace] = entry;
    }
  }
  Violations violations;
  // Of an entry, as it is kept or told.
  const auto find = [&](const std::string& id, const std::string& enrolment,
                        const std::string& session) -> Made* {
    const auto found = made.find(id);
    if (found != made.end() && found->second.scan->by.enrolment == enrolment &&
        found->second.scan->by.session == session)
      return &found->second;
    violations.push_back(Cat(enrolment, " has a scan that he never made in ", session));
    return nullptr;
  };
  const pg::Result entries = sql.Query(
      "SELECT id, enrolment, session FROM attendance_entry WHERE enrolment = ANY($1::uuid[])",
      {pg::Array(people)});
  for (int i = 0; i < entries.rows(); ++i) {
    if (Made* one = find(entries.String(i, 0), entries.String(i, 1), entries.String(i, 2)))
      ++one->kept;
  }
  const pg::Result events = sql.Query(
      "SELECT headers, payload FROM event_log"
      " WHERE aggregate_type = 'attendance' AND aggregate_id = ANY($1::text[])",
      {pg::Array(people)});
  for (int i = 0; i < events.rows(); ++i) {
    v1::Headers headers;
    headers.ParseFromString(events.Bytes(i, 0));
    sv::AttendanceScanned told;
    told.ParseFromString(events.Bytes(i, 1));
    const std::string& id = by_trace[(*headers.mutable_values())["ce_traceparent"]];
    if (Made* one = find(id, told.enrolment(), told.session())) ++one->told;
  }
  for (const auto& [id, one] : made) {
    const std::string scan = Cat("a scan of ", one.scan->by.enrolment);
    if (one.scan->answered && one.kept == 0)
      violations.push_back(Cat(scan, " was acknowledged and is not there"));
    if (one.told != one.kept)
      violations.push_back(Cat(scan, " is kept ", one.kept, " times, told ", one.told));
  }
  return violations;
}

}  // namespace binadaya::test
