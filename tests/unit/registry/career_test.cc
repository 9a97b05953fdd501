#include "services/registry/domain/career.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/registry/days.h"
#include "tests/unit/registry/told.h"

namespace binadaya::registry::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Post PostOf(const std::string& code, const std::string& family, std::vector<Standard> standards) {
  return {
      .code = code,
      .title = code,
      .group = PostGroup::kSupervisor,
      .family = family,
      .echelon = "",
      .functional_level = "",
      .standards = std::move(standards),
      .valid_from = absl::CivilDay(2026, 1, 1)};
}

TEST(CareerPath, NamesFamiliesThatPostsAreOfEachOnceAndNotItself) {
  const std::set<std::string> known = {"SEKLUR", "LURAH", "CAMAT"};
  CareerPath path{
      .family = "SEKLUR", .next = {"LURAH", "CAMAT"}, .valid_from = kMarch2, .basis = "800/1"};
  const auto rules = [&] { return Rules(CheckPath(path, known, std::nullopt, kMarch2, 2)); };
  EXPECT_THAT(rules(), IsEmpty());
  path.next = {};
  EXPECT_THAT(rules(), IsEmpty());
  path.next = {"LURAH", "KADIS"};
  EXPECT_THAT(rules(), ElementsAre("PATH-01"));
  path.next = {"SEKLUR"};
  EXPECT_THAT(rules(), ElementsAre("PATH-02"));
  path.next = {"LURAH", "LURAH"};
  EXPECT_THAT(rules(), ElementsAre("PATH-02"));
  path.family = "KADIS";
  path.next = {"LURAH"};
  EXPECT_THAT(rules(), ElementsAre("PATH-01"));
}

TEST(CareerPath, IsNeitherRewrittenWherePeopleWereMeasuredByItNorSetTooFarAhead) {
  CareerPath path{.family = "SEKLUR", .next = {"LURAH"}, .valid_from = kMarch2, .basis = "800/1"};
  const auto rules = [&](absl::CivilDay from, std::optional<absl::CivilDay> newest) {
    path.valid_from = from;
    return Rules(CheckPath(path, {"SEKLUR", "LURAH"}, newest, kMarch2, 2));
  };
  EXPECT_THAT(rules(kMarch2 - 1, kMarch2 - 1), ElementsAre("PATH-03"));
  EXPECT_THAT(rules(kMarch2 - 2, kMarch2 - 1), ElementsAre("PATH-03"));
  EXPECT_THAT(rules(kMarch2 - 1, kMarch2 - 2), IsEmpty());
  EXPECT_THAT(rules(kMarch2 - 1, std::nullopt), IsEmpty());
  EXPECT_THAT(rules(kMarch2, kMarch2), IsEmpty());  // of today it may be corrected the same day
  EXPECT_THAT(rules(absl::CivilDay(2028, 3, 2), kMarch2), IsEmpty());
  EXPECT_THAT(rules(absl::CivilDay(2028, 3, 3), kMarch2), ElementsAre("PATH-04"));
}

TEST(NextPost, DemandsWhatAllPostsOfTheFamilyDemandAtTheLowestOfTheirLevels) {
  const std::vector<Post> posts = {
      PostOf("LURAH_A", "LURAH", {{"M.03", 3}, {"M.08", 2}, {"SK.01", 2}}),
      PostOf("LURAH_B", "LURAH", {{"M.03", 2}, {"M.08", 4}})};
  EXPECT_THAT(
      DemandsOf(posts), ElementsAre(
                            FamilyDemand{{"M.03", 2}, "LURAH_B@2026-01-01"},
                            FamilyDemand{{"M.08", 2}, "LURAH_A@2026-01-01"}));
  EXPECT_THAT(DemandsOf({}), IsEmpty());
}

TEST(NextPost, IsMeasuredOfWhatIsKnownForEachFamilyApart) {
  const std::vector<Post> posts = {
      PostOf("CAMAT", "CAMAT", {{"M.03", 3}, {"M.08", 3}}),
      PostOf("LURAH", "LURAH", {{"M.03", 2}, {"M.08", 2}})};
  const std::vector<NextGap> gaps = MeasureNext(posts, {{"M.03", 1.67}}, {});
  ASSERT_EQ(gaps.size(), 2);
  EXPECT_EQ(gaps[0].family, "CAMAT");
  EXPECT_EQ(gaps[0].standard, "CAMAT@2026-01-01");
  EXPECT_DOUBLE_EQ(gaps[0].gap.gap, 1.33);
  EXPECT_EQ(gaps[1].family, "LURAH");
  EXPECT_DOUBLE_EQ(gaps[1].gap.gap, 0.33);
  EXPECT_EQ(gaps[1].gap.severity, Severity::kLow);
}

TEST(CareerPath, IsOfCivilServantsAndNotOfWhoIsHiredForAPost) {
  EXPECT_TRUE(HasCareer("PNS"));
  EXPECT_TRUE(HasCareer("CPNS"));
  EXPECT_FALSE(HasCareer("PPPK"));
  EXPECT_FALSE(HasCareer("PPPK_PW"));
  EXPECT_FALSE(HasCareer(""));
}

}  // namespace
}  // namespace binadaya::registry::domain
