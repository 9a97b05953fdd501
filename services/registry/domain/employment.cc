#include "services/registry/domain/employment.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace binadaya::registry::domain {

const std::vector<std::string> kLegalPositions = {
    "AKTIF",   "CLTN",      "TUGAS_BELAJAR", "DIPERBANTUKAN",  "PEMBERHENTIAN_SEMENTARA",
    "PENSIUN", "MENINGGAL", "BERHENTI",      "PINDAH_INSTANSI"};

namespace {

// Golongan/ruang of civil servants (PP 7/1977), golongan of PPPK (Perpres 98/2020), lowest first.
constexpr std::array<std::string_view, 17> kCivil = {
    "I/a",   "I/b",   "I/c",   "I/d",  "II/a", "II/b", "II/c", "II/d", "III/a",
    "III/b", "III/c", "III/d", "IV/a", "IV/b", "IV/c", "IV/d", "IV/e"};
constexpr std::array<std::string_view, 17> kContract = {"I",    "II",   "III", "IV",  "V",   "VI",
                                                        "VII",  "VIII", "IX",  "X",   "XI",  "XII",
                                                        "XIII", "XIV",  "XV",  "XVI", "XVII"};

constexpr std::string_view kHighestFirst = "III/c";

bool IsCivilServant(EmploymentType type) {
  return type == EmploymentType::kCpns || type == EmploymentType::kPns;
}

// "I" to "XVII" for 1 to 17, roman or not; empty when it is neither.
std::string_view Roman(const std::string& text) {
  const auto roman = std::find(kContract.begin(), kContract.end(), text);
  if (roman != kContract.end()) return *roman;
  std::size_t number = 0;
  const bool is_one = absl::SimpleAtoi(text, &number) && number >= 1 && number <= kContract.size();
  return is_one ? kContract[number - 1] : std::string_view();
}

}  // namespace

bool IsActive(std::string_view legal_position) { return legal_position == "AKTIF"; }

bool IsAway(std::string_view legal_position) {
  return legal_position == "CLTN" || legal_position == "TUGAS_BELAJAR" ||
         legal_position == "DIPERBANTUKAN" || legal_position == "PEMBERHENTIAN_SEMENTARA";
}

bool HasLeft(std::string_view legal_position) {
  return legal_position == "PENSIUN" || legal_position == "MENINGGAL" ||
         legal_position == "BERHENTI" || legal_position == "PINDAH_INSTANSI";
}

std::optional<std::string> ReadGrade(std::string_view text) {
  std::string grade;
  for (const char c : text)
    if (absl::ascii_isalnum(static_cast<unsigned char>(c))) grade += absl::ascii_toupper(c);
  if (grade.empty()) return std::nullopt;
  if (const std::string_view roman = Roman(grade); !roman.empty()) return std::string(roman);
  const char room = absl::ascii_tolower(static_cast<unsigned char>(grade.back()));
  grade.pop_back();
  std::string civil = std::string(Roman(grade)) + '/' + room;
  if (std::find(kCivil.begin(), kCivil.end(), civil) == kCivil.end()) return std::nullopt;
  return civil;
}

std::vector<std::string_view> GradesOf(EmploymentType type) {
  const auto& grades = IsCivilServant(type) ? kCivil : kContract;
  return {grades.begin(), grades.end()};
}

std::optional<int> RankOfGrade(EmploymentType type, std::string_view grade) {
  const auto& grades = IsCivilServant(type) ? kCivil : kContract;
  const auto found = std::find(grades.begin(), grades.end(), grade);
  if (found == grades.end()) return std::nullopt;
  return static_cast<int>(found - grades.begin()) + 1;
}

Findings CheckGrade(EmploymentType type, std::string_view grade, std::string_view where) {
  if (grade.empty() && type == EmploymentType::kPppkPartTime) return {};
  if (RankOfGrade(type, grade).has_value()) return {};
  const std::string name(ToString(type));
  const std::string range = IsCivilServant(type) ? "I/a-IV/e" : "I-XVII";
  return {
      {.rule = "PER-13",
       .where = std::string(where),
       .message = {
           absl::StrCat(
               "Golongan tidak dikenal untuk ", name, ". Isi salah satu dari ", range, "."),
           absl::StrCat("The grade is not one of ", name, ". Enter one of ", range, ".")}}};
}

Findings CheckFirstGrade(EmploymentType type, std::string_view grade, std::string_view where) {
  if (type != EmploymentType::kCpns || RankOfGrade(type, grade) <= RankOfGrade(type, kHighestFirst))
    return {};
  return {
      {.rule = "PER-24",
       .where = std::string(where),
       .message =
           {"CPNS ini bergolongan di atas III/c. Cocokkan golongan dan jenis kepegawaiannya dengan "
            "SK.",
            "This CPNS has a grade above III/c. Compare grade and employment type with the "
            "decree."},
       .warning = true}};
}

absl::CivilDay RetiresOn(absl::CivilDay birth_date, int age) {
  return absl::CivilDay(absl::CivilMonth(birth_date.year() + age, birth_date.month()) + 1);
}

Findings CheckRetirement(
    absl::CivilDay birth_date, std::optional<int> age, bool active, absl::CivilDay today,
    std::string_view where) {
  if (!active || !age.has_value() || today < RetiresOn(birth_date, *age)) return {};
  return {
      {.rule = "PER-14",
       .where = std::string(where),
       .message =
           {absl::StrCat(
                "Pegawai masih AKTIF padahal batas usia pensiun ", *age,
                " tahun sudah lewat. Catat pensiunnya, atau periksa tanggal lahirnya."),
            absl::StrCat(
                "The person is still active though the retirement age of ", *age,
                " has passed. Record the retirement, or check the birth date.")},
       .values = {{"age", absl::StrCat(*age)}},
       .warning = true}};
}

}  // namespace binadaya::registry::domain
