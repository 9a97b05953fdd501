#include "services/common/domain/money_text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <vector>

#include "absl/numeric/int128.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "services/common/domain/text.h"

namespace binadaya {
namespace {

// The first character that nobody sees, as U+…; 0 without one. What does not end as UTF-8 must is
// left to those who read on.
std::uint32_t FirstUnseen(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = [&](std::size_t k) {
      return static_cast<std::uint32_t>(
          static_cast<unsigned char>(i + k < text.size() ? text[i + k] : 0));
    };
    std::uint32_t code = byte(0);
    if (code <= 0x20 || code == 0x7F) return code == 0 ? 1 : code;
    if (code >> 5 == 0x6) {
      code = (code & 0x1F) << 6 | (byte(1) & 0x3F);
      i += 1;
    } else if (code >> 4 == 0xE) {
      code = (code & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
      i += 2;
    }
    if (code == 0xA0 || code == 0xAD || (code >= 0x2000 && code <= 0x200F) ||
        (code >= 0x2028 && code <= 0x202F) || (code >= 0x205F && code <= 0x206F) ||
        code == 0x3000 || code == 0xFEFF) {
      return code;
    }
  }
  return 0;
}

bool IsDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), IsDigit);
}

// "1.500.000": the first group has one to three digits, the others three.
std::optional<std::string> Grouped(std::string_view text, char separator) {
  const std::vector<std::string> groups = absl::StrSplit(Absl(text), separator);
  std::string digits;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (!IsDigits(groups[i]) || groups[i].size() > 3 || (i > 0 && groups[i].size() != 3))
      return std::nullopt;
    digits += groups[i];
  }
  if (digits[0] == '0') return std::nullopt;
  return digits;
}

// Of digits; none if it does not fit.
std::optional<Money> Fitting(std::string_view digits) {
  absl::int128 amount = 0;
  for (const char digit : digits) {
    amount = amount * 10 + (digit - '0');
    if (amount > std::numeric_limits<std::int64_t>::max()) return std::nullopt;
  }
  return Money{static_cast<std::int64_t>(amount)};
}

Finding TwoWays(std::string_view text, std::string_view where, const std::string& digits) {
  const std::optional<Money> money = Fitting(digits);
  const std::string understood = money.has_value() ? Rupiah(*money) : Cat("Rp", digits);
  return {
      "MON-04",
      std::string(where),
      {Cat("Isian “", text, "” dapat berarti ", understood,
           " atau suatu bilangan dengan desimal. Bila yang dimaksud ", understood,
           ", tulis begitu."),
       Cat("The entry “", text, "” may mean ", understood, " or a number with decimals. If ",
           understood, " is meant, write it like that.")},
      {{"text", std::string(text)}, {"understood", understood}}};
}

Finding NoAmount(std::string_view text, std::string_view where) {
  return {
      "MON-07",
      std::string(where),
      {Cat("Isian “", text,
           "” bukan jumlah rupiah yang dikenali. Tulis seperti 1.500.000, Rp1.500.000,00 atau "
           "1500000."),
       Cat("The entry “", text,
           "” is no amount in rupiah as it is read here. Write it like 1.500.000, "
           "Rp1.500.000,00 or 1500000.")},
      {{"text", std::string(text)}}};
}

// Whether there is something, and all of it can be seen.
bool IsPlain(std::string_view text, std::string_view where, Findings& findings) {
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    findings.push_back(
        {"MON-01",
         std::string(where),
         {"Belum diisi. Isi angkanya; bila memang nol, tulis 0.",
          "Nothing stands here. Enter the number; if it is zero, write 0."}});
    return false;
  }
  const std::uint32_t unseen = FirstUnseen(text);
  if (unseen == 0) return true;
  const std::string code = absl::StrFormat("U+%04X", unseen);
  findings.push_back(
      {"MON-02",
       std::string(where),
       {Cat("Ada spasi atau karakter yang tidak terlihat (", code, "). Hapus, atau ketik ulang."),
        Cat("There is a blank or a character that cannot be seen (", code,
            "). Delete it, or type the number again.")},
       {{"character", code}}});
  return false;
}

bool TakeNegative(std::string_view& text) {
  for (const std::string_view sign : {"-", "\xE2\x88\x92", "("}) {
    if (text.substr(0, sign.size()) != sign) continue;
    text.remove_prefix(sign.size());
    return true;
  }
  return false;
}

const std::array<std::string_view, 12> kSmall = {"nol",     "satu",     "dua",     "tiga",
                                                 "empat",   "lima",     "enam",    "tujuh",
                                                 "delapan", "sembilan", "sepuluh", "sebelas"};

void AppendWord(std::string_view word, std::string& out) {
  if (!out.empty()) out += ' ';
  out += word;
}

// 1 to 999.
void AppendGroup(int n, std::string& out) {
  if (n >= 200) AppendWord(kSmall[static_cast<std::size_t>(n / 100)], out);
  if (n >= 100) AppendWord(n >= 200 ? "ratus" : "seratus", out);
  n %= 100;
  if (n >= 20) {
    AppendWord(kSmall[static_cast<std::size_t>(n / 10)], out);
    AppendWord("puluh", out);
    n %= 10;
  }
  if (n >= 12) {
    AppendWord(kSmall[static_cast<std::size_t>(n - 10)], out);
    AppendWord("belas", out);
  } else if (n > 0) {
    AppendWord(kSmall[static_cast<std::size_t>(n)], out);
  }
}

// What is written the English way: "1,500,000", "1,500,000.00", "1500.50".
std::optional<std::string> English(std::string_view text) {
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  if (point != std::string_view::npos && !IsDigits(text.substr(point + 1))) return std::nullopt;
  if (point == std::string_view::npos && std::count(whole.begin(), whole.end(), ',') < 2)
    return std::nullopt;
  return IsDigits(whole) ? std::string(whole) : Grouped(whole, ',');
}

Finding EnglishWay(std::string_view text, std::string_view where, const std::string& digits) {
  const std::optional<Money> money = Fitting(digits);
  const std::string understood = money.has_value() ? Rupiah(*money) : Cat("Rp", digits);
  return {
      "MON-04",
      std::string(where),
      {Cat("Isian “", text, "” ditulis dengan cara Inggris dan dipahami sebagai ", understood,
           " (tanpa sen). Bila itu yang dimaksud, tulis begitu."),
       Cat("The entry “", text, "” is written the English way and understood as ", understood,
           " (without cents). If that is meant, write it like that.")},
      {{"text", std::string(text)}, {"understood", understood}}};
}

// The digits before the comma; none with a finding.
std::optional<std::string> WholeDigits(
    std::string_view number, bool marked, std::string_view text, std::string_view where,
    Findings& findings) {
  const std::size_t comma = number.find(',');
  const std::string_view whole = number.substr(0, comma);
  std::optional<std::string> digits = IsDigits(whole) ? std::string(whole) : Grouped(whole, '.');
  if (!digits.has_value() || (digits->size() > 1 && digits->front() == '0')) {
    if (const auto english = English(number)) {
      findings.push_back(EnglishWay(text, where, *english));
    } else {
      findings.push_back(NoAmount(text, where));
    }
    return std::nullopt;
  }
  if (comma == std::string_view::npos) {
    if (marked || std::count(whole.begin(), whole.end(), '.') != 1) return digits;
    findings.push_back(TwoWays(text, where, *digits));
    return std::nullopt;
  }
  const std::string_view cents = number.substr(comma + 1);
  if (cents == "00") return digits;
  if (const auto english = English(number)) {
    findings.push_back(EnglishWay(text, where, *english));
  } else if (IsDigits(whole) && whole.size() <= 3 && cents.size() == 3 && IsDigits(cents)) {
    findings.push_back(TwoWays(text, where, *digits + std::string(cents)));
  } else if (IsDigits(cents) && cents.size() <= 2) {
    findings.push_back(
        {"MON-05",
         std::string(where),
         {Cat("Isian “", text,
              "” memuat sen (dua angka di belakang koma). Bulatkan ke rupiah penuh."),
          Cat("The entry “", text, "” has cents (behind the comma). Round it to whole rupiah.")},
         {{"text", std::string(text)}}});
  } else {
    findings.push_back(NoAmount(text, where));
  }
  return std::nullopt;
}

}  // namespace

std::optional<Money> ReadRupiah(std::string_view text, std::string_view where, Findings& findings) {
  if (!IsPlain(text, where, findings)) return std::nullopt;
  std::string_view number = text;
  bool negative = TakeNegative(number);
  const bool marked = number.size() > 2 && (number[0] == 'R' || number[0] == 'r') &&
                      (number[1] == 'p' || number[1] == 'P');
  if (marked) number.remove_prefix(2);
  negative = TakeNegative(number) || negative;
  if (negative && !number.empty() && IsDigit(number.front())) {
    findings.push_back(
        {"MON-03",
         std::string(where),
         {Cat("Isian “", text, "” kurang dari nol. Jumlah di sini tidak pernah negatif; perbaiki."),
          Cat("The entry “", text, "” is below zero. No amount here ever is; correct it.")},
         {{"text", std::string(text)}}});
    return std::nullopt;
  }
  const std::optional<std::string> digits = WholeDigits(number, marked, text, where, findings);
  if (!digits.has_value()) return std::nullopt;
  const std::optional<Money> money = Fitting(*digits);
  if (!money.has_value()) {
    findings.push_back(
        {"MON-06",
         std::string(where),
         {Cat("Isian “", text, "” melebihi jumlah terbesar (",
              Rupiah({std::numeric_limits<std::int64_t>::max()}), "). Periksa jumlah angkanya."),
          Cat("The entry “", text, "” is above the largest amount (",
              Rupiah({std::numeric_limits<std::int64_t>::max()}),
              "). Check the number of its digits.")},
         {{"text", std::string(text)}}});
  }
  return money;
}

std::optional<Quantity> ReadQuantity(
    std::string_view text, std::string_view where, Findings& findings) {
  if (!IsPlain(text, where, findings)) return std::nullopt;
  const std::size_t comma = text.find(',');
  const std::string_view whole = text.substr(0, comma);
  std::string decimals(comma == std::string_view::npos ? "0" : text.substr(comma + 1));
  constexpr std::size_t kDigits = 12;  // far above any, far below an overflow
  Quantity quantity;
  if (IsDigits(whole) && whole.size() <= kDigits && IsDigits(decimals) &&
      decimals.size() <= Quantity::kDecimals) {
    decimals.resize(Quantity::kDecimals, '0');
    quantity.thousandths = Fitting(Cat(whole, decimals))->rupiah;
  }
  if (quantity.thousandths > 0) return quantity;
  findings.push_back(
      {"MON-08",
       std::string(where),
       {Cat("Isian “", text,
            "” bukan volume. Tulis bilangan di atas nol dengan koma desimal, paling banyak tiga "
            "desimal, tanpa titik: 210 atau 2,5."),
        Cat("The entry “", text,
            "” is no quantity. Write a number above zero with a decimal comma, at most three "
            "decimals, without points: 210 or 2,5.")},
       {{"text", std::string(text)}}});
  return std::nullopt;
}

std::optional<int> ReadPercent(std::string_view text, std::string_view where, Findings& findings) {
  std::string_view number = text;
  if (number.ends_with('%')) number.remove_suffix(1);
  while (number.ends_with(' ')) number.remove_suffix(1);
  const std::size_t comma = number.find(',');
  const std::string_view whole = number.substr(0, comma);
  std::string decimals(comma == std::string_view::npos ? "0" : number.substr(comma + 1));
  if (IsDigits(whole) && whole.size() <= 3 && IsDigits(decimals) && decimals.size() <= 2) {
    decimals.resize(2, '0');
    const auto basis_points = static_cast<int>(Fitting(Cat(whole, decimals))->rupiah);
    if (basis_points <= 10'000) return basis_points;
  }
  findings.push_back(
      {"MON-09",
       std::string(where),
       {Cat("Isian “", text,
            "” bukan persen dari 0 sampai 100 dengan koma desimal. Tulis seperti 11 % atau 0."),
        Cat("The entry “", text,
            "” is no percentage from 0 to 100 with a decimal comma. Write it like 11 % or 0.")},
       {{"text", std::string(text)}}});
  return std::nullopt;
}

std::string Rupiah(Money money) {
  std::string digits = absl::StrCat(money.rupiah);
  const std::size_t first = money.rupiah < 0 ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;) digits.insert(at -= 3, ".");
  return digits.insert(first, "Rp");
}

std::string Written(Quantity quantity) {
  std::string text = absl::StrCat(quantity.thousandths / Quantity::kOne);
  const std::int64_t rest = quantity.thousandths % Quantity::kOne;
  if (rest == 0) return text;
  absl::StrAppendFormat(&text, ",%03d", rest);
  return text.erase(text.find_last_not_of('0') + 1);
}

std::string Percent(int basis_points) {
  return Cat(Written({std::int64_t{basis_points} * Quantity::kOne / 100}), " %");
}

std::string InWords(Money money) {
  if (money.rupiah == 0) return Cat(kSmall[0], " rupiah");
  struct Power {
    absl::int128 size;
    std::string_view name;
  };
  constexpr std::int64_t kThousand = 1'000;
  const std::array<Power, 6> powers = {
      {{absl::int128(1'000'000'000) * 1'000'000'000, "kuintiliun"},
       {absl::int128(1'000'000'000) * 1'000'000, "kuadriliun"},
       {absl::int128(1'000'000'000) * 1'000, "triliun"},
       {1'000'000'000, "miliar"},
       {1'000'000, "juta"},
       {kThousand, "ribu"}}};
  std::string words = money.rupiah < 0 ? "minus" : "";
  absl::int128 rest = money.rupiah;
  if (rest < 0) rest = -rest;
  for (const Power& power : powers) {
    const int group = static_cast<int>(rest / power.size);
    rest %= power.size;
    if (group == 0) continue;
    if (group == 1 && power.size == kThousand) {
      AppendWord("seribu", words);
      continue;
    }
    AppendGroup(group, words);
    AppendWord(power.name, words);
  }
  AppendGroup(static_cast<int>(rest), words);
  return words + " rupiah";
}

}  // namespace binadaya
