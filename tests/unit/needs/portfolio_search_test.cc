#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/needs/domain/portfolio_model.h"
#include "tests/unit/exact.h"
#include "tests/unit/needs/portfolio_inputs.h"

namespace binadaya::needs::domain {
namespace {

using samples::AddProgram;
using samples::Names;
using samples::Random;
using samples::VariantOf;
using samples::WorkedExample;
using test::kExact;
using ::testing::ElementsAre;

TEST(PortfolioSearch, SaysHowFarFromTheBestItMayBeWhenItIsCutShort) {
  const PortfolioInput input = WorkedExample();
  // What a rough search finds, else what is greedy, is improved; the lower bound of two holds.
  for (const bool rough : {true, false}) {
    for (const double bound : {1'400'000.9, 1'500'000.0}) {
      const MipSolver short_of_time = [&](const Mip&, const MipRun& run) {
        if (!run.rough) return MipAnswer{.bound = bound};
        MipAnswer answer{.bound = 1'450'000};
        if (!rough) return answer;
        answer.state = MipAnswer::State::kCutShort;
        answer.chosen = {false, false, true, true, false};
        return answer;
      };
      const absl::StatusOr<Portfolio> best = Choose(input, short_of_time, {});
      ASSERT_TRUE(best.ok()) << best.status();
      EXPECT_EQ(best->points, rough ? 123 : 132);
      EXPECT_EQ(best->bound, bound > 1'450'000 ? 145 : 140);
      EXPECT_NEAR(best->within_percent(), 100 * (best->bound - best->points) / best->bound, kExact);
    }
  }
  // A search that ends with less than it began with has not found the best.
  const MipSolver worse = [](const Mip&, const MipRun& run) {
    MipAnswer answer{
        .state = MipAnswer::State::kCutShort, .chosen = {false, true, true}, .bound = 1'400'000};
    if (!run.rough) answer.chosen = {true};
    answer.chosen.resize(5);
    return answer;
  };
  EXPECT_EQ(Choose(input, worse, {})->points, 132);

  PortfolioInput forced = input;  // what is greedy does not fit
  forced.programs[1].mandatory = forced.programs[3].mandatory = true;
  forced.ceilings[0].amount = {399'999'999};
  const MipSolver nothing = [](const Mip&, const MipRun&) { return MipAnswer(); };
  EXPECT_EQ(Choose(forced, nothing, {}).status().code(), absl::StatusCode::kDeadlineExceeded);
}

TEST(PortfolioSearch, ProvesPointsAndTiesAtOnceWhenItBeginsWithTheBest) {
  int searches = 0;
  const MipSolver lucky = [&](const Mip& mip, const MipRun& run) {
    ++searches;
    if (!run.rough) return SolveMip(mip, run);
    MipAnswer answer{.state = MipAnswer::State::kCutShort, .bound = 1'400'000};
    answer.chosen = {false, true, false, true, false};
    return answer;
  };
  const absl::StatusOr<Portfolio> best = Choose(WorkedExample(), lucky, {});
  ASSERT_TRUE(best.ok()) << best.status();
  EXPECT_EQ(Names(best->chosen), "P2 P4");
  EXPECT_EQ(best->within_percent(), 0);
  EXPECT_EQ(searches, 2);
}

TEST(PortfolioSearch, ImprovesWhatFewNodesDoNotProveAndSearchesOnFromThere) {
  std::vector<int> nodes;
  std::vector<bool> start;
  const MipSolver few = [&](const Mip& mip, const MipRun& run) {
    nodes.push_back(run.nodes);
    if (!run.start.empty()) start = run.start;
    if (nodes.size() > 2) return SolveMip(mip, run);
    MipAnswer answer{.state = MipAnswer::State::kCutShort, .bound = 1'400'000};
    answer.chosen = {false, false, true, true, false};                 // 108; improved it were 123
    if (!run.rough) answer.chosen = {false, true, true, false, true};  // 115, 132
    return answer;
  };
  const absl::StatusOr<Portfolio> best = Choose(WorkedExample(), few, {.nodes = 5'000});
  ASSERT_TRUE(best.ok()) << best.status();
  EXPECT_EQ(Names(best->chosen), "P2 P4");
  EXPECT_EQ(best->within_percent(), 0);
  EXPECT_THAT(start, ElementsAre(false, true, false, true, false));
  EXPECT_THAT(nodes, ElementsAre(5'000, 1'000, 5'000, 5'000));  // the last: of ties

  nodes.clear();
  ASSERT_TRUE(Choose(WorkedExample(), few, {.nodes = 10}).ok());
  EXPECT_THAT(nodes, ElementsAre(10, 10, 10, 10));
}

// The rows that speed up the proof hold for every choice there is, and bind what is between.
TEST(PortfolioSearch, ImpliesRowsThatEveryChoiceSatisfies) {
  std::mt19937 random(17);
  int rows = 0;
  for (int round = 0; round < 40; ++round) {
    PortfolioInput input = Random(random);
    for (PortfolioProgram& program : input.programs) program.committed.clear();
    const PortfolioModel model(input);
    if (model.items.size() > 12) continue;
    const Mip mip = MipOf(model, false);
    std::vector<double> relaxed(mip.columns.size());
    for (std::size_t c = 0; c < relaxed.size(); ++c) {
      relaxed[c] = mip.columns[c].binary ? static_cast<double>(random() % 4) / 12
                                         : static_cast<double>(mip.columns[c].most) *
                                               static_cast<double>(random() % 5) / 4;
    }
    const std::vector<Mip::Row> implied = mip.implied(relaxed);
    rows += static_cast<int>(implied.size());
    for (const Mip::Row& row : implied) {
      double sum = 0;
      for (const Mip::Term& term : row.terms)
        sum += static_cast<double>(term.factor) * relaxed[static_cast<std::size_t>(term.column)];
      EXPECT_GT(sum, row.most);
    }
    // Each choice, with as much as it brings to each need.
    for (std::size_t set = 0; set < std::size_t{1} << model.items.size(); ++set) {
      std::vector<std::int64_t> values(mip.columns.size());
      for (std::size_t i = 0; i < model.items.size(); ++i) values[i] = set >> i & 1;
      const auto sum = [&values](const Mip::Row& row) {
        std::int64_t all = 0;
        for (const Mip::Term& term : row.terms)
          all += term.factor * values[static_cast<std::size_t>(term.column)];
        return all;
      };
      bool allowed = true;
      for (const Mip::Row& row : mip.rows) {
        // What a need gets is the first column of its row.
        const auto need = static_cast<std::size_t>(row.terms[0].column);
        if (need < model.items.size()) {
          allowed = allowed && sum(row) <= row.most;
        } else {
          values[need] = std::min(mip.columns[need].most, -sum(row));
        }
      }
      if (!allowed) continue;
      for (const Mip::Row& row : implied) ASSERT_LE(sum(row), row.most) << round << " " << set;
      std::int64_t worth = 0;
      for (std::size_t c = 0; c < values.size(); ++c) worth += mip.columns[c].objective * values[c];
      Selection chosen(model.items.size());
      for (std::size_t i = 0; i < chosen.size(); ++i) chosen[i] = values[i] != 0;
      ASSERT_EQ(worth, model.TicksOf(chosen));
    }
  }
  EXPECT_GT(rows, 40);
}

// What fits only beside something that brings nothing: P1 needs the kecamatan seats of P2.
TEST(PortfolioSearch, FindsWhatIsBetterAndHasAllOfTheStartInIt) {
  PortfolioInput input;
  AddProgram(input, "1", {100}, 40);
  AddProgram(input, "2", {1}, 10);
  AddProgram(input, "3", {1}, 10);
  VariantOf(input, 0).kecamatan_seats = 0;
  VariantOf(input, 1).kecamatan_seats = 30;
  VariantOf(input, 1).lifts.clear();
  input.ceilings = {{"APBD", "", {1'000}}};
  input.kecamatan_share = 0.4;
  for (const bool with_third : {false, true}) {
    const MipSolver from_little = [with_third](const Mip& mip, const MipRun& run) {
      if (!run.rough) return SolveMip(mip, run);
      MipAnswer answer{.state = MipAnswer::State::kCutShort, .bound = 1e9};
      answer.chosen = {false, false, with_third};
      return answer;
    };
    const absl::StatusOr<Portfolio> best = Choose(input, from_little, {});
    ASSERT_TRUE(best.ok()) << best.status();
    EXPECT_EQ(Names(best->chosen), "P1 P2 P3");  // 40 of 90 seats
  }
}

TEST(PortfolioSearch, StopsWhenItIsToldTo) {
  EXPECT_EQ(
      Choose(WorkedExample(), SolveMip, {.stop = [] { return true; }}).status().code(),
      absl::StatusCode::kCancelled);
}

TEST(PortfolioSearch, TellsTheBestSoFarInPoints) {
  const MipSolver solver = [](const Mip& mip, const MipRun& run) {
    if (run.progress) run.progress(run.rough ? 1'080'000 : 1'150'000, 1'400'000.9);
    if (run.rough) {
      return MipAnswer{
          .state = MipAnswer::State::kCutShort,
          .chosen = {false, false, true, true, false},
          .bound = 1'400'000};
    }
    MipRun quiet = run;
    quiet.progress = {};
    return SolveMip(mip, quiet);
  };
  std::vector<std::pair<double, double>> told;
  ASSERT_TRUE(
      Choose(
          WorkedExample(), solver,
          {.progress = [&told](double points, double bound) { told.emplace_back(points, bound); }})
          .ok());
  // Of points only, not of rupiah.
  EXPECT_THAT(told, ElementsAre(std::pair(108.0, 140.0), std::pair(115.0, 140.0)));
}

}  // namespace
}  // namespace binadaya::needs::domain
