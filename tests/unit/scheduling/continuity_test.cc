#include "services/scheduling/domain/continuity.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/scheduling/timetable.h"

namespace binadaya::scheduling::domain::timetable {
namespace {

const absl::CivilDay kMonday(2026, 4, 6);

// Kelurahan k1 … kn of a kecamatan; heads "kn.head", secretaries "kn.sec".
std::vector<UnitStaff> Kelurahan(int how_many, int headcount = 9) {
  std::vector<UnitStaff> units;
  for (int i = 1; i <= how_many; ++i) {
    const std::string id = "k" + std::to_string(i);
    units.push_back(
        {.id = id,
         .path = "/kec/" + id + "/",
         .headcount = headcount,
         .head = id + ".head",
         .secretary = id + ".sec",
         .kecamatan = "kec"});
  }
  return units;
}
Away Trained(std::string person, std::string unit, int from = 800, int until = 1200, int day = 0) {
  Away away;
  away.person = std::move(person);
  away.unit = std::move(unit);
  away.slot = Between(kMonday + day, from, until);
  return away;
}
Findings Check(
    const std::vector<Away>& away, const std::vector<UnitStaff>& units = Kelurahan(2),
    const Calendar& calendar = Year2026()) {
  return CheckContinuity(away, units, calendar, {});
}

TEST(AwayCap, IsTheWorkedExample) {
  EXPECT_EQ(AwayCapOf(9, {}), 1);
  EXPECT_EQ(AwayCapOf(12, {}), 2);
  EXPECT_EQ(AwayCapOf(40, {}), 8);
  EXPECT_EQ(AwayCapOf(2, {}), 0);
  EXPECT_EQ(AwayCapOf(3, {}), 1);
  EXPECT_EQ(AwayCapOf(10, {}), 2);
}

TEST(AwayCap, OfCountersIsATenthAndOneFromThreeOn) {
  EXPECT_EQ(DirectCapOf(2, {}), 0);
  EXPECT_EQ(DirectCapOf(3, {}), 1);
  EXPECT_EQ(DirectCapOf(19, {}), 1);
  EXPECT_EQ(DirectCapOf(20, {}), 2);
}

TEST(Continuity, LeavesMostOfAUnitAtWork) {
  EXPECT_EQ(Places(Check({Trained("a", "k1"), Trained("b", "k2")})), "");
  const Findings findings = Check({Trained("a", "k1"), Trained("b", "k1", 1130, 1500)});
  EXPECT_EQ(Places(findings), "SVC-01 k1");
  EXPECT_EQ(findings[0].values.at("at"), "2026-04-06 11:30");
  EXPECT_EQ(findings[0].values.at("away"), "2");
  EXPECT_EQ(findings[0].values.at("cap"), "1");
  EXPECT_EQ(findings[0].values.at("day"), "2026-04-06");
  EXPECT_EQ(Places(Check({Trained("a", "k1"), Trained("b", "k1", 1200, 1500)})), "")
      << "one after the other";
  EXPECT_EQ(Places(Check({Trained("a", "k1"), Trained("a", "k1", 900, 1000)})), "")
      << "one person twice";
  EXPECT_EQ(Places(Check({Trained("a", "k1"), Trained("b", "k1")}, Kelurahan(2, 10))), "");
  EXPECT_EQ(Places(Check({Trained("a", "k1")}, Kelurahan(2, 2))), "SVC-01 k1");
  EXPECT_EQ(Places(Check({Trained("a", "k1")}, Kelurahan(2, 3))), "");
}

TEST(Continuity, CountsWhatTheUnitWorksAndTrainingOnly) {
  EXPECT_EQ(Places(Check({Trained("a", "k1", 1200, 1300), Trained("b", "k1", 1200, 1300)})), "")
      << "at lunch";
  EXPECT_EQ(
      Places(Check({Trained("a", "k1", 800, 1200, -1), Trained("b", "k1", 800, 1200, -1)})), "")
      << "on Sunday";
  Calendar year = Year2026();
  const std::vector<Away> good_friday = {
      Trained("a", "k1", 800, 1100, -3), Trained("b", "k1", 800, 1100, -3)};
  EXPECT_EQ(Places(Check(good_friday, Kelurahan(2), year)), "") << "a holiday";
  for (Holiday& holiday : year.holidays[2026]) holiday.provisional = true;
  EXPECT_EQ(Places(Check(good_friday, Kelurahan(2), year)), "SVC-01 k1")
      << "worked until a decree settles it";
  EXPECT_EQ(
      Places(Check({Trained("a", "k1", 1200, 1301), Trained("b", "k1", 1200, 1301)})), "SVC-01 k1");
  std::vector<Away> away = {Trained("a", "k1"), Trained("b", "k1")};
  away[1].training = false;
  EXPECT_EQ(Places(Check(away)), "") << "leave is none";
  away[1] = Trained("b", "k1", 900, 900);
  EXPECT_EQ(Places(Check(away)), "");
}

TEST(Continuity, FindsEachDayAtItsWorst) {
  std::vector<Away> away;
  for (const int day : {0, 1})
    for (const char* person : {"a", "b", "c"})
      away.push_back(Trained(person, "k1", person[0] == 'c' ? 1100 : 800, 1200, day));
  away.push_back(Trained("d", "k1", 1000, 1030));
  const Findings findings = Check(away);
  EXPECT_EQ(Places(findings), "SVC-01 k1, SVC-01 k1");
  EXPECT_EQ(findings[0].values.at("away"), "3");
  EXPECT_EQ(findings[0].values.at("at"), "2026-04-06 10:00") << "the first of its worst moments";
  EXPECT_EQ(findings[1].values.at("at"), "2026-04-07 11:00");
}

TEST(Continuity, NeverTakesHeadAndSecretaryTogether) {
  const std::vector<UnitStaff> large = Kelurahan(2, 40);
  const Findings findings =
      Check({Trained("k1.head", "k1"), Trained("k1.sec", "k1", 1159, 1500)}, large);
  EXPECT_EQ(Places(findings), "SVC-02 k1");
  EXPECT_EQ(findings[0].values.at("secretary"), "k1.sec");
  EXPECT_EQ(
      Places(Check({Trained("k1.head", "k1"), Trained("k1.sec", "k1", 1200, 1500)}, large)), "");
  EXPECT_EQ(Places(Check({Trained("k1.head", "k1"), Trained("k2.sec", "k2")}, large)), "");
  EXPECT_EQ(Places(Check({Trained("k1.sec", "k1"), Trained("a", "k1")}, large)), "");
  std::vector<Away> away = {Trained("k1.head", "k1"), Trained("k1.sec", "k1")};
  away[1].training = false;
  EXPECT_EQ(Places(Check(away, large)), "SVC-02 k1") << "nor while the other is on leave";
  away[0].training = false;
  EXPECT_EQ(Places(Check(away, large)), "") << "two leaves are no business of training";
  away[1].training = true;
  EXPECT_EQ(Places(Check(away, large)), "SVC-02 k1");
  std::vector<UnitStaff> vacant = large;
  vacant[0].secretary = "";
  EXPECT_EQ(Places(Check({Trained("k1.head", "k1"), Trained("", "k1")}, vacant)), "");
  vacant[0].head = "";
  EXPECT_EQ(Places(Check({Trained("", "k1", 730, 1600)}, vacant)), "");
}

TEST(Continuity, NamesWhoActsForAHeadThatIsAwayForADay) {
  const std::vector<UnitStaff> large = Kelurahan(2, 40);
  EXPECT_EQ(Places(Check({Trained("k1.head", "k1", 800, 1459)}, large)), "") << "359 minutes";
  const Findings day = Check({Trained("k1.head", "k1", 800, 1500)}, large);
  EXPECT_EQ(Places(day), "SVC-02 k1");
  EXPECT_EQ(day[0].values.at("minutes"), "360");
  EXPECT_EQ(day[0].values.at("head"), "k1.head");
  EXPECT_EQ(day[0].values.at("may_act"), "k1.sec");
  EXPECT_TRUE(day[0].warning) << "he is named close to the day";
  EXPECT_EQ(
      Places(
          Check({Trained("k1.head", "k1", 800, 1200), Trained("k1.head", "k1", 800, 1200)}, large)),
      "")
      << "the same hours twice are the same hours";
  EXPECT_EQ(
      Places(Check(
          {Trained("k1.head", "k1", 800, 1200), Trained("k1.head", "k1", 1100, 1500)}, large)),
      "SVC-02 k1");
  std::vector<Away> away = {Trained("k1.head", "k1", 800, 1500)};
  away[0].acting = "k1.sec";
  EXPECT_EQ(Places(Check(away, large)), "");
  away[0].acting = "";
  away[0].training = false;
  EXPECT_EQ(Places(Check(away, large)), "");
  EXPECT_EQ(Places(Check({Trained("k1.sec", "k1", 800, 1500)}, large)), "")
      << "a secretary needs none";
}

TEST(Continuity, TakesWhoIsHeardToActForTheHead) {
  std::vector<UnitStaff> large = Kelurahan(2, 40);
  const std::vector<Away> day = {Trained("k1.head", "k1", 800, 1500)};
  const auto acts = [&](const char* person, absl::CivilDay from, absl::CivilDay until) {
    large[0].acting = {{person, {from, until}}};
    return Places(Check(day, large));
  };
  EXPECT_EQ(acts("x", kMonday, kMonday + 1), "");
  EXPECT_EQ(acts("x", kMonday + 1, kMonday + 2), "SVC-02 k1") << "from the day after on";
  EXPECT_EQ(acts("x", kMonday - 1, kMonday), "SVC-02 k1") << "until the day before";
  EXPECT_EQ(acts("k1.head", kMonday, kMonday + 1), "SVC-02 k1") << "nobody acts for himself";
}

TEST(Continuity, TakesNobodyToActForTheHeadWhoIsAwayWithHim) {
  std::vector<UnitStaff> large = Kelurahan(2, 40);
  large[0].acting = {{"x", {kMonday, kMonday + 1}}};
  const auto beside = [&](int from, int until) {
    return Places(
        Check({Trained("k1.head", "k1", 800, 1500), Trained("x", "k2", from, until)}, large));
  };
  EXPECT_EQ(beside(1459, 1600), "SVC-02 k1") << "of whichever unit";
  EXPECT_EQ(beside(1500, 1600), "");
}

TEST(Continuity, NamesNobodyToActWhoIsAwayHimself) {
  std::vector<UnitStaff> large = Kelurahan(2, 40);
  std::vector<Away> away = {
      Trained("k1.head", "k1", 730, 1500), Trained("k1.sec", "k1", 1500, 1600)};
  const Findings findings = Check(away, large);
  EXPECT_EQ(Places(findings), "SVC-02 k1");
  EXPECT_EQ(findings[0].values.at("may_act"), "");
  away.pop_back();
  large[0].secretary = "";
  EXPECT_EQ(Check(away, large)[0].values.at("may_act"), "");
}

// What others are without a Plh for is a warning: it forgives nothing that blocks.
TEST(Continuity, IsNotForgivenAPairBecauseOthersLackAPlh) {
  const std::vector<UnitStaff> large = Kelurahan(2, 40);
  const auto added = CheckAdded(
      std::vector<Away>{Trained("k1.sec", "k1")},
      std::vector<Away>{Trained("k1.head", "k1", 800, 1500)}, large, Year2026(), {});
  ASSERT_EQ(added.size(), 1u);
  EXPECT_FALSE(added[0].first.warning);
}

// Nor is a pair that others break blamed on who adds that the head is away for a day.
TEST(Continuity, IsNotBlamedForAPairThatOthersBreak) {
  const auto added = CheckAdded(
      std::vector<Away>{Trained("k1.head", "k1", 800, 1300)},
      std::vector<Away>{Trained("k1.head", "k1", 1300, 1600), Trained("k1.sec", "k1", 1500, 1600)},
      Kelurahan(2, 40), Year2026(), {});
  ASSERT_EQ(added.size(), 1u);
  EXPECT_TRUE(added[0].first.warning);
}

TEST(Continuity, LeavesHalfOfTheLurahOfAKecamatan) {
  const auto check = [](int kelurahan, int gone, int until = 1200) {
    std::vector<Away> away;
    for (int i = 1; i <= gone; ++i) {
      const std::string unit = "k" + std::to_string(i);
      away.push_back(Trained(unit + ".head", unit, 800, i % 2 == 0 ? until : 900));
    }
    return Places(Check(away, Kelurahan(kelurahan)));
  };
  EXPECT_EQ(check(16, 8), "");
  EXPECT_EQ(check(16, 9), "SVC-03 kec");
  EXPECT_EQ(check(7, 3), "");
  EXPECT_EQ(check(7, 4), "SVC-03 kec");
  std::vector<Away> away = {
      Trained("k1.head", "k1", 800, 900), Trained("k2.head", "k2", 1400, 1500)};
  const Findings findings = Check(away);
  EXPECT_EQ(Places(findings), "SVC-03 kec") << "on the same day, not the same hours";
  EXPECT_EQ(findings[0].values.at("away"), "2");
  away[1] = Trained("k2.head", "k2", 1400, 1500, 1);
  EXPECT_EQ(Places(Check(away)), "");
  away[1] = Trained("k2.sec", "k2", 1400, 1500);
  EXPECT_EQ(Places(Check(away)), "") << "a secretary is no lurah";
  away[1] = Trained("k2.head", "k2", 1400, 1500);
  away[1].training = false;
  EXPECT_EQ(Places(Check(away)), "SVC-03 kec") << "leave counts beside training";
  away[0].training = false;
  EXPECT_EQ(Places(Check(away)), "");
  // Who is not in office is no lurah: of three of six kelurahan half is one.
  const std::vector<Away> two = {
      Trained("k1.head", "k1", 800, 900), Trained("k2.head", "k2", 800, 900, 1)};
  std::vector<UnitStaff> vacant = Kelurahan(6);
  for (const std::size_t i : {3, 4, 5}) vacant[i].head = "";
  EXPECT_EQ(Places(Check(two, vacant)), "");
  away = {two[0], Trained("k2.head", "k2", 800, 900)};
  const Findings of_three = Check(away, vacant);
  EXPECT_EQ(Places(of_three), "SVC-03 kec");
  EXPECT_EQ(of_three[0].values.at("cap"), "1");
  std::vector<UnitStaff> offices = Kelurahan(2);
  for (UnitStaff& office : offices) office.kecamatan = "";
  EXPECT_EQ(Places(Check({Trained("k1.head", "k1"), Trained("k2.head", "k2")}, offices)), "");
}

TEST(Continuity, KeepsCountersOpen) {
  std::vector<UnitStaff> units = Kelurahan(1, 100);
  units[0].direct_posts = 20;
  const auto at_counter = [](const char* person, int from = 800, int until = 1200) {
    Away away = Trained(person, "k1", from, until);
    away.direct_service = true;
    away.substitute = "x";
    return away;
  };
  EXPECT_EQ(Places(Check({at_counter("a"), at_counter("b")}, units)), "");
  const Findings findings = Check({at_counter("a"), at_counter("b"), at_counter("c")}, units);
  EXPECT_EQ(Places(findings), "SVC-04 k1");
  EXPECT_EQ(findings[0].values.at("cap"), "2");
  EXPECT_EQ(findings[0].values.at("away"), "3");
  EXPECT_EQ(Places(Check({at_counter("a"), at_counter("b"), Trained("c", "k1")}, units)), "");
  EXPECT_EQ(
      Places(Check({at_counter("a"), at_counter("b"), at_counter("c", 1300, 1500)}, units)), "")
      << "in another shift";
  units[0].direct_posts = 29;
  EXPECT_EQ(Rules(Check({at_counter("a"), at_counter("b"), at_counter("c")}, units)), "SVC-04");
  units[0].direct_posts = 30;
  EXPECT_EQ(Rules(Check({at_counter("a"), at_counter("b"), at_counter("c")}, units)), "");
  std::vector<Away> away = {at_counter("a"), at_counter("a", 1300, 1500), at_counter("b")};
  away[0].substitute = away[1].substitute = "";
  const Findings alone = Check(away, units);
  EXPECT_EQ(Places(alone), "SVC-04 k1");
  EXPECT_EQ(alone[0].values.at("person"), "a");
  away[0].training = away[1].training = false;
  EXPECT_EQ(Places(Check(away, units)), "");
}

TEST(Continuity, KeepsOutOfBlackouts) {
  Calendar year = Year2026();
  year.blackouts = {{"b1", "/kec/", Between(kMonday, 1300, 1600), "Musrenbang"}};
  const auto check = [&](int from, int until, const char* unit = "k1") {
    return Check({Trained("a", unit, from, until)}, Kelurahan(2), year);
  };
  EXPECT_EQ(Places(check(800, 1300)), "");
  const Findings findings = check(800, 1301);
  EXPECT_EQ(Places(findings), "SVC-05 k1");
  EXPECT_EQ(findings[0].values.at("blackout"), "b1");
  EXPECT_EQ(findings[0].values.at("day"), "2026-04-06");
  EXPECT_EQ(Places(check(1600, 1700)), "");
  EXPECT_EQ(Places(check(1559, 1700)), "SVC-05 k1");
  EXPECT_EQ(Places(check(1400, 1500, "elsewhere")), "");
  EXPECT_EQ(
      Places(Check(
          {Trained("a", "k1", 1300, 1400), Trained("b", "k2", 1300, 1400),
           Trained("a", "k1", 1500, 1600)},
          Kelurahan(2), year)),
      "SVC-05 k1, SVC-05 k2")
      << "once for each unit and day";
  std::vector<Away> leave = {Trained("a", "k1", 1300, 1400)};
  leave[0].training = false;
  EXPECT_EQ(Places(Check(leave, Kelurahan(2), year)), "");
}

TEST(Continuity, TrainsNobodyMoreThanFiveDaysAQuarter) {
  std::vector<Away> away;
  for (int day = 0; day < 5; ++day) away.push_back(Trained("a", "k1", 800, 900, day));
  away.push_back(Trained("a", "k1", 1000, 1100, 0));
  EXPECT_EQ(Places(Check(away)), "") << "two sessions of one day are one";
  away.push_back(Trained("a", "k1", 800, 900, 7));
  const Findings findings = Check(away);
  EXPECT_EQ(Places(findings), "SVC-06 a");
  EXPECT_EQ(findings[0].values.at("quarter"), "2026-2");
  EXPECT_EQ(findings[0].values.at("days"), "6");
  EXPECT_EQ(findings[0].values.at("day"), "2026-04-13");
  away.back().structural = true;
  EXPECT_EQ(Places(Check(away)), "");
  away.back().structural = false;
  away.back().training = false;
  EXPECT_EQ(Places(Check(away)), "");
  away.back() = Trained("a", "k1", 800, 900, -6);
  EXPECT_EQ(Places(Check(away)), "") << "31 March is of the quarter before";
  away.back() = Trained("a", "k1", 800, 900, -5);
  EXPECT_EQ(Places(Check(away)), "SVC-06 a");
  away.back() = Trained("a", "k1", 800, 900, 365);
  EXPECT_EQ(Places(Check(away)), "") << "nor those of the year after";
  away.back() = Trained("b", "k1", 800, 900, 9);
  EXPECT_EQ(Places(Check(away)), "");
}

// "SVC-01 k1 +1": what is broken, whose, and by how much.
std::string Added(const std::vector<Away>& ours, const std::vector<Away>& others) {
  Calendar calendar = Year2026();
  calendar.blackouts = {{"b", "/kec/k1/", Between(kMonday + 1, 800, 900), "Musrenbang"}};
  std::string text;
  for (const auto& [finding, over] : CheckAdded(ours, others, Kelurahan(2), calendar, {}))
    text += (text.empty() ? "" : ", ") + finding.rule + " " + finding.where + " +" +
            std::to_string(over);
  return text;
}

TEST(Continuity, CountsWhatIsAddedToWhatOthersBreak) {
  const std::vector<Away> others = {Trained("a", "k1"), Trained("b", "k1"), Trained("c", "k1")};
  EXPECT_EQ(Added({}, others), "") << "two too many are theirs";
  EXPECT_EQ(Added(others, {}), "SVC-01 k1 +2");
  EXPECT_EQ(Added({Trained("d", "k1")}, others), "SVC-01 k1 +1");
  EXPECT_EQ(Added({Trained("c", "k1")}, others), "") << "away in any case";
  EXPECT_EQ(Added({Trained("d", "k2")}, others), "") << "another unit";
  EXPECT_EQ(Added({Trained("d", "k1"), Trained("e", "k1")}, {others[0]}), "SVC-01 k1 +2");
  const std::vector<Away> in_blackout = {Trained("a", "k1", 800, 900, 1)};
  EXPECT_EQ(Added({}, in_blackout), "");
  EXPECT_EQ(Added({Trained("a", "k1", 830, 900, 1)}, in_blackout), "SVC-05 k1 +1")
      << "whoever else is there";
  const auto counter = [](const char* person, int from, int until) {
    Away away = Trained(person, "k1", from, until);
    away.direct_service = true;
    return away;
  };
  EXPECT_EQ(
      Added({counter("x", 800, 900), counter("y", 900, 1000)}, {}),
      "SVC-04 k1 +1, SVC-04 k1 +1, SVC-04 k1 +1")
      << "no post may be away, and nobody stands in for either";
  EXPECT_EQ(Added({counter("y", 900, 1000)}, {counter("x", 800, 900)}), "SVC-04 k1 +1");
  std::vector<Away> quarter;
  for (int day = 0; day < 10; ++day)
    if (day % 7 < 5) quarter.push_back(Trained("a", "k2", 800, 900, day));
  EXPECT_EQ(Added({}, quarter), "") << "eight days";
  EXPECT_EQ(Added({Trained("a", "k2", 800, 900, 10)}, quarter), "SVC-06 a +1");
}

}  // namespace
}  // namespace binadaya::scheduling::domain::timetable
