// The file of competencies.
#include "services/registry/domain/import_competencies.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/domain/text.h"
#include "services/registry/domain/import_rows.h"
#include "services/registry/domain/naming.h"

namespace binadaya::registry::domain {
namespace {

constexpr std::size_t kLongestCode = 20;
constexpr char kTechnical[] = "TEKNIS";

Planned<Competency> ReadCompetency(const Row& row) {
  Planned<Competency> planned;
  planned.line = row.line;
  Competency& competency = planned.record;
  const auto add = [&](std::string_view column, std::string_view rule, Message message) {
    planned.findings.push_back(At(column, rule, std::move(message)));
  };
  competency.code = Value(row, "code");
  if (!IsCode(competency.code) || competency.code.size() > kLongestCode) {
    add("code", "COMP-01",
        {"Kode kompetensi kosong, lebih dari 20 karakter, atau memuat selain huruf, angka, titik, "
         "'-' dan '_'. Isi kode dari kamus kompetensi, misalnya T.PBJ.01.",
         "The code of the competency is missing, has more than 20 characters, or holds other than "
         "letters, digits, '.', '-' and '_'. Enter the code of the dictionary, such as T.PBJ.01."});
  }
  competency.name = Value(row, "name");
  competency.name_en = Value(row, "name_en");
  if (!HasWords(competency.name)) {
    add("name", "COMP-02",
        {"Nama kompetensi tidak memuat kata. Isi namanya.",
         "The name of the competency holds no word. Enter it."});
  }
  competency.cluster = absl::AsciiStrToUpper(Absl(Plain(Value(row, "cluster"))));
  bool known = false;
  for (const CodeName& cluster : AllowedValues("cluster"))
    known = known || cluster.code == competency.cluster;
  if (!known) {
    add("cluster", "COMP-03",
        {"Kelompok kompetensi tidak dikenal. Isi MANAJERIAL, SOSIOKULTURAL atau TEKNIS.",
         "The cluster of the competency is unknown. Enter MANAJERIAL, SOSIOKULTURAL or TEKNIS."});
  }
  AddReadFindings(row, planned.findings);
  return planned;
}

}  // namespace

ImportPlan<Competency> PlanCompetencies(
    const std::vector<Row>& rows, const std::map<std::string, Competency>& existing,
    const ImportOptions& options) {
  ImportPlan<Competency> plan;
  plan.rows.reserve(rows.size());
  for (const Row& row : rows) {
    plan.rows.push_back(
        options.skip.contains(row.line) ? Skipped<Competency>(row.line) : ReadCompetency(row));
  }
  const auto index = IndexRows(
      plan, [](const Competency& competency) { return std::string_view(competency.code); },
      "COMP-04", "code",
      {"Kode kompetensi ini ada di lebih dari satu baris. Hapus atau lewati yang salah.",
       "This code of a competency is on more than one line. Remove or skip what is wrong."});
  Spellings spellings;
  for (const auto& [code, competency] : existing) spellings.Add(code);
  for (const Planned<Competency>& planned : plan.rows) spellings.Add(planned.record.code);
  for (Planned<Competency>& planned : plan.rows) {
    if (planned.outcome == Outcome::kSkipped) continue;
    Competency& competency = planned.record;
    const Competency* known = Find(existing, competency.code);
    if (competency.name_en.empty())
      competency.name_en = known == nullptr ? competency.name : known->name_en;
    const std::vector<std::string> spelled = spellings.Of(competency.code);
    if (known == nullptr && spelled.size() > 1) {
      planned.findings.push_back(
          At("code", "COMP-06",
             {"Kode ini hanya berbeda huruf besar-kecil dari kode kompetensi lain. Pakai kode yang "
              "sudah ada, atau kode yang sungguh lain.",
              "This code and that of another competency differ only in capitals. Use the code that "
              "is there, or one that is really another."}));
    }
    if (competency.cluster != (known == nullptr ? kTechnical : known->cluster) &&
        !Blocks(planned.findings)) {
      planned.findings.push_back(At(
          "cluster", "COMP-05",
          {"Kompetensi manajerial dan sosiokultural ditetapkan peraturan (PermenPANRB 38/2017). "
           "Berkas hanya menambah kompetensi TEKNIS, dan kelompok yang ada tidak berubah.",
           "Managerial and socio-cultural competencies are given by law (PermenPANRB 38/2017). A "
           "file only adds TEKNIS ones, and no cluster changes."}));
    }
    if (known != nullptr) {
      planned.who = known->name;
      Compare(planned, "name", known->name, competency.name);
      Compare(planned, "name_en", known->name_en, competency.name_en);
    }
    Decide(planned, known);
  }
  if (options.complete) {
    for (const auto& [code, competency] : existing)
      if (!index.contains(code)) plan.missing.push_back(absl::StrCat(code, " ", competency.name));
  }
  return plan;
}

}  // namespace binadaya::registry::domain
