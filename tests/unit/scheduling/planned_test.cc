#include "services/scheduling/domain/planned.h"

#include "gtest/gtest.h"
#include "tests/unit/scheduling/timetable.h"

namespace binadaya::scheduling::domain::timetable {
namespace {

TEST(Structural, IsLeadershipTrainingAlone) {
  EXPECT_TRUE(IsStructural("KL01"));
  EXPECT_FALSE(IsStructural("KL02"));
  EXPECT_FALSE(IsStructural(""));
}

TEST(NewBatch, IsOneThatThePlanHas) {
  const PlannedItem item{.batches = 2, .batch_size = 30};
  EXPECT_EQ(Places(CheckNewBatch(item, 1, 30)), "");
  EXPECT_EQ(Places(CheckNewBatch(item, 2, 30)), "PLB-02 plan_item");
  EXPECT_EQ(Places(CheckNewBatch(item, 1, 31)), "PLB-03 capacity");
  EXPECT_EQ(Places(CheckNewBatch(item, 3, 31)), "PLB-02 plan_item, PLB-03 capacity");
  const PlannedItem gone{.batches = 2, .batch_size = 30, .gone = true};
  const Findings findings = CheckNewBatch(gone, 0, 31);
  EXPECT_EQ(Places(findings), "PLB-01 plan_item, PLB-03 capacity");
  EXPECT_EQ(findings[1].values.at("batch_size"), "30");
  EXPECT_EQ(findings[1].values.at("capacity"), "31");
}

TEST(PublishedBatch, IsOneThatThePlanHasStill) {
  const PlannedItem item{.batches = 2, .batch_size = 30};
  EXPECT_EQ(Places(CheckPublished(item, 1, 30)), "");
  const Findings fewer = CheckPublished(item, 2, 30);
  EXPECT_EQ(Places(fewer), "PLB-04 plan_item");
  EXPECT_EQ(fewer[0].values.at("batches"), "2");
  EXPECT_EQ(Places(CheckPublished(item, 1, 31)), "PLB-03 capacity");
  const PlannedItem gone{.batches = 2, .batch_size = 30, .gone = true};
  const Findings none = CheckPublished(gone, 0, 31);
  EXPECT_EQ(Places(none), "PLB-04 plan_item, PLB-03 capacity");
  EXPECT_EQ(none[0].values.at("batches"), "0");
}

}  // namespace
}  // namespace binadaya::scheduling::domain::timetable
