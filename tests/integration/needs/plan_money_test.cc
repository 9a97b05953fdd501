// What money is bound for stays in the plan, whoever revises it.
#include "binadaya/budgeting/v1/budgeting_events.tell.h"
#include "tests/integration/needs/annual_plan.h"

namespace binadaya::test {
namespace {

namespace bv = ::binadaya::budgeting::v1;

using ::testing::HasSubstr;
using ::testing::SizeIs;

class MoneyOfThePlan : public AnnualPlan {
 protected:
  MoneyOfThePlan() : AnnualPlan({"registry", "needs", "budgeting"}) { WorkedExample(); }

  // What budgeting tells, told for it.
  template <class Told>
  void Tell(const Told& event) {
    const auto tell = [&](Tx& tx) {
      budgeting::Tell(tx, event);
      return absl::OkStatus();
    };
    ASSERT_THAT(platform_.app("budgeting").db().Background(platform_.Admin(), tell), IsOk());
    ASSERT_TRUE(platform_.Settle());
  }
  template <class Told>
  void Tell(const std::string& commitment, std::int64_t rupiah) {
    Told event;
    event.set_commitment(commitment);
    event.add_parts()->set_amount(rupiah);
    Tell(event);
  }
  // Money bound for a batch of an item; the id of what binds it.
  std::string Bind(const nv::PlanItem& item, const std::string& batch, std::int64_t rupiah) {
    bv::FundsCommitted event;
    event.set_commitment(platform_.Id());
    event.set_unit("33.74");
    event.set_plan_item(item.id());
    event.set_batch(batch);
    event.add_parts()->set_amount(rupiah - 1);
    event.add_parts()->set_amount(1);
    Tell(event);
    return event.commitment();
  }
  const nv::PlanItem& ItemOf(const nv::Plan& plan, const std::string& title) {
    for (const nv::PlanItem& item : plan.items())
      if (item.title() == title) return item;
    ADD_FAILURE() << "no item " << title;
    return nv::PlanItem::default_instance();
  }
  // What 340 million would buy.
  std::string WithLess(const nv::Plan& plan) {
    return Titles(Computed(For(plan, 340'000'000)).chosen());
  }
};

TEST_F(MoneyOfThePlan, HoldsItsProgramUntilAllOfItCameFreeOrBack) {
  const nv::Plan plan = Shown(InForce(Drafted(Accepted(Under(400'000'000)))).id());
  EXPECT_EQ(WithLess(plan), "P2 P3 P5");
  const std::string money = Bind(ItemOf(plan, "P4"), platform_.Id(), 1'000);
  const nv::Portfolio held = Computed(For(plan, 340'000'000));
  EXPECT_EQ(Titles(held.chosen()), "P3 P4");
  EXPECT_EQ(held.chosen(1).bound_batches(), 1);
  EXPECT_TRUE(held.chosen(1).mandatory());
  Tell<bv::FundsReleased>(money, 999);
  EXPECT_EQ(WithLess(plan), "P3 P4");
  Tell<bv::FundsReleased>(money, 1);
  EXPECT_EQ(WithLess(plan), "P2 P3 P5");
  // The release was taken back, and what was spent came back.
  Tell<bv::FundsReleased>(money, -1);
  EXPECT_EQ(WithLess(plan), "P3 P4");
  Tell<bv::FundsReturned>(money, 1);
  EXPECT_EQ(WithLess(plan), "P2 P3 P5");
  Bind(ItemOf(plan, "P4"), "", 1'000);  // for no batch by name
  EXPECT_EQ(WithLess(plan), "P3 P4");
}

TEST_F(MoneyOfThePlan, ThatWasBoundSinceThePortfolioWasComputedAsksForAnother) {
  const nv::Plan first = Shown(InForce(Drafted(Accepted(Under(400'000'000)))).id());
  const nv::Portfolio computed = Computed(For(first, 340'000'000));
  const nv::Portfolio accepted = Accepted(For(first, 340'000'000));
  EXPECT_EQ(Titles(accepted.chosen()), "P2 P3 P5");
  const auto revision = Revise(first, accepted, "efisiensi 15 %");
  ASSERT_THAT(revision, IsOk());
  Bind(ItemOf(first, "P2"), platform_.Id(), 1'000);  // it stays
  ASSERT_THAT(Propose(*revision), IsOk());
  const std::string money = Bind(ItemOf(first, "P4"), platform_.Id(), 1'000);
  EXPECT_THAT(
      platform_.needs().AcceptPortfolio(Head(), Acceptance(computed)), RefusedBy("PLAN-18"));
  EXPECT_THAT(Set(Shown(first.id(), 2)), RefusedBy("PLAN-18"));
  Tell<bv::FundsReleased>(money, 1'000);
  EXPECT_THAT(Set(Shown(first.id(), 2)), IsOk());
}

TEST_F(MoneyOfThePlan, HoldsWhatWasRetiredAsItWasPlannedAndNobodyNeedsToNameIt) {
  const nv::Plan first = Shown(InForce(Drafted(Accepted(Under(400'000'000)))).id());
  Bind(ItemOf(first, "P4"), platform_.Id(), 1'000);
  Retire(programs_["P4"]);
  const nv::Portfolio less = Accepted(For(first, 340'000'000));
  EXPECT_EQ(Titles(less.chosen()), "P3 P4");
  EXPECT_TRUE(less.chosen(1).committed());
  const auto revision = Revise(first, less, "efisiensi 15 %");
  ASSERT_THAT(revision, IsOk());
  const nv::Plan second = Shown(InForce(*revision).id());
  EXPECT_EQ(TitlesOf(second.items()), "P3 P4");
  EXPECT_THAT(ItemOf(second, "P4").why_id(), HasSubstr("Uangnya sudah terikat untuk 1 angkatan"));
  // That money is bound for one batch lets nobody plan a second one.
  nv::StartPortfolioRequest more = For(first, 1'000'000'000);
  nv::ProgramTerms& terms = *more.add_terms();
  terms.set_program(programs_["P4"].id());
  terms.set_committed_mode(nv::CLASSICAL);
  terms.set_committed_batches(2);
  EXPECT_THAT(platform_.needs().StartPortfolio(Analyst(), more), RefusedBy("PORT-06"));
  terms.set_committed_batches(1);
  EXPECT_THAT(platform_.needs().StartPortfolio(Analyst(), more), IsOk());
  // Its item is the same in the revision: the money holds it still.
  EXPECT_EQ(WithLess(second), "P3 P4");
}

TEST_F(MoneyOfThePlan, HoldsNoFewerBatchesThanItIsBoundFor) {
  nv::StartPortfolioRequest request = Under(400'000'000);
  nv::ProgramTerms& terms = *request.add_terms();
  terms.set_program(programs_["P5"].id());
  terms.set_mandatory(true);
  terms.add_batches(3);
  const nv::Plan plan = Shown(InForce(Drafted(Accepted(request))).id());
  const nv::PlanItem& item = ItemOf(plan, "P5");
  ASSERT_EQ(item.batches(), 3);
  const std::string batch = platform_.Id();
  Bind(item, batch, 1'000);
  Bind(item, batch, 2'000);  // of another line
  Bind(item, platform_.Id(), 1'000);
  Bind(item, "", 1'000);
  const nv::Portfolio less = Computed(For(plan, 340'000'000));
  const auto p5 = std::ranges::find_if(
      less.chosen(), [](const nv::ChosenProgram& one) { return one.title() == "P5"; });
  ASSERT_NE(p5, less.chosen().end());
  EXPECT_EQ(p5->way().batches(), 2) << "the third brings nothing more";
  EXPECT_EQ(p5->bound_batches(), 2);
  EXPECT_FALSE(p5->committed());
  // Two are chosen, and by now three are bound.
  const std::string third = Bind(item, platform_.Id(), 1'000);
  EXPECT_THAT(platform_.needs().AcceptPortfolio(Head(), Acceptance(less)), RefusedBy("PLAN-18"));
  Tell<bv::FundsReleased>(third, 1'000);
  // Whoever says that fewer are committed is told.
  nv::StartPortfolioRequest fewer = For(plan, 340'000'000);
  fewer.add_terms()->set_program(programs_["P5"].id());
  fewer.mutable_terms(0)->set_committed_mode(nv::CLASSICAL);
  fewer.mutable_terms(0)->set_committed_batches(1);
  EXPECT_THAT(platform_.needs().StartPortfolio(Analyst(), fewer), RefusedBy("PORT-16"));
  fewer.set_request_id(platform_.Id());
  fewer.mutable_terms(0)->set_committed_batches(2);
  EXPECT_THAT(platform_.needs().StartPortfolio(Analyst(), fewer), IsOk());
}

}  // namespace
}  // namespace binadaya::test
