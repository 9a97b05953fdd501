// A whole plan, judged from the beginning by the rules of rundowns, clashes and continuity.
#include <algorithm>
#include <initializer_list>
#include <map>
#include <set>
#include <utility>

#include "services/common/domain/text.h"
#include "services/scheduling/domain/availability.h"
#include "services/scheduling/domain/placement.h"

namespace binadaya::scheduling::domain::placement {
namespace {

std::map<std::string, Rule> ById(std::initializer_list<Rule> rules) {
  std::map<std::string, Rule> by_id;
  for (const Rule rule : rules) by_id[IdOf(rule)] = rule;
  return by_id;
}

class Evaluator {
 public:
  Evaluator(const Problem& problem, const Policy& policy, const Plan& plan)
      : problem_(problem), policy_(policy), plan_(plan), sessions_(problem.batches.size()) {
    for (std::size_t i = 0; i < problem.sessions.size(); ++i) {
      batch_of_[problem.sessions[i].id] = problem.sessions[i].batch;
      if (plan.places[i].has_value()) sessions_[problem.sessions[i].batch].push_back(i);
    }
    for (const Seat& seat : problem.seats)
      ++people_[plan.batches[static_cast<std::size_t>(&seat - problem.seats.data())]];
  }

  Evaluation Result() && {
    for (std::size_t batch = 0; batch < problem_.batches.size(); ++batch) {
      OfRundown(batch);
      OfOrder(batch);
      OfRests(batch);
      OfCapacity(batch);
      for (const std::size_t session : sessions_[batch]) OfSession(session);
      Wishes(batch);
    }
    OfBookings();
    OfContinuity();
    Balance();
    Arms();
    return std::move(result_);
  }

 private:
  const PlacedSession& At(std::size_t session) const { return problem_.sessions[session]; }
  const Place& PlaceOf(std::size_t session) const { return *plan_.places[session]; }
  Slot SlotOf(std::size_t session) const {
    const Place& place = PlaceOf(session);
    return SlotOn(place.day, {place.from, place.from + At(session).minutes});
  }

  void Break(Rule rule, Finding finding, std::int64_t amount = 1) {
    result_.tally.rules[static_cast<std::size_t>(rule)] += amount;
    result_.broken.push_back({rule, finding.where, amount});
    finding.warning = rule == Rule::kLeader;
    result_.findings.push_back(std::move(finding));
  }
  void Miss(Wish wish, std::int64_t amount) {
    result_.tally.wishes[static_cast<std::size_t>(wish)] += amount;
  }

  void OfRundown(std::size_t batch) {
    const std::map<std::string, Rule> rules =
        ById({Rule::kOverlap, Rule::kWorkingTime, Rule::kBreaks, Rule::kLearning});
    for (Finding& finding : CheckRundown(
             RundownOf(problem_, plan_, batch), problem_.calendar, problem_.batches[batch].path,
             policy_.rundown)) {
      const auto rule = rules.find(finding.rule);
      if (finding.warning || rule == rules.end()) continue;
      finding.values["batch"] = problem_.batches[batch].id;
      Break(rule->second, std::move(finding));
    }
  }

  void OfOrder(std::size_t batch) {
    for (const std::size_t first : sessions_[batch]) {
      for (const std::size_t then : sessions_[batch]) {
        if (At(first).order >= At(then).order || SlotOf(then).until > SlotOf(first).from) continue;
        Break(
            Rule::kOrder, {.rule = "PLC-12",
                           .where = At(then).id,
                           .message =
                               {Cat("Sesi ini mendahului ", At(first).id,
                                    ", yang harus selesai lebih dulu. "
                                    "Tukar waktunya."),
                                Cat("This session is before ", At(first).id,
                                    ", which comes first. Exchange "
                                    "their times.")},
                           .values = {{"after", At(first).id}}});
      }
    }
  }

  void OfRests(std::size_t batch) {
    for (const std::size_t first : sessions_[batch]) {
      const PlacedSession& one = At(first);
      if (one.rest == 0) continue;
      for (const std::size_t then : sessions_[batch]) {
        if (then == first || PlaceOf(then).day != PlaceOf(first).day) continue;
        const std::int64_t left = SlotOf(then).from - SlotOf(first).until;
        if (left < 0 || left >= one.rest || (one.keeps_time && At(then).keeps_time)) continue;
        Break(
            Rule::kBreaks,
            {.rule = "PLC-15",
             .where = At(then).id,
             .message =
                 {Cat("Jeda sesudah ", one.id, " tinggal ", left,
                      " menit; menurut susunan acaranya ", one.rest,
                      ". Geser sesi ini, atau pendekkan jedanya dalam susunan acara."),
                  Cat("The break behind ", one.id, " is ", left, " minutes; its rundown has ",
                      one.rest, ". Move this session, or shorten the break in the rundown.")},
             .values = {{"behind", one.id}, {"minutes", Cat(left)}, {"rest", Cat(one.rest)}}});
      }
    }
  }

  void OfCapacity(std::size_t batch) {
    const PlacedBatch& one = problem_.batches[batch];
    const int over = people_[batch] - one.seats;
    if (over <= 0) return;
    Break(
        Rule::kCapacity,
        {.rule = "PLC-11",
         .where = one.id,
         .message =
             {Cat("Kelas ini ", over, " orang lebih dari ", one.seats,
                  " kursinya. Pindahkan sebagian, atau tambah kursi."),
              Cat("This batch has ", over, " people more than its ", one.seats,
                  " seats. Move some, or add seats.")},
         .values = {{"over", Cat(over)}, {"seats", Cat(one.seats)}}},
        over);
  }

  void OfSession(std::size_t session) {
    const PlacedSession& one = At(session);
    const PlacedBatch& batch = problem_.batches[one.batch];
    const Place& place = PlaceOf(session);
    const auto starts_at = std::find(one.starts.begin(), one.starts.end(), place.from);
    if (!batch.window.Holds(place.day) || starts_at == one.starts.end()) {
      Break(
          Rule::kWindow,
          {.rule = "PLC-10",
           .where = one.id,
           .message = {
               "Sesi ini di luar masa kelasnya, atau pada jam yang bukan jamnya. Pilih waktu lain.",
               "This session is outside its batch's window, or at an hour that is none of its. "
               "Choose another time."}});
    }
    if (place.venue != kNone) OfVenue(session, batch);
    OfSpeaker(session);
  }

  void OfVenue(std::size_t session, const PlacedBatch& batch) {
    const Place& place = PlaceOf(session);
    const Venue& venue = problem_.venues[place.venue];
    bool accessible = false;
    for (std::size_t i = 0; i < problem_.seats.size(); ++i)
      if (plan_.batches[i] == At(session).batch)
        accessible |= problem_.people[problem_.seats[i].person].accessible;
    for (const Conflict& conflict : ConflictsOf(
             venue, BookingOf(session, Resource::kVenue, venue.id), {batch.seats, accessible},
             policy_.clash)) {
      Break(Rule::kRoom, FindingOf(conflict));
    }
    if (batch.venues.empty() ||
        std::find(batch.venues.begin(), batch.venues.end(), place.venue) != batch.venues.end()) {
      return;
    }
    Break(
        Rule::kRoom,
        {.rule = "PLC-13",
         .where = At(session).id,
         .message = {
             "Tempat ini bukan salah satu yang boleh dipakai kelasnya. Pilih yang lain.",
             "This venue is none of those that the batch may take. Choose another."}});
  }

  void OfSpeaker(std::size_t session) {
    const PlacedSession& one = At(session);
    const std::size_t position = PlaceOf(session).speaker;
    const auto& able = one.speakers;
    if (position == kNone && able.empty()) return;
    if (std::find(able.begin(), able.end(), position) == able.end() ||
        !problem_.speakers[position].in_use) {
      Break(
          Rule::kSpeaker,
          {.rule = "PLC-14",
           .where = one.id,
           .message = {
               "Sesi ini tanpa narasumber yang dapat mengisinya. Pilih narasumber lain.",
               "No speaker who can hold this session is named. Choose another."}});
    }
    if (position == kNone) return;
    const Speaker& speaker = problem_.speakers[position];
    if (const auto closed =
            OutsideOf(speaker.windows, BookingOf(session, Resource::kSpeaker, speaker.id)))
      Break(Rule::kSpeaker, FindingOf(*closed));
  }

  Booking BookingOf(std::size_t session, Resource resource, const std::string& id) const {
    Booking booking = {
        .of = At(session).id, .resource = resource, .id = id, .slot = SlotOf(session)};
    if (const std::size_t venue = PlaceOf(session).venue; venue != kNone)
      TakePlaceAt(problem_.venues[venue], booking);
    return booking;
  }

  // All that has something or somebody, and whom two have at a time.
  void OfBookings() {
    std::vector<std::pair<Rule, Booking>> wanted;
    for (std::size_t session = 0; session < problem_.sessions.size(); ++session) {
      if (!plan_.places[session].has_value()) continue;
      const Place& place = PlaceOf(session);
      const auto want = [&](Rule rule, Resource resource, const std::string& id) {
        wanted.emplace_back(rule, BookingOf(session, resource, id));
      };
      if (place.venue != kNone)
        want(Rule::kVenue, Resource::kVenue, problem_.venues[place.venue].id);
      if (place.speaker != kNone)
        want(Rule::kSpeaker, Resource::kSpeaker, problem_.speakers[place.speaker].id);
      if (!At(session).leader.empty()) want(Rule::kLeader, Resource::kLeader, At(session).leader);
      want(Rule::kPerson, Resource::kPerson, AllOf(At(session).batch));
      for (std::size_t i = 0; i < problem_.seats.size(); ++i)
        if (plan_.batches[i] == At(session).batch)
          want(Rule::kPerson, Resource::kPerson, problem_.people[problem_.seats[i].person].id);
    }
    Bookings bookings(policy_.clash);
    for (const Booking& booking : problem_.bookings) bookings.Add(booking);
    for (const auto& [rule, booking] : wanted) bookings.Add(booking);
    std::set<std::string> told;  // people: whoever is booked twice is named once
    for (const auto& [rule, booking] : wanted) {
      for (const Conflict& conflict : bookings.Against(booking)) {
        const auto with = batch_of_.find(conflict.with);
        if (with != batch_of_.end() && conflict.with < conflict.of) continue;  // the same once more
        if (rule == Rule::kPerson) {
          const bool same = with != batch_of_.end() && with->second == batch_of_.at(conflict.of);
          // A batch stands for its people where its own sessions collide, and an overlap is SC-03.
          if (same != (conflict.id == AllOf(batch_of_.at(conflict.of)))) continue;
          if (same && conflict.kind == ConflictKind::kOverlap) continue;
          if (!told.insert(conflict.id).second) {
            ++result_.tally.rules[static_cast<std::size_t>(rule)];
            result_.broken.push_back({rule, conflict.of, 1});
            continue;
          }
        }
        if (rule == Rule::kLeader) Miss(Wish::kLeader, 1);
        Break(rule, FindingOf(conflict));
      }
    }
    const Bookings seated = Seated();
    for (const auto& [rule, booking] : wanted)
      for (const Conflict& conflict : seated.Against(booking))
        if (batch_of_.at(conflict.with) != batch_of_.at(conflict.of))
          Break(rule, FindingOf(conflict));
  }

  // What speakers sit in themselves; whoever does teaches no other batch then.
  Bookings Seated() const {
    Bookings seated(policy_.clash);
    for (std::size_t i = 0; i < problem_.seats.size(); ++i)
      for (const Speaker& speaker : problem_.speakers)
        if (speaker.person == problem_.people[problem_.seats[i].person].id)
          for (const std::size_t session : sessions_[plan_.batches[i]])
            seated.Add(BookingOf(session, Resource::kSpeaker, speaker.id));
    return seated;
  }

  std::string AllOf(std::size_t batch) const { return Cat("batch ", problem_.batches[batch].id); }

  void OfContinuity() {
    const std::map<std::string, Rule> rules = ById(
        {Rule::kUnit, Rule::kPair, Rule::kLurah, Rule::kCounter, Rule::kBlackout, Rule::kQuarter});
    std::vector<Away> ours;
    for (std::size_t i = 0; i < problem_.seats.size(); ++i) {
      const Participant& person = problem_.people[problem_.seats[i].person];
      const std::size_t batch = plan_.batches[i];
      for (const std::size_t session : sessions_[batch]) {
        ours.push_back(
            {.person = person.id,
             .unit = problem_.units[person.unit].id,
             .slot = SlotOf(session),
             .structural = problem_.batches[batch].structural,
             .direct_service = person.direct_service,
             .substitute = person.substitute,
             .acting = person.acting});
      }
    }
    for (auto& [finding, over] :
         CheckAdded(ours, problem_.away, problem_.units, problem_.calendar, policy_.continuity)) {
      const Rule rule = rules.at(finding.rule);
      Break(rule, std::move(finding), over);
    }
  }

  std::int64_t OutsidePreferred(std::size_t session) const {
    const Slot slot = SlotOf(session);
    const absl::CivilDay day(slot.from);
    std::int64_t minutes = slot.minutes();
    for (const Stretch& stretch :
         problem_.preferred[static_cast<std::size_t>(absl::GetWeekday(day))])
      minutes -= slot.MinutesWith(SlotOn(day, stretch));
    return minutes;
  }

  void Wishes(std::size_t batch) {
    const PlacedBatch& one = problem_.batches[batch];
    std::vector<std::size_t> in_order = sessions_[batch];
    std::sort(in_order.begin(), in_order.end(), [&](std::size_t a, std::size_t b) {
      return std::pair(SlotOf(a), a) < std::pair(SlotOf(b), b);
    });
    std::set<absl::CivilDay> days;
    for (std::size_t i = 0; i < in_order.size(); ++i) {
      const std::size_t session = in_order[i];
      const Place& place = PlaceOf(session);
      days.insert(place.day);
      if (Earns(At(session).kind)) Miss(Wish::kPreferred, OutsidePreferred(session));
      if (i > 0 && PlaceOf(in_order[i - 1]).day == place.day &&
          PlaceOf(in_order[i - 1]).venue != place.venue) {
        Miss(Wish::kTravel, 1);
      }
      if (place.venue == kNone) continue;
      const Venue& venue = problem_.venues[place.venue];
      Miss(Wish::kFit, std::max(0, venue.capacity - one.seats));
      if (place.speaker == kNone || venue.kind == VenueKind::kOnline) continue;
      const std::string& home = problem_.speakers[place.speaker].city;
      if (!home.empty() && !venue.city.empty() && home != venue.city) Miss(Wish::kTravel, 1);
    }
    if (days.empty()) return;
    int working = 0;
    for (absl::CivilDay day = *days.begin(); day <= *days.rbegin(); ++day)
      working += problem_.calendar.IsWorkingDay(day) && !days.contains(day) ? 1 : 0;
    Miss(Wish::kCompact, working);
    if (one.settle_by.has_value())
      Miss(Wish::kBudget, std::max<std::int64_t>(0, *days.rbegin() - *one.settle_by));
  }

  void Balance() {
    const absl::CivilDay monday(1970, 1, 5);
    std::map<std::pair<std::size_t, std::int64_t>, std::int64_t> days_away;  // by unit and week
    for (std::size_t i = 0; i < problem_.seats.size(); ++i) {
      std::set<absl::CivilDay> days;
      for (const std::size_t session : sessions_[plan_.batches[i]])
        days.insert(PlaceOf(session).day);
      for (const absl::CivilDay day : days)
        ++days_away[{problem_.people[problem_.seats[i].person].unit, (day - monday) / 7}];
    }
    for (const auto& [key, days] : days_away) Miss(Wish::kBalance, days * (days - 1) / 2);
  }

  void Arms() {
    struct Share {
      std::int64_t outside = 0, all = 0;
    };
    std::map<std::string, std::map<int, Share>> programs;
    for (std::size_t batch = 0; batch < problem_.batches.size(); ++batch) {
      const PlacedBatch& one = problem_.batches[batch];
      if (one.arm == 0) continue;
      Share& share = programs[one.program][one.arm];
      for (const std::size_t session : sessions_[batch]) {
        if (!Earns(At(session).kind)) continue;
        share.outside += OutsidePreferred(session);
        share.all += At(session).minutes;
      }
    }
    for (const auto& [program, arms] : programs) {
      std::int64_t least = 1000, most = 0;
      for (const auto& [arm, share] : arms) {
        const std::int64_t mille = share.all == 0 ? 0 : share.outside * 1000 / share.all;
        least = std::min(least, mille);
        most = std::max(most, mille);
      }
      Miss(Wish::kArms, std::max<std::int64_t>(0, most - least));
    }
  }

  const Problem& problem_;
  const Policy& policy_;
  const Plan& plan_;
  std::vector<std::vector<std::size_t>> sessions_;  // of each batch, those with a place
  std::map<std::string, std::size_t> batch_of_;     // of a session, by ids
  std::map<std::size_t, int> people_;               // of each batch
  Evaluation result_;
};

}  // namespace

Evaluation Evaluate(const Problem& problem, const Policy& policy, const Plan& plan) {
  return Evaluator(problem, policy, plan).Result();
}

Rundown RundownOf(const Problem& problem, const Plan& plan, std::size_t batch) {
  Rundown rundown;
  if (problem.batches[batch].compensated) rundown.compensation = "+";
  for (std::size_t i = 0; i < problem.sessions.size(); ++i) {
    const PlacedSession& session = problem.sessions[i];
    if (session.batch != batch || !plan.places[i].has_value()) continue;
    const Place& place = *plan.places[i];
    RundownItem item = {
        .id = session.id,
        .number = session.id,
        .day = place.day,
        .from = place.from,
        .until = place.from + session.minutes,
        .kind = session.kind,
        .title = session.id};
    if (place.venue != kNone) item.venue = problem.venues[place.venue].id;
    if (place.speaker != kNone) item.speaker = problem.speakers[place.speaker].id;
    rundown.items.push_back(std::move(item));
  }
  return rundown;
}

}  // namespace binadaya::scheduling::domain::placement
