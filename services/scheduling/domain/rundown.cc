#include "services/scheduling/domain/rundown.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "services/common/domain/sheet.h"
#include "services/common/domain/text.h"
#include "services/scheduling/domain/availability.h"

namespace binadaya::scheduling::domain {
namespace {

int MinutesOf(std::vector<Slot> slots) {
  std::int64_t minutes = 0;
  for (const Slot& slot : Merged(std::move(slots))) minutes += slot.minutes();
  return static_cast<int>(minutes);
}

// What a move is, apart from all else.
auto Whereabouts(const RundownItem& item) {
  return std::tie(item.day, item.from, item.until, item.track, item.place, item.venue);
}

std::map<std::string, const RundownItem*> ById(const Rundown& rundown) {
  std::map<std::string, const RundownItem*> items;
  for (const RundownItem& item : rundown.items) items[item.id] = &item;
  return items;
}

// Nothing but its number differs.
bool SameBut(RundownItem one, const RundownItem& other) {
  one.number = other.number;
  return one == other;
}

}  // namespace

bool Earns(ItemKind kind) {
  switch (kind) {
    case ItemKind::kLearning:
    case ItemKind::kPractice:
    case ItemKind::kOutdoorLearning:
    case ItemKind::kRtlClinic:
      return true;
    default:
      return false;
  }
}

bool Rests(ItemKind kind) {
  return kind == ItemKind::kBreak || kind == ItemKind::kMeal || kind == ItemKind::kPrayer;
}

std::optional<Slot> RundownItem::slot() const {
  if (!from.has_value()) return std::nullopt;
  if (until.has_value()) return SlotOn(day, {*from, *until});
  if (printed_minutes.has_value()) return SlotOn(day, {*from, *from + *printed_minutes});
  return std::nullopt;
}

bool Rundown::Travels() const {
  return std::any_of(items.begin(), items.end(), [](const RundownItem& item) {
    return item.kind == ItemKind::kTravel;
  });
}

RundownMeasure Measure(const Rundown& rundown, const RundownPolicy& policy) {
  std::vector<Slot> scheduled, learning;
  for (const RundownItem& item : rundown.items) {
    const std::optional<Slot> slot = item.slot();
    if (!slot.has_value()) continue;
    if (item.kind != ItemKind::kBreak && item.kind != ItemKind::kPrayer) scheduled.push_back(*slot);
    if (Earns(item.kind)) learning.push_back(*slot);
  }
  const int minutes = MinutesOf(std::move(learning));
  return {
      .scheduled_minutes = MinutesOf(std::move(scheduled)),
      .learning_minutes = minutes,
      .jp = minutes / policy.lesson_minutes};
}

absl::StatusOr<Money> CostPerParticipantJp(Money total, int participants, int jp) {
  return Scale(total, 1, std::int64_t{participants} * jp);
}

std::vector<RundownChange> Diff(const Rundown& before, const Rundown& now) {
  const std::map<std::string, const RundownItem*> old = ById(before), present = ById(now);
  std::vector<RundownChange> changes;
  for (const auto& [id, item] : present) {
    const auto was = old.find(id);
    if (was == old.end()) {
      changes.push_back({ItemChange::kNew, id, std::nullopt, *item});
    } else if (Whereabouts(*was->second) != Whereabouts(*item)) {
      changes.push_back({ItemChange::kMoved, id, *was->second, *item});
    } else if (!SameBut(*was->second, *item)) {
      changes.push_back({ItemChange::kChanged, id, *was->second, *item});
    }
  }
  for (const auto& [id, item] : old)
    if (!present.contains(id)) changes.push_back({ItemChange::kCancelled, id, *item, std::nullopt});
  const auto time = [](const RundownChange& change) {
    const RundownItem& item = change.now.has_value() ? *change.now : *change.before;
    return std::tuple(item.day, item.from, item.id);
  };
  std::sort(changes.begin(), changes.end(), [&](const RundownChange& a, const RundownChange& b) {
    return time(a) < time(b);
  });
  return changes;
}

void TakeIds(const Rundown& before, Rundown& now) {
  const auto key = [](const RundownItem& item) {
    return std::pair(item.kind, sheets::Plain(item.title));
  };
  std::multimap<std::pair<ItemKind, std::string>, std::string> ids;
  const std::map<std::string, const RundownItem*> taken = ById(now);
  for (const RundownItem& item : before.items)
    if (!taken.contains(item.id)) ids.emplace(key(item), item.id);
  for (RundownItem& item : now.items) {
    if (!item.id.empty()) continue;
    const auto found = ids.lower_bound(key(item));
    if (found == ids.end() || found->first != key(item)) continue;
    item.id = found->second;
    ids.erase(found);
  }
}

}  // namespace binadaya::scheduling::domain
