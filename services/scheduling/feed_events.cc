// Sessions and holds as they stand in somebody's calendar.
#include "services/scheduling/feed_events.h"

#include <algorithm>
#include <map>
#include <utility>

#include "services/common/domain/text.h"
#include "services/common/id.h"
#include "services/scheduling/feed_store.h"
#include "services/scheduling/hold_store.h"
#include "services/scheduling/venue_store.h"

namespace binadaya::scheduling::feed_events {
namespace {

using domain::Appointment;
using domain::AppointmentStatus;
using feed_store::Concern;

constexpr absl::CivilDay kEver(1970, 1, 1);

Message TitleOf(domain::HoldPriority priority) {
  switch (priority) {
    case domain::HoldPriority::kStateInvitation:
      return {"Undangan pusat atau provinsi", "Invitation of the state or the province"};
    case domain::HoldPriority::kDisaster:
      return {"Penanganan bencana", "Disaster response"};
    case domain::HoldPriority::kCouncil:
      return {"Agenda DPRD", "Council (DPRD)"};
    case domain::HoldPriority::kCityCeremony:
      return {"Upacara kota", "City ceremony"};
    case domain::HoldPriority::kTrainingOpening:
      break;
  }
  return {"Pembukaan pelatihan", "Opening of a training"};
}

Message NotHeld() { return {"Tidak diselenggarakan.", "Does not take place."}; }

icalendar::Event AgendaEvent(const hold_store::Engagement& engagement, Appointment is) {
  const domain::Hold& hold = engagement.of.hold;
  const Message title = TitleOf(hold.priority);
  is.title = title.id;
  is.sequence = engagement.version - 1;
  is.created = MadeAt(hold.id);
  is.changed = engagement.changed;
  icalendar::Event event{.is = std::move(is), .description = {title}};
  if (event.is.status == AppointmentStatus::kTentative)
    event.description.push_back({"Belum dipastikan.", "Not certain yet."});
  if (event.is.status == AppointmentStatus::kCancelled) event.description.push_back(NotHeld());
  return event;
}

// What venues are called, each asked for once.
class VenueNames {
 public:
  explicit VenueNames(Tx& tx) : tx_(tx) {}
  const std::string& Of(const std::string& id) {
    const auto [name, fresh] = names_.try_emplace(id);
    if (fresh && !id.empty()) {
      for (const auto& [of, venue] : venue_store::OfIds(tx_, {id}))
        name->second = Joined(venue.name, venue.city);
    }
    return name->second;
  }
  static std::string Joined(const std::string& one, const std::string& other) {
    return Cat(one, one.empty() || other.empty() ? "" : ", ", other);
  }

 private:
  Tx& tx_;
  std::map<std::string, std::string> names_;
};

icalendar::Event SessionEvent(VenueNames& venues, const Concern& concern, Appointment is) {
  const std::string batch = Cat(concern.unit, "/", concern.number);
  icalendar::Event event{
      .is = std::move(is),
      .location = {},
      .description = {{Cat("Kelas ", batch, "."), Cat("Batch ", batch, ".")}}};
  const std::string venue = venues.Of(event.is.venue);
  // A rundown may say again what its venue is called.
  event.location =
      venue.starts_with(event.is.place) ? venue : VenueNames::Joined(event.is.place, venue);
  if (event.is.status == AppointmentStatus::kCancelled) event.description.push_back(NotHeld());
  return event;
}

std::vector<Invited> InvitedTo(
    Tx& tx, VenueNames& venues, const Concern& concern, const std::string& person,
    const std::string& speaker) {
  const feed_store::Place place = feed_store::PlaceOf(tx, person, concern);
  // Whoever waits again because the batch is cancelled has to hear of that.
  const bool seated = place.held || (place.offered && concern.cancelled && !place.left);
  std::vector<Invited> all;
  for (Appointment& one : domain::AppointmentsOf(feed_store::HistoryOf(tx, concern.batch))) {
    const bool teaches = !speaker.empty() && one.speaker == speaker;
    const bool taught = !speaker.empty() && one.speakers.contains(speaker);
    const bool takes_part = place.offered && !one.rests;
    if (!teaches && !taught && !takes_part) continue;
    one.sequence += place.version;
    Invited invited{
        .invited = teaches || (takes_part && seated), .accepted = teaches || place.accepted};
    const bool waits =
        one.status == AppointmentStatus::kConfirmed && place.held && !invited.accepted;
    if (waits) one.status = AppointmentStatus::kTentative;
    invited.event = SessionEvent(venues, concern, std::move(one));
    if (teaches) invited.event.description.push_back({"Anda mengajar.", "You teach."});
    if (waits) {
      invited.event.description.push_back(
          {"Kursi ini menunggu jawaban.", "This seat waits for an answer."});
    }
    all.push_back(std::move(invited));
  }
  return all;
}

// Batches in which somebody takes part or teaches, or was to.
std::vector<Concern> ConcernsOfPerson(
    Tx& tx, const std::string& person, const std::string& speaker, absl::CivilDay since) {
  std::vector<Concern> concerns =
      feed_store::ConcernsOf(tx, domain::Resource::kPerson, person, since);
  if (speaker.empty()) return concerns;
  for (Concern& one : feed_store::ConcernsOf(tx, domain::Resource::kSpeaker, speaker, since)) {
    if (std::ranges::find(concerns, one.batch, &Concern::batch) == concerns.end())
      concerns.push_back(std::move(one));
  }
  return concerns;
}

}  // namespace

std::vector<icalendar::Event> OfPerson(Tx& tx, const std::string& person, absl::CivilDay since) {
  const std::string speaker = feed_store::SpeakerOf(tx, person);
  std::vector<icalendar::Event> events;
  VenueNames venues(tx);
  for (const Concern& concern : ConcernsOfPerson(tx, person, speaker, since)) {
    for (Invited& one : InvitedTo(tx, venues, concern, person, speaker))
      if (one.invited) events.push_back(std::move(one.event));
  }
  for (const hold_store::Engagement& one : hold_store::OfPerson(tx, person, since)) {
    if (std::optional<Appointment> is = domain::AppointmentOf(one.of.hold, person))
      events.push_back(AgendaEvent(one, *std::move(is)));
  }
  return events;
}

std::vector<icalendar::Event> OfResource(
    Tx& tx, domain::Resource resource, const std::string& id, absl::CivilDay since) {
  std::vector<icalendar::Event> events;
  VenueNames venues(tx);
  for (const Concern& concern : feed_store::ConcernsOf(tx, resource, id, since)) {
    for (Appointment& one : domain::AppointmentsOf(feed_store::HistoryOf(tx, concern.batch))) {
      if ((resource == domain::Resource::kVenue ? one.venue : one.speaker) == id)
        events.push_back(SessionEvent(venues, concern, std::move(one)));
    }
  }
  return events;
}

std::optional<Invitations> InvitationsTo(
    Tx& tx, const std::string& person, const std::string& batch) {
  const std::string speaker = feed_store::SpeakerOf(tx, person);
  const std::vector<Concern> concerns = ConcernsOfPerson(tx, person, speaker, kEver);
  const auto concern = std::ranges::find(concerns, batch, &Concern::batch);
  if (concern == concerns.end()) return std::nullopt;
  VenueNames venues(tx);
  return Invitations{.unit = concern->unit, .to = InvitedTo(tx, venues, *concern, person, speaker)};
}

}  // namespace binadaya::scheduling::feed_events
