#include "services/scheduling/domain/publication.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/scheduling/findings_told.h"

namespace binadaya::scheduling::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(PublicationPayments, TakeWhatIsEarmarkedFirstAndThenWhatIsFree) {
  // Of the first 300 are earmarked and 1.000 free, of the second 500 and 500, of the third none.
  const std::vector<Fund> funds = {{"a", {300}, {1'000}}, {"b", {500}, {500}}, {"c", {0}, {400}}};
  EXPECT_THAT(PaymentsOf(funds, {300}), ElementsAre(Payment{"a", {113}}, Payment{"b", {187}}));
  EXPECT_THAT(PaymentsOf(funds, {800}), ElementsAre(Payment{"a", {300}}, Payment{"b", {500}}));
  EXPECT_THAT(PaymentsOf(funds, {801}), ElementsAre(Payment{"a", {301}}, Payment{"b", {500}}));
  EXPECT_THAT(
      PaymentsOf(funds, {1'500}),
      ElementsAre(Payment{"a", {745}}, Payment{"b", {500}}, Payment{"c", {255}}));
  EXPECT_THAT(
      PaymentsOf(funds, {1'900}),
      ElementsAre(Payment{"a", {1'000}}, Payment{"b", {500}}, Payment{"c", {400}}));
}

// Four batches of one plan item, meals, hall and fees.
TEST(PublicationPayments, OfEachBatchAreOfEveryLine) {
  std::vector<Fund> funds = {
      {"fees", {0}, {28'800'001}}, {"hall", {0}, {36'000'000}}, {"meals", {0}, {34'740'000}}};
  for (int batch = 1; batch <= 4; ++batch) {
    const std::vector<Payment> payments = PaymentsOf(funds, {batch < 4 ? 24'885'000 : 24'885'001});
    ASSERT_EQ(payments.size(), 3u) << "batch " << batch;
    for (std::size_t i = 0; i < funds.size(); ++i) {
      EXPECT_EQ(payments[i].line, funds[i].line);
      funds[i].free.rupiah -= payments[i].amount.rupiah;
    }
    EXPECT_NEAR(static_cast<double>(payments[1].amount.rupiah), 9'000'000, 1);
  }
  for (const Fund& fund : funds) EXPECT_EQ(fund.free.rupiah, 0) << fund.line;
}

TEST(PublicationPayments, AskTheLastLineForWhatIsMissing) {
  const std::vector<Fund> funds = {{"a", {300}, {1'000}}, {"b", {500}, {500}}};
  EXPECT_THAT(PaymentsOf(funds, {1'501}), ElementsAre(Payment{"a", {1'000}}, Payment{"b", {501}}));
  EXPECT_THAT(PaymentsOf({{{"a", {0}, {0}}}}, {7}), ElementsAre(Payment{"a", {7}}));
}

// An earmark beyond what is free (frozen since) is not there to be paid with.
TEST(PublicationPayments, AreNoMoreOfALineThanIsFree) {
  const std::vector<Fund> funds = {{"a", {900}, {200}}, {"b", {0}, {500}}};
  EXPECT_THAT(PaymentsOf(funds, {600}), ElementsAre(Payment{"a", {200}}, Payment{"b", {400}}));
  const std::vector<Fund> below = {{"a", {0}, {-50}}, {"b", {0}, {500}}};
  EXPECT_THAT(PaymentsOf(below, {500}), ElementsAre(Payment{"b", {500}}));
}

TEST(PublicationPayments, AreNoMoreThanThePlanHas) {
  const std::vector<Payment> payments = {{"a", {600}}, {"b", {400}}};
  const std::vector<Fund> funds = {{"b", {0}, {400}}, {"a", {0}, {0}}};
  EXPECT_THAT(CheckPayments(payments, funds, {1'000}), IsEmpty());
  const Findings findings = CheckPayments(payments, funds, {999});
  EXPECT_THAT(FindingsTold(findings), ElementsAre("PUB-02 payments"));
  EXPECT_EQ(findings[0].values.at("asked"), "1000");
  EXPECT_EQ(findings[0].values.at("most"), "999");
}

TEST(PublicationPayments, AreOfLinesThatHaveSomethingForThePlanItem) {
  const std::vector<Payment> payments = {{"a", {600}}, {"b", {400}}, {"c", {1}}};
  const std::vector<Fund> funds = {{"b", {400}, {400}}};
  const Findings findings = CheckPayments(payments, funds, {1'000});
  EXPECT_THAT(
      FindingsTold(findings), ElementsAre("PUB-03 payments", "PUB-03 payments", "PUB-02 payments"));
  EXPECT_EQ(findings[0].values.at("line"), "a");
  EXPECT_EQ(findings[1].values.at("line"), "c");
}

// Two days in December and one in January, each named once for an item: two thirds and one third.
TEST(PublicationPayments, AreOfEachYearByItsDays) {
  const absl::CivilDay december(2027, 12, 30), january(2028, 1, 3);
  const std::vector<absl::CivilDay> days = {december, december, december + 1, january, january};
  const std::vector<YearCost> costs = CostsByYear({1'000}, days);
  EXPECT_THAT(costs, ElementsAre(YearCost{2027, {667}}, YearCost{2028, {333}}));
  const std::vector<Fund> funds = {
      {"a", {0}, {900}, 2027}, {"b", {0}, {500}, 2028}, {"c", {900}, {900}, 2029}};
  EXPECT_THAT(
      PaymentsOf(funds, costs), ElementsAre(Payment{"a", {667}, 2027}, Payment{"b", {333}, 2028}));
  EXPECT_THAT(CostsByYear({1'000}, std::vector{december}), ElementsAre(YearCost{2027, {1'000}}));
  EXPECT_THAT(CostsByYear({1'000}, {}), IsEmpty());
}

TEST(PublicationPayments, NameTheYearThatHasNoLine) {
  const std::vector<YearCost> costs = {{2027, {6'670}}, {2028, {3'330}}};
  const std::vector<Payment> both = {{"a", {6'670}, 2027}, {"b", {3'330}, 2028}};
  EXPECT_THAT(CheckYears(both, costs), IsEmpty());
  const Findings findings = CheckYears(std::span(both).first(1), costs);
  EXPECT_THAT(FindingsTold(findings), ElementsAre("PUB-04 payments"));
  EXPECT_EQ(findings[0].values.at("year"), "2028");
  EXPECT_EQ(findings[0].values.at("amount"), "3330");
  EXPECT_THAT(findings[0].message.en, ::testing::HasSubstr("2028, too (Rp3.330)"));
  EXPECT_THAT(CheckYears({}, costs), IsEmpty()) << "nothing is paid: BATCH-20";
  EXPECT_THAT(CheckYears(std::span(both).last(1), std::span(costs).first(1)), IsEmpty())
      << "of one year: PUB-03";
}

TEST(PublicationPayments, AreNoneWithoutLinesOrWithoutAnAmount) {
  EXPECT_THAT(PaymentsOf({}, {100}), IsEmpty());
  EXPECT_THAT(PaymentsOf({{{"a", {10}, {10}}}}, {0}), IsEmpty());
}

TEST(Publication, SaysThatItsTimeIsUp) {
  const Finding finding = PublicationOverdue(24);
  EXPECT_THAT(FindingsTold(Findings{finding}), ElementsAre("PUB-01 batch"));
  EXPECT_EQ(finding.values.at("hours"), "24");
}

}  // namespace
}  // namespace binadaya::scheduling::domain
