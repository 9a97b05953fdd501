#include "services/registry/domain/rater_statistics.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace binadaya::registry::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr int kSmallest = 5;

// So many people of a unit, each judged once at this level by a superior of his own, or by `rater`;
// they themselves said `self`, if it is not 0.
std::vector<Judged> People(
    const std::string& path, int people, double level, double self = 0,
    const std::string& rater = "") {
  std::vector<Judged> judged;
  for (int i = 0; i < people; ++i) {
    judged.push_back(
        {.path = path,
         .rater = rater.empty() ? absl::StrCat("head of ", path, i) : rater,
         .person = absl::StrCat(path, i),
         .judgements = 1,
         .sum = level,
         .squares = level * level,
         .pairs = self == 0 ? 0 : 1,
         .distance = self == 0 ? 0 : self - level});
  }
  return judged;
}

std::vector<Judged> Together(std::initializer_list<std::vector<Judged>> parts) {
  std::vector<Judged> all;
  for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

std::vector<std::string> Paths(const std::vector<Judged>& judged) {
  std::vector<std::string> paths;
  for (const RaterStatistics& one : StatisticsOf(judged, kSmallest)) paths.push_back(one.path);
  return paths;
}

TEST(RaterStatistics, SayHowHighHowFarApartAndHowFarFromThePeopleThemselves) {
  // A: 5 at 1, who say 2; B: 5 at 3, who say 3. Mean 2 of all ten.
  const auto all =
      StatisticsOf(Together({People("/A/", 5, 1, 2), People("/B/", 5, 3, 3)}), kSmallest);
  ASSERT_EQ(all.size(), 3);
  EXPECT_EQ(all[0].path, "/");
  EXPECT_EQ(all[0].raters, 10);
  EXPECT_EQ(all[0].people, 10);
  EXPECT_EQ(all[0].both, 10);
  EXPECT_DOUBLE_EQ(all[0].mean, 2);
  EXPECT_DOUBLE_EQ(all[0].leniency, 0);
  EXPECT_DOUBLE_EQ(all[0].spread, 1);
  EXPECT_DOUBLE_EQ(all[0].self_distance, 0.5);
  EXPECT_EQ(all[1].path, "/A/");
  EXPECT_DOUBLE_EQ(all[1].mean, 1);
  EXPECT_DOUBLE_EQ(all[1].leniency, -1);
  EXPECT_DOUBLE_EQ(all[1].spread, 0);
  EXPECT_DOUBLE_EQ(all[1].self_distance, 1);
  EXPECT_DOUBLE_EQ(all[2].leniency, 1);
  EXPECT_DOUBLE_EQ(all[2].self_distance, 0);
}

TEST(RaterStatistics, AreOfFivePeopleAndOfFiveSuperiorsOrMore) {
  EXPECT_THAT(Paths(People("/A/", 5, 1)), ElementsAre("/", "/A/"));
  EXPECT_THAT(Paths(People("/A/", 4, 1)), IsEmpty());
  EXPECT_THAT(Paths(People("/A/", 50, 1, 0, "one head")), IsEmpty());
  // Four of five judged themselves: a figure about four.
  EXPECT_THAT(Paths(Together({People("/A/", 1, 1), People("/A/B/", 4, 1, 2)})), IsEmpty());
}

TEST(RaterStatistics, DoNotFollowFromWhatIsShownOfTheUnitAbove) {
  // The city less A would be B's four.
  EXPECT_THAT(Paths(Together({People("/A/", 9, 1), People("/B/", 4, 3)})), ElementsAre("/"));
  EXPECT_THAT(
      Paths(Together({People("/A/", 9, 1), People("/B/", 5, 3)})), ElementsAre("/", "/A/", "/B/"));
  // With a third one the smallest that suffices is withheld.
  EXPECT_THAT(
      Paths(Together({People("/A/", 9, 1), People("/B/", 4, 3), People("/C/", 6, 2)})),
      ElementsAre("/", "/A/"));
}

TEST(RaterStatistics, CountASuperiorOnceHoweverManyUnitsHeJudgesIn) {
  // Of five units one person each, all of one superior: with A's they are six superiors, without
  // them one.
  std::vector<Judged> judged = People("/A/", 5, 1);
  for (const char* unit : {"/B/", "/C/", "/D/", "/E/", "/F/"}) {
    for (const Judged& one : People(unit, 1, 3, 0, "the same")) judged.push_back(one);
  }
  EXPECT_THAT(Paths(judged), ElementsAre("/"));
}

TEST(RaterStatistics, KeepWhatLiesBelowAUnitThatIsTooSmallItself) {
  // In A itself there is one; A cannot be shown beside A/B, and takes its place.
  EXPECT_THAT(
      Paths(Together(
          {People("/A/", 1, 3), People("/A/B/", 5, 1), People("/A/C/", 6, 1),
           People("/D/", 5, 2)})),
      ElementsAre("/", "/A/", "/A/C/", "/D/"));
}

}  // namespace
}  // namespace binadaya::registry::domain
