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

}  // namespace
}  // namespace binadaya::scheduling::domain::timetable
