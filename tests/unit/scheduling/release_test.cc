#include "services/scheduling/domain/release.h"

#include "gtest/gtest.h"
#include "tests/unit/scheduling/timetable.h"

namespace binadaya::scheduling::domain::timetable {
namespace {

Rundown Of(const std::vector<std::string>& ids) {
  Rundown rundown;
  for (const std::string& id : ids) rundown.items.push_back({.id = id, .title = id});
  return rundown;
}

TEST(RundownIds, AreOfThisRundownAndStandOnce) {
  EXPECT_EQ(Places(CheckIds(Of({"a", "", "", "b"}), {"a", "b", "c"})), "");
  EXPECT_EQ(
      Places(CheckIds(Of({"a", "x", "b", "a"}), {"a", "b"})),
      "RUN-01 items[1].id, RUN-01 items[3].id");
}

TEST(RundownRelease, WantsItemsAChangeAndAReason) {
  const std::optional<Rundown> none, before = Of({"a"});
  EXPECT_EQ(Places(CheckRelease(none, Of({"a"}), "")), "") << "the first needs no reason";
  EXPECT_EQ(Places(CheckRelease(none, Of({}), "")), "RUN-02 items");
  EXPECT_EQ(Places(CheckRelease(before, Of({"a", "b"}), "sakit")), "");
  EXPECT_EQ(Places(CheckRelease(before, Of({"a", "b"}), "  ")), "RUN-04 reason");
  EXPECT_EQ(Places(CheckRelease(before, Of({"a"}), "sakit")), "RUN-03 items");
  EXPECT_EQ(Places(CheckRelease(before, Of({}), "")), "RUN-02 items, RUN-04 reason");
}

}  // namespace
}  // namespace binadaya::scheduling::domain::timetable
