// What dashboards show of the work.
#include "services/reporting/figures.h"

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/figure.h"
#include "tests/support/city.h"
#include "tests/support/matchers.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

using ::testing::HasSubstr;

TEST(FigureTest, FollowsItsRowsAndIsZeroOnceTheyAreGone) {
  Platform platform({"registry"});
  pg::Connection connection(platform.conninfo("registry"));
  connection.Execute(
      "CREATE TEMP TABLE made (state text, size int); INSERT INTO made VALUES ('A', 2)");
  Metrics metrics;
  const auto measure = Measuring(
      {.name = "binadaya_test",
       .help = "Of this test.",
       .labels = {"state"},
       .rows = "SELECT state, sum(size) FROM made GROUP BY state"},
      metrics);
  measure(connection);
  EXPECT_THAT(metrics.Text(), HasSubstr("binadaya_test{state=\"A\"} 2\n"));
  connection.Execute("UPDATE made SET state = 'B', size = 3");
  EXPECT_TRUE(Eventually([&] {
    measure(connection);
    return metrics.Text().find("binadaya_test{state=\"B\"} 3\n") != std::string::npos;
  }));
  EXPECT_THAT(metrics.Text(), HasSubstr("binadaya_test{state=\"A\"} 0\n"));
}

TEST(FigureTest, RestsAfterAQueryThatTookTooLongAsAfterAnother) {
  Platform platform({"registry"});
  Metrics metrics;
  const auto measure = Measuring(
      {.name = "binadaya_test",
       .help = "Of this test.",
       .labels = {},
       .rows = "SELECT 1 FROM pg_sleep(60)"},
      metrics);
  const auto ask = [&] {
    pg::Connection connection(platform.conninfo("registry"));
    connection.Until(absl::Now() + absl::Milliseconds(500));
    measure(connection);
  };
  EXPECT_THROW(ask(), pg::Error);
  EXPECT_NO_THROW(ask());  // for 25 s nothing is asked
}

class FiguresTest : public ::testing::Test {
 protected:
  FiguresTest() : platform_({"registry", "reporting"}), city_(platform_) { city_.Found(); }

  // The figures of reporting as they are now.
  std::string Now() {
    EXPECT_TRUE(platform_.Settle());
    Metrics metrics;
    pg::Connection connection(platform_.conninfo("reporting"));
    for (Figure& figure : reporting::Figures({})) Measuring(std::move(figure), metrics)(connection);
    return metrics.Text();
  }

  Platform platform_;
  City city_;
};

TEST_F(FiguresTest, CountGapPointsThatWereGainedAsClosedAndThoseOfWhoeverLeftNot) {
  const std::string learns = city_.Person("LURAH", "33.74.14.1003");
  const std::string leaves = city_.Person("LURAH", "33.74.14.1004");
  city_.Person("LURAH", "33.74.14.1004");
  const std::string first = city_.RatingCampaign();
  ASSERT_THAT(city_.Assess(first, learns, 1), IsOk());
  ASSERT_THAT(city_.Assess(first, leaves, 1), IsOk());
  // A lurah is to have level 2 in nine competencies.
  std::string now = Now();
  EXPECT_THAT(now, HasSubstr("binadaya_people{state=\"active\"} 3\n"));
  EXPECT_THAT(now, HasSubstr("binadaya_people{state=\"rated\"} 2\n"));
  EXPECT_THAT(now, HasSubstr("binadaya_gap_points{state=\"open\"} 18\n"));
  EXPECT_THAT(now, HasSubstr("binadaya_gap_points{state=\"closed\"} 0\n"));

  ASSERT_THAT(city_.Assess(city_.RatingCampaign(), learns, 1.5), IsOk());
  platform_.sql("reporting").Query("UPDATE person SET active = false WHERE id = $1", {leaves});
  now = Now();
  EXPECT_THAT(now, HasSubstr("binadaya_gap_points{state=\"open\"} 4.5\n"));
  EXPECT_THAT(now, HasSubstr("binadaya_gap_points{state=\"closed\"} 4.5\n"));
}

}  // namespace
}  // namespace binadaya::test
