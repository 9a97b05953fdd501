#include "services/registry/domain/candidate.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/domain/round.h"

namespace binadaya::registry::domain {
namespace {

// Of a lift or weight that is not 0. What is smaller is lost when scores are worked out.
constexpr double kLeast = 0.001;

}  // namespace

Findings CheckTargets(
    const std::vector<Target>& targets, const std::vector<std::string>& competencies) {
  Findings findings;
  std::set<std::string> seen;
  double raised = 0;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    const std::string where = absl::StrCat("targets[", i, "].competency");
    const std::string& competency = targets[i].competency;
    raised += targets[i].weight * targets[i].lift;
    if (std::find(competencies.begin(), competencies.end(), competency) == competencies.end()) {
      findings.push_back(
          {"MATCH-01",
           where,
           {"Kompetensi ini tidak ada dalam kamus. Perbaiki kodenya.",
            "The dictionary does not hold this competency. Correct its code."},
           {{"competency", competency}}});
    }
    for (const auto& [value, field] :
         {std::pair(targets[i].lift, "lift"), std::pair(targets[i].weight, "weight")}) {
      if (value == 0 || value >= kLeast) continue;
      findings.push_back(
          {"MATCH-04",
           absl::StrCat("targets[", i, "].", field),
           {"Kenaikan tingkat dan bobot paling sedikit 0,001, atau 0. Perbaiki nilainya.",
            "A lift and a weight are at least 0.001, or 0. Correct the value."}});
    }
    if (!seen.insert(competency).second) {
      findings.push_back(
          {"MATCH-02",
           where,
           {"Kompetensi ini disebut dua kali. Hapus salah satunya.",
            "This competency is named twice. Leave one out."},
           {{"competency", competency}}});
    }
  }
  if (raised <= 0) {
    findings.push_back(
        {"MATCH-03",
         "targets",
         {"Tidak ada sasaran yang dinaikkan: isi kenaikan tingkat dan bobot lebih dari 0.",
          "Nothing is raised: enter a lift and a weight above 0."}});
  }
  return findings;
}

Findings CheckDays(std::optional<absl::CivilDay> from, std::optional<absl::CivilDay> until) {
  if (from.has_value() != until.has_value()) {
    return {
        {"MATCH-05",
         from.has_value() ? "until" : "from",
         {"Hari mulai dan hari berakhir diisi keduanya, atau tidak satu pun. Isi yang kurang.",
          "Enter both the day on which it begins and that on which it ends, or neither. Enter the "
          "one that is missing."}}};
  }
  if (!from.has_value() || *from < *until) return {};
  return {
      {"MATCH-06",
       "until",
       {"Berakhir sebelum dimulai. Perbaiki salah satu tanggalnya.",
        "It ends before it begins. Correct one of the days."}}};
}

Match MatchOf(const std::vector<Target>& targets, const std::map<std::string, double>& gaps) {
  Match match;
  double all = 0;
  for (const Target& target : targets) all += target.weight * target.lift;
  double met = 0;
  for (const Target& target : targets) {
    const auto found = gaps.find(target.competency);
    Match::Part& part = match.parts.emplace_back();
    part.target = target;
    part.gap = found == gaps.end() ? 0 : std::max(0.0, found->second);
    const double points = target.weight * std::min(part.gap, target.lift);
    part.points = all > 0 ? Round4(100 * points / all) : 0;
    met += points;
  }
  match.score = all > 0 ? Round4(100 * met / all) : 0;
  return match;
}

}  // namespace binadaya::registry::domain
