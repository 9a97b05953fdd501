#include <cstdint>
#include <string>

#include "gtest/gtest.h"
#include "services/common/domain/mix.h"
#include "services/needs/domain/portfolio_model.h"
#include "tests/unit/needs/portfolio_inputs.h"

namespace binadaya::needs::domain::samples {
namespace {

// Twenty programs of different points and prices; every third brings the kecamatan seats that the
// others are short of.
PortfolioInput Year(std::uint64_t seed) {
  PortfolioInput input;
  std::uint64_t draws = seed * 1'000;
  const auto upto = [&draws](std::uint64_t most) {
    return static_cast<std::int64_t>(Mix(++draws) % most);
  };
  for (int i = 0; i < 20; ++i) {
    AddProgram(
        input, std::to_string(100 + i), {50'000'000 + upto(100'000'000)},
        static_cast<double>(10 + upto(60)));
    input.programs.back().variants[0].kecamatan_seats = i % 3 == 0 ? 30 : 5;
  }
  input.ceilings = {{"APBD", "", {800'000'000}}};
  input.kecamatan_share = 0.4;
  return input;
}

TEST(PortfolioStart, FitsAndIsNeverWorseThanWhatItBeganWith) {
  int better = 0;
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    const PortfolioInput input = Year(seed);
    const PortfolioModel model(input);
    const Selection greedy = GreedySelection(model);
    ASSERT_TRUE(model.Fits(greedy)) << seed;
    const Selection improved = Improved(model, greedy);
    EXPECT_TRUE(model.Fits(improved)) << seed;
    EXPECT_GE(model.TicksOf(improved), model.TicksOf(greedy)) << seed;
    better += model.TicksOf(improved) > model.TicksOf(greedy) ? 1 : 0;
    EXPECT_EQ(Improved(model, greedy), improved) << "the same each time";
  }
  EXPECT_GT(better, 8);
}

TEST(PortfolioStart, KeepsWhatIsForced) {
  PortfolioInput input = Year(7);
  input.programs[4].mandatory = true;
  input.programs[9].committed = "K";
  const PortfolioModel model(input);
  const Selection improved = Improved(model, GreedySelection(model));
  EXPECT_TRUE(model.Has(improved, 4));
  EXPECT_TRUE(model.Has(improved, 9));
}

}  // namespace
}  // namespace binadaya::needs::domain::samples
