#include "services/registry/domain/record.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace binadaya::registry::domain {
namespace {

absl::CivilDay YearsAfter(absl::CivilDay day, int years) {
  return absl::CivilDay(day.year() + years, day.month(), day.day());
}

const char* DayOf(RecordKind kind) {
  switch (kind) {
    case RecordKind::kDiscipline:
      return "decided_on";
    case RecordKind::kLeave:
      return "first_day";
    default:
      return "completed_on";
  }
}

void CheckYear(const Record& record, const RecordSetting& setting, Findings& findings) {
  const absl::CivilYear first(setting.birth_date.year() + setting.working_age);
  if (record.year <= setting.today.year() && record.year >= first.year()) return;
  findings.push_back(
      {"REC-04",
       "year",
       {absl::StrCat(
            "Tahun penilaian harus antara ", first.year(), " (usia kerja) dan ",
            setting.today.year(), ". Perbaiki tahunnya."),
        absl::StrCat(
            "The year of an appraisal must be between ", first.year(), " (working age) and ",
            setting.today.year(), ". Correct the year.")},
       {{"year", absl::StrCat(record.year)}}});
}

void CheckDays(const Record& record, const RecordSetting& setting, Findings& findings) {
  const bool leave = record.kind == RecordKind::kLeave;
  const absl::CivilDay last =
      leave ? YearsAfter(setting.today, setting.horizon_years) : setting.today;
  if (record.from > last) {
    findings.push_back(
        {"REC-02",
         DayOf(record.kind),
         {absl::StrCat(
              "Tanggalnya sesudah ", absl::FormatCivilTime(last),
              ", padahal ini mencatat yang sudah terjadi (cuti: paling jauh ",
              setting.horizon_years, " tahun ke depan). Perbaiki tanggalnya."),
          absl::StrCat(
              "The day is after ", absl::FormatCivilTime(last),
              ", but what is recorded has happened (leave: at most ", setting.horizon_years,
              " years ahead). Correct the day.")},
         {{"last", absl::FormatCivilTime(last)}}});
  }
  const int age = record.kind == RecordKind::kEducation ? 0 : setting.working_age;
  if (record.from < YearsAfter(setting.birth_date, age)) {
    findings.push_back(
        {"REC-03",
         DayOf(record.kind),
         {absl::StrCat(
              "Pada tanggal itu pegawai belum berusia ", age, " tahun. Perbaiki tanggalnya."),
          absl::StrCat("On that day the person was not ", age, " years old yet. Correct the day.")},
         {{"age", absl::StrCat(age)}}});
  }
  if (record.to.has_value() && *record.to <= record.from) {
    findings.push_back(
        {"REC-06",
         leave ? "last_day" : "ends_on",
         {"Berakhir sebelum dimulai. Perbaiki salah satu tanggalnya.",
          "It ends before it begins. Correct one of the days."}});
  }
  if (const absl::CivilDay longest = YearsAfter(record.from, setting.longest_years);
      record.to.has_value() && *record.to > longest) {
    const std::string last_end = absl::FormatCivilTime(leave ? longest - 1 : longest);
    findings.push_back(
        {"REC-10",
         leave ? "last_day" : "ends_on",
         {absl::StrCat(
              "Lebih dari ", setting.longest_years, " tahun sejak dimulai; paling lambat ",
              last_end, ". Perbaiki tanggalnya."),
          absl::StrCat(
              "It is more than ", setting.longest_years,
              " years from its beginning; at the latest ", last_end, ". Correct the day.")},
         {{"last", last_end}}});
  }
  if (!leave || !record.to.has_value()) return;
  for (const Record& other : setting.standing) {
    if (!other.to.has_value() || other.from >= *record.to || record.from >= *other.to) continue;
    findings.push_back(
        {"REC-07",
         "first_day",
         {absl::StrCat(
              "Bertumpang tindih dengan cuti ", absl::FormatCivilTime(other.from), " s.d. ",
              absl::FormatCivilTime(*other.to - 1),
              ". Batalkan yang keliru, atau perbaiki tanggalnya."),
          absl::StrCat(
              "It overlaps the leave of ", absl::FormatCivilTime(other.from), " to ",
              absl::FormatCivilTime(*other.to - 1), ". Annul the wrong one, or correct the days.")},
         {{"record", other.id}}});
  }
}

}  // namespace

std::optional<Predicate> ParsePredicate(std::string_view name) {
  constexpr std::array<std::string_view, 5> kNames = {
      "SANGAT_BAIK", "BAIK", "BUTUH_PERBAIKAN", "KURANG", "SANGAT_KURANG"};
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<Predicate>(found - kNames.begin() + 1);
}

int StepsBelowGood(Predicate predicate) {
  return std::max(0, static_cast<int>(predicate) - static_cast<int>(Predicate::kBaik));
}

bool Record::Says(const Record& other) const {
  return kind == other.kind && code == other.code && year == other.year && from == other.from &&
         to == other.to && document == other.document && detail == other.detail;
}

Finding OwnRecord(std::string_view where) {
  return {
      "REC-08",
      std::string(where),
      {"Ini catatan tentang Anda sendiri. Minta petugas lain mencatatnya.",
       "This is a record about yourself. Have somebody else record it."}};
}

const Record* SameYear(const Record& record, const std::vector<Record>& standing) {
  if (record.kind != RecordKind::kAppraisal) return nullptr;
  for (const Record& other : standing)
    if (other.year == record.year) return &other;
  return nullptr;
}

Findings CheckRecord(
    const Record& record, const RecordSetting& setting, const std::string& reason) {
  Findings findings;
  if (!setting.known) {
    findings.push_back(
        {"REC-01",
         "training",
         {"Pelatihan ini tidak dikenal. Pilih kode dari daftar pelatihan (PKP, PKA, PKN_II, "
          "LATSAR, …).",
          "There is no such training. Choose a code of the list of trainings (PKP, PKA, PKN_II, "
          "LATSAR, …)."},
         {{"training", record.code}}});
  }
  if (record.kind == RecordKind::kAppraisal) {
    CheckYear(record, setting, findings);
  } else {
    CheckDays(record, setting, findings);
  }
  const Record* other = SameYear(record, setting.standing);
  if (other != nullptr && absl::StripAsciiWhitespace(reason).empty()) {
    findings.push_back(
        {"REC-05",
         "reason",
         {"Untuk tahun itu sudah tercatat penilaian lain. Isi alasan bila itu keliru dan hendak "
          "diperbaiki.",
          "Another appraisal is on record for that year. Give the reason if it was wrong and is "
          "to be corrected."},
         {{"year", absl::StrCat(other->year)}}});
  }
  return findings;
}

}  // namespace binadaya::registry::domain
