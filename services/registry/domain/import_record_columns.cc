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

struct RecordWord {
  RecordKind kind;
  std::string_view word, code;
};
constexpr RecordWord kRecordWords[] = {
    {RecordKind::kAppraisal, "sangatbaik", "SANGAT_BAIK"},
    {RecordKind::kAppraisal, "verygood", "SANGAT_BAIK"},
    {RecordKind::kAppraisal, "baik", "BAIK"},
    {RecordKind::kAppraisal, "good", "BAIK"},
    {RecordKind::kAppraisal, "butuhperbaikan", "BUTUH_PERBAIKAN"},
    {RecordKind::kAppraisal, "needsimprovement", "BUTUH_PERBAIKAN"},
    {RecordKind::kAppraisal, "kurang", "KURANG"},
    {RecordKind::kAppraisal, "kurangmisconduct", "KURANG"},
    {RecordKind::kAppraisal, "poor", "KURANG"},
    {RecordKind::kAppraisal, "sangatkurang", "SANGAT_KURANG"},
    {RecordKind::kAppraisal, "verypoor", "SANGAT_KURANG"},
    {RecordKind::kEducation, "sd", "SD"},
    {RecordKind::kEducation, "smp", "SMP"},
    {RecordKind::kEducation, "sltp", "SMP"},
    {RecordKind::kEducation, "sma", "SMA"},
    {RecordKind::kEducation, "slta", "SMA"},
    {RecordKind::kEducation, "smk", "SMA"},
    {RecordKind::kEducation, "d1", "D1"},
    {RecordKind::kEducation, "di", "D1"},
    {RecordKind::kEducation, "diploma1", "D1"},
    {RecordKind::kEducation, "diplomai", "D1"},
    {RecordKind::kEducation, "d2", "D2"},
    {RecordKind::kEducation, "dii", "D2"},
    {RecordKind::kEducation, "diploma2", "D2"},
    {RecordKind::kEducation, "diplomaii", "D2"},
    {RecordKind::kEducation, "d3", "D3"},
    {RecordKind::kEducation, "diii", "D3"},
    {RecordKind::kEducation, "diploma3", "D3"},
    {RecordKind::kEducation, "diplomaiii", "D3"},
    {RecordKind::kEducation, "d4", "D4"},
    {RecordKind::kEducation, "div", "D4"},
    {RecordKind::kEducation, "diploma4", "D4"},
    {RecordKind::kEducation, "diplomaiv", "D4"},
    {RecordKind::kEducation, "sarjanaterapan", "D4"},
    {RecordKind::kEducation, "s1", "S1"},
    {RecordKind::kEducation, "sarjana", "S1"},
    {RecordKind::kEducation, "bachelor", "S1"},
    {RecordKind::kEducation, "s2", "S2"},
    {RecordKind::kEducation, "magister", "S2"},
    {RecordKind::kEducation, "master", "S2"},
    {RecordKind::kEducation, "s3", "S3"},
    {RecordKind::kEducation, "doktor", "S3"},
    {RecordKind::kEducation, "doctor", "S3"},
    {RecordKind::kDiscipline, "ringan", "RINGAN"},
    {RecordKind::kDiscipline, "light", "RINGAN"},
    {RecordKind::kDiscipline, "sedang", "SEDANG"},
    {RecordKind::kDiscipline, "medium", "SEDANG"},
    {RecordKind::kDiscipline, "berat", "BERAT"},
    {RecordKind::kDiscipline, "severe", "BERAT"},
    {RecordKind::kLeave, "tahunan", "TAHUNAN"},
    {RecordKind::kLeave, "annual", "TAHUNAN"},
    {RecordKind::kLeave, "besar", "BESAR"},
    {RecordKind::kLeave, "long", "BESAR"},
    {RecordKind::kLeave, "sakit", "SAKIT"},
    {RecordKind::kLeave, "sick", "SAKIT"},
    {RecordKind::kLeave, "melahirkan", "MELAHIRKAN"},
    {RecordKind::kLeave, "maternity", "MELAHIRKAN"},
    {RecordKind::kLeave, "alasanpenting", "ALASAN_PENTING"},
    {RecordKind::kLeave, "karenaalasanpenting", "ALASAN_PENTING"},
    {RecordKind::kLeave, "bersama", "BERSAMA"},
    {RecordKind::kLeave, "collective", "BERSAMA"},
};

}  // namespace

const std::vector<Column>& RecordColumns(RecordKind kind) {
  static const std::array<std::vector<Column>, 5> kColumns = {
      AppraisalColumns(), TrainingColumns(), EducationColumns(), DisciplineColumns(),
      LeaveColumns()};
  return kColumns[static_cast<std::size_t>(kind) - 1];
}

std::string_view ReadRecordCode(RecordKind kind, std::string_view text) {
  // "Hukuman Disiplin Tingkat Ringan", "Cuti Tahunan", "annual leave", "Strata 1"
  const std::string plain = absl::StrReplaceAll(
      Plain(text), {{"hukuman", ""},
                    {"disiplin", ""},
                    {"tingkat", ""},
                    {"cuti", ""},
                    {"leave", ""},
                    {"strata", "s"}});
  for (const RecordWord& known : kRecordWords)
    if (known.kind == kind && known.word == plain) return known.code;
  return "";
}

}  // namespace binadaya::registry::domain
