#include "services/scheduling/domain/rundown.h"

#include <algorithm>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/matchers.h"
#include "tests/unit/scheduling/timetable.h"

namespace binadaya::scheduling::domain::timetable {
namespace {

using test::HasCode;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const absl::CivilDay kArrival(2024, 7, 12);

RundownItem Printed(
    const char* number, absl::CivilDay day, std::optional<int> from, std::optional<int> until,
    std::optional<int> minutes, ItemKind kind, const char* title, const char* place) {
  const auto minute = [](int clock) { return clock / 100 * 60 + clock % 100; };
  RundownItem item;
  item.id = item.number = number;
  item.day = day;
  if (from.has_value()) item.from = minute(*from);
  if (until.has_value()) item.until = minute(*until);
  item.printed_minutes = minutes;
  item.kind = kind;
  item.title = title;
  item.place = place;
  return item;
}

// Figure 4: "Rundown Capacity Building Camat & Lurah", as it was printed.
Rundown Figure4() {
  using enum ItemKind;
  const absl::CivilDay one = kArrival, two = kArrival + 1;
  const std::optional<int> no;
  return {
      .days = {{one, "Sabtu"}, {two, "Minggu"}},
      .items = {
          Printed("1", one, 1300, no, 240, kTravel, "Keberangkatan", "4 titik kumpul"),
          Printed("2", one, 1700, 1800, no, kMeal, "Makan siang", "Bus"),
          Printed("3", one, 1700, 1800, no, kRegistration, "Check in", "Room"),
          Printed("4", one, 1800, 1900, 60, kMeal, "Makan malam", "Restoran"),
          Printed("5", one, 1900, 1905, 5, kOpening, "Pembukaan oleh MC", "Restoran"),
          Printed("6", one, 1905, 1920, 15, kLeaderAddress, "Sambutan", "Restoran"),
          Printed("7", one, 1920, 2230, 180, kEntertainment, "Ramah tamah", "Restoran"),
          Printed("8", one, 2230, 2400, no, kBreak, "Istirahat", "Room"),
          Printed("9", two, 800, 830, 30, kAssembly, "Persiapan", "Lapangan"),
          Printed("10", two, 830, 930, 120, kEntertainment, "Outbound", "Lapangan"),
          Printed("11", two, 930, 1000, 30, kMeal, "Makan pagi", "Restoran"),
          Printed("12", two, 1000, 1200, 120, kLearning, "Penyampaian materi", "Room"),
          Printed("13", two, 1200, no, no, kClosing, "Penutupan", "Restoran")}};
}

TEST(Figure4, IsRefusedWithEveryKindOfFinding) {
  const Findings findings = CheckRundown(Figure4(), {}, "/", {});
  EXPECT_EQ(
      Places(findings),
      "SC-01 2024-07-12, SC-01 2024-07-13, SC-02 1, SC-04 7, SC-04 10, SC-05 12, SC-02 13, "
      "SC-03 3, SC-06 items, SC-08 2024-07-12, SC-08 2024-07-12, SC-08 2024-07-13, SC-08 "
      "2024-07-13, "
      "SC-10 2024-07-12");
  EXPECT_EQ(findings[0].values.at("is"), "Jumat");
  EXPECT_EQ(findings[1].values.at("is"), "Sabtu");
  EXPECT_EQ(findings[3].values.at("clock"), "190");
  EXPECT_EQ(findings[4].values.at("clock"), "60");
  EXPECT_EQ(findings[5].values.at("missing"), "objectives, method, speaker, place, materials");
  EXPECT_EQ(findings[7].values.at("with"), "2");
  EXPECT_EQ(findings[8].values.at("share"), "14.8");
  EXPECT_EQ(findings[10].values.at("items"), "1, 2, 3, 4, 5, 6, 7, 8");
  EXPECT_EQ(findings[13].values.at("prayer"), "Ashar");
  EXPECT_TRUE(Blocks(findings));
}

TEST(Figure4, IsTwoLessonHoursAtAHighPrice) {
  RundownMeasure measure = Measure(Figure4(), {});
  EXPECT_EQ(measure.scheduled_minutes, 810);
  EXPECT_EQ(measure.learning_minutes, 120);
  EXPECT_EQ(measure.jp, 2);
  EXPECT_EQ(CostPerParticipantJp({143'248'000}, 193, measure.jp)->rupiah, 371'109);
  Rundown designed = Figure4();
  designed.items[9].kind = ItemKind::kOutdoorLearning;
  measure = Measure(designed, {});
  EXPECT_EQ(measure.learning_minutes, 180);
  EXPECT_EQ(measure.jp, 4);
  EXPECT_EQ(CostPerParticipantJp({143'248'000}, 193, measure.jp)->rupiah, 185'554);
  const Findings share = Of(CheckRundown(designed, {}, "/", {}), "SC-06");
  ASSERT_EQ(share.size(), 1u);
  EXPECT_EQ(share[0].values.at("share"), "22.2");
  EXPECT_EQ(share[0].values.at("least"), "40");
}

TEST(Cost, IsNoneWithoutParticipantsOrLessonHours) {
  EXPECT_THAT(CostPerParticipantJp({1}, 0, 2), HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(CostPerParticipantJp({1}, 2, 0), HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(CostPerParticipantJp({1}, 1, 1)->rupiah, 1);
  EXPECT_EQ(CostPerParticipantJp({3'860 * 37'111}, 193, 20)->rupiah, 37'111);
}

TEST(ItemKind, EarnsOrRests) {
  using enum ItemKind;
  std::vector<ItemKind> earns, rests;
  for (int i = 1; i <= static_cast<int>(kClosing); ++i) {
    if (Earns(static_cast<ItemKind>(i))) earns.push_back(static_cast<ItemKind>(i));
    if (Rests(static_cast<ItemKind>(i))) rests.push_back(static_cast<ItemKind>(i));
  }
  EXPECT_THAT(earns, ElementsAre(kLearning, kPractice, kOutdoorLearning, kRtlClinic));
  EXPECT_THAT(rests, ElementsAre(kBreak, kMeal, kPrayer));
}

TEST(Measure, CountsWhatRunsBesideOnceAndBreaksNever) {
  using enum ItemKind;
  const std::optional<int> no;
  Rundown rundown;
  rundown.items = {
      Printed("1", kArrival, 800, 900, no, kLearning, "A", ""),
      Printed("2", kArrival, 830, 930, no, kPractice, "B", ""),
      Printed("3", kArrival, 930, 945, no, kBreak, "C", ""),
      Printed("4", kArrival, 945, 1000, no, kPrayer, "D", ""),
      Printed("5", kArrival, 1000, 1030, no, kMeal, "E", ""),
      Printed("6", kArrival + 1, 800, 844, no, kLearning, "F", ""),
      Printed("7", kArrival, no, 1200, 60, kLearning, "G", "")};
  const RundownMeasure measure = Measure(rundown, {});
  EXPECT_EQ(measure.scheduled_minutes, 90 + 30 + 44);
  EXPECT_EQ(measure.learning_minutes, 134);
  EXPECT_EQ(measure.jp, 2);
  rundown.items[5].until = 8 * 60 + 45;
  EXPECT_EQ(Measure(rundown, {}).jp, 3);
}

TEST(Item, WithoutAnEndEndsByItsPrintedDuration) {
  const std::optional<int> no;
  const auto slot = [&](std::optional<int> from, std::optional<int> until,
                        std::optional<int> minutes) {
    return Printed("1", kArrival, from, until, minutes, ItemKind::kMeal, "", "").slot();
  };
  EXPECT_EQ(slot(1300, no, 240), Between(kArrival, 1300, 1700));
  EXPECT_EQ(slot(1300, 1400, 240), Between(kArrival, 1300, 1400));
  EXPECT_FALSE(slot(1300, no, no).has_value());
  EXPECT_FALSE(slot(no, 1400, 60).has_value());
}

// "NEW 2, MOVED 1"
std::string Told(const std::vector<RundownChange>& changes) {
  std::string text;
  const char* const names[] = {"", "NEW ", "MOVED ", "CHANGED ", "CANCELLED "};
  for (const RundownChange& change : changes) {
    if (!text.empty()) text += ", ";
    text += names[static_cast<int>(change.change)] + change.item;
    EXPECT_EQ(change.before.has_value(), change.change != ItemChange::kNew);
    EXPECT_EQ(change.now.has_value(), change.change != ItemChange::kCancelled);
  }
  return text;
}

TEST(Diff, ListsWhatIsNewMovedChangedAndCancelledByTime) {
  const Rundown before = Figure4();
  EXPECT_EQ(Told(Diff(before, before)), "");
  Rundown now = before;
  now.items[0].from = 12 * 60;             // 1
  now.items[1].title = "Makan sore";       // 2
  now.items.erase(now.items.begin() + 4);  // 5
  now.items.back().number = "12";          // 13 is only numbered otherwise
  now.items.push_back(Printed("new", kArrival + 1, 700, 800, {}, ItemKind::kMeal, "Sarapan", ""));
  EXPECT_EQ(Told(Diff(before, now)), "MOVED 1, CHANGED 2, CANCELLED 5, NEW new");
  EXPECT_EQ(Told(Diff(now, before)), "MOVED 1, CHANGED 2, NEW 5, CANCELLED new");
}

TEST(Diff, CallsAMoveWhatTakesPlaceElsewhere) {
  const auto with = [](void (*change)(RundownItem&)) {
    Rundown now = Figure4();
    change(now.items[2]);
    return Told(Diff(Figure4(), now));
  };
  EXPECT_EQ(with([](RundownItem& it) { ++it.day; }), "MOVED 3");
  EXPECT_EQ(with([](RundownItem& it) { it.until = 1081; }), "MOVED 3");
  EXPECT_EQ(with([](RundownItem& it) { it.track = "B"; }), "MOVED 3");
  EXPECT_EQ(with([](RundownItem& it) { it.place = "Lobi"; }), "MOVED 3");
  EXPECT_EQ(with([](RundownItem& it) { it.venue = "v2"; }), "MOVED 3");
  EXPECT_EQ(with([](RundownItem& it) { it.speaker = "s"; }), "CHANGED 3");
  EXPECT_EQ(with([](RundownItem& it) { it.printed_minutes = 60; }), "CHANGED 3");
  EXPECT_EQ(with([](RundownItem& it) { it.number = "3a"; }), "");
}

TEST(Ids, AreTakenFromTheItemThatWasCalledSo) {
  const Rundown before = Figure4();
  Rundown now = before;
  for (RundownItem& item : now.items) item.id = "";
  now.items[1].title = "MAKAN  SIANG";
  now.items[3].kind = ItemKind::kBreak;
  now.items[4].title = "Lain";
  now.items[5].id = "6";
  now.items.push_back(now.items[1]);  // a second one of the same name is new
  TakeIds(before, now);
  std::vector<std::string> ids;
  for (const RundownItem& item : now.items) ids.push_back(item.id);
  EXPECT_THAT(
      ids, ElementsAre("1", "2", "3", "", "", "6", "7", "8", "9", "10", "11", "12", "13", ""));
  Rundown twice = before;
  twice.items = {before.items[5], before.items[5]};
  twice.items[1].id = "";
  TakeIds(before, twice);
  EXPECT_EQ(twice.items[1].id, "") << "taken by the other";
}

TEST(Ids, OfItemsWithOneNameAreTakenInOrder) {
  Rundown before;
  before.items = {
      Printed("a", kArrival, 800, 900, {}, ItemKind::kBreak, "Jeda", ""),
      Printed("b", kArrival, 1000, 1100, {}, ItemKind::kBreak, "Jeda", "")};
  Rundown now = before;
  for (RundownItem& item : now.items) item.id = "";
  TakeIds(before, now);
  EXPECT_EQ(now.items[0].id, "a");
  EXPECT_EQ(now.items[1].id, "b");
}

}  // namespace
}  // namespace binadaya::scheduling::domain::timetable
