// Portfolios: the worked example and what people do with it, by the public API.
#include "tests/integration/needs/planning_year.h"

namespace binadaya::test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class Portfolios : public PlanningYear {};

TEST_F(Portfolios, F23TakesTheBestAndShowsBesideItWhatAListByRatioWouldTake) {
  WorkedExample();
  const nv::Portfolio portfolio = Computed(Under(400'000'000));
  EXPECT_EQ(Titles(portfolio.chosen()), "P2 P4");
  EXPECT_EQ(portfolio.points(), 132);
  EXPECT_EQ(portfolio.rupiah(), 400'000'000);
  EXPECT_TRUE(portfolio.optimal());
  EXPECT_EQ(portfolio.bound(), 132);
  EXPECT_EQ(portfolio.greedy().points(), 115);
  EXPECT_THAT(portfolio.greedy().titles(), ElementsAre("P2", "P3", "P5"));
  EXPECT_EQ(portfolio.state(), nv::PORTFOLIO_COMPUTED);
  EXPECT_THAT(platform_.Told("needs"), ElementsAre("portfolio.computed"));
  // 0.62 x 3 + 0.70 x 3 levels: 400,000,000 / 3.96
  EXPECT_NEAR(portfolio.gap_points(), 3.96, 1e-9);
  EXPECT_EQ(portfolio.rupiah_per_gap_point(), 101'010'101);
  ASSERT_THAT(portfolio.dropped(), SizeIs(3));
  const nv::DroppedProgram& first = portfolio.dropped(0);
  EXPECT_EQ(first.title(), "P1");
  EXPECT_EQ(first.entry(), nv::ENTRY_ENTERS);
  EXPECT_EQ(first.extra_rupiah(), 18'200'000);
  EXPECT_EQ(first.ceilings(0).rupiah(), 418'200'000);
  EXPECT_THAT(first.leaves(), ElementsAre("P4"));
  ASSERT_THAT(first.ways(), SizeIs(1));
  EXPECT_EQ(first.ways(0).why(), nv::WHY_LIMITS);
  EXPECT_EQ(first.ways(0).points(), 40);
  EXPECT_EQ(first.ways(0).over(0).used(), 543'200'000);
  EXPECT_EQ(first.ways(0).over(0).most(), 400'000'000);
  EXPECT_EQ(portfolio.chosen(0).way().seats(), 30);
  EXPECT_EQ(portfolio.chosen(0).way().trainer_hours(), 8);
}

TEST_F(Portfolios, StandSideBySideWhenThereIsFifteenPerCentLess) {
  WorkedExample();
  const nv::Portfolio base = Computed(Under(400'000'000));
  nv::StartPortfolioRequest less = Under(400'000'000);
  less.mutable_scenario()->set_name("-15 %");
  less.mutable_scenario()->set_percent(85);
  const nv::Portfolio portfolio = Computed(less);
  EXPECT_EQ(portfolio.ceilings(0).rupiah(), 340'000'000);
  EXPECT_EQ(Titles(portfolio.chosen()), "P2 P3 P5");
  nv::ComparePortfoliosRequest request;
  request.add_portfolios(base.id());
  request.add_portfolios(portfolio.id());
  const auto compared = platform_.needs().ComparePortfolios(Analyst(), request);
  ASSERT_THAT(compared, IsOk());
  ASSERT_THAT(compared->portfolios(), SizeIs(2));
  EXPECT_THAT(compared->portfolios(0).falls_out(), SizeIs(0));
  EXPECT_EQ(Titles(compared->portfolios(1).falls_out()), "P4");
  EXPECT_EQ(Titles(compared->portfolios(1).comes_in()), "P3 P5");
  EXPECT_EQ(compared->portfolios(1).portfolio().points(), 115);
  nv::ListPortfoliosRequest list;
  list.set_text("15");
  const auto listed = platform_.needs().ListPortfolios(Head(), list);
  ASSERT_THAT(listed, IsOk());
  ASSERT_THAT(listed->portfolios(), SizeIs(1));
  EXPECT_EQ(listed->portfolios(0).id(), portfolio.id());
}

TEST_F(Portfolios, AreAcceptedByAnotherThanWhoAskedAndWhatIsNotFundedWaitsWithItsAgeAndItsPrice) {
  WorkedExample();
  const nv::Portfolio portfolio = Computed(Under(400'000'000));
  nv::AcceptPortfolioRequest accept = Acceptance(portfolio);
  EXPECT_THAT(
      platform_.needs().AcceptPortfolio(By("operator", v1::AGENCY_HEAD), accept),
      RefusedBy("PORT-12"));
  accept.clear_note();
  EXPECT_THAT(platform_.needs().AcceptPortfolio(Head(), accept), RefusedBy("PORT-13"));
  EXPECT_THAT(
      platform_.needs().AcceptPortfolio(Analyst(), accept),
      HasCode(absl::StatusCode::kPermissionDenied));
  ASSERT_THAT(
      platform_.clock().MoveTo(platform_.clock().StartOf(platform_.clock().Today() + 40)), IsOk());
  platform_.Told("needs");
  accept.set_note("sesuai pagu");
  const auto accepted = platform_.needs().AcceptPortfolio(Head(), accept);
  ASSERT_THAT(accepted, IsOk());
  EXPECT_EQ(accepted->state(), nv::PORTFOLIO_ACCEPTED);
  EXPECT_EQ(accepted->note(), "sesuai pagu");
  EXPECT_THAT(
      platform_.Told("needs"),
      ElementsAre("need.backlogged", "need.backlogged", "need.backlogged", "portfolio.chosen"));
  const nv::Need waits = NeedIn("M.01");
  EXPECT_EQ(waits.state(), nv::BACKLOG);
  EXPECT_THAT(waits.decision_note(), HasSubstr("menunggu 40 hari"));
  EXPECT_THAT(waits.decision_note(), HasSubstr("P1 masuk bila pagu bertambah Rp18.200.000"));
  EXPECT_EQ(NeedIn("M.02").state(), nv::RANKED);
  EXPECT_EQ(NeedIn("M.08").state(), nv::RANKED);  // no program is for it

  // A new order brings no money: it waits on, and says why.
  platform_.Told("needs");
  Rank();
  EXPECT_THAT(platform_.Told("needs"), Contains("need.backlogged").Times(3));
  EXPECT_EQ(NeedIn("M.01").state(), nv::BACKLOG);
  EXPECT_EQ(NeedIn("M.01").decision_note(), waits.decision_note());
  EXPECT_GT(NeedIn("M.01").rank(), 0);
  ASSERT_TRUE(platform_.Settle());
  EXPECT_EQ(Shown(waits.id())["state"], "BACKLOG");
  EXPECT_EQ(Shown(NeedIn("M.02").id())["state"], "RANKED");

  // A week later, the same request and another one.
  ASSERT_THAT(
      platform_.clock().MoveTo(platform_.clock().StartOf(platform_.clock().Today() + 7)), IsOk());
  EXPECT_THAT(platform_.needs().AcceptPortfolio(Head(), accept), IsOk());
  EXPECT_THAT(
      platform_.needs().AcceptPortfolio(Head(), Acceptance(Got(portfolio.id()))),
      RefusedBy("PORT-11"));

  // Left without funds once more, it says since when, and is told anew.
  platform_.Told("needs");
  Accepted(Under(400'000'000));
  EXPECT_THAT(NeedIn("M.01").decision_note(), HasSubstr("menunggu 47 hari"));
  EXPECT_THAT(
      platform_.Told("needs"), ElementsAre(
                                   "portfolio.computed", "need.backlogged", "need.backlogged",
                                   "need.backlogged", "portfolio.chosen"));

  // With more money it comes back.
  const nv::Portfolio more = Accepted(Under(418'200'000));
  EXPECT_EQ(Titles(more.chosen()), "P1 P2 P3");
  EXPECT_EQ(NeedIn("M.01").state(), nv::RANKED);
  EXPECT_EQ(NeedIn("M.01").decision_note(), "");
  EXPECT_EQ(NeedIn("M.04").state(), nv::BACKLOG);
}

TEST_F(Portfolios, AreForgottenAfterAYearUnlessTheyWereAccepted) {
  EXPECT_THAT(
      test::SetPolicy(platform_, "needs", "retention.portfolio_days", {29}), RefusedBy("PORT-17"));
  WorkedExample();
  const nv::Portfolio passed_over = Computed(Under(95'000'000)),
                      accepted = Accepted(Under(400'000'000));
  const auto after = [&](int days) {
    ASSERT_THAT(
        platform_.clock().MoveTo(platform_.clock().StartOf(platform_.clock().Today() + days)),
        IsOk());
    pg::Connection& sql = platform_.sql("needs");
    sql.Execute("UPDATE timer SET due = '2020-01-01', attempts = 0 WHERE kind = 'purge'");
    ASSERT_TRUE(Eventually([&] {
      return sql
          .Query("SELECT FROM timer WHERE kind = 'purge' AND due < $1", {platform_.clock().Now()})
          .empty();
    }));
  };
  after(365);
  EXPECT_THAT(Got(passed_over.id(), Analyst()), IsOk());
  after(2);
  EXPECT_TRUE(Eventually([&] { return !Got(passed_over.id(), Analyst()).ok(); }));
  EXPECT_THAT(Got(accepted.id(), Analyst()), IsOk());
}

TEST_F(Portfolios, LeaveOutADirectiveOrWeighOtherwiseInAScenario) {
  SetPolicy("priority.weights", {0, 0.5, 0, 0.5, 0, 0});
  auto directive = Directive("M.01", "LURAH");
  directive.set_to_level(2);
  ASSERT_THAT(platform_.needs().RecordDirective(Analyst(), directive), IsOk());
  Rank();
  Program("Arahan", "M.01", 100, 0.8);
  Program("Lain", "M.02", 100, 0.9);
  nv::StartPortfolioRequest request = Under(100);
  nv::Portfolio portfolio = Computed(request);
  EXPECT_EQ(Titles(portfolio.chosen()), "Arahan");  // 80 against 45
  EXPECT_EQ(portfolio.points(), 80);
  request.set_request_id(platform_.Id());
  request.mutable_scenario()->add_without_documents("800/1");
  portfolio = Computed(request);
  EXPECT_EQ(Titles(portfolio.chosen()), "Lain");  // 45 against 40
  EXPECT_EQ(portfolio.points(), 45);
  request.set_request_id(platform_.Id());
  request.mutable_scenario()->clear_without_documents();
  for (const double weight : {0.0, 1.0, 0.0, 0.0, 0.0, 0.0})
    request.mutable_scenario()->add_weights(weight);
  portfolio = Computed(request);
  EXPECT_EQ(Titles(portfolio.chosen()), "Lain");  // 90 against 80
  EXPECT_EQ(portfolio.points(), 90);
}

// One that was recorded since the ranking is in no score: leaving another one out brings nothing.
TEST_F(Portfolios, RankNoHigherWithoutADirective) {
  SetPolicy("priority.weights", {0, 0.5, 0, 0.5, 0, 0});
  nv::RecordDirectiveRequest directive = Directive("M.01", "LURAH");
  directive.set_strategic_link(0.5);
  ASSERT_THAT(platform_.needs().RecordDirective(Analyst(), directive), IsOk());
  Rank();
  directive.set_request_id(platform_.Id());
  directive.set_doc_ref("800/2");
  directive.set_strategic_link(1);
  ASSERT_THAT(platform_.needs().RecordDirective(Analyst(), directive), IsOk());
  Program("Arahan", "M.01", 100, 0.8);
  nv::StartPortfolioRequest request = Under(100);
  EXPECT_EQ(Computed(request).points(), 60);  // 0.8 of 75
  request.set_request_id(platform_.Id());
  request.mutable_scenario()->add_without_documents("800/1");
  EXPECT_EQ(Computed(request).points(), 60);
  request.set_request_id(platform_.Id());
  request.mutable_scenario()->add_without_documents("800/2");
  EXPECT_EQ(Computed(request).points(), 40);
}

TEST_F(Portfolios, AreRefusedWithEverythingThatIsWrongAtOnce) {
  EXPECT_THAT(platform_.needs().StartPortfolio(Analyst(), Under(100)), RefusedBy("PORT-10"));
  const nv::Program program = Program("Klinik", "M.01", 100, 0.5);
  nv::StartPortfolioRequest request = Under(100);
  request.mutable_ceilings(0)->set_source(nv::DAK);
  request.add_terms()->set_program(platform_.Id());
  nv::ProgramTerms& terms = *request.add_terms();
  terms.set_program(program.id());
  terms.set_committed_mode(nv::ONLINE);
  terms.set_committed_batches(1);
  request.set_kecamatan_share(0.5);
  request.mutable_scenario()->add_without_documents("800/404");
  request.mutable_scenario()->add_weights(0.5);
  const absl::Status refused = platform_.needs().StartPortfolio(Analyst(), request).status();
  std::vector<std::string> rules;
  for (const Finding& finding : FindingsOf(refused)) rules.push_back(finding.rule);
  EXPECT_THAT(rules, ElementsAre("PORT-06", "PORT-07", "PORT-14", "PRIO-01", "PORT-08", "PORT-04"))
      << refused;
  request = Under(100);
  request.mutable_ceilings(0)->set_source(nv::DAK);
  const auto unpaid = FindingsOf(platform_.needs().StartPortfolio(Analyst(), request).status());
  ASSERT_THAT(unpaid, SizeIs(1));
  EXPECT_EQ(unpaid[0].rule, "PORT-04");
  EXPECT_THAT(unpaid[0].where, HasSubstr("Klinik"));
}

TEST_F(Portfolios, HaveWhatIsMandatoryAndCommittedInThemOrSayWhatItIsShortOf) {
  WorkedExample();
  nv::StartPortfolioRequest request = Under(400'000'000);
  request.add_terms()->set_program(programs_["P5"].id());
  request.mutable_terms(0)->set_mandatory(true);
  EXPECT_EQ(Titles(Computed(request).chosen()), "P3 P4 P5");
  request.set_request_id(platform_.Id());
  nv::ProgramTerms& terms = *request.add_terms();
  terms.set_program(programs_["P1"].id());
  terms.set_committed_mode(nv::CLASSICAL);
  terms.set_committed_batches(2);
  const nv::Portfolio portfolio = Computed(request);
  EXPECT_EQ(Titles(portfolio.chosen()), "P1 P5");  // 286,400,000 and 60,000,000
  EXPECT_EQ(portfolio.chosen(0).way().batches(), 2);
  EXPECT_TRUE(portfolio.chosen(0).committed());
  request.set_request_id(platform_.Id());
  request.mutable_ceilings(0)->set_rupiah(346'399'999);
  const std::string job = Started(request);
  ASSERT_TRUE(HasEnded(job));
  EXPECT_EQ(JobOf(job).state(), operations::v1::Job::REFUSED);
  ASSERT_THAT(JobOf(job).findings(), SizeIs(1));
  EXPECT_EQ(JobOf(job).findings(0).rule(), "PORT-05");
  EXPECT_THAT(Got(job, Analyst()), HasCode(absl::StatusCode::kNotFound));
}

TEST_F(Portfolios, OfAServiceThatEndsMidwayAreTheSameWhenItIsBack) {
  const std::vector<std::string> competencies = City::Competencies();
  for (std::size_t i = 0; i < 14; ++i) {
    const auto n = static_cast<std::int64_t>(i);
    Program(
        Cat("Program ", i), competencies[i % competencies.size()], 90'000'000 + 7'310'001 * n,
        0.2 + 0.013 * static_cast<double>(n));
  }
  const nv::Portfolio undisturbed = Computed(Under(400'000'001));
  const std::string job = Started(Under(400'000'001));
  ASSERT_TRUE(Eventually([&] { return JobOf(job).state() == operations::v1::Job::RUNNING; }));
  platform_.Stop("needs");
  const auto left = platform_.sql("needs").Query(
      "SELECT started_at IS NOT NULL, ended_at IS NULL FROM job WHERE id = $1", pg::Params(job));
  EXPECT_TRUE(left.Bool(0, 0));
  EXPECT_TRUE(left.Bool(0, 1));  // it was at work and had not come to its end
  // The needs move meanwhile; the job goes on with what it was asked about.
  (void)platform_.sql("needs").Query("UPDATE need SET score = 1, affected = 1", {});
  platform_.Restart("needs");
  ASSERT_TRUE(HasEnded(job));
  nv::Portfolio again = Got(job);
  EXPECT_EQ(platform_.sql("needs").Query("SELECT count(*) FROM portfolio", {}).Int(0, 0), 2);
  again.set_id(undisturbed.id());
  EXPECT_EQ(again.DebugString(), undisturbed.DebugString());
}

TEST_F(Portfolios, CanBeCancelledAndLeaveNothing) {
  WorkedExample();
  const std::string job = Started(Under(400'000'000));
  operations::v1::CancelJobRequest cancel;
  cancel.set_request_id(platform_.Id());
  cancel.set_job(job);
  ASSERT_THAT(platform_.operations("needs").CancelJob(Analyst(), cancel), IsOk());
  ASSERT_TRUE(HasEnded(job));
  // Cancelled, or done when it was done already: never one without the other.
  const bool done = JobOf(job).state() == operations::v1::Job::DONE;
  EXPECT_EQ(Got(job, Analyst()).ok(), done);
  EXPECT_TRUE(done || JobOf(job).state() == operations::v1::Job::CANCELLED);
}

TEST_F(Portfolios, ShowNoFigureOfANeedOfFewToWhoMayNotSeePeople) {
  Program("Klinik", "M.01", 100, 0.5);
  const nv::Portfolio portfolio = Computed(Under(100));
  ASSERT_THAT(portfolio.covers(), SizeIs(1));
  EXPECT_EQ(portfolio.covers(0).share(), 0.5);
  const auto shown = Got(portfolio.id(), Head());
  ASSERT_THAT(shown, IsOk());
  EXPECT_TRUE(shown->covers(0).withheld());
  EXPECT_EQ(shown->covers(0).share(), 0);
  EXPECT_EQ(shown->covers(0).points(), 0);
  // All that it is worth is of them.
  EXPECT_TRUE(shown->withheld());
  EXPECT_GT(portfolio.points(), 0);
  EXPECT_EQ(shown->points(), 0);
  EXPECT_EQ(shown->bound(), 0);
  EXPECT_EQ(shown->gap_points(), 0);
  EXPECT_EQ(shown->rupiah_per_gap_point(), 0);
  EXPECT_EQ(shown->greedy().points(), 0);
  EXPECT_EQ(shown->rupiah(), portfolio.rupiah());
  EXPECT_EQ(Titles(shown->chosen()), "Klinik");
  EXPECT_FALSE(Got(portfolio.id(), By("x", v1::AUDITOR))->covers(0).withheld());
}

// By the weights of a scenario it is worth nothing; that its gap closes tells of them all the same.
TEST_F(Portfolios, ShowNoGapOfANeedOfFewThatBringsNoPoints) {
  const nv::Program program = Program("Klinik", "M.01", 100, 0.5);
  nv::StartPortfolioRequest request = Under(100);
  request.add_terms()->set_program(program.id());
  request.mutable_terms(0)->set_mandatory(true);
  for (const double weight : {0.0, 0.0, 0.0, 0.0, 1.0, 0.0})  // that it is mandatory
    request.mutable_scenario()->add_weights(weight);
  const nv::Portfolio portfolio = Computed(request);
  EXPECT_EQ(portfolio.points(), 0);
  EXPECT_EQ(portfolio.gap_points(), 1.5);
  const auto shown = Got(portfolio.id(), Head());
  ASSERT_THAT(shown, IsOk());
  EXPECT_TRUE(shown->withheld());
  EXPECT_EQ(shown->gap_points(), 0);
  EXPECT_EQ(shown->rupiah_per_gap_point(), 0);
}

// Five camat may be told of, three lurah may not: what is left of a sum without the camat is
// theirs.
TEST_F(Portfolios, DoNotShowANeedOfFewAsTheRestOfASum) {
  AssessCamat({1, 1, 1, 1, 1});
  ASSERT_TRUE(Rechecked());
  Detect();
  for (const nv::Need& need : List(nv::DETECTED)) {
    ASSERT_THAT(platform_.needs().VerifyNeed(Analyst(), Decision(need.id())), IsOk());
    ASSERT_THAT(platform_.needs().ValidateNeed(Head(), Decision(need.id())), IsOk());
  }
  Rank();
  CamatProgram("Camat", "M.01", 100, 0.5);
  const nv::Portfolio camat = Computed(Under(100));
  Program("Lurah", "M.01", 100, 0.5);
  const nv::Portfolio both = Computed(Under(200)), none = Computed(Under(50));
  const auto shown = [&](const nv::Portfolio& portfolio) {
    const auto got = Got(portfolio.id(), Head());
    EXPECT_THAT(got, IsOk());
    EXPECT_FALSE(got->withheld());
    EXPECT_EQ(got->points(), portfolio.points());
    EXPECT_EQ(got->gap_points(), portfolio.gap_points());
    EXPECT_EQ(Got(portfolio.id(), By("x", v1::AUDITOR))->DebugString(), portfolio.DebugString());
    return *got;
  };
  EXPECT_GT(camat.points(), 0);
  EXPECT_EQ(shown(camat).DebugString(), camat.DebugString());
  ASSERT_THAT(both.covers(), SizeIs(2));
  EXPECT_GT(both.points(), camat.points());
  const nv::Portfolio of_both = shown(both);
  for (const nv::NeedCover& cover : of_both.covers()) {
    EXPECT_TRUE(cover.withheld()) << cover.family();
    EXPECT_EQ(cover.share(), 0);
    EXPECT_EQ(cover.points(), 0);
  }
  // Nothing of it is theirs; what a way would bring is.
  double ways = 0, shown_ways = 0;
  for (const nv::DroppedProgram& dropped : none.dropped())
    for (const nv::NotChosenWay& way : dropped.ways()) ways += way.points();
  const nv::Portfolio nothing = shown(none);
  for (const nv::DroppedProgram& dropped : nothing.dropped())
    for (const nv::NotChosenWay& way : dropped.ways()) shown_ways += way.points();
  EXPECT_GT(ways, 0);
  EXPECT_EQ(shown_ways, 0);
  for (const nv::NeedCover& cover : nothing.covers())
    EXPECT_EQ(cover.withheld(), cover.family() == "LURAH");
}

TEST_F(Portfolios, SayWithWhichWeightsTheirScoresWereMadeAndWhatIsNotRanked) {
  using Values = std::vector<double>;
  const auto weights = [](const nv::Portfolio& portfolio) {
    std::vector<Values> found;
    for (const nv::PolicyUsed& used : portfolio.policies())
      if (used.key() == "priority.weights")
        found.emplace_back(used.values().begin(), used.values().end());
    return found;
  };
  const auto rules = [](const nv::Portfolio& portfolio) {
    std::vector<std::string> found;
    for (const v1::Finding& finding : portfolio.findings()) found.push_back(finding.rule());
    return found;
  };
  Program("Klinik", "M.01", 100, 0.5);
  nv::Portfolio portfolio = Computed(Under(100));
  EXPECT_THAT(weights(portfolio), ElementsAre(Values{0, 1, 0, 0, 0, 0}));
  EXPECT_THAT(rules(portfolio), IsEmpty());
  SetPolicy("priority.weights", {0, 0, 0, 0, 0, 1});
  portfolio = Computed(Under(100));
  EXPECT_EQ(portfolio.points(), 50);  // by the reach, as they were ranked
  EXPECT_THAT(weights(portfolio), ElementsAre(Values{0, 1, 0, 0, 0, 0}));
  EXPECT_THAT(rules(portfolio), ElementsAre("PORT-19"));
  nv::StartPortfolioRequest otherwise = Under(100);
  for (const double weight : {1.0, 0.0, 0.0, 0.0, 0.0, 0.0})
    otherwise.mutable_scenario()->add_weights(weight);
  portfolio = Computed(otherwise);
  EXPECT_THAT(weights(portfolio), ElementsAre(Values{1, 0, 0, 0, 0, 0}));
  EXPECT_THAT(rules(portfolio), IsEmpty());
  SetPolicy("priority.weights", {0, 1, 0, 0, 0, 0});

  ASSERT_THAT(Direct("M.01", "CAMAT"), IsOk());
  const std::string directed = NeedIn("M.01", "CAMAT").id();
  ASSERT_THAT(platform_.needs().VerifyNeed(Analyst(), Decision(directed)), IsOk());
  ASSERT_THAT(platform_.needs().ValidateNeed(Head(), Decision(directed)), IsOk());
  CamatProgram("Arahan", "M.01", 100, 0.5);
  portfolio = Computed(Under(200));
  EXPECT_THAT(rules(portfolio), ElementsAre("PORT-18"));
  EXPECT_EQ(portfolio.findings(0).where(), "M.01 → 3 CAMAT");
  EXPECT_THAT(portfolio.covers(), SizeIs(1));
  Rank();
  portfolio = Computed(Under(200));
  EXPECT_THAT(rules(portfolio), IsEmpty());
  EXPECT_THAT(portfolio.covers(), SizeIs(2));
}

}  // namespace
}  // namespace binadaya::test
