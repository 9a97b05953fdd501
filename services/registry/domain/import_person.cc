// One row of the people file by itself.
#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/registry/domain/import_rows.h"

namespace binadaya::registry::domain {
namespace {

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

// PER-03, by what a cell that is no date looks like.
Finding NoDate(std::string_view column, std::string_view text, const ImportOptions& options) {
  if (LooksLikeSerial(text)) {
    return At(
        column, "PER-03",
        {"Isi sel adalah angka urut hari dari Excel, bukan tanggal. Beri kolom format tanggal, "
         "lalu simpan lagi.",
         "The cell holds the number by which Excel counts days, not a date. Format the column as "
         "a date, then save again."});
  }
  if (!options.dates.has_value() && LooksLikeDate(text)) {
    return At(
        column, "PER-03",
        {"Tanggal tidak berbentuk TTTT-BB-HH. Nyatakan bentuk tanggal untuk seluruh berkas, "
         "misalnya dd/mm/yyyy, agar hari dan bulan tidak tertukar.",
         "The date does not read YYYY-MM-DD. Declare the form of dates for the whole file, such as "
         "dd/mm/yyyy, so that day and month are not taken for each other."});
  }
  return At(
      column, "PER-03",
      {"Tanggal harus ada dan berbentuk TTTT-BB-HH, misalnya 2026-03-01, atau seperti yang "
       "dinyatakan untuk berkas ini. Perbaiki, dan jadikan kolom berformat teks di Excel.",
       "The date must exist and read YYYY-MM-DD, such as 2026-03-01, or as declared for this file. "
       "Correct it, and format the column as text in Excel."});
}

// Reads the cells of one row, each by itself.
class PersonReader {
 public:
  PersonReader(
      const Row& row, const Directory& directory, const ImportOptions& options,
      absl::CivilDay today, const ActPolicy& policy, const LevelTable& retirement)
      : row_(row),
        directory_(directory),
        options_(options),
        today_(today),
        policy_(policy),
        retirement_(retirement) {}

  // NIP-01..07, NIP-09, PER-01..07, PER-13, PER-14, ACT-01, ACT-02.
  Planned<PersonRecord> Read() {
    planned_.line = row_.line;
    ReadWho();
    ReadPlace();
    ReadNumber();
    AddReadFindings(row_, planned_.findings);
    return std::move(planned_);
  }

 private:
  void Append(Findings findings) {
    planned_.findings.insert(
        planned_.findings.end(), std::make_move_iterator(findings.begin()),
        std::make_move_iterator(findings.end()));
  }

  void Add(std::string_view column, std::string_view rule, Message message) {
    planned_.findings.push_back(At(column, rule, std::move(message)));
  }

  std::optional<absl::CivilDay> Day(std::string_view column) {
    const std::string_view text = Value(row_, column);
    const auto day = ReadDay(text, options_.dates);
    if (!day.has_value()) planned_.findings.push_back(NoDate(column, text, options_));
    return day;
  }

  void ReadWho() {
    PersonRecord& record = planned_.record;
    record.name = Value(row_, "name");
    if (!IsName(record.name)) {
      Add("name", "PER-01",
          {"Nama kosong atau tanpa huruf. Isi nama pegawai.",
           "The name is missing or has no letter. Enter the employee's name."});
    }
    facts_.gender = ReadGender(Value(row_, "gender"));
    if (!facts_.gender.has_value()) {
      Add("gender", "PER-02",
          {"Jenis kelamin harus L (laki-laki) atau P (perempuan). Perbaiki isinya.",
           "Gender must be L (male) or P (female). Correct it."});
    }
    facts_.birth_date = Day("birth_date");
    facts_.type = ReadEmploymentType(Value(row_, "employment_type"));
    if (!facts_.type.has_value()) {
      Add("employment_type", "PER-04",
          {"Jenis kepegawaian tidak dikenal. Isi CPNS, PNS, PPPK atau PPPK_PW.",
           "The employment type is unknown. Enter CPNS, PNS, PPPK or PPPK_PW."});
    }
    const auto position = ReadLegalPosition(Value(row_, "legal_position"));
    if (!position.has_value()) {
      const std::string positions = absl::StrJoin(kLegalPositions, ", ");
      Add("legal_position", "PER-05",
          {absl::StrCat("Kedudukan hukum tidak dikenal. Isi salah satu dari ", positions, "."),
           absl::StrCat("The legal position is unknown. Enter one of ", positions, ".")});
    }
    record.legal_position = position.value_or("");
    record.gender = facts_.gender.value_or(Gender::kMale);
    record.birth_date = facts_.birth_date.value_or(absl::CivilDay());
    record.type = facts_.type.value_or(EmploymentType::kPns);
    const std::string_view grade = Value(row_, "grade");
    record.grade = ReadGrade(grade).value_or(std::string(grade));
    if (facts_.type.has_value()) Append(CheckGrade(*facts_.type, record.grade, "grade"));
  }

  void ReadPlace() {
    PersonRecord& record = planned_.record;
    record.unit = Value(row_, "unit");
    if (!directory_.units.contains(record.unit)) {
      Add("unit", "PER-06",
          {"Kode unit tidak ada dalam registri. Impor unitnya lebih dahulu, atau perbaiki "
           "kodenya.",
           "The unit code is not in the registry. Import the unit first, or correct the code."});
    }
    record.post = Value(row_, "post");
    if (!directory_.posts.contains(record.post)) {
      Add("post", "PER-07",
          {"Kode jabatan tidak ada dalam registri. Tetapkan jabatannya lebih dahulu, atau perbaiki "
           "kodenya.",
           "The post code is not in the registry. Define the post first, or correct the code."});
    }
    const auto since = Day("since");
    record.since = since.value_or(absl::CivilDay());
    if (!facts_.birth_date.has_value()) return;
    if (since.has_value()) Append(CheckDay(*since, *facts_.birth_date, today_, policy_, "since"));
    if (const auto post = directory_.posts.find(record.post); post != directory_.posts.end()) {
      Append(CheckRetirement(
          *facts_.birth_date,
          OfLevel(post->second.group, post->second.functional_level, retirement_),
          IsActive(record.legal_position), today_, "legal_position"));
    }
  }

  void ReadNumber() {
    const std::string_view number = Value(row_, "nip");
    Findings findings = CheckNumber(number, facts_, today_, policy_.ages, "nip");
    const bool usable = std::none_of(findings.begin(), findings.end(), [](const Finding& finding) {
      return finding.rule == "NIP-01";
    });
    // What is not a number identifies nobody, and two of it are not one person twice.
    if (usable) planned_.record.number = StripEmploymentNumber(number);
    planned_.findings.insert(
        planned_.findings.begin(), std::make_move_iterator(findings.begin()),
        std::make_move_iterator(findings.end()));
  }

  const Row& row_;
  const Directory& directory_;
  const ImportOptions& options_;
  absl::CivilDay today_;
  const ActPolicy& policy_;
  const LevelTable& retirement_;
  Facts facts_;
  Planned<PersonRecord> planned_;
};

}  // namespace

Planned<PersonRecord> ReadPerson(
    const Row& row, const Directory& directory, const ImportOptions& options, absl::CivilDay today,
    const ActPolicy& policy, const LevelTable& retirement) {
  return PersonReader(row, directory, options, today, policy, retirement).Read();
}

}  // namespace binadaya::registry::domain
