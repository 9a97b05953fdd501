#include "services/scheduling/domain/placement_rundown.h"

#include "absl/strings/str_format.h"
#include "gtest/gtest.h"
#include "services/common/domain/text.h"

namespace binadaya::scheduling::domain::placement {
namespace {

const absl::CivilDay kThursday(2027, 4, 8), kNextMonday(2027, 4, 12), kTuesday(2027, 4, 13);

RundownItem Item(const std::string& id, ItemKind kind, int from, int until) {
  return {
      .id = id,
      .number = id,
      .day = kThursday,
      .from = from,
      .until = until,
      .kind = kind,
      .title = id,
      .place = "Ruang A",
      .speaker = "s"};
}

// Two lessons with a break between, a meal, a lesson, and a snack after all.
Rundown Day() {
  return {
      .days = {{kThursday, "Kamis"}},
      .items = {
          Item("1", ItemKind::kLearning, 480, 600), Item("2", ItemKind::kBreak, 600, 615),
          Item("3", ItemKind::kLearning, 615, 720), Item("4", ItemKind::kMeal, 720, 780),
          Item("5", ItemKind::kLearning, 780, 870), Item("6", ItemKind::kBreak, 870, 885)}};
}

// "1 12 08:00-10:00, …", by id, the day of the month and the clock.
std::string Written(const Rundown& rundown) {
  std::string text;
  for (const RundownItem& item : rundown.items)
    absl::StrAppendFormat(
        &text, "%s%s %d %02d:%02d-%02d:%02d", text.empty() ? "" : ", ", item.id, item.day.day(),
        *item.from / 60, *item.from % 60, *item.until / 60, *item.until % 60);
  return text;
}

std::map<std::string, ItemPlace> At(
    const std::map<std::string, std::pair<absl::CivilDay, int>>& times) {
  std::map<std::string, ItemPlace> places;
  for (const auto& [id, at] : times)
    places[id] = {.day = at.first, .from = at.second, .speaker = "s"};
  return places;
}

TEST(Placed, MovesToAnotherDayWithAllThatRests) {
  const Rundown placed = Placed(
      Day(), At({{"1", {kNextMonday, 480}}, {"3", {kNextMonday, 615}}, {"5", {kNextMonday, 780}}}));
  EXPECT_EQ(
      Written(placed),
      "1 12 08:00-10:00, 2 12 10:00-10:15, 3 12 10:15-12:00, 4 12 12:00-13:00, "
      "5 12 13:00-14:30, 6 12 14:30-14:45");
  ASSERT_EQ(placed.days.size(), 1u);
  EXPECT_EQ(placed.days[0].day, kNextMonday);
  EXPECT_EQ(placed.days[0].printed, "") << "the day that was printed was another";
}

TEST(Placed, RestsRightBehindWhereItsHourIsTakenAndNoLongerThanThereIsTime) {
  // The second lesson begins later, the third right after it.
  const Rundown placed = Placed(
      Day(), At({{"1", {kNextMonday, 500}}, {"3", {kNextMonday, 640}}, {"5", {kNextMonday, 780}}}));
  EXPECT_EQ(
      Written(placed),
      "1 12 08:20-10:20, 2 12 10:20-10:35, 3 12 10:40-12:25, 4 12 12:25-13:00, "
      "5 12 13:00-14:30, 6 12 14:30-14:45");
}

TEST(Placed, LeavesOutWhatRestsWhereNothingFollowsAnyMore) {
  const Rundown placed = Placed(
      Day(), At({{"1", {kNextMonday, 480}}, {"3", {kNextMonday, 615}}, {"5", {kTuesday, 480}}}));
  EXPECT_EQ(
      Written(placed),
      "1 12 08:00-10:00, 2 12 10:00-10:15, 3 12 10:15-12:00, 5 13 08:00-09:30, 6 13 09:30-09:45");
  EXPECT_EQ(placed.items[3].number, "4") << "numbered as it is read";
}

TEST(Placed, RestsOneBehindTheOtherWhereTheirHoursAreTaken) {
  Rundown day = Day();
  day.items[3].until = 765;
  day.items.insert(day.items.begin() + 4, Item("4a", ItemKind::kPrayer, 765, 780));
  const Rundown placed = Placed(
      day, At({{"1", {kNextMonday, 450}}, {"3", {kNextMonday, 585}}, {"5", {kNextMonday, 750}}}));
  EXPECT_EQ(
      Written(placed),
      "1 12 07:30-09:30, 2 12 09:30-09:45, 3 12 09:45-11:30, 4 12 11:30-12:15, "
      "4a 12 12:15-12:30, 5 12 12:30-14:00, 6 12 14:00-14:15");
}

TEST(RestsBehind, AreWhatTheRundownLeavesUntilTheNextOfTheDay) {
  using Minutes = std::map<std::string, int>;
  EXPECT_EQ(RestsBehind(Day()), (Minutes{{"1", 15}, {"3", 60}, {"5", 15}}));
  Rundown day = Day();
  day.items.push_back(Item("7", ItemKind::kPrayer, 885, 900));
  EXPECT_EQ(RestsBehind(day).at("5"), 30) << "all that rests";
  day.items[4].from = 750;
  EXPECT_EQ(RestsBehind(day).at("3"), 30) << "no more than there is time for";
  day.items[4].day = kNextMonday;
  EXPECT_EQ(RestsBehind(day).at("3"), 90) << "the meal, and what rests at the end of the day";
  day.items = {Item("2", ItemKind::kBreak, 600, 615), Item("3", ItemKind::kLearning, 615, 720)};
  EXPECT_EQ(RestsBehind(day), Minutes()) << "behind nothing";
}

TEST(Placed, NamesAnotherVenueAndKeepsTheRest) {
  std::map<std::string, ItemPlace> places = At({{"1", {kThursday, 480}}});
  places["1"].venue = "v";
  places["1"].name = "Balai";
  places["1"].speaker = "t";
  const Rundown placed = Placed(Day(), places);
  EXPECT_EQ(placed.items[0].venue, "v");
  EXPECT_EQ(placed.items[0].place, "Balai");
  EXPECT_EQ(placed.items[0].speaker, "t");
  EXPECT_EQ(placed.items[2].place, "Ruang A");
  EXPECT_EQ(placed.days, Day().days);
  EXPECT_EQ(Written(placed), Written(Day()));
}

}  // namespace
}  // namespace binadaya::scheduling::domain::placement
