// Sessions that deliver what others lack: planned, and what they change in these.
#include "services/common/aggregate.h"
#include "services/common/app.h"
#include "services/common/id.h"
#include "services/common/status.h"
#include "services/scheduling/deliveries.h"
#include "services/scheduling/scheduling.h"
#include "services/scheduling/signatures.h"
#include "services/scheduling/slot_proto.h"
#include "services/scheduling/speaker_store.h"
#include "services/scheduling/venue_store.h"

namespace binadaya::scheduling {
using session_store::Held;

absl::StatusOr<v1::Session> Scheduling::PlanMakeUp(
    Call& call, const v1::PlanMakeUpRequest& request) {
  ASSIGN_OR_RETURN(const domain::Slot slot, RequireSlot(request.slot(), "slot"));
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Session> {
    ASSIGN_OR_RETURN(
        Deciding deciding, Decide(tx, request.unit(), request.session(), request.version()));
    const auto item = LastItemOf(tx, deciding.batch, deciding.session().is.id);
    return MakeUp(
        tx, deciding,
        {.slot = slot,
         .venue = item.has_value() ? item->venue : "",
         .speaker = item.has_value() ? item->speaker : ""});
  });
}

absl::Status Scheduling::AddMakeUp(
    Tx& tx, const std::string& unit, const std::string& lost, const MakeUpAt& at) const {
  ASSIGN_OR_RETURN(Deciding deciding, Decide(tx, unit, lost, VersionOf(tx, "session", lost)));
  return MakeUp(tx, deciding, at).status();
}

absl::StatusOr<v1::Session> Scheduling::MakeUp(
    Tx& tx, Deciding& deciding, const MakeUpAt& at) const {
  const Held lost = deciding.session();
  Findings findings = domain::CheckMakeUp(
      lost.is, at.slot, MissingOf(deciding.sessions, lost), Minute(tx.call().now()));
  Held session{
      .is = {.id = NewId(tx.call().now()), .slot = at.slot, .makes_up = lost.is.id},
      .batch = lost.batch,
      .title = lost.title,
      .venue = at.venue,
      .speaker = at.speaker,
      .secret = RandomBytes(session_store::kSecretBytes)};
  const std::vector<domain::Booking> bookings = BookingsOf(tx, session, at);
  for (const domain::Booking& booking : bookings) {
    ASSIGN_OR_RETURN(const std::vector<domain::Conflict> conflicts, ConflictsOf(tx, booking, ""));
    for (const domain::Conflict& conflict : conflicts) {
      findings.push_back(domain::FindingOf(conflict));
      findings.back().where = "slot";
    }
  }
  RETURN_IF_ERROR(RefuseIfBlocked(std::move(findings)));
  session_store::Add(tx, session);
  booking_store::Add(tx, lost.batch, {session.is.id, at.slot}, bookings);
  TellSession(tx, session);
  deciding.sessions.push_back(session);
  RETURN_IF_ERROR(Reckon(tx, deciding.batch, deciding.sessions));
  tx.At(tx.call().now(), kBatchTimer, deciding.batch.id);  // Carry says what is due next
  return ShowSession(session, 0, 1);
}

// Locked.
std::vector<domain::Booking> Scheduling::BookingsOf(
    Tx& tx, const Held& session, const MakeUpAt& at) const {
  std::vector<domain::Booking> bookings;
  domain::Booking booking{.of = Cat(session.batch, "/", session.is.id), .slot = at.slot};
  for (const auto& [id, venue] : venue_store::OfIds(tx, {at.venue}, true)) {
    if (venue.kind != domain::VenueKind::kOnline) {
      booking.venue = venue.id;
      booking.city = venue.city;
    }
    booking.resource = domain::Resource::kVenue;
    booking.id = id;
    bookings.push_back(booking);
  }
  for (const auto& [id, speaker] : speaker_store::OfIds(tx, {at.speaker}, true)) {
    booking.resource = domain::Resource::kSpeaker;
    booking.id = id;
    bookings.push_back(booking);
  }
  return bookings;
}

void SettleMakeUps(Tx& tx, HeldSessions& sessions) {
  for (Held& session : sessions) {
    const int made_up = MadeUpOf(sessions, session.is.id);
    const int missing = session.is.missing(made_up);
    const bool settled =
        missing > 0 ? session.is.LoseAgain().ok() : made_up > 0 && session.is.MakeUp(missing).ok();
    if (!settled) continue;
    session_store::Save(tx, session);
    TellSession(tx, session);
  }
}

}  // namespace binadaya::scheduling
