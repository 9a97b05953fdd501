#include "services/registry/domain/import.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <unordered_map>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace binadaya::registry::domain {

const std::vector<std::string> kUnitColumns = {"code", "name", "kind", "parent", "direct_service"};
const std::vector<std::string> kPersonColumns = {
    "nip",   "name",           "gender", "birth_date", "employment_type",
    "grade", "legal_position", "unit",   "post",       "since"};

namespace {

constexpr std::array<const char*, 14> kKinds = {
    "SETDA",     "SETWAN",    "INSPEKTORAT", "BADAN",  "DINAS", "SATPOL",    "RSD",
    "KECAMATAN", "KELURAHAN", "BAGIAN",      "BIDANG", "SEKSI", "PUSKESMAS", "SEKOLAH"};

constexpr std::array<const char*, 8> kLegalPositions = {
    "AKTIF",   "CLTN",      "TUGAS_BELAJAR", "DIPERBANTUKAN", "PEMBERHENTIAN_SEMENTARA",
    "PENSIUN", "MENINGGAL", "BERHENTI"};

// A city has six levels of units. The bound also keeps paths, and with them a plan, from growing
// with the square of the file.
constexpr size_t kMaxDepth = 16;

// A date before or after is a slip of the hand: nobody alive was born then, and no post begins
// then.
constexpr int kFirstYear = 1900;
constexpr int kLastYear = 9999;

// Excel and web pages leave U+00A0 where people see a space.
constexpr std::string_view kNoBreakSpace = "\xC2\xA0";

template <class Names>
bool Contains(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool IsSpace(char c) { return absl::ascii_isspace(static_cast<unsigned char>(c)); }

std::string_view Trim(std::string_view text) {
  for (;;) {
    if (text.starts_with(kNoBreakSpace)) {
      text.remove_prefix(kNoBreakSpace.size());
    } else if (text.ends_with(kNoBreakSpace)) {
      text.remove_suffix(kNoBreakSpace.size());
    } else if (!text.empty() && IsSpace(text.front())) {
      text.remove_prefix(1);
    } else if (!text.empty() && IsSpace(text.back())) {
      text.remove_suffix(1);
    } else {
      return text;
    }
  }
}

// The trimmed value of a column; empty when the row is too short to have it.
std::string_view Value(const Row& row, std::string_view column) {
  const auto value = row.values.find(column);
  return value == row.values.end() ? std::string_view() : Trim(value->second);
}

// Cells never go into a finding of a people file: after a slipped column any of them may hold a
// number or a name.
Finding At(
    int line, std::string_view column, std::string_view rule, Message message,
    std::map<std::string, std::string> values = {}) {
  return {
      std::string(rule), absl::StrCat("baris ", line, ", ", std::string(column)),
      std::move(message), std::move(values)};
}

// Strictly YYYY-MM-DD: abseil also reads spaces, signs and years of any length.
std::optional<absl::CivilDay> ParseDay(std::string_view text) {
  const std::string date(text);
  absl::CivilDay day;
  if (!absl::ParseCivilTime(date, &day) || absl::FormatCivilTime(day) != date) return std::nullopt;
  if (day.year() < kFirstYear || day.year() > kLastYear) return std::nullopt;
  return day;
}

std::optional<bool> ParseYesNo(std::string_view text) {
  // Excel writes TRUE and FALSE.
  std::string lower(text);
  absl::AsciiStrToLower(&lower);
  if (lower == "ya" || lower == "true" || lower == "1") return true;
  if (lower.empty() || lower == "tidak" || lower == "false" || lower == "0") return false;
  return std::nullopt;
}

std::string Listed(const std::vector<std::string_view>& codes) {
  std::string list;
  for (const std::string_view code : codes) list.append(list.empty() ? "" : ", ").append(code);
  return list;
}

bool IsCode(std::string_view code) {
  return !code.empty() && std::all_of(code.begin(), code.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '-' || c == '_';
  });
}

// First row of each key. Every row that shares its key with another gets a finding that names the
// other's line: nobody but the author of the file knows which one is right. Rows with an empty key
// (skipped, or without a usable one) are left out.
template <class T>
std::unordered_map<std::string_view, size_t> IndexRows(
    ImportPlan<T>& plan, std::string T::*key, std::string_view rule, std::string_view column,
    const Message& what) {
  const auto flag = [&](size_t row, int other) {
    const int line = plan.rows[row].line;
    plan.rows[row].findings.push_back(At(
        line, column, rule,
        {absl::StrCat(what.id, " juga ada di baris ", other, ". Hapus atau lewati salah satunya."),
         absl::StrCat(what.en, " is also on line ", other, ". Remove or skip one of the two.")},
        {{"line", absl::StrCat(other)}}));
  };
  std::unordered_map<std::string_view, size_t> index;
  std::vector<bool> flagged(plan.rows.size());
  index.reserve(plan.rows.size());
  for (size_t i = 0; i < plan.rows.size(); ++i) {
    const std::string& value = plan.rows[i].record.*key;
    if (value.empty()) continue;
    const auto [first, fresh] = index.emplace(value, i);
    if (fresh) continue;
    flag(i, plan.rows[first->second].line);
    if (!flagged[first->second]) {
      flag(first->second, plan.rows[i].line);
      flagged[first->second] = true;
    }
  }
  return index;
}

// The columns of one row by themselves: UNIT-01, UNIT-02, UNIT-06, UNIT-07.
Planned<Unit> ReadUnit(const Row& row) {
  Planned<Unit> planned;
  planned.line = row.line;
  const auto add = [&](std::string_view column, std::string_view rule, Message message) {
    planned.findings.push_back(At(row.line, column, rule, std::move(message)));
  };
  if (const std::string_view code = Value(row, "code"); IsCode(code)) {
    planned.record.code = code;
  } else {
    add("code", "UNIT-01",
        {"Kode unit kosong atau memuat selain huruf, angka, titik, '-' dan '_'. Isi kode "
         "Kemendagri atau kode lokal.",
         "The unit code is missing or holds other than letters, digits, '.', '-' and '_'. Enter "
         "the Kemendagri or the local code."});
  }
  planned.record.kind = Value(row, "kind");
  if (!Contains(kKinds, planned.record.kind)) {
    const std::string kinds = absl::StrJoin(kKinds, ", ");
    add("kind", "UNIT-02",
        {absl::StrCat("Jenis unit tidak dikenal. Isi salah satu dari ", kinds, "."),
         absl::StrCat("The kind of unit is unknown. Enter one of ", kinds, ".")});
  }
  planned.record.name = Value(row, "name");
  if (planned.record.name.empty()) {
    add("name", "UNIT-06",
        {"Nama unit kosong. Isi nama unit.", "The name of the unit is missing. Enter it."});
  }
  if (const auto direct_service = ParseYesNo(Value(row, "direct_service"));
      direct_service.has_value()) {
    planned.record.direct_service = *direct_service;
  } else {
    add("direct_service", "UNIT-07",
        {"Pelayanan langsung harus ya atau tidak (juga true, false, 1, 0; kosong berarti tidak). "
         "Perbaiki isinya.",
         "Direct service must be ya or tidak (also true, false, 1, 0; empty means tidak). Correct "
         "it."});
  }
  planned.record.parent = Value(row, "parent");
  return planned;
}

// The tree as it will be: the rows of the file over the units that exist.
class Tree {
 public:
  Tree(
      const ImportPlan<Unit>& plan, const std::unordered_map<std::string_view, size_t>& index,
      const std::map<std::string, Unit>& existing)
      : plan_(plan), index_(index), existing_(existing) {}

  // UNIT-03, UNIT-04, or the path of the unit. A break further up is told at the row where it is,
  // not again at each row below.
  std::optional<Finding> Place(int line, const Unit& unit, std::string& path) const {
    std::vector<std::string_view> chain = {unit.code};
    std::string_view parent = unit.parent;
    while (!parent.empty()) {
      const bool circle = Contains(chain, parent);
      if (circle || chain.size() == kMaxDepth) {
        chain.push_back(parent);
        return At(
            line, "parent", "UNIT-04",
            circle ? Message{"Unit-unit induknya berputar kembali ke dirinya sendiri. Perbaiki "
                             "induk salah satunya.",
                             "Its parent units run in a circle. Correct the parent of one of them."}
                   : Message{absl::StrCat("Induknya lebih dari ", kMaxDepth,
                                          " tingkat, atau berputar. Perbaiki induknya."),
                             absl::StrCat("Its parents are more than ", kMaxDepth,
                                          " levels deep, or run in a circle. Correct the parent.")},
            {{"codes", Listed(chain)}});
      }
      const std::optional<std::string_view> next = ParentOf(parent);
      if (!next.has_value() && chain.size() == 1) {
        return At(
            line, "parent", "UNIT-03",
            {"Unit induk tidak ada dalam berkas maupun dalam registri. Tambahkan barisnya, "
             "atau perbaiki kodenya.",
             "The parent unit is neither in the file nor in the registry. Add its row, or "
             "correct its code."},
            {{"parent", std::string(parent)}});
      }
      chain.push_back(parent);
      parent = next.value_or(std::string_view());
    }
    path = "/";
    for (auto code = chain.rbegin(); code != chain.rend(); ++code) {
      path.append(*code).push_back('/');
    }
    return std::nullopt;
  }

 private:
  // Empty directly under the city; nullopt for a unit that is nowhere.
  std::optional<std::string_view> ParentOf(std::string_view code) const {
    if (const auto row = index_.find(code); row != index_.end()) {
      return plan_.rows[row->second].record.parent;
    }
    if (const auto unit = existing_.find(std::string(code)); unit != existing_.end()) {
      return unit->second.parent;
    }
    return std::nullopt;
  }

  const ImportPlan<Unit>& plan_;
  const std::unordered_map<std::string_view, size_t>& index_;
  const std::map<std::string, Unit>& existing_;
};

template <class T>
void Decide(Planned<T>& planned, const T* existing) {
  if (Blocks(planned.findings)) {
    planned.outcome = Outcome::kWrong;
  } else if (existing == nullptr) {
    planned.outcome = Outcome::kNew;
  } else {
    planned.outcome = planned.record == *existing ? Outcome::kSame : Outcome::kChanged;
  }
}

template <class T>
const T* Find(const std::map<std::string, T>& existing, const std::string& key) {
  const auto found = existing.find(key);
  return found == existing.end() ? nullptr : &found->second;
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
    const Row& row, const Directory& directory, absl::CivilDay today, const AgePolicy& ages) {
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
  record.grade = Value(row, "grade");
  record.gender = facts.gender.value_or(Gender::kMale);
  record.birth_date = facts.birth_date.value_or(absl::CivilDay());
  record.type = facts.type.value_or(EmploymentType::kPns);
  record.since = since.value_or(absl::CivilDay());

  const std::string_view number = Value(row, "nip");
  Findings findings =
      CheckNumber(number, facts, today, ages, absl::StrCat("baris ", row.line, ", nip"));
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

template <class T>
Planned<T> Skipped(int line) {
  Planned<T> planned;
  planned.line = line;
  planned.outcome = Outcome::kSkipped;
  return planned;
}

}  // namespace

bool IsActive(std::string_view legal_position) { return legal_position == "AKTIF"; }

Findings CheckColumns(
    const std::vector<std::string>& header, const std::vector<std::string>& expected) {
  Findings findings;
  for (const std::string& column : expected) {
    const auto count = std::count(header.begin(), header.end(), column);
    if (count == 0) {
      findings.push_back(
          At(1, column, "IMP-01",
             {absl::StrCat("Kolom ", column, " tidak ada. Tambahkan pada baris pertama berkas."),
              absl::StrCat(
                  "The column ", column, " is missing. Add it to the first line of the file.")},
             {{"column", column}}));
    } else if (count > 1) {
      findings.push_back(
          At(1, column, "IMP-03",
             {absl::StrCat("Kolom ", column, " ada lebih dari sekali. Sisakan satu saja."),
              absl::StrCat("The column ", column, " is there more than once. Leave only one.")},
             {{"column", column}}));
    }
  }
  for (size_t i = 0; i < header.size(); ++i) {
    if (Contains(expected, header[i])) continue;
    // By position: in a file without a header the first line holds people.
    Finding unknown = At(
        1, absl::StrCat("kolom ", i + 1), "IMP-02",
        {absl::StrCat(
             "Kolom ke-", i + 1, " tidak dikenal dan tidak dibaca. Hapus, atau perbaiki namanya."),
         absl::StrCat(
             "Column ", i + 1, " is unknown and not read. Remove it, or correct its name.")},
        {{"position", absl::StrCat(i + 1)}});
    unknown.warning = true;
    findings.push_back(std::move(unknown));
  }
  return findings;
}

ImportPlan<Unit> PlanUnits(
    const std::vector<Row>& rows, const std::map<std::string, Unit>& existing,
    const std::set<int>& skip) {
  ImportPlan<Unit> plan;
  plan.rows.reserve(rows.size());
  for (const Row& row : rows) {
    plan.rows.push_back(skip.contains(row.line) ? Skipped<Unit>(row.line) : ReadUnit(row));
  }
  const auto index =
      IndexRows(plan, &Unit::code, "UNIT-05", "code", {"Kode unit ini", "This unit code"});
  const Tree tree(plan, index, existing);
  for (Planned<Unit>& planned : plan.rows) {
    if (planned.outcome == Outcome::kSkipped) continue;
    if (auto finding = tree.Place(planned.line, planned.record, planned.record.path);
        finding.has_value()) {
      planned.findings.push_back(*std::move(finding));
    }
    Decide(planned, Find(existing, planned.record.code));
  }
  return plan;
}

ImportPlan<PersonRecord> PlanPeople(
    const std::vector<Row>& rows, const Directory& directory, const std::set<int>& skip,
    absl::CivilDay today, const AgePolicy& ages) {
  ImportPlan<PersonRecord> plan;
  plan.rows.reserve(rows.size());
  for (const Row& row : rows) {
    plan.rows.push_back(
        skip.contains(row.line) ? Skipped<PersonRecord>(row.line)
                                : ReadPerson(row, directory, today, ages));
  }
  IndexRows(plan, &PersonRecord::number, "PER-08", "nip", {"Nomor ini", "This number"});
  for (Planned<PersonRecord>& planned : plan.rows) {
    if (planned.outcome == Outcome::kSkipped) continue;
    // NIP-08: a number belongs to one person for good, so whoever has it in the registry is this
    // person and keeps the UUID.
    const PersonRecord* known = Find(directory.existing, planned.record.number);
    if (known != nullptr) planned.record.id = known->id;
    Decide(planned, known);
  }
  return plan;
}

}  // namespace binadaya::registry::domain
