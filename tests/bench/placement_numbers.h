#pragma once

#include <array>
#include <cstddef>

#include "binadaya/placement/v1/placement.pb.h"
#include "services/scheduling/domain/placement.h"

namespace binadaya::bench {

// Each number of a policy with its field, once for both ways.
template <class Policy, class Message, class Visit>
void EachNumber(Policy& policy, Message& message, const Visit& visit) {
  using Clash = placement::v1::Clash;
  using Continuity = placement::v1::Continuity;
  using Rundown = placement::v1::Rundown;
  auto* clash = message.mutable_clash();
  visit(policy.clash.travel_minutes, clash, &Clash::travel_minutes, &Clash::set_travel_minutes);
  visit(
      policy.clash.inter_city_minutes, clash, &Clash::inter_city_minutes,
      &Clash::set_inter_city_minutes);
  visit(policy.clash.spare_percent, clash, &Clash::spare_percent, &Clash::set_spare_percent);
  auto* of = message.mutable_continuity();
  auto& continuity = policy.continuity;
  visit(continuity.unit_percent, of, &Continuity::unit_percent, &Continuity::set_unit_percent);
  visit(continuity.one_from, of, &Continuity::one_from, &Continuity::set_one_from);
  visit(continuity.lurah_percent, of, &Continuity::lurah_percent, &Continuity::set_lurah_percent);
  visit(
      continuity.direct_percent, of, &Continuity::direct_percent, &Continuity::set_direct_percent);
  visit(continuity.quarter_days, of, &Continuity::quarter_days, &Continuity::set_quarter_days);
  visit(
      continuity.acting_minutes, of, &Continuity::acting_minutes, &Continuity::set_acting_minutes);
  auto* day = message.mutable_rundown();
  auto& rundown = policy.rundown;
  visit(rundown.break_minutes, day, &Rundown::break_minutes, &Rundown::set_break_minutes);
  visit(rundown.run_minutes, day, &Rundown::run_minutes, &Rundown::set_run_minutes);
  visit(rundown.least_learning, day, &Rundown::least_learning, &Rundown::set_least_learning);
  visit(rundown.most_learning, day, &Rundown::most_learning, &Rundown::set_most_learning);
  visit(rundown.day_learning, day, &Rundown::day_learning, &Rundown::set_day_learning);
  const auto prayer = [&](auto& time, placement::v1::Prayer* to) {
    visit(
        time.window.from, to->mutable_window(), &placement::v1::Stretch::from,
        &placement::v1::Stretch::set_from);
    visit(
        time.window.until, to->mutable_window(), &placement::v1::Stretch::until,
        &placement::v1::Stretch::set_until);
    visit(
        time.free_minutes, to, &placement::v1::Prayer::free_minutes,
        &placement::v1::Prayer::set_free_minutes);
  };
  prayer(rundown.noon, day->mutable_noon());
  prayer(rundown.friday, day->mutable_friday());
  prayer(rundown.afternoon, day->mutable_afternoon());
  using Weights = placement::v1::Weights;
  constexpr std::array kGet = {&Weights::preferred, &Weights::compact, &Weights::balance,
                               &Weights::travel,    &Weights::leader,  &Weights::fit,
                               &Weights::budget,    &Weights::arms};
  constexpr std::array kSet = {
      &Weights::set_preferred, &Weights::set_compact, &Weights::set_balance, &Weights::set_travel,
      &Weights::set_leader,    &Weights::set_fit,     &Weights::set_budget,  &Weights::set_arms};
  static_assert(kGet.size() == scheduling::domain::placement::kWishes);
  for (std::size_t wish = 0; wish < scheduling::domain::placement::kWishes; ++wish)
    visit(policy.weights[wish], message.mutable_weights(), kGet[wish], kSet[wish]);
}

}  // namespace binadaya::bench
