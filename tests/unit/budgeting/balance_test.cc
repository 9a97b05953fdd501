#include "gtest/gtest.h"
#include "services/budgeting/domain/entry.h"

namespace binadaya::budgeting::domain {
namespace {

TEST(Balance, HoldsWhileNothingOfItIsBelowZero) {
  EXPECT_TRUE(Balance{}.Holds());
  EXPECT_TRUE((Balance{.after = {6}, .committed = {1}, .realised = {2}, .frozen = {3}}).Holds());
  EXPECT_FALSE((Balance{.after = {5}, .committed = {1}, .realised = {2}, .frozen = {3}}).Holds());
  EXPECT_FALSE((Balance{.after = {5}, .committed = {-1}}).Holds());
  EXPECT_FALSE((Balance{.after = {5}, .realised = {-1}}).Holds());
  EXPECT_FALSE((Balance{.after = {5}, .frozen = {-1}}).Holds());
  const Balance earmarked{.after = {5}, .earmarked = {{"a", {2}}, {"b", {3}}}};
  EXPECT_TRUE(earmarked.Holds());
  EXPECT_EQ(earmarked.Earmarked().rupiah, 5);
  EXPECT_EQ(earmarked.FreeFor("a").rupiah, 2);
  EXPECT_EQ(earmarked.FreeFor("").rupiah, 0);
  EXPECT_FALSE((Balance{.after = {4}, .earmarked = {{"a", {2}}, {"b", {3}}}}).Holds());
  EXPECT_FALSE((Balance{.after = {4}, .earmarked = {{"a", {-1}}}}).Holds());
}

TEST(Balance, IsLowBelowATenthOfAfter) {
  EXPECT_FALSE((Balance{.after = {1'000}, .committed = {900}}).IsLow(10));
  EXPECT_TRUE((Balance{.after = {1'000}, .committed = {901}}).IsLow(10));
  EXPECT_TRUE((Balance{.after = {100'000}, .committed = {90'001}}).IsLow(10));
  EXPECT_FALSE(Balance{}.IsLow(10));
}

}  // namespace
}  // namespace binadaya::budgeting::domain
