#pragma once

#include <cstdint>
#include <string_view>

#include "services/common/domain/mix.h"

// Lots that are drawn the same on every machine and in every year: whoever has the stored seed can
// draw them again. Two published functions and nothing of the standard library, whose distributions
// differ. A change here changes what was drawn before: never.
namespace binadaya::scheduling::domain {
namespace lot {

using ::binadaya::Mix;

// FNV-1a, 64 bits (Fowler, Noll, Vo), from `basis` on.
constexpr std::uint64_t Hash(std::string_view text, std::uint64_t basis = 0xcbf29ce484222325) {
  for (const char c : text) basis = (basis ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return basis;
}

}  // namespace lot

// The lot of `id` under `seed`; the lowest comes first.
constexpr std::uint64_t Lot(std::uint64_t seed, std::string_view id) {
  return lot::Mix(lot::Hash(id, lot::Hash("") ^ lot::Mix(seed)));
}

}  // namespace binadaya::scheduling::domain
