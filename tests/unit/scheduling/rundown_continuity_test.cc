#include "services/scheduling/domain/rundown_continuity.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/scheduling/timetable.h"

namespace binadaya::scheduling::domain::of_rundowns {
namespace {

using ::testing::IsEmpty;

const absl::CivilDay kMonday(2026, 4, 6);

RundownItem Item(const std::string& number, int from, int until, absl::CivilDay day = kMonday) {
  return {
      .id = "id" + number,
      .number = number,
      .day = day,
      .from = from / 100 * 60 + from % 100,
      .until = until / 100 * 60 + until % 100};
}
Rundown Morning() {
  Rundown rundown;
  rundown.items = {
      Item("1", 800, 1000), Item("2", 1000, 1015), Item("3", 1015, 1200),
      Item("4", 800, 900, kMonday + 1)};
  rundown.items[1].kind = ItemKind::kBreak;
  return rundown;
}
// Two kelurahan of nine people each.
const std::vector<UnitStaff> kUnits = {
    {.id = "k1",
     .path = "/kec/k1/",
     .headcount = 9,
     .head = "h1",
     .secretary = "s1",
     .kecamatan = "kec"},
    {.id = "k2",
     .path = "/kec/k2/",
     .headcount = 9,
     .head = "h2",
     .secretary = "s2",
     .kecamatan = "kec"}};
Away Elsewhere(const std::string& person, const std::string& unit, int from, int until) {
  return {.person = person, .unit = unit, .slot = timetable::Between(kMonday, from, until)};
}
Findings Check(
    const std::vector<Seated>& seated, const std::vector<Away>& others = {},
    const Rundown& rundown = Morning()) {
  return CheckContinuityOf(rundown, seated, others, kUnits, timetable::Year2026(), {});
}

TEST(RundownContinuity, NamesTheUnitThePeopleAndTheSessionsOfADay) {
  EXPECT_THAT(Check({{"a", "k1"}, {"c", "k2"}}), IsEmpty()) << "one of nine each";
  const Findings findings = Check({{"a", "k1"}, {"b", "k1"}, {"c", "k2"}});
  ASSERT_EQ(timetable::Places(findings), "SVC-01 1, 3, SVC-01 4") << "not the break";
  EXPECT_EQ(findings[0].values.at("unit"), "k1");
  EXPECT_EQ(findings[0].values.at("people"), "a, b");
  EXPECT_EQ(findings[0].values.at("sessions"), "id1, id3");
  EXPECT_EQ(findings[0].values.at("day"), "2026-04-06");
  EXPECT_EQ(findings[1].values.at("sessions"), "id4");
}

TEST(RundownContinuity, CountsWhoeverElseIsAwayAtThatTime) {
  EXPECT_THAT(Check({{"a", "k1"}}, {Elsewhere("b", "k1", 1300, 1500)}), IsEmpty());
  EXPECT_THAT(Check({{"a", "k1"}}, {Elsewhere("b", "k1", 1000, 1015)}), IsEmpty())
      << "while it rests";
  const Findings findings = Check({{"a", "k1"}}, {Elsewhere("b", "k1", 1159, 1500)});
  ASSERT_EQ(timetable::Places(findings), "SVC-01 1, 3");
  EXPECT_EQ(findings[0].values.at("people"), "a") << "who is of this batch";
}

TEST(RundownContinuity, LeavesWhatOthersBreakToThem) {
  const std::vector<Away> others = {
      Elsewhere("b", "k1", 800, 1200), Elsewhere("c", "k1", 800, 1200)};
  EXPECT_THAT(Check({{"a", "k2"}}, others), IsEmpty());
  EXPECT_EQ(timetable::Places(Check({{"a", "k1"}}, others)), "SVC-01 1, 3") << "one more";
}

TEST(RundownContinuity, NamesThePairAndTheLurah) {
  std::vector<UnitStaff> large = kUnits;
  for (UnitStaff& unit : large) unit.headcount = 40;
  const auto check = [&](const std::vector<Seated>& seated) {
    return CheckContinuityOf(Morning(), seated, {}, large, timetable::Year2026(), {});
  };
  EXPECT_THAT(check({{"h1", "k1"}, {"x", "k1"}}), IsEmpty());
  const Findings pair = check({{"h1", "k1"}, {"s1", "k1"}, {"x", "k1"}});
  ASSERT_EQ(timetable::Places(pair), "SVC-02 1, 3, SVC-02 4");
  EXPECT_EQ(pair[0].values.at("people"), "h1, s1");
  const Findings lurah = check({{"h1", "k1"}, {"h2", "k2"}});
  ASSERT_EQ(timetable::Places(lurah), "SVC-03 1, 3, SVC-03 4") << "both of two";
  EXPECT_EQ(lurah[0].values.at("unit"), "kec");
  EXPECT_EQ(lurah[0].values.at("people"), "h1, h2");
}

TEST(RundownContinuity, KeepsCountersOpen) {
  std::vector<UnitStaff> units = kUnits;
  units[0].headcount = units[0].direct_posts = 19;
  const auto check = [&] {
    return timetable::Places(CheckContinuityOf(
        Morning(), std::vector<Seated>{{"a", "k1", true}, {"b", "k1", true}}, {}, units,
        timetable::Year2026(), {}));
  };
  EXPECT_EQ(check(), "SVC-04 1, 3, SVC-04 4") << "two of nineteen";
  units[0].headcount = units[0].direct_posts = 20;
  EXPECT_EQ(check(), "") << "two of twenty, and one who stays stands in for each";
}

TEST(RundownContinuity, NamesThePersonOfAQuarter) {
  Rundown rundown;
  for (int i = 0; i < 5; ++i)
    rundown.items.push_back(Item(std::to_string(i + 1), 800, 900, kMonday + i));
  EXPECT_THAT(Check({{"a", "k1"}}, {}, rundown), IsEmpty()) << "five days";
  Away other = Elsewhere("a", "k1", 800, 900);
  other.slot = timetable::Between(kMonday + 14, 800, 900);
  const Findings findings = Check({{"a", "k1"}, {"c", "k2"}}, {other}, rundown);
  ASSERT_EQ(timetable::Places(findings), "SVC-06 1, 2, 3, 4, 5");
  EXPECT_EQ(findings[0].values.at("people"), "a");
  EXPECT_EQ(findings[0].values.at("unit"), "k1");
  EXPECT_THAT(Check({{"a", "k1", false, true}}, {other}, rundown), IsEmpty()) << "structural";
  other.structural = true;
  EXPECT_THAT(Check({{"a", "k1"}}, {other}, rundown), IsEmpty()) << "beside structural";
}

}  // namespace
}  // namespace binadaya::scheduling::domain::of_rundowns
