#include "services/needs/domain/ways.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/exact.h"
#include "tests/unit/needs/designs.h"

namespace binadaya::needs::domain {
namespace {

using test::kExact;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

NeedPeople People(const std::string& need, const std::string& family, int affected) {
  return {
      .need = need, .competency = "M.08", .family = family, .affected = affected, .mean_gap = 1.5};
}

// A lift of 0.6 levels in M.08, by 0.5 of it in this variant.
Variant Half() { return {.lift_share = 0.5}; }
double ShareOf(const std::vector<Lift>& lifts, const std::string& need) {
  for (const Lift& lift : lifts)
    if (lift.need == need) return lift.share;
  return -1;
}

TEST(Batches, AreOfferedByDoublingAndAsManyAsSeatEverybody) {
  EXPECT_THAT(BatchesFor(0, 30), ElementsAre(1));
  EXPECT_THAT(BatchesFor(30, 30), ElementsAre(1));
  EXPECT_THAT(BatchesFor(2, 1), ElementsAre(1, 2));
  EXPECT_THAT(BatchesFor(30, 0), ElementsAre(1)) << "a size that is not said yet";
  EXPECT_THAT(BatchesFor(31, 30), ElementsAre(1, 2));
  EXPECT_THAT(BatchesFor(177, 30), ElementsAre(1, 2, 4, 6));
  EXPECT_THAT(BatchesFor(240, 30), ElementsAre(1, 2, 4, 8));
  EXPECT_THAT(BatchesFor(1'920, 30), ElementsAre(1, 2, 4, 8, 16, 32, 64));
  EXPECT_THAT(BatchesFor(1'921, 30), ElementsAre(1, 2, 4, 8, 16, 32, 64));
}

TEST(Months, AreTakenInTurnAndWhereNoneIsNamedByThePlaceFromFebruaryToNovember) {
  EXPECT_THAT(MonthsOf(3, {3, 5}, 7), ElementsAre(3, 3, 5));
  EXPECT_THAT(MonthsOf(1, {}, 0), ElementsAre(2));
  EXPECT_THAT(MonthsOf(1, {}, 9), ElementsAre(11));
  EXPECT_THAT(MonthsOf(3, {}, 9), ElementsAre(2, 3, 11));
  EXPECT_THAT(MonthsOf(1, {}, 10), ElementsAre(2));
}

TEST(People, OfAFamilyAreThoseOfItsLargestNeed) {
  EXPECT_EQ(PeopleOf({}), 0);
  EXPECT_EQ(PeopleOf({People("a", "LURAH", 30), People("b", "LURAH", 20)}), 30);
  EXPECT_EQ(PeopleOf({People("a", "LURAH", 30), People("b", "CAMAT", 10)}), 40);
}

TEST(Lifts, AreTheVariantsShareOfTheTargetsLiftInPartsOfTheMeanGap) {
  const Design design = sample::GoodDesign();  // M.08 by 0.6 levels
  // 0.5 x 0.6 / 1.5 = 0.2 for 30 people on 30 seats.
  EXPECT_NEAR(ShareOf(LiftsOf(design, Half(), 30, {People("a", "LURAH", 30)}), "a"), 0.2, kExact);
  // Never more than the whole gap.
  NeedPeople small = People("a", "LURAH", 30);
  small.mean_gap = 0.25;
  EXPECT_NEAR(ShareOf(LiftsOf(design, Half(), 30, {small}), "a"), 1, kExact);
  small.mean_gap = 0;
  EXPECT_THAT(LiftsOf(design, Half(), 30, {small}), IsEmpty());
  // Of a training, or of appraisals: the share itself.
  NeedPeople training = People("a", "LURAH", 30);
  training.competency.clear();
  EXPECT_NEAR(ShareOf(LiftsOf(design, Half(), 30, {training}), "a"), 0.5, kExact);
  NeedPeople other = People("a", "LURAH", 30);
  other.competency = "M.01";
  EXPECT_THAT(LiftsOf(design, Half(), 30, {other}), IsEmpty());
  EXPECT_THAT(LiftsOf(design, Half(), 30, {People("a", "LURAH", 0)}), IsEmpty());
}

TEST(Lifts, AreOfThePersonAndTheSeatThatThereIsAndOfTheBestTarget) {
  Design design = sample::GoodDesign();
  EXPECT_NEAR(ShareOf(LiftsOf(design, Half(), 1, {People("a", "LURAH", 1)}), "a"), 0.2, kExact);
  EXPECT_THAT(LiftsOf(design, Half(), 0, {People("a", "LURAH", 1)}), IsEmpty());
  design.targets.insert(design.targets.begin(), {"M.08", 1, 2, 0.9, 1});
  EXPECT_NEAR(ShareOf(LiftsOf(design, Half(), 30, {People("a", "LURAH", 30)}), "a"), 0.3, kExact);
}

TEST(Lifts, ComeToNobodyOnAnEmptySeat) {
  const Design design = sample::GoodDesign();
  // Three people, thirty seats: a tenth of the seats brings what a full class would.
  EXPECT_NEAR(ShareOf(LiftsOf(design, Half(), 30, {People("a", "LURAH", 3)}), "a"), 0.02, kExact);
  EXPECT_NEAR(
      ShareOf(LiftsOf(design, Half(), 30, {People("a", "LURAH", 29)}), "a"), 0.2 * 29 / 30, kExact);
  EXPECT_NEAR(ShareOf(LiftsOf(design, Half(), 30, {People("a", "LURAH", 31)}), "a"), 0.2, kExact);
  // Two families divide the seats by their people; two needs of one family share them.
  const auto lifts = LiftsOf(
      design, Half(), 20,
      {People("a", "LURAH", 30), People("b", "LURAH", 15), People("c", "CAMAT", 10)});
  EXPECT_NEAR(ShareOf(lifts, "a"), 0.15, kExact);
  EXPECT_NEAR(ShareOf(lifts, "b"), 0.15, kExact);
  EXPECT_NEAR(ShareOf(lifts, "c"), 0.05, kExact);
}

TEST(Seats, OfSomeFamiliesAreRoundedDown) {
  const std::vector<NeedPeople> needs = {People("a", "LURAH", 20), People("b", "CAMAT", 10)};
  EXPECT_EQ(SeatsFor({"LURAH"}, 30, needs), 20);
  EXPECT_EQ(SeatsFor({"LURAH"}, 29, needs), 19);
  EXPECT_EQ(SeatsFor({"LURAH", "CAMAT"}, 29, needs), 29);
  EXPECT_EQ(SeatsFor({"STAF"}, 29, needs), 0);
  EXPECT_EQ(SeatsFor({"LURAH"}, 30, {}), 0);
}

TEST(TrainerHours, AreTheLearningMinutesInFullHours) {
  Design design = sample::GoodDesign();  // 450
  EXPECT_EQ(TrainerHoursOf(design, 60), 8);
  design.modules[2].minutes = 330;
  EXPECT_EQ(TrainerHoursOf(design, 60), 8);
  design.modules[2].minutes = 331;
  EXPECT_EQ(TrainerHoursOf(design, 60), 9);
}

}  // namespace
}  // namespace binadaya::needs::domain
