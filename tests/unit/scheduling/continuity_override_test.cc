#include "services/scheduling/domain/continuity_override.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/domain/refusal.h"
#include "services/scheduling/domain/continuity.h"
#include "tests/unit/scheduling/timetable.h"

namespace binadaya::scheduling::domain::of_overrides {
namespace {

using timetable::Rules;

const absl::CivilDay kDay(2026, 4, 6);

// Of SC-07, in a unit on a day.
Finding Broken(const std::string& rule, const std::string& unit, const std::string& away) {
  return {
      .rule = rule,
      .where = "1",
      .message = {"Terlalu banyak.", "Too many."},
      .values = {{"unit", unit}, {"day", "2026-04-06"}, {"away", away}, {"cap", "1"}}};
}
Finding SixDays(const std::string& person, const std::string& days) {
  return {
      .rule = "SVC-06",
      .where = "1",
      .message = {"Terlalu banyak.", "Too many."},
      .values = {
          {"unit", "/kec/k1/"},
          {"people", person},
          {"day", "2026-04-06"},
          {"days", days},
          {"quarter", "2026-2"}}};
}
ContinuityOverride By(OverrideReason reason, const std::string& note = "") {
  return {.reason = reason, .note = note, .made_by = "head", .made_on = kDay};
}
std::string RefusedWith(const Findings& findings, const ContinuityOverride& by) {
  return Rules(FindingsOf(OverrideOf(findings, "SVC-01", "/kec/k1/", by).status()));
}

TEST(ContinuityOverride, IsOfWhatBlocksInHisUnits) {
  const Findings findings = {
      Broken("SVC-01", "/kec/k1/", "2"), Broken("SVC-01", "/kec/k2/", "2"),
      Broken("SVC-04", "/kec/k1/", "2")};
  const auto made = OverrideOf(findings, "SVC-01", "/kec/k1/", By(OverrideReason::kUnitRequest));
  ASSERT_TRUE(made.ok());
  ASSERT_EQ(made->size(), 1u);
  EXPECT_EQ((*made)[0].about, "/kec/k1/");
  EXPECT_EQ((*made)[0].period, "2026-04-06");
  EXPECT_EQ((*made)[0].allows, 2);
  EXPECT_EQ(OverrideOf(findings, "SVC-01", "/kec/", By(OverrideReason::kUnitRequest))->size(), 2u)
      << "of the units below his, too";
  EXPECT_EQ(
      RefusedWith({Broken("SVC-01", "/kec/k2/", "2")}, By(OverrideReason::kUnitRequest)), "SVC-11");
  Finding warning = Broken("SVC-01", "/kec/k1/", "2");
  warning.warning = true;
  EXPECT_EQ(RefusedWith({warning}, By(OverrideReason::kUnitRequest)), "SVC-11");
  EXPECT_EQ(
      Rules(FindingsOf(
          OverrideOf(
              {Broken("SC-09", "/kec/k1/", "2")}, "SC-09", "/", By(OverrideReason::kOther, "x"))
              .status())),
      "SVC-11")
      << "no other rule";
}

TEST(ContinuityOverride, SaysWhy) {
  const Findings findings = {Broken("SVC-01", "/kec/k1/", "2")};
  EXPECT_EQ(RefusedWith(findings, By(OverrideReason::kOther, "  ")), "SVC-12");
  EXPECT_EQ(RefusedWith(findings, By(OverrideReason::kOther, "penugasan")), "");
  EXPECT_EQ(RefusedWith({}, By(OverrideReason::kOther)), "SVC-11 SVC-12");
}

TEST(ContinuityOverride, LetsBeAsMuchAsWasSeen) {
  const auto made = OverrideOf(
      {Broken("SVC-01", "/kec/k1/", "2")}, "SVC-01", "/", By(OverrideReason::kLeaderDirective));
  const auto blocks = [&](Finding finding) {
    Findings findings = {std::move(finding)};
    LetBe(*made, findings);
    return !findings[0].warning;
  };
  EXPECT_FALSE(blocks(Broken("SVC-01", "/kec/k1/", "2")));
  EXPECT_TRUE(blocks(Broken("SVC-01", "/kec/k1/", "3"))) << "one more";
  EXPECT_TRUE(blocks(Broken("SVC-01", "/kec/k2/", "2"))) << "another unit";
  EXPECT_TRUE(blocks(Broken("SVC-04", "/kec/k1/", "2"))) << "another rule";
  Finding later = Broken("SVC-01", "/kec/k1/", "2");
  later.values["day"] = "2026-04-07";
  EXPECT_TRUE(blocks(later)) << "another day";
  Findings told = {Broken("SVC-01", "/kec/k1/", "2")};
  LetBe(*made, told);
  EXPECT_EQ(told[0].values.at("allowed_by"), "head");
  EXPECT_EQ(told[0].values.at("allowed_for"), "LEADER_DIRECTIVE");
  EXPECT_EQ(told[0].values.at("allowed_on"), "2026-04-06");
  EXPECT_EQ(AllowedOf(*made, "SVC-01", "/kec/k1/", "2026-04-06"), 2);
  EXPECT_EQ(AllowedOf(*made, "SVC-01", "/kec/k1/", "2026-04-07"), 0) << "the day after";
  EXPECT_EQ(AllowedOf(*made, "SVC-01", "/kec/k2/", "2026-04-06"), 0);
  EXPECT_EQ(AllowedOf(*made, "SVC-04", "/kec/k1/", "2026-04-06"), 0);
}

TEST(ContinuityOverride, OfAQuarterIsOfThePerson) {
  const auto made =
      OverrideOf({SixDays("a", "6")}, "SVC-06", "/kec/k1/", By(OverrideReason::kUnitRequest));
  ASSERT_TRUE(made.ok());
  EXPECT_EQ((*made)[0].about, "a");
  EXPECT_EQ((*made)[0].period, "2026-2");
  EXPECT_EQ(AllowedOf(*made, "SVC-06", "a", QuarterName(kDay)), 6);
  EXPECT_EQ(AllowedOf(*made, "SVC-06", "a", QuarterName(absl::CivilDay(2026, 7, 1))), 0);
  Findings findings = {SixDays("a", "6"), SixDays("a", "7"), SixDays("b", "6")};
  LetBe(*made, findings);
  EXPECT_TRUE(findings[0].warning);
  EXPECT_FALSE(findings[1].warning);
  EXPECT_FALSE(findings[2].warning);
}

// "b": in which one, set for which unit.
Finding Closed(const std::string& blackout, const std::string& set_for, const std::string& unit) {
  Finding finding = Broken("SVC-05", unit, "");
  finding.values.erase("away");
  finding.values["blackout"] = blackout;
  finding.values["set_for"] = set_for;
  return finding;
}

TEST(ContinuityOverride, OfABlackoutIsOfThatOneOnThatDay) {
  const Findings found = {
      Closed("b", "/kec/", "/kec/k1/"), Closed("b", "/kec/", "/kec/k2/"),
      Closed("flood", "/", "/kec/k1/")};
  const auto made = OverrideOf(found, "SVC-05", "/kec/", By(OverrideReason::kUnitRequest));
  ASSERT_TRUE(made.ok());
  ASSERT_EQ(made->size(), 1u) << "once, and the city's flood is not his";
  EXPECT_EQ((*made)[0].about, "b");
  EXPECT_EQ(AllowedOf(*made, "SVC-05", "b", "2026-04-06"), 1);
  EXPECT_EQ(AllowedOf(*made, "SVC-05", "b", "2026-04-07"), 0);
  EXPECT_EQ(AllowedOf(*made, "SVC-05", "flood", "2026-04-06"), 0);
  Findings findings = found;
  LetBe(*made, findings);
  EXPECT_TRUE(findings[0].warning);
  EXPECT_TRUE(findings[1].warning);
  EXPECT_FALSE(findings[2].warning) << "another blackout of the same day";
}

TEST(ContinuityOverride, OfABlackoutIsMadeByWhoMightLiftIt) {
  const auto refused = [](const std::string& set_for, const std::string& path) {
    return Rules(FindingsOf(
        OverrideOf(
            {Closed("b", set_for, "/kec/k1/")}, "SVC-05", path, By(OverrideReason::kUnitRequest))
            .status()));
  };
  EXPECT_EQ(refused("/kec/k1/", "/kec/k1/"), "");
  EXPECT_EQ(refused("/kec/", "/kec/k1/"), "SVC-13");
  EXPECT_EQ(refused("/", "/kec/"), "SVC-13");
  EXPECT_EQ(refused("/", "/"), "");
  EXPECT_EQ(refused("/kec/", "/other/"), "SVC-11");
}

TEST(ContinuityOverride, IsOnceForAMatterThatIsFoundTwice) {
  const Finding two = Broken("SVC-01", "/kec/k1/", "2"), three = Broken("SVC-01", "/kec/k1/", "3");
  for (const Findings& findings : {Findings{two, three}, Findings{three, two}}) {
    const auto made = OverrideOf(findings, "SVC-01", "/", By(OverrideReason::kUnitRequest));
    ASSERT_TRUE(made.ok());
    ASSERT_EQ(made->size(), 1u);
    EXPECT_EQ((*made)[0].allows, 3);
  }
}

TEST(ContinuityOverride, OfAPairIsOfBoth) {
  Finding pair = Broken("SVC-02", "/kec/k1/", "");
  pair.values.erase("away");
  pair.values["head"] = "h";
  pair.values["secretary"] = "s";
  const auto made = OverrideOf({pair}, "SVC-02", "/", By(OverrideReason::kUnitRequest));
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(AllowedOf(*made, "SVC-02", "/kec/k1/", "2026-04-06"), 2);
}

}  // namespace
}  // namespace binadaya::scheduling::domain::of_overrides
