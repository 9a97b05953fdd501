#include "services/scheduling/domain/fairness.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/matchers.h"
#include "tests/unit/scheduling/people.h"

namespace binadaya::scheduling::domain::sample {
namespace {

using ::testing::DoubleEq;
using ::testing::Optional;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

// "F 18/40, M 30/50"
std::string Shown(const std::vector<FairnessGroup>& groups) {
  std::string text;
  for (const FairnessGroup& group : groups) {
    text += (text.empty() ? "" : ", ") + group.name + " " + std::to_string(group.chosen) + "/" +
            std::to_string(group.considered);
  }
  return text;
}

TEST(Fairness, FlagsFewerThanFourFifths) {  // F-24
  const Fairness fairness = CompareRates(Dimension::kGender, {{"F", 40, 18}, {"M", 50, 30}}, true);
  EXPECT_DOUBLE_EQ(fairness.groups[0].Rate(), 0.45);
  EXPECT_DOUBLE_EQ(fairness.groups[1].Rate(), 0.60);
  EXPECT_THAT(fairness.ratio, Optional(DoubleEq(0.75)));
  EXPECT_EQ(RulesOf(fairness.findings), "FAIR-01*");
  EXPECT_EQ(fairness.findings[0].where, "GENDER");
  EXPECT_THAT(
      fairness.findings[0].values,
      UnorderedElementsAre(
          Pair("dimension", "GENDER"), Pair("lowest", "F"), Pair("lowest_rate", "0.4500"),
          Pair("highest", "M"), Pair("highest_rate", "0.6000"), Pair("ratio", "0.7500")));
  EXPECT_FALSE(fairness.hides);
}

TEST(Fairness, LetsExactlyFourFifthsPass) {
  EXPECT_EQ(
      RulesOf(CompareRates(Dimension::kGender, {{"F", 50, 20}, {"M", 50, 25}}, true).findings), "");
  EXPECT_EQ(
      RulesOf(CompareRates(Dimension::kGender, {{"F", 1000, 399}, {"M", 50, 25}}, true).findings),
      "FAIR-01*");
  EXPECT_EQ(
      RulesOf(CompareRates(
                  Dimension::kGender, {{"F", 50, 20}, {"M", 50, 25}}, true, {.least_ratio = 0.81})
                  .findings),
      "FAIR-01*");
}

TEST(Fairness, ComparesTheLowestAndTheHighestOfManyGroups) {
  const Fairness fairness = CompareRates(
      Dimension::kLevel, {{"a", 10, 5}, {"b", 10, 2}, {"c", 10, 8}, {"d", 10, 6}}, true);
  EXPECT_THAT(fairness.ratio, Optional(DoubleEq(0.25)));
  EXPECT_EQ(fairness.findings[0].values.at("lowest"), "b");
  EXPECT_EQ(fairness.findings[0].values.at("highest"), "c");
}

TEST(Fairness, DoesNotCompareGroupsThatAreTooSmall) {
  Fairness fairness = CompareRates(Dimension::kLevel, {{"a", 10, 5}, {"b", 4, 0}}, true);
  EXPECT_EQ(Shown(fairness.groups), "a 5/10, b 0/4");
  EXPECT_TRUE(fairness.groups[0].compared);
  EXPECT_FALSE(fairness.groups[1].compared);
  EXPECT_EQ(fairness.ratio, std::nullopt);
  fairness = CompareRates(Dimension::kLevel, {{"a", 10, 5}, {"b", 5, 0}}, true);
  EXPECT_THAT(fairness.ratio, Optional(0));
  EXPECT_EQ(RulesOf(fairness.findings), "FAIR-01*");
}

TEST(Fairness, SaysNothingWhereNobodyWasChosenOrNobodyIsCompared) {
  EXPECT_EQ(
      CompareRates(Dimension::kLevel, {{"a", 10, 0}, {"b", 10, 0}}, true).ratio, std::nullopt);
  EXPECT_EQ(CompareRates(Dimension::kLevel, {}, true).ratio, std::nullopt);
  EXPECT_DOUBLE_EQ(FairnessGroup{}.Rate(), 0);
}

TEST(Fairness, HidesSmallGroupsAndThoseTheyFollowFromForWhoMayNotSeePeople) {
  const std::vector<FairnessGroup> groups = {
      {"a", 40, 20}, {"b", 30, 10}, {"c", 20, 4}, {"d", 20, 10}};
  // c has 4 chosen; with the total and the others shown it would follow, so the smallest of the
  // others goes too.
  Fairness fairness = CompareRates(Dimension::kLevel, groups, false);
  EXPECT_EQ(Shown(fairness.groups), "a 20/40, b 10/30");
  EXPECT_TRUE(fairness.hides);
  EXPECT_THAT(fairness.ratio, Optional(DoubleEq(0.6667)));
  fairness = CompareRates(Dimension::kLevel, groups, true);
  EXPECT_THAT(fairness.ratio, Optional(DoubleEq(0.4)));
  // The others of a group are as few.
  EXPECT_EQ(
      Shown(CompareRates(
                Dimension::kLevel, {{"a", 40, 20}, {"b", 30, 10}, {"c", 20, 16}, {"d", 20, 10}},
                false)
                .groups),
      "a 20/40, b 10/30");
  // Nothing at all where the total is small, and all where nothing is.
  EXPECT_EQ(Shown(CompareRates(Dimension::kLevel, {{"a", 40, 4}}, false).groups), "");
  fairness = CompareRates(Dimension::kGender, {{"F", 40, 18}, {"M", 50, 30}}, false);
  EXPECT_EQ(Shown(fairness.groups), "F 18/40, M 30/50");
  EXPECT_FALSE(fairness.hides);
  EXPECT_THAT(fairness.ratio, Optional(DoubleEq(0.75)));
  EXPECT_EQ(
      Shown(CompareRates(Dimension::kGender, {{"F", 40, 18}, {"M", 50, 30}}, false, {.small = 19})
                .groups),
      "");
}

TEST(Fairness, CountsAllWhoWereConsideredByEachDimension) {
  std::vector<Candidate> people = {Person("a", 90), Person("b", 80), Person("c", 70)};
  people[0].gender = "M";
  people[1].employment = "PPPK";
  people[1].unit = "/K2/";
  people[2].level = "PELAKSANA";
  people[2].active = false;  // fails a gate, and counts
  const absl::StatusOr<Selection> selection = Select(Program({1}), people);
  ASSERT_THAT(selection, test::IsOk());
  const auto counted = [&](Dimension dimension) {
    return Shown(CountBy(dimension, people, *selection));
  };
  EXPECT_EQ(counted(Dimension::kGender), "F 0/2, M 1/1");
  EXPECT_EQ(counted(Dimension::kEmployment), "PNS 1/2, PPPK 0/1");
  EXPECT_EQ(counted(Dimension::kLevel), "PELAKSANA 0/1, PENGAWAS 1/2");
  EXPECT_EQ(counted(Dimension::kUnit), "/K1/ 1/2, /K2/ 0/1");
  EXPECT_EQ(
      Shown(SumGroups(
          {CountBy(Dimension::kUnit, people, *selection), {{"/K2/", 3, 2}, {"/K0/", 1, 0}}})),
      "/K0/ 0/1, /K1/ 1/2, /K2/ 2/4");
}

TEST(Fairness, NamesItsDimensionsAsContractsDo) {
  EXPECT_EQ(ToString(Dimension::kGender), "GENDER");
  EXPECT_EQ(ToString(Dimension::kEmployment), "EMPLOYMENT");
  EXPECT_EQ(ToString(Dimension::kLevel), "LEVEL");
  EXPECT_EQ(ToString(Dimension::kUnit), "UNIT");
}

}  // namespace
}  // namespace binadaya::scheduling::domain::sample
