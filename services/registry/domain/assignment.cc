#include "services/registry/domain/assignment.h"

#include "absl/strings/str_join.h"

namespace binadaya::registry::domain {

Findings CheckAssignment(
    AssignmentKind kind, absl::CivilDay from, std::optional<absl::CivilDay> to, bool active) {
  Findings findings;
  const bool definitive = kind == AssignmentKind::kDefinitive;
  if (!definitive && !to.has_value()) {
    findings.push_back(
        {.rule = "ASG-01",
         .where = "valid_to",
         .message = {
             "Penugasan Plt/Plh tidak punya tanggal akhir. Isi tanggal akhirnya.",
             "An acting or daily assignment has no end. Enter the day on which it ends."}});
  }
  if (definitive && to.has_value()) {
    findings.push_back(
        {.rule = "ASG-03",
         .where = "valid_to",
         .message = {
             "Jabatan definitif berakhir oleh penugasan berikutnya. Kosongkan tanggal akhir.",
             "The next assignment ends a definitive one. Leave the end empty."}});
  }
  if (to.has_value() && *to <= from) {
    findings.push_back(
        {.rule = "ASG-02",
         .where = "valid_to",
         .message = {
             "Tanggal akhir tidak sesudah tanggal mulai. Perbaiki salah satunya.",
             "The end is not after the start. Correct one of the two."}});
  }
  if (!active) {
    findings.push_back(
        {.rule = "ASG-04",
         .where = "person",
         .message = {
             "Pegawai tidak berkedudukan AKTIF. Perbarui kedudukan hukumnya lebih dahulu.",
             "The person is not active. Correct the legal position first."}});
  }
  return findings;
}

Finding SecondHead(std::string_view where, const std::vector<std::string>& units) {
  return {
      .rule = "ASG-05",
      .where = std::string(where),
      .message =
          {"Unit ini akan punya dua kepala definitif. Akhiri dahulu yang lama, atau tunjuk "
           "Plt/Plh.",
           "The unit would have two definitive heads. End the present one first, or appoint an "
           "acting one."},
      .values = {{"units", absl::StrJoin(units, ", ")}}};
}

Findings CheckCampaign(
    absl::CivilDay opens, absl::CivilDay closes, std::optional<absl::CivilDay> unit_to) {
  Findings findings;
  if (closes <= opens) {
    findings.push_back(
        {.rule = "CAMP-01",
         .where = "closes",
         .message = {
             "Tanggal tutup tidak sesudah tanggal buka. Perbaiki salah satunya.",
             "The campaign does not close after it opens. Correct one of the two days."}});
  }
  if (unit_to.has_value() && *unit_to <= opens) {
    findings.push_back(
        {.rule = "CAMP-06",
         .where = "unit",
         .message =
             {"Unit ini sudah ditutup pada hari kampanye dibuka. Pilih unit yang menggantikannya.",
              "This unit is closed when the campaign opens. Choose the one that succeeds it."},
         .values = {{"valid_to", absl::FormatCivilTime(*unit_to)}}});
  }
  return findings;
}

Findings CheckClosing(absl::CivilDay closes, absl::CivilDay today) {
  if (closes > today) return {};
  return {
      {.rule = "CAMP-10",
       .where = "campaign",
       .message =
           {"Kampanye penilaian ini sudah ditutup. Tidak ada yang perlu dilakukan.",
            "The rating campaign has closed already. Nothing is left to do."},
       .values = {{"closes", absl::FormatCivilTime(closes)}}}};
}

Findings CheckRatable(
    absl::CivilDay opens, absl::CivilDay closes, absl::CivilDay today, bool inside) {
  Findings findings;
  if (today < opens || today >= closes) {
    findings.push_back(
        {.rule = "CAMP-02",
         .where = "campaign",
         .message =
             {"Kampanye penilaian tidak sedang dibuka. Nilai di antara tanggal buka dan tutupnya.",
              "The rating campaign is not open today. Rate while it is."},
         .values = {
             {"opens", absl::FormatCivilTime(opens)}, {"closes", absl::FormatCivilTime(closes)}}});
  }
  if (!inside) {
    findings.push_back(
        {.rule = "CAMP-03",
         .where = "person",
         .message = {
             "Unit pegawai berada di luar kampanye ini. Pilih kampanye yang mencakupnya.",
             "The person's unit is outside this campaign. Choose one that covers it."}});
  }
  return findings;
}

}  // namespace binadaya::registry::domain
