#include "services/common/domain/small_groups.h"

#include <functional>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace binadaya {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(SmallGroups, AreOneToOneLessThanK) {
  EXPECT_TRUE(IsSafe({0}, 5));
  EXPECT_FALSE(IsSafe({1}, 5));
  EXPECT_FALSE(IsSafe({4}, 5));
  EXPECT_TRUE(IsSafe({5}, 5));
  EXPECT_FALSE(IsSafe({9, 4}, 5));
  EXPECT_TRUE(IsSafe({}, 5));
}

TEST(SmallGroups, AreWithheldAndWhatIsLargeEnoughIsShown) {
  EXPECT_THAT(Showable({{"/A/", {5}}, {"/B/", {6}}}, 5), ElementsAre("/", "/A/", "/B/"));
  EXPECT_THAT(Showable({{"/A/", {4}}}, 5), IsEmpty());  // the city itself
  EXPECT_THAT(Showable({}, 5), ElementsAre("/"));       // nobody is nobody's secret
  // Two small ones hide each other.
  EXPECT_THAT(Showable({{"/A/", {9}}, {"/B/", {3}}, {"/C/", {2}}}, 5), ElementsAre("/", "/A/"));
}

TEST(SmallGroups, DoNotFollowFromTheirParentAndTheirSiblings) {
  // 20 - 9 - 8 would be C's 3: the smaller of the others is withheld too.
  EXPECT_THAT(Showable({{"/A/", {9}}, {"/B/", {8}}, {"/C/", {3}}}, 5), ElementsAre("/", "/A/"));
  // Those who stand in the parent itself hide them as well, if they are enough together.
  EXPECT_THAT(
      Showable({{"/P/", {2}}, {"/P/A/", {9}}, {"/P/C/", {3}}}, 5),
      ElementsAre("/", "/P/", "/P/A/"));
  EXPECT_THAT(Showable({{"/P/", {1}}, {"/P/A/", {9}}, {"/P/C/", {3}}}, 5), ElementsAre("/", "/P/"));
  // What is withheld is not shown in its parts.
  EXPECT_THAT(
      Showable({{"/A/", {20}}, {"/B/X/", {6}}, {"/B/Y/", {6}}, {"/C/", {3}}}, 5),
      ElementsAre("/", "/A/"));
}

TEST(SmallGroups, DoNotFollowFromTheOtherClasses) {
  EXPECT_THAT(Showable({{"/A/", {9, 3}}, {"/B/", {9, 9}}}, 5), ElementsAre("/"));
  EXPECT_THAT(Showable({{"/A/", {9, 5}}, {"/B/", {9, 9}}}, 5), ElementsAre("/", "/A/", "/B/"));
  const std::set<std::string> within = {"/", "/B/"};
  EXPECT_THAT(Showable({{"/A/", {9, 9}}, {"/B/", {9, 9}}}, 5, &within), ElementsAre("/", "/B/"));
}

// Every tree of seven units with few people: whatever is shown, every part of it that follows by
// taking away holds nobody, or k.
TEST(SmallGroups, NeverFollowByTakingAwayWhatIsShownBelow) {
  const std::vector<std::string> paths = {"/A/", "/A/X/", "/A/Y/", "/B/", "/B/X/", "/B/X/U/"};
  int trees = 0, shown_in_all = 0;
  for (int code = 0; code < 4096; ++code, ++trees) {
    CellsByUnit units;
    for (std::size_t i = 0; i < paths.size(); ++i)
      units[paths[i]] = {(code >> (2 * i)) % 4 * ((i % 2 == 0) ? 1 : 2)};
    const std::set<std::string> shown = Showable(units, 3);
    shown_in_all += static_cast<int>(shown.size());
    for (const std::string& path : shown) {
      int rest = 0;
      for (const auto& [unit, cells] : units) {
        const bool below = std::any_of(shown.begin(), shown.end(), [&](const std::string& other) {
          return other.size() > path.size() && other.starts_with(path) && unit.starts_with(other);
        });
        if (unit.starts_with(path) && !below) rest += cells[0];
      }
      EXPECT_TRUE(rest == 0 || rest >= 3) << path << " " << code;
    }
  }
  EXPECT_EQ(trees, 4096);
  EXPECT_GT(shown_in_all, 2 * trees);
}

}  // namespace
}  // namespace binadaya
