#include "services/scheduling/selection_proto.h"

#include <string>

#include "services/common/day.h"
#include "services/common/enums.h"
#include "services/scheduling/domain/ranking.h"

namespace binadaya::scheduling {
namespace {

std::string DayIfAny(const std::optional<absl::CivilDay>& day) {
  return day.has_value() ? absl::FormatCivilTime(*day) : "";
}

template <class Domain, class Contract>
std::optional<Domain> MaybeDomain(Contract value) {
  if (static_cast<int>(value) == 0) return std::nullopt;
  return ToDomain<Domain>(value);
}

domain::Verdict VerdictOf(const v1::Considered& kept) {
  domain::Verdict verdict{
      .standing = ToDomain<domain::ChoiceState>(kept.standing()),
      .rank = kept.rank(),
      .arm = MaybeDomain<domain::Arm>(kept.arm()),
      .equals = kept.equals(),
      .drawn = kept.drawn()};
  if (kept.has_intake()) verdict.intake = static_cast<std::size_t>(kept.intake());
  for (const v1::Considered::PassedOver& one : kept.passed_over()) {
    verdict.passed_over.push_back(
        {static_cast<std::size_t>(one.intake()), static_cast<std::size_t>(one.cap())});
  }
  if (kept.has_ranked_intake())
    verdict.ranked_intake = static_cast<std::size_t>(kept.ranked_intake());
  verdict.override = MaybeDomain<domain::OverrideReason>(kept.override());
  return verdict;
}

void Fill(const domain::Verdict& verdict, v1::Considered& out) {
  out.set_standing(ToContract<v1::ChoiceState>(verdict.standing));
  out.set_rank(verdict.rank);
  if (verdict.intake.has_value()) out.set_intake(static_cast<int>(*verdict.intake));
  if (verdict.arm.has_value()) out.set_arm(ToContract<v1::Arm>(*verdict.arm));
  out.set_equals(verdict.equals);
  out.set_drawn(verdict.drawn);
  for (const domain::PassedOver& one : verdict.passed_over) {
    v1::Considered::PassedOver& passed = *out.add_passed_over();
    passed.set_intake(static_cast<int>(one.intake));
    passed.set_cap(static_cast<int>(one.cap));
  }
  if (verdict.ranked_intake.has_value())
    out.set_ranked_intake(static_cast<int>(*verdict.ranked_intake));
  if (verdict.override.has_value())
    out.set_override(ToContract<v1::OverrideReason>(*verdict.override));
}

// What follows from the verdicts: who sits where, who waits, who counts for which cap; by rank.
void Follow(KeptSelection& of) {
  domain::Selection& selection = of.selection;
  selection.chosen.resize(of.matching.intakes.size());
  selection.holders.resize(of.matching.caps.size());
  std::vector<std::size_t> by_rank(selection.verdicts.size());
  for (std::size_t i = 0; i < selection.ranks.size(); ++i)
    if (selection.ranks[i] > 0) by_rank[static_cast<std::size_t>(selection.ranks[i]) - 1] = i;
  for (const std::size_t at : by_rank) {
    const std::optional<std::size_t> intake = selection.Of(at).intake;
    if (!intake.has_value()) {
      selection.waiting.push_back(at);
      continue;
    }
    selection.chosen[*intake].push_back(at);
    for (const std::size_t cap : of.candidates[at].caps)
      if (domain::Covers(of.matching.caps[cap], *intake)) selection.holders[cap].push_back(at);
  }
}

}  // namespace

domain::Candidate AsDomain(const v1::Considered& kept) {
  domain::Candidate candidate{
      .person = kept.person(),
      .unit = kept.unit(),
      .family = kept.family(),
      .gender = kept.gender(),
      .employment = kept.employment(),
      .level = kept.level(),
      .score = kept.score(),
      .jp = kept.jp(),
      .last_training = DayOf(kept.last_training()),
      .unit_trained = kept.unit_trained(),
      .active = kept.active(),
      .enrolled = kept.enrolled(),
      .completed = DayOf(kept.completed())};
  for (const v1::Considered::Part& part : kept.parts())
    candidate.parts.push_back({part.competency(), part.gap(), part.lift(), part.points()});
  for (const v1::Considered::Barred& one : kept.barred())
    candidate.barred.push_back({static_cast<std::size_t>(one.intake()), one.rule(), one.by()});
  for (const int cap : kept.caps()) candidate.caps.push_back(static_cast<std::size_t>(cap));
  return candidate;
}

v1::Considered ToProto(const domain::Candidate& candidate) {
  v1::Considered kept;
  kept.set_person(candidate.person);
  kept.set_unit(candidate.unit);
  kept.set_family(candidate.family);
  kept.set_gender(candidate.gender);
  kept.set_employment(candidate.employment);
  kept.set_level(candidate.level);
  kept.set_score(candidate.score);
  for (const domain::ScorePart& part : candidate.parts) {
    v1::Considered::Part& out = *kept.add_parts();
    out.set_competency(part.competency);
    out.set_gap(part.gap);
    out.set_lift(part.lift);
    out.set_points(part.points);
  }
  kept.set_jp(candidate.jp);
  kept.set_last_training(DayIfAny(candidate.last_training));
  kept.set_unit_trained(candidate.unit_trained);
  kept.set_active(candidate.active);
  kept.set_enrolled(candidate.enrolled);
  kept.set_completed(DayIfAny(candidate.completed));
  for (const domain::Barred& one : candidate.barred) {
    v1::Considered::Barred& out = *kept.add_barred();
    out.set_intake(static_cast<int>(one.intake));
    out.set_rule(one.rule);
    out.set_by(one.by);
  }
  for (const std::size_t cap : candidate.caps) kept.add_caps(static_cast<int>(cap));
  return kept;
}

KeptSelection AsDomain(const v1::SelectionRecord& kept) {
  KeptSelection of;
  of.matching.program = kept.program();
  of.matching.families = {kept.families().begin(), kept.families().end()};
  of.matching.jp = kept.jp();
  for (const v1::IntakeSeats& intake : kept.intakes()) {
    of.matching.intakes.push_back(
        {intake.batch(), DayOf(intake.first_day()).value_or(absl::CivilDay()), intake.seats()});
  }
  for (const v1::SelectionRecord::Cap& cap : kept.caps()) {
    domain::AwayCap& out = of.matching.caps.emplace_back();
    out = {.rule = cap.rule(), .of = cap.of(), .free = cap.free()};
    for (const int intake : cap.intakes()) out.intakes.push_back(static_cast<std::size_t>(intake));
  }
  of.matching.seed = kept.seed();
  of.matching.equals =
      kept.asked_score_alone() ? domain::Equals::kScore : domain::Equals::kTieBreaks;
  of.matching.policy = {
      .cooldown_months = kept.policy().cooldown_months(),
      .least_gap = kept.policy().least_gap(),
      .jp_target = kept.policy().jp_target(),
      .pppk_cap = kept.policy().pppk_cap(),
      .override_rate = kept.policy().override_rate()};
  int ranked = 0;
  for (const v1::Considered& one : kept.considered()) ranked += one.rank() > 0 ? 1 : 0;
  of.selection.verdicts.resize(static_cast<std::size_t>(ranked));
  for (const v1::Considered& one : kept.considered()) {
    of.candidates.push_back(AsDomain(one));
    of.selection.ranks.push_back(one.rank());
    if (one.rank() > 0)
      of.selection.verdicts[static_cast<std::size_t>(one.rank()) - 1] = VerdictOf(one);
  }
  of.selection.equals = kept.score_alone() ? domain::Equals::kScore : domain::Equals::kTieBreaks;
  of.selection.overridden = kept.overridden();
  Follow(of);
  return of;
}

v1::SelectionRecord ToProto(
    const KeptSelection& of, const std::vector<domain::SeatOverride>& overrides) {
  const domain::Matching& matching = of.matching;
  v1::SelectionRecord kept;
  kept.set_program(matching.program);
  for (const std::string& family : matching.families) kept.add_families(family);
  kept.set_jp(matching.jp);
  for (std::size_t i = 0; i < matching.intakes.size(); ++i) {
    const domain::Intake& intake = matching.intakes[i];
    v1::IntakeSeats& out = *kept.add_intakes();
    out.set_batch(intake.batch);
    out.set_first_day(absl::FormatCivilTime(intake.first));
    out.set_seats(intake.seats);
    out.set_chosen(static_cast<int>(of.selection.chosen[i].size()));
  }
  for (const domain::AwayCap& cap : matching.caps) {
    v1::SelectionRecord::Cap& out = *kept.add_caps();
    out.set_rule(cap.rule);
    out.set_of(cap.of);
    out.set_free(cap.free);
    for (const std::size_t intake : cap.intakes) out.add_intakes(static_cast<int>(intake));
  }
  kept.set_seed(matching.seed);
  kept.set_asked_score_alone(matching.equals == domain::Equals::kScore);
  kept.set_score_alone(of.selection.equals == domain::Equals::kScore);
  v1::SelectionRecord::Policy& policy = *kept.mutable_policy();
  policy.set_cooldown_months(matching.policy.cooldown_months);
  policy.set_least_gap(matching.policy.least_gap);
  policy.set_jp_target(matching.policy.jp_target);
  policy.set_pppk_cap(matching.policy.pppk_cap);
  policy.set_override_rate(matching.policy.override_rate);
  for (std::size_t i = 0; i < of.candidates.size(); ++i) {
    *kept.add_considered() = ToProto(of.candidates[i]);
    Fill(of.selection.Of(i), *kept.mutable_considered()->rbegin());
  }
  for (const domain::SeatOverride& one : overrides) {
    v1::SeatOverride& out = *kept.add_overrides();
    out.set_person(one.person);
    out.set_reason(ToContract<v1::OverrideReason>(one.reason));
    out.set_note(one.note);
  }
  kept.set_overridden(of.selection.overridden);
  return kept;
}

std::vector<domain::SeatOverride> AsDomain(
    const google::protobuf::RepeatedPtrField<v1::SeatOverride>& overrides) {
  std::vector<domain::SeatOverride> out;
  for (const v1::SeatOverride& one : overrides) {
    out.push_back(
        {.person = one.person(),
         .reason = ToDomain<domain::OverrideReason>(one.reason()),
         .note = one.note()});
  }
  return out;
}

}  // namespace binadaya::scheduling
