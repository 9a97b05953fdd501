#include "services/registry/domain/assignment.h"

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
             "penugasan Plt/Plh harus punya tanggal akhir",
             "an acting or daily assignment needs an end"}});
  }
  if (definitive && to.has_value()) {
    findings.push_back(
        {.rule = "ASG-03",
         .where = "valid_to",
         .message = {
             "jabatan definitif tidak diberi tanggal akhir; ia berakhir oleh penugasan berikutnya",
             "a definitive assignment has no end; the next one ends it"}});
  }
  if (to.has_value() && *to <= from) {
    findings.push_back(
        {.rule = "ASG-02",
         .where = "valid_to",
         .message = {
             "tanggal akhir harus sesudah tanggal mulai", "the end must be after the start"}});
  }
  if (!active) {
    findings.push_back(
        {.rule = "ASG-04",
         .where = "person",
         .message = {
             "pegawai tidak berkedudukan AKTIF; perbarui kedudukan hukumnya dahulu",
             "the person is not active; correct the legal position first"}});
  }
  return findings;
}

Findings CheckCampaign(absl::CivilDay opens, absl::CivilDay closes) {
  if (closes > opens) return {};
  return {
      {.rule = "CAMP-01",
       .where = "closes",
       .message = {"tanggal tutup harus sesudah tanggal buka", "it must close after it opens"}}};
}

Findings CheckRatable(
    absl::CivilDay opens, absl::CivilDay closes, absl::CivilDay today, bool inside) {
  Findings findings;
  if (today < opens || today >= closes) {
    findings.push_back(
        {.rule = "CAMP-02",
         .where = "campaign",
         .message =
             {"kampanye penilaian tidak sedang dibuka", "the rating campaign is not open today"},
         .values = {
             {"opens", absl::FormatCivilTime(opens)}, {"closes", absl::FormatCivilTime(closes)}}});
  }
  if (!inside) {
    findings.push_back(
        {.rule = "CAMP-03",
         .where = "person",
         .message = {
             "unit pegawai berada di luar kampanye ini",
             "the person's unit is outside this campaign"}});
  }
  return findings;
}

}  // namespace binadaya::registry::domain
