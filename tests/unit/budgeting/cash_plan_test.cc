#include "services/budgeting/domain/cash_plan.h"

#include <limits>

#include "gmock/gmock.h"
#include "tests/support/matchers.h"

namespace binadaya::budgeting::domain {
namespace {

using test::RefusedBy;
using ::testing::ElementsAre;

Line LineOf(std::string id, std::int64_t amount, std::string item = "") {
  Line line{.id = std::move(id), .plan_item = std::move(item)};
  line.after.amount = {amount};
  return line;
}

// The months of one group that is alone.
std::vector<std::int64_t> Months(const std::vector<Line>& lines, const Timing& timing) {
  const auto plan = CashPlan({.groups = {{.lines = lines}}}, timing);
  std::vector<std::int64_t> months;
  if (plan.ok()) {
    for (const Money& month : plan->at(0)) months.push_back(month.rupiah);
  }
  return months;
}

TEST(TheCashPlan, SpendsThePlanItemsAsTheirBatchesBegin) {
  const Timing timing{.batches = {{"a", {3, 3, 12}}, {"b", {1}}}};
  EXPECT_THAT(
      Months({LineOf("1", 300, "a"), LineOf("2", 7, "b")}, timing),
      ElementsAre(7, 0, 200, 0, 0, 0, 0, 0, 0, 0, 0, 100));
  EXPECT_THAT(
      Months({LineOf("1", 100, "a"), LineOf("2", 1, "a")}, timing),
      ElementsAre(0, 0, 67, 0, 0, 0, 0, 0, 0, 0, 0, 34))
      << "101 x 2/3 = 67,33: an item is one amount, not each of its lines";
}

TEST(TheCashPlan, SpreadsWhatHasNoMonthsOverTheYear) {
  const Timing timing{.batches = {{"a", {}}}};
  for (const char* item : {"", "a", "heard of nowhere"}) {
    EXPECT_THAT(
        Months({LineOf("1", 26, item)}, timing), ElementsAre(3, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2))
        << item;
  }
  EXPECT_THAT(Months({}, timing), ElementsAre(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
  EXPECT_THAT(Months({LineOf("1", 5)}, {.now = 9}), ElementsAre(0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 1, 1))
      << "the rupiah that is left goes to the first month";
}

TEST(TheCashPlan, PaysNothingBeforeItsMoneyIsInForce) {
  const Timing timing{
      .batches = {{"a", {2, 5, 9}}, {"over", {2, 4}}},
      .allotted = {{"old", {{2, {90}}}}},
      .now = 5};
  EXPECT_THAT(
      Months({LineOf("old", 90, "a")}, timing), ElementsAre(0, 30, 0, 0, 30, 0, 0, 0, 30, 0, 0, 0));
  EXPECT_THAT(
      Months({LineOf("new", 90, "a")}, timing), ElementsAre(0, 0, 0, 0, 45, 0, 0, 0, 45, 0, 0, 0));
  EXPECT_THAT(
      Months({LineOf("new", 80, "over")}, timing),
      ElementsAre(0, 0, 0, 0, 10, 10, 10, 10, 10, 10, 10, 10));
  EXPECT_THAT(
      Months({LineOf("old", 90), LineOf("new", 8)}, timing),
      ElementsAre(0, 9, 9, 8, 9, 9, 9, 9, 9, 9, 9, 9));
}

TEST(TheCashPlan, SpreadsEachPartOfALineFromTheMonthInWhichItCame) {
  const std::vector<Allotment> raised = {{3, {100}}, {9, {40}}};
  const auto months = [&](std::int64_t after, std::vector<Allotment> parts) {
    return Months({LineOf("1", after)}, {.allotted = {{"1", std::move(parts)}}, .now = 11});
  };
  EXPECT_THAT(months(140, raised), ElementsAre(0, 0, 10, 10, 10, 10, 10, 10, 20, 20, 20, 20));
  EXPECT_THAT(months(144, raised), ElementsAre(0, 0, 10, 10, 10, 10, 10, 10, 20, 20, 22, 22))
      << "what a draft adds comes now";
  EXPECT_THAT(months(139, raised), ElementsAre(0, 0, 10, 10, 10, 10, 10, 10, 20, 20, 20, 19));
  EXPECT_THAT(months(120, raised), ElementsAre(0, 0, 10, 10, 10, 10, 10, 10, 15, 15, 15, 15))
      << "what it takes is what came last";
  EXPECT_THAT(months(100, raised), ElementsAre(0, 0, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10));
  EXPECT_THAT(months(50, raised), ElementsAre(0, 0, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5));
  EXPECT_THAT(months(0, raised), ElementsAre(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
  EXPECT_THAT(
      months(60, {{3, {100}}, {4, {-60}}, {9, {20}}}),
      ElementsAre(0, 0, 4, 4, 4, 4, 4, 4, 9, 9, 9, 9));
}

TEST(TheCashPlan, AddsUpByGroupAndByMonth) {
  const Version version{
      .groups = {
          {.lines = {LineOf("1", 33, "a"), LineOf("2", 5)}},
          {.lines = {LineOf("3", 67, "a")}},
          {.lines = {}}}};
  const auto plan = CashPlan(version, {.batches = {{"a", {1, 2}}}});
  ASSERT_TRUE(plan.ok());
  ASSERT_EQ(plan->size(), 3u);
  // 50 in January: 16,5 and 33,5, a tie that the first group takes; February gets what is left.
  EXPECT_THAT(
      (*plan)[1], ElementsAre(
                      Money{33}, Money{34}, Money{}, Money{}, Money{}, Money{}, Money{}, Money{},
                      Money{}, Money{}, Money{}, Money{}));
  EXPECT_EQ((*plan)[0][0].rupiah, 17 + 1);
  EXPECT_EQ((*plan)[0][1].rupiah, 16 + 1);
  EXPECT_EQ((*plan)[0][4].rupiah, 1);
  EXPECT_EQ((*plan)[0][5].rupiah, 0);
  EXPECT_EQ((*plan)[2][0].rupiah, 0);
}

TEST(TheCashPlan, RefusesWhatIsNoAmount) {
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(Months({LineOf("1", kMost)}, {})[0], kMost / 12 + 1);
  EXPECT_THAT(
      CashPlan({.groups = {{.lines = {LineOf("1", kMost), LineOf("2", 1)}}}}, {}),
      RefusedBy("CASH-01"));
  const Version apart{.groups = {{.lines = {LineOf("1", kMost)}}, {.lines = {LineOf("2", 1)}}}};
  EXPECT_THAT(CashPlan(apart, {}), RefusedBy("CASH-01"));
  EXPECT_THAT(
      CashPlan({.groups = {{.lines = {LineOf("1", kMost, "a"), LineOf("2", 1, "b")}}}}, {}),
      RefusedBy("CASH-01"));
}

}  // namespace
}  // namespace binadaya::budgeting::domain
