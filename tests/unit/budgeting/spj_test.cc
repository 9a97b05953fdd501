#include "services/budgeting/domain/spj.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace binadaya::budgeting::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(SpjBundle, IsCompleteWhenNothingThatIsRequiredIsMissing) {
  using enum SpjKind;
  SpjBundle bundle{.required = {kAssignment, kAttendance, kInvoice}, .present = {kAttendance}};
  bundle.present.insert(kPhoto);
  EXPECT_THAT(bundle.Missing(), ElementsAre(kAssignment, kInvoice));
  EXPECT_FALSE(bundle.Complete());
  bundle.present = {kAssignment, kAttendance, kInvoice, kPhoto};
  EXPECT_THAT(bundle.Missing(), IsEmpty());
  EXPECT_TRUE(bundle.Complete());
  EXPECT_FALSE(SpjBundle{.present = {kAssignment}}.Complete()) << "nothing was committed for it";
}

TEST(SpjBundle, IsDueByTheTenthOfTheNextMonthAndInDecemberByTheLastDay) {
  SpjBundle bundle{.required = {SpjKind::kPhoto}};
  const absl::CivilDay today(2027, 4, 10);
  EXPECT_FALSE(bundle.Due().has_value());
  EXPECT_FALSE(bundle.Overdue(today));
  for (const absl::CivilDay day : {absl::CivilDay(2027, 3, 1), absl::CivilDay(2027, 3, 31)}) {
    bundle.spent_since = day;
    EXPECT_EQ(bundle.Due(), today);
  }
  EXPECT_FALSE(bundle.Overdue(today));
  EXPECT_TRUE(bundle.Overdue(today + 1));
  bundle.present = {SpjKind::kPhoto};
  EXPECT_FALSE(bundle.Overdue(today + 1));
  bundle.spent_since = absl::CivilDay(2027, 11, 30);
  EXPECT_EQ(bundle.Due(), absl::CivilDay(2027, 12, 10));
  bundle.spent_since = absl::CivilDay(2027, 12, 1);
  EXPECT_EQ(bundle.Due(), absl::CivilDay(2027, 12, 31));
}

}  // namespace
}  // namespace binadaya::budgeting::domain
