#include "services/common/cache.h"

#include <csignal>

#include "gtest/gtest.h"

namespace binadaya {
namespace {

// Two kinds of look-up with one prefix would read each other's values.
TEST(CacheDeathTest, NoTwoKindsShareASpace) {
  EXPECT_EXIT(
      {
        Metrics metrics;
        Cache cache(
            {.address = {}, .service = "x", .password_file = {}, .prefix = "test:"}, metrics);
        (void)cache.Shared("tokens");
        (void)cache.Shared("units");
        (void)cache.Shared("tokens");
      },
      ::testing::KilledBySignal(SIGABRT), "");
}

}  // namespace
}  // namespace binadaya
