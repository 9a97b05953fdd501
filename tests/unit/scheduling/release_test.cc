#include "services/scheduling/domain/release.h"

#include "gtest/gtest.h"
#include "tests/unit/scheduling/timetable.h"

namespace binadaya::scheduling::domain::timetable {
namespace {

Rundown OfItems(const std::vector<std::string>& ids) {
  Rundown rundown;
  for (const std::string& id : ids) rundown.items.push_back({.id = id, .title = id});
  return rundown;
}

TEST(RundownIds, AreOfThisRundownAndStandOnce) {
  EXPECT_EQ(Places(CheckIds(OfItems({"a", "", "", "b"}), {"a", "b", "c"})), "");
  EXPECT_EQ(
      Places(CheckIds(OfItems({"a", "x", "b", "a"}), {"a", "b"})),
      "RUN-01 items[1].id, RUN-01 items[3].id");
}

TEST(RundownRelease, WantsItemsAChangeAndAReason) {
  const std::optional<Rundown> none, before = OfItems({"a"});
  EXPECT_EQ(Places(CheckRelease(none, OfItems({"a"}), "")), "") << "the first needs no reason";
  EXPECT_EQ(Places(CheckRelease(none, OfItems({}), "")), "RUN-02 items");
  EXPECT_EQ(Places(CheckRelease(before, OfItems({"a", "b"}), "sakit")), "");
  EXPECT_EQ(Places(CheckRelease(before, OfItems({"a", "b"}), "  ")), "RUN-04 reason");
  EXPECT_EQ(Places(CheckRelease(before, OfItems({"a"}), "sakit")), "RUN-03 items");
  EXPECT_EQ(Places(CheckRelease(before, OfItems({}), "")), "RUN-02 items, RUN-04 reason");
}

Rundown OnDays(const std::vector<RundownItem>& items) { return {.items = items}; }

TEST(RundownRelease, ToOtherDaysOpensWhatWasArrangedForTheDaysBefore) {
  const absl::CivilDay monday(2026, 3, 9), tuesday(2026, 3, 10);
  const RundownItem lesson{.day = monday, .venue = "hall"};
  const RundownItem address{.day = monday, .kind = ItemKind::kLeaderAddress, .venue = "hall"};
  RundownItem later = lesson, elsewhere = lesson, closing = address, nowhere = lesson;
  later.day = closing.day = tuesday;
  elsewhere.venue = "annex";
  nowhere.venue = "";
  using enum ChecklistKind;
  using Kinds = std::vector<ChecklistKind>;
  const Rundown before = OnDays({address, lesson});
  EXPECT_EQ(OfOtherDays(before, before), Kinds());
  EXPECT_EQ(OfOtherDays(before, OnDays({lesson})), Kinds()) << "less of the same";
  EXPECT_EQ(
      OfOtherDays(before, OnDays({address, later})), Kinds({kReleaseLetters, kVenueContract}));
  EXPECT_EQ(
      OfOtherDays(before, OnDays({closing, later})),
      Kinds({kReleaseLetters, kLeaderHold, kVenueContract}));
  EXPECT_EQ(OfOtherDays(before, OnDays({address, elsewhere})), Kinds({kVenueContract}));
  EXPECT_EQ(OfOtherDays(OnDays({address, later}), OnDays({closing, lesson})), Kinds({kLeaderHold}));
  RundownItem nowhere_later = nowhere;
  nowhere_later.day = tuesday;
  EXPECT_EQ(
      OfOtherDays(OnDays({nowhere}), OnDays({nowhere_later})),
      Kinds({kReleaseLetters, kVenueContract}));
}

}  // namespace
}  // namespace binadaya::scheduling::domain::timetable
