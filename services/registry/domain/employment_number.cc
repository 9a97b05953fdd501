#include "services/registry/domain/employment_number.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/domain/text.h"

namespace binadaya::registry::domain {
namespace {

constexpr std::array<std::pair<EmploymentType, std::string_view>, 4> kTypes = {{
    {EmploymentType::kCpns, "CPNS"},
    {EmploymentType::kPns, "PNS"},
    {EmploymentType::kPppk, "PPPK"},
    {EmploymentType::kPppkPartTime, "PPPK_PW"},
}};

constexpr size_t kDigits = 18;
constexpr int kFirstBirthYear = 1940;  // NIP-02

// What Excel and web pages put where a person sees a space: U+00A0 in UTF-8.
constexpr std::string_view kNoBreakSpace = "\xC2\xA0";

bool IsEighteenDigits(std::string_view number) {
  return number.size() == kDigits && std::all_of(number.begin(), number.end(), IsDigit);
}

// The character of UTF-8 text with which it begins.
std::string_view FirstCharacter(std::string_view text) {
  const auto* const next =
      std::find_if(text.begin() + 1, text.end(), [](char c) { return (c & 0xC0) != 0x80; });
  return text.substr(0, static_cast<std::size_t>(next - text.begin()));
}

int ToNumber(std::string_view digits) {
  int number = 0;
  for (const char c : digits) number = number * 10 + (c - '0');
  return number;
}

size_t CountDigits(std::string_view text) {
  return static_cast<size_t>(std::find_if_not(text.begin(), text.end(), IsDigit) - text.begin());
}

std::string_view Trim(std::string_view text) {
  const auto space = [](char c) { return absl::ascii_isspace(static_cast<unsigned char>(c)); };
  while (!text.empty() && space(text.front())) text.remove_prefix(1);
  while (!text.empty() && space(text.back())) text.remove_suffix(1);
  return text;
}

// NIP-01 of a number that has not 18 digits: what it has instead.
Finding NotEighteen(std::string_view number, std::string_view where) {
  if (std::none_of(number.begin(), number.end(), IsDigit)) {
    return {
        "NIP-01",
        std::string(where),
        {"Isi sel bukan nomor: tidak ada angka di dalamnya. Salin nomor dari SK.",
         "The cell holds no number: there is no digit in it. Copy the number from the decree."}};
  }
  const std::size_t digits = CountDigits(number);
  if (digits == number.size()) {
    return {
        "NIP-01",
        std::string(where),
        {Cat("Nomor harus 18 angka; spasi dan titik boleh. Yang tertulis ", digits,
             " angka. Salin ulang nomor dari SK."),
         Cat("The number must have 18 digits; spaces and dots are allowed. It has ", digits,
             ". Copy the number again from the decree.")}};
  }
  const std::string_view odd = FirstCharacter(number.substr(digits));
  return {
      "NIP-01",
      std::string(where),
      {Cat("Nomor harus 18 angka; spasi dan titik boleh. Sesudah ", digits, " angka tertulis \"",
           odd, "\", yang bukan angka. Salin ulang nomor dari SK."),
       Cat("The number must have 18 digits; spaces and dots are allowed. Behind ", digits,
           " of them stands \"", odd,
           "\", which is none. Copy the number again from the decree.")}};
}

// Excel turns a number of 18 digits into "1,99E+17" (or "1.99E+17"), and the last three digits are
// lost for good.
bool IsScientificNotation(std::string_view text) {
  text = Trim(text);
  size_t digits = CountDigits(text);
  if (digits == 0) return false;
  text.remove_prefix(digits);
  if (text.starts_with('.') || text.starts_with(',')) {
    text.remove_prefix(1);
    text.remove_prefix(CountDigits(text));
  }
  if (!text.starts_with('e') && !text.starts_with('E')) return false;
  text.remove_prefix(1);
  if (text.starts_with('+')) text.remove_prefix(1);
  digits = CountDigits(text);
  return digits > 0 && digits == text.size();
}

// CivilDay turns 30 February into 2 March; a number that says so is wrong.
std::optional<absl::CivilDay> RealDate(int year, int month, int day) {
  const absl::CivilDay date(year, month, day);
  if (date.year() != year || date.month() != month || date.day() != day) return std::nullopt;
  return date;
}

int WholeYears(absl::CivilDay from, absl::CivilDay to) {
  const bool before_birthday =
      std::pair(to.month(), to.day()) < std::pair(from.month(), from.day());
  return static_cast<int>(to.year() - from.year()) - (before_birthday ? 1 : 0);
}

// Digits 13-14: the month of TMT CPNS, or the mark of a PPPK with the count of the contract.
bool IsMonthMark(int mark) { return mark >= 1 && mark <= 12; }
bool IsContractMark(int mark) { return mark >= 21 && mark <= 29; }

// The first appointment as far as a number tells it: a PNS number the month, a PPPK number only the
// year.
struct Appointment {
  absl::CivilDay earliest;
  absl::CivilDay latest;
};

// The checks of one number of 18 digits, in the order of the rules.
class NumberChecker {
 public:
  NumberChecker(std::string_view digits, const EmploymentFacts& facts, std::string_view where)
      : digits_(digits), facts_(facts), where_(where) {}

  Findings Check(absl::CivilDay today, const AgePolicy& ages) {
    const auto birth = CheckBirth(today, ages);
    const auto appointment = CheckLayout(birth);
    if (appointment.has_value()) CheckAppointment(*appointment, birth, today, ages);
    CheckGender();
    CheckSerial();
    if (birth.has_value() && *birth != facts_.birth_date) {
      Add("NIP-09",
          {"Tanggal lahir pada angka 1-8 berbeda dengan kolom tanggal lahir. Cocokkan keduanya "
           "dengan SK; biarkan bila BKN memang pernah mengoreksi tanggal lahir.",
           "The birth date in digits 1-8 differs from the birth date field. Compare both with the "
           "decree; leave it if BKN has corrected the birth date."},
          true);
    }
    return std::move(findings_);
  }

 private:
  int Number(size_t first, size_t last) const {
    return ToNumber(digits_.substr(first - 1, last - first + 1));
  }

  void Add(std::string_view rule, Message message, bool warning = false) {
    findings_.push_back(
        Finding{std::string(rule), std::string(where_), std::move(message), {}, warning});
  }

  // NIP-02. The date if there is such a day, also when nobody of that age can be a civil servant.
  std::optional<absl::CivilDay> CheckBirth(absl::CivilDay today, const AgePolicy& ages) {
    const auto birth = RealDate(Number(1, 4), Number(5, 6), Number(7, 8));
    if (!birth.has_value()) {
      Add("NIP-02", {"Angka 1-8 bukan tanggal lahir yang ada (tahun, bulan, hari). Salin ulang "
                     "nomor dari SK.",
                     "Digits 1-8 are not a birth date that exists (year, month, day). Copy the "
                     "number again from the decree."});
    } else if (birth->year() < kFirstBirthYear || WholeYears(*birth, today) < ages.working_age) {
      Add("NIP-02",
          {absl::StrCat(
               "Tanggal lahir pada angka 1-8 sebelum tahun ", kFirstBirthYear, " atau kurang dari ",
               ages.working_age, " tahun yang lalu. Salin ulang nomor dari SK."),
           absl::StrCat(
               "The birth date in digits 1-8 is before ", kFirstBirthYear, " or less than ",
               ages.working_age, " years ago. Copy the number again from the decree.")});
    }
    return birth;
  }

  // NIP-03. No appointment when the digits do not tell one.
  std::optional<Appointment> CheckLayout(std::optional<absl::CivilDay> birth) {
    const int year = Number(9, 12);
    const int mark = Number(13, 14);
    const bool month_mark = IsMonthMark(mark);
    const bool contract_mark = IsContractMark(mark);
    const bool contract = IsContract(facts_.type);
    const std::string_view type = ToString(facts_.type);
    std::optional<Appointment> appointment;
    if (!contract && contract_mark) {
      Add("NIP-03",
          {Cat("Nomor ini bersusunan NI PPPK (angka 13-14 adalah 21-29), tetapi jenis "
               "kepegawaiannya ",
               type, ". Perbaiki jenis kepegawaian, atau isi NIP yang baru."),
           Cat("This number has the layout of a NI PPPK (digits 13-14 are 21-29), but the "
               "employment type is ",
               type, ". Correct the employment type, or enter the new NIP.")});
    } else if (contract && month_mark) {
      Add("NIP-03",
          {Cat("Nomor ini bersusunan NIP PNS (angka 13-14 adalah bulan), tetapi jenis "
               "kepegawaiannya ",
               type, ". Perbaiki jenis kepegawaian, atau isi NI PPPK."),
           Cat("This number has the layout of a PNS number (digits 13-14 are a month), but the "
               "employment type is ",
               type, ". Correct the employment type, or enter the NI PPPK.")});
    } else if (!month_mark && !contract_mark) {
      Add("NIP-03",
          {contract ? "Angka 13-14 harus 21-29 (tanda PPPK dan urutan kontrak). Salin ulang nomor "
                      "dari SK."
                    : "Angka 13-14 harus bulan pengangkatan 01-12. Salin ulang nomor dari SK.",
           contract ? "Digits 13-14 must be 21-29 (PPPK mark and contract count). Copy the number "
                      "again from the decree."
                    : "Digits 13-14 must be the month of appointment, 01-12. Copy the number again "
                      "from the decree."});
    } else if (year <= (birth.has_value() ? birth->year() : kFirstBirthYear)) {
      Add("NIP-03",
          {"Angka 9-12 harus tahun pengangkatan, sesudah tahun lahir. Salin ulang nomor dari SK.",
           "Digits 9-12 must be the year of appointment, after the year of birth. Copy the number "
           "again from the decree."});
    } else if (contract) {
      appointment = {absl::CivilDay(year, 1, 1), absl::CivilDay(year, 12, 31)};
    } else {
      // TMT CPNS is the first of a month.
      appointment = {absl::CivilDay(year, mark, 1), absl::CivilDay(year, mark, 1)};
    }
    return appointment;
  }

  // NIP-04, NIP-05. A contract's upper bound is one year below the retirement age of the post,
  // which a number does not tell.
  void CheckAppointment(
      const Appointment& appointment, std::optional<absl::CivilDay> birth, absl::CivilDay today,
      const AgePolicy& ages) {
    if (absl::CivilMonth(appointment.earliest) > absl::CivilMonth(today) + 1) {
      Add("NIP-04", {"Pengangkatan pada angka 9-14 lebih dari satu bulan di masa depan. Salin "
                     "ulang nomor dari SK.",
                     "The appointment in digits 9-14 is more than a month in the future. Copy the "
                     "number again from the decree."});
    }
    if (!birth.has_value()) return;
    const int age = WholeYears(*birth, appointment.latest);
    if (IsContract(facts_.type)) {
      if (age >= ages.contract_min) return;
      Add("NIP-05",
          {absl::StrCat(
               "Usia saat kontrak pertama di bawah ", ages.contract_min,
               " tahun. Periksa nomor terhadap SK."),
           absl::StrCat(
               "Below the age of ", ages.contract_min,
               " at the first contract. Check the number against the decree.")},
          true);
    } else if (age < ages.working_age || age > ages.civil_servant_max) {
      Add("NIP-05",
          {absl::StrCat(
               "Usia saat diangkat CPNS di luar ", ages.working_age, "-", ages.civil_servant_max,
               " tahun. Periksa nomor terhadap SK; jabatan tertentu sampai 40 tahun."),
           absl::StrCat(
               "Outside the ages ", ages.working_age, "-", ages.civil_servant_max,
               " when appointed CPNS. Check the number against the decree; some posts "
               "allow up to 40.")},
          true);
    }
  }

  // NIP-06
  void CheckGender() {
    const int digit = Number(15, 15);
    if (digit != 1 && digit != 2) {
      Add("NIP-06",
          {"Angka 15 harus 1 (laki-laki) atau 2 (perempuan). Salin ulang nomor dari SK.",
           "Digit 15 must be 1 (male) or 2 (female). Copy the number again from the decree."});
    } else if ((digit == 1) != (facts_.gender == Gender::kMale)) {
      Add("NIP-06",
          {"Angka 15 (1 laki-laki, 2 perempuan) tidak sama dengan jenis kelamin. Cocokkan keduanya "
           "dengan SK.",
           "Digit 15 (1 male, 2 female) does not match the gender. Compare both with the decree."});
    }
  }

  // NIP-07
  void CheckSerial() {
    if (Number(16, 18) != 0) return;
    Add("NIP-07", {"Tiga angka terakhir 000, padahal harus 001-999. Excel sering membulatkannya: "
                   "jadikan kolom berformat teks, lalu isi ulang nomornya.",
                   "The last three digits are 000 but must be 001-999. Excel often rounds them "
                   "off: format the column as text, then enter the number again."});
  }

  std::string_view digits_;
  const EmploymentFacts& facts_;
  std::string_view where_;
  Findings findings_;
};

}  // namespace

bool IsContract(EmploymentType type) {
  return type == EmploymentType::kPppk || type == EmploymentType::kPppkPartTime;
}

std::optional<EmploymentType> ParseEmploymentType(std::string_view text) {
  for (const auto& [type, name] : kTypes) {
    if (name == text) return type;
  }
  return std::nullopt;
}

std::string_view ToString(EmploymentType type) {
  for (const auto& [known, name] : kTypes) {
    if (known == type) return name;
  }
  return "";
}

std::optional<Gender> ParseGender(std::string_view text) {
  if (text == "L") return Gender::kMale;
  if (text == "P") return Gender::kFemale;
  return std::nullopt;
}

std::string_view ToString(Gender gender) { return gender == Gender::kMale ? "L" : "P"; }

bool IsEmploymentNumber(std::string_view text) {
  return IsEighteenDigits(StripEmploymentNumber(text));
}

std::optional<absl::CivilDay> AppointedFrom(std::string_view text, EmploymentType type) {
  const std::string number = StripEmploymentNumber(text);
  if (!IsEighteenDigits(number)) return std::nullopt;
  const int year = ToNumber(std::string_view(number).substr(8, 4));
  const int mark = ToNumber(std::string_view(number).substr(12, 2));
  if (IsContract(type) ? IsContractMark(mark) : IsMonthMark(mark))
    return absl::CivilDay(year, IsContract(type) ? 1 : mark, 1);
  return std::nullopt;
}

std::string MaskedNumber(std::string_view number) {
  constexpr std::size_t kShown = 4;
  const std::size_t hidden = number.size() - std::min(kShown, number.size());
  std::string masked;
  for (std::size_t i = 0; i < hidden; ++i) masked += "•";
  return masked.append(number.substr(hidden));
}

std::string StripEmploymentNumber(std::string_view text) {
  std::string number;
  number.reserve(text.size());
  while (!text.empty()) {
    if (text.starts_with(kNoBreakSpace)) {
      text.remove_prefix(kNoBreakSpace.size());
      continue;
    }
    const char c = text.front();
    text.remove_prefix(1);
    if (c != '.' && !absl::ascii_isspace(static_cast<unsigned char>(c))) number.push_back(c);
  }
  return number;
}

Findings CheckEmploymentNumber(
    std::string_view text, const EmploymentFacts& facts, absl::CivilDay today,
    const AgePolicy& ages, std::string_view where) {
  if (IsScientificNotation(text)) {
    return {
        {"NIP-01",
         std::string(where),
         {"Excel mengubah nomor ini menjadi bilangan berpangkat sehingga angka terakhirnya "
          "hilang. Jadikan kolom berformat teks, lalu isi ulang nomornya dari SK.",
          "Excel turned this number into scientific notation, and its last digits are lost. "
          "Format the column as text, then enter the number again from the decree."}}};
  }
  const std::string number = StripEmploymentNumber(text);
  if (number.find_first_not_of("0-") == std::string::npos) {
    return {
        {"NIP-01",
         std::string(where),
         {"Nomor kosong. Isi nomor dari SK; pegawai yang belum bernomor belum dapat diimpor.",
          "The number is missing. Enter it from the decree; who has none yet cannot be "
          "imported."}}};
  }
  if (!IsEighteenDigits(number)) return {NotEighteen(number, where)};
  return NumberChecker(number, facts, where).Check(today, ages);
}

}  // namespace binadaya::registry::domain
