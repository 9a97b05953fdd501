#include "services/scheduling/domain/lot.h"

#include <string>

#include "gtest/gtest.h"

namespace binadaya::scheduling::domain {
namespace {

TEST(Lot, IsMadeOfTwoPublishedFunctions) {
  // SplitMix64 with seed 1234567 and FNV-1a, as published.
  EXPECT_EQ(lot::Mix(0), 0xe220a8397b1dcdaf);
  EXPECT_EQ(lot::Mix(1234567), 6457827717110365317u);
  EXPECT_EQ(lot::Hash(""), 0xcbf29ce484222325);
  EXPECT_EQ(lot::Hash("a"), 0xaf63dc4c8601ec8c);
  EXPECT_EQ(lot::Hash("foobar"), 0x85944171f73967e8);
  EXPECT_EQ(lot::Hash("\xff"), 0xaf64724c8602eb6e);  // bytes, whatever char is
}

TEST(Lot, StaysWhatItWasWhenItWasStored) {
  EXPECT_EQ(Lot(1, "a"), 0x5507442aab9a0693);
  EXPECT_EQ(Lot(2, "a"), 0x4e189a5d9bcdc1b0);
  EXPECT_EQ(Lot(1, "b"), 0xdf630e7bfcd9c281);
}

TEST(Lot, PutsEachOfTwoFirstUnderHalfOfTheSeeds) {
  int first = 0;
  for (unsigned seed = 0; seed < 10'000; ++seed)
    if (Lot(seed, "one") < Lot(seed, "other")) ++first;
  EXPECT_NEAR(first, 5'000, 200);  // four standard deviations
}

TEST(Lot, PutsEachOfManyFirstEquallyOften) {
  int firsts[8] = {};
  for (unsigned seed = 0; seed < 8'000; ++seed) {
    int first = 0;
    for (int id = 1; id < 8; ++id)
      if (Lot(seed, std::to_string(id)) < Lot(seed, std::to_string(first))) first = id;
    ++firsts[first];
  }
  for (const int times : firsts) EXPECT_NEAR(times, 1'000, 120);
}

}  // namespace
}  // namespace binadaya::scheduling::domain
