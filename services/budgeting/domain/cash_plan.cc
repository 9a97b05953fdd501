#include "services/budgeting/domain/cash_plan.h"

#include <algorithm>

#include "services/common/domain/refusal.h"
#include "services/common/domain/text.h"

namespace binadaya::budgeting::domain {
namespace {

absl::Status DoesNotAddUp() {
  return Refuse(
      {.rule = "CASH-01",
       .where = "budget",
       .message = {
           "Jumlah rincian versi ini melampaui nilai yang dapat ditampung, jadi tidak dapat dibagi "
           "per bulan. Perbaiki jumlah rinciannya dahulu.",
           "The lines of this version add up to more than an amount can hold, so they cannot be "
           "spread over months. Correct their amounts first."}});
}

// Money of one plan item that came into force in one month.
struct Slice {
  std::string item;
  int since = 1;
  auto operator<=>(const Slice&) const = default;
};

std::vector<Share> MonthsOf(const Slice& slice, const Timing& timing) {
  std::vector<Share> months;
  for (int month = 1; month <= kMonths; ++month)
    months.push_back({.id = Cat(month < 10 ? "0" : "", month), .weight = 0});
  bool even = true;
  if (const auto batches = timing.batches.find(slice.item); batches != timing.batches.end()) {
    for (const int month : batches->second) {
      if (month < slice.since) continue;
      ++months.at(static_cast<std::size_t>(month - 1)).weight;
      even = false;
    }
  }
  for (int month = slice.since; even && month <= kMonths; ++month)
    months.at(static_cast<std::size_t>(month - 1)).weight = 1;
  return months;
}

// What a line has, by the month in which it came.
std::vector<Allotment> AllotmentsOf(const Line& line, const Timing& timing) {
  std::vector<Allotment> parts;
  std::int64_t sum = 0;
  const auto add = [&](Allotment part) {
    sum += part.amount.rupiah;
    while (part.amount.rupiah < 0 && !parts.empty()) {
      const std::int64_t cut = std::min(-part.amount.rupiah, parts.back().amount.rupiah);
      part.amount.rupiah += cut;
      parts.back().amount.rupiah -= cut;
      if (parts.back().amount == Money()) parts.pop_back();
    }
    if (part.amount > Money()) parts.push_back(part);
  };
  if (const auto there = timing.allotted.find(line.id); there != timing.allotted.end()) {
    for (const Allotment& part : there->second) add(part);
  }
  add({.month = timing.now, .amount = {line.after.amount.rupiah - sum}});
  return parts;
}

// The money of each slice, by the group that it stands in.
std::map<Slice, std::vector<Portion>> PortionsOf(const Version& version, const Timing& timing) {
  std::vector<Portion> none;
  for (std::size_t g = 0; g < version.groups.size(); ++g)
    none.push_back({.id = Cat(g), .amount = {}});
  std::map<Slice, std::vector<Portion>> portions;
  for (std::size_t g = 0; g < version.groups.size(); ++g) {
    for (const Line& line : version.groups[g].lines) {
      for (const Allotment& part : AllotmentsOf(line, timing)) {
        const Slice slice{line.plan_item, part.month};
        portions.try_emplace(slice, none).first->second[g].amount.rupiah += part.amount.rupiah;
      }
    }
  }
  return portions;
}

}  // namespace

absl::StatusOr<std::vector<ByMonth>> CashPlan(const Version& version, const Timing& timing) {
  // With this none of the sums below is too large.
  std::vector<Money> amounts;
  for (const Group& group : version.groups) {
    for (const Line& line : group.lines) amounts.push_back(line.after.amount);
  }
  if (!Sum(amounts).ok()) return DoesNotAddUp();
  std::vector<ByMonth> plan(version.groups.size());
  for (const auto& [slice, groups] : PortionsOf(version, timing)) {
    Money total;
    for (const Portion& group : groups) total.rupiah += group.amount.rupiah;
    const std::vector<Share> shares = MonthsOf(slice, timing);
    const std::vector<Money> split = Split(total, shares).value();
    std::vector<Portion> months;
    for (std::size_t m = 0; m < split.size(); ++m)
      months.push_back({.id = shares[m].id, .amount = split[m]});
    const std::vector<std::vector<Money>> table = SplitBothWays(months, groups).value();
    for (std::size_t m = 0; m < months.size(); ++m) {
      for (std::size_t g = 0; g < groups.size(); ++g) plan.at(g).at(m).rupiah += table[m][g].rupiah;
    }
  }
  return plan;
}

}  // namespace binadaya::budgeting::domain
