// The people file.
#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/registry/domain/import_rows.h"

namespace binadaya::registry::domain {

const std::vector<std::string> kPersonColumns = {
    "nip",   "name",           "gender", "birth_date", "employment_type",
    "grade", "legal_position", "unit",   "post",       "since"};

namespace {

// A date before or after is a slip of the hand: nobody alive was born then, and no post begins
// then.
constexpr int kFirstYear = 1900;
constexpr int kLastYear = 9999;

// Strictly YYYY-MM-DD: abseil also reads spaces, signs and years of any length.
std::optional<absl::CivilDay> ParseDay(std::string_view text) {
  const std::string date(text);
  absl::CivilDay day;
  if (!absl::ParseCivilTime(date, &day) || absl::FormatCivilTime(day) != date) return std::nullopt;
  if (day.year() < kFirstYear || day.year() > kLastYear) return std::nullopt;
  return day;
}

// The fields that a number is checked against, as far as they could be read.
struct Facts {
  std::optional<EmploymentType> type;
  std::optional<Gender> gender;
  std::optional<absl::CivilDay> birth_date;
};

// NIP-01..07, NIP-09. A rule that rests on a field that could not be read says nothing: that field
// has its own finding.
Findings CheckNumber(
    std::string_view number, const Facts& facts, absl::CivilDay today, const AgePolicy& ages,
    const std::string& where) {
  const EmploymentFacts assumed = {
      facts.type.value_or(EmploymentType::kPns), facts.gender.value_or(Gender::kMale),
      facts.birth_date.value_or(absl::CivilDay())};
  Findings findings = CheckEmploymentNumber(number, assumed, today, ages, where);
  std::erase_if(findings, [&](const Finding& finding) {
    const std::string_view rule = finding.rule;
    return (!facts.type.has_value() &&
            (rule == "NIP-03" || rule == "NIP-04" || rule == "NIP-05")) ||
           (!facts.gender.has_value() && rule == "NIP-06") ||
           (!facts.birth_date.has_value() && rule == "NIP-09");
  });
  return findings;
}

// The columns of one row by themselves: NIP-01..07, NIP-09, PER-01..07.
Planned<PersonRecord> ReadPerson(
    const Row& row, const Directory& directory, absl::CivilDay today, const ActPolicy& policy) {
  Planned<PersonRecord> planned;
  planned.line = row.line;
  PersonRecord& record = planned.record;
  const auto add = [&](std::string_view column, std::string_view rule, Message message) {
    planned.findings.push_back(At(row.line, column, rule, std::move(message)));
  };
  const auto day = [&](std::string_view column) {
    const auto date = ParseDay(Value(row, column));
    if (!date.has_value()) {
      add(column, "PER-03",
          {"Tanggal harus ada dan berbentuk TTTT-BB-HH, misalnya 2026-03-01. Perbaiki, dan jadikan "
           "kolom berformat teks di Excel.",
           "The date must exist and read YYYY-MM-DD, such as 2026-03-01. Correct it, and format "
           "the column as text in Excel."});
    }
    return date;
  };

  record.name = Value(row, "name");
  if (record.name.empty()) {
    add("name", "PER-01",
        {"Nama kosong. Isi nama pegawai.", "The name is missing. Enter the employee's name."});
  }
  Facts facts;
  facts.gender = ParseGender(Value(row, "gender"));
  if (!facts.gender.has_value()) {
    add("gender", "PER-02",
        {"Jenis kelamin harus L (laki-laki) atau P (perempuan). Perbaiki isinya.",
         "Gender must be L (male) or P (female). Correct it."});
  }
  facts.birth_date = day("birth_date");
  facts.type = ParseEmploymentType(Value(row, "employment_type"));
  if (!facts.type.has_value()) {
    add("employment_type", "PER-04",
        {"Jenis kepegawaian tidak dikenal. Isi CPNS, PNS, PPPK atau PPPK_PW.",
         "The employment type is unknown. Enter CPNS, PNS, PPPK or PPPK_PW."});
  }
  record.legal_position = Value(row, "legal_position");
  if (!Contains(kLegalPositions, record.legal_position)) {
    const std::string positions = absl::StrJoin(kLegalPositions, ", ");
    add("legal_position", "PER-05",
        {absl::StrCat("Kedudukan hukum tidak dikenal. Isi salah satu dari ", positions, "."),
         absl::StrCat("The legal position is unknown. Enter one of ", positions, ".")});
  }
  record.unit = Value(row, "unit");
  if (!directory.units.contains(record.unit)) {
    add("unit", "PER-06",
        {"Kode unit tidak ada dalam registri. Impor unitnya lebih dahulu, atau perbaiki kodenya.",
         "The unit code is not in the registry. Import the unit first, or correct the code."});
  }
  record.post = Value(row, "post");
  if (!directory.posts.contains(record.post)) {
    add("post", "PER-07",
        {"Kode jabatan tidak ada dalam registri. Tetapkan jabatannya lebih dahulu, atau perbaiki "
         "kodenya.",
         "The post code is not in the registry. Define the post first, or correct the code."});
  }
  const auto since = day("since");
  if (since.has_value() && facts.birth_date.has_value()) {
    for (Finding& finding : CheckDay(
             *since, *facts.birth_date, today, policy, absl::StrCat("baris ", row.line, ", since")))
      planned.findings.push_back(std::move(finding));
  }
  record.grade = Value(row, "grade");
  record.gender = facts.gender.value_or(Gender::kMale);
  record.birth_date = facts.birth_date.value_or(absl::CivilDay());
  record.type = facts.type.value_or(EmploymentType::kPns);
  record.since = since.value_or(absl::CivilDay());

  const std::string_view number = Value(row, "nip");
  Findings findings =
      CheckNumber(number, facts, today, policy.ages, absl::StrCat("baris ", row.line, ", nip"));
  const bool usable = std::none_of(findings.begin(), findings.end(), [](const Finding& finding) {
    return finding.rule == "NIP-01";
  });
  // What is not a number identifies nobody, and two of it are not one person twice.
  if (usable) record.number = StripEmploymentNumber(number);
  planned.findings.insert(
      planned.findings.begin(), std::make_move_iterator(findings.begin()),
      std::make_move_iterator(findings.end()));
  return planned;
}

// PER-11, PER-12: the days of a known person's posts stay in their order.
void CheckOrder(
    Planned<PersonRecord>& planned, const PersonRecord& known, const Directory& directory) {
  const PersonRecord& record = planned.record;
  if (known.unit.empty()) return;
  const bool moves = record.post != known.post || record.unit != known.unit;
  if (moves && record.since <= known.since) {
    planned.findings.push_back(
        At(planned.line, "since", "PER-11",
           {"Jabatan atau unit berubah, tetapi TMT tidak sesudah TMT jabatan sekarang. Isi tanggal "
            "mulai di tempat yang baru.",
            "The post or unit changes, but not after the day on which the present one began. Enter "
            "the day from which the new one holds."},
           {{"present_since", absl::FormatCivilTime(known.since)}}));
  }
  const auto earlier = directory.earlier_begins.find(known.id);
  if (!moves && record.since != known.since && earlier != directory.earlier_begins.end() &&
      record.since <= earlier->second) {
    planned.findings.push_back(
        At(planned.line, "since", "PER-12",
           {"TMT yang dikoreksi tidak sesudah TMT jabatan sebelumnya. Periksa tanggalnya terhadap "
            "SK.",
            "The corrected begin is not after that of the post before. Check the date against the "
            "decree."},
           {{"earlier_since", absl::FormatCivilTime(earlier->second)}}));
  }
}

}  // namespace

bool SamePerson(const PersonRecord& a, const PersonRecord& b) {
  PersonRecord there = a;
  there.unit = b.unit;
  there.post = b.post;
  there.since = b.since;
  return there == b;
}

ImportPlan<PersonRecord> PlanPeople(
    const std::vector<Row>& rows, const Directory& directory, const std::set<int>& skip,
    absl::CivilDay today, const ActPolicy& policy) {
  ImportPlan<PersonRecord> plan;
  plan.rows.reserve(rows.size());
  for (const Row& row : rows) {
    plan.rows.push_back(
        skip.contains(row.line) ? Skipped<PersonRecord>(row.line)
                                : ReadPerson(row, directory, today, policy));
  }
  IndexRows(
      plan, &PersonRecord::number, "PER-08", "nip",
      {"Nomor ini juga ada di baris $0. Hapus atau lewati salah satunya.",
       "This number is also on line $0. Remove or skip one of the two."});
  for (Planned<PersonRecord>& planned : plan.rows) {
    if (planned.outcome == Outcome::kSkipped) continue;
    // NIP-08: a number belongs to one person for good, so whoever has it in the registry is this
    // person and keeps the UUID.
    const PersonRecord* known = Find(directory.existing, planned.record.number);
    if (known != nullptr) {
      planned.record.id = known->id;
      if (!Blocks(planned.findings)) CheckOrder(planned, *known, directory);
    }
    Decide(planned, known);
  }
  return plan;
}

}  // namespace binadaya::registry::domain
