#include "services/common/call.h"

#include "gtest/gtest.h"

namespace binadaya {
namespace {

TEST(Covers, IsTrueOfASubtreeAndItsRootOnly) {
  EXPECT_TRUE(Covers("/", "/"));
  EXPECT_TRUE(Covers("/", "/33.74.14/"));
  EXPECT_TRUE(Covers("/33.74.14/", "/33.74.14/"));
  EXPECT_TRUE(Covers("/33.74.14/", "/33.74.14/1003/"));
  EXPECT_FALSE(Covers("/33.74.14/", "/33.74.1/"));
  EXPECT_FALSE(Covers("/33.74.14/", "/33.74.15/"));
  EXPECT_FALSE(Covers("/33.74.14/", "/"));
}

TEST(Covers, IsFalseOfAScopeWithoutItsLastSlash) {
  EXPECT_FALSE(Covers("/33.74.1", "/33.74.14/"));
  EXPECT_FALSE(Covers("/33.74.1", "/33.74.1/"));
  EXPECT_FALSE(Covers("", "/33.74.14/"));
}

}  // namespace
}  // namespace binadaya
