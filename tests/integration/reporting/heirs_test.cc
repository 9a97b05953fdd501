// What reporting shows of needs and people once a unit was closed, or a post came to another
// family.
#include "tests/integration/needs/analysis.h"
#include "tests/integration/reporting/rebuilt.h"

namespace binadaya::test {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

// Two of the three lurah are in Purwosari, beside Polaman in the same kecamatan.
class AfterAReform : public NeedsAnalysis {
 protected:
  static constexpr char kPurwosari[] = "33.74.14.1003";
  static constexpr char kPolaman[] = "33.74.14.1004";

  // A decree, and the needs measured where their people are then.
  void Reform(const std::string& rows) {
    Decree(rows);
    ASSERT_TRUE(Rechecked());
    ASSERT_TRUE(platform_.Settle());
  }
  void Appraise(const std::string& person) {
    rv::RecordAppraisalRequest request;
    request.set_request_id(platform_.Id());
    request.set_person(person);
    request.set_year(static_cast<int>(platform_.clock().Today().year()) - 1);
    request.set_predicate(rv::KURANG);
    ASSERT_THAT(platform_.registry().RecordAppraisal(platform_.Analyst(), request), IsOk());
  }
  // The only need of the campaign that comes from appraisals.
  std::string OfAppraisals() {
    std::vector<std::string> needs;
    for (const nv::Need& need : List())
      if (need.type() == nv::PERFORMANCE_GAP) needs.push_back(need.id());
    EXPECT_EQ(needs.size(), 1);
    return needs.empty() ? "" : needs.front();
  }
  absl::StatusOr<reporting::v1::Chain> ChainOf(const std::string& need, const Call& by) {
    reporting::v1::GetNeedChainRequest request;
    request.set_need(need);
    return platform_.reporting().GetNeedChain(by, request);
  }
  // What needs and reporting answer the head of a place.
  std::vector<absl::StatusCode> Answers(const std::string& need, const std::string& path) {
    const Call head = By(v1::UNIT_HEAD, path);
    return {Get(need, head).status().code(), ChainOf(need, head).status().code()};
  }
  // Whose gaps or appraisals a need comes from.
  std::vector<std::string> People(
      const std::string& need, const std::string& kind, const std::string& state = "CURRENT") {
    EXPECT_TRUE(platform_.Settle());
    const auto chain = ChainOf(need, platform_.Analyst());
    EXPECT_THAT(chain, IsOk());
    std::vector<std::string> people;
    if (!chain.ok()) return people;
    for (const auto& link : chain->links()) {
      if (link.kind() == kind && link.state() == state && !link.missing())
        people.push_back(link.facts().at("person"));
    }
    return people;
  }
  // The needs that name gaps of somebody.
  std::vector<std::string> NeedsOf(const std::string& person) {
    reporting::v1::GetPersonChainRequest request;
    request.set_person(person);
    const auto chain = platform_.reporting().GetPersonChain(platform_.Analyst(), request);
    EXPECT_THAT(chain, IsOk());
    std::vector<std::string> needs;
    if (!chain.ok()) return needs;
    for (const auto& link : chain->links())
      if (link.kind() == "need" && !link.missing()) needs.push_back(link.id());
    return needs;
  }
  // The needs that the dashboard of a unit counts.
  int Counted(const std::string& unit) {
    reporting::v1::GetDashboardRequest request;
    request.set_unit(unit);
    const auto board = platform_.reporting().GetDashboard(platform_.Analyst(), request);
    EXPECT_THAT(board, IsOk());
    int needs = 0;
    if (!board.ok()) return needs;
    for (const auto& count : board->needs()) needs += count.needs();
    return needs;
  }
};

TEST_F(AfterAReform, TheNeedsOfAClosedUnitAreItsHeirs) {
  Appraise(lurah_[1]);
  campaign_ = Open(kPurwosari);
  Detect();
  const int needs = static_cast<int>(List().size());
  const std::string need = NeedIn("M.03").id(), of_appraisals = OfAppraisals();
  ASSERT_TRUE(platform_.Settle());
  EXPECT_EQ(Counted(kPurwosari), needs);
  EXPECT_EQ(Counted(kPolaman), 0);
  Reform(kMerger);
  EXPECT_THAT(Answers(need, "/33.74.14/33.74.14.1004/"), Each(absl::StatusCode::kOk));
  EXPECT_THAT(Answers(need, "/33.74.14/33.74.14.1003/"), Each(absl::StatusCode::kPermissionDenied));
  EXPECT_EQ(Counted(kPurwosari), 0);
  EXPECT_EQ(Counted(kPolaman), needs);
  EXPECT_THAT(People(need, "gap"), UnorderedElementsAre(lurah_[1], lurah_[2]));
  EXPECT_THAT(People(need, "gap", "PAST"), UnorderedElementsAre(lurah_[1], lurah_[2]));
  EXPECT_THAT(People(of_appraisals, "appraisal"), ElementsAre(lurah_[1]));
  EXPECT_THAT(NeedsOf(lurah_[1]), Contains(need));
  // A post that was defined before reporting kept families is of the one that was told with it.
  platform_.sql("reporting").Query("DELETE FROM post_family", {});
  EXPECT_THAT(People(of_appraisals, "appraisal"), ElementsAre(lurah_[1]));
}

// What was closed before is the heir's to read, and stays about those whom it was about.
TEST_F(AfterAReform, OnlyNeedsThatAreOpenStillAreAboutThePeopleOfTheHeir) {
  const std::string beside = city_.Person("LURAH", kPolaman);
  ASSERT_THAT(city_.Assess(ratings_, beside, 1), IsOk());
  campaign_ = Open(kPurwosari);
  Detect();
  const std::string closed = NeedIn("M.03").id(), open = NeedIn("M.05").id();
  ASSERT_THAT(platform_.needs().CloseNeed(platform_.Analyst(), Decision(closed)), IsOk());
  Reform(kMerger);
  EXPECT_THAT(Answers(closed, "/33.74.14/33.74.14.1004/"), Each(absl::StatusCode::kOk));
  EXPECT_THAT(People(closed, "gap"), ElementsAre());
  EXPECT_THAT(People(closed, "gap", "PAST"), UnorderedElementsAre(lurah_[1], lurah_[2]));
  EXPECT_THAT(People(open, "gap"), UnorderedElementsAre(lurah_[1], lurah_[2], beside));
  EXPECT_THAT(People(open, "gap", "PAST"), UnorderedElementsAre(lurah_[1], lurah_[2]));
}

TEST_F(AfterAReform, TheNeedsOfAClosedUnitGoOnToTheHeirOfItsHeir) {
  campaign_ = Open(kPurwosari);
  Detect();
  const std::string need = NeedIn("M.03").id();
  Reform(kMerger);
  const absl::CivilDay next = platform_.clock().Today() + 1;
  ASSERT_THAT(platform_.clock().MoveTo(platform_.clock().StartOf(next) + absl::Hours(8)), IsOk());
  Reform(
      "33.74.02.1002,Bulu Lor,KELURAHAN,33.74.02,ya,Perda 2/2026,33.74.14.1004,\n"
      "33.74.14.1004,Polaman,KELURAHAN,33.74.14,ya,Perda 2/2026,,ya\n");
  const auto expect = [&] {
    EXPECT_THAT(Answers(need, "/33.74.02/33.74.02.1002/"), Each(absl::StatusCode::kOk));
    EXPECT_THAT(Answers(need, "/33.74.14/"), Each(absl::StatusCode::kPermissionDenied));
    EXPECT_THAT(People(need, "gap"), UnorderedElementsAre(lurah_[1], lurah_[2]));
    // In Purwosari, and then in Polaman.
    EXPECT_THAT(
        People(need, "gap", "PAST"),
        UnorderedElementsAre(lurah_[1], lurah_[1], lurah_[2], lurah_[2]));
  };
  expect();
  EXPECT_TRUE(RebuildsTheSame(platform_, {"registry", "needs"}));
  expect();
}

// A closed unit is told once more, without its heir, when a unit above it moves.
TEST_F(AfterAReform, AClosedUnitKeepsItsHeirWhenItMoves) {
  Reform(
      "S1,Seksi Pelayanan,SEKSI,33.74.14.1003,ya,Perda 1/2026,,\n"
      "S2,Seksi Umum,SEKSI,33.74.14.1003,ya,Perda 1/2026,,\n");
  ASSERT_THAT(city_.Assess(ratings_, city_.Person("STAF", "S1"), 0), IsOk());
  campaign_ = Open("S1");
  Detect();
  const std::string need = NeedIn("M.03", "STAF").id();
  Reform(
      "S2,Seksi Umum,SEKSI,33.74.14.1003,ya,Perda 2/2026,S1,\n"
      "S1,Seksi Pelayanan,SEKSI,33.74.14.1003,ya,Perda 2/2026,,ya\n");
  EXPECT_THAT(Answers(need, "/33.74.14/33.74.14.1003/S2/"), Each(absl::StatusCode::kOk));
  city_.Move("33.74.02");
  ASSERT_TRUE(platform_.Settle());
  EXPECT_THAT(Answers(need, "/33.74.02/33.74.14.1003/S2/"), Each(absl::StatusCode::kOk));
}

// Nobody tells anything of a holder who was never rated when a new version of his post is of
// another family.
TEST_F(AfterAReform, WhoHoldsAPostIsOfTheFamilyThatItCameTo) {
  const std::string holder = city_.Person("LURAH", kPolaman);
  Appraise(holder);
  campaign_ = Open(kPolaman);
  Detect();
  const std::string before = OfAppraisals();
  ASSERT_THAT(platform_.needs().CloseNeed(platform_.Analyst(), Decision(before)), IsOk());
  city_.Post("LURAH", rv::SUPERVISOR, [&](rv::DefinePostRequest& post) {
    post.set_family("LURAH_KOTA");
    post.set_valid_from(absl::FormatCivilTime(platform_.clock().Today()));
  });
  ASSERT_TRUE(platform_.Settle());
  campaign_ = Open(kPolaman);
  Detect();
  const std::string after = OfAppraisals();
  EXPECT_EQ(Get(after).family(), "LURAH_KOTA");
  const auto expect = [&] {
    EXPECT_THAT(People(after, "appraisal"), ElementsAre(holder));
    EXPECT_THAT(People(before, "appraisal"), ElementsAre(holder));
  };
  expect();
  EXPECT_TRUE(RebuildsTheSame(platform_, {"registry", "needs"}));
  expect();
}

}  // namespace
}  // namespace binadaya::test
