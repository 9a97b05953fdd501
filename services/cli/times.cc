#include "services/cli/times.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "services/cli/answer.h"
#include "services/cli/language.h"
#include "services/common/domain/text.h"

namespace binadaya::cli {
namespace {

constexpr int kMinutesAnHour = 60, kMinutesADay = 24 * kMinutesAnHour;
constexpr std::size_t kDayLength = 10;  // 2027-04-08

std::string Trimmed(std::string_view text) {
  return std::string(absl::StripAsciiWhitespace(Absl(text)));
}

// Lower-case, with one sign between two times and nothing else that is no time.
std::string PlainSpan(std::string_view text) {
  return absl::StrReplaceAll(
      absl::AsciiStrToLower(Absl(text)), {{"–", "-"},
                                          {"—", "-"},
                                          {"s.d.", "-"},
                                          {"s.d", "-"},
                                          {"s/d", "-"},
                                          {"sampai", "-"},
                                          {"until", "-"},
                                          {"pukul", ""},
                                          {"wib", ""}});
}

bool IsNumber(std::string_view text, std::size_t longest) {
  return !text.empty() && text.size() <= longest && std::all_of(text.begin(), text.end(), &IsDigit);
}

std::optional<absl::CivilDay> ReadIsoDay(std::string_view text) {
  absl::CivilDay day;
  const std::string copy(text);
  if (!absl::ParseCivilTime(copy, &day) || absl::FormatCivilTime(day) != copy) return std::nullopt;
  return day;
}

// Where in a text a day begins.
std::size_t FindDay(std::string_view text, std::size_t from) {
  for (std::size_t at = from; at + kDayLength <= text.size(); ++at)
    if (ReadIsoDay(text.substr(at, kDayLength)).has_value()) return at;
  return std::string_view::npos;
}

scheduling::v1::Slot Between(absl::CivilMinute from, absl::CivilMinute until) {
  scheduling::v1::Slot slot;
  slot.set_from(absl::FormatCivilTime(from));
  slot.set_until(absl::FormatCivilTime(until));
  return slot;
}

std::optional<scheduling::v1::Slot> ReadSlotText(std::string_view text) {
  const std::size_t first = FindDay(text, 0);
  if (first != 0) return std::nullopt;
  const absl::CivilMinute day(*ReadIsoDay(text.substr(0, kDayLength)));
  const std::size_t second = FindDay(text, kDayLength);
  if (second == std::string_view::npos) {
    const std::string hours = Trimmed(text.substr(kDayLength));
    if (hours.empty()) return Between(day, day + kMinutesADay);
    const std::optional<ClockSpan> span = ReadClockSpan(hours);
    if (!span.has_value() || !span->from.has_value() || !span->until.has_value())
      return std::nullopt;
    return Between(day + *span->from, day + *span->until);
  }
  const absl::CivilMinute last(*ReadIsoDay(text.substr(second, kDayLength)));
  std::string between = Trimmed(PlainSpan(text.substr(kDayLength, second - kDayLength)));
  const std::string behind = Trimmed(text.substr(second + kDayLength));
  if (!between.ends_with('-')) return std::nullopt;
  between.pop_back();
  if (Trimmed(between).empty() && behind.empty()) return Between(day, last + kMinutesADay);
  const std::optional<int> from = ReadClock(Trimmed(between)), until = ReadClock(behind);
  if (!from.has_value() || !until.has_value()) return std::nullopt;
  return Between(day + *from, last + *until);
}

}  // namespace

std::optional<int> ReadClock(std::string_view text) {
  int hours = 0, minutes = 0;
  if (IsNumber(text, 2)) {
    if (!absl::SimpleAtoi(Absl(text), &hours) || hours > 24) return std::nullopt;
    return hours * kMinutesAnHour;
  }
  double part = 0;
  if (text.starts_with("0.") && text != "0." && absl::SimpleAtod(Absl(text), &part))
    return static_cast<int>(std::lround(part * kMinutesADay));
  const std::vector<std::string> parts = absl::StrSplit(Absl(text), absl::ByAnyChar(".:"));
  // Seconds, as a spreadsheet may show them.
  if (parts.size() != 2 && !(parts.size() == 3 && parts[2] == "00")) return std::nullopt;
  if (!IsNumber(parts[0], 2) || parts[1].size() != 2 || !IsNumber(parts[1], 2) ||
      !absl::SimpleAtoi(parts[0], &hours) || !absl::SimpleAtoi(parts[1], &minutes) ||
      minutes >= kMinutesAnHour) {
    return std::nullopt;
  }
  const int clock = hours * kMinutesAnHour + minutes;
  return clock <= kMinutesADay ? std::optional(clock) : std::nullopt;
}

std::optional<ClockSpan> ReadClockSpan(std::string_view text) {
  const std::vector<std::string> parts = absl::StrSplit(PlainSpan(text), '-');
  if (parts.size() > 2) return std::nullopt;
  ClockSpan span;
  span.from = ReadClock(Trimmed(parts[0]));
  if (!span.from.has_value()) return std::nullopt;
  if (parts.size() < 2) return span;
  const std::string end = Trimmed(parts[1]);
  if (end.empty() || end == "selesai" || end == "end") return span;
  span.until = ReadClock(end);
  return span.until.has_value() ? std::optional(span) : std::nullopt;
}

absl::StatusOr<scheduling::v1::Slot> SlotIn(std::string_view option, std::string_view text) {
  if (const auto slot = ReadSlotText(Trimmed(text))) return *slot;
  return UsageError(
      {Cat(option, " ", text,
           ": tulis hari dan jamnya, misalnya \"2027-04-08 08.00-10.00\"; tanpa jam: sehari penuh"),
       Cat(option, " ", text,
           ": write the day and its hours, such as \"2027-04-08 08:00-10:00\"; without hours the "
           "whole day")});
}

std::string ClockShown(int minutes) {
  constexpr int kHour = 60;
  return absl::StrFormat("%02d%s%02d", minutes / kHour, Say(".", ":"), minutes % kHour);
}

std::string SlotText(const scheduling::v1::Slot& slot) {
  const std::string& from = slot.from();
  const std::string& until = slot.until();
  if (from.size() < 16 || until.size() < 16) return "";
  const bool one_day = from.substr(0, 10) == until.substr(0, 10);
  return Cat(
      from.substr(0, 10), " ", from.substr(11), "–",
      one_day ? until.substr(11) : Cat(until.substr(0, 10), " ", until.substr(11)));
}

}  // namespace binadaya::cli
