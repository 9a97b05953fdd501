#include "services/budgeting/domain/budget_policy.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/budgeting/told.h"

namespace binadaya::budgeting::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(BudgetPolicies, HaveBounds) {
  const auto told = [](std::string_view key, const std::vector<double>& values) {
    return Told(CheckBudgetPolicy(key, values));
  };
  EXPECT_THAT(told("honorarium.tax_percent", {0, 0, 5, 100}), IsEmpty());
  EXPECT_THAT(
      told("honorarium.tax_percent", {-1, 0, 2.5, 101}),
      ElementsAre("BL-50 values[0]", "BL-50 values[2]", "BL-50 values[3]"));
  EXPECT_THAT(told("budget.vat_rates", {0, 10'000}), IsEmpty());
  EXPECT_THAT(
      told("budget.vat_rates", {-1, 10'001}), ElementsAre("BL-50 values[0]", "BL-50 values[1]"));
  for (const char* percent :
       {"budget.volume_tolerance", "budget.low_percent", "honorarium.own_staff_percent"}) {
    EXPECT_THAT(told(percent, {0}), IsEmpty());
    EXPECT_THAT(told(percent, {100}), IsEmpty());
    EXPECT_THAT(told(percent, {-1}), ElementsAre("BL-50 values[0]"));
    EXPECT_THAT(told(percent, {101}), ElementsAre("BL-50 values[0]"));
  }
  for (const char* minutes : {"jp.minutes", "oj.minutes"}) {
    EXPECT_THAT(told(minutes, {1}), IsEmpty());
    EXPECT_THAT(told(minutes, {240}), IsEmpty());
    EXPECT_THAT(told(minutes, {0}), ElementsAre("BL-50 values[0]"));
    EXPECT_THAT(told(minutes, {241}), ElementsAre("BL-50 values[0]"));
  }
  EXPECT_THAT(told("jp.target", {-5}), IsEmpty()) << "another's";
}

}  // namespace
}  // namespace binadaya::budgeting::domain
