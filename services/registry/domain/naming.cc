#include "services/registry/domain/naming.h"

#include <algorithm>
#include <array>
#include <string>

#include "absl/strings/ascii.h"

namespace binadaya::registry::domain {
namespace {

constexpr size_t kMaxCode = 40;

char Lower(char c) { return absl::ascii_tolower(static_cast<unsigned char>(c)); }

// As WordsOf writes them. "Na" and "Nan" are names, "N/A" is none.
constexpr std::array<std::string_view, 27> kFillers = {
    "tidak ada",
    "tdk ada",
    "tidak diketahui",
    "tidak tahu",
    "tidak jelas",
    "belum ada",
    "belum diketahui",
    "belum diisi",
    "kosong",
    "nihil",
    "tanpa nama",
    "anonim",
    "nama",
    "nama pegawai",
    "nama lengkap",
    "contoh",
    "tes",
    "test",
    "coba",
    "n a",
    "not available",
    "none",
    "null",
    "no name",
    "name",
    "unknown",
    "dummy"};

// In lower case, one blank between words; dots, dashes and slashes are as good as blanks.
std::string WordsOf(std::string_view text) {
  std::string words;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (absl::ascii_isalnum(byte) || byte >= 0x80) {
      words += Lower(c);
    } else if (!words.empty() && words.back() != ' ') {
      words += ' ';
    }
  }
  if (words.ends_with(' ')) words.pop_back();
  return words;
}

}  // namespace

bool IsCode(std::string_view code) {
  return !code.empty() && code.size() <= kMaxCode &&
         std::all_of(code.begin(), code.end(), [](char c) {
           return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '-' ||
                  c == '_';
         });
}

bool IsFiller(std::string_view name) {
  const std::string words = WordsOf(name);
  return std::find(kFillers.begin(), kFillers.end(), words) != kFillers.end() ||
         (!words.empty() && words.find_first_not_of("x ") == std::string::npos);
}

bool HasWords(std::string_view name) {
  // Bytes beyond ASCII belong to letters.
  return std::count_if(
             name.begin(), name.end(),
             [](char c) {
               const auto byte = static_cast<unsigned char>(c);
               return absl::ascii_isalpha(byte) || byte >= 0x80;
             }) >= 2 &&
         !IsFiller(name);
}

bool IsPersonName(std::string_view name) {
  return HasWords(name.substr(0, name.find(','))) &&
         std::none_of(name.begin(), name.end(), [](char c) {
           return absl::ascii_isdigit(static_cast<unsigned char>(c));
         });
}

const std::string* TwinOf(std::string_view code, const std::vector<std::string>& others) {
  const auto twin = std::find_if(others.begin(), others.end(), [&](const std::string& other) {
    return other != code && std::equal(
                                code.begin(), code.end(), other.begin(), other.end(),
                                [](char a, char b) { return Lower(a) == Lower(b); });
  });
  return twin == others.end() ? nullptr : &*twin;
}

}  // namespace binadaya::registry::domain
