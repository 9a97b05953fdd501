// What becomes of the money of a batch that is cancelled.
#include "binadaya/scheduling/v1/scheduling_events.tell.h"
#include "tests/integration/budgeting/budget.h"

namespace binadaya::test {
namespace {

namespace sv = ::binadaya::scheduling::v1;

class BudgetOfACancelledBatch : public BudgetTest {
 protected:
  static constexpr char kBatch[] = "019b8bab-25b4-7187-9582-d547fc7da4e1";
  static constexpr char kOtherBatch[] = "019b8bab-25b4-7187-9582-d547fc7da4e2";

  BudgetOfACancelledBatch() : BudgetTest({"registry", "needs", "budgeting", "scheduling"}) {}

  absl::StatusOr<bv::Commitment> CommitFor(
      const std::string& batch, const std::string& unit, const std::string& doc,
      const std::vector<Money>& parts) {
    bv::CommitRequest request = CommitOf(doc, parts);
    request.set_unit(unit);
    request.set_batch(batch);
    return platform_.budgeting().Commit(As("pptk"), request);
  }
  // What scheduling tells, told for it.
  void Cancel(const std::string& batch, const std::string& unit) {
    const auto tell = [&](Tx& tx) {
      sv::BatchCancelled event;
      event.set_batch(batch);
      event.set_unit(unit);
      scheduling::Tell(tx, event);
      return absl::OkStatus();
    };
    ASSERT_THAT(platform_.app("scheduling").db().Background(platform_.Admin(), tell), IsOk());
    ASSERT_TRUE(platform_.Settle());
  }
  std::int64_t Committed(const std::string& unit, const std::string& line) {
    bv::GetBalanceRequest request;
    request.set_unit(unit);
    request.set_line(line);
    const auto balance = platform_.budgeting().GetBalance(As("auditor"), request);
    EXPECT_THAT(balance, IsOk());
    return balance.ok() ? balance->committed() : -1;
  }
};

TEST_F(BudgetOfACancelledBatch, IsFreedWhicheverUnitHasBoundItInWhicheverYear) {
  const std::string own = Lines({1'000})[0];
  const std::string next = Lines({1'000}, kUnit, kYear + 1)[0];
  const std::string theirs = Lines({1'000}, kOther)[0];
  ASSERT_THAT(CommitFor(kBatch, kUnit, "SPK/1", {{own, 300}, {next, 200, kYear + 1}}), IsOk());
  const auto their_share = CommitFor(kBatch, kOther, "SPK/1", {{theirs, 400}});
  ASSERT_THAT(their_share, IsOk());
  ASSERT_THAT(CommitFor(kOtherBatch, kOther, "SPK/2", {{theirs, 50}}), IsOk());
  bv::ChangeCommitmentRequest spent = ChangeOf(their_share->id(), {{theirs, 100}});
  spent.set_unit(kOther);
  ASSERT_THAT(platform_.budgeting().Realise(As("bendahara"), spent), IsOk());
  (void)platform_.Told("budgeting");
  Cancel(kBatch, kUnit);
  EXPECT_THAT(
      platform_.Told("budgeting"), ::testing::ElementsAre("funds.released", "funds.released"));
  EXPECT_EQ(Committed(kUnit, own), 0);
  EXPECT_EQ(Committed(kUnit, next), 0);
  EXPECT_EQ(Committed(kOther, theirs), 50) << "the other batch's; what was spent stays spent";
  Cancel(kBatch, kUnit);
  EXPECT_THAT(platform_.Told("budgeting"), ::testing::IsEmpty()) << "told again";
  ExpectLedgerHolds();
}

}  // namespace
}  // namespace binadaya::test
