#include "services/budgeting/domain/entry.h"

#include <algorithm>

#include "absl/numeric/int128.h"

namespace binadaya::budgeting::domain {

Money Balance::Free() const {
  return {after.rupiah - committed.rupiah - realised.rupiah - frozen.rupiah};
}

Money Balance::FreeFor(const std::string& plan_item) const {
  Money free = Free();
  for (const auto& [item, amount] : earmarked) {
    if (item != plan_item) free.rupiah -= amount.rupiah;
  }
  return free;
}

Money Balance::Earmarked() const {
  Money sum;
  for (const auto& [item, amount] : earmarked) sum.rupiah += amount.rupiah;
  return sum;
}

bool Balance::Holds() const {
  const auto below = [](const auto& of_item) { return of_item.second.rupiah < 0; };
  return committed.rupiah >= 0 && realised.rupiah >= 0 && frozen.rupiah >= 0 &&
         Free().rupiah >= 0 && FreeFor("").rupiah >= 0 &&
         std::none_of(earmarked.begin(), earmarked.end(), below);
}

bool Balance::IsLow(int percent) const {
  return absl::int128(Free().rupiah) * 100 < absl::int128(after.rupiah) * percent;
}

void Apply(const Entry& entry, Balance& balance) {
  const std::int64_t amount = entry.amount.rupiah;
  switch (entry.kind) {
    case EntryKind::kAllot:
      balance.after.rupiah += amount;
      break;
    case EntryKind::kEarmark: {
      Money& earmarked = balance.earmarked[entry.plan_item];
      earmarked.rupiah += amount;
      if (earmarked.rupiah == 0) balance.earmarked.erase(entry.plan_item);
      break;
    }
    case EntryKind::kCommit:
      balance.committed.rupiah += amount;
      break;
    case EntryKind::kRelease:
      balance.committed.rupiah -= amount;
      break;
    case EntryKind::kRealise:
      balance.committed.rupiah -= amount;
      balance.realised.rupiah += amount;
      break;
    case EntryKind::kReturn:
      balance.realised.rupiah -= amount;
      break;
    case EntryKind::kFreeze:
      balance.frozen.rupiah += amount;
      break;
    case EntryKind::kUnfreeze:
      balance.frozen.rupiah -= amount;
      break;
  }
}

Balance BalanceOn(std::span<const Entry> entries, const std::string& line, absl::CivilDay day) {
  Balance balance;
  for (const Entry& entry : entries) {
    if (entry.line == line && entry.on <= day) Apply(entry, balance);
  }
  return balance;
}

}  // namespace binadaya::budgeting::domain
