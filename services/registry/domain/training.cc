#include "services/registry/domain/training.h"

#include "absl/strings/str_cat.h"
#include "services/registry/domain/employment.h"

namespace binadaya::registry::domain {

Findings CheckRequirement(
    absl::CivilDay valid_from, bool is_held, bool has_group, std::string_view employment_type,
    std::optional<absl::CivilDay> newest, absl::CivilDay today, int horizon_years) {
  Findings findings;
  if (!is_held) {
    findings.push_back(
        {"TRN-01",
         "training",
         {"Pelatihan ini tidak dikenal, atau sudah digantikan yang lain. Pilih kode pelatihan yang "
          "masih diselenggarakan (PKP, PKA, PKN_II, LATSAR).",
          "There is no such training, or another took its place. Choose the code of one that is "
          "still held (PKP, PKA, PKN_II, LATSAR)."}});
  }
  if (!has_group && employment_type.empty()) {
    findings.push_back(
        {"TRN-02",
         "group",
         {"Tidak disebut siapa yang wajib. Isi jenjang jabatan, jenis kepegawaian, atau keduanya.",
          "It does not say of whom it is required. Enter a group of posts, an employment type, or "
          "both."}});
  }
  if (!employment_type.empty() && !ParseEmploymentType(employment_type).has_value()) {
    findings.push_back(
        {"TRN-03",
         "employment_type",
         {"Jenis kepegawaian ini tidak dikenal. Isi CPNS, PNS, PPPK atau PPPK_PW.",
          "There is no such employment type. Enter CPNS, PNS, PPPK or PPPK_PW."}});
  }
  if (newest.has_value() && valid_from <= *newest && valid_from < today) {
    findings.push_back(
        {"TRN-04",
         "valid_from",
         {"Sejak tanggal itu sudah berlaku ketentuan pelatihan ini. Tetapkan yang baru mulai hari "
          "ini atau sesudahnya.",
          "A requirement of this training is in force from that day or later. Set the new one from "
          "today on."},
         {{"in_force_since", absl::FormatCivilTime(*newest)}}});
  }
  if (const absl::CivilDay last(today.year() + horizon_years, today.month(), today.day());
      valid_from > last) {
    findings.push_back(
        {"TRN-05",
         "valid_from",
         {absl::StrCat(
              "Ketentuan ini baru berlaku lebih dari ", horizon_years,
              " tahun lagi. Perbaiki tanggalnya, atau tetapkan bila sudah lebih dekat."),
          absl::StrCat(
              "This requirement begins more than ", horizon_years,
              " years ahead. Correct the day, or set it when it is nearer.")},
         {{"last", absl::FormatCivilTime(last)}}});
  }
  return findings;
}

}  // namespace binadaya::registry::domain
