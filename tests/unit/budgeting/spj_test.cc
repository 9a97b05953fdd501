#include "services/budgeting/domain/spj.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace binadaya::budgeting::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(SpjBundle, IsCompleteWhenNothingThatIsRequiredIsMissing) {
  SpjBundle bundle{.required = {1, 3, 8}, .present = {3, 9}};
  EXPECT_THAT(bundle.Missing(), ElementsAre(1, 8));
  EXPECT_FALSE(bundle.Complete());
  bundle.present = {1, 3, 8, 9};
  EXPECT_THAT(bundle.Missing(), IsEmpty());
  EXPECT_TRUE(bundle.Complete());
  EXPECT_FALSE(SpjBundle{.present = {1}}.Complete()) << "nothing was committed for it";
}

TEST(SpjBundle, IsDueByTheTenthOfTheNextMonthAndInDecemberByTheLastDay) {
  SpjBundle bundle{.required = {1}};
  const absl::CivilDay today(2027, 4, 10);
  EXPECT_FALSE(bundle.Due().has_value());
  EXPECT_FALSE(bundle.Overdue(today));
  for (const absl::CivilDay day : {absl::CivilDay(2027, 3, 1), absl::CivilDay(2027, 3, 31)}) {
    bundle.spent_since = day;
    EXPECT_EQ(bundle.Due(), today);
  }
  EXPECT_FALSE(bundle.Overdue(today));
  EXPECT_TRUE(bundle.Overdue(today + 1));
  bundle.present = {1};
  EXPECT_FALSE(bundle.Overdue(today + 1));
  bundle.spent_since = absl::CivilDay(2027, 11, 30);
  EXPECT_EQ(bundle.Due(), absl::CivilDay(2027, 12, 10));
  bundle.spent_since = absl::CivilDay(2027, 12, 1);
  EXPECT_EQ(bundle.Due(), absl::CivilDay(2027, 12, 31));
}

}  // namespace
}  // namespace binadaya::budgeting::domain
