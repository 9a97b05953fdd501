// How people write dates, and what is no date.
#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/common/domain/text.h"
#include "services/registry/domain/import_rows.h"

namespace binadaya::registry::domain {
namespace {

constexpr int kFirstYear = 1900;
constexpr int kLastYear = 9999;

// Indonesian and English; three letters of one are enough.
constexpr std::array<std::array<std::string_view, 4>, 12> kMonths = {{
    {"januari", "january"},
    {"februari", "february", "pebruari"},
    {"maret", "march"},
    {"april"},
    {"mei", "may"},
    {"juni", "june"},
    {"juli", "july"},
    {"agustus", "august", "agt"},
    {"september"},
    {"oktober", "october"},
    {"november", "nopember"},
    {"desember", "december"},
}};

bool IsAlpha(char c) { return absl::ascii_isalpha(static_cast<unsigned char>(c)); }

// Of the parts of a date, the likeliest first.
constexpr std::array<std::array<std::string_view, 3>, 3> kOrders = {
    {{"dd", "mm", "yyyy"}, {"mm", "dd", "yyyy"}, {"yyyy", "mm", "dd"}}};

// Takes what `is` holds for off the beginning of `text`.
template <class Is>
std::string_view Take(std::string_view& text, Is is) {
  const auto end =
      static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is) - text.begin());
  const std::string_view taken = text.substr(0, end);
  text.remove_prefix(end);
  return taken;
}

std::optional<int> MonthByName(std::string_view name) {
  const std::string plain = Plain(name);
  if (plain.size() < 3) return std::nullopt;
  for (std::size_t month = 0; month < kMonths.size(); ++month) {
    for (const std::string_view known : kMonths[month])
      if (!known.empty() && known.starts_with(plain)) return static_cast<int>(month) + 1;
  }
  return std::nullopt;
}

bool IsYear(int year) { return year >= kFirstYear && year <= kLastYear; }
bool IsMonth(int month) { return month >= 1 && month <= 12; }

// Forms that need no declaration: nobody can take day and month for each other.
const DateFormat* UnmistakableFormOf(std::string_view text) {
  static const DateFormat kIso = *DateFormat::Parse("yyyy-mm-dd");
  static const std::array<DateFormat, 3> kNamed = {
      *DateFormat::Parse("d mmmm yyyy"), *DateFormat::Parse("d-mmm-yyyy"),
      *DateFormat::Parse("d/mmm/yyyy")};
  if (text.size() == 10 && text[4] == '-' && text[7] == '-') return &kIso;
  for (const DateFormat& format : kNamed)
    if (format.PartsOf(text).has_value()) return &format;
  return nullptr;
}

// The forms that a file might declare for this cell.
std::vector<DateFormat> FormsOf(std::string_view text) {
  const std::size_t separator = text.find_first_of("/-.");
  if (separator == std::string_view::npos) return {};
  const std::string between(1, text[separator]);
  std::vector<DateFormat> forms;
  for (const auto& [first, second, third] : kOrders) {
    DateFormat form = *DateFormat::Parse(Cat(first, between, second, between, third));
    if (form.PartsOf(text).has_value()) forms.push_back(std::move(form));
  }
  return forms;
}

// IMP-09: why there is no such day.
Finding NoSuchDay(std::string_view column, std::string_view text, const DateFormat& format) {
  const DateFormat::Parts parts = format.PartsOf(text).value_or(DateFormat::Parts());
  if (!IsMonth(parts.month)) {
    return At(
        column, "IMP-09",
        {Cat("Bulan ", parts.month, " tidak ada; dibaca ", format.text(), ". Perbaiki tanggalnya."),
         Cat("There is no month ", parts.month, "; read as ", format.text(),
             ". Correct the date.")});
  }
  if (!IsYear(parts.year)) {
    return At(
        column, "IMP-09",
        {Cat("Tahun ", parts.year, " bukan ", kFirstYear, "-", kLastYear, ". Perbaiki tahunnya."),
         Cat("The year ", parts.year, " is not ", kFirstYear, "-", kLastYear, ". Correct it.")});
  }
  return At(
      column, "IMP-09",
      {Cat(text, " tidak ada di kalender; dibaca ", format.text(), ". Perbaiki tanggalnya."),
       Cat(text, " is not in the calendar; read as ", format.text(), ". Correct the date.")});
}

// IMP-09: what keeps a cell of an undeclared form from being read.
Finding Undeclared(
    std::string_view column, std::string_view text, const DateFormat& form,
    const DateFormat& likeliest) {
  const std::map<std::string, std::string> proposed = {{"date_format", form.text()}};
  const int month = likeliest.PartsOf(text).value_or(DateFormat::Parts()).month;
  if (!IsMonth(month)) {
    return At(
        column, "IMP-09",
        {Cat("Bulan ", month, " tidak ada bila dibaca ", likeliest.text(),
             ". Perbaiki tanggalnya; hanya bila seluruh berkas ditulis ", form.text(),
             ", nyatakan bentuk itu."),
         Cat("There is no month ", month, " when read as ", likeliest.text(),
             ". Correct the date; only if the whole file is written ", form.text(),
             ", declare that form.")},
        proposed);
  }
  return At(
      column, "IMP-09",
      {Cat("Tanggal tidak berbentuk TTTT-BB-HH. Nyatakan bentuk tanggal untuk seluruh berkas, "
           "misalnya ",
           form.text(), ", agar hari dan bulan tidak tertukar."),
       Cat("The date does not read YYYY-MM-DD. Declare the form of dates for the whole file, such "
           "as ",
           form.text(), ", so that day and month are not taken for each other.")},
      proposed);
}

bool LooksLikeSerial(std::string_view text) {
  return text.size() == 5 && std::all_of(text.begin(), text.end(), &IsDigit);
}

}  // namespace

std::optional<DateFormat> DateFormat::Parse(std::string_view text) {
  const std::string lower = absl::AsciiStrToLower({text.data(), text.size()});
  std::string_view rest = lower;
  DateFormat format;
  std::string order;
  for (Piece& piece : format.pieces_) {
    const std::string_view letters = Take(rest, &IsAlpha);
    if (letters.empty() || letters.find_first_not_of(letters[0]) != std::string_view::npos)
      return std::nullopt;
    const std::size_t which = std::string_view("dhmbyt").find(letters[0]);
    if (which == std::string_view::npos) return std::nullopt;
    piece.part = "dmy"[which / 2];
    piece.named = piece.part == 'm' && letters.size() >= 3;
    const bool fits =
        piece.part == 'y' ? letters.size() == 4 : letters.size() <= (piece.part == 'm' ? 4U : 2U);
    if (!fits) return std::nullopt;
    order += piece.part;
    const std::string_view separator =
        Take(rest, [](char c) { return !IsAlpha(c) && !IsDigit(c); });
    piece.separator = std::string(separator);
    if (separator.empty() != (&piece == &format.pieces_.back())) return std::nullopt;
  }
  if (!rest.empty() || (order != "dmy" && order != "mdy" && order != "ymd")) return std::nullopt;
  format.text_ = lower;
  return format;
}

std::optional<DateFormat::Parts> DateFormat::PartsOf(std::string_view text) const {
  Parts parts;
  for (const Piece& piece : pieces_) {
    const std::string_view written = piece.named ? Take(text, &IsAlpha) : Take(text, &IsDigit);
    int number = 0;
    if (piece.named) {
      const std::optional<int> named = MonthByName(written);
      if (!named.has_value()) return std::nullopt;
      number = *named;
    } else {
      const bool fits =
          piece.part == 'y' ? written.size() == 4 : !written.empty() && written.size() <= 2;
      if (!fits || !absl::SimpleAtoi({written.data(), written.size()}, &number))
        return std::nullopt;
    }
    (piece.part == 'd' ? parts.day : piece.part == 'm' ? parts.month : parts.year) = number;
    if (!text.starts_with(piece.separator)) return std::nullopt;
    text.remove_prefix(piece.separator.size());
  }
  if (!text.empty()) return std::nullopt;
  return parts;
}

std::optional<absl::CivilDay> DateFormat::Read(std::string_view text) const {
  const std::optional<Parts> parts = PartsOf(text);
  if (!parts.has_value() || !IsYear(parts->year)) return std::nullopt;
  // CivilDay turns 30 February into 2 March.
  const absl::CivilDay date(parts->year, parts->month, parts->day);
  const bool real =
      date.year() == parts->year && date.month() == parts->month && date.day() == parts->day;
  return real ? std::optional(date) : std::nullopt;
}

std::optional<absl::CivilDay> ReadDay(
    std::string_view text, const std::optional<DateFormat>& declared) {
  if (const DateFormat* form = UnmistakableFormOf(text); form != nullptr) return form->Read(text);
  return declared.has_value() ? declared->Read(text) : std::nullopt;
}

Finding NoDay(std::string_view column, std::string_view text, const ImportOptions& options) {
  const std::optional<DateFormat>& declared = options.dates;
  if (text.empty()) {
    return At(
        column, "IMP-09",
        {"Tanggal kosong. Isi tanggalnya sebagai TTTT-BB-HH, misalnya 2026-03-01.",
         "The date is missing. Enter it as YYYY-MM-DD, such as 2026-03-01."});
  }
  if (LooksLikeSerial(text)) {
    return At(
        column, "IMP-09",
        {"Isi sel adalah angka urut hari dari Excel, bukan tanggal. Beri kolom format tanggal, "
         "lalu simpan lagi.",
         "The cell holds the number by which Excel counts days, not a date. Format the column as "
         "a date, then save again."});
  }
  if (const DateFormat* form = UnmistakableFormOf(text);
      form != nullptr && form->PartsOf(text).has_value()) {
    return NoSuchDay(column, text, *form);
  }
  if (declared.has_value() && declared->PartsOf(text).has_value())
    return NoSuchDay(column, text, *declared);
  if (declared.has_value()) {
    return At(
        column, "IMP-09",
        {Cat("Isi sel tidak berbentuk TTTT-BB-HH ataupun ", declared->text(),
             ", yang dinyatakan untuk berkas ini. Tulis ulang tanggalnya."),
         Cat("The cell reads neither YYYY-MM-DD nor ", declared->text(),
             ", which is declared for this file. Write the date again.")});
  }
  const std::vector<DateFormat> forms = FormsOf(text);
  for (const DateFormat& form : forms)
    if (form.Read(text).has_value()) return Undeclared(column, text, form, forms.front());
  if (!forms.empty()) return NoSuchDay(column, text, forms.front());
  return At(
      column, "IMP-09",
      {"Isi sel bukan tanggal. Tulis sebagai TTTT-BB-HH, misalnya 2026-03-01, dengan tahun empat "
       "angka, dan jadikan kolom berformat teks di Excel.",
       "The cell is no date. Write it as YYYY-MM-DD, such as 2026-03-01, with a year of four "
       "digits, and format the column as text in Excel."});
}

}  // namespace binadaya::registry::domain
