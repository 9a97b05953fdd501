#include "services/scheduling/placement_inputs.h"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>

#include "services/common/learned.h"
#include "services/common/status.h"
#include "services/scheduling/calendar_store.h"
#include "services/scheduling/gate_store.h"
#include "services/scheduling/gates.h"
#include "services/scheduling/people_store.h"
#include "services/scheduling/rating_store.h"
#include "services/scheduling/rundown_proto.h"
#include "services/scheduling/session_store.h"
#include "services/scheduling/speaker_invitation_store.h"
#include "services/scheduling/speaker_store.h"
#include "services/scheduling/venue_store.h"

namespace binadaya::scheduling {
namespace {

using domain::placement::kNone;
using domain::placement::Place;
using domain::placement::PlacedSession;

// Of a unit that nobody was heard of: nobody is too many.
constexpr int kUnheard = 1'000'000;

class PlacementReader {
 public:
  PlacementReader(
      Tx& tx, const PlacementScope& scope, const PlacementRules& rules, const BookedBeside& beside)
      : tx_(tx), scope_(scope), rules_(rules), beside_(beside) {}

  absl::StatusOr<PlacementInputs> Read() && {
    for (const std::string& id : scope_.batches) {
      ASSIGN_OR_RETURN(batch_store::Batch batch, batch_store::Get(tx_, id));
      v1::RundownContent content = batch.draft;
      if (scope_.repair) {
        const auto release = batch_store::ReleaseOf(tx_, id, batch.released);
        content = release.has_value() ? release->content : v1::RundownContent();
      }
      inputs_.rundowns.push_back(AsDomain(content));
      if (scope_.repair) {
        LeaveOutCancelled(batch, inputs_.rundowns.back());
        for (PlacementInputs::Lost& one : LostOf(tx_, inputs_.batches.size(), batch))
          inputs_.lost.push_back(std::move(one));
      }
      inputs_.batches.push_back(std::move(batch));
      free_.insert(id);
    }
    inputs_.holds = hold_store::OfBatches(tx_, scope_.batches);
    problem_.preferred = rules_.preferred;
    Horizon();
    Venues();
    Speakers();
    Batches();
    Seats();
    Sessions();
    SetLeaders(inputs_, scope_.repair);
    if (!scope_.repair) KeepConfirmed(tx_, inputs_);
    Beside();
    return std::move(inputs_);
  }

 private:
  // What the committee cancelled does not take place, whatever the rundown says.
  void LeaveOutCancelled(const batch_store::Batch& batch, domain::Rundown& rundown) {
    if (batch_store::HasBegun(batch))
      for (const session_store::Held& held : session_store::OfBatch(tx_, batch.id))
        if (held.is.over() && !held.is.delivered.has_value())
          std::erase_if(rundown.items, [&](const domain::RundownItem& item) {
            return item.id == held.is.id;
          });
    for (const domain::RundownItem& item : rundown.items)
      released_.insert(Cat(batch.id, "/", item.id));
  }

  // Of the sessions that are placed; make-up sessions of their batches stand beside them.
  bool IsOwn(const std::string& batch, const std::string& session) const {
    return free_.contains(batch) && (!scope_.repair || released_.contains(session));
  }

  // The days that sessions may take; absences are read of all quarters that these touch (SVC-06).
  void Horizon() {
    absl::CivilDay first = scope_.days.from, last = scope_.days.until - 1;
    for (const domain::Rundown& rundown : inputs_.rundowns) {
      for (const domain::RundownItem& item : rundown.items) {
        if (!scope_.repair) continue;
        first = std::min(first, item.day);
        last = std::max(last, std::max(item.day, scope_.days.from) + rules_.repair_days);
      }
    }
    around_ = {absl::CivilMinute(first), absl::CivilMinute(last + 1)};
    quarters_ = {
        absl::CivilDay(QuarterOf(first)), absl::CivilDay(QuarterOf(last) + kQuarterMonths)};
    problem_.calendar = calendar_store::CalendarOf(tx_, quarters_.from, quarters_.until);
  }

  std::vector<std::string> Named(std::string domain::RundownItem::*what) const {
    std::vector<std::string> named;
    for (const domain::Rundown& rundown : inputs_.rundowns)
      for (const domain::RundownItem& item : rundown.items)
        if (!(item.*what).empty()) named.push_back(item.*what);
    for (const PlacementInputs::Lost& one : inputs_.lost)
      if (!(one.item.*what).empty()) named.push_back(one.item.*what);
    return named;
  }

  void Venues() {
    std::vector<std::string> ids =
        scope_.venues.empty() ? placement_store::VenuesInUse(tx_) : scope_.venues;
    const std::set<std::string> may(ids.begin(), ids.end());
    for (std::string& id : Named(&domain::RundownItem::venue)) ids.push_back(std::move(id));
    for (auto& [id, venue] : venue_store::OfIds(tx_, ids)) {
      venue_of_[id] = problem_.venues.size();
      if (may.contains(id)) allowed_.push_back(problem_.venues.size());
      problem_.venues.push_back(std::move(venue));
    }
  }

  void Speakers() {
    std::vector<std::string> ids = scope_.speakers;
    for (std::string& id : Named(&domain::RundownItem::speaker)) ids.push_back(std::move(id));
    auto speakers = speaker_store::OfIds(tx_, ids);
    rating_store::AddTo(tx_, rules_.speakers, speakers);
    for (auto& [id, speaker] : speakers) {
      speaker_of_[id] = problem_.speakers.size();
      problem_.speakers.push_back(std::move(speaker));
    }
  }

  void Batches() {
    for (std::size_t i = 0; i < inputs_.batches.size(); ++i) {
      const batch_store::Batch& batch = inputs_.batches[i];
      const domain::Rundown& rundown = inputs_.rundowns[i];
      domain::DaySpan window = scope_.days;
      // Its money is of the year of its plan.
      if (scope_.repair && batch.first_day.has_value()) {
        // What is missing may be found only when it is over: then from that day on.
        const absl::CivilDay year_end(batch.year + 1, 1, 1), last = *batch.last_day + 1;
        const absl::CivilDay from = std::max(last, scope_.days.from + 1);
        window = {*batch.first_day, std::max(last, std::min(from + rules_.repair_days, year_end))};
      }
      domain::placement::PlacedBatch one{
          .id = batch.id,
          .program = batch.program,
          .path = learned::PathOfUnit(tx_, batch.unit).value_or("/"),
          .window = window,
          .seats = batch.capacity,
          .structural = batch.structural,
          .compensated = !rundown.compensation.empty(),
          .settle_by = absl::CivilDay(batch.year, rules_.settle_month, rules_.settle_day)};
      std::set<std::size_t> may(allowed_.begin(), allowed_.end());
      if (scope_.repair) {
        for (const domain::RundownItem& item : rundown.items)
          if (const auto has = venue_of_.find(item.venue); has != venue_of_.end())
            may.insert(has->second);
        for (PlacementInputs::Lost& lost : inputs_.lost) {
          const auto had = venue_of_.find(lost.item.venue);
          if (lost.batch != i || had == venue_of_.end()) continue;
          lost.venue = had->second;
          may.insert(had->second);
        }
      }
      for (const std::size_t venue : may)
        if (!batch.accessible || problem_.venues[venue].accessible) one.venues.push_back(venue);
      batch_of_[batch.id] = i;
      accepted_.push_back(speaker_invitation_store::AcceptedIn(tx_, batch.id));
      problem_.batches.push_back(std::move(one));
    }
  }

  // Kept seats may go to another batch of the program and arm; what is held is promised.
  void Seats() {
    inputs_.seats = placement_store::SeatsOf(tx_, scope_.batches);
    std::vector<std::string> people;
    std::vector<std::set<int>> arms(problem_.batches.size());
    for (const placement_store::Seat& seat : inputs_.seats) {
      people.push_back(seat.person);
      arms[batch_of_.at(seat.batch)].insert(seat.arm);
    }
    for (std::size_t i = 0; i < arms.size(); ++i)
      if (arms[i].size() == 1) problem_.batches[i].arm = *arms[i].begin();
    duties_ = gate_store::DutiesOf(tx_, people);
    Units();
    for (const placement_store::Seat& seat : inputs_.seats) {
      const std::size_t own = batch_of_.at(seat.batch);
      domain::placement::Seat& out = problem_.seats.emplace_back();
      out = {.person = PersonOf(seat.person), .batches = {own}};
      if (!seat.kept || scope_.repair) continue;
      for (std::size_t i = 0; i < problem_.batches.size(); ++i)
        if (i != own && problem_.batches[i].program == seat.program &&
            problem_.batches[i].arm == seat.arm) {
          out.batches.push_back(i);
        }
    }
  }

  void Units() {
    std::set<std::string> paths;
    for (const auto& [person, duty] : duties_) paths.insert(duty.unit);
    problem_.units = gate_store::UnitsOf(tx_, {paths.begin(), paths.end()});
    for (std::size_t i = 0; i < problem_.units.size(); ++i) unit_of_[problem_.units[i].id] = i;
    for (const std::string& path : paths) {
      if (!unit_of_.emplace(path, problem_.units.size()).second) continue;
      problem_.units.push_back({.id = path, .path = path, .headcount = kUnheard});
    }
  }

  std::size_t PersonOf(const std::string& id) {
    const auto [known, fresh] = person_of_.emplace(id, problem_.people.size());
    if (!fresh) return known->second;
    const auto duty = duties_.find(id);
    const std::string unit = duty == duties_.end() ? "" : duty->second.unit;
    if (unit_of_.emplace(unit, problem_.units.size()).second)
      problem_.units.push_back({.id = unit, .path = "/", .headcount = kUnheard});
    const std::size_t at = unit_of_.at(unit);
    problem_.people.push_back(
        {.id = id,
         .unit = at,
         .direct_service = problem_.units[at].direct_posts > 0,
         .substitute = domain::kWhoStays,
         .acting = domain::MayActFor(problem_.units[at], id)});
    return known->second;
  }

  void Sessions() {
    for (std::size_t batch = 0; batch < inputs_.batches.size(); ++batch) {
      const std::vector<domain::RundownItem>& items = inputs_.rundowns[batch].items;
      std::vector<std::size_t> in_order;
      for (std::size_t i = 0; i < items.size(); ++i)
        if (!domain::Rests(items[i].kind) && items[i].slot().has_value()) in_order.push_back(i);
      std::stable_sort(in_order.begin(), in_order.end(), [&](std::size_t a, std::size_t b) {
        return items[a].slot()->from < items[b].slot()->from;
      });
      std::set<int> hours;
      for (const std::size_t i : in_order) hours.insert(*items[i].from);
      for (int hour = rules_.first_start; hour <= rules_.last_start; hour += rules_.every)
        hours.insert(hour);
      // A repair may shorten them: where a day is disturbed that is the lesser evil.
      std::map<std::string, int> rests;
      if (!scope_.repair) rests = domain::placement::RestsBehind(inputs_.rundowns[batch]);
      int order = 0;
      for (const std::size_t i : in_order) {
        Add(batch, i, order++, hours);
        problem_.sessions.back().rest = rests[items[i].id];
        inputs_.items.push_back({batch, i});
      }
    }
    for (const PlacementInputs::Lost& one : inputs_.lost) {
      PlacedSession session{
          .id = MakeUpId(inputs_.batches[one.batch].id, one.item.id),
          .batch = one.batch,
          .kind = one.item.kind,
          .minutes = one.minutes,
          .speakers = SpeakersFor(one.batch, one.item)};
      for (int hour = rules_.first_start; hour <= rules_.last_start; hour += rules_.every)
        if (hour + one.minutes <= kLatestMinute) session.starts.push_back(hour);
      // Its own may have become one who may not, and another one may.
      if (session.speakers.size() > 1 && !MayTeach(session.speakers.front(), one.batch, one.item))
        session.speakers.erase(session.speakers.begin());
      problem_.sessions.push_back(std::move(session));
    }
  }

  void Add(std::size_t batch, std::size_t at, int order, const std::set<int>& hours) {
    const domain::RundownItem& item = inputs_.rundowns[batch].items[at];
    const domain::Slot slot = *item.slot();
    PlacedSession session{
        .id = Cat(inputs_.batches[batch].id, "/", item.id),
        .batch = batch,
        .kind = item.kind,
        .minutes = static_cast<int>(slot.minutes()),
        .order = order};
    for (const int hour : hours)
      if (hour >= kEarliestMinute && hour + session.minutes <= kLatestMinute)
        session.starts.push_back(hour);
    const auto venue = venue_of_.find(item.venue);
    const auto speaker = speaker_of_.find(item.speaker);
    Place now{.day = item.day, .from = *item.from};
    if (venue != venue_of_.end()) now.venue = venue->second;
    if (speaker != speaker_of_.end()) now.speaker = speaker->second;
    session.speakers = SpeakersFor(batch, item);
    if (scope_.repair) {
      session.keeps_venue = now.venue == kNone;
      session.now = now;
    }
    problem_.sessions.push_back(std::move(session));
  }

  // Its own first.
  std::vector<std::size_t> SpeakersFor(std::size_t batch, const domain::RundownItem& item) {
    std::vector<std::size_t> speakers;
    const auto speaker = speaker_of_.find(item.speaker);
    if (speaker != speaker_of_.end()) speakers.push_back(speaker->second);
    const bool open = item.speaker.empty() && domain::Earns(item.kind);
    if (!open && (!scope_.repair || speaker == speaker_of_.end())) return speakers;
    for (const std::string& id : scope_.speakers) {
      const auto able = speaker_of_.find(id);
      if (able == speaker_of_.end()) continue;
      if (std::find(speakers.begin(), speakers.end(), able->second) != speakers.end()) continue;
      if (MayTeach(able->second, batch, item)) speakers.push_back(able->second);
    }
    return speakers;
  }

  bool MayTeach(std::size_t speaker, std::size_t batch, const domain::RundownItem& item) const {
    const domain::Speaker& of = problem_.speakers[speaker];
    return !Blocks(domain::CheckEngagement(
        of, EngagementIn(item, problem_.batches[batch].program, accepted_[batch], of.id),
        rules_.speakers));
  }

  void Beside() {
    std::vector<domain::Booking> asked;
    const auto ask = [&](domain::Resource resource, const std::string& id) {
      asked.push_back({.resource = resource, .id = id, .slot = around_});
    };
    for (const domain::Venue& venue : problem_.venues) ask(domain::Resource::kVenue, venue.id);
    for (const domain::Speaker& one : problem_.speakers) ask(domain::Resource::kSpeaker, one.id);
    std::vector<std::string> people;
    for (const auto& [person, at] : person_of_) {
      ask(domain::Resource::kPerson, person);
      people.push_back(person);
    }
    std::set<std::string> leaders, own;
    for (const hold_store::Hold& of : inputs_.holds) {
      own.insert(of.hold.id);
      if (leaders.insert(of.hold.leader).second) ask(domain::Resource::kLeader, of.hold.leader);
    }
    for (domain::Booking& booking : beside_(asked))
      if (!IsOwn(booking.of.substr(0, booking.of.find('/')), booking.of) &&
          !own.contains(booking.of))
        problem_.bookings.push_back(std::move(booking));
    Absences(people);
    const auto key = [](const domain::Booking& one) {
      return std::tuple(one.resource, one.id, one.slot.from, one.slot.until, one.of);
    };
    std::sort(
        problem_.bookings.begin(), problem_.bookings.end(),
        [&](const auto& one, const auto& other) { return key(one) < key(other); });
  }

  // Colleagues who are away: in other training, and on leave those whose leave concerns the unit.
  void Absences(std::vector<std::string> people) {
    std::vector<std::string> units;
    std::map<std::string, std::string> unit_of;  // of those whose leave is asked for
    for (const domain::placement::Participant& one : problem_.people)
      unit_of[one.id] = problem_.units[one.unit].id;
    for (const domain::UnitStaff& unit : problem_.units) {
      units.push_back(unit.path);
      for (const std::string& one : {unit.head, unit.secretary}) {
        if (one.empty() || !unit_of.emplace(one, unit.id).second) continue;
        people.push_back(one);
      }
    }
    const auto away = [&](domain::Away one) {
      const domain::UnitStaff& unit = problem_.units[unit_of_.at(one.unit)];
      one.direct_service = unit.direct_posts > 0;
      one.substitute = domain::kWhoStays;
      one.acting = domain::MayActFor(unit, one.person);
      domain::AddByDay(std::move(one), problem_.away);
    };
    for (const gate_store::Seat& seat : gate_store::SeatsIn(
             tx_, units, {absl::CivilMinute(quarters_.from), absl::CivilMinute(quarters_.until)})) {
      if (IsOwn(seat.batch, Cat(seat.batch, "/", seat.item)) ||
          !unit_of_.contains(seat.duty.unit)) {
        continue;
      }
      away({seat.duty.person, seat.duty.unit, seat.slot, true, seat.structural});
    }
    for (const people_store::Leave& leave : people_store::LeavesOf(tx_, people, quarters_)) {
      const domain::DaySpan within = {
          std::max(leave.days.from, quarters_.from), std::min(leave.days.until, quarters_.until)};
      for (const domain::Slot& slot : problem_.calendar.SlotsOf("/", {.days = within}))
        away({leave.person, unit_of.at(leave.person), slot, false});
    }
    const auto key = [](const domain::Away& one) {
      return std::tuple(one.person, one.slot.from, one.slot.until, one.training);
    };
    std::sort(problem_.away.begin(), problem_.away.end(), [&](const auto& one, const auto& other) {
      return key(one) < key(other);
    });
  }

  Tx& tx_;
  const PlacementScope& scope_;
  const PlacementRules& rules_;
  const BookedBeside& beside_;
  PlacementInputs inputs_;
  domain::placement::Problem& problem_ = inputs_.problem;
  domain::DaySpan quarters_ = {};
  domain::Slot around_ = {};
  std::set<std::string> free_;
  std::set<std::string> released_;    // "batch/item": in a repair
  std::vector<std::size_t> allowed_;  // venues
  std::map<std::string, std::size_t> venue_of_, speaker_of_, batch_of_, unit_of_, person_of_;
  std::vector<Acceptances> accepted_;  // by batch
  std::map<std::string, gate_store::Duty> duties_;
};

}  // namespace

absl::StatusOr<PlacementInputs> ReadPlacement(
    Tx& tx, const PlacementScope& scope, const PlacementRules& rules, const BookedBeside& beside) {
  return PlacementReader(tx, scope, rules, beside).Read();
}

}  // namespace binadaya::scheduling
