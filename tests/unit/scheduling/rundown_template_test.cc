#include "services/scheduling/domain/rundown_template.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/scheduling/findings_told.h"
#include "tests/unit/scheduling/timetable.h"

namespace binadaya::scheduling::domain::of_templates {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const absl::CivilDay kThursday(2026, 4, 2);  // Good Friday is the day after

RundownItem Lesson(absl::CivilDay day, int from, int until) {
  return {
      .id = "i",
      .number = "1",
      .day = day,
      .from = from,
      .until = until,
      .kind = ItemKind::kLearning,
      .title = "Keputusan",
      .place = "Aula",
      .venue = "v",
      .speaker = "s",
      .method = "studi kasus",
      .objectives = {"o1"},
      .materials = {"m1"},
      .owner = "Panitia",
      .teaches = {{"M.08", 3}}};
}
Rundown TwoDays() {
  Rundown rundown;
  rundown.items = {Lesson(kThursday, 480, 600), Lesson(kThursday + 5, 780, 870)};
  rundown.items[1].kind = ItemKind::kPractice;
  return rundown;
}

TEST(RundownTemplate, KeepsItemsKindsAndMinutesAndNoDatePlaceOrPerson) {
  const Template kept = TemplateOf(TwoDays());
  ASSERT_EQ(kept.size(), 2U);
  EXPECT_EQ(DaysOf(kept), 2) << "days in between are left out";
  EXPECT_EQ(kept[0].day, 1);
  EXPECT_EQ(kept[1].day, 2);
  const RundownItem& item = kept[1].item;
  EXPECT_EQ(item.from, 780);
  EXPECT_EQ(item.until, 870);
  EXPECT_EQ(item.kind, ItemKind::kPractice);
  EXPECT_EQ(item.title, "Keputusan");
  EXPECT_EQ(item.method, "studi kasus");
  EXPECT_THAT(item.objectives, ElementsAre("o1"));
  EXPECT_THAT(item.materials, ElementsAre("m1"));
  EXPECT_THAT(item.teaches, ElementsAre(Expertise{"M.08", 3}));
  EXPECT_EQ(item.id + item.place + item.venue + item.speaker + item.owner, "");
  EXPECT_EQ(item.day, absl::CivilDay());
}

TEST(RundownTemplate, IsLaidOntoWorkingDays) {
  const Calendar calendar = timetable::Year2026();
  const std::vector<absl::CivilDay> days = WorkedDaysFrom(kThursday, 2, calendar, "/");
  EXPECT_THAT(days, ElementsAre(kThursday, kThursday + 4)) << "a holiday and a weekend between";
  EXPECT_THAT(
      WorkedDaysFrom(kThursday + 1, 2, calendar, "/"), ElementsAre(kThursday + 4, kThursday + 5));
  const Rundown laid = LaidOn(TemplateOf(TwoDays()), days);
  ASSERT_EQ(laid.items.size(), 2U);
  EXPECT_EQ(laid.items[0].day, kThursday);
  EXPECT_EQ(laid.items[1].day, kThursday + 4);
  EXPECT_EQ(laid.items[1].from, 780);
  ASSERT_EQ(laid.days.size(), 2U);
  EXPECT_EQ(laid.days[1].day, kThursday + 4);
  EXPECT_EQ(TemplateOf(laid), TemplateOf(TwoDays())) << "there and back";
}

TEST(RundownTemplate, IsKeptOfWhatIsThereAndNew) {
  const Template kept = TemplateOf(TwoDays());
  EXPECT_THAT(CheckKept(kept, std::nullopt, "Dua hari"), IsEmpty());
  EXPECT_THAT(
      FindingsTold(CheckKept({}, std::nullopt, "")), ElementsAre("TPL-01 batch", "TPL-06 title"));
  EXPECT_THAT(FindingsTold(CheckKept(kept, kept, "Dua hari")), ElementsAre("TPL-02 template_id"));
  Rundown longer = TwoDays();
  longer.items[1].until = 871;
  EXPECT_THAT(CheckKept(TemplateOf(longer), kept, "Dua hari"), IsEmpty());
  longer = TwoDays();
  longer.items[1].speaker = "another";
  longer.items[1].day = kThursday + 6;
  EXPECT_THAT(
      FindingsTold(CheckKept(TemplateOf(longer), kept, "Dua hari")),
      ElementsAre("TPL-02 template_id"))
      << "the same, elsewhere and by somebody else";
}

TEST(RundownTemplate, IsOfOneProgramAndInUse) {
  EXPECT_THAT(CheckTemplateUse({.origin = "p"}, "p"), IsEmpty());
  EXPECT_THAT(
      FindingsTold(CheckTemplateUse({.origin = "p", .retired = true}, "q")),
      ElementsAre("TPL-03 template_id", "TPL-04 template_id"));
  EXPECT_THAT(CheckFirstDay(kThursday, kThursday), IsEmpty());
  EXPECT_THAT(
      FindingsTold(CheckFirstDay(kThursday - 1, kThursday)), ElementsAre("TPL-05 first_day"));
}

}  // namespace
}  // namespace binadaya::scheduling::domain::of_templates
