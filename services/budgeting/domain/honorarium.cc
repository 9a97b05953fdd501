#include "services/budgeting/domain/honorarium.h"

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "services/common/domain/refusal.h"
#include "services/common/domain/text.h"

namespace binadaya::budgeting::domain {
namespace {

// 0 for I/a to 3 for IV/e. One without a letter is a PPPK's, whose I to IV are others.
std::optional<std::size_t> ClassOf(const std::string& grade) {
  const std::pair<std::string, std::string> parts = absl::StrSplit(grade, absl::MaxSplits('/', 1));
  const std::string roman = absl::AsciiStrToUpper(parts.first);
  const std::string letter = absl::AsciiStrToLower(parts.second);
  constexpr std::array<std::string_view, 4> kClasses = {"I", "II", "III", "IV"};
  for (std::size_t i = 0; i < kClasses.size(); ++i) {
    const char last = i == 3 ? 'e' : 'd';
    if (kClasses[i] == roman && letter.size() == 1 && letter[0] >= 'a' && letter[0] <= last)
      return i;
  }
  return std::nullopt;
}

}  // namespace

std::vector<std::string> UnitWords(std::string_view unit) {
  std::vector<std::string> words =
      absl::StrSplit(absl::AsciiStrToLower(Absl(unit)), absl::ByAnyChar("/ "), absl::SkipEmpty());
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    if (words[i] != "jam" || (words[i + 1] != "pelajaran" && words[i + 1] != "pelatihan")) continue;
    words[i] = "jp";
    words.erase(words.begin() + static_cast<std::ptrdiff_t>(i) + 1);
  }
  return words;
}

Hours HoursOf(std::string_view unit) {
  const std::vector<std::string> words = UnitWords(unit);
  for (const std::string& word : words) {
    if (word == "jam" || word == "oj") return Hours::kPaid;
    if (word == "jp" || word == "ojp") return Hours::kLesson;
  }
  return Hours::kNone;
}

absl::StatusOr<Honorarium> HonorariumOf(
    const PriceStandard& standard, const HonorariumAsked& asked, const HonorariumTerms& terms) {
  Findings findings;
  const Hours hours = HoursOf(standard.unit);
  const std::vector<std::string> words = UnitWords(standard.unit);
  const bool by_time = Contains(words, "kali") || Contains(words, "kegiatan");
  Honorarium fee;
  fee.units = hours == Hours::kPaid     ? asked.minutes / terms.hours.paid
              : hours == Hours::kLesson ? asked.minutes / terms.hours.lesson
                                        : asked.times;
  if (hours == Hours::kNone && !by_time) {
    findings.push_back(
        {"HON-01",
         "standard",
         {Cat("Standar ", standard.code, " bersatuan ", standard.unit,
              ", bukan OJ, OJP, kali, atau kegiatan. Pilih standar honorarium."),
          Cat("The standard ", standard.code, " is by ", standard.unit,
              ", not by OJ, OJP, time or activity. Choose a standard of honoraria.")},
         {{"found", standard.unit}}});
  } else if (fee.units < 1) {
    findings.push_back(
        {"HON-02",
         hours == Hours::kNone ? "times" : "minutes",
         {Cat("Belum satu ", standard.unit, " penuh: satu OJ ", terms.hours.paid,
              " menit, satu OJP ", terms.hours.lesson, " menit. Isi menit atau banyaknya."),
          Cat("Less than one full ", standard.unit, ": an OJ has ", terms.hours.paid,
              " minutes, an OJP ", terms.hours.lesson, ". Enter the minutes, or how many times.")},
         {{"unit", standard.unit}}});
  }
  const std::optional<std::size_t> grade = ClassOf(asked.grade);
  if (!grade.has_value()) {
    findings.push_back(
        {"HON-03",
         "grade",
         {"Bukan golongan PNS (I/a sampai IV/e). PPh 21 PPPK dan lainnya tidak dihitung di sini; "
          "tanyakan bendahara.",
          "It is no golongan of a civil servant (PNS, I/a to IV/e). The income tax of PPPK and "
          "others is not reckoned here; ask the treasurer."},
         {{"found", asked.grade}, {"expected", "I/a … IV/e"}}});
  }
  if (Blocks(findings)) return Refuse(absl::StatusCode::kInvalidArgument, std::move(findings));
  fee.tax_percent = terms.tax[*grade];
  fee.rate = standard.ceiling;
  if (asked.own_staff) {
    const absl::StatusOr<Money> share = Scale(standard.ceiling, terms.own_staff, 100);
    if (!share.ok()) return share.status();
    fee.rate = *share;
  }
  const absl::StatusOr<Money> gross = Scale(fee.rate, fee.units, 1);
  if (!gross.ok()) return gross.status();
  const absl::StatusOr<Money> tax = Scale(*gross, fee.tax_percent, 100);
  if (!tax.ok()) return tax.status();
  fee.gross = *gross;
  fee.tax = *tax;
  fee.net = {gross->rupiah - tax->rupiah};
  return fee;
}

}  // namespace binadaya::budgeting::domain
