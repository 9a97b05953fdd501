#include <random>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/needs/domain/portfolio.h"
#include "tests/unit/needs/portfolio_inputs.h"

namespace binadaya::needs::domain {
namespace {

using samples::AddProgram;
using samples::BestOf;
using samples::Chosen;
using samples::Names;
using samples::WorkedExample;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Explanation Explained(const PortfolioInput& input) {
  const absl::StatusOr<Portfolio> best = BestOf(input);
  EXPECT_TRUE(best.ok()) << best.status();
  absl::StatusOr<Explanation> explanation = Explain(input, *best, SolveMip, {});
  EXPECT_TRUE(explanation.ok()) << explanation.status();
  return *std::move(explanation);
}

PortfolioInput Raised(PortfolioInput input, std::int64_t rupiah) {
  for (Ceiling& ceiling : input.ceilings) ceiling.amount.rupiah += rupiah;
  return input;
}

TEST(PortfolioExplanation, SaysWhichCeilingKeepsAProgramOutAndAtWhichItComesIn) {
  const Explanation explanation = Explained(WorkedExample());

  ASSERT_EQ(explanation.not_chosen.size(), 3U);
  const NotChosen& first = explanation.not_chosen[0];
  EXPECT_EQ(first.program + first.variant, "P1K");
  EXPECT_EQ(first.why, NotChosen::Why::kLimits);
  EXPECT_EQ(first.points, 40);
  EXPECT_THAT(first.over, ElementsAre(Use{{.source = "APBD"}, 543'200'000, 400'000'000}));
  ASSERT_EQ(explanation.entries.size(), 3U);
  // P1 + P2 + P3: 140 points.
  EXPECT_EQ(explanation.entries[0].program, "P1");
  EXPECT_EQ(explanation.entries[0].state, Entry::State::kEnters);
  EXPECT_EQ(explanation.entries[0].extra, Money{18'200'000});
  EXPECT_EQ(explanation.entries[0].variant, "K");
  EXPECT_THAT(explanation.entries[0].ceilings, ElementsAre(Ceiling{"APBD", "", {418'200'000}}));
  EXPECT_THAT(explanation.entries[0].leaves, ElementsAre("P4"));
  EXPECT_EQ(explanation.entries[1].program, "P3");
  EXPECT_EQ(explanation.entries[1].extra, Money{18'200'000});
  // Not at 460 million (P2 + P4 + P5: 147 points): P1 + P3 + P4 have 148 then.
  EXPECT_EQ(explanation.entries[2].program, "P5");
  EXPECT_EQ(explanation.entries[2].extra, Money{78'200'000});
  EXPECT_EQ(Chosen(Raised(WorkedExample(), 78'199'999)), "P1 P3 P4");
  EXPECT_EQ(Chosen(Raised(WorkedExample(), 78'200'000)), "P1 P2 P3 P5");
}

TEST(PortfolioExplanation, TellsCoveredNeedsFromAnotherVariantAndFromLimits) {
  PortfolioInput input;
  AddProgram(input, "1", {100}, 40);
  AddProgram(input, "2", {100}, 10);
  AddProgram(input, "3", {100}, 10);
  AddProgram(input, "4", {100}, 10);
  input.programs[1].variants[0].lifts = {{"N1", 1}};
  input.programs[2].variants[0].batches[2] = 3;
  input.programs[3].variants[0].lifts = {};
  PortfolioVariant other = input.programs[0].variants[0];
  other.id = "D";
  other.cost = {101};
  input.programs[0].variants.push_back(other);
  input.ceilings = {{"APBD", "", {1'000}}};
  input.batches_a_month = 3;
  const Explanation explanation = Explained(input);

  ASSERT_EQ(explanation.not_chosen.size(), 4U);
  EXPECT_EQ(explanation.not_chosen[0].variant, "D");
  EXPECT_EQ(explanation.not_chosen[0].why, NotChosen::Why::kOtherVariant);
  EXPECT_THAT(explanation.not_chosen[0].by, ElementsAre("K"));
  EXPECT_EQ(explanation.not_chosen[1].program, "P2");
  EXPECT_EQ(explanation.not_chosen[1].why, NotChosen::Why::kNothingToAdd);
  EXPECT_EQ(explanation.not_chosen[1].points, 0);
  EXPECT_THAT(explanation.not_chosen[1].by, ElementsAre("P1"));
  EXPECT_EQ(explanation.not_chosen[2].program, "P3");
  EXPECT_EQ(explanation.not_chosen[2].why, NotChosen::Why::kLimits);
  EXPECT_THAT(
      explanation.not_chosen[2].over,
      ElementsAre(Use{{.kind = Limit::Kind::kBatches, .month = 3}, 4, 3}));
  EXPECT_EQ(explanation.not_chosen[3].why, NotChosen::Why::kNothingToAdd);
  EXPECT_THAT(explanation.not_chosen[3].by, IsEmpty());
  // No money brings them in.
  ASSERT_EQ(explanation.entries.size(), 3U);
  for (const Entry& entry : explanation.entries) EXPECT_EQ(entry.state, Entry::State::kNever);
}

TEST(PortfolioExplanation, RaisesTheCeilingsOfTheProgramTogetherAndNoOther) {
  PortfolioInput input;
  AddProgram(input, "1", {100}, 40);
  AddProgram(input, "2", {70}, 20);
  AddProgram(input, "3", {50}, 30);
  input.programs[2].variants[0].source = "DAK";
  input.ceilings = {
      {"APBD", "", {120}}, {"", "5.03.02", {150}}, {"DAK", "", {50}}, {"DAK", "5.03.03", {1}}};
  const Explanation explanation = Explained(input);

  ASSERT_EQ(explanation.entries.size(), 1U);
  EXPECT_EQ(explanation.entries[0].extra, Money{70});  // 220 of the sub-activity, 190 of APBD
  EXPECT_THAT(
      explanation.entries[0].ceilings,
      ElementsAre(Ceiling{"", "5.03.02", {220}}, Ceiling{"APBD", "", {190}}));
  EXPECT_THAT(explanation.entries[0].leaves, IsEmpty());
}

TEST(PortfolioExplanation, NamesAnAmountWithWhichItEntersAndWithARupiahLessItDoesNot) {
  std::mt19937 random(11);
  const auto upto = [&random](int most) { return static_cast<int>(random() % (most + 1)); };
  int entered = 0, never = 0;
  for (int round = 0; round < 6; ++round) {
    PortfolioInput input;
    for (int p = 0; p < 6; ++p) {
      AddProgram(input, std::to_string(p), {2 + upto(10)}, 5 + upto(30));
      input.programs.back().variants[0].seats = 15 + upto(15);
      if (p > 0 && upto(1) == 0)
        input.programs.back().variants[0].lifts.push_back({"N" + std::to_string(upto(p - 1)), 0.5});
      PortfolioVariant other = input.programs.back().variants[0];
      other.id = "D";
      other.cost = {1 + upto(6)};
      other.seats = 10 + upto(15);
      input.programs.back().variants.push_back(other);
    }
    input.trainer_hours = 40;
    input.ceilings = {{"APBD", "", {8 + upto(16)}}};
    std::vector<std::string> chosen;  // by extra money, to where there is enough for everything
    for (std::int64_t extra = 0; extra <= 72; ++extra)
      chosen.push_back(Chosen(Raised(input, extra)));
    for (const Entry& entry : Explained(input).entries) {
      const auto in = [&](std::int64_t extra) {
        return chosen.at(static_cast<std::size_t>(extra)).find(entry.program) != std::string::npos;
      };
      ASSERT_NE(entry.state, Entry::State::kCutShort);
      const bool enters = entry.state == Entry::State::kEnters;
      ++(enters ? entered : never);
      if (enters) {
        EXPECT_TRUE(in(entry.extra.rupiah)) << round;
      }
      // Not with any less; and not at all when no money brings it in.
      for (std::int64_t extra = enters ? entry.extra.rupiah - 1 : 72; extra >= 0; --extra)
        ASSERT_FALSE(in(extra)) << round << " " << entry.program << " " << extra;
    }
  }
  EXPECT_GT(entered, 5);
  EXPECT_GT(never, 1);
}

TEST(PortfolioExplanation, IsHonestAboutASearchThatWasCutShort) {
  const PortfolioInput input = WorkedExample();
  Portfolio greedy = *Greedy(input);
  const absl::StatusOr<Explanation> explanation = Explain(input, greedy, SolveMip, {});
  ASSERT_TRUE(explanation.ok());
  for (const Entry& entry : explanation->entries) EXPECT_EQ(entry.state, Entry::State::kCutShort);

  greedy.chosen = {{"P2", "K"}};
  const absl::StatusOr<Explanation> again = Explain(input, greedy, SolveMip, {});
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->not_chosen[1].program, "P3");
  EXPECT_EQ(again->not_chosen[1].why, NotChosen::Why::kCutShort);
}

TEST(PortfolioExplanation, StopsWhenItIsToldToAndSaysHowFarItIs) {
  const PortfolioInput input = WorkedExample();
  const Portfolio best = *BestOf(input);
  EXPECT_EQ(
      Explain(input, best, SolveMip, {.stop = [] { return true; }}).status().code(),
      absl::StatusCode::kCancelled);
  std::vector<double> done;
  ASSERT_TRUE(Explain(
                  input, best, SolveMip,
                  {.progress =
                       [&done](double programs, double all) {
                         EXPECT_EQ(all, 5);
                         done.push_back(programs);
                       }})
                  .ok());
  EXPECT_THAT(done, ElementsAre(1, 2, 3, 4, 5));
}

TEST(PortfolioScenario, WithFifteenPerCentLessSaysWhatFallsOutAndComesIn) {
  const PortfolioInput less = WithCeilings(WorkedExample(), 85);
  EXPECT_EQ(less.ceilings[0].amount, Money{340'000'000});
  const Change change = Compare(*BestOf(WorkedExample()), *BestOf(less));
  EXPECT_EQ(Names(change.falls_out), "P4");
  EXPECT_EQ(Names(change.comes_in), "P3 P5");
  EXPECT_THAT(change.held_otherwise, IsEmpty());
  EXPECT_EQ(BestOf(less)->points, 115);

  // 440 million: P1 + P2 + P3 = 140.
  EXPECT_EQ(Chosen(WithCeilings(WorkedExample(), 110)), "P1 P2 P3");
  EXPECT_EQ(WithCeilings({.ceilings = {{"APBD", "", {99}}}}, 85).ceilings[0].amount, Money{84});
}

TEST(PortfolioScenario, WithoutADirectiveIsAnotherScore) {
  const PortfolioInput other = WithScores(WorkedExample(), {{"N4", 40}, {"N9", 1}});
  EXPECT_EQ(other.needs[3].score, 40);
  EXPECT_EQ(other.needs[0].score, 40);
  EXPECT_EQ(Names(Compare(*BestOf(WorkedExample()), *BestOf(other)).falls_out), "P4");
}

TEST(PortfolioScenario, MayHoldAProgramOtherwise) {
  Portfolio from, to;
  from.chosen = {{"P1", "K"}, {"P2", "K"}};
  to.chosen = {{"P1", "D"}, {"P2", "K"}};
  const Change change = Compare(from, to);
  EXPECT_EQ(Names(change.held_otherwise), "P1/D");
  EXPECT_THAT(change.comes_in, IsEmpty());
  EXPECT_THAT(change.falls_out, IsEmpty());
}

}  // namespace
}  // namespace binadaya::needs::domain
