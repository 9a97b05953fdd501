// Sessions that deliver what others lack: planned, and what they change in these.
#include "services/common/aggregate.h"
#include "services/common/app.h"
#include "services/common/id.h"
#include "services/common/status.h"
#include "services/scheduling/deliveries.h"
#include "services/scheduling/rundown_proto.h"
#include "services/scheduling/scheduling.h"
#include "services/scheduling/signatures.h"
#include "services/scheduling/slot_proto.h"
#include "services/scheduling/speaker_store.h"
#include "services/scheduling/venue_store.h"

namespace binadaya::scheduling {
namespace {

// As the last release had it: a repair leaves out what the committee cancelled.
std::optional<domain::RundownItem> LastItemOf(
    Tx& tx, const batch_store::Batch& batch, const std::string& id) {
  for (const batch_store::Release& release :
       batch_store::ReleasesOf(tx, batch.id, 0, batch.released)) {
    for (domain::RundownItem& item : AsDomain(release.content).items)
      if (item.id == id) return std::move(item);
  }
  return std::nullopt;
}

}  // namespace

using session_store::Held;

absl::StatusOr<v1::Session> Scheduling::PlanMakeUp(
    Call& call, const v1::PlanMakeUpRequest& request) {
  ASSIGN_OR_RETURN(const domain::Slot slot, RequireSlot(request.slot(), "slot"));
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Session> {
    ASSIGN_OR_RETURN(
        Deciding deciding, Decide(tx, request.unit(), request.session(), request.version()));
    const Held lost = deciding.session();
    int planned = 0;  // to make it up
    for (const Held& one : deciding.sessions)
      if (one.is.makes_up == lost.is.id && !one.is.over())
        planned += static_cast<int>(one.is.slot.minutes());
    const int missing = lost.is.missing(MadeUpOf(deciding.sessions, lost.is.id)) - planned;
    Findings findings = domain::CheckMakeUp(lost.is, slot, missing, Minute(call.now()));
    Held session{
        .is = {.id = NewId(call.now()), .slot = slot, .makes_up = lost.is.id},
        .batch = lost.batch,
        .title = lost.title,
        .secret = RandomBytes(session_store::kSecretBytes)};
    std::vector<domain::Booking> bookings = BookingsOf(tx, deciding.batch, session);
    for (const domain::Booking& booking : bookings) {
      ASSIGN_OR_RETURN(const std::vector<domain::Conflict> conflicts, ConflictsOf(tx, booking, ""));
      for (const domain::Conflict& conflict : conflicts) {
        findings.push_back(domain::FindingOf(conflict));
        findings.back().where = "slot";
      }
    }
    RETURN_IF_ERROR(RefuseIfBlocked(std::move(findings)));
    session_store::Add(tx, session);
    booking_store::Add(tx, lost.batch, {session.is.id, slot}, bookings);
    TellSession(tx, session);
    deciding.sessions.push_back(session);
    RETURN_IF_ERROR(Reckon(tx, deciding.batch, deciding.sessions));
    if (const auto next = NextOf(tx, deciding.sessions); next.has_value())
      tx.At(InstantOf(*next), kBatchTimer, deciding.batch.id);
    return ShowSession(session, 0, 1);
  });
}

// The venue and the speaker of what it makes up, locked.
std::vector<domain::Booking> Scheduling::BookingsOf(
    Tx& tx, const batch_store::Batch& batch, const Held& session) const {
  std::vector<domain::Booking> bookings;
  const auto item = LastItemOf(tx, batch, session.is.makes_up);
  if (!item.has_value()) return bookings;
  domain::Booking booking{.of = Cat(batch.id, "/", session.is.id), .slot = session.is.slot};
  for (const auto& [id, venue] : venue_store::OfIds(tx, {item->venue}, true)) {
    if (venue.kind != domain::VenueKind::kOnline) {
      booking.venue = venue.id;
      booking.city = venue.city;
    }
    booking.resource = domain::Resource::kVenue;
    booking.id = id;
    bookings.push_back(booking);
  }
  for (const auto& [id, speaker] : speaker_store::OfIds(tx, {item->speaker}, true)) {
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
