// A standard that changes, as reporting shows it.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/city.h"
#include "tests/support/matchers.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

namespace rv = ::binadaya::registry::v1;

TEST(AStandardThatChanges, IsShownAtOnceAndOldMeasurementsKeepTheOldOne) {
  Platform platform({"registry", "reporting"});
  City city(platform);
  city.Found();
  const std::string person = city.Person("STAF", "33.74.14.1003");
  ASSERT_THAT(city.Assess(city.RatingCampaign(), person, 0), IsOk());
  const auto with_gap = [&] {
    EXPECT_TRUE(platform.Settle());
    const auto board = platform.reporting().GetDashboard(platform.Analyst(), {});
    EXPECT_THAT(board, IsOk());
    return board.ok() ? board->competencies_size() : 0;
  };
  EXPECT_EQ(with_gap(), 9);
  rv::DefinePostRequest request;
  request.set_request_id(platform.Id());
  request.set_code("STAF");
  request.set_title("Staf");
  request.set_group(rv::EXECUTOR);
  request.set_family("STAF");
  request.add_not_required("M.08");
  ASSERT_THAT(platform.registry().DefinePost(platform.Analyst(), request), IsOk());
  EXPECT_TRUE(Eventually([&] { return with_gap() == 8; }));
  const pg::Result told =
      platform.sql("reporting")
          .Query(
              "SELECT standard LIKE '%@2020-01-01', count(*) FROM gap GROUP BY 1 ORDER BY 1", {});
  ASSERT_EQ(told.rows(), 2);
  EXPECT_EQ(told.Int(0, 1), 8);
  EXPECT_EQ(told.Int(1, 1), 9);
}

}  // namespace
}  // namespace binadaya::test
