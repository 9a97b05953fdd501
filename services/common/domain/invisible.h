#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace binadaya {

// Characters that do not show, or that turn what stands behind them around: web pages, PDF and
// phones leave them. UTF-8.
// NOLINTBEGIN(misc-misleading-bidirectional)
inline constexpr std::array<std::string_view, 18> kInvisible = {
    "\xE2\x80\x8B", "\xE2\x80\x8C", "\xE2\x80\x8D", "\xE2\x80\x8E", "\xE2\x80\x8F", "\xE2\x81\xA0",
    "\xEF\xBB\xBF", "\xC2\xAD",     "\xE2\x80\xAA", "\xE2\x80\xAB", "\xE2\x80\xAC", "\xE2\x80\xAD",
    "\xE2\x80\xAE", "\xE2\x81\xA6", "\xE2\x81\xA7", "\xE2\x81\xA8", "\xE2\x81\xA9", "\xD8\x9C"};
// NOLINTEND(misc-misleading-bidirectional)

// The size of the one of `texts` that `text` starts with; 0 for none.
template <class Texts>
std::size_t StartsWithAny(std::string_view text, const Texts& texts) {
  for (const std::string_view one : texts)
    if (text.starts_with(one)) return one.size();
  return 0;
}

}  // namespace binadaya
