#include "services/registry/domain/contact.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/common/domain/text.h"

namespace binadaya::registry::domain {
namespace {

// RFC 5321.
constexpr std::size_t kLongestLocal = 64;
constexpr std::size_t kLongestLabel = 63;
constexpr std::size_t kLongestAddress = 254;

// E.164, without the +.
constexpr std::size_t kShortestNumber = 8;
constexpr std::size_t kLongestNumber = 15;
// Of an Indonesian mobile number, from its 8 on.
constexpr std::size_t kShortestMobile = 9;
constexpr std::size_t kLongestMobile = 12;

constexpr char kCountry[] = "62";

bool ConsistsOf(absl::string_view text, absl::string_view others) {
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
           others.find(c) != absl::string_view::npos;
  });
}

bool IsLocalPart(absl::string_view text) {
  return !text.empty() && text.size() <= kLongestLocal && text.front() != '.' &&
         text.back() != '.' && text.find("..") == absl::string_view::npos &&
         ConsistsOf(text, ".!#$%&'*+/=?^_`{|}~-");
}

bool IsDomainName(absl::string_view text) {
  const std::vector<absl::string_view> labels = absl::StrSplit(text, '.');
  const absl::string_view top = labels.back();
  return labels.size() >= 2 && top.size() >= 2 &&
         std::all_of(top.begin(), top.end(), &absl::ascii_isalpha) &&
         std::all_of(labels.begin(), labels.end(), [](absl::string_view label) {
           return !label.empty() && label.size() <= kLongestLabel && label.front() != '-' &&
                  label.back() != '-' && ConsistsOf(label, "-");
         });
}

bool IsMobile(absl::string_view number) {
  return number.size() >= kShortestMobile && number.size() <= kLongestMobile && number[0] == '8';
}

}  // namespace

std::string ReadEmail(std::string_view text) {
  std::string address = absl::AsciiStrToLower(Absl(text));
  const std::vector<absl::string_view> halves = absl::StrSplit(address, '@');
  const bool is_one = halves.size() == 2 && address.size() <= kLongestAddress &&
                      IsLocalPart(halves[0]) && IsDomainName(halves[1]);
  return is_one ? address : "";
}

std::string ReadMobile(std::string_view text) {
  const std::string plain = absl::StrReplaceAll(
      Absl(text),
      {{" ", ""}, {"\u00a0", ""}, {"-", ""}, {"\u2011", ""}, {".", ""}, {"(", ""}, {")", ""}});
  absl::string_view digits = plain;
  const bool abroad = absl::ConsumePrefix(&digits, "+") || absl::ConsumePrefix(&digits, "00");
  if (!std::all_of(digits.begin(), digits.end(), &absl::ascii_isdigit)) return "";
  if (!absl::ConsumePrefix(&digits, kCountry) && abroad) {
    const bool is_one =
        digits.size() >= kShortestNumber && digits.size() <= kLongestNumber && digits[0] != '0';
    return is_one ? absl::StrCat("+", digits) : "";
  }
  absl::ConsumePrefix(&digits, "0");  // 0812…, +62 (0)812…
  return IsMobile(digits) ? absl::StrCat("+", kCountry, digits) : "";
}

std::string MaskedEmail(std::string_view email) {
  const std::size_t at = email.find('@');
  if (at == std::string_view::npos) return "";
  return Cat(email.substr(0, 1), "•••", email.substr(at));
}

}  // namespace binadaya::registry::domain
