#include "services/registry/domain/form.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/domain/refusal.h"
#include "services/common/domain/round.h"
#include "services/common/domain/text.h"

namespace binadaya::registry::domain {
namespace {

// The same day `months` earlier; 29 February becomes 1 March.
absl::CivilDay MonthsBefore(absl::CivilDay day, int months) {
  const absl::CivilMonth month = absl::CivilMonth(day) - months;
  return absl::CivilDay(month.year(), month.month(), day.day());
}

void CheckDay(
    const Form& form, absl::CivilDay today, const RatingPolicy& policy, Findings& findings) {
  const std::string seen = absl::FormatCivilTime(form.seen);
  if (form.seen > today) {
    findings.push_back(
        {"RATE-06",
         "seen_on",
         {"Tanggal pengamatan ada di masa depan. Isi tanggal ketika perilaku itu terlihat.",
          "The day on which it was seen lies ahead. Enter the day on which it was seen."},
         {{"seen_on", seen}}});
  }
  const absl::CivilDay earliest = MonthsBefore(today, policy.seen_within_months);
  if (form.seen < earliest) {
    findings.push_back(
        {"RATE-07",
         "seen_on",
         {absl::StrCat(
              "Yang terlihat sebelum ", absl::FormatCivilTime(earliest),
              " terlalu lama untuk dinilai sekarang. Nilai yang terlihat sesudahnya."),
          absl::StrCat(
              "What was seen before ", absl::FormatCivilTime(earliest),
              " is too old to be judged now. Judge what was seen since.")},
         {{"seen_on", seen}}});
  }
}

void CheckCompetency(
    const Form& form, const std::string& code, const std::string& where,
    const Dictionary& dictionary, Findings& findings) {
  if (!Contains(dictionary.known, code)) {
    findings.push_back(
        {"RATE-02",
         where,
         {"Kompetensi tidak ada dalam kamus. Perbaiki kodenya.",
          "The competency is not in the dictionary. Correct its code."}});
    return;
  }
  if (!StandsAlone(form.role)) return;
  const bool core = Contains(dictionary.core, code);
  if (core != (form.role == RaterRole::kAssessmentCenter)) {
    findings.push_back(
        {"RATE-08",
         where,
         {core ? "Uji dan bukti hanya untuk kompetensi teknis. Nilai kompetensi ini oleh atasan "
                 "atau assessment center."
               : "Kompetensi teknis dinilai dengan uji, bukti, atau atasan. Pilih peran yang "
                 "sesuai.",
          core ? "A test or evidence is for technical competencies only. Have this one rated by "
                 "the supervisor or an assessment centre."
               : "A technical competency is rated by a test, by evidence or by the supervisor. "
                 "Choose the role that fits."},
         {{"role", std::string(ToString(form.role))}}});
  }
}

double LevelOf(const Form::Line& line, const std::string& where, Findings& findings) {
  if (line.level.has_value() == !line.checklist.empty()) {
    findings.push_back(
        {"RATE-04",
         where,
         {"Setiap penilaian berisi tingkat atau daftar periksa: tepat salah satu. Lengkapi, atau "
          "hapus salah satunya.",
          "A judgement holds a level or a checklist: exactly one of them. Enter one, or remove "
          "one."}});
    return 0;
  }
  if (line.level.has_value()) {
    // Written so that not-a-number is refused too.
    if (!(*line.level >= 1 && IsLevel(*line.level))) {
      findings.push_back(
          {"RATE-05",
           absl::StrCat(where, ".level"),
           {"Tingkat harus 1 sampai 5. Di bawah tingkat 1, isi daftar periksanya.",
            "The level must be 1 to 5. Below level 1, fill in the checklist."}});
    }
    return Round4(*line.level);
  }
  const absl::StatusOr<double> level = LevelFromChecklist(line.checklist);
  if (level.ok()) return *level;
  for (Finding finding : FindingsOf(level.status())) {
    finding.where = absl::StrCat(where, ".", finding.where);
    findings.push_back(std::move(finding));
  }
  return 0;
}

}  // namespace

absl::StatusOr<std::vector<double>> LevelsOf(
    const Form& form, const Dictionary& dictionary, absl::CivilDay today,
    const RatingPolicy& policy) {
  Findings findings;
  CheckDay(form, today, policy, findings);
  std::vector<double> levels;
  std::set<std::string> seen;
  for (std::size_t i = 0; i < form.lines.size(); ++i) {
    const Form::Line& line = form.lines[i];
    const std::string where = absl::StrCat("judgements[", i, "]");
    CheckCompetency(
        form, line.competency, absl::StrCat(where, ".competency"), dictionary, findings);
    if (!seen.insert(line.competency).second) {
      findings.push_back(
          {"RATE-03",
           absl::StrCat(where, ".competency"),
           {"Kompetensi dinilai dua kali. Hapus salah satunya.",
            "The competency is judged twice. Remove one of the two."}});
    }
    levels.push_back(LevelOf(line, where, findings));
  }
  if (Blocks(findings)) return Refuse(absl::StatusCode::kInvalidArgument, std::move(findings));
  return levels;
}

}  // namespace binadaya::registry::domain
