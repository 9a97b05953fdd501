#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace binadaya {

// On some distributions absl::string_view is a type of its own that std::string_view does not turn
// into.
inline absl::string_view Absl(std::string_view text) { return {text.data(), text.size()}; }

inline bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Characters that do not show, or that turn what stands behind them around: web pages, PDF and
// phones leave them. UTF-8.
inline constexpr std::array<std::string_view, 18> kInvisible = {
    "\xE2\x80\x8B", "\xE2\x80\x8C", "\xE2\x80\x8D", "\xE2\x80\x8E", "\xE2\x80\x8F", "\xE2\x81\xA0",
    "\xEF\xBB\xBF", "\xC2\xAD",     "\xE2\x80\xAA", "\xE2\x80\xAB", "\xE2\x80\xAC", "\xE2\x80\xAD",
    "\xE2\x80\xAE", "\xE2\x81\xA6", "\xE2\x81\xA7", "\xE2\x81\xA8", "\xE2\x81\xA9", "\xD8\x9C"};
// The size of the one of `texts` that `text` starts with; 0 for none.
template <class Texts>
std::size_t StartsWithAny(std::string_view text, const Texts& texts) {
  for (const std::string_view one : texts)
    if (text.starts_with(one)) return one.size();
  return 0;
}

template <class Names>
bool Contains(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

namespace internal {
template <class T>
const T& Piece(const T& part) {
  return part;
}
inline absl::string_view Piece(std::string_view part) { return Absl(part); }
}  // namespace internal

// Puts pieces together: absl::StrCat for std::string_view too.
template <class... Parts>
std::string Cat(const Parts&... parts) {
  return absl::StrCat(internal::Piece(parts)...);
}

}  // namespace binadaya
