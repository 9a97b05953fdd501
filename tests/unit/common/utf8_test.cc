#include "gtest/gtest.h"
#include "services/common/validate.h"

namespace binadaya {
namespace {

TEST(Utf8, IsEachCharacterInItsShortestForm) {
  EXPECT_TRUE(IsUtf8("Ngaliyan \xc2\xb7 \xe2\x82\xac \xf0\x9f\x98\x80"));
  EXPECT_TRUE(IsUtf8("\xc2\x80"));          // U+0080, the first of two bytes
  EXPECT_FALSE(IsUtf8("\xc0\x80"));         // U+0000 in two
  EXPECT_FALSE(IsUtf8("\xc1\xbf"));         // U+007F in two
  EXPECT_TRUE(IsUtf8("\xe0\xa0\x80"));      // U+0800, the first of three
  EXPECT_FALSE(IsUtf8("\xe0\x9f\xbf"));     // U+07FF in three
  EXPECT_FALSE(IsUtf8("\xed\xa0\x80"));     // half of a pair
  EXPECT_TRUE(IsUtf8("\xf0\x90\x80\x80"));  // U+10000, the first of four
  EXPECT_FALSE(IsUtf8("\xf0\x8f\xbf\xbf"));
  EXPECT_FALSE(IsUtf8("\xf4\x90\x80\x80"));  // beyond the last
  EXPECT_FALSE(IsUtf8("\xc2"));
  EXPECT_FALSE(IsUtf8("\xff"));
}

}  // namespace
}  // namespace binadaya
