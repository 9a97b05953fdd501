#include "services/needs/domain/ways.h"

#include <algorithm>
#include <map>

namespace binadaya::needs::domain {
namespace {

constexpr int kFirstMonth = 2, kMonths = 10;  // where nobody names months: February to November

std::map<std::string, int> PeopleByFamily(const std::vector<NeedPeople>& needs) {
  std::map<std::string, int> people;
  for (const NeedPeople& need : needs) {
    int& of_family = people[need.family];
    of_family = std::max(of_family, need.affected);
  }
  return people;
}

// Of the gap of who takes part, without regard to empty seats.
double ShareOf(const Design& design, const Variant& variant, const NeedPeople& need) {
  if (need.competency.empty()) return variant.lift_share;
  double lift = 0;
  for (const CompetencyTarget& target : design.targets)
    if (target.competency == need.competency) lift = std::max(lift, target.lift);
  return need.mean_gap <= 0 ? 0 : std::min(1.0, variant.lift_share * lift / need.mean_gap);
}

}  // namespace

int PeopleOf(const std::vector<NeedPeople>& needs) {
  int people = 0;
  for (const auto& [family, of_family] : PeopleByFamily(needs)) people += of_family;
  return people;
}

std::vector<int> BatchesFor(int people, int batch_max) {
  const int all = batch_max < 1 ? 1 : (people + batch_max - 1) / batch_max;
  const int most = std::clamp(all, 1, kMostBatches);
  std::vector<int> offered;
  for (int batches = 1; batches < most; batches *= 2) offered.push_back(batches);
  offered.push_back(most);
  return offered;
}

std::vector<int> MonthsOf(int batches, const std::vector<int>& months, std::size_t place) {
  std::vector<int> begun;
  for (int batch = 0; batch < batches; ++batch) {
    const std::size_t turn = static_cast<std::size_t>(batch);
    begun.push_back(
        months.empty() ? kFirstMonth + static_cast<int>((place + turn) % kMonths)
                       : months[turn % months.size()]);
  }
  std::sort(begun.begin(), begun.end());
  return begun;
}

std::vector<Lift> LiftsOf(
    const Design& design, const Variant& variant, int seats, const std::vector<NeedPeople>& needs) {
  const std::map<std::string, int> people = PeopleByFamily(needs);
  const int all = PeopleOf(needs);
  std::vector<Lift> lifts;
  for (const NeedPeople& need : needs) {
    const double share = ShareOf(design, variant, need);
    if (share <= 0 || need.affected < 1 || seats < 1) continue;
    const double of_family = 1.0 * seats * people.at(need.family) / all;
    const double taken = std::min<double>(need.affected, of_family);
    lifts.push_back({.need = need.need, .share = share * taken / seats});
  }
  return lifts;
}

int SeatsFor(
    const std::set<std::string>& families, int seats, const std::vector<NeedPeople>& needs) {
  const int all = PeopleOf(needs);
  if (all == 0) return 0;
  std::int64_t theirs = 0;
  for (const auto& [family, people] : PeopleByFamily(needs))
    if (families.contains(family)) theirs += people;
  return static_cast<int>(seats * theirs / all);
}

int TrainerHoursOf(const Design& design, int minutes) {
  return (design.LearningMinutes() + minutes - 1) / minutes;
}

}  // namespace binadaya::needs::domain
