// Campaigns and needs by what somebody looks for.
#include "tests/integration/needs/analysis.h"

namespace binadaya::test {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Property;
using ::testing::SizeIs;

TEST_F(NeedsAnalysis, ListsItsCampaignsNewestYearFirstToWhoMayReadThem) {
  Detect();
  nv::OpenCampaignRequest open;
  open.set_request_id(platform_.Id());
  open.set_year(2028);
  open.set_unit("33.74.14");
  const auto later = platform_.needs().OpenCampaign(platform_.Analyst(), open);
  ASSERT_THAT(later, IsOk());
  const auto ids = [&](const nv::ListCampaignsRequest& request, const std::string& path = "/") {
    const auto listed =
        platform_.needs().ListCampaigns(platform_.As("x", {{v1::UNIT_HEAD, path}}), request);
    EXPECT_THAT(listed, IsOk());
    std::vector<std::string> all;
    for (const nv::Campaign& campaign : listed->campaigns()) all.push_back(campaign.id());
    return all;
  };
  nv::ListCampaignsRequest request;
  EXPECT_THAT(ids(request), ElementsAre(later->id(), campaign_));
  EXPECT_THAT(ids(request, "/33.74.14/"), ElementsAre(later->id()));
  EXPECT_THAT(ids(request, "/33.74.02/"), IsEmpty());
  request.set_year(2027);
  EXPECT_THAT(ids(request), ElementsAre(campaign_));
  request.clear_year();
  request.set_id_prefix(campaign_.substr(0, 35));
  EXPECT_THAT(ids(request), ElementsAre(campaign_));
  request.clear_id_prefix();
  request.set_page_size(1);
  const auto first = platform_.needs().ListCampaigns(platform_.Analyst(), request);
  ASSERT_THAT(first, IsOk());
  request.set_page_token(first->next_page_token());
  const auto second = platform_.needs().ListCampaigns(platform_.Analyst(), request);
  ASSERT_THAT(second, IsOk());
  ASSERT_THAT(second->campaigns(), SizeIs(1));
  EXPECT_EQ(second->campaigns(0).id(), campaign_);
  EXPECT_EQ(second->campaigns(0).needs(), 9);
  EXPECT_EQ(second->campaigns(0).settled(), 0);
}

TEST_F(NeedsAnalysis, FindsItsNeedsByCompetencyFamilyAndTheFirstLettersOfTheId) {
  Detect();
  const auto found = [&](const nv::ListNeedsRequest& request) {
    const auto listed = platform_.needs().ListNeeds(platform_.Analyst(), request);
    EXPECT_THAT(listed, IsOk());
    return std::vector<nv::Need>(listed->needs().begin(), listed->needs().end());
  };
  nv::ListNeedsRequest request = ListRequest();
  request.set_competency("M.05");
  const std::vector<nv::Need> needs = found(request);
  ASSERT_THAT(needs, SizeIs(1));
  EXPECT_THAT(needs, Each(Property(&nv::Need::competency, "M.05")));
  request.set_family("CAMAT");
  EXPECT_THAT(found(request), IsEmpty());
  request.set_family("LURAH");
  EXPECT_THAT(found(request), SizeIs(1));
  request = ListRequest();
  request.set_id_prefix(needs[0].id());
  EXPECT_THAT(found(request), SizeIs(1));
  request.set_id_prefix("nothing");
  EXPECT_THAT(found(request), IsEmpty());
}

}  // namespace
}  // namespace binadaya::test
