// Sessions that deliver what others lack: planned, and what they change in these.
#include <algorithm>
#include <iterator>

#include "services/common/aggregate.h"
#include "services/common/app.h"
#include "services/common/id.h"
#include "services/common/learned.h"
#include "services/common/status.h"
#include "services/scheduling/deliveries.h"
#include "services/scheduling/gate_store.h"
#include "services/scheduling/rating_store.h"
#include "services/scheduling/rundown_proto.h"
#include "services/scheduling/scheduling.h"
#include "services/scheduling/signatures.h"
#include "services/scheduling/slot_proto.h"
#include "services/scheduling/speaker_invitation_store.h"
#include "services/scheduling/speaker_store.h"
#include "services/scheduling/venue_store.h"

namespace binadaya::scheduling {
namespace {

constexpr char kMakeUp[] = "pengganti";  // the number of a make-up session among items

}  // namespace

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
         .speaker = item.has_value() ? item->speaker : "",
         .as = item.value_or(domain::RundownItem())});
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
  const bool possible = !Blocks(findings);
  Held session{
      .is = {.id = NewId(tx.call().now()), .slot = at.slot, .makes_up = lost.is.id},
      .batch = lost.batch,
      .title = lost.title,
      .venue = at.venue,
      .speaker = at.speaker,
      .secret = RandomBytes(session_store::kSecretBytes)};
  const std::vector<domain::Booking> bookings = BookingsOf(tx, session, at);
  for (const domain::Booking& booking : bookings) {
    ASSIGN_OR_RETURN(
        const std::vector<domain::Conflict> conflicts,
        ConflictsOf(
            tx, booking, "",
            {.participants = deciding.batch.capacity, .accessible = deciding.batch.accessible}));
    for (const domain::Conflict& conflict : conflicts) {
      findings.push_back(domain::FindingOf(conflict));
      findings.back().where = "slot";
    }
  }
  for (Finding& finding : CheckHolder(tx, deciding, at)) findings.push_back(std::move(finding));
  if (possible && at.as.has_value())
    for (Finding& finding : CheckByHand(tx, deciding, *at.as, at.slot))
      findings.push_back(std::move(finding));
  RETURN_IF_ERROR(RefuseIfBlocked(std::move(findings)));
  session_store::Add(tx, session);
  booking_store::Add(tx, lost.batch, {session.is.id, at.slot}, bookings);
  FollowBookings(tx, lost.batch);
  TellSession(tx, session);
  deciding.sessions.push_back(session);
  RETURN_IF_ERROR(Reckon(tx, deciding.batch, deciding.sessions));
  tx.At(tx.call().now(), kBatchTimer, deciding.batch.id);  // Carry says what is due next
  return ShowSession(session, 0, 1);
}

Findings Scheduling::CheckHolder(Tx& tx, Deciding& deciding, const MakeUpAt& at) const {
  const batch_store::Batch& batch = deciding.batch;
  const domain::RundownItem item =
      at.as.has_value()
          ? *at.as
          : LastItemOf(tx, batch, deciding.session().is.id).value_or(domain::RundownItem());
  const domain::SpeakerPolicy policy = SpeakerRules(tx);
  auto speakers = speaker_store::OfIds(tx, {at.speaker});
  rating_store::AddTo(tx, policy, speakers);
  const Acceptances accepted = speaker_invitation_store::AcceptedIn(tx, batch.id);
  Findings findings;
  for (const auto& [id, speaker] : speakers) {
    for (Finding& finding : domain::CheckEngagement(
             speaker, EngagementIn(item, batch.program, accepted, id), policy)) {
      finding.values["speaker"] = id;
      findings.push_back(std::move(finding));
    }
  }
  return findings;
}

Findings Scheduling::CheckByHand(
    Tx& tx, Deciding& deciding, domain::RundownItem item, const domain::Slot& slot) const {
  const batch_store::Batch& batch = deciding.batch;
  const absl::CivilDay day(slot.from);
  const auto put = [](domain::RundownItem& one, const domain::Slot& at, const std::string& number) {
    const absl::CivilMinute midnight(absl::CivilDay(at.from));
    one.number = number;
    one.day = absl::CivilDay(at.from);
    one.from = static_cast<int>(at.from - midnight);
    one.until = static_cast<int>(at.until - midnight);
    one.printed_minutes.reset();
  };
  // What else the batch does: its rundown without what was cancelled, with other make-up sessions.
  domain::Rundown rundown;
  if (const auto release = batch_store::ReleaseOf(tx, batch.id, batch.released))
    rundown = AsDomain(release->content);
  for (const Held& one : deciding.sessions) {
    const bool cancelled = one.is.state == domain::SessionState::kCancelled;
    if (one.is.makes_up.empty() && cancelled)
      std::erase_if(rundown.items, [&](const auto& of) { return of.id == one.is.id; });
    if (one.is.makes_up.empty() || cancelled) continue;
    domain::RundownItem& other = rundown.items.emplace_back();
    put(other, one.is.slot, one.title);
    other.id = one.is.id;
    if (const auto made_up = LastItemOf(tx, batch, one.is.makes_up)) other.track = made_up->track;
  }
  item.id.clear();
  put(item, slot, kMakeUp);

  // Of that day alone: what others break is theirs.
  domain::RundownPolicy policy = RundownRules(tx);
  policy.least_learning = 0;
  const domain::Calendar calendar = calendar_store::CalendarOf(tx, day, day + 1);
  const std::string path = learned::PathOfUnit(tx, batch.unit).value_or("/");
  domain::Rundown of_day{.compensation = rundown.compensation};
  std::copy_if(
      rundown.items.begin(), rundown.items.end(), std::back_inserter(of_day.items),
      [&](const domain::RundownItem& one) { return one.day == day; });
  const Findings without = domain::CheckRundown(of_day, calendar, path, policy);
  of_day.items.push_back(item);
  Findings findings;
  for (Finding& one : domain::CheckRundown(of_day, calendar, path, policy)) {
    const bool asked =
        one.rule == "SC-03" || one.rule == "SC-08" || one.rule == "SC-10" || one.rule == "SC-11";
    const bool old = std::any_of(without.begin(), without.end(), [&](const Finding& other) {
      return other.rule == one.rule && other.where == one.where && other.values == one.values;
    });
    if (asked && !old) findings.push_back(std::move(one));
  }
  // So that nobody else takes people from the same units meanwhile; its program may not have been
  // heard of yet.
  (void)program_store::Lock(tx, batch.program);
  gate_store::LockGiving(tx);
  for (Finding& one : Continuity(tx, batch, {.items = {std::move(item)}}, rundown))
    findings.push_back(std::move(one));
  for (Finding& one : findings) one.where = "slot";
  return findings;
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
