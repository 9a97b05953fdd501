#include "services/scheduling/rules.h"

#include <algorithm>
#include <initializer_list>

namespace binadaya::scheduling {
namespace {

constexpr int kWorkdays = 5;

int Whole(double number) { return static_cast<int>(number); }

}  // namespace

Rules::Rules(Policies& policies)
    : lesson_minutes_(policies, "rundown.lesson_minutes", 1),
      learning_percent_(policies, "rundown.learning_percent", 2),
      breaks_(policies, "rundown.breaks", 2),
      learning_minutes_(policies, "rundown.learning_minutes", 3),
      travel_(policies, "clash.travel_minutes", 2),
      spare_(policies, "clash.spare_percent", 1),
      change_days_(policies, "batch.change_days", 1),
      publication_hours_(policies, "publication.hours", 1),
      checklist_share_(policies, "checklist.share_percent", 1),
      checklist_amber_(policies, "checklist.amber_days", 1),
      cooldown_(policies, "selection.cooldown_months", 1),
      jp_(policies, "selection.jp", 2),
      override_rate_(policies, "selection.override_rate", 1),
      objection_days_(policies, "selection.objection_days", 1),
      enrolment_days_(policies, "enrolment.days", 2),
      question_days_(policies, "enrolment.question_days", 1),
      continuity_(policies, "continuity.away", 4),
      direct_(policies, "continuity.direct", 1),
      least_ratio_(policies, "fairness.least_ratio", 1),
      smallest_group_(policies, "eval.k_anon", 1),
      speaker_rating_(policies, "speaker.rating", 4),
      speaker_answer_(policies, "speaker.answer_days", 1),
      code_(policies, "checkin.code", 3),
      window_(policies, "checkin.window", 4),
      attendance_minutes_(policies, "attendance.minutes", 3),
      correct_days_(policies, "attendance.correct_days", 1),
      spread_(policies, "session.spread_minutes", 1),
      fidelity_(policies, "fidelity.min", 1),
      reaction_(policies, "completion.reaction", 1),
      tests_(policies, "completion.tests", 1),
      weights_(policies, "placement.weights", 8),
      hours_(policies, "placement.hours", 5),
      settle_(policies, "placement.settle", 2),
      search_(policies, "placement.search", 3),
      repair_(policies, "placement.repair", 3),
      notice_(policies, "placement.notice", 1) {}

domain::RundownPolicy Rules::RundownRules(Tx& tx) const {
  const auto whole = [&tx](const Policy& policy, std::size_t i) {
    return Whole(policy.Today(tx)[i]);
  };
  domain::RundownPolicy policy;
  policy.lesson_minutes = whole(lesson_minutes_, 0);
  policy.learning_percent = whole(learning_percent_, 0);
  policy.learning_percent_travel = whole(learning_percent_, 1);
  policy.break_minutes = whole(breaks_, 0);
  policy.run_minutes = whole(breaks_, 1);
  policy.least_learning = whole(learning_minutes_, 0);
  policy.most_learning = whole(learning_minutes_, 1);
  policy.day_learning = whole(learning_minutes_, 2);
  return policy;
}

domain::ClashPolicy Rules::Clash(Tx& tx) const {
  const std::vector<double> travel = travel_.Today(tx);
  return {
      .travel_minutes = Whole(travel[0]),
      .inter_city_minutes = Whole(travel[1]),
      .spare_percent = Whole(spare_.Today(tx)[0])};
}

int Rules::AnswerDays(Tx& tx) const { return Whole(speaker_answer_.Today(tx)[0]); }

int Rules::ChangeDays(Tx& tx) const { return Whole(change_days_.Today(tx)[0]); }

domain::AttendancePolicy Rules::AttendanceRules(Tx& tx) const {
  const std::vector<double> code = code_.Today(tx), window = window_.Today(tx),
                            minutes = attendance_minutes_.Today(tx);
  return {
      .check_in =
          {.code_seconds = std::max(1, Whole(code[0])),
           .way_seconds = Whole(code[1]),
           .opens_minutes = Whole(window[0]),
           .closes_minutes = Whole(window[1]),
           .ticket_minutes = Whole(window[2]),
           .pause_minutes = Whole(window[3]),
           .wrong_codes = Whole(code[2])},
      .late_minutes = Whole(minutes[0]),
      .early_minutes = Whole(minutes[1]),
      .ahead_minutes = Whole(minutes[2])};
}

domain::ChecklistPolicy Rules::ChecklistRules(Tx& tx) const {
  return {
      .share_min = checklist_share_.Today(tx)[0] / 100,
      .amber_days = Whole(checklist_amber_.Today(tx)[0])};
}

domain::SpeakerPolicy Rules::SpeakerRules(Tx& tx) const {
  const std::vector<double> rating = speaker_rating_.Today(tx);
  return {
      .least_rating = rating[0],
      .least_ratings = Whole(rating[1]),
      .months = Whole(rating[2]),
      .rate_days = Whole(rating[3]),
      .small = Whole(smallest_group_.Today(tx)[0])};
}

SeatRules Rules::SeatRulesOf(Tx& tx) const {
  const auto whole = [&tx](const Policy& policy, std::size_t i) {
    return Whole(policy.Today(tx)[i]);
  };
  SeatRules rules;
  rules.gates.matching.cooldown_months = whole(cooldown_, 0);
  rules.gates.matching.jp_target = whole(jp_, 0);
  rules.gates.matching.pppk_cap = whole(jp_, 1);
  rules.gates.matching.override_rate = override_rate_.Today(tx)[0];
  rules.gates.continuity.unit_percent = whole(continuity_, 0);
  rules.gates.continuity.one_from = whole(continuity_, 1);
  rules.gates.continuity.lurah_percent = whole(continuity_, 2);
  rules.gates.continuity.direct_percent = whole(direct_, 0);
  rules.gates.continuity.quarter_days = whole(continuity_, 3);
  rules.gates.clash = Clash(tx);
  rules.answer_days = whole(enrolment_days_, 0);
  rules.change_days = whole(enrolment_days_, 1);
  rules.question_days = whole(question_days_, 0);
  return rules;
}

PlacementRules Rules::PlacementRulesOf(Tx& tx) const {
  PlacementRules rules;
  const auto row = [&](const char* key, const Policy& policy) {
    return rules.rows.emplace_back(key, policy.Today(tx)).second;
  };
  const std::vector<double> weights = row("placement.weights", weights_);
  const std::vector<double> hours = row("placement.hours", hours_);
  const std::vector<double> settle = row("placement.settle", settle_);
  const std::vector<double> search = row("placement.search", search_);
  const std::vector<double> repair = row("placement.repair", repair_);
  const std::vector<double> notice = row("placement.notice", notice_);
  for (const auto& [key, policy] : std::initializer_list<std::pair<const char*, const Policy*>>{
           {"clash.travel_minutes", &travel_},
           {"clash.spare_percent", &spare_},
           {"continuity.away", &continuity_},
           {"continuity.direct", &direct_},
           {"rundown.breaks", &breaks_},
           {"rundown.learning_minutes", &learning_minutes_},
           {"batch.change_days", &change_days_}}) {
    (void)row(key, *policy);
  }
  domain::placement::Policy& policy = rules.policy;
  policy.clash = Clash(tx);
  policy.continuity = SeatRulesOf(tx).gates.continuity;
  policy.rundown = RundownRules(tx);
  for (std::size_t i = 0; i < weights.size() && i < policy.weights.size(); ++i)
    policy.weights[i] = static_cast<std::int64_t>(weights[i]);
  rules.speakers = SpeakerRules(tx);
  rules.first_start = Whole(hours[0]);
  rules.last_start = Whole(hours[1]);
  rules.every = std::max(1, Whole(hours[2]));
  for (std::size_t day = 0; day < kWorkdays; ++day)
    rules.preferred[day] = {{Whole(hours[3]), Whole(hours[4])}};
  rules.settle_month = Whole(settle[0]);
  rules.settle_day = Whole(settle[1]);
  rules.steps = Whole(search[0]);
  rules.explain.nodes = Whole(search[1]);
  rules.explain.all_nodes = Whole(search[2]);
  rules.repair_days = Whole(repair[0]);
  rules.repair.exact_up_to = Whole(repair[1]);
  rules.repair.nodes = Whole(repair[2]);
  rules.repair.batch.notice_hours = Whole(notice[0]);
  return rules;
}

}  // namespace binadaya::scheduling
