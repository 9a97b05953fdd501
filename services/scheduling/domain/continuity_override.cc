#include "services/scheduling/domain/continuity_override.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "services/common/domain/step.h"
#include "services/common/domain/text.h"

namespace binadaya::scheduling::domain {
namespace {

std::string ValueOf(const Finding& finding, const char* name) {
  const auto found = finding.values.find(name);
  return found == finding.values.end() ? "" : found->second;
}

// A finding as far as it is let be.
ContinuityOverride AsFound(const Finding& finding, ContinuityOverride by) {
  const bool quarter = finding.values.contains("quarter");
  by.rule = finding.rule;
  const bool blackout = finding.values.contains("blackout");
  by.about = ValueOf(finding, blackout ? "blackout" : quarter ? "people" : "unit");
  by.period = ValueOf(finding, quarter ? "quarter" : "day");
  if (!absl::SimpleAtoi(ValueOf(finding, quarter ? "days" : "away"), &by.allows))
    by.allows = finding.values.contains("secretary") ? 2 : 1;  // both of a pair
  return by;
}

bool Allows(const ContinuityOverride& one, const ContinuityOverride& found) {
  return one.rule == found.rule && one.about == found.about && one.period == found.period &&
         found.allows <= one.allows;
}

bool IsIn(const Finding& finding, std::string_view path) {
  return finding.rule.starts_with("SVC-") && ValueOf(finding, "unit").starts_with(path);
}

}  // namespace

Findings ContinuityIn(const Findings& findings, std::string_view path) {
  Findings some;
  for (const Finding& finding : findings)
    if (IsIn(finding, path)) some.push_back(finding);
  return some;
}

absl::StatusOr<std::vector<ContinuityOverride>> OverrideOf(
    const Findings& findings, const std::string& rule, const std::string& path,
    const ContinuityOverride& by) {
  std::vector<ContinuityOverride> overrides;
  bool above = false;
  for (const Finding& finding : findings) {
    if (finding.warning || finding.rule != rule || !IsIn(finding, path)) continue;
    if (finding.values.contains("set_for") && !ValueOf(finding, "set_for").starts_with(path)) {
      above = true;
      continue;
    }
    const ContinuityOverride found = AsFound(finding, by);
    const auto covers = [&](const ContinuityOverride& one) { return Allows(one, found); };
    if (std::ranges::any_of(overrides, covers)) continue;
    std::erase_if(overrides, [&](const ContinuityOverride& one) { return Allows(found, one); });
    overrides.push_back(found);
  }
  Findings missing;
  if (overrides.empty() && above) {
    missing.push_back(
        {.rule = "SVC-13",
         .where = "rule",
         .message = {
             "Masa larangan ini ditetapkan bagi unit di atas unit Anda. Mintalah kepala unit itu "
             "mengizinkan atau mencabutnya.",
             "This blackout was set for a unit above yours. Ask the head of that unit to let it "
             "be, or to lift it."}});
  } else if (overrides.empty()) {
    missing.push_back(
        {.rule = "SVC-11",
         .where = "rule",
         .message = {
             "Kelas ini tidak melanggar aturan itu di unit Anda. Lihat lagi pemeriksaan susunan "
             "acaranya.",
             "The batch does not break that rule in your units. See the check of its rundown "
             "again."}});
  }
  if (by.reason == OverrideReason::kOther) {
    RequireReason(
        by.note,
        {.rule = "SVC-12",
         .where = "note",
         .message =
             {"Alasan OTHER perlu penjelasan. Tuliskan mengapa layanan boleh ditinggalkan.",
              "The reason OTHER needs words. Write why the service may be left."}},
        missing);
  }
  if (absl::Status status = RefuseIfBlocked(std::move(missing)); !status.ok()) return status;
  return overrides;
}

void LetBe(std::span<const ContinuityOverride> overrides, Findings& findings) {
  for (Finding& finding : findings) {
    if (finding.warning || !finding.rule.starts_with("SVC-")) continue;
    const ContinuityOverride found = AsFound(finding, {});
    const auto by = std::find_if(
        overrides.begin(), overrides.end(),
        [&](const ContinuityOverride& one) { return Allows(one, found); });
    if (by == overrides.end()) continue;
    const std::string reason(ToString(by->reason));
    finding.warning = true;
    finding.message.id += Cat(" Diizinkan oleh kepala perangkat daerah: ", reason, ".");
    finding.message.en += Cat(" The head of the agency lets it be: ", reason, ".");
    finding.values["allowed_by"] = by->made_by;
    finding.values["allowed_on"] = absl::FormatCivilTime(by->made_on);
    finding.values["allowed_for"] = reason;
  }
}

int AllowedOf(
    std::span<const ContinuityOverride> overrides, std::string_view rule, std::string_view about,
    std::string_view period) {
  int most = 0;
  for (const ContinuityOverride& one : overrides)
    if (one.rule == rule && one.about == about && one.period == period)
      most = std::max(most, one.allows);
  return most;
}

}  // namespace binadaya::scheduling::domain
