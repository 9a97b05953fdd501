#include "services/scheduling/domain/release.h"

#include <algorithm>
#include <utility>

#include "services/common/domain/step.h"
#include "services/common/domain/text.h"

namespace binadaya::scheduling::domain {

namespace {

// Days of the batch, of each venue, and of addresses.
using DaySet = std::set<std::pair<std::string, absl::CivilDay>>;
struct TakenDays {
  DaySet all = {}, venues = {}, addresses = {};
};
TakenDays TakenBy(const Rundown& rundown) {
  TakenDays taken;
  for (const RundownItem& item : rundown.items) {
    taken.all.emplace("", item.day);
    if (!item.venue.empty()) taken.venues.emplace(item.venue, item.day);
    if (item.kind == ItemKind::kLeaderAddress) taken.addresses.emplace("", item.day);
  }
  if (taken.venues.empty()) taken.venues = taken.all;  // it has places that are not on record
  return taken;
}

bool IsMore(const DaySet& now, const DaySet& before) {
  return !std::includes(before.begin(), before.end(), now.begin(), now.end());
}

}  // namespace

Findings CheckIds(const Rundown& draft, const std::set<std::string>& known) {
  Findings findings;
  std::set<std::string> seen;
  for (std::size_t i = 0; i < draft.items.size(); ++i) {
    const std::string& id = draft.items[i].id;
    if (id.empty() || (known.contains(id) && seen.insert(id).second)) continue;
    findings.push_back(
        {.rule = "RUN-01",
         .where = Cat("items[", i, "].id"),
         .message =
             {"Id ini bukan milik acara kelas ini, atau dipakai dua kali. Kosongkan untuk acara "
              "baru.",
              "This id is of no item of the batch, or stands twice. Leave it empty for a new "
              "item."},
         .values = {{"id", id}}});
  }
  return findings;
}

Findings CheckRelease(
    const std::optional<Rundown>& before, const Rundown& draft, const std::string& reason) {
  Findings findings;
  if (draft.items.empty()) {
    findings.push_back(
        {.rule = "RUN-02",
         .where = "items",
         .message = {
             "Susunan acara ini kosong. Susun acaranya dulu.",
             "This rundown is empty. Write its items first."}});
  }
  if (!before.has_value()) return findings;
  if (Diff(*before, draft).empty()) {
    findings.push_back(
        {.rule = "RUN-03",
         .where = "items",
         .message = {
             "Tidak ada yang berubah sejak versi yang berlaku. Ubah dulu, atau biarkan.",
             "Nothing has changed since the released version. Change it first, or leave it."}});
  }
  RequireReason(
      reason,
      {"RUN-04",
       "reason",
       {"Alasannya kosong. Tuliskan mengapa susunan acara yang sudah berlaku berubah.",
        "No reason is given. Say why a rundown that was released changes."}},
      findings);
  return findings;
}

std::vector<ChecklistKind> OfOtherDays(const Rundown& before, const Rundown& now) {
  const TakenDays was = TakenBy(before), is = TakenBy(now);
  std::vector<ChecklistKind> kinds;
  if (IsMore(is.all, was.all)) kinds.push_back(ChecklistKind::kReleaseLetters);
  if (IsMore(is.addresses, was.addresses)) kinds.push_back(ChecklistKind::kLeaderHold);
  if (IsMore(is.venues, was.venues)) kinds.push_back(ChecklistKind::kVenueContract);
  return kinds;
}

}  // namespace binadaya::scheduling::domain
