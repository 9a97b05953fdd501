// What somebody who may not see single people is shown of them.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/city.h"
#include "tests/support/matchers.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;

class SmallGroups : public ::testing::Test {
 protected:
  SmallGroups() : platform_({"registry", "reporting"}), city_(platform_) {
    city_.Found();
    campaign_ = city_.RatingCampaign();
  }
  void Rate(int people, const std::string& unit, double level = 1) {
    for (int i = 0; i < people; ++i)
      ASSERT_THAT(city_.Assess(campaign_, city_.Person("LURAH", unit), level), IsOk());
    ASSERT_TRUE(platform_.Settle());
  }
  reporting::v1::Dashboard Board(const std::string& unit, v1::Role role) {
    reporting::v1::GetDashboardRequest request;
    request.set_unit(unit);
    const auto board =
        platform_.reporting().GetDashboard(platform_.As("someone", {{role, "/"}}), request);
    EXPECT_THAT(board, IsOk());
    return board.ok() ? *board : reporting::v1::Dashboard();
  }
  Platform platform_;
  City city_;
  std::string campaign_;
};

// The dashboard of a unit with one rated person, asked by a role that may not see the
// profile.
TEST_F(SmallGroups, AreShownToThoseWhoSeeTheirPeopleAndToNobodyElse) {
  Rate(1, "33.74.14.1003");
  for (const v1::Role role : {v1::AUTHORISED_OFFICIAL, v1::APPOINTING_AUTHORITY, v1::AGENCY_HEAD}) {
    for (const std::string unit : {"33.74.14.1003", "33.74.14", ""}) {
      const auto board = Board(unit, role);
      EXPECT_EQ(board.people() + board.rated() + board.match_poor(), 0);
      EXPECT_EQ(board.mean_match(), 0);
      EXPECT_EQ(board.competencies_required() + board.competencies_rated(), 0);
      EXPECT_THAT(board.competencies(), IsEmpty());
      for (const char* figure :
           {"people", "rated", "disputed", "mean_match", "competencies_required",
            "competencies_rated", "match_optimal", "match_fair", "match_poor", "competencies"})
        EXPECT_THAT(board.withheld(), Contains(figure)) << unit;
    }
  }
  for (const v1::Role role : {v1::SUPERVISOR, v1::UNIT_HEAD, v1::ANALYST, v1::AUDITOR}) {
    const auto board = Board("33.74.14.1003", role);
    EXPECT_EQ(board.rated(), 1);
    EXPECT_NEAR(board.mean_match(), 50, 0.01);
    EXPECT_EQ(board.competencies_size(), 9);
    EXPECT_THAT(board.withheld(), IsEmpty());
  }
}

TEST_F(SmallGroups, DoNotFollowFromTheDashboardsAroundThem) {
  Rate(5, "33.74.14.1003");
  EXPECT_EQ(Board("33.74.14.1003", v1::AUTHORISED_OFFICIAL).rated(), 5);
  Rate(1, "33.74.14.1004", 2);
  // The kecamatan has six. Were the five beside it shown, the sixth would follow.
  const auto above = Board("33.74.14", v1::AUTHORISED_OFFICIAL);
  EXPECT_EQ(above.rated(), 6);
  EXPECT_NEAR(above.mean_match(), 350 / 6.0, 0.01);
  const auto beside = Board("33.74.14.1003", v1::AUTHORISED_OFFICIAL);
  EXPECT_EQ(beside.rated(), 0);
  EXPECT_THAT(beside.withheld(), Contains("rated"));
  // Inside the kecamatan: five are poor, and one is not; five have a gap, and one has none.
  EXPECT_THAT(above.withheld(), Contains("match_optimal"));
  EXPECT_EQ(above.match_poor(), 0);
  EXPECT_THAT(above.competencies(), IsEmpty());
  Rate(4, "33.74.14.1004", 2);
  EXPECT_EQ(Board("33.74.14.1003", v1::AUTHORISED_OFFICIAL).rated(), 5);
  EXPECT_EQ(Board("33.74.14.1004", v1::AUTHORISED_OFFICIAL).match_optimal(), 5);
  const auto all = Board("33.74.14", v1::AUTHORISED_OFFICIAL);
  EXPECT_THAT(all.withheld(), IsEmpty());
  EXPECT_EQ(all.rated(), 10);
  ASSERT_EQ(all.competencies_size(), 9);
  EXPECT_EQ(all.competencies(0).people(), 5);
  EXPECT_EQ(all.competencies(0).severity_low(), 5);
}

}  // namespace
}  // namespace binadaya::test
