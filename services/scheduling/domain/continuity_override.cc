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
  by.about = ValueOf(finding, quarter ? "people" : "unit");
  by.period = ValueOf(finding, quarter ? "quarter" : "day");
  if (!absl::SimpleAtoi(ValueOf(finding, quarter ? "days" : "away"), &by.allows))
    by.allows = finding.values.contains("secretary") ? 2 : 1;  // both of a pair
  return by;
}

bool Allows(const ContinuityOverride& one, const ContinuityOverride& found) {
  return one.rule == found.rule && one.about == found.about && one.period == found.period &&
         found.allows <= one.allows;
}

}  // namespace

absl::StatusOr<std::vector<ContinuityOverride>> OverrideOf(
    const Findings& findings, const std::string& rule, const std::string& path,
    const ContinuityOverride& by) {
  std::vector<ContinuityOverride> overrides;
  for (const Finding& finding : findings)
    if (!finding.warning && finding.rule == rule && rule.starts_with("SVC-") &&
        ValueOf(finding, "unit").starts_with(path))
      overrides.push_back(AsFound(finding, by));
  Findings missing;
  if (overrides.empty()) {
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
    std::span<const ContinuityOverride> overrides, const std::string& rule,
    const std::string& about) {
  int most = 0;
  for (const ContinuityOverride& one : overrides)
    if (one.rule == rule && one.about == about) most = std::max(most, one.allows);
  return most;
}

}  // namespace binadaya::scheduling::domain
