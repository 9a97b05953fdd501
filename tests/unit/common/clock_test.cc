#include "services/common/clock.h"

#include <cstdio>
#include <fstream>

#include "absl/time/clock.h"
#include "gtest/gtest.h"

namespace binadaya {
namespace {

absl::TimeZone Jakarta() {
  absl::TimeZone zone;
  absl::LoadTimeZone("Asia/Jakarta", &zone);
  return zone;
}

TEST(Clock, MovesAllWhoShareItsFile) {
  const std::string file = ::testing::TempDir() + "clock_test_offset";
  std::ofstream(file, std::ios::binary) << std::string(8, '\0');
  absl::StatusOr<Clock> mine = Clock::Mapped(file, Jakarta());
  absl::StatusOr<Clock> yours = Clock::Mapped(file, Jakarta());
  ASSERT_TRUE(mine.ok() && yours.ok());
  ASSERT_TRUE(
      mine->MoveTo(absl::FromCivil(absl::CivilSecond(2026, 1, 5, 8, 0, 0), Jakarta())).ok());
  EXPECT_EQ(yours->Today(), absl::CivilDay(2026, 1, 5));
  std::remove(file.c_str());
}

TEST(Clock, OfTheSystemCannotBeMoved) {
  Clock clock(Jakarta());
  EXPECT_EQ(clock.MoveTo(absl::Now()).code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_LT(absl::AbsDuration(clock.Now() - absl::Now()), absl::Seconds(1));
}

TEST(Clock, RefusesAFileThatIsMissingOrTooShort) {
  const std::string file = ::testing::TempDir() + "clock_test_short";
  std::ofstream(file, std::ios::binary) << "1234";
  EXPECT_FALSE(Clock::Mapped(file, Jakarta()).ok());
  EXPECT_FALSE(Clock::Mapped(file + ".none", Jakarta()).ok());
  std::remove(file.c_str());
}

TEST(Clock, HasBusinessDaysThatBeginAtMidnightInJakarta) {
  const Clock clock(Jakarta());
  EXPECT_EQ(
      clock.DayOf(absl::FromCivil(absl::CivilSecond(2025, 12, 31, 17, 0, 0), absl::UTCTimeZone())),
      absl::CivilDay(2026, 1, 1));
  EXPECT_EQ(
      clock.StartOf(absl::CivilDay(2026, 1, 1)),
      absl::FromCivil(absl::CivilSecond(2025, 12, 31, 17, 0, 0), absl::UTCTimeZone()));
}

}  // namespace
}  // namespace binadaya
