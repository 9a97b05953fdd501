// FAIR-01 (F-24): whether groups are chosen at like rates, and who is shown which groups.
#include "tests/integration/scheduling/seats.h"

namespace binadaya::test {
namespace {

class LikeRates : public SeatedTest {
 protected:
  // So many men and women, of whom the last women are on leave on the day, chosen for a batch that
  // has seats for all.
  void Chosen(
      const std::vector<std::string>& people, int away, const std::string& day,
      const std::string& item) {
    const int all = static_cast<int>(people.size());
    for (int i = all - away; i < all; ++i) Leave(people[static_cast<std::size_t>(i)], day, day);
    const sv::Selection selection = Selected({OnDay(day, all, item)});
    EXPECT_EQ(Figures(selection), Cat(all, " ", all - away, " ", all - away, " 0"));
  }
  sv::DimensionFairness Genders(const Call& by, const std::string& program) {
    sv::GetFairnessRequest request;
    request.set_unit("/");
    request.set_program(program);
    const auto shown = client().GetFairness(by, request);
    EXPECT_THAT(shown, IsOk());
    if (!shown.ok() || shown->dimensions_size() == 0) return {};
    EXPECT_EQ(shown->dimensions(0).dimension(), sv::GENDER);
    return shown->dimensions(0);
  }
  static std::string Groups(const sv::DimensionFairness& of) {
    std::string groups;
    for (const sv::FairnessGroup& one : of.groups())
      absl::StrAppend(
          &groups, groups.empty() ? "" : ", ", one.name(), " ", one.chosen(), "/",
          one.considered());
    return groups;
  }
};

TEST_F(LikeRates, AreFourFifthsAndWhatIsBelowIsFlagged) {
  Approve(kNextProgram);
  Plan(2027, kNextItem, kNextProgram);
  const std::vector<std::string> people = People("LURAH", kKelurahan, 20, 10);
  Chosen(people, 2, "2027-04-08", kPlanItem);
  const sv::DimensionFairness inside = Genders(Auditor(), kProgram);
  EXPECT_EQ(Groups(inside), "L 10/10, P 8/10");
  EXPECT_DOUBLE_EQ(inside.ratio(), 0.8);
  EXPECT_EQ(inside.findings_size(), 0);
  Chosen(people, 3, "2027-05-11", kNextItem);
  const sv::DimensionFairness outside = Genders(Auditor(), kNextProgram);
  EXPECT_EQ(Groups(outside), "L 10/10, P 7/10");
  ASSERT_EQ(outside.findings_size(), 1);
  const v1::Finding& found = outside.findings(0);
  EXPECT_EQ(found.rule(), "FAIR-01");
  EXPECT_TRUE(found.warning());
  EXPECT_EQ(found.values().at("lowest"), "P");
  EXPECT_EQ(found.values().at("ratio"), "0.7000");
  // Both programs together: 15 of 20 women, all of the men.
  EXPECT_DOUBLE_EQ(Genders(Auditor(), "").ratio(), 0.75);
  // Three women were passed over: whoever may not see them sees neither group, nor the ratio.
  const sv::DimensionFairness hidden = Genders(Organiser(), kNextProgram);
  EXPECT_TRUE(hidden.hides());
  EXPECT_THAT(Groups(hidden), ::testing::Not(::testing::HasSubstr("P ")));
  EXPECT_FALSE(hidden.has_ratio());
  EXPECT_EQ(hidden.findings_size(), 0);
  // But all of both programs: five were.
  const sv::DimensionFairness both = Genders(Organiser(), "");
  EXPECT_FALSE(both.hides());
  EXPECT_EQ(Groups(both), "L 20/20, P 15/20");
  ASSERT_EQ(both.findings_size(), 1);
  EXPECT_EQ(both.findings(0).rule(), "FAIR-01");
}

TEST_F(LikeRates, AreNotComparedOfFewerThanFive) {
  Approve(kNextProgram);
  Plan(2027, kNextItem, kNextProgram);
  std::vector<std::string> people = People("LURAH", kKelurahan, 9, 5);
  Chosen(people, 4, "2027-04-08", kPlanItem);
  const sv::DimensionFairness four = Genders(Auditor(), kProgram);
  EXPECT_EQ(Groups(four), "L 5/5, P 0/4");
  EXPECT_FALSE(four.has_ratio());
  EXPECT_EQ(four.findings_size(), 0);
  const std::vector<std::string> fifth = People("LURAH", kKelurahan, 1, 0);
  people.push_back(fifth.front());
  Chosen(people, 5, "2027-05-11", kNextItem);
  const sv::DimensionFairness five = Genders(Auditor(), kNextProgram);
  EXPECT_EQ(Groups(five), "L 5/5, P 0/5");
  EXPECT_EQ(five.ratio(), 0);
  ASSERT_EQ(five.findings_size(), 1);
  EXPECT_EQ(five.findings(0).rule(), "FAIR-01");
}

}  // namespace
}  // namespace binadaya::test
