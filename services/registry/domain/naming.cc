#include "services/registry/domain/naming.h"

#include <algorithm>

#include "absl/strings/ascii.h"

namespace binadaya::registry::domain {
namespace {

constexpr size_t kMaxCode = 40;

char Lower(char c) { return absl::ascii_tolower(static_cast<unsigned char>(c)); }

}  // namespace

bool IsCode(std::string_view code) {
  return !code.empty() && code.size() <= kMaxCode &&
         std::all_of(code.begin(), code.end(), [](char c) {
           return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '-' ||
                  c == '_';
         });
}

bool HasWords(std::string_view name) {
  // Bytes beyond ASCII belong to letters.
  return std::count_if(name.begin(), name.end(), [](char c) {
           const auto byte = static_cast<unsigned char>(c);
           return absl::ascii_isalpha(byte) || byte >= 0x80;
         }) >= 2;
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
