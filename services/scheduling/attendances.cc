// The sheet of a session: entered, closed, verified and corrected by the committee.
#include <algorithm>
#include <set>

#include "binadaya/scheduling/v1/scheduling_events.tell.h"
#include "services/common/aggregate.h"
#include "services/common/domain/step.h"
#include "services/common/enums.h"
#include "services/common/status.h"
#include "services/scheduling/deliveries.h"
#include "services/scheduling/scheduling.h"
#include "services/scheduling/slot_proto.h"

namespace binadaya::scheduling {
namespace {

using attendance_store::Row;
using session_store::Held;

// Of one that is verified it is what was kept; else as things stand.
domain::Credit WorthNow(
    const Row& row, const domain::SessionTime& time, const domain::AttendancePolicy& today) {
  domain::Credit credit = domain::CreditOf(row.is, time, row.rules.value_or(today));
  if (row.rules.has_value()) {
    credit.presence = row.presence;
    credit.minutes = row.minutes;
  }
  return credit;
}

void ShowEntry(const domain::Entry& entry, v1::KeptEntry& out) {
  v1::AttendanceEntry& shown = *out.mutable_entry();
  shown.set_id(entry.id);
  shown.set_method(ToContract<v1::AttendanceMethod>(entry.method));
  shown.set_statement(ToContract<v1::Statement>(entry.statement));
  if (entry.statement == domain::Statement::kThere)
    shown.set_from(absl::FormatCivilTime(entry.from));
  if (entry.until.has_value()) shown.set_until(absl::FormatCivilTime(*entry.until));
  shown.set_document(entry.document);
  shown.set_replaces(entry.replaces);
  out.set_made(absl::FormatCivilTime(entry.made));
  out.set_arrived(absl::FormatCivilTime(entry.arrived));
  out.set_device(entry.device);
  out.set_by(entry.by);
}

v1::SheetRow ShowRow(
    const Row& row, const domain::SessionTime& time, const domain::AttendancePolicy& today) {
  const domain::AttendancePolicy rules = row.rules.value_or(today);
  const domain::Credit credit = WorthNow(row, time, today);
  v1::SheetRow out;
  out.set_enrolment(row.is.enrolment);
  out.set_person(row.is.person);
  out.set_left(row.is.left);
  out.set_state(ToContract<v1::AttendanceState>(domain::StateOf(row.is, time, rules)));
  out.set_presence(ToContract<v1::Presence>(credit.presence));
  out.set_minutes(credit.minutes);
  out.set_late_by(credit.late_by);
  out.set_early_by(credit.early_by);
  out.set_open(credit.open);
  std::set<std::string> counting;
  if (row.is.corrections.empty())
    for (const domain::Entry& one : domain::Counting(row.is, time, rules)) counting.insert(one.id);
  for (const domain::Entry& entry : row.is.entries) {
    v1::KeptEntry& kept = *out.add_entries();
    ShowEntry(entry, kept);
    kept.set_counts(counting.contains(entry.id));
  }
  for (const domain::Stay& stay : domain::StaysOf(row.is, time, rules))
    if (!stay.open()) ToProto(domain::Slot{*stay.from, *stay.until}, *out.add_stays());
  if (row.is.verified.has_value()) out.set_verified_by(row.is.verified->by);
  if (row.correct_until.has_value())
    out.set_correct_until(absl::FormatCivilTime(*row.correct_until));
  if (row.is.closing.has_value()) out.set_closed_by(row.is.closing->by);
  for (const domain::Correction& one : row.is.corrections) {
    v1::AttendanceCorrection& shown = *out.add_corrections();
    shown.set_statement(ToContract<v1::Statement>(one.statement));
    for (const domain::Slot& stay : one.stays) ToProto(stay, *shown.add_stays());
    shown.set_by(one.by);
    shown.set_reason(one.reason);
    shown.set_document(one.document);
    shown.set_on(absl::FormatCivilTime(one.on));
  }
  return out;
}

void TellVerified(Tx& tx, Held& session, const std::vector<const Row*>& rows, bool corrected) {
  if (rows.empty()) return;
  ++session.told;
  v1::AttendanceVerified event;
  event.set_session(session.is.id);
  event.set_batch(session.batch);
  event.set_makes_up(session.is.makes_up);
  event.set_corrected(corrected);
  for (const Row* row : rows) {
    v1::VerifiedMinutes& out = *event.add_rows();
    out.set_enrolment(row->is.enrolment);
    out.set_person(row->is.person);
    out.set_presence(ToContract<v1::Presence>(row->presence));
    out.set_minutes(row->minutes);
  }
  Tell(tx, event);
}

// By the policy that it was verified by. Whether it is another than before.
bool Count(Row& row, const domain::SessionTime& time) {
  const domain::Credit credit = domain::CreditOf(row.is, time, *row.rules);
  const bool changed = credit.presence != row.presence || credit.minutes != row.minutes;
  row.presence = credit.presence;
  row.minutes = credit.minutes;
  return changed;
}

}  // namespace

Finding LateEntry() {
  return {
      .rule = "ATT-12",
      .where = "session",
      .message =
          {"Daftar hadir ini sudah diverifikasi; catatan ini disimpan tetapi tidak dihitung. "
           "Mintalah "
           "panitia mengoreksinya.",
           "This sheet was verified before; the entry is kept but does not count. Ask the "
           "committee to correct it."},
      .warning = true};
}

Finding NotOnSheet(const std::string& where) {
  return {
      .rule = "ATT-13",
      .where = where,
      .message = {
          "Orang ini bukan peserta sesi ini. Pilih dari daftar hadirnya.",
          "This person is no participant of this session. Choose from its sheet."}};
}

void TellEntered(
    Tx& tx, Held& session, const std::vector<std::string>& enrolments,
    domain::AttendanceMethod method) {
  ++session.told;
  v1::AttendanceEntered event;
  event.set_session(session.is.id);
  event.set_batch(session.batch);
  for (const std::string& enrolment : enrolments) event.add_enrolments(enrolment);
  event.set_method(ToContract<v1::AttendanceMethod>(method));
  Tell(tx, event);
}

domain::Entry ReadEntry(
    const v1::AttendanceEntry& entry, const Held& session, const std::string& where,
    Findings& findings) {
  domain::Entry read{
      .id = entry.id(),
      .method = ToDomain<domain::AttendanceMethod>(entry.method()),
      .statement = ToDomain<domain::Statement>(entry.statement()),
      .from = absl::CivilSecond(session.is.slot.from),
      .replaces = entry.replaces(),
      .document = entry.document()};
  if (read.statement == domain::Statement::kThere) {
    read.from = ReadSecond(entry.from(), Cat(where, "from"), findings);
    if (!entry.until().empty())
      read.until = ReadSecond(entry.until(), Cat(where, "until"), findings);
  }
  if (read.method == domain::AttendanceMethod::kQr) {
    findings.push_back(
        {.rule = "ATT-14",
         .where = Cat(where, "method"),
         .message = {
             "Pindaian dicatat oleh orangnya sendiri. Pilih daftar tulis atau daring.",
             "A scan is made by the person himself. Choose a written list or one of the net."}});
  }
  return read;
}

absl::CivilSecond Scheduling::ArrivalAt(Tx& tx, const Row& row) const {
  const absl::CivilSecond now = Second(tx.call().now());
  // After verification, were it in the same second.
  return row.is.verified.has_value() ? std::max(now, row.is.verified->at + 1) : now;
}

absl::StatusOr<v1::Sheet> Scheduling::ShowSheet(Tx& tx, const Held& session) const {
  const domain::AttendancePolicy rules = AttendanceRules(tx);
  v1::Sheet proto;
  const HeldSessions all = session_store::OfBatch(tx, session.batch);
  *proto.mutable_session() = ShowSession(
      session, session.is.missing(MadeUpOf(all, session.is.id)),
      VersionOf(tx, "session", session.is.id) + session.told);
  bool verified = session.is.delivered.has_value();
  for (const Row& row : attendance_store::SheetOf(tx, session.is.id, session.batch)) {
    *proto.add_rows() = ShowRow(row, TimeOf(session), rules);
    verified = verified && (row.is.left || row.is.verified.has_value());
  }
  proto.mutable_session()->set_verified(verified && proto.rows_size() > 0);
  return proto;
}

absl::StatusOr<v1::Sheet> Scheduling::GetSheet(Call& call, const v1::GetSheetRequest& request) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::Sheet> {
    ASSIGN_OR_RETURN(const Held session, SessionOf(tx, request.unit(), request.session(), false));
    return ShowSheet(tx, session);
  });
}

absl::StatusOr<v1::Sheet> Scheduling::EnterAttendance(
    Call& call, const v1::EnterAttendanceRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Sheet> {
    ASSIGN_OR_RETURN(Held session, SessionOf(tx, request.unit(), request.session(), true));
    RETURN_IF_ERROR(tx.Expect("session", session.is.id, request.version()));
    const domain::AttendancePolicy rules = AttendanceRules(tx);
    std::vector<Row> sheet = attendance_store::SheetOf(tx, session.is.id, session.batch);
    Findings findings;
    std::map<domain::AttendanceMethod, std::vector<std::string>> entered;
    int i = 0;
    for (const v1::AttendanceEntry& asked : request.entries()) {
      const std::string where = Cat("entries[", i++, "].");
      domain::Entry entry = ReadEntry(asked, session, where, findings);
      Row* const row = attendance_store::RowOf(sheet, asked.enrolment());
      if (row == nullptr) {
        findings.push_back(NotOnSheet(Cat(where, "enrolment")));
        continue;
      }
      entry.made = Second(call.now());
      entry.arrived = ArrivalAt(tx, *row);
      entry.by = call.subject();
      const auto taken = row->is.Take(entry, true, TimeOf(session), rules, asked.scans());
      for (Finding finding : FindingsOf(taken.status())) {
        finding.where = Cat(where, finding.where);
        findings.push_back(std::move(finding));
      }
      if (!taken.ok() || *taken == domain::Attendance::Taken::kAgain) continue;
      attendance_store::Add(tx, *row, entry);
      entered[entry.method].push_back(row->is.enrolment);
    }
    RETURN_IF_ERROR(RefuseInput(std::move(findings)));
    for (const auto& [method, enrolments] : entered) TellEntered(tx, session, enrolments, method);
    return ShowSheet(tx, session);
  });
}

absl::StatusOr<v1::Sheet> Scheduling::CloseAttendance(
    Call& call, const v1::CloseAttendanceRequest& request) {
  Findings unread;
  const absl::CivilMinute at = ReadMinute(request.at(), "at", unread);
  RETURN_IF_ERROR(RefuseInput(std::move(unread)));
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Sheet> {
    ASSIGN_OR_RETURN(Held session, SessionOf(tx, request.unit(), request.session(), true));
    RETURN_IF_ERROR(tx.Expect("session", session.is.id, request.version()));
    std::optional<Row> of =
        attendance_store::RowOf(tx, session.is.id, session.batch, request.enrolment());
    if (!of.has_value()) return Refuse(NotOnSheet("enrolment"));
    Row& row = *of;
    RETURN_IF_ERROR(row.is.Close(
        {.at = at, .by = call.subject(), .reason = request.reason()}, TimeOf(session),
        AttendanceRules(tx)));
    attendance_store::Save(tx, row);
    v1::AttendanceClosed event;
    event.set_session(session.is.id);
    event.set_batch(session.batch);
    event.set_enrolment(row.is.enrolment);
    Tell(tx, event);
    ++session.told;
    return ShowSheet(tx, session);
  });
}

absl::StatusOr<v1::Sheet> Scheduling::VerifyAttendance(
    Call& call, const v1::VerifyAttendanceRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Sheet> {
    ASSIGN_OR_RETURN(
        Deciding deciding, Decide(tx, request.unit(), request.session(), request.version()));
    Held& session = deciding.session();
    const domain::AttendancePolicy rules = AttendanceRules(tx);
    std::vector<Row> sheet = attendance_store::SheetOf(tx, session.is.id, session.batch);
    // Who came onto it after it was verified is verified now.
    std::erase_if(sheet, [](const Row& row) { return row.is.verified.has_value(); });
    if (sheet.empty()) return Refuse(domain::VerifiedBefore("session"));
    std::vector<domain::Attendance> open;
    for (const Row& row : sheet) open.push_back(row.is);
    RETURN_IF_ERROR(domain::VerifySheet(
        open, {.by = call.subject(), .at = Second(call.now())}, TimeOf(session), rules));
    const absl::CivilDay until = CorrectUntil(tx, call.today());
    std::vector<const Row*> verified;
    for (std::size_t i = 0; i < sheet.size(); ++i) {
      Row& row = sheet[i];
      row.is = std::move(open[i]);
      row.rules = rules;
      row.correct_until = until;
      (void)Count(row, TimeOf(session));
      attendance_store::Save(tx, row);
      verified.push_back(&row);
    }
    TellVerified(tx, session, verified, false);
    RETURN_IF_ERROR(Reckon(tx, deciding.batch, deciding.sessions));
    return ShowSheet(tx, session);
  });
}

absl::StatusOr<v1::Sheet> Scheduling::CorrectAttendance(
    Call& call, const v1::CorrectAttendanceRequest& request) {
  Findings unread;
  const std::vector<domain::Slot> stays = ReadSlots(request.stays(), "stays", unread);
  RETURN_IF_ERROR(RefuseInput(std::move(unread)));
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Sheet> {
    ASSIGN_OR_RETURN(
        Deciding deciding, Decide(tx, request.unit(), request.session(), request.version()));
    Held& session = deciding.session();
    std::optional<Row> of =
        attendance_store::RowOf(tx, session.is.id, session.batch, request.enrolment());
    if (!of.has_value()) return Refuse(NotOnSheet("enrolment"));
    Row& row = *of;
    RETURN_IF_ERROR(row.is.Correct(
        {.statement = ToDomain<domain::Statement>(request.statement()),
         .stays = stays,
         .by = call.subject(),
         .reason = request.reason(),
         .document = request.document(),
         .on = call.today()},
        row.correct_until.value_or(call.today())));
    (void)Count(row, TimeOf(session));
    attendance_store::Save(tx, row);
    TellVerified(tx, session, {&row}, true);
    RETURN_IF_ERROR(Reckon(tx, deciding.batch, deciding.sessions));
    return ShowSheet(tx, session);
  });
}

absl::Status Scheduling::Recount(Tx& tx, Held& session) {
  std::vector<Row> sheet = attendance_store::SheetOf(tx, session.is.id, session.batch);
  std::vector<const Row*> changed;
  for (Row& row : sheet) {
    if (!row.is.verified.has_value() || !Count(row, TimeOf(session))) continue;
    if (row.is.person == tx.call().subject()) return Refuse(domain::OwnAttendance("session"));
    row.is.credited = false;
    attendance_store::Save(tx, row);
    changed.push_back(&row);
  }
  TellVerified(tx, session, changed, true);
  return absl::OkStatus();
}

}  // namespace binadaya::scheduling
