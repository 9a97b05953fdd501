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
  absl::StatusOr<v1::CheckInReceipt> receipt =
      db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::CheckInReceipt> {
        ASSIGN_OR_RETURN(const Held session, session_store::Lock(tx, request.session()));
        const auto standing = attendance_store::StandingOf(tx, request.person(), session.batch);
        // The ticket itself is kept nowhere.
        const std::string id = absl::BytesToHexString(Sha256(request.ticket()));
        domain::Claim claim{
            .ticket = request.ticket(), .device = request.device(), .now = Second(call.now())};
        std::optional<attendance_store::Row> row;
        if (standing.has_value()) {
          claim.standing = standing->seated ? domain::Standing::kSeated : domain::Standing::kLeft;
          Later<attendance_store::UsedBy> used = attendance_store::UsedByOthers(
              tx, session.is.id, standing->enrolment, id, request.device());
          row = attendance_store::RowOf(tx, session.is.id, session.batch, standing->enrolment);
          claim.used_by_other = used.Get().ticket;
          claim.device_of_other = used.Get().device;
        }
        const domain::AttendancePolicy rules = AttendanceRules(tx);
        ASSIGN_OR_RETURN(
            domain::Use use,
            domain::CheckIn(ForCheckIn(session), claim, rules.check_in, &HmacSha256));
        if (!row.has_value()) return NoSuchObject("session");
        const domain::Entry entry{
            .id = id,
            .from = use.at,
            .made = use.at,
            .arrived = ArrivalAt(tx, *row),
            .device = request.device(),
            .by = request.person()};
        const domain::SessionTime time = TimeOf(session);
        v1::CheckInReceipt response;
        response.set_again(row->is.IsSameScan(use.at, rules.check_in.pause_minutes));
        ASSIGN_OR_RETURN(
            const domain::Attendance::Taken taken, row->is.Take(entry, true, time, rules));
        if (taken != domain::Attendance::Taken::kAgain) {
          attendance_store::Add(tx, *row, entry);
          TellScanned(tx, session, row->is.enrolment);
        }
        if (taken == domain::Attendance::Taken::kLate) use.findings.push_back(LateEntry());
        response.set_session(session.is.id);
        response.set_at(absl::FormatCivilTime(use.at));
        response.set_state(ToContract<v1::AttendanceState>(domain::StateOf(row->is, time, rules)));
        for (const Finding& finding : use.findings)
          ::binadaya::ToProto(finding, *response.add_warnings());
        return response;
      });
  CountCheckIn(receipt.status());
  return receipt;
}

}  // namespace binadaya::scheduling
