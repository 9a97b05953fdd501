// Disputes as reporting shows them.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/city.h"
#include "tests/support/matchers.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

namespace rv = ::binadaya::registry::v1;

class Disputes : public ::testing::Test {
 protected:
  Disputes() : platform_({"registry", "reporting"}), city_(platform_) {
    city_.Found();
    campaign_ = city_.RatingCampaign();
    lurah_ = city_.Person("LURAH", "33.74.14.1003");
  }
  void Dispute(const std::string& campaign) {
    ASSERT_THAT(
        city_.Rate(campaign, lurah_, rv::RATER_SUPERVISOR, {{"M.03", 1}, {"M.05", 1}}), IsOk());
    ASSERT_THAT(city_.Rate(campaign, lurah_, rv::RATER_SELF, {{"M.03", 3}, {"M.05", 3}}), IsOk());
  }
  // People with a dispute, and the competencies in dispute of the one there is.
  std::pair<int, std::string> Shown() {
    EXPECT_TRUE(platform_.Settle());
    const auto board = platform_.reporting().GetDashboard(platform_.Analyst(), {});
    EXPECT_THAT(board, IsOk());
    reporting::v1::GetPersonChainRequest request;
    request.set_person(lurah_);
    const auto chain = platform_.reporting().GetPersonChain(platform_.Analyst(), request);
    EXPECT_THAT(chain, IsOk());
    if (!board.ok() || !chain.ok()) return {};
    const auto& facts = chain->links(0).facts();
    const auto disputed = facts.find("disputed");
    return {board->disputed(), disputed == facts.end() ? "" : disputed->second};
  }
  Platform platform_;
  City city_;
  std::string campaign_, lurah_;
};

TEST_F(Disputes, EndCompetencyByCompetencyWithTheirCalibration) {
  Dispute(campaign_);
  EXPECT_EQ(Shown(), std::pair(1, std::string("M.03,M.05")));
  ASSERT_THAT(city_.Calibrate(lurah_, "M.03", 2), IsOk());
  EXPECT_EQ(Shown(), std::pair(1, std::string("M.05")));
  ASSERT_THAT(city_.Calibrate(lurah_, "M.05", 2), IsOk());
  EXPECT_EQ(Shown(), std::pair(0, std::string()));
}

TEST_F(Disputes, ReturnWhenACalibratedCompetencyIsJudgedAnew) {
  Dispute(campaign_);
  ASSERT_THAT(city_.Calibrate(lurah_, "M.03", 2), IsOk());
  ASSERT_THAT(city_.Rate(campaign_, lurah_, rv::RATER_SELF, {{"M.03", 4}}), IsOk());
  EXPECT_EQ(Shown(), std::pair(1, std::string("M.05,M.03")));
}

}  // namespace
}  // namespace binadaya::test
