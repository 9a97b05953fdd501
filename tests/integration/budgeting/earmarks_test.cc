// Money that is kept for a plan item.
#include <atomic>
#include <thread>

#include "tests/integration/budgeting/budget.h"

namespace binadaya::test {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

class BudgetEarmarks : public BudgetTest {
 protected:
  static constexpr char kItem[] = "019b8bab-25b4-7187-9582-d547fc7da3e7";
  static constexpr char kOtherItem[] = "019b8bab-25b4-7187-9582-d547fc7da3e8";

  bv::EarmarkRequest EarmarkOf(
      const std::vector<Money>& parts, const std::string& item = kItem,
      const std::string& unit = kUnit) {
    bv::EarmarkRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(unit);
    request.set_plan_item(item);
    for (const Money& part : parts) {
      bv::Part& out = *request.add_parts();
      out.set_line(part.line);
      out.set_amount(part.amount);
      out.set_year(part.year);
    }
    return request;
  }
  absl::StatusOr<bv::EarmarkResponse> Earmark(
      const std::vector<Money>& parts, const std::string& item = kItem,
      const std::string& unit = kUnit) {
    return platform_.budgeting().Earmark(As("pptk"), EarmarkOf(parts, item, unit));
  }
  absl::StatusOr<bv::Commitment> CommitFor(
      const std::string& item, const std::string& doc, const std::vector<Money>& parts) {
    bv::CommitRequest request = CommitOf(doc, parts);
    request.set_plan_item(item);
    return platform_.budgeting().Commit(As("pptk"), request);
  }
  std::int64_t EarmarkedOf(const std::string& line, const std::string& as_of = "") {
    bv::GetBalanceRequest request;
    request.set_unit(kUnit);
    request.set_line(line);
    request.set_as_of(as_of);
    const auto balance = platform_.budgeting().GetBalance(As("auditor"), request);
    EXPECT_THAT(balance, IsOk());
    return balance.ok() ? balance->earmarked() : -1;
  }
  // "earmarked + committed + realised" of a plan item, all and by line.
  std::vector<std::string> FundsOf(const std::string& item, const std::string& unit = kUnit) {
    bv::GetFundsRequest request;
    request.set_unit(unit);
    request.set_plan_item(item);
    const auto funds = platform_.budgeting().GetFunds(As("auditor"), request);
    EXPECT_THAT(funds, IsOk());
    std::vector<std::string> out = {
        Cat(funds->earmarked(), " + ", funds->committed(), " + ", funds->realised())};
    for (const bv::Funds::OfLine& line : funds->lines()) {
      out.push_back(
          Cat(line.year(), ": ", line.earmarked(), " + ", line.committed(), " + ", line.realised(),
              ", ", line.free()));
    }
    return out;
  }
};

TEST_F(BudgetEarmarks, AreForTheirPlanItemAloneAndTakenUpByItsCommitments) {
  const std::string line = Lines({1'000})[0];
  const auto earmarked = Earmark({{line, 700}});
  ASSERT_THAT(earmarked, IsOk());
  EXPECT_EQ(earmarked->balances(0).earmarked(), 700);
  EXPECT_EQ(earmarked->balances(0).free(), 1'000);
  EXPECT_THAT(Commit("SPK/1", {{line, 301}}), RefusedBy("BL-08"));
  EXPECT_THAT(CommitFor(kOtherItem, "SPK/1", {{line, 301}}), RefusedBy("BL-08"));
  EXPECT_THAT(Earmark({{line, 301}}, kOtherItem), RefusedBy("BL-08"));
  EXPECT_THAT(Freeze(line, 301), RefusedBy("LED-06"));
  EXPECT_THAT(CommitFor(kItem, "SPK/1", {{line, 1'001}}), RefusedBy("BL-08"));
  const auto commitment = CommitFor(kItem, "SPK/1", {{line, 800}});
  ASSERT_THAT(commitment, IsOk());
  EXPECT_EQ(commitment->parts(0).earmarked(), 700);
  EXPECT_EQ(EarmarkedOf(line), 0);
  EXPECT_EQ(Balance(line), "1000 = 200 + 800 + 0 + 0");
  EXPECT_THAT(FundsOf(kItem), ElementsAre("0 + 800 + 0", "2027: 0 + 800 + 0, 200"));
  ExpectLedgerHolds();
}

TEST_F(BudgetEarmarks, OfALineOfAnotherItemAreAllThatIsFreeOfItForTheirs) {
  const bv::Version version =
      InForce(Draft({{.price = 1'000, .plan_item = kItem}, {.price = 5, .plan_item = kOtherItem}}));
  const std::string line = version.budget().groups(0).lines(0).id();
  const std::string own = version.budget().groups(0).lines(1).id();
  ASSERT_THAT(Earmark({{line, 10}}, kOtherItem), IsOk());
  EXPECT_THAT(
      FundsOf(kOtherItem),
      UnorderedElementsAre("10 + 0 + 0", "2027: 10 + 0 + 0, 10", "2027: 0 + 0 + 0, 5"));
  EXPECT_THAT(CommitFor(kOtherItem, "SPK/1", {{line, 11}}), RefusedBy("BL-08"));
  ASSERT_THAT(CommitFor(kOtherItem, "SPK/1", {{line, 10}}), IsOk());
  EXPECT_THAT(
      FundsOf(kOtherItem),
      UnorderedElementsAre("0 + 10 + 0", "2027: 0 + 10 + 0, 0", "2027: 0 + 0 + 0, 5"));
  EXPECT_THAT(CommitFor(kOtherItem, "SPK/2", {{line, 1}}), RefusedBy("LED-13"));
  ASSERT_THAT(CommitFor(kOtherItem, "SPK/2", {{own, 5}}), IsOk());
  ExpectLedgerHolds();
}

TEST_F(BudgetEarmarks, ThatACommitmentTookUpAreThePlanItemsAgainWhenItIsReleasedOrPaidBack) {
  const std::string line = Lines({1'000})[0];
  ASSERT_THAT(Earmark({{line, 700}}), IsOk());
  const auto commitment = CommitFor(kItem, "SPK/1", {{line, 800}});
  ASSERT_THAT(commitment, IsOk());
  const auto released = Release(commitment->id(), {{line, 300}});
  ASSERT_THAT(released, IsOk());
  EXPECT_EQ(released->parts(0).earmarked(), 400);
  EXPECT_EQ(EarmarkedOf(line), 300);
  EXPECT_THAT(Commit("SPK/2", {{line, 201}}), RefusedBy("BL-08")) << "300 of 500 are the item's";
  ASSERT_THAT(Realise(commitment->id(), {{line, 450}}, true), IsOk());
  EXPECT_EQ(EarmarkedOf(line), 350);
  EXPECT_THAT(FundsOf(kItem), ElementsAre("350 + 0 + 450", "2027: 350 + 0 + 450, 550"));
  // What comes back beyond what was taken of the earmark is everybody's.
  ASSERT_THAT(
      platform_.budgeting().Return(As("bendahara"), ChangeOf(commitment->id(), {{line, 400}})),
      IsOk());
  EXPECT_EQ(EarmarkedOf(line), 700);
  EXPECT_EQ(Balance(line), "1000 = 950 + 0 + 50 + 0");
  EXPECT_THAT(Commit("SPK/2", {{line, 251}}), RefusedBy("BL-08"));
  EXPECT_THAT(Commit("SPK/2", {{line, 250}}), IsOk());
  ExpectLedgerHolds();
}

TEST_F(BudgetEarmarks, AreTakenBackByTheirCounterEntryNewestFirst) {
  const std::string line = Lines({1'000})[0];
  ASSERT_THAT(Earmark({{line, 700}}), IsOk());
  const auto commitment = CommitFor(kItem, "SPK/1", {{line, 300}});
  ASSERT_THAT(commitment, IsOk());
  const auto take_back = [&](std::size_t entry) {
    bv::TakeBackEntryRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(kUnit);
    request.set_entry(Entries(line).at(entry).id());
    request.set_doc_ref("BA/1");
    return platform_.budgeting().TakeBackEntry(As("verifier"), request);
  };
  // pagu, earmark, its use, commitment
  EXPECT_THAT(take_back(1), RefusedBy("LED-07")) << "300 of it are taken up";
  (void)platform_.Told("budgeting");
  ASSERT_THAT(take_back(3), IsOk());
  ASSERT_THAT(take_back(2), IsOk());
  EXPECT_THAT(platform_.Told("budgeting"), ElementsAre("funds.committed"));
  EXPECT_EQ(EarmarkedOf(line), 700);
  ASSERT_THAT(take_back(1), IsOk());
  EXPECT_EQ(EarmarkedOf(line), 0);
  EXPECT_EQ(Balance(line), "1000 = 1000 + 0 + 0 + 0");
  ExpectLedgerHolds();
}

TEST_F(BudgetEarmarks, AreGivenUpAsFarAsNothingOfThemIsSpent) {
  const std::string line = Lines({1'000})[0];
  ASSERT_THAT(Earmark({{line, 700}}), IsOk());
  const auto commitment = CommitFor(kItem, "SPK/1", {{line, 300}});
  ASSERT_THAT(commitment, IsOk());
  ASSERT_THAT(Realise(commitment->id(), {{line, 300}}, true), IsOk());
  const auto give_up = [&](const bv::EarmarkRequest& request, const std::string& who = "pptk") {
    return platform_.budgeting().ReleaseEarmark(As(who), request);
  };
  EXPECT_THAT(give_up(EarmarkOf({{line, 401}})), RefusedBy("LED-10"));
  EXPECT_THAT(give_up(EarmarkOf({{line, 1}}, kOtherItem)), RefusedBy("LED-10"));
  EXPECT_THAT(give_up(EarmarkOf({{line, 1}}, kItem, kOther)), RefusedBy("LED-01"));
  EXPECT_THAT(
      give_up(EarmarkOf({{line, 1}}), "bendahara"), HasCode(absl::StatusCode::kPermissionDenied));
  EXPECT_EQ(EarmarkedOf(line), 400);
  const bv::EarmarkRequest rest = EarmarkOf({{line, 400}});
  const auto given_up = give_up(rest);
  ASSERT_THAT(given_up, IsOk());
  EXPECT_EQ(given_up->balances(0).earmarked(), 0);
  EXPECT_THAT(give_up(rest), IsOk()) << "the same once more";
  EXPECT_THAT(Commit("SPK/2", {{line, 701}}), RefusedBy("BL-08"));
  EXPECT_THAT(Commit("SPK/2", {{line, 700}}), IsOk());
  ExpectLedgerHolds();
}

TEST_F(BudgetEarmarks, AreNotCutByAVersion) {
  const std::vector<std::string> lines = Lines({1'000, 1'000});
  ASSERT_THAT(Earmark({{lines[0], 700}}), IsOk());
  const auto shift = [&](std::int64_t left) {
    bv::DraftVersionRequest request = Draft(
        {{.price = left, .id = lines[0]}, {.price = 2'000 - left, .id = lines[1]}}, bv::PERGESERAN);
    bv::ListVersionsRequest list;
    list.set_unit(kUnit);
    const auto versions = platform_.budgeting().ListVersions(As("auditor"), list);
    if (versions->versions(0).state() == bv::DRAFT) request.set_id(versions->versions(0).id());
    return Drafted(request);
  };
  EXPECT_THAT(Submit(shift(699)), RefusedBy("BL-13"));
  EXPECT_THAT(Submit(shift(700)), IsOk());
}

TEST_F(BudgetEarmarks, OfTwoYearsAndTwoUnitsAreEachTheirOwn) {
  const std::string line = Lines({1'000})[0];
  const std::string next = Lines({1'000}, kUnit, kYear + 1)[0];
  const std::string theirs = Lines({1'000}, kOther)[0];
  EXPECT_THAT(Earmark({{line, 1, kYear + 1}}), RefusedBy("LED-01"));
  EXPECT_THAT(Earmark({{theirs, 1}}), RefusedBy("LED-01"));
  ASSERT_THAT(Earmark({{line, 100}, {next, 200, kYear + 1}}), IsOk());
  ASSERT_THAT(Earmark({{theirs, 400}}, kItem, kOther), IsOk());
  EXPECT_THAT(
      FundsOf(kItem),
      ElementsAre("300 + 0 + 0", "2027: 100 + 0 + 0, 1000", "2028: 200 + 0 + 0, 1000"));
  EXPECT_THAT(FundsOf(kItem, kOther), ElementsAre("400 + 0 + 0", "2027: 400 + 0 + 0, 1000"));
  EXPECT_THAT(FundsOf(kOtherItem), ElementsAre("0 + 0 + 0"));
  MoveTo(absl::CivilDay(kYear, 12, 31));
  ASSERT_THAT(Earmark({{line, 1}}), IsOk());
  EXPECT_EQ(EarmarkedOf(line, "2027-12-30"), 100);
  EXPECT_EQ(EarmarkedOf(line, "2027-12-31"), 101);
  MoveTo(absl::CivilDay(kYear + 1, 1, 1));
  EXPECT_THAT(Earmark({{line, 1}}), RefusedBy("BL-09"));
}

TEST_F(BudgetEarmarks, OfManyAtOnceAreNeverMoreThanTheLineHas) {
  const std::string line = Lines({1'000})[0];
  std::atomic<int> earmarked = 0;
  std::vector<std::thread> planners;
  for (int i = 0; i < 8; ++i) {
    planners.emplace_back([&, i] {
      if (Earmark({{line, 300}}, Cat("019b8bab-25b4-7187-9582-d547fc7da3f", i)).ok()) ++earmarked;
    });
  }
  for (std::thread& planner : planners) planner.join();
  EXPECT_EQ(earmarked, 3);
  EXPECT_EQ(EarmarkedOf(line), 900);
  ExpectLedgerHolds();
}

TEST_F(BudgetEarmarks, AreSeenInTheCommitmentsOfAUnitByDocumentAndPlanItem) {
  const std::vector<std::string> lines = Lines({1'000, 1'000});
  ASSERT_THAT(CommitFor(kItem, "SPK/1", {{lines[0], 1}, {lines[1], 2}}), IsOk());
  ASSERT_THAT(Commit("SPK/2", {{lines[0], 3}}), IsOk());
  const auto listed = [&](const std::string& doc, const std::string& item) {
    bv::ListCommitmentsRequest request;
    request.set_unit(kUnit);
    request.set_doc_ref(doc);
    request.set_plan_item(item);
    const auto response = platform_.budgeting().ListCommitments(As("auditor"), request);
    EXPECT_THAT(response, IsOk());
    std::vector<std::string> out;
    for (const bv::Commitment& one : response->commitments())
      out.push_back(Cat(one.doc_ref(), " ", one.parts_size()));
    return out;
  };
  EXPECT_THAT(listed("", ""), ElementsAre("SPK/2 1", "SPK/1 2"));
  EXPECT_THAT(listed("SPK/1", ""), ElementsAre("SPK/1 2"));
  EXPECT_THAT(listed("", kItem), ElementsAre("SPK/1 2"));
  EXPECT_THAT(listed("SPK/2", kItem), ElementsAre());
}

}  // namespace
}  // namespace binadaya::test
