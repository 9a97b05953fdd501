#include "services/needs/domain/portfolio.h"

#include <algorithm>
#include <limits>
#include <random>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/domain/refusal.h"
#include "tests/unit/exact.h"
#include "tests/unit/needs/portfolio_inputs.h"

namespace binadaya::needs::domain {
namespace {

using samples::AddProgram;
using samples::BestOf;
using samples::Chosen;
using samples::Names;
using samples::Random;
using samples::VariantOf;
using samples::WorkedExample;
using test::kExact;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Another variant of a program, as its first but for the id.
PortfolioVariant& AddVariant(PortfolioInput& input, std::size_t program, const std::string& id) {
  std::vector<PortfolioVariant>& variants = input.programs[program].variants;
  PortfolioVariant copy = variants[0];
  copy.id = id;
  variants.push_back(copy);
  return variants.back();
}

std::vector<std::string> Rules(const Findings& findings) {
  std::vector<std::string> told;
  for (const Finding& finding : findings) told.push_back(finding.rule + " " + finding.where);
  return told;
}

TEST(Portfolio, F23TakesTheBestAndNotWhatAListByRatioTakes) {
  const absl::StatusOr<Portfolio> greedy = Greedy(WorkedExample());
  const absl::StatusOr<Portfolio> best = BestOf(WorkedExample());

  ASSERT_TRUE(greedy.ok() && best.ok());
  EXPECT_EQ(Names(greedy->chosen), "P2 P3 P5");
  EXPECT_EQ(greedy->points, 115);
  EXPECT_EQ(greedy->cost, Money{335'000'000});
  EXPECT_EQ(Names(best->chosen), "P2 P4");
  EXPECT_EQ(best->points, 132);
  EXPECT_EQ(best->cost, Money{400'000'000});
  EXPECT_EQ(best->bound, 132);
  EXPECT_EQ(best->within_percent(), 0);
  EXPECT_GE(greedy->bound, 132);
}

TEST(Portfolio, SaysWhatItCoversAndUsesAndWhatAGapPointCosts) {
  PortfolioInput input = WorkedExample();
  input.needs[1].affected = 60;  // P2's thirty seats are half of them
  input.needs[1].mean_gap = 0.5;
  input.needs[1].score = 100;
  input.trainer_hours = 25;
  input.kecamatan_share = 0.3334;
  input.batches_a_month = 2;
  VariantOf(input, 1).kecamatan_seats = 11;
  const absl::StatusOr<Portfolio> best = BestOf(input);
  ASSERT_TRUE(best.ok()) << best.status();
  EXPECT_EQ(Names(best->chosen), "P2 P4");

  EXPECT_EQ(best->points, 120);
  ASSERT_EQ(best->covers.size(), 5U);
  EXPECT_EQ(best->covers[1].need, "N2");
  EXPECT_EQ(best->covers[1].share, 0.5);
  EXPECT_EQ(best->covers[1].points, 50);
  EXPECT_EQ(best->covers[2].points, 0);
  EXPECT_EQ(best->covers[3].share, 1);
  // 0.5 x 60 x 0.5 + 1 x 30 x 1 levels; 400,000,000 / 45 = 8,888,888.9
  EXPECT_NEAR(best->gap_points, 45, kExact);
  EXPECT_EQ(best->per_gap_point(), Money{8'888'889});
  std::vector<Use> uses = {
      {{.source = "APBD"}, 400'000'000, 400'000'000},
      {{.kind = Limit::Kind::kKecamatanSeats}, 21, 21},  // 0.3334 x 60 = 20.004
      {{.kind = Limit::Kind::kTrainerHours}, 20, 25}};
  for (int month = 1; month <= 12; ++month)
    uses.push_back({{.kind = Limit::Kind::kBatches, .month = month}, month == 3 ? 2 : 0, 2});
  EXPECT_EQ(best->uses, uses);
}

TEST(Portfolio, OfNothingCostsNothingAndHasNoPriceOfAGapPoint) {
  const absl::StatusOr<Portfolio> best = BestOf({});
  ASSERT_TRUE(best.ok()) << best.status();
  EXPECT_THAT(best->chosen, IsEmpty());
  EXPECT_EQ(best->points, 0);
  EXPECT_EQ(best->within_percent(), 0);
  EXPECT_EQ(best->per_gap_point(), std::nullopt);
}

TEST(Portfolio, DoesNotSpendOneRupiahAboveACeiling) {
  PortfolioInput input = WorkedExample();
  input.ceilings[0].amount = {400'000'000};
  EXPECT_EQ(Chosen(input), "P2 P4");
  input.ceilings[0].amount = {399'999'999};
  EXPECT_EQ(Chosen(input), "P3 P4 P5");

  // Also among millions of millions, where one rupiah is nothing to a double's tolerance.
  PortfolioInput large;
  AddProgram(large, "1", {1'000'000'000'007}, 40);
  AddProgram(large, "2", {2'000'000'000'011}, 62);
  AddProgram(large, "3", {1'500'000'000'003}, 50);
  large.ceilings = {{"APBD", "", {3'000'000'000'018}}};
  EXPECT_EQ(Chosen(large), "P1 P2");
  large.ceilings[0].amount = {3'000'000'000'017};
  EXPECT_EQ(Chosen(large), "P1 P3");
}

TEST(Portfolio, HoldsACeilingForEachSourceEachSubActivityAndBoth) {
  PortfolioInput input;
  AddProgram(input, "1", {100}, 40);
  AddProgram(input, "2", {100}, 30);
  AddProgram(input, "3", {100}, 20);
  VariantOf(input, 1).source = "DAK";
  VariantOf(input, 2).sub_activity = "5.03.03";
  input.ceilings = {{"", "", {1'000}}};
  EXPECT_EQ(Chosen(input), "P1 P2 P3");
  input.ceilings = {{"", "", {1'000}}, {"APBD", "", {199}}};
  EXPECT_EQ(Chosen(input), "P1 P2");
  input.ceilings[1].amount = {200};
  EXPECT_EQ(Chosen(input), "P1 P2 P3");
  input.ceilings[1] = {"", "5.03.02", {199}};
  EXPECT_EQ(Chosen(input), "P1 P3");
  input.ceilings[1].amount = {200};
  EXPECT_EQ(Chosen(input), "P1 P2 P3");
  input.ceilings[1] = {"DAK", "5.03.02", {99}};
  EXPECT_EQ(Chosen(input), "P1 P3");
  input.ceilings[1].amount = {100};
  EXPECT_EQ(Chosen(input), "P1 P2 P3");
}

TEST(Portfolio, ChoosesOneVariantOfAProgram) {
  PortfolioInput input;
  AddProgram(input, "1", {100}, 40);
  VariantOf(input, 0).seats = 15;  // covers half of it
  AddVariant(input, 0, "D").cost = {90};
  input.ceilings = {{"APBD", "", {1'000}}};

  EXPECT_EQ(Chosen(input), "P1/D");  // both together would cover it whole
  VariantOf(input, 0, 1).seats = 14;
  EXPECT_EQ(Chosen(input), "P1");
}

TEST(Portfolio, DoesNotCountANeedTwice) {
  PortfolioInput input;
  AddProgram(input, "1", {100}, 40);
  AddProgram(input, "2", {100}, 10);
  VariantOf(input, 1).lifts = {{"N1", 1}};  // for the same need as P1
  AddProgram(input, "3", {100}, 5);
  input.ceilings = {{"APBD", "", {200}}};
  EXPECT_EQ(Chosen(input), "P1 P3");

  // Two halves do count, and three halves do as one.
  VariantOf(input, 0).lifts[0].share = 0.5;
  VariantOf(input, 1).lifts[0].share = 0.5;
  EXPECT_EQ(Chosen(input), "P1 P2");
  EXPECT_EQ(BestOf(input)->points, 40);
  VariantOf(input, 0).lifts[0].share = 0.6;
  VariantOf(input, 1).lifts[0].share = 0.6;
  EXPECT_EQ(Chosen(input), "P1 P2");
  EXPECT_EQ(BestOf(input)->points, 40);
  EXPECT_EQ(BestOf(input)->covers[0].share, 1);
}

TEST(Portfolio, SpendsNothingOnWhatIsCoveredAlready) {
  PortfolioInput input;
  AddProgram(input, "1", {100}, 40);
  AddProgram(input, "2", {1}, 10);
  VariantOf(input, 1).lifts = {{"N1", 0.9}};
  input.ceilings = {{"APBD", "", {1'000}}};
  EXPECT_EQ(Chosen(input), "P1");
}

TEST(Portfolio, OfEqualPointsIsTheCheapestAndThenTheFirstById) {
  PortfolioInput input;
  AddProgram(input, "2", {100}, 40);
  AddProgram(input, "3", {99}, 40);
  AddProgram(input, "1", {100}, 40);
  input.ceilings = {{"APBD", "", {100}}};
  EXPECT_EQ(Chosen(input), "P3");
  VariantOf(input, 1).cost = {100};
  EXPECT_EQ(Chosen(input), "P1");
  AddVariant(input, 2, "B");
  EXPECT_EQ(Chosen(input), "P1/B");
}

TEST(Portfolio, KeepsAShareOfTheSeatsForKecamatan) {
  PortfolioInput input = WorkedExample();
  input.kecamatan_share = 0.3333;  // P2 and P4: 20 of 60 seats
  EXPECT_EQ(Chosen(input), "P2 P4");
  input.kecamatan_share = 0.3334;
  EXPECT_EQ(Chosen(input), "");
  VariantOf(input, 1).kecamatan_seats = 11;
  EXPECT_EQ(Chosen(input), "P2 P4");
  VariantOf(input, 1).kecamatan_seats = 10;
  VariantOf(input, 4).kecamatan_seats = 30;  // what it brings, others may use
  EXPECT_EQ(Chosen(input), "P3 P4 P5");
}

TEST(Portfolio, StaysWithinTheTrainersHours) {
  PortfolioInput input = WorkedExample();
  input.trainer_hours = 20;
  EXPECT_EQ(Chosen(input), "P2 P4");
  input.trainer_hours = 19;
  EXPECT_EQ(Chosen(input), "P4");
  input.trainer_hours = 0;
  EXPECT_EQ(Chosen(input), "");
}

TEST(Portfolio, StaysWithinTheBatchesOfAMonth) {
  PortfolioInput input = WorkedExample();
  input.batches_a_month = 2;
  EXPECT_EQ(Chosen(input), "P2 P4");
  input.batches_a_month = 1;
  EXPECT_EQ(Chosen(input), "P4");
  VariantOf(input, 1).batches = {1};  // in January
  EXPECT_EQ(Chosen(input), "P2 P4");
  VariantOf(input, 1).batches[11] = 2;
  EXPECT_EQ(Chosen(input), "P4");
  input.batches_a_month = 2;
  EXPECT_EQ(Chosen(input), "P2 P4");
}

TEST(Portfolio, HasWhatIsMandatoryInIt) {
  PortfolioInput input = WorkedExample();
  input.programs[4].mandatory = true;
  EXPECT_EQ(Chosen(input), "P3 P4 P5");
  input.programs[0].mandatory = true;
  EXPECT_EQ(Chosen(input), "P1 P2 P5");
}

TEST(Portfolio, HasWhatIsCommittedInItAndNoOtherVariant) {
  PortfolioInput input = WorkedExample();
  AddVariant(input, 4, "D").cost = {1'000'000};
  EXPECT_EQ(Chosen(input), "P2 P4");
  input.programs[4].committed = "K";
  EXPECT_EQ(Chosen(input), "P3 P4 P5");
  input.programs[4].committed = "D";
  input.ceilings[0].amount = {401'000'000};
  EXPECT_EQ(Chosen(input), "P2 P4 P5/D");
}

TEST(Portfolio, Port05SaysWhichCeilingTheMandatoryAndCommittedBreakAndByHowMuch) {
  PortfolioInput input = WorkedExample();
  input.programs[1].mandatory = true;
  input.programs[3].committed = "K";
  EXPECT_EQ(Chosen(input), "P2 P4");
  input.ceilings[0].amount = {399'999'999};
  input.ceilings.push_back({"", "", {500'000'000}});

  for (const absl::Status& status : {BestOf(input).status(), Greedy(input).status()}) {
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
    const Findings findings = FindingsOf(status);
    ASSERT_THAT(Rules(findings), ElementsAre("PORT-05 ceilings[APBD|]"));
    EXPECT_THAT(
        findings[0].message.id, HasSubstr("memerlukan Rp400.000.000, tersedia Rp399.999.999"));
    EXPECT_THAT(
        findings[0].message.en, HasSubstr("needs Rp400.000.000, there are Rp399.999.999, Rp1 "));
    EXPECT_EQ(findings[0].values.at("missing"), "1");
  }
}

TEST(Portfolio, Port05ComesOfTheVariantsThatMissLeast) {
  PortfolioInput input = WorkedExample();
  input.programs[0].mandatory = input.programs[1].mandatory = true;
  AddVariant(input, 0, "D").cost = {120'000'000};
  VariantOf(input, 0, 1).trainer_hours = 11;
  input.ceilings[0].amount = {290'000'000};
  EXPECT_THAT(Rules(FindingsOf(BestOf(input).status())), ElementsAre("PORT-05 ceilings[APBD|]"));
  EXPECT_EQ(FindingsOf(BestOf(input).status())[0].values.at("missing"), "10000000");
  // An hour counts more than any money.
  input.trainer_hours = 20;
  EXPECT_EQ(FindingsOf(BestOf(input).status())[0].values.at("missing"), "33200000");
  input.trainer_hours = 18;
  input.batches_a_month = 1;
  input.kecamatan_share = 0.5;  // 15 and 15 of 30 seats: 5 short for each
  VariantOf(input, 4).kecamatan_seats = 30;
  EXPECT_THAT(
      Rules(FindingsOf(BestOf(input).status())),
      ElementsAre(
          "PORT-05 ceilings[APBD|]", "PORT-05 kecamatan_share", "PORT-05 trainer_hours",
          "PORT-05 batches_a_month[3]"));
}

TEST(Portfolio, IsTheSameInWhateverOrderItsInputStands) {
  std::mt19937 random(7);
  PortfolioInput input;
  for (int i = 0; i < 14; ++i) {
    AddProgram(input, std::string(1, static_cast<char>('a' + i)), {100 + i % 3}, 30 + i % 2);
    AddVariant(input, static_cast<std::size_t>(i), "D");  // a tie in everything
  }
  VariantOf(input, 3).lifts.push_back({"Na", 0.5});
  VariantOf(input, 3).lifts.push_back({"Nb", 0.5});
  input.ceilings = {{"APBD", "", {620}}, {"", "5.03.02", {615}}, {"", "", {700}}};
  const absl::StatusOr<Portfolio> first = BestOf(input);
  ASSERT_TRUE(first.ok());
  const std::vector<Use> uses = first->uses;
  for (int round = 0; round < 10; ++round) {
    std::shuffle(input.needs.begin(), input.needs.end(), random);
    std::shuffle(input.programs.begin(), input.programs.end(), random);
    std::shuffle(input.ceilings.begin(), input.ceilings.end(), random);
    for (PortfolioProgram& program : input.programs) {
      std::shuffle(program.variants.begin(), program.variants.end(), random);
      for (PortfolioVariant& variant : program.variants)
        std::shuffle(variant.lifts.begin(), variant.lifts.end(), random);
    }
    const absl::StatusOr<Portfolio> again = BestOf(input);
    ASSERT_TRUE(again.ok());
    ASSERT_EQ(again->chosen, first->chosen);
    EXPECT_EQ(again->uses, uses);
    EXPECT_EQ(again->gap_points, first->gap_points);
    EXPECT_EQ(Names(Greedy(input)->chosen), Names(Greedy(input)->chosen));
  }
}

// Everything that can be chosen, weighed one by one.
struct Weighed {
  std::int64_t ticks = -1;
  std::int64_t cost = 0;
  bool operator==(const Weighed&) const = default;
};
Weighed ByTrying(const PortfolioInput& input) {
  Weighed best;
  std::vector<std::size_t> pick(input.programs.size());  // 0: none, else the variant's number
  for (;;) {
    std::vector<std::int64_t> ticks(input.needs.size()), spent(input.ceilings.size());
    std::int64_t cost = 0, seats = 0, kecamatan = 0, hours = 0, march = 0;
    bool fits = true;
    for (std::size_t p = 0; p < pick.size(); ++p) {
      const PortfolioProgram& program = input.programs[p];
      if (pick[p] == 0) {
        if (program.mandatory || !program.committed.empty()) fits = false;
        continue;
      }
      const PortfolioVariant& variant = program.variants[pick[p] - 1];
      if (!program.committed.empty() && program.committed != variant.id) fits = false;
      cost += variant.cost.rupiah;
      seats += variant.seats;
      kecamatan += variant.kecamatan_seats;
      hours += variant.trainer_hours;
      march += variant.batches[2];
      for (std::size_t c = 0; c < spent.size(); ++c) {
        const Ceiling& ceiling = input.ceilings[c];
        if ((ceiling.source.empty() || ceiling.source == variant.source) &&
            (ceiling.sub_activity.empty() || ceiling.sub_activity == variant.sub_activity))
          spent[c] += variant.cost.rupiah;
      }
      for (const Lift& lift : variant.lifts) {
        for (std::size_t n = 0; n < ticks.size(); ++n) {
          const PortfolioNeed& need = input.needs[n];
          if (need.id == lift.need)
            ticks[n] += std::llround(1e4 * need.score * variant.seats * lift.share / need.affected);
        }
      }
    }
    for (std::size_t c = 0; c < spent.size(); ++c)
      if (spent[c] > input.ceilings[c].amount.rupiah) fits = false;
    if (input.trainer_hours && hours > *input.trainer_hours) fits = false;
    if (input.batches_a_month && march > *input.batches_a_month) fits = false;
    if (10 * kecamatan < std::llround(10 * input.kecamatan_share) * seats) fits = false;
    std::int64_t sum = 0;
    for (std::size_t n = 0; n < ticks.size(); ++n)
      sum += std::min<std::int64_t>(ticks[n], std::llround(1e4 * input.needs[n].score));
    if (fits && (sum > best.ticks || (sum == best.ticks && cost < best.cost))) best = {sum, cost};
    std::size_t p = 0;
    for (; p < pick.size() && pick[p] == input.programs[p].variants.size(); ++p) pick[p] = 0;
    if (p == pick.size()) return best;
    ++pick[p];
  }
}

TEST(Portfolio, IsAsGoodAndAsCheapAsTheBestOfAllThatCanBeChosen) {
  std::mt19937 random(23);
  int refused = 0;
  for (int round = 0; round < 150; ++round) {
    const PortfolioInput input = Random(random);
    const Weighed expected = ByTrying(input);
    const absl::StatusOr<Portfolio> best = BestOf(input);
    if (expected.ticks < 0) {
      ++refused;
      EXPECT_EQ(best.status().code(), absl::StatusCode::kFailedPrecondition) << round;
      EXPECT_FALSE(FindingsOf(best.status()).empty()) << round;
      continue;
    }
    ASSERT_TRUE(best.ok()) << round << best.status();
    EXPECT_EQ((Weighed{std::llround(best->points * 1e4), best->cost.rupiah}), expected) << round;
    EXPECT_EQ(best->bound, best->points) << round;
    const absl::StatusOr<Portfolio> greedy = Greedy(input);
    if (greedy.ok()) {
      EXPECT_LE(greedy->points, best->points) << round;
    }
  }
  EXPECT_GT(refused, 5);
  EXPECT_LT(refused, 100);
}

TEST(Portfolio, NeverHasFewerPointsWithMoreMoney) {
  std::mt19937 random(5);
  for (int round = 0; round < 20; ++round) {
    PortfolioInput input = Random(random);
    double before = 0;
    for (const int percent : {50, 85, 100, 110, 150}) {
      const absl::StatusOr<Portfolio> best = BestOf(WithCeilings(input, percent));
      if (!best.ok()) continue;
      EXPECT_GE(best->points, before);
      EXPECT_GE(best->bound, best->points);
      before = best->points;
    }
  }
}

TEST(PortfolioInput, IsFaultless) { EXPECT_THAT(CheckPortfolio(WorkedExample()), IsEmpty()); }

TEST(PortfolioInput, Port01HasNumbersThatCanBe) {
  PortfolioInput input = WorkedExample();
  input.needs[0].score = 100;
  input.needs[0].affected = 0;
  input.ceilings[0].amount = {100'000'000'000'000};
  VariantOf(input, 0).kecamatan_seats = 30;
  input.kecamatan_share = 1;
  EXPECT_THAT(CheckPortfolio(input), IsEmpty());
  input.needs[0].score = 100.0001;
  input.needs[1].score = std::numeric_limits<double>::quiet_NaN();
  input.needs[0].affected = -1;
  input.needs[0].mean_gap = 5.1;
  input.ceilings[0].amount = {100'000'000'000'001};
  VariantOf(input, 0).kecamatan_seats = 31;
  VariantOf(input, 0).cost = {-1};
  VariantOf(input, 0).trainer_hours = -1;
  VariantOf(input, 0).batches[11] = -1;
  VariantOf(input, 0).lifts[0].share = 1.1;
  VariantOf(input, 1).seats = -1;
  input.kecamatan_share = 1.0001;
  input.trainer_hours = -1;
  input.batches_a_month = -1;
  EXPECT_THAT(
      Rules(CheckPortfolio(input)),
      ElementsAre(
          "PORT-01 needs[N1].score", "PORT-01 needs[N1].affected", "PORT-01 needs[N1].mean_gap",
          "PORT-01 needs[N2].score", "PORT-01 ceilings[APBD|]",
          "PORT-01 programs[P1].variants[K].cost",
          "PORT-01 programs[P1].variants[K].kecamatan_seats",
          "PORT-01 programs[P1].variants[K].trainer_hours",
          "PORT-01 programs[P1].variants[K].batches[12]",
          "PORT-01 programs[P1].variants[K].lifts[N1].share",
          "PORT-01 programs[P2].variants[K].seats",
          "PORT-01 programs[P2].variants[K].kecamatan_seats", "PORT-01 kecamatan_share",
          "PORT-01 trainer_hours", "PORT-01 batches_a_month"));
  EXPECT_EQ(BestOf(input).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Greedy(input).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(PortfolioInput, Port02HasEachNameOnce) {
  PortfolioInput input = WorkedExample();
  input.needs.push_back(input.needs[0]);
  input.programs.push_back(input.programs[1]);
  input.ceilings.push_back(input.ceilings[0]);
  AddVariant(input, 0, "K");
  VariantOf(input, 4).lifts.push_back({"N5", 0.1});
  input.needs[3].id = "";
  VariantOf(input, 3).lifts.clear();
  EXPECT_THAT(
      Rules(CheckPortfolio(input)),
      ElementsAre(
          "PORT-02 needs[]", "PORT-02 needs[N1]", "PORT-02 ceilings[APBD|]",
          "PORT-02 programs[P1].variants[K]", "PORT-02 programs[P5].variants[K].lifts[N5]",
          "PORT-02 programs[P2]"));
}

TEST(PortfolioInput, Port03PointsToWhatIsThere) {
  PortfolioInput input = WorkedExample();
  VariantOf(input, 0).lifts[0].need = "N9";
  input.programs[1].committed = "D";
  input.programs[2].committed = "K";
  input.programs[3].variants.clear();
  EXPECT_THAT(
      Rules(CheckPortfolio(input)),
      ElementsAre(
          "PORT-03 programs[P1].variants[K].lifts[N9]", "PORT-03 programs[P2].committed",
          "PORT-03 programs[P4].variants"));
}

TEST(PortfolioInput, Port04HasACeilingForEachVariant) {
  PortfolioInput input = WorkedExample();
  VariantOf(input, 0).source = "DAK";
  EXPECT_THAT(Rules(CheckPortfolio(input)), ElementsAre("PORT-04 programs[P1].variants[K]"));
  input.ceilings.push_back({"DAK", "5.03.03", {1}});
  EXPECT_THAT(Rules(CheckPortfolio(input)), ElementsAre("PORT-04 programs[P1].variants[K]"));
  input.ceilings.push_back({"", "5.03.02", {1}});
  EXPECT_THAT(CheckPortfolio(input), IsEmpty());
}

}  // namespace
}  // namespace binadaya::needs::domain
