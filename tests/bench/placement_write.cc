#include "absl/time/civil_time.h"
#include "binadaya/placement/v1/placement.pb.h"
#include "google/protobuf/util/json_util.h"
#include "tests/bench/placement_file.h"
#include "tests/bench/placement_numbers.h"

namespace binadaya::bench {
namespace {

namespace domain = scheduling::domain;
namespace placement = scheduling::domain::placement;
namespace v1 = binadaya::placement::v1;

template <class T>
using List = google::protobuf::RepeatedPtrField<T>;

std::string Json(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  options.preserve_proto_field_names = true;
  std::string json;
  // Fails only for messages that are not valid UTF-8.
  (void)google::protobuf::util::MessageToJsonString(message, &json, options);
  return json;
}

template <class Out>
void PutSlot(const domain::Slot& slot, Out* out) {
  out->set_from(absl::FormatCivilTime(slot.from));
  out->set_until(absl::FormatCivilTime(slot.until));
}

void PutDays(const domain::DaySpan& days, v1::Days* out) {
  out->set_from(absl::FormatCivilTime(days.from));
  out->set_until(absl::FormatCivilTime(days.until));
}

void PutStretch(const domain::Stretch& stretch, v1::Stretch* out) {
  out->set_from(stretch.from);
  out->set_until(stretch.until);
}

void PutWeek(const domain::WorkPattern& week, List<v1::WorkDay>* out) {
  for (const auto& day : week) {
    v1::WorkDay* to = out->Add();
    for (const domain::Stretch& stretch : day) PutStretch(stretch, to->add_stretches());
  }
}

void PutPositions(
    const std::vector<std::size_t>& positions,
    google::protobuf::RepeatedField<std::uint32_t>* out) {
  for (const std::size_t position : positions) out->Add(static_cast<std::uint32_t>(position));
}

void PutPlace(const placement::Place& place, v1::Place* out) {
  out->set_day(absl::FormatCivilTime(place.day));
  out->set_from(place.from);
  if (place.venue != placement::kNone) out->set_venue(static_cast<std::uint32_t>(place.venue));
  if (place.speaker != placement::kNone)
    out->set_speaker(static_cast<std::uint32_t>(place.speaker));
}

void PutBatch(const placement::PlacedBatch& batch, v1::Batch* out) {
  out->set_id(batch.id);
  out->set_program(batch.program);
  out->set_path(batch.path);
  PutDays(batch.window, out->mutable_window());
  out->set_seats(batch.seats);
  PutPositions(batch.venues, out->mutable_venues());
  out->set_structural(batch.structural);
  out->set_compensated(batch.compensated);
  out->set_arm(batch.arm);
  if (batch.settle_by.has_value()) out->set_settle_by(absl::FormatCivilTime(*batch.settle_by));
}

void PutSession(const placement::PlacedSession& session, v1::Session* out) {
  out->set_id(session.id);
  out->set_batch(static_cast<std::uint32_t>(session.batch));
  out->set_learning(domain::Earns(session.kind));
  out->set_minutes(session.minutes);
  out->set_order(session.order);
  for (const int from : session.starts) out->add_starts(from);
  PutPositions(session.speakers, out->mutable_speakers());
  out->set_leader(session.leader);
  if (session.now.has_value()) PutPlace(*session.now, out->mutable_now());
  out->set_keeps_time(session.keeps_time);
  out->set_keeps_venue(session.keeps_venue);
  out->set_keeps_speaker(session.keeps_speaker);
}

void PutPeople(const placement::Problem& problem, v1::Instance& out) {
  for (const placement::Participant& person : problem.people) {
    v1::Person* to = out.add_people();
    to->set_id(person.id);
    to->set_unit(static_cast<std::uint32_t>(person.unit));
    to->set_direct_service(person.direct_service);
    to->set_substitute(person.substitute);
    to->set_acting(person.acting);
    to->set_accessible(person.accessible);
  }
  for (const placement::Seat& seat : problem.seats) {
    v1::Seat* to = out.add_seats();
    to->set_person(static_cast<std::uint32_t>(seat.person));
    PutPositions(seat.batches, to->mutable_batches());
  }
  for (const domain::UnitStaff& unit : problem.units) {
    v1::Unit* to = out.add_units();
    to->set_id(unit.id);
    to->set_path(unit.path);
    to->set_headcount(unit.headcount);
    to->set_direct_posts(unit.direct_posts);
    to->set_head(unit.head);
    to->set_secretary(unit.secretary);
    to->set_kecamatan(unit.kecamatan);
  }
  for (const domain::Away& away : problem.away) {
    v1::Away* to = out.add_away();
    to->set_person(away.person);
    to->set_unit(away.unit);
    PutSlot(away.slot, to->mutable_slot());
    to->set_training(away.training);
    to->set_structural(away.structural);
    to->set_direct_service(away.direct_service);
    to->set_substitute(away.substitute);
    to->set_acting(away.acting);
  }
}

void PutResources(const placement::Problem& problem, v1::Instance& out) {
  for (const domain::Venue& venue : problem.venues) {
    v1::Venue* to = out.add_venues();
    to->set_id(venue.id);
    to->set_city(venue.city);
    to->set_online(venue.kind == domain::VenueKind::kOnline);
    to->set_capacity(venue.capacity);
    to->set_accessible(venue.accessible);
    to->set_day_rate(venue.day_rate.rupiah);
    for (const domain::Slot& window : venue.windows) PutSlot(window, to->add_windows());
    to->set_out_of_use(!venue.in_use);
  }
  for (const domain::Speaker& speaker : problem.speakers) {
    v1::Speaker* to = out.add_speakers();
    to->set_id(speaker.id);
    to->set_person(speaker.person);
    to->set_city(speaker.city);
    for (const domain::Slot& window : speaker.windows) PutSlot(window, to->add_windows());
    to->set_out_of_use(!speaker.in_use);
  }
  for (const domain::Booking& booking : problem.bookings) {
    v1::Booking* to = out.add_bookings();
    to->set_of(booking.of);
    to->set_resource(static_cast<v1::Resource>(booking.resource));
    to->set_id(booking.id);
    PutSlot(booking.slot, to->mutable_slot());
    to->set_venue(booking.venue);
    to->set_city(booking.city);
  }
}

void PutCalendar(const domain::Calendar& calendar, v1::Calendar& out) {
  for (const auto& [year, holidays] : calendar.holidays) {
    v1::Year* to = out.add_years();
    to->set_year(static_cast<std::int32_t>(year));
    for (const domain::Holiday& holiday : holidays) {
      v1::Holiday* day = to->add_holidays();
      day->set_day(absl::FormatCivilTime(holiday.day));
      day->set_name(holiday.name);
      day->set_provisional(holiday.provisional);
    }
  }
  for (const domain::DaySpan& days : calendar.ramadan) PutDays(days, out.add_ramadan());
  for (const domain::UnitHours& hours : calendar.hours) {
    v1::UnitHours* to = out.add_hours();
    to->set_path(hours.path);
    to->set_from(absl::FormatCivilTime(hours.from));
    PutWeek(hours.normal, to->mutable_normal());
    PutWeek(hours.ramadan, to->mutable_ramadan());
    to->set_on_holidays(hours.on_holidays);
  }
  for (const domain::Blackout& blackout : calendar.blackouts) {
    v1::Blackout* to = out.add_blackouts();
    to->set_id(blackout.id);
    to->set_path(blackout.path);
    PutSlot(blackout.slot, to->mutable_slot());
    to->set_reason(blackout.reason);
  }
}

}  // namespace

std::string WriteInstance(const PlacementInstance& instance) {
  const placement::Problem& problem = instance.problem;
  v1::Instance out;
  for (const placement::PlacedBatch& batch : problem.batches) PutBatch(batch, out.add_batches());
  for (const placement::PlacedSession& session : problem.sessions)
    PutSession(session, out.add_sessions());
  PutPeople(problem, out);
  PutResources(problem, out);
  PutCalendar(problem.calendar, *out.mutable_calendar());
  PutWeek(problem.preferred, out.mutable_preferred());
  EachNumber(instance.policy, *out.mutable_policy(), [](auto number, auto* to, auto, auto set) {
    (to->*set)(static_cast<std::int32_t>(number));
  });
  return Json(out);
}

std::string WritePlan(const placement::Plan& plan) {
  v1::Plan out;
  for (const std::optional<placement::Place>& place : plan.places) {
    v1::Place* to = out.add_places();
    if (place.has_value()) PutPlace(*place, to);
  }
  PutPositions(plan.batches, out.mutable_batches());
  return Json(out);
}

}  // namespace binadaya::bench
