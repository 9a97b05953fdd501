#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/budgeting/book.h"
#include "tests/unit/budgeting/told.h"

namespace binadaya::budgeting::domain::sample {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(FrozenMoney, IsNotFree) {
  Book book;
  book.Allot("a", 1'000);
  EXPECT_THAT(book.Commit("SPK/1", {{"a", {100}}}), IsEmpty());
  EXPECT_THAT(Told(book.Freeze({{"a", {901}}})), ElementsAre("LED-06 parts[0]"));
  EXPECT_THAT(book.Freeze({{"a", {900}}}), IsEmpty());
  EXPECT_THAT(Told(book.Commit("SPK/2", {{"a", {1}}})), ElementsAre("BL-08 parts[0]"));
  EXPECT_THAT(Told(book.Unfreeze({{"a", {901}}})), ElementsAre("LED-06 parts[0]"));
  EXPECT_THAT(book.Unfreeze({{"a", {1}}}), IsEmpty());
  EXPECT_THAT(book.Commit("SPK/2", {{"a", {1}}}), IsEmpty());
  EXPECT_THAT(book.Unfreeze({{"a", {899}}}), IsEmpty());
  EXPECT_EQ(book.balance("a").frozen.rupiah, 0);
}

TEST(FrozenMoney, IsNamedByItsOrdersWhereItStandsInTheWay) {
  Book book;
  book.Allot("a", 1'000);
  EXPECT_THAT(book.Freeze({{"a", {600}}}, "SE/1"), IsEmpty());
  EXPECT_THAT(book.Freeze({{"a", {100}}}, "SE/2"), IsEmpty());
  EXPECT_THAT(book.Unfreeze({{"a", {50}}}, "SE/1"), IsEmpty());
  const Findings findings = book.Commit("SPK/1", {{"a", {351}}});
  ASSERT_THAT(Told(findings), ElementsAre("BL-08 parts[0]"));
  EXPECT_EQ(findings[0].values.at("frozen"), "Rp650");
  EXPECT_EQ(findings[0].values.at("orders"), "SE/1: Rp550; SE/2: Rp100");
}

TEST(FrozenMoney, IsFrozenAndUnfrozenOnceByAnOrder) {
  Book book;
  book.Allot("a", 1'000);
  book.Allot("b", 1'000);
  EXPECT_THAT(book.Freeze({{"a", {100}}}, "SE/1"), IsEmpty());  // 2
  EXPECT_THAT(
      Told(book.Freeze({{"b", {100}}, {"a", {100}}}, "SE/1")), ElementsAre("LED-02 parts[1]"));
  EXPECT_EQ(book.balance("a").frozen.rupiah, 100);
  EXPECT_THAT(book.Unfreeze({{"a", {10}}}, "SE/1"), IsEmpty());
  EXPECT_THAT(Told(book.Unfreeze({{"a", {10}}}, "SE/1")), ElementsAre("LED-02 parts[0]"));
  EXPECT_THAT(book.Freeze({{"a", {10}}}, "SE/2"), IsEmpty());
  EXPECT_THAT(book.TakeBack(2), IsEmpty());
  EXPECT_THAT(book.Freeze({{"a", {70}}}, "SE/1"), IsEmpty()) << "put right";
  EXPECT_EQ(book.balance("a").frozen.rupiah, 70);
}

TEST(EarmarkedMoney, IsForItsPlanItemAlone) {
  Book book;
  book.Allot("a", 1'000);
  EXPECT_THAT(book.Earmark("item", {{"a", {700}}}), IsEmpty());
  EXPECT_EQ(book.balance("a").Free().rupiah, 1'000);
  EXPECT_THAT(Told(book.Earmark("other", {{"a", {301}}})), ElementsAre("BL-08 parts[0]"));
  EXPECT_THAT(Told(book.Commit("SPK/1", {{"a", {301}}}, "other")), ElementsAre("BL-08 parts[0]"));
  EXPECT_THAT(Told(book.Freeze({{"a", {301}}})), ElementsAre("LED-06 parts[0]"));
  EXPECT_THAT(book.Earmark("other", {{"a", {300}}}), IsEmpty());
  EXPECT_THAT(book.Commit("SPK/1", {{"a", {300}}}, "other"), IsEmpty());
  EXPECT_THAT(Told(book.Commit("SPK/2", {{"a", {701}}}, "item")), ElementsAre("BL-08 parts[0]"));
  EXPECT_THAT(book.Commit("SPK/2", {{"a", {600}}}, "item"), IsEmpty());
  EXPECT_EQ(book.balance("a").earmarked.at("item").rupiah, 100);
  EXPECT_THAT(book.Commit("SPK/3", {{"a", {100}}}, "item"), IsEmpty());
  EXPECT_THAT(book.balance("a").earmarked, IsEmpty());
}

TEST(EarmarkedMoney, IsNamedWhereItStandsInTheWay) {
  Book book;
  book.Allot("a", 1'000);
  EXPECT_THAT(book.Earmark("item", {{"a", {600}}}), IsEmpty());
  EXPECT_THAT(book.Earmark("next", {{"a", {100}}}), IsEmpty());
  const Findings other = book.Commit("SPK/1", {{"a", {301}}}, "other");
  EXPECT_THAT(other.at(0).message.id, HasSubstr("untuk item lain Rp700. Kurangi"));
  EXPECT_EQ(other.at(0).values.at("earmarks"), "item: Rp600; next: Rp100");
  const Findings own = book.Commit("SPK/1", {{"a", {901}}}, "item");
  EXPECT_THAT(own.at(0).message.id, HasSubstr("untuk item lain Rp100. Kurangi"));
}

TEST(EarmarkedMoney, IsItsPlanItemsAgainWhenWhatTookItUpComesBack) {
  Book book;
  book.Allot("a", 1'000);
  EXPECT_THAT(book.Earmark("item", {{"a", {600}}}), IsEmpty());
  EXPECT_THAT(book.Commit("SPK/1", {{"a", {800}}}, "item"), IsEmpty());
  EXPECT_EQ(book.commitment("SPK/1").parts.at("a").earmarked.rupiah, 600);
  EXPECT_THAT(book.Release("SPK/1", {{"a", {250}}}), IsEmpty());
  EXPECT_EQ(book.balance("a").earmarked.at("item").rupiah, 250);
  EXPECT_THAT(Told(book.Commit("SPK/2", {{"a", {201}}})), ElementsAre("BL-08 parts[0]"));
  EXPECT_THAT(book.Realise("SPK/1", {{"a", {500}}}, true), IsEmpty());
  EXPECT_EQ(book.balance("a").earmarked.at("item").rupiah, 300) << "closing freed 50";
  EXPECT_THAT(book.Return("SPK/1", {{"a", {400}}}), IsEmpty());
  EXPECT_EQ(book.balance("a").earmarked.at("item").rupiah, 600) << "never more than it had";
  EXPECT_EQ(book.commitment("SPK/1").parts.at("a").earmarked.rupiah, 0);
  EXPECT_EQ(book.balance("a").FreeFor("").rupiah, 300);
}

TEST(EarmarkedMoney, IsGivenUpAsFarAsNobodyHasSpentIt) {
  Book book;
  book.Allot("a", 1'000);
  EXPECT_THAT(book.Earmark("item", {{"a", {600}}}), IsEmpty());  // 1
  EXPECT_THAT(book.Earmark("other", {{"a", {50}}}), IsEmpty());  // 2
  EXPECT_THAT(book.Commit("SPK/1", {{"a", {400}}}, "item"), IsEmpty());
  EXPECT_THAT(book.Realise("SPK/1", {{"a", {300}}}), IsEmpty());
  EXPECT_THAT(Told(book.TakeBack(1)), ElementsAre("LED-07 entry")) << "300 of it are spent";
  EXPECT_THAT(Told(book.ReleaseEarmark("item", {{"a", {201}}})), ElementsAre("LED-10 parts[0]"));
  EXPECT_THAT(Told(book.ReleaseEarmark("", {{"a", {1}}})), ElementsAre("LED-10 parts[0]"));
  EXPECT_THAT(Told(book.ReleaseEarmark("item", {{"a", {0}}})), ElementsAre("LED-03 parts[0]"));
  EXPECT_THAT(book.ReleaseEarmark("item", {{"a", {200}}}), IsEmpty());
  EXPECT_EQ(book.entries().back().plan_item, "item");
  EXPECT_EQ(book.entries().back().amount.rupiah, -200);
  EXPECT_EQ(book.balance("a").earmarked.size(), 1) << "the other's";
  EXPECT_EQ(book.balance("a").FreeFor("").rupiah, 550);
  // What its commitment gives back is the item's once more, and given up after its year, too.
  EXPECT_THAT(book.Release("SPK/1"), IsEmpty());
  EXPECT_EQ(book.balance("a").earmarked.at("item").rupiah, 100);
  book.today = absl::CivilDay(2027, 1, 1);
  EXPECT_THAT(book.ReleaseEarmark("item", {{"a", {100}}}), IsEmpty());
  EXPECT_EQ(book.balance("a").FreeFor("").rupiah, 650);
  // Given up by mistake: taken back while it is free.
  EXPECT_THAT(book.TakeBack(book.entries().size() - 1), IsEmpty());
  EXPECT_EQ(book.balance("a").earmarked.at("item").rupiah, 100);
}

TEST(EarmarkedMoney, IsOfTheYearOfItsLine) {
  Book book;
  book.Allot("a", 1'000);
  book.today = absl::CivilDay(2026, 12, 31);
  EXPECT_THAT(book.Earmark("item", {{"a", {1}}}), IsEmpty());
  book.today = absl::CivilDay(2027, 1, 1);
  EXPECT_THAT(Told(book.Earmark("item", {{"a", {1}}})), ElementsAre("BL-09 parts[0]"));
}

}  // namespace
}  // namespace binadaya::budgeting::domain::sample
