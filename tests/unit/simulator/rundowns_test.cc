// The rundowns that the story plays, against the rules that scheduling checks them by.
#include "services/simulator/rundowns.h"

#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/scheduling/domain/rundown.h"

namespace binadaya::simulator {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
namespace rules = scheduling::domain;

// As scheduling reads it, as far as its rules look at it.
rules::Rundown AsRead(const scheduling::v1::RundownContent& content) {
  const auto day = [](const std::string& text) {
    absl::CivilDay read;
    EXPECT_TRUE(absl::ParseCivilTime(text, &read)) << text;
    return read;
  };
  rules::Rundown rundown;
  for (const auto& heading : content.days())
    rundown.days.push_back({day(heading.day()), heading.printed()});
  for (const auto& item : content.items()) {
    rules::RundownItem& to = rundown.items.emplace_back();
    to.number = item.number();
    to.day = day(item.day());
    if (item.has_from()) to.from = item.from();
    if (item.has_until()) to.until = item.until();
    if (item.has_printed_minutes()) to.printed_minutes = item.printed_minutes();
    to.kind = static_cast<rules::ItemKind>(item.kind());
    to.title = item.title();
    to.place = item.place();
    to.venue = item.venue();
    to.speaker = item.speaker();
    to.method = item.method();
    to.objectives = {item.objectives().begin(), item.objectives().end()};
    to.materials = {item.materials().begin(), item.materials().end()};
  }
  return rundown;
}

rules::Calendar WithoutHolidays() { return {.holidays = {{2024, {}}, {2027, {}}}}; }

TEST(StoryRundown, AsItWasPrintedBreaksManyRulesForTwoLessonHours) {
  const rules::Rundown printed = AsRead(PrintedRundown());
  std::set<std::string> kinds;
  for (const Finding& finding : rules::CheckRundown(printed, WithoutHolidays(), "/OPD04/", {}))
    kinds.insert(finding.rule);
  EXPECT_THAT(
      kinds, ElementsAre("SC-01", "SC-02", "SC-03", "SC-04", "SC-05", "SC-06", "SC-08", "SC-10"));
  const rules::RundownMeasure measure = rules::Measure(printed, {});
  EXPECT_EQ(measure.scheduled_minutes, 810);
  EXPECT_EQ(measure.learning_minutes, 120);
  EXPECT_EQ(measure.jp, 2);
}

TEST(StoryRundown, AsItIsDesignedKeepsEveryRuleForTwentyLessonHours) {
  const rules::Rundown designed = AsRead(DesignedRundown(
      {absl::CivilDay(2027, 4, 6), absl::CivilDay(2027, 4, 7), absl::CivilDay(2027, 4, 22)},
      {.hall = "hall", .expert = "expert", .trainer = "trainer", .mentor = "mentor"},
      {"memilih dengan dua alasan tertulis"}));
  std::vector<std::string> told;
  for (const Finding& finding : rules::CheckRundown(designed, WithoutHolidays(), "/OPD04/", {}))
    told.push_back(finding.rule + " " + finding.where + " " + finding.message.en);
  EXPECT_THAT(told, IsEmpty());
  const rules::RundownMeasure measure = rules::Measure(designed, {});
  EXPECT_EQ(measure.learning_minutes, 900);
  EXPECT_EQ(measure.jp, 20);
}

}  // namespace
}  // namespace binadaya::simulator
