#include "services/registry/domain/post.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/registry/domain/naming.h"

namespace binadaya::registry::domain {
namespace {

// In the order of LevelTable: keahlian, keterampilan.
constexpr std::array<std::string_view, 4> kExpert = {
    "AHLI_PERTAMA", "AHLI_MUDA", "AHLI_MADYA", "AHLI_UTAMA"};
constexpr std::array<std::string_view, 4> kSkilled = {"PEMULA", "TERAMPIL", "MAHIR", "PENYELIA"};

}  // namespace

std::vector<LevelTable::Entry> LevelTable::Entries() const {
  std::vector<Entry> entries = {
      {PostGroup::kSeniorLeader, "", senior_leader},
      {PostGroup::kAdministrator, "", administrator},
      {PostGroup::kSupervisor, "", supervisor},
      {PostGroup::kExecutor, "", executor}};
  for (size_t i = 0; i < kExpert.size(); ++i) {
    entries.push_back({PostGroup::kFunctional, kExpert[i], expert[i]});
    entries.push_back({PostGroup::kFunctional, kSkilled[i], skilled[i]});
  }
  return entries;
}

std::optional<int> OfLevel(
    PostGroup group, std::string_view functional_level, const LevelTable& table) {
  for (const LevelTable::Entry& entry : table.Entries()) {
    if (entry.group == group &&
        (group != PostGroup::kFunctional || entry.functional_level == functional_level)) {
      return entry.value;
    }
  }
  return std::nullopt;
}

Findings CompleteStandards(
    Post& post, const std::vector<std::string>& core, const std::vector<std::string>& known,
    const LevelTable& demanded, const std::vector<std::string>& not_required) {
  Findings findings;
  const std::optional<int> level = OfLevel(post.group, post.functional_level, demanded);
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
  std::set<std::string_view> named;
  const auto check = [&](const std::string& competency, const std::string& where) {
    if (!dictionary.contains(competency)) {
      findings.push_back(
          {"POST-02",
           where,
           {"Kompetensi tidak ada dalam kamus kompetensi. Perbaiki kodenya, atau "
            "tambahkan ke kamus lebih dahulu.",
            "The competency is not in the dictionary. Correct its code, or add it "
            "to the dictionary first."},
           {{"competency", competency}}});
    }
    if (!named.insert(competency).second) {
      findings.push_back(
          {"POST-03",
           where,
           {"Kompetensi ini disebut dua kali. Hapus salah satunya.",
            "This competency is listed twice. Remove one of the two."},
           {{"competency", competency}}});
    }
  };
  // Departures and additions first: what the group asks does not overrule them.
  std::map<std::string_view, int> levels;
  for (size_t i = 0; i < post.standards.size(); ++i) {
    check(post.standards[i].competency, absl::StrCat("standards[", i, "].competency"));
    levels.emplace(post.standards[i].competency, post.standards[i].level);
  }
  for (size_t i = 0; i < not_required.size(); ++i)
    check(not_required[i], absl::StrCat("not_required[", i, "]"));
  if (Blocks(findings)) return findings;

  for (const std::string& competency : core) {
    if (!named.contains(competency)) levels.emplace(competency, *level);
  }
  if (levels.empty()) {
    findings.push_back(
        {"POST-04",
         "not_required",
         {"Jabatan ini tidak menuntut satu kompetensi pun. Sisakan paling sedikit satu.",
          "The post demands no competency at all. Leave at least one."}});
  }
  std::vector<Standard> complete;
  complete.reserve(levels.size());
  for (const auto& [competency, required] : levels) {
    complete.push_back({std::string(competency), required});
  }
  post.standards = std::move(complete);
  return findings;
}

Findings CheckPost(const Post& post) {
  Findings findings;
  const auto number = [&]() -> std::string_view {
    switch (post.group) {
      case PostGroup::kSeniorLeader:
        return "II";
      case PostGroup::kAdministrator:
        return "III";
      case PostGroup::kSupervisor:
        return "IV";
      case PostGroup::kExecutor:
      case PostGroup::kFunctional:
        break;
    }
    return "";
  }();
  const bool fits = !number.empty() && (post.echelon == absl::StrCat(std::string(number), ".a") ||
                                        post.echelon == absl::StrCat(std::string(number), ".b"));
  if (!post.echelon.empty() && !fits) {
    findings.push_back(
        {"POST-05",
         "echelon",
         {"Eselon tidak sesuai jenjang: JPT pratama II.a atau II.b, administrator III.a atau "
          "III.b, pengawas IV.a atau IV.b, lainnya kosong. Perbaiki eselon atau jenjangnya.",
          "The echelon does not go with the group: JPT pratama II.a or II.b, administrator III.a "
          "or III.b, pengawas IV.a or IV.b, none of others. Correct the echelon or the group."},
         {{"echelon", post.echelon}}});
  }
  if (!IsCode(post.code)) {
    findings.push_back(
        {"POST-06",
         "code",
         {"Kode jabatan memuat selain huruf, angka, titik, '-' dan '_', atau lebih dari 40 "
          "karakter. Perbaiki kodenya.",
          "The post code holds other than letters, digits, '.', '-' and '_', or more than 40 "
          "characters. Correct the code."}});
  }
  if (!HasWords(post.title)) {
    findings.push_back(
        {"POST-07",
         "title",
         {"Nama jabatan tidak memuat kata. Isi nama jabatannya.",
          "The title holds no word. Enter the title of the post."}});
  }
  return findings;
}

Findings CheckPostTwin(std::string_view code, const std::vector<std::string>& others) {
  const std::string* twin = TwinOf(code, others);
  if (twin == nullptr) return {};
  return {
      {"POST-08",
       "code",
       {"Kode ini hanya berbeda huruf besar-kecil dengan kode jabatan lain. Pakai kode yang sudah "
        "ada, atau kode yang sungguh lain.",
        "This code and that of another post differ only in capitals. Use the code that is there, "
        "or one that is really another."},
       {{"other", *twin}}}};
}

const Post& VersionOn(const std::vector<Post>& versions, absl::CivilDay day) {
  const auto later = std::find_if(versions.begin(), versions.end(), [&](const Post& version) {
    return version.valid_from > day;
  });
  return later == versions.begin() ? *later : *std::prev(later);
}

Findings CheckVersion(
    absl::CivilDay valid_from, std::optional<absl::CivilDay> newest, absl::CivilDay today,
    int horizon_years) {
  Findings findings;
  if (newest.has_value() && valid_from <= *newest && valid_from < today) {
    findings.push_back(
        {"POST-09",
         "valid_from",
         {"Sejak tanggal itu sudah berlaku ketentuan jabatan, dan orang sudah diukur terhadapnya. "
          "Tetapkan yang baru mulai hari ini atau sesudahnya.",
          "A definition of the post is in force from that day or later, and people were measured "
          "against it. Define the new one from today on."},
         {{"in_force_since", absl::FormatCivilTime(*newest)}}});
  }
  if (const absl::CivilDay last(today.year() + horizon_years, today.month(), today.day());
      valid_from > last) {
    findings.push_back(
        {"POST-10",
         "valid_from",
         {absl::StrCat(
              "Tanggalnya lebih dari ", horizon_years,
              " tahun lagi. Perbaiki, atau tetapkan bila sudah lebih dekat."),
          absl::StrCat(
              "It is more than ", horizon_years,
              " years ahead. Correct it, or define it when it is nearer.")},
         {{"last", absl::FormatCivilTime(last)}}});
  }
  return findings;
}

}  // namespace binadaya::registry::domain
