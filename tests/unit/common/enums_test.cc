#include "services/common/enums.h"

#include <gtest/gtest.h>

namespace binadaya {
namespace {

enum class Colour { kRed = 1, kDarkBlue, kGreen };
enum Told : int { TOLD_UNSPECIFIED = 0, TOLD_RED = 1, TOLD_DARK_BLUE = 2, TOLD_GREEN = 3 };
enum Bare : int { UNSPECIFIED = 0, RED = 1, DARK_BLUE = 2, GREEN = 3 };

enum Moved : int { MOVED_UNSPECIFIED = 0, MOVED_DARK_BLUE = 1, MOVED_RED = 2, MOVED_GREEN = 3 };
enum More : int {
  MORE_UNSPECIFIED = 0,
  MORE_RED = 1,
  MORE_DARK_BLUE = 2,
  MORE_GREEN = 3,
  MORE_PINK = 4
};
enum Fewer : int { FEWER_UNSPECIFIED = 0, FEWER_RED = 1, FEWER_DARK_BLUE = 2 };
enum Other : int { OTHER_UNSPECIFIED = 0, OTHER_RED = 1, OTHER_BLUE = 2, OTHER_GREEN = 3 };
enum Glued : int { GLUED_UNSPECIFIED = 0, GLUED_RED = 1, GLUED_DARKBLUE = 2, GLUED_GREEN = 3 };
enum Tail : int { TAIL_UNSPECIFIED = 0, INFRARED = 1, TAIL_DARK_BLUE = 2, TAIL_GREEN = 3 };

TEST(Enums, AgreeByNameAndNumberOrDoNotCompile) {
  static_assert(kSameEnum<Colour, Told>);
  static_assert(kSameEnum<Colour, Bare>);
  static_assert(!kSameEnum<Colour, Moved>);
  static_assert(!kSameEnum<Colour, More>);
  static_assert(!kSameEnum<Colour, Fewer>);
  static_assert(!kSameEnum<Colour, Other>);
  static_assert(!kSameEnum<Colour, Glued>);
  static_assert(!kSameEnum<Colour, Tail>);
  EXPECT_EQ(ToContract<Told>(Colour::kDarkBlue), TOLD_DARK_BLUE);
  EXPECT_EQ(ToDomain<Colour>(TOLD_GREEN), Colour::kGreen);
}

}  // namespace
}  // namespace binadaya
