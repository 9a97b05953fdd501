#include "services/common/id.h"

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace binadaya {
namespace {

TEST(NewId, IsAVersionSevenUuidOfItsInstant) {
  const std::string id = NewId(absl::FromUnixMillis(0x0123456789ab));
  EXPECT_TRUE(IsUuid(id));
  EXPECT_EQ(id.substr(0, 13), "01234567-89ab");
  EXPECT_EQ(id[14], '7');
}

TEST(NewId, AscendsWithinOneMillisecond) {
  const absl::Time now = absl::Now();
  std::string last = NewId(now);
  for (int i = 0; i < 10'000; ++i) {
    const std::string next = NewId(now);
    ASSERT_LT(last, next);
    last = next;
  }
}

// As where a clock was moved to next year, and something in the process reads the machine's own.
TEST(NewId, AscendsWithinOneMillisecondBesideAnotherTime) {
  const absl::Time now = absl::Now(), moved = now + absl::Hours(24 * 365);
  std::string last = NewId(moved);
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(MadeAt(NewId(now)), absl::FromUnixMillis(absl::ToUnixMillis(now)));
    const std::string next = NewId(moved);
    ASSERT_LT(last, next);
    last = next;
  }
}

TEST(MadeAt, IsTheInstantOfAnIdToTheMillisecond) {
  for (const std::int64_t ms : {std::int64_t{0}, std::int64_t{0x0123456789ab}})
    EXPECT_EQ(absl::ToUnixMillis(MadeAt(NewId(absl::FromUnixMillis(ms)))), ms);
}

TEST(IsUuid, RefusesWhatIsNotTheTextFormInLowerCase) {
  EXPECT_TRUE(IsUuid("01890a5d-ac96-774b-bcce-b302099a8057"));
  for (const char* text :
       {"", "x", "01890A5D-AC96-774B-BCCE-B302099A8057", "01890a5dac96774bbcceb302099a8057",
        "01890a5d-ac96-774b-bcce-b302099a805", "01890a5d-ac96-774b-bcce-b302099a805g",
        "01890a5d-ac96-774b-bcce+b302099a8057"}) {
    EXPECT_FALSE(IsUuid(text)) << text;
  }
}

}  // namespace
}  // namespace binadaya
