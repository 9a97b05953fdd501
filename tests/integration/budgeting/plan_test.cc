// Budgets beside the annual plan that they pay for.
#include <algorithm>

#include "binadaya/needs/v1/needs_events.tell.h"
#include "tests/integration/budgeting/budget.h"

namespace binadaya::test {
namespace {

using ::testing::ElementsAre;

class BudgetOfThePlan : public BudgetTest {
 protected:
  BudgetOfThePlan() : BudgetTest({"registry", "needs", "budgeting"}) {}

  // What needs tells, told for it.
  template <class Told>
  void Tell(const Told& event) {
    const auto tell = [&](Tx& tx) {
      needs::Tell(tx, event);
      return absl::OkStatus();
    };
    ASSERT_THAT(platform_.app("needs").db().Background(platform_.Admin(), tell), IsOk());
    ASSERT_TRUE(platform_.Settle());
  }
  bv::ListVersionFindingsResponse FindingsOf(const bv::DraftVersionRequest& draft) {
    bv::ListVersionFindingsRequest list;
    list.set_unit(kUnit);
    list.set_id(draft.id());
    const auto listed = platform_.budgeting().ListVersionFindings(As("auditor"), list);
    EXPECT_THAT(listed, IsOk());
    return listed.value_or(bv::ListVersionFindingsResponse());
  }
  // Of BL-06, how many the plan expects.
  std::vector<std::string> Expected(const bv::DraftVersionRequest& draft) {
    const bv::ListVersionFindingsResponse answer = FindingsOf(draft);
    std::vector<std::string> expected;
    for (const v1::Finding& one : answer.findings()) {
      if (one.rule() == "BL-06") expected.push_back(one.values().at("expected"));
    }
    return expected;
  }
  // Whether an item is said to be in no plan in force.
  bool IsUnplanned(const bv::DraftVersionRequest& draft) {
    const bv::ListVersionFindingsResponse answer = FindingsOf(draft);
    return std::ranges::any_of(
        answer.findings(), [](const v1::Finding& one) { return one.rule() == "BL-18"; });
  }
  // An item of the plan of a year with batches in these months, set.
  void Plan(const std::string& item, const std::vector<int>& months, int year = kYear) {
    needs::v1::PlanSet set;
    set.set_plan(platform_.Id());
    set.set_year(year);
    set.add_items()->set_id(item);
    for (const int month : months) set.mutable_items(0)->add_months(month);
    Tell(set);
  }
  bv::CashPlan CashPlanOf(const bv::Version& version) {
    bv::GetCashPlanRequest request;
    request.set_unit(version.unit());
    request.set_id(version.id());
    const auto plan = platform_.budgeting().GetCashPlan(As("auditor"), request);
    EXPECT_THAT(plan, IsOk());
    return plan.value_or(bv::CashPlan());
  }
};

// Whatever the drafter says of it.
TEST_F(BudgetOfThePlan, IsComparedWithThePlanInForce) {
  const std::string item = platform_.Id();
  needs::v1::PlanSet set;
  set.set_plan(platform_.Id());
  set.set_year(kYear);
  set.add_items()->set_id(item);
  set.mutable_items(0)->set_seats(196);
  Tell(set);
  bv::DraftVersionRequest draft =
      Draft({{.quantity = "210", .price = 1'000, .amount = 210'000, .plan_item = item}});
  bv::BudgetLine& line = *draft.mutable_budget()->mutable_groups(0)->mutable_lines(0);
  line.set_counted(bv::PARTICIPANTS);
  line.mutable_after()->mutable_factors(0)->set_unit("Orang");
  draft.set_id(Drafted(draft).id());
  EXPECT_THAT(Expected(draft), ElementsAre("196"));
  bv::Planned& said = *draft.mutable_budget()->add_planned();
  said.set_plan_item(item);
  said.set_participants(210);
  draft.set_request_id(platform_.Id());
  (void)Drafted(draft);
  EXPECT_THAT(Expected(draft), ElementsAre("196"));
  needs::v1::PlanRevised revised;
  revised.set_plan(set.plan());
  revised.set_year(kYear);
  revised.set_number(2);
  *revised.add_items() = set.items(0);
  revised.mutable_items(0)->set_seats(245);
  Tell(revised);
  EXPECT_THAT(Expected(draft), ElementsAre("245"));
  EXPECT_FALSE(IsUnplanned(draft));
  // Next year's budget is not measured by this year's plan.
  bv::DraftVersionRequest next = Draft(
      {{.quantity = "210", .price = 1'000, .amount = 210'000, .plan_item = item}}, bv::MURNI, kUnit,
      kYear + 1);
  next.mutable_budget()->mutable_groups(0)->mutable_lines(0)->set_counted(bv::PARTICIPANTS);
  next.set_id(Drafted(next).id());
  EXPECT_THAT(Expected(next), ElementsAre());
  EXPECT_TRUE(IsUnplanned(next));
  // No longer planned, it is what the draft says, and that is said.
  revised.clear_items();
  revised.add_removed(item);
  revised.set_number(3);
  Tell(revised);
  EXPECT_THAT(Expected(draft), ElementsAre());
  EXPECT_TRUE(IsUnplanned(draft));
}

TEST_F(BudgetOfThePlan, IsPaidOutAsTheBatchesBeginAndAddsUpByMonthAndSource) {
  const std::string item = platform_.Id();
  Plan(item, {3, 3, 5});
  Plan(platform_.Id(), {7}, kYear + 1);
  bv::DraftVersionRequest draft = Draft({{.price = 100, .plan_item = item}, {.price = 10}});
  bv::BudgetGroup& other = *draft.mutable_budget()->add_groups();
  other = draft.budget().groups(0);
  other.set_source("DAU");
  other.mutable_lines()->DeleteSubrange(1, 1);
  other.mutable_lines(0)->mutable_after()->set_price(200);
  other.mutable_lines(0)->mutable_after()->set_amount(200);
  other.set_total(200);
  const bv::Version murni = InForce(draft);
  bv::CashPlan plan = CashPlanOf(murni);
  ASSERT_EQ(plan.rows_size(), 2);
  EXPECT_EQ(plan.rows(0).source(), "DAU");
  EXPECT_THAT(plan.rows(0).planned(), ElementsAre(0, 0, 133, 0, 67, 0, 0, 0, 0, 0, 0, 0));
  EXPECT_THAT(plan.rows(1).planned(), ElementsAre(0, 0, 68, 1, 34, 1, 1, 1, 1, 1, 1, 1));
  EXPECT_THAT(plan.planned(), ElementsAre(0, 0, 201, 1, 101, 1, 1, 1, 1, 1, 1, 1));

  // What was paid, and paid back: in April, in May, and after the year.
  const std::string line = murni.budget().groups(0).lines(0).id();
  bv::CommitRequest commit = CommitOf("SPK/1", {{line, 90}});
  commit.set_plan_item(item);
  const auto bound = platform_.budgeting().Commit(As("pptk"), commit);
  ASSERT_THAT(bound, IsOk());
  MoveTo(absl::CivilDay(kYear, 4, 30));
  ASSERT_THAT(Realise(bound->id(), {{line, 50}}), IsOk());
  MoveTo(absl::CivilDay(kYear, 5, 1));
  ASSERT_THAT(Realise(bound->id(), {{line, 40}}, false, "SPJ/2"), IsOk());
  ASSERT_THAT(
      platform_.budgeting().Return(As("bendahara"), ChangeOf(bound->id(), {{line, 5}})), IsOk());
  plan = CashPlanOf(murni);
  EXPECT_THAT(plan.rows(1).realised(), ElementsAre(0, 0, 0, 50, 35, 0, 0, 0, 0, 0, 0, 0));
  EXPECT_THAT(plan.rows(0).realised(), ElementsAre(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));

  // A shift in September: its new line is not spread over the months that are over, the plan's
  // second batch was moved, and a plan of the next year says nothing of this one.
  MoveTo(absl::CivilDay(kYear, 9, 1));
  Plan(item, {3, 11, 5});
  const std::string next = platform_.Id();
  Plan(next, {12}, kYear + 1);
  draft.set_request_id(platform_.Id());
  draft.set_kind(bv::PERGESERAN);
  for (int g = 0; g < 2; ++g) {
    for (int l = 0; l < murni.budget().groups(g).lines_size(); ++l) {
      draft.mutable_budget()->mutable_groups(g)->mutable_lines(l)->set_id(
          murni.budget().groups(g).lines(l).id());
    }
  }
  bv::BudgetGroup& group = *draft.mutable_budget()->mutable_groups(0);
  group.mutable_lines(1)->mutable_after()->set_price(6);
  group.mutable_lines(1)->mutable_after()->set_amount(6);
  *group.add_lines() = LineOf({.price = 4, .plan_item = next});
  const bv::Version shifted = Drafted(draft);
  plan = CashPlanOf(shifted);
  EXPECT_THAT(plan.rows(0).planned(), ElementsAre(0, 0, 67, 0, 66, 0, 0, 0, 0, 0, 67, 0));
  EXPECT_THAT(plan.rows(1).planned(), ElementsAre(0, 0, 34, 1, 35, 1, 1, 1, 1, 1, 34, 1));
  EXPECT_THAT(plan.realised(), ElementsAre(0, 0, 0, 50, 35, 0, 0, 0, 0, 0, 0, 0));
  // In force, and what it was before, as it was then.
  ASSERT_THAT(Submit(shifted), IsOk());
  ASSERT_THAT(Verify(shifted), IsOk());
  ASSERT_THAT(Validate(shifted, "ppkd"), IsOk());
  MoveTo(absl::CivilDay(kYear, 10, 1));
  EXPECT_THAT(
      CashPlanOf(shifted).rows(1).planned(), ElementsAre(0, 0, 34, 1, 35, 1, 1, 1, 1, 1, 34, 1));
  EXPECT_THAT(
      CashPlanOf(murni).rows(1).planned(), ElementsAre(0, 0, 34, 1, 35, 1, 1, 1, 1, 1, 34, 1));

  MoveTo(absl::CivilDay(kYear + 1, 1, 5));
  ASSERT_THAT(
      platform_.budgeting().Return(As("bendahara"), ChangeOf(bound->id(), {{line, 6}}, "STS/2")),
      IsOk());
  plan = CashPlanOf(murni);
  EXPECT_THAT(plan.realised(), ElementsAre(0, 0, 0, 50, 35, 0, 0, 0, 0, 0, 0, -6));
  bv::GetCashPlanRequest request;
  request.set_unit(kOther);
  request.set_id(murni.id());
  EXPECT_EQ(
      platform_.budgeting().GetCashPlan(As("auditor"), request).status().code(),
      absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace binadaya::test
