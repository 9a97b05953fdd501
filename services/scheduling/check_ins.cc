// The code on the screen of a session, and how somebody checks in by it.
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "binadaya/scheduling/v1/scheduling_events.tell.h"
#include "services/common/app.h"
#include "services/common/enums.h"
#include "services/common/id.h"
#include "services/common/status.h"
#include "services/scheduling/deliveries.h"
#include "services/scheduling/scheduling.h"
#include "services/scheduling/signatures.h"

namespace binadaya::scheduling {
namespace {

using session_store::Held;

constexpr absl::Duration kCounted = absl::Hours(12);  // longer than a session and its windows

domain::CheckInSession ForCheckIn(const Held& session) {
  return {
      .id = session.is.id,
      .secret = session.secret,
      .slot = session.is.slot,
      .cancelled = session.is.state == domain::SessionState::kCancelled};
}

void TellScanned(Tx& tx, const Held& session, const std::string& enrolment) {
  v1::AttendanceScanned event;
  event.set_enrolment(enrolment);
  event.set_session(session.is.id);
  event.set_batch(session.batch);
  Tell(tx, event);
}

std::string CountKey(const std::string& session, const std::string& device) {
  return Cat(session, "/", device);
}

}  // namespace

prometheus::Counter& Scheduling::CheckIns(const std::string& result) const {
  return app_.metrics().Counter(
      "binadaya_check_ins_total", "Check-ins, accepted or refused by a rule", {{"result", result}});
}

void Scheduling::CountCheckIn(const absl::Status& status) const {
  const Findings findings = FindingsOf(status);
  const std::string result = status.ok()        ? "accepted"
                             : findings.empty() ? "failed"
                                                : findings.front().rule;
  CheckIns(result).Increment();
}

absl::StatusOr<v1::CheckInCode> Scheduling::GetCheckInCode(
    Call& call, const v1::GetCheckInCodeRequest& request) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::CheckInCode> {
    ASSIGN_OR_RETURN(const Held session, SessionOf(tx, request.unit(), request.session(), false));
    const domain::CheckInPolicy rules = AttendanceRules(tx).check_in;
    const domain::CheckInSession of = ForCheckIn(session);
    if (of.secret.empty()) {
      return Refuse(
          {.rule = "CHK-14",
           .where = "session",
           .message = {
               "Kode sesi ini tidak berlaku lagi: sesinya batal, atau daftar hadirnya ditutup. "
               "Catat yang hadir di daftar hadir.",
               "The codes of this session are over: it is cancelled, or check-in has ended. Enter "
               "who was there in the sheet."}});
    }
    const absl::CivilSecond now = Second(call.now());
    const domain::ShownCode shown = domain::Show(of, now, rules, &HmacSha256);
    v1::CheckInCode response;
    response.set_session(shown.session);
    response.set_window(shown.window);
    response.set_code(shown.code);
    response.set_seconds(
        rules.code_seconds -
        static_cast<int>((now - absl::CivilSecond(1970)) % rules.code_seconds));
    response.set_opens(absl::FormatCivilTime(session.is.slot.from - rules.opens_minutes));
    return response;
  });
}

// A refusal leaves nothing but a count: in PostgreSQL, of which Redis keeps a copy.
absl::StatusOr<v1::CheckInTicket> Scheduling::OpenCheckIn(
    Call& call, const v1::OpenCheckInRequest& request) {
  const std::string key = CountKey(request.session(), request.device());
  const std::optional<std::string> counted = wrong_codes_.Get(key);
  absl::StatusOr<v1::CheckInTicket> response =
      db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::CheckInTicket> {
        ASSIGN_OR_RETURN(const Held session, session_store::Get(tx, request.session()));
        const domain::CheckInPolicy rules = AttendanceRules(tx).check_in;
        int wrong = 0;
        if (!counted.has_value() || !absl::SimpleAtoi(*counted, &wrong))
          wrong = session_store::WrongCodesOf(tx, request.session(), request.device());
        const absl::CivilSecond now = Second(call.now());
        ASSIGN_OR_RETURN(
            const std::string ticket,
            domain::OpenPage(
                ForCheckIn(session),
                {.shown = {request.session(), request.window(), request.code()},
                 .device = request.device(),
                 .wrong = wrong,
                 .now = now},
                rules, &HmacSha256));
        v1::CheckInTicket proto;
        proto.set_ticket(ticket);
        proto.set_good_until(absl::FormatCivilTime(now + 60L * rules.ticket_minutes));
        return proto;
      });
  const Findings findings = FindingsOf(response.status());
  if (!findings.empty() && findings.front().rule == domain::NoSuchCode().rule) {
    int codes = 0;
    RETURN_IF_ERROR(db_.Background(call, [&](Tx& tx) {
      codes = session_store::AddWrongCode(tx, request.session(), request.device());
      return absl::OkStatus();
    }));
    wrong_codes_.Set(key, Cat(codes), kCounted);
  }
  if (!response.ok()) CountCheckIn(response.status());
  return response;
}

absl::StatusOr<v1::CheckInReceipt> Scheduling::CheckIn(
    Call& call, const v1::CheckInRequest& request) {
  absl::StatusOr<v1::CheckInReceipt> receipt = arrivals_.Write(call, request);
  CountCheckIn(receipt.status());
  return receipt;
}

// His rows, and what others are asked about: who used the ticket, and the device. Sessions are only
// read.
std::vector<std::string> Scheduling::TouchedBy(const v1::CheckInRequest& request) {
  return {
      Cat("person ", request.person()), Cat("ticket ", request.ticket()),
      Cat("device ", request.device())};
}

// One who checks in, as he is found.
struct Scheduling::Arriving {
  Arrivals::Member& member;
  const Held* session;   // null: there is none
  std::string entry_id;  // the ticket itself is kept nowhere
  std::optional<attendance_store::Standing> standing = {};
  attendance_store::UsedBy used = {};
  std::optional<attendance_store::Row> row = {};
  std::optional<domain::Entry> entry = {};  // that is to be added
};

absl::Status Scheduling::Arrive(Tx& tx, std::span<Arrivals::Member* const> members) const {
  std::vector<std::string> ids;
  for (const Arrivals::Member* one : members) ids.push_back(one->request.session());
  const std::map<std::string, Held> sessions = session_store::LockAll(tx, ids);
  std::vector<Arriving> all;
  for (Arrivals::Member* one : members) {
    const auto session = sessions.find(one->request.session());
    all.push_back(
        {.member = *one,
         .session = session == sessions.end() ? nullptr : &session->second,
         .entry_id = absl::BytesToHexString(Sha256(one->request.ticket()))});
  }
  Find(tx, all);
  std::vector<attendance_store::Addition> added;
  for (Arriving& one : all) {
    const Tx::For his(tx, one.member.call);
    one.member.Decide(TakeIn(tx, one));
    if (one.entry.has_value()) added.push_back({.row = &*one.row, .entry = *one.entry});
  }
  attendance_store::Add(tx, added);
  return absl::OkStatus();
}

void Scheduling::Find(Tx& tx, std::vector<Arriving>& all) {
  std::vector<Arriving*> here, known;
  std::vector<std::string> people, batches;
  for (Arriving& one : all) {
    if (one.session == nullptr) continue;
    here.push_back(&one);
    people.push_back(one.member.request.person());
    batches.push_back(one.session->batch);
  }
  std::vector<std::optional<attendance_store::Standing>> standings =
      attendance_store::StandingsOf(tx, people, batches);
  std::vector<attendance_store::Use> uses;
  std::vector<attendance_store::Place> places;
  for (std::size_t i = 0; i < here.size(); ++i) {
    Arriving& one = *here[i];
    one.standing = std::move(standings[i]);
    if (!one.standing.has_value()) continue;
    known.push_back(&one);
    uses.push_back(
        {.session = one.session->is.id,
         .enrolment = one.standing->enrolment,
         .ticket = one.entry_id,
         .device = one.member.request.device()});
    places.push_back(
        {.session = one.session->is.id,
         .batch = one.session->batch,
         .enrolment = one.standing->enrolment});
  }
  if (known.empty()) return;
  Later<std::vector<attendance_store::UsedBy>> used = attendance_store::UsedByOthers(tx, uses);
  std::map<std::string, attendance_store::Row> rows = attendance_store::RowsOf(tx, places);
  const std::vector<attendance_store::UsedBy> by_others = used.Get();
  for (std::size_t i = 0; i < known.size(); ++i) {
    known[i]->used = by_others.at(i);
    const auto row = rows.find(known[i]->standing->enrolment);
    if (row != rows.end()) known[i]->row = std::move(row->second);
  }
}

absl::StatusOr<v1::CheckInReceipt> Scheduling::TakeIn(Tx& tx, Arriving& one) const {
  const v1::CheckInRequest& request = one.member.request;
  if (one.session == nullptr) return NoSuchObject("session");
  const Held& session = *one.session;
  domain::Claim claim{
      .ticket = request.ticket(), .device = request.device(), .now = Second(tx.call().now())};
  if (one.standing.has_value()) {
    claim.standing = one.standing->seated ? domain::Standing::kSeated : domain::Standing::kLeft;
    claim.used_by_other = one.used.ticket;
    claim.device_of_other = one.used.device;
  }
  const domain::AttendancePolicy rules = AttendanceRules(tx);
  ASSIGN_OR_RETURN(
      domain::Use use, domain::CheckIn(ForCheckIn(session), claim, rules.check_in, &HmacSha256));
  if (!one.row.has_value()) return NoSuchObject("session");
  attendance_store::Row& row = *one.row;
  const domain::Entry entry{
      .id = one.entry_id,
      .from = use.at,
      .made = use.at,
      .arrived = ArrivalAt(tx, row),
      .device = request.device(),
      .by = request.person()};
  const domain::SessionTime time = TimeOf(session);
  v1::CheckInReceipt response;
  response.set_again(row.is.IsSameScan(use.at, rules.check_in.pause_minutes));
  ASSIGN_OR_RETURN(const domain::Attendance::Taken taken, row.is.Take(entry, true, time, rules));
  if (taken != domain::Attendance::Taken::kAgain) {
    one.entry = entry;
    TellScanned(tx, session, row.is.enrolment);
  }
  if (taken == domain::Attendance::Taken::kLate) use.findings.push_back(LateEntry());
  response.set_session(session.is.id);
  response.set_at(absl::FormatCivilTime(use.at));
  response.set_state(ToContract<v1::AttendanceState>(domain::StateOf(row.is, time, rules)));
  for (const Finding& finding : use.findings)
    ::binadaya::ToProto(finding, *response.add_warnings());
  return response;
}

}  // namespace binadaya::scheduling
