#pragma once

namespace binadaya::test {

// So near that only the rounding of the machine lies between.
inline constexpr double kExact = 1e-9;

}  // namespace binadaya::test
