// One row of the people file by itself.
#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/registry/domain/import_rows.h"
#include "services/registry/domain/naming.h"

namespace binadaya::registry::domain {
namespace {

// The columns in which one of a few codes stands.
constexpr std::array<std::string_view, 6> kCodeColumns = {
    "gender", "employment_type", "legal_position", "grade", "unit", "post"};

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

// Reads the cells of one row, each by itself.
class PersonReader {
 public:
  PersonReader(
      const Row& row, const Directory& directory, const Codes& codes, const ImportOptions& options,
      absl::CivilDay today, const ActPolicy& policy, const LevelTable& retirement)
      : row_(row),
        directory_(directory),
        codes_(codes),
        options_(options),
        today_(today),
        policy_(policy),
        retirement_(retirement) {}

  // NIP-01..07, NIP-09, PER-01..07, PER-13, PER-14, PER-19, PER-20, PER-23..25, ACT-01, ACT-02.
  Planned<PersonRecord> Read() {
    planned_.line = row_.line;
    ReadWho();
    ReadPlace();
    ReadContact();
    NameValues();
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

  void Add(std::string_view column, std::string_view rule, Message message, bool warning = false) {
    planned_.findings.push_back(At(column, rule, std::move(message)));
    planned_.findings.back().warning = warning;
  }

  void ReadWho() {
    PersonRecord& record = planned_.record;
    record.name = Value(row_, "name");
    absl::RemoveExtraAsciiWhitespace(&record.name);
    if (record.name != Value(row_, "name")) {
      Add("name", "PER-23",
          {"Spasi berlebih di dalam nama dibuang. Tidak perlu diperbaiki.",
           "Blanks too many inside the name were taken out. Nothing needs to be done."},
          true);
    }
    if (!IsPersonName(record.name)) {
      Add("name", "PER-01",
          {"Isi sel bukan nama orang: kosong, kurang dari dua huruf, berisi angka, atau pengganti "
           "seperti \"tidak ada\". Isi nama pegawai menurut SK.",
           "The cell holds no person's name: it is empty, has fewer than two letters, has a digit, "
           "or holds a filler such as \"N/A\". Enter the employee's name as the decree has it."});
    }
    facts_.gender = ReadGender(Value(row_, "gender"));
    if (!facts_.gender.has_value()) {
      Add("gender", "PER-02",
          {"Jenis kelamin harus L (laki-laki) atau P (perempuan). Perbaiki isinya.",
           "Gender must be L (male) or P (female). Correct it."});
    }
    const std::string_view birth = Value(row_, "birth_date");
    facts_.birth_date = ReadDay(birth, options_.dates);
    if (!facts_.birth_date.has_value())
      planned_.findings.push_back(NoDay("birth_date", birth, options_));
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
    if (facts_.type.has_value()) {
      Append(CheckGrade(*facts_.type, record.grade, "grade"));
      Append(CheckFirstGrade(*facts_.type, record.grade, "grade"));
    }
  }

  void ReadPlace() {
    PersonRecord& record = planned_.record;
    record.unit = codes_.units.Meant(Value(row_, "unit"));
    record.post = codes_.posts.Meant(Value(row_, "post"));
    const std::string_view text = Value(row_, "since");
    const auto since = ReadDay(text, options_.dates);
    record.since = since.value_or(absl::CivilDay());
    Place place{.post_exists = directory_.posts.contains(record.post)};
    if (const auto unit = directory_.units.find(record.unit); unit != directory_.units.end()) {
      place.unit_exists = true;
      place.unit_from = unit->second.from;
      place.unit_to = unit->second.to;
      place.people_in = unit->second.people_in;
    }
    // Where somebody stood who has left may be gone too.
    const bool placed = since.has_value() && !HasLeft(record.legal_position);
    Append(CheckPlace(place, placed ? *since : place.unit_from, placed));
    AdviseByTitle();
    if (!since.has_value()) planned_.findings.push_back(NoDay("since", text, options_));
    if (!facts_.birth_date.has_value()) return;
    if (since.has_value()) {
      Findings findings = CheckDay(*since, *facts_.birth_date, today_, policy_, "since");
      if (placed && findings.empty()) CheckAppointed(*since);
      Append(std::move(findings));
    }
    if (const auto post = directory_.posts.find(record.post); post != directory_.posts.end()) {
      Append(CheckRetirement(
          *facts_.birth_date,
          OfLevel(post->second.group, post->second.functional_level, retirement_),
          IsActive(record.legal_position), today_, "legal_position"));
    }
  }

  // PER-25: nobody holds a post before the appointment that the number tells.
  void CheckAppointed(absl::CivilDay since) {
    if (!facts_.type.has_value()) return;
    const auto appointed = AppointedFrom(Value(row_, "nip"), *facts_.type);
    if (!appointed.has_value() || since >= *appointed) return;
    Add("since", "PER-25",
        {"TMT jabatan sebelum pengangkatan menurut angka 9-14 nomornya. Cocokkan TMT dan nomor "
         "dengan SK.",
         "The post begins before the appointment that digits 9-14 of the number tell. Compare both "
         "with the decree."},
        true);
  }

  // Of a post that is called by its title, its code.
  void AdviseByTitle() {
    const std::string& post = planned_.record.post;
    const auto called = codes_.titles.find(Plain(post));
    if (directory_.posts.contains(post) || called == codes_.titles.end() || called->first.empty())
      return;
    const std::string codes = absl::StrJoin(called->second, ", ");
    for (Finding& finding : planned_.findings) {
      if (finding.where != "post") continue;
      finding.message = {
          absl::StrCat("Isi sel adalah nama jabatan, bukan kodenya. Isi kodenya: ", codes, "."),
          absl::StrCat("The cell holds the title of a post, not its code. Enter it: ", codes, ".")};
    }
  }

  // What stands in a cell that is not one of the codes of its column; of a row without a usable
  // number nothing, for its cells may stand in any column.
  void NameValues() {
    if (!IsEmploymentNumber(Value(row_, "nip"))) return;
    for (Finding& finding : planned_.findings) {
      if (finding.warning || !Contains(kCodeColumns, finding.where)) continue;
      if (std::string value = AsValue(Value(row_, finding.where)); !value.empty())
        finding.values["value"] = std::move(value);
    }
  }

  void ReadContact() {
    Contact& contact = planned_.record.contact;
    if (const std::string_view email = Value(row_, "email"); !email.empty()) {
      contact.email = ReadEmail(email);
      if (contact.email.empty()) {
        Add("email", "PER-19",
            {"Isi sel bukan alamat surel. Isi satu alamat seperti nama@contoh.go.id, atau "
             "kosongkan.",
             "The cell holds no e-mail address. Enter one, such as name@example.go.id, or leave it "
             "empty."});
      }
    }
    if (const std::string_view mobile = Value(row_, "mobile"); !mobile.empty()) {
      contact.mobile = ReadMobile(mobile);
      if (contact.mobile.empty()) {
        Add("mobile", "PER-20",
            {"Isi sel bukan nomor ponsel. Isi satu nomor, seperti 0812… atau +62812…, dengan kolom "
             "berformat teks di Excel, atau kosongkan.",
             "The cell holds no mobile number. Enter one, such as 0812… or +62812…, with the "
             "column formatted as text in Excel, or leave it empty."});
      }
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
  const Codes& codes_;
  const ImportOptions& options_;
  absl::CivilDay today_;
  const ActPolicy& policy_;
  const LevelTable& retirement_;
  Facts facts_;
  Planned<PersonRecord> planned_;
};

}  // namespace

Codes::Codes(const Directory& directory) {
  for (const auto& [code, span] : directory.units) units.Add(code);
  for (const auto& [code, post] : directory.posts) {
    posts.Add(code);
    titles[Plain(post.title)].insert(code);
  }
}

Planned<PersonRecord> ReadPerson(
    const Row& row, const Directory& directory, const Codes& codes, const ImportOptions& options,
    absl::CivilDay today, const ActPolicy& policy, const LevelTable& retirement) {
  return PersonReader(row, directory, codes, options, today, policy, retirement).Read();
}

}  // namespace binadaya::registry::domain
