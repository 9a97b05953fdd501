#pragma once

#include <cstdint>
#include <string_view>

namespace binadaya::simulator::domain {

// Random numbers that depend on a seed and a name only: the same on every machine and in every
// order of asking. (The distributions of the standard library differ between implementations.)
class Stream {
 public:
  Stream(std::uint64_t seed, std::string_view name) : state_(seed) {
    for (const char c : name) state_ = (state_ ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    Next();
  }

  // SplitMix64.
  std::uint64_t Next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }

  // Between 0 and 1, without 1.
  double Unit() { return static_cast<double>(Next() >> 11) * 0x1.0p-53; }
  bool Chance(double probability) { return Unit() < probability; }
  // Both ends included.
  int Between(int low, int high) {
    const auto width = static_cast<std::uint64_t>(high - low) + 1;
    return low + static_cast<int>(Next() % width);
  }
  // How many of `tries` succeed.
  int Binomial(int tries, double probability) {
    int successes = 0;
    for (int i = 0; i < tries; ++i) successes += Chance(probability) ? 1 : 0;
    return successes;
  }
  template <class Container>
  const auto& Pick(const Container& from) {
    return from[static_cast<std::size_t>(Between(0, static_cast<int>(from.size()) - 1))];
  }

 private:
  std::uint64_t state_;
};

}  // namespace binadaya::simulator::domain
