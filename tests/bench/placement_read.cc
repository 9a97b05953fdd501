#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "binadaya/placement/v1/placement.pb.h"
#include "google/protobuf/util/json_util.h"
#include "services/common/domain/text.h"
#include "tests/bench/placement_file.h"
#include "tests/bench/placement_numbers.h"

namespace binadaya::bench {
namespace {

namespace domain = scheduling::domain;
namespace placement = scheduling::domain::placement;
namespace v1 = binadaya::placement::v1;

constexpr std::size_t kMostTold = 20;  // of what is wrong
constexpr int kWeekdays = 7;
constexpr int kMostCount = 1'000'000;  // people, seats
// Positions of venues and speakers are kept in 16 bits.
constexpr int kMostPlaces = std::numeric_limits<std::int16_t>::max();

template <class T>
using List = google::protobuf::RepeatedPtrField<T>;

absl::Status Parse(std::string_view json, google::protobuf::Message& message) {
  const auto status = google::protobuf::util::JsonStringToMessage(
      {json.data(), json.size()}, &message, google::protobuf::util::JsonParseOptions());
  if (status.ok()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      Cat("no JSON of this form: ",
          std::string_view(status.message().data(), status.message().size())));
}

// Message to domain: all that is wrong is told, with where.
class Reader {
 public:
  absl::Status status() const {
    if (wrong_.empty()) return absl::OkStatus();
    return absl::InvalidArgumentError(absl::StrJoin(wrong_, "\n"));
  }
  void Wrong(const std::string& where, std::string_view what) {
    if (wrong_.size() < kMostTold) wrong_.push_back(Cat(where, ": ", what));
  }

  template <class Civil>
  Civil Time(const std::string& text, const std::string& where) {
    Civil at;
    constexpr int kFirstYear = 2000, kLastYear = 2199;
    if (absl::ParseCivilTime(text, &at) && at.year() >= kFirstYear && at.year() <= kLastYear)
      return at;
    Wrong(where, Cat("\"", text, "\" is no day or moment of 2000 to 2199"));
    return Civil(kFirstYear);
  }
  absl::CivilDay Day(const std::string& text, const std::string& where) {
    return Time<absl::CivilDay>(text, where);
  }
  domain::Slot Slot(const v1::Slot& slot, const std::string& where) {
    return {
        Time<absl::CivilMinute>(slot.from(), Cat(where, ".from")),
        Time<absl::CivilMinute>(slot.until(), Cat(where, ".until"))};
  }
  std::vector<domain::Slot> Slots(const List<v1::Slot>& slots, const std::string& where) {
    std::vector<domain::Slot> read;
    for (const v1::Slot& slot : slots)
      read.push_back(Slot(slot, Cat(where, "[", read.size(), "]")));
    return read;
  }
  domain::DaySpan Days(const v1::Days& days, const std::string& where) {
    return {Day(days.from(), Cat(where, ".from")), Day(days.until(), Cat(where, ".until"))};
  }
  int Number(std::int64_t number, std::int64_t most, const std::string& where) {
    if (number >= 0 && number <= most) return static_cast<int>(number);
    Wrong(where, Cat(number, " is not within 0 to ", most));
    return 0;
  }
  domain::WorkPattern Week(const List<v1::WorkDay>& week, const std::string& where) {
    domain::WorkPattern pattern;
    if (!week.empty() && week.size() != kWeekdays) Wrong(where, "seven days, from Monday, or none");
    for (int day = 0; day < std::min(kWeekdays, week.size()); ++day) {
      for (const v1::Stretch& stretch : week[day].stretches()) {
        constexpr int kTwoDays = 2 * domain::kDayMinutes;
        const std::string at = Cat(where, "[", day, "]");
        pattern[static_cast<std::size_t>(day)].push_back(
            {Number(stretch.from(), kTwoDays, at), Number(stretch.until(), kTwoDays, at)});
      }
    }
    return pattern;
  }
  placement::Place Place(const v1::Place& place, const std::string& where) {
    return {
        .day = Day(place.day(), Cat(where, ".day")),
        .from = Number(place.from(), domain::kDayMinutes, Cat(where, ".from")),
        .venue = place.has_venue() ? place.venue() : placement::kNone,
        .speaker = place.has_speaker() ? place.speaker() : placement::kNone};
  }

 private:
  std::vector<std::string> wrong_;
};

std::vector<std::size_t> Positions(
    const google::protobuf::RepeatedField<std::uint32_t>& positions) {
  return {positions.begin(), positions.end()};
}

void ReadBatches(const v1::Instance& in, Reader& read, placement::Problem& problem) {
  for (const v1::Batch& batch : in.batches()) {
    const std::string at = Cat("batches[", problem.batches.size(), "]");
    problem.batches.push_back(
        {.id = batch.id(),
         .program = batch.program(),
         .path = batch.path(),
         .window = read.Days(batch.window(), Cat(at, ".window")),
         .seats = read.Number(batch.seats(), kMostCount, Cat(at, ".seats")),
         .venues = Positions(batch.venues()),
         .structural = batch.structural(),
         .compensated = batch.compensated(),
         .arm = batch.arm()});
    if (batch.has_settle_by())
      problem.batches.back().settle_by = read.Day(batch.settle_by(), Cat(at, ".settle_by"));
  }
  for (const v1::Session& session : in.sessions()) {
    const std::string at = Cat("sessions[", problem.sessions.size(), "]");
    placement::PlacedSession& to = problem.sessions.emplace_back();
    to = {
        .id = session.id(),
        .batch = session.batch(),
        .kind = session.learning()         ? domain::ItemKind::kLearning
                : session.leader().empty() ? domain::ItemKind::kOpening
                                           : domain::ItemKind::kLeaderAddress,
        .minutes = read.Number(session.minutes(), domain::kDayMinutes, Cat(at, ".minutes")),
        .order = session.order(),
        .speakers = Positions(session.speakers()),
        .leader = session.leader(),
        .keeps_time = session.keeps_time(),
        .keeps_venue = session.keeps_venue(),
        .keeps_speaker = session.keeps_speaker()};
    for (const int from : session.starts())
      to.starts.push_back(read.Number(from, domain::kDayMinutes, Cat(at, ".starts")));
    if (session.has_now()) to.now = read.Place(session.now(), Cat(at, ".now"));
  }
}

void ReadPeople(const v1::Instance& in, Reader& read, placement::Problem& problem) {
  for (const v1::Person& person : in.people())
    problem.people.push_back(
        {person.id(), person.unit(), person.direct_service(), person.substitute(), person.acting(),
         person.accessible()});
  for (const v1::Seat& seat : in.seats())
    problem.seats.push_back({seat.person(), Positions(seat.batches())});
  for (const v1::Unit& unit : in.units()) {
    const std::string at = Cat("units[", problem.units.size(), "]");
    problem.units.push_back(
        {.id = unit.id(),
         .path = unit.path(),
         .headcount = read.Number(unit.headcount(), kMostCount, Cat(at, ".headcount")),
         .direct_posts = read.Number(unit.direct_posts(), kMostCount, Cat(at, ".direct_posts")),
         .head = unit.head(),
         .secretary = unit.secretary(),
         .kecamatan = unit.kecamatan()});
  }
  for (const v1::Away& away : in.away())
    problem.away.push_back(
        {away.person(), away.unit(),
         read.Slot(away.slot(), Cat("away[", problem.away.size(), "].slot")), away.training(),
         away.structural(), away.direct_service(), away.substitute(), away.acting()});
}

void ReadResources(const v1::Instance& in, Reader& read, placement::Problem& problem) {
  (void)read.Number(in.venues_size(), kMostPlaces, "venues");
  (void)read.Number(in.speakers_size(), kMostPlaces, "speakers");
  for (const v1::Venue& venue : in.venues()) {
    const std::string at = Cat("venues[", problem.venues.size(), "]");
    problem.venues.push_back(
        {.id = venue.id(),
         .city = venue.city(),
         .kind = venue.online() ? domain::VenueKind::kOnline : domain::VenueKind::kRoom,
         .capacity = read.Number(venue.capacity(), kMostCount, Cat(at, ".capacity")),
         .accessible = venue.accessible(),
         .day_rate = {venue.day_rate()},
         .windows = read.Slots(venue.windows(), Cat(at, ".windows")),
         .in_use = !venue.out_of_use()});
  }
  for (const v1::Speaker& speaker : in.speakers()) {
    const std::string at = Cat("speakers[", problem.speakers.size(), "]");
    problem.speakers.push_back(
        {.id = speaker.id(),
         .person = speaker.person(),
         .city = speaker.city(),
         .windows = read.Slots(speaker.windows(), Cat(at, ".windows")),
         .in_use = !speaker.out_of_use()});
  }
  for (const v1::Booking& booking : in.bookings()) {
    const std::string at = Cat("bookings[", problem.bookings.size(), "]");
    if (booking.resource() == v1::RESOURCE_UNSPECIFIED || !v1::Resource_IsValid(booking.resource()))
      read.Wrong(Cat(at, ".resource"), "VENUE, SPEAKER, PERSON or LEADER");
    problem.bookings.push_back(
        {.of = booking.of(),
         .resource = static_cast<domain::Resource>(booking.resource()),
         .id = booking.id(),
         .slot = read.Slot(booking.slot(), Cat(at, ".slot")),
         .venue = booking.venue(),
         .city = booking.city()});
  }
}

void ReadCalendar(const v1::Calendar& in, Reader& read, domain::Calendar& calendar) {
  for (const v1::Year& year : in.years()) {
    auto& holidays = calendar.holidays[year.year()];
    const std::string at = Cat("calendar.years[", year.year(), "]");
    for (const v1::Holiday& holiday : year.holidays())
      holidays.push_back({read.Day(holiday.day(), at), holiday.name(), holiday.provisional()});
  }
  for (const v1::Days& days : in.ramadan())
    calendar.ramadan.push_back(read.Days(days, "calendar.ramadan"));
  for (const v1::UnitHours& hours : in.hours()) {
    const std::string at = Cat("calendar.hours[", calendar.hours.size(), "]");
    calendar.hours.push_back(
        {hours.path(), read.Day(hours.from(), Cat(at, ".from")),
         read.Week(hours.normal(), Cat(at, ".normal")),
         read.Week(hours.ramadan(), Cat(at, ".ramadan")), hours.on_holidays()});
  }
  for (const v1::Blackout& blackout : in.blackouts()) {
    const std::string at = Cat("calendar.blackouts[", calendar.blackouts.size(), "].slot");
    calendar.blackouts.push_back(
        {blackout.id(), blackout.path(), read.Slot(blackout.slot(), at), blackout.reason()});
  }
}

// What is left out as a whole is as it is today.
void ReadPolicy(const v1::Policy& given, Reader& read, placement::Policy& policy) {
  v1::Policy in;
  EachNumber(policy, in, [](auto number, auto* to, auto, auto set) {
    (to->*set)(static_cast<std::int32_t>(number));
  });
  if (given.has_clash()) *in.mutable_clash() = given.clash();
  if (given.has_continuity()) *in.mutable_continuity() = given.continuity();
  if (given.has_rundown()) *in.mutable_rundown() = given.rundown();
  if (given.has_weights()) *in.mutable_weights() = given.weights();
  EachNumber(policy, in, [&](auto& number, auto* from, auto get, auto) {
    number = read.Number(
        (from->*get)(), kMostCount, Cat("policy, a number of its ", from->GetTypeName()));
  });
}

}  // namespace

absl::StatusOr<PlacementInstance> ReadInstance(std::string_view json) {
  v1::Instance in;
  if (absl::Status status = Parse(json, in); !status.ok()) return status;
  PlacementInstance instance;
  placement::Problem& problem = instance.problem;
  Reader read;
  ReadBatches(in, read, problem);
  ReadPeople(in, read, problem);
  ReadResources(in, read, problem);
  ReadCalendar(in.calendar(), read, problem.calendar);
  problem.preferred = read.Week(in.preferred(), "preferred");
  ReadPolicy(in.policy(), read, instance.policy);
  if (absl::Status status = read.status(); !status.ok()) return status;
  for (const Finding& finding : placement::CheckProblem(problem, instance.policy))
    read.Wrong(Cat(finding.rule, " ", finding.where), finding.message.en);
  if (absl::Status status = read.status(); !status.ok()) return status;
  return instance;
}

absl::StatusOr<placement::Plan> ReadPlan(std::string_view json, const placement::Problem& problem) {
  v1::Plan in;
  if (absl::Status status = Parse(json, in); !status.ok()) return status;
  Reader read;
  if (static_cast<std::size_t>(in.places_size()) != problem.sessions.size())
    read.Wrong("places", Cat("one for each of the ", problem.sessions.size(), " sessions"));
  if (static_cast<std::size_t>(in.batches_size()) != problem.seats.size())
    read.Wrong("batches", Cat("one for each of the ", problem.seats.size(), " seats"));
  if (absl::Status status = read.status(); !status.ok()) return status;
  placement::Plan plan;
  for (const v1::Place& place : in.places()) {
    const std::size_t position = plan.places.size();
    const std::string at = Cat("places[", position, "]");
    const placement::PlacedSession& session = problem.sessions[position];
    if (place.day().empty()) {
      plan.places.emplace_back();
      continue;
    }
    const placement::Place& read_place = *plan.places.emplace_back(read.Place(place, at));
    if (place.has_venue() && place.venue() >= problem.venues.size())
      read.Wrong(Cat(at, ".venue"), Cat("there is no venue ", place.venue()));
    if (place.has_speaker() && place.speaker() >= problem.speakers.size())
      read.Wrong(Cat(at, ".speaker"), Cat("there is no speaker ", place.speaker()));
    if (!session.now.has_value()) continue;
    const placement::Place& now = *session.now;
    if (session.keeps_time &&
        std::pair(read_place.day, read_place.from) != std::pair(now.day, now.from))
      read.Wrong(at, "the session keeps its time");
    if (session.keeps_venue && read_place.venue != now.venue)
      read.Wrong(at, "the session keeps its venue");
    if (session.keeps_speaker && read_place.speaker != now.speaker)
      read.Wrong(at, "the session keeps its speaker");
  }
  for (const std::uint32_t batch : in.batches()) {
    const std::vector<std::size_t>& may = problem.seats[plan.batches.size()].batches;
    if (std::find(may.begin(), may.end(), batch) == may.end())
      read.Wrong(Cat("batches[", plan.batches.size(), "]"), Cat("not in batch ", batch));
    plan.batches.push_back(batch);
  }
  if (absl::Status status = read.status(); !status.ok()) return status;
  return plan;
}

}  // namespace binadaya::bench
