// Portfolios and the annual plan on the command line: what is asked for by name, and what is shown.
#include "services/cli/portfolio.h"

#include "gmock/gmock.h"
#include "services/cli/plan.h"
#include "tests/support/matchers.h"
#include "tests/unit/cli/needs_commands.h"
#include "tests/unit/cli/speaking.h"

namespace binadaya::cli {
namespace {

using test::IsOk;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
namespace nv = needs::v1;

constexpr char kClinic[] = "019c0000-07b2-7153-a111-105640aa0020";
constexpr char kFound[] = "019c0000-07b2-7153-a111-105640aa0021";
constexpr char kAnnual[] = "019c0000-07b2-7153-a111-105640aa0022";

nv::Portfolio APortfolio() {
  return Of<nv::Portfolio>(
      "year: 2027 version: 1 state: PORTFOLIO_COMPUTED points: 132 bound: 132 optimal: true "
      "rupiah: 400000000 gap_points: 3.96 rupiah_per_gap_point: 101010101 "
      "scenario { name: 'efisiensi' percent: 85 } "
      "chosen { title: 'Klinik' rank: 2 mandatory: true way { mode: CLASSICAL batches: 2 months: 3 "
      "months: 5 seats: 60 rupiah: 400000000 source: PAD sub_activity: '5.04' } } "
      "greedy { points: 115 fits: true titles: 'Kelas' } "
      "dropped { title: 'Lokakarya' entry: ENTRY_ENTERS extra_rupiah: 18200000 "
      "enters_as { mode: ONLINE batches: 1 } ceilings { source: PAD rupiah: 418200000 } "
      "leaves: 'Klinik' ways { way { mode: ONLINE batches: 1 } why: WHY_LIMITS points: 40 "
      "over { kind: LIMIT_CEILING source: PAD used: 543200000 most: 400000000 } } } "
      "covers { competency: 'M.08' to_level: 2 family: 'LURAH' rank: 2 share: 0.62 points: 62 } "
      "covers { competency: 'M.01' to_level: 2 family: 'CAMAT' rank: 3 withheld: true }");
}

class PlanningTheYear : public NeedsCommands {
 protected:
  PlanningTheYear() {
    Answers<nv::ListProgramsRequest>("ListPrograms", [](const nv::ListProgramsRequest& request) {
      EXPECT_EQ(request.year(), 2027);
      return Of<nv::ListProgramsResponse>(
          Cat("programs { id: '", kClinic, "' year: 2027 design { title: 'Klinik' } }"));
    });
    Answers<nv::GetProgramRequest>("GetProgram", [](const nv::GetProgramRequest& request) {
      return Of<nv::Program>(Cat("id: '", request.program(), "' year: 2027"));
    });
    Answers<nv::ListPortfoliosRequest>(
        "ListPortfolios", [](const nv::ListPortfoliosRequest& request) {
          if (request.text() != "efisiensi") return nv::ListPortfoliosResponse();
          return Of<nv::ListPortfoliosResponse>(
              Cat("portfolios { id: '", kFound, "' year: 2027 scenario { name: 'efisiensi' } }"));
        });
    Answers<nv::GetPortfolioRequest>("GetPortfolio", [](const nv::GetPortfolioRequest& request) {
      nv::Portfolio portfolio = APortfolio();
      portfolio.set_id(request.portfolio());
      return portfolio;
    });
    Answers<nv::ListPlansRequest>("ListPlans", [](const nv::ListPlansRequest& request) {
      EXPECT_EQ(request.year(), 2027);
      return Of<nv::ListPlansResponse>(Cat("plans { id: '", kAnnual, "' year: 2027 }"));
    });
    Answers<nv::GetPlanRequest>("GetPlan", [](const nv::GetPlanRequest& request) {
      return Of<nv::Plan>(Cat("id: '", request.plan(), "' year: 2027 version: 7 number: 1"));
    });
  }
};

TEST(Ceiling, NamesASourceAndASubActivityOrAllOfThem) {
  Findings findings;
  nv::PortfolioCeiling ceiling = ReadCeiling("PAD:5.04.02=1.500.000.000", findings);
  EXPECT_EQ(ceiling.source(), nv::PAD);
  EXPECT_EQ(ceiling.sub_activity(), "5.04.02");
  EXPECT_EQ(ceiling.rupiah(), 1'500'000'000);
  ceiling = ReadCeiling("PAD=400000000", findings);
  EXPECT_EQ(ceiling.source(), nv::PAD);
  EXPECT_EQ(ceiling.sub_activity(), "");
  ceiling = ReadCeiling(":5.04.02=Rp400.000.000", findings);
  EXPECT_EQ(ceiling.source(), nv::FUNDING_SOURCE_UNSPECIFIED);
  EXPECT_EQ(ceiling.sub_activity(), "5.04.02");
  EXPECT_EQ(ReadCeiling("400000000", findings).rupiah(), 400'000'000);
  EXPECT_TRUE(findings.empty());
  ReadCeiling("PAD=1,500,000", findings);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].rule, "MON-04");
}

TEST_F(PlanningTheYear, AnAcceptanceIsInTheNameOfTheHeadAndAboutWhatWasShown) {
  nv::AcceptPortfolioRequest asked;
  Answers<nv::AcceptPortfolioRequest>(
      "AcceptPortfolio", [&](const nv::AcceptPortfolioRequest& request) {
        asked = request;
        return APortfolio();
      });
  Serve();
  PortfolioOptions options;
  options.portfolio = "efisiensi";
  options.note = "sesuai pagu";
  options.by = "jatisasih";
  ASSERT_THAT(RunAcceptPortfolio(environment(), options), IsOk());
  EXPECT_EQ(needs_.asked_by.back(), kHead);
  EXPECT_EQ(asked.portfolio(), kFound);
  EXPECT_EQ(asked.version(), 1);
  EXPECT_EQ(asked.note(), "sesuai pagu");
}

TEST_F(PlanningTheYear, APlanIsDraftedWithTermsOfAllAndOfSinglePrograms) {
  nv::DraftPlanRequest asked;
  Answers<nv::DraftPlanRequest>("DraftPlan", [&](const nv::DraftPlanRequest& request) {
    asked = request;
    return nv::Plan();
  });
  Serve();
  PlanOptions options;
  options.portfolio = "efisiensi";
  options.organiser = "BKPP";
  options.places = {"Klinik=Aula = lantai 2"};
  ASSERT_THAT(RunDraftPlan(environment(), options), IsOk());
  EXPECT_EQ(asked.portfolio(), kFound);
  EXPECT_EQ(asked.terms().organiser(), "BKPP");
  ASSERT_EQ(asked.items_size(), 1);
  EXPECT_EQ(asked.items(0).program(), kClinic);
  EXPECT_EQ(asked.items(0).terms().place(), "Aula = lantai 2");
  options.places = {"Klinik"};
  EXPECT_EQ(ExitCodeOf(RunDraftPlan(environment(), options).status()), ExitCode::kUsage);
}

TEST_F(PlanningTheYear, APlanIsSetByItsYearWithItsDecreeInTheNameOfTheAuthority) {
  nv::DecidePlanRequest asked;
  Answers<nv::DecidePlanRequest>("SetPlan", [&](const nv::DecidePlanRequest& request) {
    asked = request;
    return nv::Plan();
  });
  Serve();
  PlanOptions options;
  options.plan = "2027";
  options.decree = "800/12";
  options.by = "jatisasih";
  ASSERT_THAT(RunSetPlan(environment(), options), IsOk());
  EXPECT_EQ(needs_.asked_by.back(), kHead);
  EXPECT_EQ(asked.plan(), kAnnual);
  EXPECT_EQ(asked.version(), 7);
  EXPECT_EQ(asked.decree(), "800/12");
}

TEST(PortfolioText, SaysWhatIsInWhatIsNotAndWhy) {
  EXPECT_THAT(
      PortfolioText(APortfolio()),
      AllOf(
          HasSubstr("efisiensi, 85 % of the ceilings"), HasSubstr("132, optimal"),
          HasSubstr("Rp101.010.101 a point"), HasSubstr("115 points: Kelas"),
          HasSubstr("classical × 2"), HasSubstr("3, 5"), HasSubstr("Not chosen: Lokakarya"),
          HasSubstr("enters when the ceilings are raised by Rp18.200.000: online × 1, PAD "
                    "Rp418.200.000; leaves: Klinik"),
          HasSubstr("online × 1 +*: breaks limits (ceiling PAD: Rp543.200.000 of "
                    "Rp400.000.000)"),
          HasSubstr("62 %"), HasSubstr("* not shown: too few people")));
  nv::Portfolio open = APortfolio();
  open.mutable_covers(1)->set_withheld(false);
  EXPECT_THAT(
      PortfolioText(open), AllOf(HasSubstr("online × 1 +40: breaks"), Not(HasSubstr("not shown"))));
  const SpeakingIndonesian id;
  EXPECT_THAT(PortfolioText(APortfolio()), HasSubstr("masuk bila pagu bertambah Rp18.200.000"));
}

TEST(PortfolioText, NamesWhatIsWithheldAndWarns) {
  nv::Portfolio portfolio = APortfolio();
  portfolio.set_withheld(true);
  EXPECT_THAT(
      PortfolioText(portfolio), AllOf(HasSubstr("*, optimal"), HasSubstr("* points: Kelas")));
  v1::Finding& finding = *portfolio.add_findings();
  finding.set_rule("PORT-18");
  finding.set_en("It is not weighed.");
  EXPECT_THAT(PortfolioText(portfolio), HasSubstr("It is not weighed."));
}

TEST(PortfolioText, SaysHowFarItMayBeFromTheBest) {
  nv::Portfolio portfolio = APortfolio();
  portfolio.set_optimal(false);
  portfolio.set_within_percent(1.25);
  EXPECT_THAT(
      PortfolioText(portfolio), AllOf(HasSubstr("within 1.25 %"), Not(HasSubstr("optimal"))));
}

TEST(ComparisonText, ShowsWhatEachScenarioChanges) {
  const auto comparison = Of<nv::ComparePortfoliosResponse>(
      "portfolios { portfolio { points: 132 optimal: true } } "
      "portfolios { portfolio { points: 115 optimal: true scenario { name: '-15 %' } } "
      "falls_out { title: 'Klinik' } comes_in { title: 'Kelas' } comes_in { title: 'Lokakarya' } "
      "}");
  EXPECT_THAT(
      ComparisonText(comparison), AllOf(
                                      HasSubstr("base"), HasSubstr("-15 %"), HasSubstr("Klinik"),
                                      HasSubstr("Kelas, Lokakarya")));
}

TEST(PlanText, HasTheColumnsOfArticle207AndTheDifferenceOfARevision) {
  const auto plan = Of<nv::Plan>(
      "year: 2027 number: 2 state: PLAN_REVISED item_count: 1 batches: 2 seats: 60 "
      "rupiah: 400000000 set_on: '2026-07-01' decree: '800/12' reason: 'efisiensi' "
      "items { title: 'Klinik' competencies { code: 'M.08' name_id: 'Pengambilan Keputusan' "
      "name_en: 'Decision making' from_level: 1 to_level: 2 } target: 'Lurah' seats: 60 "
      "form_name: 'Pelatihan Manajerial' mode: CLASSICAL organiser: 'BKPP' place: 'Aula' "
      "quarter: 1 batches: 2 months: 2 months: 3 jp: 10 rupiah: 400000000 source: PAD "
      "why_id: 'Program wajib' why_en: 'A mandatory program' } "
      "changes { kind: REMOVED before { title: 'Kelas' mode: ONLINE batches: 1 quarter: 2 rupiah: "
      "5000 } } "
      "versions { number: 1 state: PLAN_REPLACED } versions { number: 2 state: PLAN_REVISED }");
  EXPECT_THAT(
      PlanText(plan),
      AllOf(
          HasSubstr("revised (1)"), HasSubstr("1 programs, 2 batches, 60 seats, Rp400.000.000"),
          HasSubstr("M.08 Decision making 1 → 2"), HasSubstr("Lurah, 60"),
          HasSubstr("Pelatihan Manajerial, classical"), HasSubstr("2 (month 2, 3)"),
          HasSubstr("Klinik: A mandatory program"), HasSubstr("2026-07-01  800/12"),
          HasSubstr("removed: Kelas  online × 1, quarter 2, Rp5.000")));
}

}  // namespace
}  // namespace binadaya::cli
