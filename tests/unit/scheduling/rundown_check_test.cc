#include "gtest/gtest.h"
#include "services/scheduling/domain/rundown.h"
#include "tests/unit/scheduling/timetable.h"

namespace binadaya::scheduling::domain::timetable {
namespace {

const absl::CivilDay kThursday(2026, 4, 9);

RundownItem Item(const char* number, int from, int until, ItemKind kind, int day = 0) {
  RundownItem item;
  item.number = item.id = number;
  item.day = kThursday + day;
  item.from = from / 100 * 60 + from % 100;
  item.until = until / 100 * 60 + until % 100;
  item.kind = kind;
  item.title = number;
  item.place = "Ruang Lokakrida, Balai Kota";
  if (Earns(kind)) {
    item.objectives = {"o1"};
    item.method = "diskusi";
    item.speaker = "s1";
    item.materials = {"m1"};
  }
  return item;
}
RundownItem Lesson(const char* number, int from, int until, int day = 0) {
  return Item(number, from, until, ItemKind::kLearning, day);
}
// A day on which all is right.
Rundown GoodDay() {
  using enum ItemKind;
  return {
      .days = {{kThursday, "Kamis"}},
      .items = {
          Item("1", 730, 800, kRegistration), Lesson("2", 800, 1000), Item("3", 1000, 1015, kBreak),
          Lesson("4", 1015, 1200), Item("5", 1200, 1300, kMeal), Lesson("6", 1300, 1445),
          Item("7", 1445, 1500, kPrayer), Item("8", 1500, 1600, kClosing)}};
}
std::string Check(const Rundown& rundown, const Calendar& calendar = Year2026()) {
  return Places(CheckRundown(rundown, calendar, "/kec/", {}));
}
// Of the items alone, one rule.
std::string Check(const char* rule, std::vector<RundownItem> items) {
  return Places(Of(CheckRundown({.items = std::move(items)}, Year2026(), "/", {}), rule));
}

TEST(RundownCheck, FindsNothingWhereAllIsRight) { EXPECT_EQ(Check(GoodDay()), ""); }

TEST(RundownCheck, ComparesTheNameOfTheDayWithItsDate) {
  const auto check = [](absl::CivilDay day, const char* printed) {
    return Places(CheckRundown({.days = {{day, printed}}}, Year2026(), "/", {}));
  };
  EXPECT_EQ(check(kThursday, "KAMIS"), "");
  EXPECT_EQ(check(kThursday, "Rabu"), "SC-01 2026-04-09");
  EXPECT_EQ(check(kThursday, "Jumat"), "SC-01 2026-04-09");
  EXPECT_EQ(check(kThursday + 1, "Jum'at"), "");
  EXPECT_EQ(check(kThursday + 3, "Ahad"), "");
  EXPECT_EQ(check(kThursday + 3, "Minggu"), "");
  EXPECT_EQ(check(kThursday, "Ahad"), "SC-01 2026-04-09");
  EXPECT_EQ(check(kThursday, ""), "") << "none is printed";
}

TEST(RundownCheck, WantsAStartAndAnEndOfEachItem) {
  const auto with = [](void (*change)(RundownItem&)) {
    Rundown rundown = GoodDay();
    change(rundown.items[0]);
    return Check(rundown);
  };
  EXPECT_EQ(with([](RundownItem& it) { it.from.reset(); }), "SC-02 1");
  EXPECT_EQ(with([](RundownItem& it) { it.until.reset(); }), "SC-02 1");
  EXPECT_EQ(with([](RundownItem& it) { it.until = it.from; }), "SC-02 1");
  EXPECT_EQ(with([](RundownItem& it) { it.until = *it.from + 1; }), "");
}

TEST(RundownCheck, FindsOverlapsInATrack) {
  using enum ItemKind;
  std::vector<RundownItem> items = {Item("1", 800, 900, kPretest), Item("2", 900, 1000, kPretest)};
  EXPECT_EQ(Check("SC-03", items), "");
  items[1] = Item("2", 859, 1000, kPretest);
  EXPECT_EQ(Check("SC-03", items), "SC-03 2");
  items[1].track = items[0].track = "A";
  EXPECT_EQ(Check("SC-03", items), "SC-03 2");
  items[1].track = "B";
  EXPECT_EQ(Check("SC-03", items), "") << "beside each other";
  items.push_back(Item("3", 830, 840, kCeremony));
  EXPECT_EQ(Check("SC-03", items), "SC-03 3") << "what is common holds those of track A";
  items[2] = Item("3", 800, 1000, kCeremony);
  EXPECT_EQ(Check("SC-03", items), "SC-03 3, SC-03 2");
  items = {
      Item("1", 800, 1000, kPretest), Item("2", 810, 820, kPretest), Item("3", 830, 840, kPretest),
      Item("4", 830, 835, kPretest, 1)};
  items[1].track = items[2].track = "A";
  items.push_back(Item("5", 1000, 1010, kPretest));
  items.back().track = "B";
  const Findings found = Of(CheckRundown({.items = items}, Year2026(), "/", {}), "SC-03");
  EXPECT_EQ(Places(found), "SC-03 2, SC-03 3");
  EXPECT_EQ(found[0].values.at("with"), "1");
  EXPECT_EQ(found[0].values.at("minutes"), "10");
  items = {
      Item("1", 800, 1000, kPretest), Item("2", 900, 930, kPretest), Item("3", 700, 710, kPretest)};
  items[2].track = "A";
  items.push_back(items[2]);
  items.back().track = "B";
  EXPECT_EQ(Check("SC-03", items), "SC-03 2") << "told once, not for each track";
}

TEST(RundownCheck, NamesFiveOfWhatAnItemOverlapsAndCountsTheOthers) {
  const auto check = [](int items, int named) {
    Rundown rundown;
    for (int i = 1; i <= items; ++i)
      rundown.items.push_back(Item(std::to_string(i).c_str(), 800, 900, ItemKind::kPretest));
    return Of(CheckRundown(rundown, Year2026(), "/", {}, named), "SC-03");
  };
  EXPECT_EQ(check(6, 5).size(), 15u) << "each pair";
  const Findings found = check(8, 5);
  ASSERT_EQ(found.size(), 27u);
  EXPECT_FALSE(found[24].values.contains("more"));
  EXPECT_EQ(Places({found[25], found[26]}), "SC-03 7, SC-03 8");
  EXPECT_EQ(found[25].values.at("more"), "1");
  EXPECT_EQ(found[26].values.at("more"), "2");
  EXPECT_EQ(check(8, 0).size(), 28u) << "all of them, for who counts";
}

TEST(RundownCheck, ComparesTheDurationWithTheClock) {
  Rundown rundown = GoodDay();
  rundown.items[0].printed_minutes = 30;
  EXPECT_EQ(Check(rundown), "");
  rundown.items[0].printed_minutes = 31;
  EXPECT_EQ(Check(rundown), "SC-04 1");
  rundown.items[0].printed_minutes = 29;
  EXPECT_EQ(Check(rundown), "SC-04 1");
}

TEST(RundownCheck, WantsAllOfALearningItem) {
  const auto missing = [](void (*change)(RundownItem&), ItemKind kind = ItemKind::kPractice) {
    Rundown rundown = GoodDay();
    rundown.items[1].kind = kind;
    change(rundown.items[1]);
    const Findings findings = CheckRundown(rundown, Year2026(), "/", {});
    return findings.empty() ? "" : findings[0].rule + ' ' + findings[0].values.at("missing");
  };
  EXPECT_EQ(missing([](RundownItem&) {}), "");
  EXPECT_EQ(missing([](RundownItem& it) { it.objectives.clear(); }), "SC-05 objectives");
  EXPECT_EQ(missing([](RundownItem& it) { it.method = ""; }), "SC-05 method");
  EXPECT_EQ(missing([](RundownItem& it) { it.speaker = ""; }), "SC-05 speaker");
  EXPECT_EQ(missing([](RundownItem& it) { it.place = ""; }), "SC-05 place");
  EXPECT_EQ(missing([](RundownItem& it) { it.place = "ROOM"; }), "SC-05 place");
  EXPECT_EQ(missing([](RundownItem& it) { it.place = "Room 3"; }), "");
  EXPECT_EQ(missing([](RundownItem& it) { it.place = "", it.venue = "v1"; }), "");
  EXPECT_EQ(missing([](RundownItem& it) { it.materials.clear(); }), "SC-05 materials");
  Rundown rundown = GoodDay();
  rundown.items[0].place = "";
  EXPECT_EQ(Check(rundown), "") << "others need none of it";
}

TEST(RundownCheck, WantsMostOfTheTimeForLearning) {
  using enum ItemKind;
  const auto share = [](int lesson, ItemKind other) {
    Rundown rundown{.items = {Lesson("1", 800, 900), Item("2", 900, 1000, other)}};
    rundown.items[0].until = 8 * 60 + lesson;
    rundown.items[1].from = 8 * 60 + lesson;
    rundown.items[1].until = 8 * 60 + 100;
    return Check("SC-06", rundown.items);
  };
  EXPECT_EQ(share(60, kCeremony), "");
  EXPECT_EQ(share(59, kCeremony), "SC-06 items");
  EXPECT_EQ(share(40, kTravel), "");
  EXPECT_EQ(share(39, kTravel), "SC-06 items");
  EXPECT_EQ(Check("SC-06", {}), "");
  EXPECT_EQ(Check("SC-06", {Item("1", 800, 900, kBreak)}), "");
}

TEST(RundownCheck, KeepsToWorkingDaysAndHours) {
  using enum ItemKind;
  Calendar year = Year2026();
  const auto check = [&](RundownItem item, const char* compensation = "") {
    return Rules(Of(
        CheckRundown({.items = {item}, .compensation = compensation}, year, "/kec/", {}), "SC-08"));
  };
  EXPECT_EQ(check(Item("1", 730, 1600, kPretest)), "");
  EXPECT_EQ(check(Item("1", 729, 1600, kPretest)), "SC-08");
  EXPECT_EQ(check(Item("1", 730, 1601, kPretest)), "SC-08");
  EXPECT_EQ(check(Item("1", 730, 1630, kPretest, 1)), "") << "on Friday";
  EXPECT_EQ(check(Item("1", 730, 1631, kPretest, 1)), "SC-08");
  EXPECT_EQ(check(Item("1", 730, 1601, kPretest), "libur pengganti"), "");
  EXPECT_EQ(check(Item("1", 800, 900, kPretest, 2)), "SC-08") << "a Saturday";
  EXPECT_EQ(check(Item("1", 800, 900, kPretest, 2), "libur pengganti"), "");
  year.hours = {{.path = "/kec/"}};
  year.hours[0].normal[5] = {{480, 720}};
  EXPECT_EQ(check(Item("1", 800, 900, kPretest, 2)), "") << "which this unit works";
  const absl::civil_diff_t labour = absl::CivilDay(2026, 5, 1) - kThursday;
  EXPECT_EQ(check(Item("1", 800, 900, kPretest, static_cast<int>(labour))), "SC-08");
  EXPECT_EQ(
      check(Item("1", 800, 900, kPretest, static_cast<int>(labour)), "libur pengganti"), "SC-08")
      << "a holiday, whatever is paid for it";
  for (Holiday& holiday : year.holidays[2026]) holiday.provisional = true;
  EXPECT_EQ(check(Item("1", 800, 900, kPretest, static_cast<int>(labour))), "SC-08*");
  EXPECT_EQ(check(Item("1", 800, 1631, kPretest, static_cast<int>(labour))), "SC-08* SC-08")
      << "a Friday is worked until 16:30, provisional holiday or not";
  EXPECT_EQ(
      check(Item("1", 800, 1631, kPretest, static_cast<int>(labour)), "libur pengganti"), "SC-08*");
  year.hours.clear();
  year.holidays[2026].push_back({absl::CivilDay(2026, 5, 2), "Libur", true});
  EXPECT_EQ(check(Item("1", 800, 900, kPretest, static_cast<int>(labour) + 1)), "SC-08* SC-08")
      << "a Saturday";
  const absl::civil_diff_t next = absl::CivilDay(2027, 3, 1) - kThursday;
  EXPECT_EQ(check(Item("1", 800, 900, kPretest, static_cast<int>(next))), "SC-08*")
      << "its holidays are not known yet";
  EXPECT_EQ(check(Item("1", 800, 1700, kPretest, static_cast<int>(next))), "SC-08* SC-08");
}

TEST(RundownCheck, WantsABreakAfterTwoHoursOfLearning) {
  using enum ItemKind;
  const auto check = [](std::vector<RundownItem> items) {
    return Check("SC-10", std::move(items));
  };
  EXPECT_EQ(check({Lesson("1", 800, 900), Lesson("2", 900, 1000)}), "");
  EXPECT_EQ(check({Lesson("1", 800, 900), Lesson("2", 900, 1001)}), "SC-10 2");
  EXPECT_EQ(check({Lesson("1", 730, 1030)}), "") << "long by itself, which SC-11 bounds";
  EXPECT_EQ(
      check({Lesson("1", 800, 900), Item("2", 900, 915, kBreak), Lesson("3", 915, 1100)}), "");
  EXPECT_EQ(
      check({Lesson("1", 800, 900), Item("2", 900, 914, kBreak), Lesson("3", 914, 1100)}),
      "SC-10 3");
  EXPECT_EQ(check({Lesson("1", 800, 900), Lesson("2", 915, 1100)}), "") << "nothing is a break too";
  EXPECT_EQ(
      check({Lesson("1", 800, 900), Item("2", 900, 915, kCeremony), Lesson("3", 915, 1100)}),
      "SC-10 3")
      << "a ceremony is none";
  EXPECT_EQ(
      check(
          {Lesson("1", 800, 900), Lesson("2", 900, 1001), Lesson("3", 1001, 1100),
           Item("4", 1100, 1115, kMeal), Lesson("5", 1115, 1145), Lesson("6", 1145, 1245)}),
      "SC-10 2")
      << "once for each run";
  EXPECT_EQ(
      check(
          {Lesson("1", 730, 830), Lesson("2", 830, 931), Item("3", 931, 946, kPrayer),
           Lesson("4", 946, 1046), Lesson("5", 1046, 1147)}),
      "SC-10 2, SC-10 5");
  EXPECT_EQ(
      check({Lesson("1", 730, 930), Item("2", 800, 1100, kPretest), Lesson("3", 1100, 1145)}),
      "SC-10 3")
      << "whoever writes a test has no break";
}

TEST(RundownCheck, LeavesPrayerTimesFree) {
  using enum ItemKind;
  const auto prayers = [](std::vector<RundownItem> items) {
    std::string text;
    for (const Finding& finding :
         Of(CheckRundown({.items = std::move(items)}, Year2026(), "/", {}), "SC-10"))
      text += finding.values.at("prayer") + ' ';
    return text;
  };
  EXPECT_EQ(prayers({Item("1", 1100, 1245, kPretest)}), "");
  EXPECT_EQ(prayers({Item("1", 1100, 1246, kPretest)}), "Dzuhur ");
  EXPECT_EQ(prayers({Item("1", 1145, 1300, kPretest)}), "");
  EXPECT_EQ(prayers({Item("1", 1144, 1300, kPretest)}), "Dzuhur ");
  EXPECT_EQ(prayers({Item("1", 1100, 1200, kPretest), Item("2", 1215, 1330, kTravel)}), "");
  EXPECT_EQ(prayers({Item("1", 1100, 1200, kPretest), Item("2", 1214, 1330, kTravel)}), "Dzuhur ");
  EXPECT_EQ(prayers({Item("1", 1100, 1330, kMeal)}), "");
  EXPECT_EQ(prayers({Item("1", 1440, 1545, kPretest)}), "");
  EXPECT_EQ(prayers({Item("1", 1440, 1546, kPretest)}), "Ashar ");
  EXPECT_EQ(prayers({Item("1", 1500, 1600, kPretest)}), "");
  EXPECT_EQ(prayers({Item("1", 1459, 1600, kPretest)}), "Ashar ");
  EXPECT_EQ(prayers({Item("1", 1100, 1130, kPretest, 1), Item("2", 1300, 1330, kPretest, 1)}), "");
  EXPECT_EQ(prayers({Item("1", 1100, 1131, kPretest, 1)}), "Jumat ");
  EXPECT_EQ(prayers({Item("1", 1259, 1330, kPretest, 1)}), "Jumat ");
  std::vector<RundownItem> tracks = {
      Item("1", 1100, 1246, kPretest), Item("2", 1100, 1246, kPretest)};
  tracks[0].track = "A";
  tracks[1].track = "B";
  EXPECT_EQ(prayers(tracks), "Dzuhur ") << "told once";
}

TEST(RundownCheck, BoundsLearningItemsAndDays) {
  EXPECT_EQ(Check("SC-11", {Lesson("1", 800, 845)}), "");
  EXPECT_EQ(Check("SC-11", {Lesson("1", 800, 844)}), "SC-11 1");
  EXPECT_EQ(Check("SC-11", {Lesson("1", 800, 1100)}), "");
  EXPECT_EQ(Check("SC-11", {Lesson("1", 800, 1101)}), "SC-11 1");
  EXPECT_EQ(Check("SC-11", {Item("1", 800, 810, ItemKind::kPretest)}), "");
  const std::vector<RundownItem> day = {
      Lesson("1", 730, 1030), Lesson("2", 1030, 1330), Lesson("3", 1330, 1415)};
  EXPECT_EQ(Check("SC-11", day), "");
  std::vector<RundownItem> long_day = day;
  long_day[2].until = *long_day[2].until + 1;
  EXPECT_EQ(Check("SC-11", long_day), "SC-11 2026-04-09");
  long_day[2].day = kThursday + 1;
  EXPECT_EQ(Check("SC-11", long_day), "");
  std::vector<RundownItem> beside = day;
  beside.push_back(Lesson("4", 1230, 1330));
  EXPECT_EQ(Check("SC-11", beside), "") << "what runs beside counts once";
}

}  // namespace
}  // namespace binadaya::scheduling::domain::timetable
