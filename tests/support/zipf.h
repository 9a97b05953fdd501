#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace binadaya::test {

// One of 0 … size - 1, of which few are hot: Zipf's law with 0.99, drawn by an even number from 0
// to below 1. Continuous, so that pgbench can draw the same (tests/bench/ledger.sql).
inline std::size_t Zipf(std::size_t size, double even) {
  constexpr double kTail = 1 - 0.99;
  const double end = std::pow(static_cast<double>(size) + 1, kTail);
  const double drawn = std::pow(1 + even * (end - 1), 1 / kTail);
  return std::min(static_cast<std::size_t>(drawn), size) - 1;
}

}  // namespace binadaya::test
