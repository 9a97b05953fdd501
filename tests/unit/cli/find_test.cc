#include "services/cli/find.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/cli/acts.h"
#include "services/cli/answer.h"
#include "tests/support/matchers.h"

namespace binadaya::cli {
namespace {

using test::IsOkAndHolds;
using test::RefusedBy;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

const Message kUnits("unit", "units");

TEST(Choose, TakesTheOneThatIsThere) {
  EXPECT_THAT(Choose(kUnits, "purwo", {{"A", "Purwosari"}}), IsOkAndHolds(0u));
}

TEST(Choose, TakesTheOneThatIsCalledJustSo) {
  EXPECT_THAT(
      Choose(kUnits, "Bulu", {{"A", "Bulu Lor"}, {"B", "Bulu", true}, {"C", "Bulustalan"}}),
      IsOkAndHolds(1u));
}

TEST(Choose, OfNothingLeadsOnToTheList) {
  EXPECT_THAT(
      FindingsOf(Choose(kUnits, "OPD53", {}).status())[0].message.en,
      HasSubstr("See the list: binadaya list units."));
  EXPECT_THAT(
      FindingsOf(Choose({"versi", "versions"}, "x", {}).status())[0].message.en,
      HasSubstr("See the list."));
}

TEST(Choose, RefusesSeveralAndShowsThem) {
  const auto two =
      Choose(kUnits, "purwosari", {{"A", "Purwosari", true}, {"B", "Purwosari", true}});
  EXPECT_THAT(two, RefusedBy("FIND-02"));
  EXPECT_THAT(
      FindingsOf(two.status())[0].message.en,
      AllOf(HasSubstr("A  Purwosari"), HasSubstr("B  Purw")));
  std::vector<Candidate> many(11, {"X", "Purwosari"});
  EXPECT_THAT(
      FindingsOf(Choose(kUnits, "purwo", many).status())[0].message.en, HasSubstr("\n    …"));
  many.pop_back();
  EXPECT_THAT(
      FindingsOf(Choose(kUnits, "purwo", many).status())[0].message.en, Not(HasSubstr("…")));
}

TEST(Choose, RefusesNone) { EXPECT_THAT(Choose(kUnits, "x", {}), RefusedBy("FIND-01")); }

TEST(Level, IsACompetencyAndANumber) {
  using Pair = std::pair<std::string, double>;
  EXPECT_EQ(*ParseLevel("LEVEL", "M.08=3"), Pair("M.08", 3));
  EXPECT_EQ(*ParseLevel("LEVEL", "Kerja Sama=2.5"), Pair("Kerja Sama", 2.5));
  for (const char* text : {"", "M.08", "=3", "M.08=", "M.08=tiga"})
    EXPECT_EQ(ExitCodeOf(ParseLevel("LEVEL", text).status()), ExitCode::kUsage) << text;
}

}  // namespace
}  // namespace binadaya::cli
