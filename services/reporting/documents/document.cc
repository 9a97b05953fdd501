#include "services/reporting/documents/document.h"

#include <qrencode.h>

#include <algorithm>
#include <array>
#include <memory>

#include "absl/strings/escaping.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/common/domain/money_text.h"
#include "services/common/domain/text.h"
#include "services/common/id.h"
#include "services/reporting/documents/templates.h"

namespace binadaya::reporting::documents {
namespace {

constexpr std::array<const char*, 12> kMonths = {"Januari",   "Februari", "Maret",    "April",
                                                 "Mei",       "Juni",     "Juli",     "Agustus",
                                                 "September", "Oktober",  "November", "Desember"};
constexpr std::array<const char*, 12> kEnglishMonths = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

constexpr std::array<const char*, 7> kDays = {"Senin", "Selasa", "Rabu",  "Kamis",
                                              "Jumat", "Sabtu",  "Minggu"};
constexpr std::array<const char*, 7> kEnglishDays = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                     "Friday", "Saturday", "Sunday"};

Values ValuesOf(const Signatory& signatory, Speech say) {
  Values values;
  values.Set("capacity", say(signatory.capacity))
      .Set("name", signatory.name)
      .Set("number", signatory.number)
      .Set("post", signatory.post);
  return values;
}

// "1:text", so that nothing in a cell looks like the next one.
std::string Marked(const xlsx::Value& value) {
  std::string text;
  if (const auto* words = std::get_if<std::string>(&value)) text = *words;
  if (const auto* number = std::get_if<std::int64_t>(&value)) text = Cat(*number);
  if (const auto* money = std::get_if<Money>(&value)) text = Cat(money->rupiah);
  if (const auto* quantity = std::get_if<Quantity>(&value)) text = Cat(quantity->thousandths);
  if (const auto* day = std::get_if<absl::CivilDay>(&value)) text = absl::FormatCivilTime(*day);
  return Cat(value.index(), ":", text.size(), ":", text);
}

}  // namespace

std::string MonthName(int month, Speech say) {
  const auto index = static_cast<std::size_t>(month - 1);
  return say(kMonths.at(index), kEnglishMonths.at(index));
}

std::string DayText(absl::CivilDay day, Speech say) {
  return Cat(day.day(), " ", MonthName(day.month(), say), " ", day.year());
}

std::string DayText(const std::string& day, Speech say) {
  absl::CivilDay parsed;
  return absl::ParseCivilTime(day, &parsed) ? DayText(parsed, say) : day;
}

std::string WeekdayText(absl::CivilDay day, Speech say) {
  const auto index = static_cast<std::size_t>(absl::GetWeekday(day));
  return Cat(say(kDays.at(index), kEnglishDays.at(index)), ", ", DayText(day, say));
}

std::string MinuteText(int minute, Speech say) {
  return absl::StrFormat("%02d%s%02d", minute / 60, say(".", ":"), minute % 60);
}

std::string InstantText(absl::Time time, absl::TimeZone zone, Speech say) {
  const absl::CivilDay day = absl::ToCivilDay(time, zone);
  return Cat(
      DayText(day, say), " ", absl::FormatTime(say("%H.%M", "%H:%M"), time, zone), " ",
      absl::FormatTime("%Z", time, zone));
}

std::optional<Money> Added(const std::vector<Money>& amounts) {
  const absl::StatusOr<Money> sum = Sum(amounts);
  if (!sum.ok()) return std::nullopt;
  return *sum;
}

std::string AmountText(const std::optional<Money>& money, Speech say) {
  return money.has_value() ? Rupiah(*money) : say("terlalu besar", "too large");
}

xlsx::Cell AmountCell(const std::optional<Money>& money, Speech say, bool bold) {
  if (money.has_value()) return {*money, bold};
  return {AmountText(money, say), bold};
}

const char* SignOf(const std::optional<Money>& money) {
  return money.has_value() && money->rupiah < 0 ? "less" : "";
}

Named Frame::Person(const std::string& id) const {
  const auto known = people.find(id);
  return known == people.end() ? Named{.name = id} : known->second;
}

std::vector<std::string> ByName(std::vector<std::string> people, const Frame& frame) {
  std::sort(people.begin(), people.end());
  people.erase(std::unique(people.begin(), people.end()), people.end());
  std::stable_sort(people.begin(), people.end(), [&](const auto& one, const auto& other) {
    return frame.Person(one).name < frame.Person(other).name;
  });
  return people;
}

std::string QrSvg(const std::string& text) {
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeString(text.c_str(), 0, QR_ECLEVEL_M, QR_MODE_8, 1), &QRcode_free);
  if (code == nullptr) return "";
  constexpr int kQuiet = 4;  // modules around it
  const int size = code->width + 2 * kQuiet;
  std::string svg = absl::StrFormat(
      "<svg viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" shape-rendering=\"crispEdges\">"
      "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/><path d=\"",
      size, size, 3 * size, 3 * size, size, size);
  for (int y = 0; y < code->width; ++y) {
    for (int x = 0; x < code->width; ++x) {
      if ((code->data[y * code->width + x] & 1) != 0)
        svg += Cat("M", x + kQuiet, " ", y + kQuiet, "h1v1h-1z");
    }
  }
  return svg + "\"/></svg>";
}

std::string Page(const Heading& heading, const Frame& frame, const std::string& body) {
  const Speech say = frame.say;
  std::vector<Values> signatures;
  for (const Signatory& one : frame.signatories) signatures.push_back(ValuesOf(one, say));
  std::vector<std::string> owner;
  for (const std::string& one : {frame.government, frame.unit_name})
    if (!one.empty() && (owner.empty() || owner.back() != one)) owner.push_back(one);
  Values values;
  values.Set("language", say("id", "en"))
      .Set("id", say.indonesian)
      .Set("en", !say.indonesian)
      .Set("title", say(heading.title))
      .Set("unit", heading.unit == "/" ? "" : Cat(" (", heading.unit, ")"))
      .Set("owner", absl::StrJoin(owner, " · "))
      .Set("year", Cat(heading.year))
      .Set("draft", heading.draft)
      .Set("portrait", heading.portrait)
      .Set("alone", signatures.size() == 1)
      .Set("unit_name", frame.unit_name)
      .Set("code", frame.code)
      .Set("address", frame.address)
      .Set("printed", frame.printed)
      .Set("signed", !signatures.empty())
      .Set("signatures", signatures)
      .Set("qr", frame.address.empty() ? "" : QrSvg(frame.address))
      .Set("body", body);
  return Fill(kFrameHtml, values);
}

std::string CodeOf(const std::vector<xlsx::Sheet>& sheets) {
  std::string content;
  for (const xlsx::Sheet& sheet : sheets) {
    content += Marked(sheet.name);
    for (const auto& row : sheet.rows) {
      content += Cat("[", row.size(), "]");
      for (const xlsx::Cell& cell : row) content += Marked(cell.value);
    }
  }
  std::string bytes = Sha256(content).substr(0, 16);
  bytes[6] = static_cast<char>((bytes[6] & 0x0F) | 0x80);  // version 8
  bytes[8] = static_cast<char>((bytes[8] & 0x3F) | 0x80);  // variant
  std::string hex = absl::BytesToHexString(bytes);
  for (const std::size_t at : {20, 16, 12, 8}) hex.insert(at, "-");
  return hex;
}

}  // namespace binadaya::reporting::documents
