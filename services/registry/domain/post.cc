#include "services/registry/domain/post.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"

namespace binadaya::registry::domain {
namespace {

// In the order of StandardPolicy: keahlian, keterampilan.
constexpr std::array<std::string_view, 4> kExpert = {
    "AHLI_PERTAMA", "AHLI_MUDA", "AHLI_MADYA", "AHLI_UTAMA"};
constexpr std::array<std::string_view, 4> kSkilled = {"PEMULA", "TERAMPIL", "MAHIR", "PENYELIA"};

std::optional<int> FunctionalLevel(std::string_view level, const StandardPolicy& policy) {
  for (size_t i = 0; i < kExpert.size(); ++i) {
    if (kExpert[i] == level) return policy.expert[i];
    if (kSkilled[i] == level) return policy.skilled[i];
  }
  return std::nullopt;
}

}  // namespace

std::optional<int> RequiredLevel(
    PostGroup group, std::string_view functional_level, const StandardPolicy& policy) {
  switch (group) {
    case PostGroup::kSeniorLeader:
      return policy.senior_leader;
    case PostGroup::kAdministrator:
      return policy.administrator;
    case PostGroup::kSupervisor:
      return policy.supervisor;
    case PostGroup::kExecutor:
      return policy.executor;
    case PostGroup::kFunctional:
      return FunctionalLevel(functional_level, policy);
  }
  return std::nullopt;
}

Findings CompleteStandards(
    Post& post, const std::vector<std::string>& core, const std::vector<std::string>& known,
    const StandardPolicy& policy) {
  Findings findings;
  const std::optional<int> level = RequiredLevel(post.group, post.functional_level, policy);
  if (!level.has_value()) {
    findings.push_back(
        {"POST-01",
         "functional_level",
         {"Jenjang jabatan fungsional tidak dikenal. Isi salah satu dari AHLI_PERTAMA, AHLI_MUDA, "
          "AHLI_MADYA, AHLI_UTAMA, PEMULA, TERAMPIL, MAHIR, PENYELIA.",
          "The level of the functional post is unknown. Enter one of AHLI_PERTAMA, AHLI_MUDA, "
          "AHLI_MADYA, AHLI_UTAMA, PEMULA, TERAMPIL, MAHIR, PENYELIA."},
         {{"functional_level", post.functional_level}}});
  }
  const std::set<std::string_view> dictionary(known.begin(), known.end());
  std::map<std::string_view, int>
      levels;  // departures and additions first: what the group asks does not overrule them
  for (size_t i = 0; i < post.standards.size(); ++i) {
    const Standard& standard = post.standards[i];
    const std::string where = absl::StrCat("standards[", i, "].competency");
    if (!dictionary.contains(standard.competency)) {
      findings.push_back(
          {"POST-02",
           where,
           {"Kompetensi tidak ada dalam kamus kompetensi. Perbaiki kodenya, atau "
            "tambahkan ke kamus lebih dahulu.",
            "The competency is not in the dictionary. Correct its code, or add it "
            "to the dictionary first."},
           {{"competency", standard.competency}}});
    }
    if (!levels.emplace(standard.competency, standard.level).second) {
      findings.push_back(
          {"POST-03",
           where,
           {"Kompetensi ini disebut dua kali. Hapus salah satunya.",
            "This competency is listed twice. Remove one of the two."},
           {{"competency", standard.competency}}});
    }
  }
  if (Blocks(findings)) return findings;

  for (const std::string& competency : core) levels.emplace(competency, *level);
  std::vector<Standard> complete;
  complete.reserve(levels.size());
  for (const auto& [competency, required] : levels) {
    complete.push_back({std::string(competency), required});
  }
  post.standards = std::move(complete);
  return findings;
}

}  // namespace binadaya::registry::domain
