#include "services/registry/domain/import_values.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "services/common/domain/text.h"
#include "services/registry/domain/employment.h"
#include "services/registry/domain/import_columns.h"

namespace binadaya::registry::domain {
namespace {

template <std::size_t n>
using Words = std::array<std::pair<std::string_view, std::string_view>, n>;

constexpr Words<10> kGenders = {{
    {"l", "L"},
    {"lakilaki", "L"},
    {"lk", "L"},
    {"pria", "L"},
    {"male", "L"},
    {"p", "P"},
    {"perempuan", "P"},
    {"pr", "P"},
    {"wanita", "P"},
    {"female", "P"},
}};
constexpr Words<7> kTypeWords = {{
    {"cpns", "CPNS"},
    {"pns", "PNS"},
    {"pppk", "PPPK"},
    {"p3k", "PPPK"},
    {"pppkpw", "PPPK_PW"},
    {"pppkparuhwaktu", "PPPK_PW"},
    {"p3kparuhwaktu", "PPPK_PW"},
}};
constexpr Words<11> kPositionWords = {{
    {"aktif", "AKTIF"},
    {"cltn", "CLTN"},
    {"cutidiluartanggungannegara", "CLTN"},
    {"tugasbelajar", "TUGAS_BELAJAR"},
    {"diperbantukan", "DIPERBANTUKAN"},
    {"pemberhentiansementara", "PEMBERHENTIAN_SEMENTARA"},
    {"pensiun", "PENSIUN"},
    {"meninggal", "MENINGGAL"},
    {"meninggaldunia", "MENINGGAL"},
    {"berhenti", "BERHENTI"},
    {"pindahinstansi", "PINDAH_INSTANSI"},
}};
constexpr Words<7> kGroups = {{
    {"jptpratama", "JPT_PRATAMA"},
    {"jpt", "JPT_PRATAMA"},
    {"administrator", "ADMINISTRATOR"},
    {"pengawas", "PENGAWAS"},
    {"pelaksana", "PELAKSANA"},
    {"fungsional", "FUNGSIONAL"},
    {"jabatanfungsional", "FUNGSIONAL"},
}};
constexpr std::array<std::string_view, 5> kGroupCodes = {
    "JPT_PRATAMA", "ADMINISTRATOR", "PENGAWAS", "PELAKSANA", "FUNGSIONAL"};
constexpr Words<6> kYesNo = {{
    {"ya", "1"},
    {"true", "1"},
    {"1", "1"},
    {"tidak", "0"},
    {"false", "0"},
    {"0", "0"},
}};

template <std::size_t n>
std::string_view Meant(const Words<n>& words, std::string_view text) {
  const std::string plain = Plain(text);
  for (const auto& [word, code] : words)
    if (word == plain) return code;
  return "";
}

}  // namespace

std::optional<Gender> ReadGender(std::string_view text) {
  return ParseGender(Meant(kGenders, text));
}

std::optional<EmploymentType> ReadEmploymentType(std::string_view text) {
  return ParseEmploymentType(Meant(kTypeWords, text));
}

std::optional<bool> ReadYesNo(std::string_view text) {
  if (text.empty()) return false;
  const std::string_view meant = Meant(kYesNo, text);
  if (meant.empty()) return std::nullopt;
  return meant == "1";
}

std::optional<std::string> ReadLegalPosition(std::string_view text) {
  const std::string_view meant = Meant(kPositionWords, text);
  if (meant.empty()) return std::nullopt;
  return std::string(meant);
}

std::optional<PostGroup> ReadPostGroup(std::string_view text) {
  const std::string_view meant = Meant(kGroups, text);
  for (std::size_t i = 0; i < kGroupCodes.size(); ++i)
    if (kGroupCodes[i] == meant) return static_cast<PostGroup>(i + 1);
  return std::nullopt;
}

std::string_view CodeOf(PostGroup group) {
  return kGroupCodes[static_cast<std::size_t>(group) - 1];
}

std::vector<CodeName> AllowedValues(std::string_view column) {
  if (column == "gender") return {{"L", "laki-laki"}, {"P", "perempuan"}};
  if (column == "direct_service") {
    return {
        {"ya", "melayani warga langsung di loket atau di lapangan"},
        {"tidak", "tidak; sel kosong berarti tidak"}};
  }
  if (column == "closed" || column == "is_head") return {{"ya", ""}, {"tidak", "sel kosong juga"}};
  if (column == "cluster") {
    return {
        {"MANAJERIAL", "ditetapkan peraturan"},
        {"SOSIOKULTURAL", "ditetapkan peraturan"},
        {"TEKNIS", "dari kamus kompetensi teknis"}};
  }
  if (column == "group") {
    return {
        {"JPT_PRATAMA", "pimpinan tinggi pratama: kepala dinas, kepala badan"},
        {"ADMINISTRATOR", "administrator: camat, kepala bidang"},
        {"PENGAWAS", "pengawas: lurah, kepala seksi"},
        {"PELAKSANA", "pelaksana"},
        {"FUNGSIONAL", "jabatan fungsional; isi juga jenjang fungsionalnya"}};
  }
  if (column == "functional_level") {
    return {{"AHLI_PERTAMA", "keahlian"}, {"AHLI_MUDA", "keahlian"},   {"AHLI_MADYA", "keahlian"},
            {"AHLI_UTAMA", "keahlian"},   {"PEMULA", "keterampilan"},  {"TERAMPIL", "keterampilan"},
            {"MAHIR", "keterampilan"},    {"PENYELIA", "keterampilan"}};
  }
  if (column == "employment_type") {
    return {
        {"CPNS", "calon PNS"},
        {"PNS", "pegawai negeri sipil"},
        {"PPPK", "pegawai pemerintah dengan perjanjian kerja"},
        {"PPPK_PW", "PPPK paruh waktu"}};
  }
  if (column == "grade") {
    std::vector<CodeName> grades;
    for (const std::string_view grade : GradesOf(EmploymentType::kPns))
      grades.push_back({grade, "golongan CPNS dan PNS"});
    for (const std::string_view grade : GradesOf(EmploymentType::kPppk))
      grades.push_back({grade, "golongan PPPK"});
    return grades;
  }
  if (column == "legal_position") {
    return {
        {"AKTIF", "bekerja"},
        {"CLTN", "cuti di luar tanggungan negara"},
        {"TUGAS_BELAJAR", "tugas belajar"},
        {"DIPERBANTUKAN", "diperbantukan di instansi lain"},
        {"PEMBERHENTIAN_SEMENTARA", "diberhentikan sementara"},
        {"PENSIUN", "pensiun"},
        {"MENINGGAL", "meninggal dunia"},
        {"BERHENTI", "berhenti"},
        {"PINDAH_INSTANSI", "pindah ke instansi lain"}};
  }
  if (column == "predicate") {
    return {
        {"SANGAT_BAIK", "sangat baik (PermenPANRB 6/2022)"},
        {"BAIK", "baik"},
        {"BUTUH_PERBAIKAN", "butuh perbaikan"},
        {"KURANG", "kurang"},
        {"SANGAT_KURANG", "sangat kurang"}};
  }
  if (column == "education") {
    return {
        {"SD", ""},
        {"SMP", "SLTP"},
        {"SMA", "SLTA, SMK"},
        {"D1", "diploma I"},
        {"D2", "diploma II"},
        {"D3", "diploma III"},
        {"D4", "diploma IV, sarjana terapan"},
        {"S1", "sarjana"},
        {"S2", "magister"},
        {"S3", "doktor"}};
  }
  if (column == "discipline")
    return {{"RINGAN", "hukuman disiplin ringan"}, {"SEDANG", "sedang"}, {"BERAT", "berat"}};
  if (column == "leave") {
    return {
        {"TAHUNAN", "cuti tahunan"},
        {"BESAR", "cuti besar"},
        {"SAKIT", "cuti sakit"},
        {"MELAHIRKAN", "cuti melahirkan"},
        {"ALASAN_PENTING", "cuti karena alasan penting"},
        {"BERSAMA", "cuti bersama"}};
  }
  return {};
}

bool IsName(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return absl::ascii_isalpha(byte) || byte >= 0x80;
  });
}

}  // namespace binadaya::registry::domain
