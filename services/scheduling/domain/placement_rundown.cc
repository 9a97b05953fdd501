#include "services/scheduling/domain/placement_rundown.h"

#include <algorithm>
#include <optional>
#include <set>
#include <vector>

#include "services/common/domain/text.h"

namespace binadaya::scheduling::domain::placement {
namespace {

bool Before(const RundownItem& one, const RundownItem& other) {
  return one.day != other.day ? one.day < other.day : one.from.value_or(0) < other.from.value_or(0);
}

int LengthOf(const RundownItem& item) {
  const std::optional<Slot> slot = item.slot();
  return slot.has_value() ? static_cast<int>(slot->minutes()) : item.printed_minutes.value_or(0);
}

class Layout {
 public:
  Layout(const Rundown& before, const std::map<std::string, ItemPlace>& places)
      : before_(before), places_(places) {
    std::stable_sort(before_.items.begin(), before_.items.end(), &Before);
  }

  Rundown Result() && {
    for (const RundownItem& item : before_.items)
      if (!Rests(item.kind)) Put(Moved(item));
    for (const RundownItem& item : before_.items)
      if (Rests(item.kind)) Rest(item);
    std::stable_sort(now_.items.begin(), now_.items.end(), &Before);
    now_.compensation = before_.compensation;
    std::set<absl::CivilDay> days;
    for (std::size_t i = 0; i < now_.items.size(); ++i) {
      now_.items[i].number = Cat(i + 1);
      days.insert(now_.items[i].day);
    }
    const bool same = std::all_of(before_.days.begin(), before_.days.end(), [&](const auto& day) {
      return days.contains(day.day);
    });
    if (same) {
      now_.days = before_.days;
    } else {
      for (const absl::CivilDay day : days) now_.days.push_back({day, ""});
    }
    return std::move(now_);
  }

 private:
  RundownItem Moved(RundownItem item) const {
    const auto found = places_.find(item.id);
    if (found == places_.end()) return item;
    const ItemPlace& to = found->second;
    const int length = LengthOf(item);
    if (item.day != to.day || item.from != to.from) {
      item.day = to.day;
      item.from = to.from;
      item.until = to.from + length;
    }
    if (!to.venue.empty() && to.venue != item.venue) {
      item.venue = to.venue;
      item.place = to.name;
    }
    if (!to.speaker.empty()) item.speaker = to.speaker;
    return item;
  }

  void Put(RundownItem item) {
    if (const std::optional<Slot> slot = item.slot(); slot.has_value()) taken_.push_back(*slot);
    now_.items.push_back(std::move(item));
  }

  // The session that it follows on its day, or else goes before; null: the day has none.
  const RundownItem* AnchorOf(const RundownItem& rest, bool& last) const {
    const RundownItem *follows = nullptr, *before = nullptr;
    for (const RundownItem& item : before_.items) {
      if (Rests(item.kind) || item.day != rest.day) continue;
      if (Before(rest, item)) {
        if (before == nullptr) before = &item;
      } else {
        follows = &item;
      }
    }
    last = before == nullptr;
    return follows != nullptr ? follows : before;
  }

  void Rest(RundownItem rest) {
    bool last = false;
    const RundownItem* anchor = AnchorOf(rest, last);
    const auto at = anchor == nullptr ? places_.end() : places_.find(anchor->id);
    const absl::CivilDay day = at == places_.end() ? rest.day : at->second.day;
    const int length = LengthOf(rest);
    if (!rest.from.has_value() || length == 0) {
      rest.day = day;
      return Put(std::move(rest));
    }
    const Slot there = SlotOn(day, {*rest.from, *rest.from + length});
    if (!last && IsFree(there) && NextAfter(there.until).has_value())
      return PutAt(std::move(rest), there);
    if (anchor == nullptr) return Put(std::move(rest));
    absl::CivilMinute over = Moved(*anchor).slot()->until;
    if (last) {
      const absl::CivilMinute from = over + (rest.slot()->from - anchor->slot()->until);
      return PutAt(std::move(rest), {from, from + length});
    }
    for (const Slot& one : rested_)
      if (one.from <= over && over < one.until) over = one.until;
    const Slot behind = {over, std::min(NextAfter(over).value_or(over), over + length)};
    if (!behind.empty() && IsFree(behind)) PutAt(std::move(rest), behind);
  }

  void PutAt(RundownItem rest, const Slot& slot) {
    rest.day = absl::CivilDay(slot.from);
    rest.from = static_cast<int>(slot.from - absl::CivilMinute(rest.day));
    rest.until = *rest.from + static_cast<int>(slot.minutes());
    rest.printed_minutes.reset();
    rested_.push_back(slot);
    Put(std::move(rest));
  }

  bool IsFree(const Slot& slot) const {
    return std::none_of(
        taken_.begin(), taken_.end(), [&](const Slot& one) { return one.Overlaps(slot); });
  }
  // When something next begins on the day.
  std::optional<absl::CivilMinute> NextAfter(absl::CivilMinute at) const {
    std::optional<absl::CivilMinute> next;
    for (const Slot& one : taken_)
      if (one.from >= at && absl::CivilDay(one.from) == absl::CivilDay(at))
        next = std::min(next.value_or(one.from), one.from);
    return next;
  }

  Rundown before_, now_;
  const std::map<std::string, ItemPlace>& places_;
  std::vector<Slot> taken_, rested_;
};

}  // namespace

std::map<std::string, int> RestsBehind(const Rundown& rundown) {
  std::vector<RundownItem> items = rundown.items;
  std::stable_sort(items.begin(), items.end(), &Before);
  std::map<std::string, int> rests;
  const RundownItem* last = nullptr;
  for (const RundownItem& item : items) {
    const std::optional<Slot> slot = item.slot();
    if (!slot.has_value()) continue;
    if (last != nullptr && last->day != item.day) last = nullptr;
    if (Rests(item.kind)) {
      if (last != nullptr) rests[last->id] += static_cast<int>(slot->minutes());
      continue;
    }
    if (last != nullptr) {
      const auto between = std::max<std::int64_t>(0, slot->from - last->slot()->until);
      rests[last->id] = static_cast<int>(std::min<std::int64_t>(rests[last->id], between));
    }
    last = &item;
  }
  return rests;
}

Rundown Placed(const Rundown& before, const std::map<std::string, ItemPlace>& places) {
  return Layout(before, places).Result();
}

}  // namespace binadaya::scheduling::domain::placement
