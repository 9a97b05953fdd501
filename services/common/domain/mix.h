#pragma once

#include <cstdint>

namespace binadaya {

// The step of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators,
// 2014): nothing of the standard library, whose distributions differ. A change here changes what
// was drawn before: never.
constexpr std::uint64_t Mix(std::uint64_t state) {
  state += 0x9e3779b97f4a7c15;
  state = (state ^ (state >> 30)) * 0xbf58476d1ce4e5b9;
  state = (state ^ (state >> 27)) * 0x94d049bb133111eb;
  return state ^ (state >> 31);
}

}  // namespace binadaya
