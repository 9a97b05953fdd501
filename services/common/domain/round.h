#pragma once

#include <cmath>

namespace binadaya {

// Rounds to 4 decimals, half away from zero: how scores are kept.
inline double Round4(double score) {
  const double scaled = score * 10'000;
  // A half as people write it (0.12345) is often a hair below it as a double; the nudge is far
  // above that error and far below anything that counts. Adding zero keeps "-0" off screens.
  return std::round(scaled + std::copysign(1e-8, scaled)) / 10'000 + 0.0;
}

}  // namespace binadaya
