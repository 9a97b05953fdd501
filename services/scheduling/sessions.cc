// Learning sessions: opened, started and closed by the clock, decided by the committee.
#include <algorithm>

#include "binadaya/scheduling/v1/scheduling_events.tell.h"
#include "services/common/aggregate.h"
#include "services/common/app.h"
#include "services/common/domain/step.h"
#include "services/common/enums.h"
#include "services/common/id.h"
#include "services/common/status.h"
#include "services/scheduling/deliveries.h"
#include "services/scheduling/rundown_proto.h"
#include "services/scheduling/scheduling.h"
#include "services/scheduling/signatures.h"
#include "services/scheduling/slot_proto.h"

namespace binadaya::scheduling {
namespace {

using session_store::Held;

template <class Told>
Told OfSession(const Held& session) {
  Told event;
  event.set_session(session.is.id);
  event.set_batch(session.batch);
  return event;
}

Finding NotRunning() {
  return {
      .rule = "SES-20",
      .where = "session",
      .message = {
          "Kelas sesi ini belum mulai, ditutup, atau dibatalkan. Yang tercatat tetap dapat "
          "dilihat.",
          "The batch of this session has not begun, is closed, or is cancelled. What is on record "
          "can still be read."}};
}

// SES-21, SES-22.
Findings CheckPutRight(const Held& session, const std::string& reason, absl::CivilDay today) {
  Findings findings;
  RequireReason(
      reason,
      {.rule = "SES-21",
       .where = "reason",
       .message = {"Alasan kosong. Tuliskan mengapa.", "The reason is missing. Write why."}},
      findings);
  if (session.correct_until.has_value() && today > *session.correct_until) {
    const std::string last = absl::FormatCivilTime(*session.correct_until);
    findings.push_back(
        {.rule = "SES-22",
         .where = "session",
         .message =
             {Cat("Yang berlangsung di sesi ini hanya dikoreksi sampai ", last,
                  ". Catat dalam laporan kegiatan."),
              Cat("What took place in this session could be put right until ", last,
                  ". Note it in the report of the batch.")},
         .values = {{"last_day", last}}});
  }
  return findings;
}

// SES-25.
Finding ScannedMeanwhile(int found, int seen) {
  return {
      .rule = "SES-25",
      .where = "scans",
      .message =
          {Cat("Di sesi ini sudah ada ", found,
               " pindaian. Baca daftar hadirnya lagi sebelum membatalkannya."),
           Cat("There are ", found,
               " scans in this session by now. Read its sheet again before you cancel it.")},
      .values = {{"found", Cat(found)}, {"expected", Cat(seen)}}};
}

}  // namespace

void TellSession(Tx& tx, Held& session, bool by_itself) {
  ++session.told;
  const domain::Session& is = session.is;
  const auto lost = static_cast<int>(is.slot.minutes()) - is.minutes();
  switch (is.state) {
    case domain::SessionState::kPlanned:
    case domain::SessionState::kMoved: {
      auto event = OfSession<v1::SessionPlanned>(session);
      ToProto(is.slot, *event.mutable_slot());
      event.set_makes_up(is.makes_up);
      return Tell(tx, event);
    }
    case domain::SessionState::kOpen:
      return Tell(tx, OfSession<v1::SessionOpened>(session));
    case domain::SessionState::kRunning:
      return Tell(tx, OfSession<v1::SessionStarted>(session));
    case domain::SessionState::kClosed: {
      auto event = OfSession<v1::SessionClosed>(session);
      ToProto(*is.delivered, *event.mutable_delivered());
      event.set_minutes(is.minutes());
      event.set_by_itself(by_itself);
      return Tell(tx, event);
    }
    case domain::SessionState::kCutShort: {
      auto event = OfSession<v1::SessionCutShort>(session);
      ToProto(*is.delivered, *event.mutable_delivered());
      event.set_minutes(is.minutes());
      event.set_lost(lost);
      if (is.cause.has_value()) event.set_cause(ToContract<v1::ChangeCause>(*is.cause));
      return Tell(tx, event);
    }
    case domain::SessionState::kMadeUp:
      return Tell(tx, OfSession<v1::SessionMadeUp>(session));
    case domain::SessionState::kCancelled: {
      auto event = OfSession<v1::SessionCancelled>(session);
      event.set_lost(lost);
      if (is.cause.has_value()) event.set_cause(ToContract<v1::ChangeCause>(*is.cause));
      return Tell(tx, event);
    }
  }
}

absl::CivilSecond Scheduling::Second(absl::Time at) const {
  const absl::CivilDay day = app_.clock().DayOf(at);
  return absl::CivilSecond(day) + absl::ToInt64Seconds(at - app_.clock().StartOf(day));
}

absl::Time Scheduling::InstantOf(absl::CivilSecond at) const {
  const absl::CivilDay day(at);
  return app_.clock().StartOf(day) + absl::Seconds(at - absl::CivilSecond(day));
}

absl::CivilDay Scheduling::CorrectUntil(Tx& tx, absl::CivilDay since) const {
  return calendar_store::CalendarOf(tx, since, since + 1)
      .WorkingDayAfter(since, static_cast<int>(correct_days_.Today(tx)[0]));
}

v1::Session ShowSession(const Held& session, int missing, std::int64_t version) {
  v1::Session proto;
  proto.set_id(session.is.id);
  proto.set_batch(session.batch);
  proto.set_title(session.title);
  ToProto(session.is.slot, *proto.mutable_slot());
  proto.set_state(ToContract<v1::SessionState>(session.is.state));
  if (session.is.delivered.has_value()) ToProto(*session.is.delivered, *proto.mutable_delivered());
  proto.set_makes_up(session.is.makes_up);
  if (session.is.cause.has_value()) proto.set_cause(ToContract<v1::ChangeCause>(*session.is.cause));
  proto.set_reason(session.reason);
  proto.set_venue(session.venue);
  proto.set_speaker(session.speaker);
  proto.set_missing(missing);
  if (session.correct_until.has_value())
    proto.set_correct_until(absl::FormatCivilTime(*session.correct_until));
  proto.set_version(version);
  return proto;
}

absl::StatusOr<Held> Scheduling::SessionOf(
    Tx& tx, const std::string& unit, const std::string& id, bool lock) const {
  ASSIGN_OR_RETURN(Held session, lock ? session_store::Lock(tx, id) : session_store::Get(tx, id));
  ASSIGN_OR_RETURN(
      const batch_store::Batch batch, batch_store::Get(tx, unit, session.batch, "session"));
  // Whoever locks it, changes who was there.
  if (lock && !batch_store::HasBegun(batch)) return Refuse(NotRunning());
  return session;
}

HeldSessions Scheduling::SessionsOf(Tx& tx, const batch_store::Batch& batch) const {
  HeldSessions sessions = session_store::OfBatch(tx, batch.id, true);
  if (!sessions.empty()) return sessions;
  const auto release = batch_store::ReleaseOf(tx, batch.id, batch.released);
  if (!release.has_value()) return sessions;
  for (const domain::RundownItem& item : AsDomain(release->content).items) {
    if (!domain::Earns(item.kind) || !item.slot().has_value()) continue;
    Held session{
        .is = {.id = item.id, .slot = *item.slot()},
        .batch = batch.id,
        .title = item.title,
        .secret = RandomBytes(session_store::kSecretBytes)};
    session_store::Add(tx, session);
    TellSession(tx, session);
    sessions.push_back(std::move(session));
  }
  return sessions;
}

void Scheduling::Advance(Tx& tx, HeldSessions& sessions) const {
  const absl::CivilSecond now = Second(tx.call().now());
  const domain::CheckInPolicy rules = AttendanceRules(tx).check_in;
  for (Held& session : sessions) {
    const Held before = session;
    const domain::Slot& slot = session.is.slot;
    const absl::CivilMinute closes = slot.until + rules.closes_minutes;
    if (now >= absl::CivilSecond(slot.from - rules.opens_minutes) && session.is.Open().ok())
      TellSession(tx, session);
    if (session.is.Start(absl::CivilMinute(now)).ok()) TellSession(tx, session);
    if (now >= absl::CivilSecond(closes) && session.is.Close(slot, absl::CivilMinute(now)).ok()) {
      // A late timer takes nobody the days in which it is put right.
      session.correct_until = CorrectUntil(tx, std::max(tx.call().today(), absl::CivilDay(closes)));
      TellSession(tx, session, true);
    }
    const bool gone = session.is.state == domain::SessionState::kCancelled ||
                      now >= absl::CivilSecond(closes + rules.ticket_minutes);
    if (gone && !session.secret.empty()) {
      session.secret.clear();
      session_store::Forget(tx, session.is.id);
    }
    if (session.is.state != before.is.state || session.secret != before.secret)
      session_store::Save(tx, session);
  }
}

std::optional<absl::CivilSecond> Scheduling::NextOf(Tx& tx, const HeldSessions& sessions) const {
  const absl::CivilSecond now = Second(tx.call().now());
  const domain::CheckInPolicy rules = AttendanceRules(tx).check_in;
  std::optional<absl::CivilSecond> next;
  for (const Held& session : sessions) {
    const domain::Slot& slot = session.is.slot;
    const absl::CivilMinute closes = slot.until + rules.closes_minutes;
    for (const absl::CivilMinute minute :
         {slot.from - rules.opens_minutes, slot.from, closes, closes + rules.ticket_minutes}) {
      const absl::CivilSecond at(minute);
      if (at > now && !session.secret.empty()) next = std::min(next.value_or(at), at);
    }
  }
  return next;
}

absl::Status Scheduling::MoveSessions(
    Tx& tx, const batch_store::Batch& batch, const domain::Rundown& mended,
    domain::ChangeCause cause) const {
  for (Held& session : session_store::OfBatch(tx, batch.id, true)) {
    const auto item = std::find_if(
        mended.items.begin(), mended.items.end(),
        [&](const domain::RundownItem& one) { return one.id == session.is.id; });
    if (item == mended.items.end() || *item->slot() == session.is.slot) continue;
    RETURN_IF_ERROR(session.is.Move(*item->slot(), cause, Minute(tx.call().now())));
    session_store::Save(tx, session);
    TellSession(tx, session);
  }
  return absl::OkStatus();
}

void Scheduling::CancelSessions(Tx& tx, const batch_store::Batch& batch) const {
  for (Held& session : session_store::OfBatch(tx, batch.id, true)) {
    const Held before = session;
    if (!session.is.over() && session.is.Cancel(*batch.cause).ok()) {
      session.reason = batch.reason;
      TellSession(tx, session);
    }
    session.secret.clear();
    session_store::Forget(tx, session.is.id);
    session_store::Save(tx, session);
  }
}

absl::StatusOr<Scheduling::Deciding> Scheduling::Decide(
    Tx& tx, const std::string& unit, const std::string& id, std::int64_t version) const {
  ASSIGN_OR_RETURN(const Held seen, session_store::Get(tx, id));
  Deciding deciding;
  ASSIGN_OR_RETURN(deciding.batch, batch_store::Lock(tx, unit, seen.batch, "session"));
  deciding.sessions = session_store::OfBatch(tx, seen.batch, true);
  RETURN_IF_ERROR(tx.Expect("session", id, version));
  if (!batch_store::HasBegun(deciding.batch)) return Refuse(NotRunning());
  Advance(tx, deciding.sessions);
  while (deciding.session().is.id != id) ++deciding.at;
  return deciding;
}

absl::StatusOr<v1::Delivery> Scheduling::GetDelivery(
    Call& call, const v1::GetDeliveryRequest& request) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::Delivery> {
    ASSIGN_OR_RETURN(
        const batch_store::Batch batch,
        batch_store::Get(tx, request.unit(), request.batch(), "batch"));
    const HeldSessions sessions = session_store::OfBatch(tx, batch.id);
    const std::vector<domain::SessionMinutes> minutes = MinutesOf(sessions);
    const domain::FidelityPolicy policy{RuleFor(tx, batch, false).fidelity_min()};
    const domain::Fidelity fidelity = domain::FidelityOf(minutes, policy);
    const domain::Stability stability = StabilityOf(sessions, MovedOf(tx, batch));
    v1::Delivery response;
    response.set_batch(batch.id);
    const std::set<std::string> expected = ExpectedOf(tx, batch.id);
    const attendance_store::WorthOf worth = attendance_store::VerifiedOf(tx, batch.id);
    const auto versions =
        VersionsOf(tx, "session", sessions, [](const Held& one) { return one.is.id; });
    for (const Held& one : sessions) {
      v1::Session& shown = *response.add_sessions();
      shown =
          ShowSession(one, one.is.missing(MadeUpOf(sessions, one.is.id)), versions.at(one.is.id));
      shown.set_verified(one.is.delivered.has_value() && AllVerified({one}, expected, worth, true));
    }
    response.set_planned(fidelity.planned);
    response.set_delivered(fidelity.delivered);
    response.set_fidelity(fidelity.share());
    for (const domain::MakeUp& one : domain::MakeUpOf(minutes, policy)) {
      v1::MakeUp& out = *response.add_make_up();
      out.set_session(one.session);
      out.set_minutes(one.minutes);
    }
    response.set_stability(stability.stability());
    response.set_change_rate(stability.change_rate());
    for (const Finding& finding : FindingsOf(Hindered(tx, batch, sessions)))
      ::binadaya::ToProto(finding, *response.add_findings());
    return response;
  });
}

absl::StatusOr<v1::Session> Scheduling::DecideSession(
    Call& call, const v1::DecideSessionRequest& request) {
  ASSIGN_OR_RETURN(
      const std::optional<domain::Slot> took,
      SlotIfGiven(request.has_took_place(), request.took_place(), "took_place"));
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Session> {
    ASSIGN_OR_RETURN(
        Deciding deciding, Decide(tx, request.unit(), request.session(), request.version()));
    Held& session = deciding.session();
    domain::Session& is = session.is;
    const absl::CivilMinute now = Minute(call.now());
    const domain::SessionPolicy policy{static_cast<int>(spread_.Today(tx)[0])};
    const domain::Slot slot = took.value_or(is.slot);
    const auto cause = ToDomain<domain::ChangeCause>(request.cause());
    const bool put_right = is.over() || request.decision() == v1::CANCEL_SESSION ||
                           request.decision() == v1::CORRECT_SESSION;
    Findings findings;
    if (put_right) findings = CheckPutRight(session, request.reason(), call.today());
    absl::Status decided;
    switch (request.decision()) {
      case v1::CLOSE_SESSION:
        decided = is.Close(slot, now, policy);
        break;
      case v1::CUT_SESSION_SHORT:
        decided = is.CutShort(slot, cause, now, policy);
        break;
      case v1::CANCEL_SESSION: {
        const int scans = attendance_store::ScansIn(tx, is.id);
        if (scans > request.scans()) findings.push_back(ScannedMeanwhile(scans, request.scans()));
        decided = is.Cancel(cause);
        break;
      }
      default:
        decided = is.Correct(
            slot,
            request.cause() == v1::CHANGE_CAUSE_UNSPECIFIED ? std::nullopt : std::optional(cause),
            now, policy);
        break;
    }
    for (Finding& finding : FindingsOf(decided)) findings.push_back(std::move(finding));
    RETURN_IF_ERROR(RefuseIfBlocked(std::move(findings)));
    if (!request.reason().empty()) session.reason = request.reason();
    if (!session.correct_until.has_value())
      session.correct_until =
          CorrectUntil(tx, std::max(call.today(), absl::CivilDay(is.slot.from)));
    if (is.state == domain::SessionState::kCancelled) {
      session.secret.clear();
      session_store::Forget(tx, is.id);
      if (is.slot.from >= now) booking_store::Free(tx, session.batch, is.id);
      FollowBookings(tx, session.batch);
    }
    session_store::Save(tx, session);
    TellSession(tx, session);
    RETURN_IF_ERROR(Recount(tx, session));
    RETURN_IF_ERROR(Reckon(tx, deciding.batch, deciding.sessions));
    return ShowSession(
        session, is.missing(MadeUpOf(deciding.sessions, is.id)),
        VersionOf(tx, "session", is.id) + session.told);
  });
}

}  // namespace binadaya::scheduling
