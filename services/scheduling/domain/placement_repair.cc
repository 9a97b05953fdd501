#include "services/scheduling/domain/placement_repair.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <tuple>
#include <utility>

#include "services/common/domain/text.h"
#include "services/scheduling/domain/placement_build.h"
#include "services/scheduling/domain/placement_fewest.h"
#include "services/scheduling/domain/placement_make_up.h"

namespace binadaya::scheduling::domain::placement {
namespace {

constexpr int kQuarterHour = 15;

// How a kind is called, after "no …".
Message NameOf(RepairKind kind) {
  switch (kind) {
    case RepairKind::kFallback:
      return {"pengganti", "fallback"};
    case RepairKind::kShift:
      return {"pergeseran dalam hari yang sama", "shift inside the day"};
    case RepairKind::kMakeUp:
      return {"sesi pengganti", "make-up session"};
    case RepairKind::kMove:
      break;
  }
  return {"pemindahan", "move"};
}

class Mender {
 public:
  Mender(
      const Problem& problem, const Policy& policy, const Plan& plan, const Disruption& disruption,
      const RepairPolicy& repair)
      : policy_(policy), plan_(plan), disruption_(disruption), repair_(repair), problem_(problem) {
    Plan begun = plan;
    for (std::size_t i = 0; i < problem_.sessions.size(); ++i) {
      PlacedSession& session = problem_.sessions[i];
      if (HasBegun(i)) {
        session.now = plan.places[i];
        session.keeps_time = session.keeps_venue = session.keeps_speaker = true;
      } else {
        begun.places[i].reset();
        if (Contains(disruption.addresses, i)) addresses_.push_back(i);
      }
      // Other leaders are where they are, or not: that is no news.
      if (!Contains(disruption.addresses, i)) session.leader = "";
    }
    begun_ = std::make_unique<Standing>(problem_, policy);
    begun_->state.Load(begun);
    if (disruption.before == nullptr) return;
    Problem before = *disruption.before;
    for (PlacedSession& session : before.sessions) session.leader = "";
    before_ = std::make_unique<Standing>(std::move(before), policy);
    before_->state.Pardon(begun_->state, true);
    before_->state.Load(plan);
  }

  Repair Result() && {
    const Index index(problem_, policy_);
    const State state = StateOf(index, plan_);
    if (state.score().hard == 0) {
      if (!disruption_.lost.empty()) Offer(RepairKind::kMakeUp, MakeUpAlone());
      return std::move(repair_of_);
    }
    for (const int culprit : state.Culprits())
      if (const auto session = static_cast<std::size_t>(culprit); !HasBegun(session))
        repair_of_.affected.push_back(session);
    for (std::size_t i = 0; i < kRules; ++i)
      if (const Rule rule = static_cast<Rule>(i); kAll.Has(rule) && state.tally().of(rule) > 0)
        repair_of_.broken.push_back(rule);
    Offer(RepairKind::kFallback, FallBack());
    Offer(RepairKind::kShift, Changed(state, {.hour = true}, RepairKind::kShift));
    Offer(
        RepairKind::kMove,
        Changed(
            state, {.day = true, .hour = true, .venue = true, .speaker = true}, RepairKind::kMove));
    for (Finding& finding : repair_of_.findings) finding.warning = !repair_of_.options.empty();
    return std::move(repair_of_);
  }

 private:
  // It moves no people.
  static constexpr Rules kAll = Rules::All().With(Rule::kLeader).Without(Rule::kCapacity);
  // A plan whose broken rules are not the repair's.
  struct Standing {
    Standing(Problem of, const Policy& policy)
        : problem(std::move(of)), index(problem, policy), state(index, kAll) {}
    const Problem problem;
    const Index index;
    State state;
  };
  using Option = std::optional<RepairOption>;

  static bool Contains(const std::vector<std::size_t>& some, std::size_t one) {
    return std::find(some.begin(), some.end(), one) != some.end();
  }
  bool HasBegun(std::size_t session) const {
    const std::optional<Place>& place = plan_.places[session];
    return place.has_value() &&
           SlotOn(place->day, {place->from, place->from}).from <= disruption_.told;
  }
  State StateOf(const Index& index, const Plan& plan) const {
    State state(index, kAll);
    state.Pardon(begun_->state, true);
    if (before_ != nullptr) state.Pardon(before_->state, false);
    state.Load(plan);
    return state;
  }
  bool Breaks(Rule rule) const {
    return std::find(repair_of_.broken.begin(), repair_of_.broken.end(), rule) !=
           repair_of_.broken.end();
  }

  void Offer(RepairKind kind, Option option) {
    if (option.has_value() && kind != RepairKind::kMakeUp) MakeUp(*option);
    if (option.has_value()) {
      Tell(*option);
      repair_of_.options.push_back(*std::move(option));
      return;
    }
    const Message name = NameOf(kind);
    repair_of_.findings.push_back(
        {.rule = "PLC-30",
         .where = "options",
         .message = {
             Cat("Tidak ditemukan ", name.id,
                 " yang memenuhi semua aturan. Pakai cara yang lain, atau ubah apa yang tetap."),
             Cat("No ", name.en,
                 " that keeps every rule was found. Take another way, or change what stands.")}});
  }

  Option MakeUpAlone() const {
    RepairOption option = {.kind = RepairKind::kMakeUp, .plan = plan_, .fewest = true};
    MakeUp(option);
    return option.make_ups.empty() ? std::nullopt : Option(std::move(option));
  }

  void MakeUp(RepairOption& option) const {
    if (disruption_.lost.empty()) return;
    Policy policy = policy_;  // as long as what is missing, however short
    for (const LostMinutes& one : disruption_.lost) {
      policy.rundown.least_learning =
          std::min(policy.rundown.least_learning, problem_.sessions[one.session].minutes);
    }
    const Index index(problem_, policy);
    State state = StateOf(index, option.plan);
    state.Ask(kAll.Without(Rule::kOrder));
    constexpr std::int64_t kMinutesOfHour = 60;
    option.make_ups = PlaceMakeUps(
        state, disruption_.lost, disruption_.told + kMinutesOfHour * repair_.batch.notice_hours);
    for (const PlacedMakeUp& one : option.make_ups) option.plan.places[one.session] = one.place;
  }

  // What of a state may be changed, with as few changes as there can be.
  Option Changed(const State& state, Freedom freedom, RepairKind kind) {
    const Index& index = state.index();
    const absl::CivilDay today(disruption_.told);
    const int first_day = std::max(0, index.DayOf(today));
    const int from = index.DayOf(today) < 0
                         ? 0
                         : static_cast<int>(disruption_.told - absl::CivilMinute(today)) + 1;
    const bool exact = static_cast<int>(repair_of_.affected.size()) <= repair_.exact_up_to;
    Fewest fewest(state, freedom, first_day, from);
    FewestResult result = fewest.Find(exact, repair_.nodes);
    if (!result.found && !result.refuted && kind == RepairKind::kMove)
      result.found = LaidOutAnew(state, first_day, from, result.changes);
    if (!result.found) return std::nullopt;
    RepairOption option = {.kind = kind, .bound = result.bound};
    option.plan = plan_;
    for (const Change& change : result.changes) {
      const auto session = static_cast<std::size_t>(change.session);
      option.changes.push_back({session, *plan_.places[session], index.PlaceOf(change.to)});
      option.plan.places[session] = option.changes.back().after;
    }
    option.fewest = static_cast<int>(option.changes.size()) == result.bound;
    Tell(option);
    return option;
  }

  // Where nothing smaller is found in time: the batches concerned, from another day on.
  bool LaidOutAnew(
      const State& whole, int first_day, int from, std::vector<Change>& changes) const {
    const Index& index = whole.index();
    State state = whole;
    Builder builder(index);
    std::set<std::size_t> batches;
    for (const std::size_t session : repair_of_.affected)
      batches.insert(problem_.sessions[session].batch);
    for (const std::size_t batch : batches) {
      const Index::Batch& one = index.batches[batch];
      std::vector<Change> best;
      Score least = state.score();
      for (int day = std::max(first_day + (from > 0 ? 1 : 0), one.first); day <= one.last; ++day) {
        const bool begun = std::any_of(one.sessions.begin(), one.sessions.end(), [&](int session) {
          return state.spot(session).day <= first_day;
        });
        if (begun || index.hours[static_cast<std::size_t>(one.hours)][static_cast<std::size_t>(day)]
                         .closed) {
          continue;
        }
        std::vector<Change> tried =
            builder.Layout(state, static_cast<int>(batch), day, static_cast<unsigned>(batch));
        std::vector<Change> back;
        for (const Change& change : tried)
          back.push_back({change.session, state.spot(change.session)});
        state.Apply(tried);
        if (state.score() < least) {
          least = state.score();
          best = std::move(tried);
        }
        state.Apply(back);
      }
      std::erase_if(
          best, [&](const Change& one_of) { return one_of.to == state.spot(one_of.session); });
      state.Apply(best);
      changes.insert(changes.end(), best.begin(), best.end());
    }
    return state.score().hard == 0;
  }

  Option FallBack() {
    for (const Rule rule : repair_of_.broken)
      if (rule != Rule::kLeader && rule != Rule::kSpeaker) return std::nullopt;
    for (const Fallback fallback : disruption_.fallbacks) {
      Option option = fallback == Fallback::kMove ? ToTheClosing() : StandIn(fallback);
      if (!option.has_value()) continue;
      option->fallback = fallback;
      return option;
    }
    return std::nullopt;
  }

  // Only addresses move, behind all else of the days on which their batch meets at their venue: one
  // that goes on at work is not called together once more for a quarter of an hour.
  Option ToTheClosing() {
    if (Breaks(Rule::kSpeaker)) return std::nullopt;
    Problem closing = problem_;
    // Of an address: the last day on which its batch meets there.
    std::map<std::size_t, absl::CivilDay> last_day;
    for (PlacedSession& session : closing.sessions)
      session.keeps_time = session.keeps_venue = session.keeps_speaker = true;
    for (const std::size_t address : addresses_) {
      PlacedSession& session = closing.sessions[address];
      const Place& at = *plan_.places[address];
      absl::CivilDay& last = last_day.emplace(address, at.day).first->second;
      absl::CivilDay end = at.day;  // of the whole batch
      const auto each = [&](const auto& take) {
        for (std::size_t i = 0; i < closing.sessions.size(); ++i)
          if (closing.sessions[i].batch == session.batch && i != address &&
              plan_.places[i].has_value())  // a make-up session has none
            take(closing.sessions[i], *plan_.places[i]);
      };
      each([&](const PlacedSession&, const Place& other) {
        if (at.venue == kNone || other.venue == at.venue) last = std::max(last, other.day);
        end = std::max(end, other.day);
      });
      each([&](const PlacedSession& other, const Place& place) {
        if (place.day <= last) session.order = std::max(session.order, other.order + 1);
      });
      each([&](PlacedSession& other, const Place& place) {
        if (place.day > last) other.order = std::max(other.order, session.order + 1);
      });
      session.keeps_time = false;
      for (int hour = 0; hour + session.minutes <= kDayMinutes; hour += kQuarterHour)
        session.starts.push_back(hour);
      PlacedBatch& batch = closing.batches[session.batch];
      batch.window = {batch.window.from, end + 1};
    }
    for (std::size_t i = 0; i < closing.sessions.size(); ++i)
      closing.sessions[i].now = plan_.places[i];
    const Index index(closing, policy_);
    Option option =
        Changed(StateOf(index, plan_), {.day = true, .hour = true}, RepairKind::kFallback);
    for (const auto& [address, last] : last_day)
      if (option.has_value() && option->plan.places[address]->day > last) return std::nullopt;
    return option;
  }

  // Somebody else speaks, or a video is shown; nothing else changes.
  Option StandIn(Fallback fallback) {
    Problem without = problem_;
    Plan plan = plan_;
    std::vector<std::size_t> stood_in;
    for (const std::size_t address : addresses_) {
      without.sessions[address].leader = "";
      stood_in.push_back(address);
    }
    if (fallback == Fallback::kVideo && Breaks(Rule::kSpeaker)) {
      for (const std::size_t session : repair_of_.affected) {
        if (without.sessions[session].speakers.empty()) continue;
        without.sessions[session].speakers.clear();
        plan.places[session]->speaker = kNone;
        stood_in.push_back(session);
      }
    }
    if (fallback == Fallback::kVideo && !std::ranges::all_of(stood_in, [&](std::size_t session) {
          return Contains(disruption_.by_video, session);
        })) {
      return std::nullopt;
    }
    const Index index(without, policy_);
    const State state = StateOf(index, plan);
    if (state.score().hard == 0) {
      RepairOption option = {.kind = RepairKind::kFallback, .plan = plan, .fewest = true};
      option.stood_in = stood_in;
      Tell(option);
      return option;
    }
    if (fallback != Fallback::kDelegate) return std::nullopt;
    Option option = Changed(state, {.speaker = true}, RepairKind::kFallback);
    if (!option.has_value()) return std::nullopt;
    option->stood_in = stood_in;
    Tell(*option);
    return option;
  }

  // What follows from it: minutes, people, money, rules.
  void Tell(RepairOption& option) const {
    std::sort(
        option.changes.begin(), option.changes.end(),
        [](const SessionChange& a, const SessionChange& b) { return a.session < b.session; });
    option.minutes_lost = option.minutes_recovered = 0;
    for (const std::size_t session : option.stood_in)
      option.minutes_lost += problem_.sessions[session].minutes;
    for (const std::size_t session : repair_of_.affected)
      if (!Contains(option.stood_in, session))
        option.minutes_recovered += problem_.sessions[session].minutes;
    int missing = 0;
    for (const LostMinutes& one : disruption_.lost)
      missing += problem_.sessions[one.session].minutes;
    for (const PlacedMakeUp& one : option.make_ups) {
      missing -= problem_.sessions[one.session].minutes;
      option.minutes_recovered += problem_.sessions[one.session].minutes;
    }
    option.minutes_lost += missing;

    const std::map<std::size_t, ScheduleChange> batches =
        ScheduleChangesOf(problem_, plan_, disruption_, option);
    std::set<std::size_t> people, speakers, told;
    for (const auto& [batch, change] : batches) told.insert(batch);
    for (const auto& [session, place] : option.make_ups) {
      told.insert(problem_.sessions[session].batch);
      if (place.speaker != kNone) speakers.insert(place.speaker);
    }
    for (const auto& [session, before, after] : option.changes)
      for (const std::size_t speaker : {before.speaker, after.speaker})
        if (speaker != kNone) speakers.insert(speaker);
    for (const std::size_t session : option.stood_in)
      if (const std::size_t speaker = plan_.places[session]->speaker; speaker != kNone)
        speakers.insert(speaker);
    for (std::size_t seat = 0; seat < plan_.batches.size(); ++seat)
      if (told.contains(plan_.batches[seat])) people.insert(problem_.seats[seat].person);
    option.people.assign(people.begin(), people.end());
    option.speakers.assign(speakers.begin(), speakers.end());
    option.money = {CostOf(option.plan).rupiah - CostOf(plan_).rupiah};

    option.rules.clear();
    if (missing > 0) {
      option.rules.push_back(
          {.rule = "PLC-31",
           .where = "make_ups",
           .message =
               {Cat("Masih kurang ", missing,
                    " menit belajar: tidak ada waktu untuk sesi pengganti yang memenuhi semua "
                    "aturan. Rencanakan dengan tangan, atau beri ruang."),
                Cat(missing,
                    " minutes of learning stay missing: there is no time for a make-up session "
                    "that keeps every rule. Plan one by hand, or make room.")},
           .values = {{"minutes", Cat(missing)}},
           .warning = true});
    }
    for (const auto& [batch, change] : batches) {
      const Batch of = {
          .id = problem_.batches[batch].id,
          .change_until = disruption_.change_until.empty() ? absl::CivilDay::max()
                                                           : disruption_.change_until[batch]};
      for (Finding& finding : CheckChange(of, change, repair_.batch)) {
        finding.values["batch"] = of.id;
        option.rules.push_back(std::move(finding));
      }
    }
  }

  // Venues by the day.
  Money CostOf(const Plan& plan) const {
    std::set<std::pair<std::size_t, absl::CivilDay>> days;
    for (const std::optional<Place>& place : plan.places)
      if (place.has_value() && place->venue != kNone) days.emplace(place->venue, place->day);
    Money cost;
    for (const auto& [venue, day] : days) cost.rupiah += problem_.venues[venue].day_rate.rupiah;
    return cost;
  }

  const Policy& policy_;
  const Plan& plan_;
  const Disruption& disruption_;
  const RepairPolicy& repair_;
  Problem problem_;
  std::vector<std::size_t> addresses_;        // of the disruption, that are to come
  std::unique_ptr<Standing> begun_, before_;  // `before_`: null: nothing was broken
  Repair repair_of_;
};

}  // namespace

Repair Mend(
    const Problem& problem, const Policy& policy, const Plan& plan, const Disruption& disruption,
    const RepairPolicy& repair) {
  return Mender(problem, policy, plan, disruption, repair).Result();
}

}  // namespace binadaya::scheduling::domain::placement
