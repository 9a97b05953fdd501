// The annual plan, from an accepted portfolio to a revision of what was set, over two years.
#include "tests/integration/needs/annual_plan.h"

namespace binadaya::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST_F(AnnualPlan, IsDraftedProposedAndSetByThreePeopleInTheColumnsOfArticle207) {
  WorkedExample();
  nv::StartPortfolioRequest request = Under(400'000'000);
  request.set_sub_activity("5.04.02.2.01.0003");
  request.add_terms()->set_program(programs_["P4"].id());
  request.mutable_terms(0)->add_months(8);
  const nv::Portfolio portfolio = Accepted(request);
  platform_.Told("needs");
  const nv::Plan draft = Drafted(portfolio);
  EXPECT_EQ(draft.state(), nv::PLAN_DRAFT);
  EXPECT_THAT(
      platform_.needs().ProposePlan(By("operator", v1::AUTHORISED_OFFICIAL), About(draft)),
      RefusedBy("PLAN-05"));
  EXPECT_THAT(Set(draft), RefusedBy("PLAN-03"));
  EXPECT_THAT(
      platform_.needs().ProposePlan(Head(), About(draft)),
      HasCode(absl::StatusCode::kPermissionDenied));
  const auto proposed = Propose(draft);
  ASSERT_THAT(proposed, IsOk());
  EXPECT_THAT(
      platform_.needs().SetPlan(By("official", v1::APPOINTING_AUTHORITY), About(*proposed, "1")),
      RefusedBy("PLAN-05"));
  EXPECT_THAT(platform_.needs().SetPlan(Authority(), About(*proposed)), RefusedBy("PLAN-09"));
  const auto set = Set(*proposed);
  ASSERT_THAT(set, IsOk());
  EXPECT_THAT(platform_.Told("needs"), ElementsAre("plan.drafted", "plan.proposed", "plan.set"));

  const nv::Plan plan = Shown(draft.id());
  EXPECT_EQ(plan.version(), set->version());
  EXPECT_EQ(plan.version(), 3);
  EXPECT_EQ(plan.state(), nv::PLAN_SET);
  EXPECT_EQ(plan.year(), 2027);
  EXPECT_EQ(plan.decree(), "800/12");
  EXPECT_EQ(plan.set_by(), "authority");
  EXPECT_EQ(plan.rupiah(), 400'000'000);
  EXPECT_EQ(plan.seats(), 60);
  EXPECT_EQ(TitlesOf(plan.items()), "P2 P4");
  const nv::PlanItem& item = plan.items(1);
  ASSERT_THAT(item.competencies(), SizeIs(1));
  EXPECT_EQ(item.competencies(0).code(), "M.04");
  EXPECT_EQ(item.competencies(0).name_id(), "Orientasi pada Hasil");
  EXPECT_EQ(item.competencies(0).cluster(), "MANAJERIAL");
  EXPECT_EQ(item.target(), "Lurah");
  EXPECT_EQ(item.seats(), 30);
  EXPECT_EQ(item.form(), "KL02");
  EXPECT_EQ(item.form_name(), "Pelatihan Manajerial");
  EXPECT_EQ(item.channel(), "KLASIKAL");
  EXPECT_EQ(item.mode(), nv::CLASSICAL);
  EXPECT_EQ(item.organiser(), "Bidang Pengembangan Kompetensi");
  EXPECT_EQ(item.place(), "Aula balai kota");
  EXPECT_EQ(item.quarter(), 3);
  EXPECT_THAT(item.months(), ElementsAre(8));
  EXPECT_EQ(item.batches(), 1);
  EXPECT_EQ(item.learning_minutes(), 450);
  EXPECT_EQ(item.jp(), 10);
  EXPECT_EQ(item.rupiah(), 220'000'000);
  EXPECT_EQ(item.source(), nv::PAD);
  EXPECT_EQ(item.sub_activity(), "5.04.02.2.01.0003");
  EXPECT_THAT(item.why_id(), HasSubstr("Dipilih dalam portofolio optimal; melayani kebutuhan"));
  EXPECT_FALSE(item.without_measured_need());
}

TEST_F(AnnualPlan, IsNoneOfAPortfolioThatNobodyAcceptedAndNamesAnOrganiser) {
  WorkedExample();
  const nv::Portfolio computed = Computed(Under(400'000'000));
  EXPECT_THAT(platform_.needs().DraftPlan(Analyst(), DraftOf(computed)), RefusedBy("PLAN-12"));
  const auto accepted = platform_.needs().AcceptPortfolio(Head(), Acceptance(computed));
  ASSERT_THAT(accepted, IsOk());
  nv::DraftPlanRequest request = DraftOf(*accepted);
  request.mutable_terms()->clear_organiser();
  nv::PlanItemTerms& own = *request.add_items();
  own.set_program(programs_["P2"].id());
  own.mutable_terms()->set_organiser("Lembaga Administrasi Negara");
  own.mutable_terms()->set_curriculum("Kurikulum LAN");
  request.add_items()->set_program(programs_["P1"].id());
  EXPECT_THAT(platform_.needs().DraftPlan(Analyst(), request), RefusedBy("PLAN-14", "PLAN-15"));
  request.mutable_items()->RemoveLast();
  request.mutable_terms()->set_organiser("BKPP");
  const auto plan = platform_.needs().DraftPlan(Analyst(), request);
  ASSERT_THAT(plan, IsOk());
  EXPECT_EQ(plan->items(0).organiser(), "Lembaga Administrasi Negara");
  EXPECT_EQ(plan->items(0).curriculum(), "Kurikulum LAN");
  EXPECT_EQ(plan->items(1).organiser(), "BKPP");

  // A week later: the same request is the same plan, another one is refused.
  ASSERT_THAT(
      platform_.clock().MoveTo(platform_.clock().StartOf(platform_.clock().Today() + 7)), IsOk());
  EXPECT_EQ(platform_.needs().DraftPlan(Analyst(), request)->id(), plan->id());
  EXPECT_THAT(platform_.needs().DraftPlan(Analyst(), DraftOf(*accepted)), RefusedBy("PLAN-16"));
}

TEST_F(AnnualPlan, WithAProgramRetiredOrUnderReviewBeforeItIsSetIsReturnedAndMadeAnew) {
  WorkedExample();
  const nv::Plan draft = Drafted(Accepted(Under(400'000'000)));
  const auto proposed = Propose(draft);
  ASSERT_THAT(proposed, IsOk());
  Retire(programs_["P2"]);
  EXPECT_THAT(Set(*proposed), RefusedBy("PLAN-06"));
  PutUnderReview(programs_["P4"]);
  EXPECT_THAT(Set(*proposed), RefusedBy("PLAN-06", "PLAN-06"));
  EXPECT_THAT(platform_.needs().ReturnPlan(Authority(), About(*proposed)), RefusedBy("PLAN-08"));
  const auto returned =
      platform_.needs().ReturnPlan(Authority(), About(*proposed, "program dihentikan"));
  ASSERT_THAT(returned, IsOk());
  EXPECT_EQ(returned->state(), nv::PLAN_DRAFT);
  EXPECT_THAT(Propose(*returned), RefusedBy("PLAN-06", "PLAN-06"));
  const nv::Portfolio other = Accepted(For(*returned, 400'000'000));
  EXPECT_EQ(Titles(other.chosen()), "P1 P3 P5");
  const auto anew = Revise(*returned, other, "");
  ASSERT_THAT(anew, IsOk());
  EXPECT_EQ(anew->number(), 1);
  EXPECT_THAT(anew->changes(), IsEmpty());
  EXPECT_EQ(InForce(*anew).state(), nv::PLAN_SET);
}

TEST_F(AnnualPlan, IsRevisedWithItsDifferenceWhileTheOneInForceStaysSo) {
  WorkedExample();
  const nv::Plan first = InForce(Drafted(Accepted(Under(400'000'000))));
  EXPECT_EQ(first.state(), nv::PLAN_SET);
  // Its own programs are weighed again for it, and for no other plan.
  const nv::Portfolio elsewhere = Computed(Under(400'000'000));
  EXPECT_THAT(elsewhere.held_elsewhere(), ElementsAre("P2", "P4"));
  EXPECT_EQ(Titles(elsewhere.chosen()), "P1 P3 P5");
  const nv::Portfolio less = Accepted(For(first, 340'000'000));
  EXPECT_EQ(Titles(less.chosen()), "P2 P3 P5");
  EXPECT_THAT(platform_.needs().DraftPlan(Analyst(), DraftOf(less)), RefusedBy("PLAN-13"));
  EXPECT_THAT(Revise(first, less, ""), RefusedBy("PLAN-08"));
  platform_.Told("needs");
  const auto revision = Revise(first, less, "efisiensi 15 %");
  ASSERT_THAT(revision, IsOk());
  EXPECT_EQ(revision->number(), 2);
  EXPECT_EQ(Shown(first.id()).number(), 1);
  const nv::Plan second = InForce(*revision);
  EXPECT_EQ(second.state(), nv::PLAN_REVISED);
  EXPECT_THAT(
      platform_.Told("needs"), ElementsAre("plan.drafted", "plan.proposed", "plan.revised"));
  const nv::Plan shown = Shown(first.id());
  EXPECT_EQ(shown.number(), 2);
  EXPECT_EQ(TitlesOf(shown.items()), "P2 P3 P5");
  EXPECT_EQ(shown.items(0).id(), first.items(0).id());  // money and batches name it
  ASSERT_THAT(shown.changes(), SizeIs(3));
  EXPECT_EQ(shown.changes(0).kind(), nv::PlanChange::ADDED);
  EXPECT_EQ(shown.changes(0).after().title(), "P3");
  EXPECT_EQ(shown.changes(1).after().title(), "P5");
  EXPECT_EQ(shown.changes(2).kind(), nv::PlanChange::REMOVED);
  EXPECT_EQ(shown.changes(2).before().title(), "P4");
  EXPECT_EQ(Shown(first.id(), 1).state(), nv::PLAN_REPLACED);
  EXPECT_THAT(Revise(shown, less, "lagi"), RefusedBy("PLAN-11"));
}

// Its two classes were weak and it is under review, or it was retired: they have been held, and
// paid.
TEST_F(AnnualPlan, KeepsWhatIsCommittedWhateverBecameOfItsProgram) {
  WorkedExample();
  const nv::Plan first = InForce(Drafted(Accepted(Under(400'000'000))));
  PutUnderReview(programs_["P2"]);
  Retire(programs_["P4"]);
  nv::StartPortfolioRequest request = For(first, 545'000'000);
  for (const char* title : {"P2", "P4"}) {
    nv::ProgramTerms& terms = *request.add_terms();
    terms.set_program(programs_[title].id());
    terms.set_committed_mode(nv::CLASSICAL);
    terms.set_committed_batches(1);
  }
  // More than was planned is planned again.
  request.mutable_terms(0)->set_committed_batches(2);
  EXPECT_THAT(platform_.needs().StartPortfolio(Analyst(), request), RefusedBy("PORT-06"));
  request.mutable_terms(0)->set_committed_batches(1);
  const nv::Portfolio portfolio = Accepted(request);
  EXPECT_EQ(Titles(portfolio.chosen()), "P1 P2 P4");
  const auto revision = Revise(first, portfolio, "perubahan");
  ASSERT_THAT(revision, IsOk());
  const nv::Plan second = InForce(*revision);
  EXPECT_EQ(second.state(), nv::PLAN_REVISED);
  EXPECT_EQ(TitlesOf(second.items()), "P1 P2 P4");
  ASSERT_THAT(second.changes(), SizeIs(1));
  EXPECT_EQ(second.changes(0).after().title(), "P1");
  // Not committed, it is planned no more; nor does another plan take it.
  request = For(first, 545'000'000);
  EXPECT_EQ(Titles(Computed(request).chosen()), "P1 P3 P5");
  request.clear_plan();
  request.set_request_id(platform_.Id());
  request.add_terms()->set_program(programs_["P2"].id());
  request.mutable_terms(0)->set_committed_mode(nv::CLASSICAL);
  request.mutable_terms(0)->set_committed_batches(1);
  EXPECT_THAT(platform_.needs().StartPortfolio(Analyst(), request), RefusedBy("PORT-06"));
}

// More of it was committed while it might be planned; by the time of the decision it may not.
TEST_F(AnnualPlan, KeepsNoMoreOfAProgramUnderReviewThanWasPlanned) {
  WorkedExample();
  const nv::Plan first = InForce(Drafted(Accepted(Under(400'000'000))));
  nv::StartPortfolioRequest request = For(first, 640'000'000);
  nv::ProgramTerms& terms = *request.add_terms();
  terms.set_program(programs_["P2"].id());
  terms.set_committed_mode(nv::CLASSICAL);
  terms.set_committed_batches(2);
  const nv::Portfolio more = Computed(request);
  request.set_request_id(platform_.Id());
  terms.set_committed_batches(1);
  const nv::Portfolio as_planned = Computed(request);
  PutUnderReview(programs_["P2"]);
  EXPECT_THAT(platform_.needs().AcceptPortfolio(Head(), Acceptance(more)), RefusedBy("PLAN-06"));
  EXPECT_THAT(platform_.needs().AcceptPortfolio(Head(), Acceptance(as_planned)), IsOk());
}

TEST_F(AnnualPlan, KeepsTheMonthsOfWhatStaysWhenItIsRevised) {
  WorkedExample();
  const nv::Plan first = InForce(Drafted(Accepted(Under(400'000'000))));
  Retire(programs_["P1"]);  // the first in the order of ids: the others take their turns sooner
  const nv::Portfolio less = Accepted(For(first, 340'000'000));
  EXPECT_EQ(Titles(less.chosen()), "P2 P3 P5");
  const auto revision = Revise(first, less, "efisiensi 15 %");
  ASSERT_THAT(revision, IsOk());
  EXPECT_THAT(revision->changes(), SizeIs(3)) << "two come, one goes, P2 stays as it is";
}

TEST_F(AnnualPlan, IsNotRevisedForAnotherYear) {
  WorkedExample();
  const nv::Plan plan = InForce(Drafted(Accepted(Under(400'000'000))));
  nv::StartPortfolioRequest request = Under(400'000'000, 2028);
  request.set_plan(plan.id());
  EXPECT_THAT(
      platform_.needs().StartPortfolio(Analyst(), request), RefusedBy("PORT-15", "PORT-10"));
}

TEST_F(AnnualPlan, TakesNoProgramThatAnotherPlanHolds) {
  WorkedExample();
  const nv::Portfolio one = Accepted(Under(400'000'000)), two = Accepted(Under(400'000'000));
  const nv::Plan first = Drafted(one), second = Drafted(two);
  const auto proposed = Propose(first);
  ASSERT_THAT(proposed, IsOk());
  EXPECT_THAT(Propose(second), RefusedBy("PLAN-07", "PLAN-07"));
  // Returned, it holds them no more.
  ASSERT_THAT(platform_.needs().ReturnPlan(Authority(), About(*proposed, "tunda")), IsOk());
  EXPECT_THAT(Propose(second), IsOk());
}

// Computed while no plan held anything, accepted when one does.
TEST_F(AnnualPlan, LeavesAloneTheNeedsThatAnotherPlanPaysForByNow) {
  WorkedExample();
  const nv::Portfolio one = Accepted(Under(400'000'000)), late = Computed(Under(95'000'000));
  EXPECT_EQ(Titles(one.chosen()), "P2 P4");
  EXPECT_EQ(Titles(late.chosen()), "P3");
  (void)InForce(Drafted(one));
  ASSERT_THAT(platform_.needs().AcceptPortfolio(Head(), Acceptance(late)), IsOk());
  EXPECT_EQ(NeedIn("M.02").state(), nv::RANKED);
  EXPECT_EQ(NeedIn("M.04").state(), nv::RANKED);
  EXPECT_EQ(NeedIn("M.03").state(), nv::RANKED);
  EXPECT_EQ(NeedIn("M.01").state(), nv::BACKLOG);
}

// The program that pays for it was none yet when the portfolio was asked for.
TEST_F(AnnualPlan, LeavesAloneTheNeedsOfProgramsThatCameSince) {
  programs_["P3"] = Program("P3", "M.03", 95'000'000, 0.38);
  programs_["P1"] = Program("P1", "M.01", 300'000'000, 0.40);
  const nv::Portfolio late = Computed(Under(95'000'000));
  EXPECT_EQ(Titles(late.chosen()), "P3");
  Program("P6", "M.01", 90'000'000, 0.5);
  nv::StartPortfolioRequest one = Under(90'000'000);
  const nv::Portfolio first = Accepted(one);
  EXPECT_EQ(Titles(first.chosen()), "P6");
  (void)InForce(Drafted(first));
  ASSERT_THAT(platform_.needs().AcceptPortfolio(Head(), Acceptance(late)), IsOk());
  EXPECT_EQ(NeedIn("M.01").state(), nv::RANKED);
}

// Its class goes on; what becomes of the need then is for who revises that plan.
TEST_F(AnnualPlan, LeavesAloneTheNeedsOfAPlannedProgramThatWasRetired) {
  programs_["P3"] = Program("P3", "M.03", 95'000'000, 0.38);
  programs_["P1"] = Program("P1", "M.01", 300'000'000, 0.40);
  programs_["P6"] = Program("P6", "M.01", 90'000'000, 0.5);
  const nv::Portfolio first = Accepted(Under(90'000'000));
  EXPECT_EQ(Titles(first.chosen()), "P6");
  (void)InForce(Drafted(first));
  Retire(programs_["P6"]);
  const nv::Portfolio late = Accepted(Under(95'000'000));
  EXPECT_EQ(Titles(late.chosen()), "P3");
  EXPECT_EQ(NeedIn("M.01").state(), nv::RANKED);
}

// It could be proposed, and never be set.
TEST_F(AnnualPlan, ThatIsTooLargeToBeToldIsNotDrafted) {
  const auto large = [&](const std::string& title, const std::string& competency) {
    nv::ProgramDesign design = DesignFor(title, NeedIn(competency).id(), competency, 100, 0.5);
    for (int i = 0; i < 16; ++i) {
      nv::Module& module = *design.add_modules();
      module.set_title(Cat("Sesi ", i));
      module.set_minutes(1);
      for (int k = 0; k < 20; ++k) {
        nv::LearningObjective& objective = *module.add_objectives();
        objective.set_verb(std::string(100, 'm'));
        objective.set_condition(std::string(300, 'k'));
        objective.set_standard(std::string(300, 's'));
      }
    }
    (void)PlanningYear::InForce(design, 2027);
  };
  large("A", "M.01");
  large("B", "M.02");
  large("C", "M.03");
  large("D", "M.04");
  const nv::Portfolio four = Accepted(Under(400));
  EXPECT_THAT(four.chosen(), SizeIs(4));
  EXPECT_THAT(platform_.needs().DraftPlan(Analyst(), DraftOf(four)), RefusedBy("PLAN-19"));
  const nv::Portfolio three = Accepted(Under(300));
  EXPECT_THAT(three.chosen(), SizeIs(3));
  EXPECT_EQ(AnnualPlan::InForce(Drafted(three)).state(), nv::PLAN_SET);
}

TEST_F(AnnualPlan, OfTheNextYearIsAnotherOne) {
  WorkedExample();
  const nv::Plan first = InForce(Drafted(Accepted(Under(400'000'000))));
  // Next year's needs, from a campaign of that year.
  nv::OpenCampaignRequest open;
  open.set_request_id(platform_.Id());
  open.set_year(2028);
  open.set_unit("/");
  const auto campaign = platform_.needs().OpenCampaign(Analyst(), open);
  ASSERT_THAT(campaign, IsOk());
  campaign_ = campaign->id();
  Detect();
  VerifyAndValidateAll();
  Rank();
  Program("P2", "M.02", 180'000'000, 0.5, 2028);
  const nv::Portfolio portfolio = Accepted(Under(400'000'000, 2028));
  EXPECT_EQ(Titles(portfolio.chosen()), "P2");
  EXPECT_EQ(Got(portfolio.id()).points(), 50);
  const nv::Plan second = InForce(Drafted(portfolio));
  EXPECT_EQ(second.year(), 2028);
  nv::ListPlansRequest request;
  const auto listed = platform_.needs().ListPlans(By("x", v1::AUDITOR), request);
  ASSERT_THAT(listed, IsOk());
  ASSERT_THAT(listed->plans(), SizeIs(2));
  EXPECT_EQ(listed->plans(0).id(), second.id());
  EXPECT_EQ(listed->plans(1).id(), first.id());
  EXPECT_EQ(listed->plans(1).item_count(), 2);
  request.set_year(2027);
  EXPECT_THAT(platform_.needs().ListPlans(By("x", v1::AUDITOR), request)->plans(), SizeIs(1));
}

TEST_F(AnnualPlan, OfASumThatNoCityMeansIsRefused) {
  Program("Klinik", "M.01", 1'000'000'000'000, 0.5);
  nv::StartPortfolioRequest request = Under(100'000'000'000'001);
  EXPECT_THAT(platform_.needs().StartPortfolio(Analyst(), request), RefusedBy("FIELD-08"));
  request = Under(-1);
  EXPECT_THAT(platform_.needs().StartPortfolio(Analyst(), request), RefusedBy("FIELD-08"));
  // A thousand times of a hundred trillion.
  request = Under(100'000'000'000'000);
  request.mutable_scenario()->set_percent(1000);
  EXPECT_THAT(platform_.needs().StartPortfolio(Analyst(), request), RefusedBy("PORT-01"));
  request = Under(100'000'000'000'000);
  request.add_terms()->set_program(NeedIn("M.01").id());
  request.mutable_terms(0)->add_batches(64);
  EXPECT_THAT(platform_.needs().StartPortfolio(Analyst(), request), RefusedBy("PORT-06"));
}

}  // namespace
}  // namespace binadaya::test
