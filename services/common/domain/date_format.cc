#include "services/common/domain/date_format.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "services/common/domain/sheet.h"
#include "services/common/domain/text.h"

namespace binadaya {
namespace {

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
  const std::string plain = sheets::Plain(name);
  if (plain.size() < 3) return std::nullopt;
  for (std::size_t month = 0; month < kMonths.size(); ++month) {
    for (const std::string_view known : kMonths[month])
      if (!known.empty() && known.starts_with(plain)) return static_cast<int>(month) + 1;
  }
  return std::nullopt;
}

}  // namespace

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
  if (!parts.has_value() || parts->year < kFirstYear || parts->year > kLastYear)
    return std::nullopt;
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

}  // namespace binadaya
