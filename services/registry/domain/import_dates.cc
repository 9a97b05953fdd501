// What is no date, and why.
#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "services/common/domain/text.h"
#include "services/registry/domain/import_rows.h"

namespace binadaya::registry::domain {
namespace {

// Of the parts of a date, the likeliest first.
constexpr std::array<std::array<std::string_view, 3>, 3> kOrders = {
    {{"dd", "mm", "yyyy"}, {"mm", "dd", "yyyy"}, {"yyyy", "mm", "dd"}}};

constexpr int kFirstYear = DateFormat::kFirstYear, kLastYear = DateFormat::kLastYear;

bool IsYear(int year) { return year >= kFirstYear && year <= kLastYear; }
bool IsMonth(int month) { return month >= 1 && month <= 12; }

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
