// The job of a placement: what is to be placed is read at one moment, placed step by step, judged.
#include <algorithm>
#include <functional>
#include <optional>
#include <set>

#include "absl/time/clock.h"
#include "services/common/day.h"
#include "services/common/domain/text.h"
#include "services/common/enums.h"
#include "services/common/status.h"
#include "services/scheduling/domain/lot.h"
#include "services/scheduling/domain/placement_search.h"
#include "services/scheduling/placements.h"
#include "services/scheduling/rundown_proto.h"
#include "services/scheduling/slot_proto.h"

namespace binadaya::scheduling {
namespace {

namespace placement = domain::placement;

constexpr std::int64_t kPortion = 100, kKept = 10'000;  // steps
const absl::CivilDay kDayZero(1969, 12, 31);

v1::SearchCheckpoint::Plan ToProto(const placement::Plan& plan) {
  const auto next = [](std::size_t position) {
    return position == placement::kNone ? 0U : static_cast<std::uint32_t>(position) + 1;
  };
  v1::SearchCheckpoint::Plan out;
  for (const std::optional<placement::Place>& place : plan.places) {
    v1::SearchCheckpoint::Place& one = *out.add_places();
    if (!place.has_value()) continue;
    one.set_day(static_cast<int>(place->day - kDayZero));
    one.set_from(place->from);
    one.set_venue(next(place->venue));
    one.set_speaker(next(place->speaker));
  }
  for (const std::size_t batch : plan.batches) out.add_batches(static_cast<std::uint32_t>(batch));
  return out;
}

placement::Plan AsDomain(const v1::SearchCheckpoint::Plan& plan) {
  const auto position = [](std::uint32_t next) {
    return next == 0 ? placement::kNone : static_cast<std::size_t>(next) - 1;
  };
  placement::Plan out;
  for (const v1::SearchCheckpoint::Place& one : plan.places()) {
    std::optional<placement::Place>& place = out.places.emplace_back();
    if (one.day() == 0) continue;
    place = {kDayZero + one.day(), one.from(), position(one.venue()), position(one.speaker())};
  }
  for (const std::uint32_t batch : plan.batches()) out.batches.push_back(batch);
  return out;
}

v1::SearchCheckpoint CheckpointOf(
    const placement::SearchState& state, const std::string& fingerprint) {
  v1::SearchCheckpoint out;
  out.set_fingerprint(fingerprint);
  out.set_seed(state.seed);
  out.set_step(state.step);
  *out.mutable_now() = ToProto(state.now);
  *out.mutable_best() = ToProto(state.best);
  out.set_best_hard(state.best_score.hard);
  out.set_best_soft(state.best_score.soft);
  for (const placement::Score& score : state.memory) {
    out.add_memory(score.hard);
    out.add_memory(score.soft);
  }
  for (const int culprit : state.culprits) out.add_culprits(culprit);
  return out;
}

// Where an earlier attempt was, if all that it rests on is as it was.
std::optional<v1::SearchCheckpoint> ReadCheckpoint(
    const std::string& kept, const std::string& fingerprint) {
  v1::SearchCheckpoint in;
  if (kept.empty() || !in.ParseFromString(kept) || in.fingerprint() != fingerprint)
    return std::nullopt;
  return in;
}

placement::SearchState StateOf(const v1::SearchCheckpoint& in) {
  placement::SearchState state{
      .seed = in.seed(),
      .step = in.step(),
      .now = AsDomain(in.now()),
      .best = AsDomain(in.best()),
      .best_score = {in.best_hard(), in.best_soft()},
      .culprits = {in.culprits().begin(), in.culprits().end()}};
  for (int i = 0; i + 1 < in.memory_size(); i += 2)
    state.memory.push_back({in.memory(i), in.memory(i + 1)});
  return state;
}

// Whoever had it end before its last step, with a plan that keeps every rule; empty: nobody.
absl::StatusOr<std::string> Improve(
    JobRun& run, placement::Search& search, std::int64_t steps, const placement::Score& bound,
    const std::function<std::string()>& checkpoint) {
  std::optional<std::int64_t> kept;
  RETURN_IF_ERROR(run.At(search.step(), steps));
  while (search.step() < steps) {
    const placement::Score score = search.best_score();
    if (score.hard == 0 && score.soft <= bound.soft) break;
    if (std::string by = run.finish_by(); score.hard == 0 && !by.empty()) return by;
    if (!kept.has_value() || search.step() - *kept >= kKept) {
      run.Keep(checkpoint());
      kept = search.step();
    }
    search.Run(std::min(kPortion, steps - search.step()));
    RETURN_IF_ERROR(run.At(search.step(), steps));
  }
  return "";
}

// “Etika pelayanan” (angkatan 2)
placement::Names NamesIn(const PlacementInputs& inputs) {
  placement::Names names;
  for (const batch_store::Batch& batch : inputs.batches)
    names.emplace(batch.id, Message(Cat("angkatan ", batch.number), Cat("batch ", batch.number)));
  for (std::size_t i = 0; i < inputs.problem.sessions.size(); ++i) {
    const std::string& title = inputs.ItemOf(i).title;
    const Message& batch = names.at(inputs.BatchOf(i).id);
    names.emplace(
        inputs.problem.sessions[i].id,
        Message(Cat("“", title, "” (", batch.id, ")"), Cat("“", title, "” (", batch.en, ")")));
  }
  return names;
}

// What of the rundowns themselves no plan mends (SC-05, SC-06), but would bar their release.
void CheckRundowns(
    const PlacementInputs& inputs, const placement::Plan& plan, const placement::Policy& policy,
    v1::Placement& out) {
  for (std::size_t i = 0; i < inputs.batches.size(); ++i) {
    const placement::PlacedBatch& batch = inputs.problem.batches[i];
    for (Finding& finding : domain::CheckRundown(
             placement::Placed(inputs.rundowns[i], inputs.PlacesIn(plan, i)),
             inputs.problem.calendar, batch.path, policy.rundown)) {
      if (finding.warning) continue;
      finding.values["batch"] = batch.id;
      ::binadaya::ToProto(finding, *out.add_findings());
    }
  }
}

// Into a placement, or the best so far of one.
template <class Shown>
void ShowTally(const placement::Tally& tally, const placement::Weights& weights, Shown& out) {
  std::map<std::string, std::int64_t> broken;  // several kinds of one rule
  for (std::size_t i = 0; i < placement::kRules; ++i)
    if (placement::Rules::All().Has(static_cast<placement::Rule>(i)) && tally.rules[i] > 0)
      broken[placement::IdOf(static_cast<placement::Rule>(i))] += tally.rules[i];
  for (const auto& [rule, amount] : broken) {
    v1::RuleCount& one = *out.add_rules();
    one.set_rule(rule);
    one.set_amount(amount);
  }
  static_assert(
      enums::AgreeOn<placement::Wish, v1::PlacementWish, 0>(
          std::make_integer_sequence<int, v1::PlacementWish_MAX>()) &&
      v1::PlacementWish_MAX == placement::kWishes);
  for (std::size_t i = 0; i < placement::kWishes; ++i) {
    v1::WishCount& one = *out.add_wishes();
    one.set_wish(static_cast<v1::PlacementWish>(i + 1));  // 0 is "unspecified" in the contract
    one.set_amount(tally.wishes[i]);
    one.set_weight(weights[i]);
  }
}

void ShowPlan(
    const PlacementInputs& inputs, const placement::Plan& plan, const placement::Tally& tally,
    const placement::Weights& weights, v1::Placement& out) {
  std::vector<v1::PlacedBatch> batches(inputs.batches.size());
  for (std::size_t i = 0; i < inputs.items.size(); ++i) {
    v1::PlacedSession& session = *out.add_sessions();
    session = SessionAt(inputs, i, *plan.places[i]);
    v1::PlacedBatch& batch = batches[inputs.items[i].batch];
    const std::string day = absl::FormatCivilTime(plan.places[i]->day);
    batch.set_sessions(batch.sessions() + 1);
    if (batch.first_day().empty() || day < batch.first_day()) batch.set_first_day(day);
    if (day > batch.last_day()) batch.set_last_day(day);
  }
  for (std::size_t i = 0; i < inputs.seats.size(); ++i) {
    const placement_store::Seat& seat = inputs.seats[i];
    v1::PlacedPerson& person = *out.add_people();
    v1::PlacedBatch& batch = batches[plan.batches[i]];
    person.set_enrolment(seat.enrolment);
    person.set_person(seat.person);
    person.set_batch(inputs.batches[plan.batches[i]].id);
    person.set_before(seat.batch);
    batch.set_people(batch.people() + 1);
    if (person.batch() != person.before()) batch.set_moved(batch.moved() + 1);
  }
  for (std::size_t i = 0; i < batches.size(); ++i) {
    batches[i].set_batch(inputs.batches[i].id);
    *out.add_batches() = batches[i];
  }
  ShowTally(tally, weights, out);
}

}  // namespace

absl::StatusOr<v1::PlacementRecord> Placements::Place(
    JobRun& run, const v1::StartPlacementRequest& asked) {
  v1::PlacementRecord record;
  v1::Placement& out = *record.mutable_placement();
  v1::StartPlacementRequest& request = *record.mutable_request();
  request = asked;
  ASSIGN_OR_RETURN(
      const Moment moment,
      ReadOfOneMoment(run.call(), [&](Tx& tx) -> absl::StatusOr<PlacementScope> {
        request = asked;
        out.clear_findings();
        const std::set<std::string> named(asked.batches().begin(), asked.batches().end());
        const std::vector<std::string> ids =
            named.empty() ? placement_store::Placeable(tx, run.call().scope_path(), asked.year())
                          : std::vector<std::string>(named.begin(), named.end());
        ASSIGN_OR_RETURN(
            const std::vector<std::string> batches,
            PlaceableOf(tx, ids, named, false, *out.mutable_findings()));
        request.mutable_batches()->Assign(batches.begin(), batches.end());
        return ScopeOf(request);
      }));
  const auto& [inputs, rules, parts] = moment;
  Findings findings = placement::CheckProblem(inputs.problem, rules.policy);
  if (Blocks(findings)) return Refuse(absl::StatusCode::kInvalidArgument, std::move(findings));

  const std::string fingerprint = FingerprintOf(parts);
  const placement::Index index(inputs.problem, rules.policy);
  const placement::Score bound = placement::BoundOf(index);
  const std::uint64_t seed =
      asked.seed() != 0 ? asked.seed() : domain::lot::Mix(domain::lot::Hash(run.id()));
  const std::int64_t steps = asked.steps() > 0 ? asked.steps() : rules.steps;
  const absl::Time begun = absl::Now();
  const auto kept = ReadCheckpoint(run.checkpoint(), fingerprint);
  placement::Search search =
      kept.has_value() ? placement::Search(index, StateOf(*kept)) : placement::Search(index, seed);
  const std::int64_t before = kept.has_value() ? kept->so_far().milliseconds() : 0;
  const auto checkpoint = [&, &weights = rules.policy.weights] {
    v1::SearchCheckpoint now = CheckpointOf(search.Save(), fingerprint);
    v1::PlacementSoFar& so_far = *now.mutable_so_far();
    so_far.set_known(true);
    so_far.set_steps(search.step());
    so_far.set_most_steps(steps);
    so_far.set_milliseconds(before + absl::ToInt64Milliseconds(absl::Now() - begun));
    so_far.set_broken(search.best_score().hard);
    so_far.set_wished(search.best_score().soft);
    so_far.set_at_least(bound.soft);
    ShowTally(search.best_tally(), weights, so_far);
    return now.SerializeAsString();
  };
  ASSIGN_OR_RETURN(const std::string finished_by, Improve(run, search, steps, bound, checkpoint));
  const placement::Plan plan = search.best();
  const placement::Tally tally = placement::Evaluate(inputs.problem, rules.policy, plan).tally;
  const placement::Score score =
      placement::ScoreOf(tally, placement::Rules::All(), rules.policy.weights);
  if (score != search.best_score()) return absl::InternalError("a plan that is counted otherwise");

  if (score.hard > 0) {
    const placement::Explanation why = placement::Explain(index, plan, rules.explain);
    const placement::Names names = NamesIn(inputs);
    for (Finding finding : why.findings) {
      placement::CallByNames(names, finding);
      ::binadaya::ToProto(finding, *out.add_findings());
    }
  } else {
    CheckRundowns(inputs, plan, rules.policy, out);
  }
  RETURN_IF_ERROR(run.At(steps, steps));
  ShowPlan(inputs, plan, tally, rules.policy.weights, out);
  out.set_id(run.id());
  out.set_unit(asked.unit());
  out.set_state(score.hard > 0 ? v1::PLACEMENT_BREAKS_RULES : v1::PLACEMENT_COMPUTED);
  out.set_year(asked.year());
  out.set_from(asked.from());
  out.set_until(asked.until());
  out.set_broken(score.hard);
  out.set_wished(score.soft);
  out.set_at_least(bound.soft);
  out.set_steps(search.step());
  out.set_seed(search.Save().seed);
  scheduling::ToProto(rules, *out.mutable_policies());
  out.set_fingerprint(fingerprint);
  out.set_asked_by(run.call().subject());
  out.set_finished_by(finished_by);
  out.set_computed_at(InstantText(run.call().now()));
  scheduling::ToProto(parts, *record.mutable_parts());
  return record;
}

std::vector<Jobs::Kind> Placements::Kinds() {
  return {
      Jobs::Of<v1::StartPlacementRequest>(
          kPlacementJob,
          [this](JobRun& run, const v1::StartPlacementRequest& asked) {
            return Once<v1::StartPlacementRequest, v1::StartPlacementResponse>(
                run, [&] { return Place(run, asked); });
          }),
      Jobs::Of<v1::StartRepairRequest>(
          kRepairJob, [this](JobRun& run, const v1::StartRepairRequest& asked) {
            return Once<v1::StartRepairRequest, v1::StartRepairResponse>(
                run, [&] { return Mend(run, asked); });
          })};
}

}  // namespace binadaya::scheduling
