// Venues and speakers, and what they would collide with.
#include <algorithm>
#include <set>

#include "binadaya/scheduling/v1/scheduling_events.tell.h"
#include "services/common/aggregate.h"
#include "services/common/domain/step.h"
#include "services/common/enums.h"
#include "services/common/id.h"
#include "services/common/learned.h"
#include "services/common/status.h"
#include "services/scheduling/booking_store.h"
#include "services/scheduling/people_store.h"
#include "services/scheduling/scheduling.h"
#include "services/scheduling/slot_proto.h"
#include "services/scheduling/speaker_store.h"
#include "services/scheduling/venue_store.h"

namespace binadaya::scheduling {

absl::StatusOr<v1::Venue> Scheduling::SetVenue(Call& call, const v1::SetVenueRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Venue> {
    v1::Venue venue = request.venue();
    Findings findings;
    const domain::Venue of = venue_store::AsDomain(venue, findings);
    if (!Blocks(findings)) findings = domain::CheckVenue(of);
    RETURN_IF_ERROR(RefuseInput(std::move(findings)));
    if (venue.id().empty()) {
      venue.set_id(NewId(tx.call().now()));
    } else {
      RETURN_IF_ERROR(venue_store::Lock(tx, venue.id()));
      RETURN_IF_ERROR(tx.Expect("venue", venue.id(), venue.version()));
      if (!request.despite_batches()) RETURN_IF_ERROR(RefuseIfBlocked(CheckSmaller(tx, of)));
    }
    venue.set_version(VersionOf(tx, "venue", venue.id()) + 1);
    venue_store::Save(tx, venue);
    v1::VenueSet event;
    event.set_id(venue.id());
    event.set_name(venue.name());
    event.set_capacity(venue.capacity());
    event.set_accessible(venue.accessible());
    event.set_out_of_use(venue.out_of_use());
    Tell(tx, event);
    return venue;
  });
}

Findings Scheduling::CheckSmaller(Tx& tx, const domain::Venue& now) const {
  const domain::ClashPolicy policy = Clash(tx);
  std::vector<domain::Housed> housed;
  for (const auto& [batch, participants] :
       batch_store::HousedIn(tx, now.id, Minute(tx.call().now())))
    housed.push_back({batch, domain::SeatsNeeded(participants, policy)});
  return domain::CheckSmaller(venue_store::OfIds(tx, {now.id}).at(now.id), now, housed);
}

absl::StatusOr<v1::ListVenuesResponse> Scheduling::ListVenues(
    Call& call, const v1::ListVenuesRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  ASSIGN_OR_RETURN(
      const std::optional<domain::Slot> free,
      SlotIfGiven(request.has_free(), request.free(), "free"));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListVenuesResponse> {
    v1::ListVenuesResponse response;
    for (v1::Venue& venue : venue_store::PageOf(tx, request, free, page))
      *response.add_venues() = std::move(venue);
    if (response.venues_size() == page.size()) {
      const v1::Venue& last = *response.venues().rbegin();
      response.set_next_page_token(page.Next({last.name(), last.id()}));
    }
    return response;
  });
}

absl::StatusOr<v1::Speaker> Scheduling::SetSpeaker(
    Call& call, const v1::SetSpeakerRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Speaker> {
    v1::Speaker speaker = request.speaker();
    Findings findings;
    const domain::Speaker of = speaker_store::AsDomain(speaker, findings);
    if (!Blocks(findings)) findings = domain::CheckSpeaker(of);
    RETURN_IF_ERROR(RefuseInput(std::move(findings)));
    if (!speaker.person().empty())
      RETURN_IF_ERROR(learned::RequireActive(tx, speaker.person(), "speaker.person"));
    if (speaker.id().empty()) {
      speaker.set_id(NewId(tx.call().now()));
    } else {
      ASSIGN_OR_RETURN(const v1::Speaker before, speaker_store::Lock(tx, speaker.id()));
      RETURN_IF_ERROR(tx.Expect("speaker", speaker.id(), speaker.version()));
      if (before.person() != speaker.person()) return NoSuchObject("speaker.person");
    }
    speaker.set_version(VersionOf(tx, "speaker", speaker.id()) + 1);
    speaker_store::Save(tx, speaker);
    v1::SpeakerSet event;
    event.set_id(speaker.id());
    event.set_person(speaker.person());
    event.set_out_of_use(speaker.out_of_use());
    Tell(tx, event);
    return speaker;
  });
}

absl::StatusOr<v1::ListSpeakersResponse> Scheduling::ListSpeakers(
    Call& call, const v1::ListSpeakersRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  ASSIGN_OR_RETURN(
      const std::optional<domain::Slot> free,
      SlotIfGiven(request.has_free(), request.free(), "free"));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListSpeakersResponse> {
    v1::ListSpeakersResponse response;
    for (v1::Speaker& speaker : speaker_store::PageOf(tx, request, free, page))
      *response.add_speakers() = std::move(speaker);
    if (response.speakers_size() == page.size())
      response.set_next_page_token(page.Next({response.speakers().rbegin()->id()}));
    return response;
  });
}

namespace {

bool IsUnder(Tx& tx, const std::string& person, const std::vector<std::string>& paths) {
  const absl::StatusOr<std::string> path = people_store::PathOf(tx, person);
  return path.ok() &&
         std::ranges::any_of(paths, [&](const std::string& one) { return Covers(one, *path); });
}

// Whom a resource is; empty: nobody.
std::string SomebodyOf(Tx& tx, const domain::Booking& asked) {
  if (asked.resource == domain::Resource::kVenue) return "";
  if (asked.resource != domain::Resource::kSpeaker) return asked.id;
  const auto speakers = speaker_store::OfIds(tx, {asked.id});
  return speakers.empty() ? "" : speakers.begin()->second.person;
}

// That somebody of another unit is on leave is not told, only that he cannot be had.
void HideLeave(
    Tx& tx, const std::string& person, const domain::Slot& slot,
    std::vector<domain::Conflict>& conflicts) {
  std::set<std::string> records;
  for (const people_store::Leave& leave : people_store::LeavesOf(
           tx, {person}, {absl::CivilDay(slot.from) - 1, absl::CivilDay(slot.until) + 2}))
    records.insert(leave.record);
  for (domain::Conflict& one : conflicts) {
    if (!records.contains(one.with)) continue;
    one.with.clear();
    one.other = one.slot;
  }
}

}  // namespace

absl::StatusOr<v1::GetConflictsResponse> Scheduling::GetConflicts(
    Call& call, const v1::GetConflictsRequest& request) {
  ASSIGN_OR_RETURN(const domain::Slot slot, RequireSlot(request.slot(), "slot"));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::GetConflictsResponse> {
    domain::Booking asked{
        .of = "?",
        .resource = ToDomain<domain::Resource>(request.resource()),
        .id = request.id(),
        .slot = slot};
    if (!request.venue().empty()) {
      const auto venues = venue_store::OfIds(tx, {request.venue()});
      const auto at = venues.find(request.venue());
      if (at == venues.end()) return NoSuchObject("venue");
      if (at->second.kind != domain::VenueKind::kOnline) {
        asked.venue = at->second.id;
        asked.city = at->second.city;
      }
    }
    const std::string somebody = SomebodyOf(tx, asked);
    const bool shown = somebody.empty() || IsUnder(tx, somebody, call.paths());
    if (!shown && asked.resource == domain::Resource::kPerson) return NoSuchObject("id");
    ASSIGN_OR_RETURN(
        std::vector<domain::Conflict> conflicts, ConflictsOf(tx, asked, request.but()));
    if (!shown) HideLeave(tx, somebody, asked.slot, conflicts);
    v1::GetConflictsResponse response;
    for (const domain::Conflict& conflict : conflicts) {
      v1::Conflict& out = *response.add_conflicts();
      out.set_kind(ToContract<v1::ConflictKind>(conflict.kind));
      out.set_with(conflict.with);
      if (!conflict.with.empty()) ToProto(conflict.other, *out.mutable_slot());
      out.set_amount(conflict.amount);
      Finding finding = domain::FindingOf(conflict);
      finding.where = "slot";
      ::binadaya::ToProto(finding, *out.mutable_finding());
    }
    return response;
  });
}

absl::StatusOr<std::vector<domain::Conflict>> Scheduling::ConflictsOf(
    Tx& tx, const domain::Booking& asked, const std::string& but,
    const domain::RoomNeed& need) const {
  const domain::ClashPolicy policy = Clash(tx);
  std::vector<domain::Conflict> conflicts;
  switch (asked.resource) {
    case domain::Resource::kVenue: {
      const auto venues = venue_store::OfIds(tx, {asked.id});
      if (venues.empty()) return NoSuchObject("id");
      conflicts = domain::ConflictsOf(venues.begin()->second, asked, need, policy);
      break;
    }
    case domain::Resource::kSpeaker: {
      const auto speakers = speaker_store::OfIds(tx, {asked.id});
      if (speakers.empty()) return NoSuchObject("id");
      if (auto closed = domain::OutsideOf(speakers.begin()->second.windows, asked))
        conflicts.push_back(*std::move(closed));
      break;
    }
    case domain::Resource::kPerson:
    case domain::Resource::kLeader:
      break;
  }
  domain::Bookings bookings(policy);
  for (domain::Booking& booking : BookedNear(tx, std::span(&asked, 1), but))
    if (booking.of != but) bookings.Add(std::move(booking));
  for (domain::Conflict& conflict : bookings.Against(asked))
    conflicts.push_back(std::move(conflict));
  return conflicts;
}

}  // namespace binadaya::scheduling
