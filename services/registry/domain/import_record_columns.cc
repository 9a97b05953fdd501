// The columns of the files of records, and what people write into them.
#include <array>
#include <utility>

#include "absl/strings/str_replace.h"
#include "services/registry/domain/import_records.h"

namespace binadaya::registry::domain {
namespace {

// Every record is about somebody, whose name is only compared.
std::vector<Column> AboutSomebody(std::vector<Column> columns) {
  Column number = kPersonColumns[0], name = kPersonColumns[1];
  name.optional = true;
  columns.insert(columns.begin(), {std::move(number), std::move(name)});
  return columns;
}

Column Document(
    const std::string& heading, const std::string& example, std::vector<std::string> headings) {
  for (const char* any : {"document", "nomordokumen", "nodokumen", "dokumen"})
    headings.emplace_back(any);
  return {"document", heading, std::move(headings), example};
}

std::vector<Column> AppraisalColumns() {
  Column document = Document("Nomor Dokumen", "800/1/2026", {"nomorsk", "nosk"});
  document.optional = true;
  return AboutSomebody(
      {{"year", "Tahun", {"year", "tahun", "tahunpenilaian", "tahunkinerja"}, "2025"},
       {"predicate", "Predikat", {"predicate", "predikat", "predikatkinerja"}, "BAIK"},
       std::move(document),
       {"reason",
        "Alasan",
        {"reason", "alasan", "alasankoreksi", "alasanperbaikan", "alasanperubahan"},
        "",
        true}});
}

std::vector<Column> TrainingColumns() {
  return AboutSomebody(
      {{"training",
        "Diklat",
        {"training", "diklat", "pelatihan", "namadiklat", "namapelatihan", "jenisdiklat"},
        "PKP"},
       {"completed_on",
        "Tanggal Selesai",
        {"completedon", "tanggalselesai", "tglselesai", "tanggalsertifikat", "tglsertifikat"},
        "2025-06-30"},
       Document(
           "Nomor Sertifikat", "SERT-1/2025",
           {"nomorsertifikat", "nosertifikat", "sertifikat", "nomorsttpp", "nosttpp"})});
}

std::vector<Column> EducationColumns() {
  return AboutSomebody(
      {{"education",
        "Tingkat Pendidikan",
        {"education", "tingkatpendidikan", "jenjangpendidikan", "pendidikan", "level"},
        "S1"},
       {"field",
        "Bidang Studi",
        {"field", "bidangstudi", "jurusan", "programstudi", "prodi"},
        "Administrasi Negara",
        true},
       {"completed_on",
        "Tanggal Lulus",
        {"completedon", "tanggallulus", "tgllulus", "tanggalijazah", "tglijazah"},
        "2021-08-31"},
       Document("Nomor Ijazah", "IJZ-1/2021", {"nomorijazah", "noijazah", "ijazah"})});
}

std::vector<Column> DisciplineColumns() {
  return AboutSomebody(
      {{"discipline",
        "Tingkat Hukuman Disiplin",
        {"discipline", "tingkathukumandisiplin", "tingkathukuman", "hukumandisiplin", "hukuman",
         "level"},
        "RINGAN"},
       {"decided_on",
        "Tanggal SK",
        {"decidedon", "tanggalsk", "tglsk", "tanggalkeputusan", "tglkeputusan"},
        "2025-03-01"},
       {"ends_on",
        "Tanggal Berakhir",
        {"endson", "tanggalberakhir", "tglberakhir", "berakhir"},
        "2025-09-01",
        true},
       Document("Nomor SK", "800/2/2025", {"nomorsk", "nosk", "sk", "decree"})});
}

std::vector<Column> LeaveColumns() {
  return AboutSomebody(
      {{"leave", "Jenis Cuti", {"leave", "jeniscuti", "cuti", "kind"}, "TAHUNAN"},
       {"first_day",
        "Tanggal Mulai",
        {"firstday", "tanggalmulai", "tglmulai", "mulai", "haripertama"},
        "2026-03-02"},
       {"last_day",
        "Tanggal Selesai",
        {"lastday", "tanggalselesai", "tglselesai", "selesai", "hariterakhir"},
        "2026-03-06"},
       Document("Nomor Surat Cuti", "C-1/2026", {"nomorsuratcuti", "nomorsurat", "nosurat"})});
}

// What people write for a code of a column, beside the code itself; see Plain.
struct Synonym {
  std::string_view column, word, code;
};
constexpr Synonym kSynonyms[] = {
    {"predicate", "verygood", "SANGAT_BAIK"},
    {"predicate", "good", "BAIK"},
    {"predicate", "needsimprovement", "BUTUH_PERBAIKAN"},
    {"predicate", "kurangmisconduct", "KURANG"},
    {"predicate", "poor", "KURANG"},
    {"predicate", "verypoor", "SANGAT_KURANG"},
    {"education", "sltp", "SMP"},
    {"education", "slta", "SMA"},
    {"education", "smk", "SMA"},
    {"education", "di", "D1"},
    {"education", "diploma1", "D1"},
    {"education", "diplomai", "D1"},
    {"education", "dii", "D2"},
    {"education", "diploma2", "D2"},
    {"education", "diplomaii", "D2"},
    {"education", "diii", "D3"},
    {"education", "diploma3", "D3"},
    {"education", "diplomaiii", "D3"},
    {"education", "div", "D4"},
    {"education", "diploma4", "D4"},
    {"education", "diplomaiv", "D4"},
    {"education", "sarjanaterapan", "D4"},
    {"education", "sarjana", "S1"},
    {"education", "bachelor", "S1"},
    {"education", "magister", "S2"},
    {"education", "master", "S2"},
    {"education", "doktor", "S3"},
    {"education", "doctor", "S3"},
    {"discipline", "light", "RINGAN"},
    {"discipline", "medium", "SEDANG"},
    {"discipline", "severe", "BERAT"},
    {"leave", "annual", "TAHUNAN"},
    {"leave", "long", "BESAR"},
    {"leave", "sick", "SAKIT"},
    {"leave", "maternity", "MELAHIRKAN"},
    {"leave", "karenaalasanpenting", "ALASAN_PENTING"},
    {"leave", "collective", "BERSAMA"},
};

}  // namespace

const std::vector<Column>& RecordColumns(RecordKind kind) {
  static const std::array<std::vector<Column>, 5> kColumns = {
      AppraisalColumns(), TrainingColumns(), EducationColumns(), DisciplineColumns(),
      LeaveColumns()};
  return kColumns[static_cast<std::size_t>(kind) - 1];
}

std::string_view ReadRecordCode(std::string_view column, std::string_view text) {
  // "Hukuman Disiplin Tingkat Ringan", "Cuti Tahunan", "annual leave", "Strata 1"
  const std::string plain = absl::StrReplaceAll(
      Plain(text), {{"hukuman", ""},
                    {"disiplin", ""},
                    {"tingkat", ""},
                    {"cuti", ""},
                    {"leave", ""},
                    {"strata", "s"}});
  for (const CodeName& allowed : AllowedValues(column))
    if (Plain(allowed.code) == plain) return allowed.code;
  for (const Synonym& known : kSynonyms)
    if (known.column == column && known.word == plain) return known.code;
  return "";
}

}  // namespace binadaya::registry::domain
