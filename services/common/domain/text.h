#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace binadaya {

// On some distributions absl::string_view is a type of its own that std::string_view does not turn
// into.
inline absl::string_view Absl(std::string_view text) { return {text.data(), text.size()}; }

inline bool IsDigit(char c) { return c >= '0' && c <= '9'; }

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
