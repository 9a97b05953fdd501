// Needs of who goes on to a next post: beside those of the post held, never among them.
#include "tests/integration/needs/analysis.h"

namespace binadaya::test {
namespace {

class CareerNeeds : public NeedsAnalysis {
 protected:
  // Three lurah at level 1 who may become camat, of whom 3 is demanded.
  void SetUp() override {
    Lead({"CAMAT"});
    ASSERT_TRUE(Eventually([&] { return Measured() == 27; }));
  }
  void Lead(const std::vector<std::string>& next) {
    rv::SetCareerPathRequest request;
    request.set_request_id(platform_.Id());
    request.set_family("LURAH");
    request.mutable_next_families()->Add(next.begin(), next.end());
    request.set_basis("800/2/2026");
    ASSERT_THAT(platform_.registry().SetCareerPath(platform_.Analyst(), request), IsOk());
  }
  std::int64_t Measured() {
    return platform_.sql("registry").Query("SELECT count(*) FROM next_gap", {}).Int(0, 0);
  }
  std::vector<nv::Need> Of(nv::NeedType type) {
    std::vector<nv::Need> needs = List();
    std::erase_if(needs, [&](const nv::Need& need) { return need.type() != type; });
    return needs;
  }
  bool AllClosed(nv::ClosedBecause because) {
    return Eventually([&] {
      const std::vector<nv::Need> needs = Of(nv::CAREER);
      return std::all_of(needs.begin(), needs.end(), [&](const nv::Need& need) {
        return need.state() == nv::CLOSED && need.closed_because() == because;
      });
    });
  }
};

TEST_F(CareerNeeds, AreDetectedBesideThoseOfThePostHeldAndStayWhenTheseAreMet) {
  EXPECT_EQ(Detect().detected(), 18);
  ASSERT_EQ(Of(nv::COMPETENCY_GAP).size(), 9);
  ASSERT_EQ(Of(nv::CAREER).size(), 9);
  nv::Need need = Of(nv::CAREER)[0];
  EXPECT_EQ(need.family(), "LURAH");
  EXPECT_EQ(need.next_family(), "CAMAT");
  EXPECT_EQ(need.to_level(), 3);
  EXPECT_EQ(need.affected(), 3);
  EXPECT_EQ(need.population(), 3);
  EXPECT_DOUBLE_EQ(need.mean_gap(), 2);
  EXPECT_EQ(Of(nv::COMPETENCY_GAP)[0].next_family(), "");
  EXPECT_EQ(Detect().detected(), 0);
  // A year's campaign later all stand at 2: enough for a lurah.
  const std::string second = city_.RatingCampaign();
  for (const std::string& person : lurah_) ASSERT_THAT(city_.Assess(second, person, 2), IsOk());
  ASSERT_TRUE(Eventually([&] { return List(nv::CLOSED).size() == 9; }));
  ASSERT_TRUE(Eventually([&] { return Get(need.id()).mean_gap() == 1; }));
  EXPECT_EQ(Get(need.id()).state(), nv::DETECTED);
  for (const nv::Need& one : Of(nv::CAREER)) {
    ASSERT_THAT(platform_.needs().VerifyNeed(By(v1::ANALYST), Decision(one.id())), IsOk());
    ASSERT_THAT(platform_.needs().ValidateNeed(By(v1::AGENCY_HEAD), Decision(one.id())), IsOk());
  }
  EXPECT_EQ(Rank(), 9);
}

TEST_F(CareerNeeds, CloseWhenTheLevelIsReachedAndOpenAgainWhenACorrectionTakesItBack) {
  Detect();
  const std::string second = city_.RatingCampaign();
  for (const std::string& person : lurah_) ASSERT_THAT(city_.Assess(second, person, 3), IsOk());
  ASSERT_TRUE(AllClosed(nv::GAP_GONE));
  rv::CorrectLevelRequest correct;
  correct.set_request_id(platform_.Id());
  correct.set_person(lurah_[0]);
  correct.set_competency("M.08");
  correct.set_level(2);
  correct.set_reason("salah ketik");
  ASSERT_THAT(platform_.registry().CorrectLevel(By(v1::UNIT_HEAD), correct), IsOk());
  EXPECT_EQ(Detect().reopened(), 1);
}

TEST_F(CareerNeeds, EndWithThePathAndWithTheDemandOfTheNextPosts) {
  Detect();
  rv::DefinePostRequest camat;
  camat.set_request_id(platform_.Id());
  camat.set_code("CAMAT");
  camat.set_title("CAMAT");
  camat.set_group(rv::ADMINISTRATOR);
  camat.set_family("CAMAT");
  camat.add_not_required("M.08");
  ASSERT_THAT(platform_.registry().DefinePost(platform_.Analyst(), camat), IsOk());
  ASSERT_TRUE(Eventually([&] { return !List(nv::CLOSED).empty(); }));
  for (const nv::Need& need : Of(nv::CAREER)) {
    EXPECT_EQ(need.state() == nv::CLOSED, need.competency() == "M.08");
    EXPECT_EQ(need.closed_because() == nv::REQUIREMENT_ENDED, need.competency() == "M.08");
  }
  Lead({});
  EXPECT_TRUE(AllClosed(nv::REQUIREMENT_ENDED));
  EXPECT_EQ(Of(nv::COMPETENCY_GAP)[0].state(), nv::DETECTED);
  EXPECT_EQ(Detect().reopened(), 0);
}

TEST_F(CareerNeeds, CloseWhenEverybodyBehindThemHasLeft) {
  Detect();
  for (std::size_t i = 0; i < lurah_.size(); ++i) Retire(i);
  EndPatience();
  EXPECT_TRUE(AllClosed(nv::PEOPLE_LEFT));
}

TEST_F(CareerNeeds, AreWithheldFromWhoMaySeeGroupsOnlyWhileOneLevelHoldsFew) {
  const auto lurah = [&](int people, double level) {
    for (int i = 0; i < people; ++i) {
      ASSERT_THAT(city_.Assess(ratings_, city_.Person("LURAH", "33.74.02.1002"), level), IsOk());
    }
  };
  lurah(2, 1);  // five
  lurah(4, 2);
  Detect();
  const std::string need = Of(nv::CAREER)[0].id();
  EXPECT_TRUE(Get(need, By(v1::AGENCY_HEAD))->withheld());
  lurah(1, 2);
  Detect();
  EXPECT_FALSE(Get(need, By(v1::AGENCY_HEAD))->withheld());
  EXPECT_EQ(Get(need, By(v1::AGENCY_HEAD))->affected(), 10);
}

TEST_F(CareerNeeds, AreShownByReportingWithTheirOwnGapsAndCountedInNoFigureOfThePostHeld) {
  Detect();
  ASSERT_TRUE(platform_.Settle());
  const auto links = [&](const auto& chain) {
    std::map<std::string, int> kinds;
    for (const auto& link : chain->links())
      ++kinds[link.missing() ? Cat("missing ", link.kind()) : link.kind()];
    return kinds;
  };
  using ::testing::Pair;
  using ::testing::UnorderedElementsAre;
  reporting::v1::GetNeedChainRequest of_need;
  of_need.set_need(Of(nv::CAREER)[0].id());
  const auto career = platform_.reporting().GetNeedChain(platform_.Analyst(), of_need);
  ASSERT_THAT(career, IsOk());
  EXPECT_EQ(career->links(0).facts().at("next_family"), "CAMAT");
  EXPECT_THAT(
      links(career),
      UnorderedElementsAre(
          Pair("need", 1), Pair("next_gap", 3), Pair("standard", 3), Pair("rating", 6)));
  of_need.set_need(Of(nv::COMPETENCY_GAP)[0].id());
  const auto held = platform_.reporting().GetNeedChain(platform_.Analyst(), of_need);
  ASSERT_THAT(held, IsOk());
  EXPECT_EQ(links(held)["gap"], 3);
  EXPECT_EQ(links(held)["next_gap"], 0);
  reporting::v1::GetPersonChainRequest of_person;
  of_person.set_person(lurah_[0]);
  const auto person = platform_.reporting().GetPersonChain(platform_.Analyst(), of_person);
  ASSERT_THAT(person, IsOk());
  EXPECT_EQ(links(person)["gap"], 9);
  EXPECT_EQ(links(person)["next_gap"], 9);
  EXPECT_EQ(links(person)["need"], 18);
  const auto board = platform_.reporting().GetDashboard(platform_.Analyst(), {});
  ASSERT_THAT(board, IsOk());
  ASSERT_EQ(board->competencies_size(), 9);
  EXPECT_EQ(board->competencies(0).people(), 3);
  EXPECT_DOUBLE_EQ(board->competencies(0).mean_gap(), 1);
  EXPECT_DOUBLE_EQ(board->mean_match(), 50);
}

}  // namespace
}  // namespace binadaya::test
