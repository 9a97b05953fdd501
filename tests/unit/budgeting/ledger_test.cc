#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/budgeting/book.h"
#include "tests/unit/budgeting/told.h"

namespace binadaya::budgeting::domain::sample {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// F-11: of 143.248.000 are 42.630.000 committed and 12.600.000 of that realised.
Book OfThePaper() {
  Book book;
  book.Allot("a", 143'248'000);
  EXPECT_THAT(book.Commit("SPK/1", {{"a", {30'030'000}}}), IsEmpty());
  EXPECT_THAT(book.Commit("SPK/2", {{"a", {12'600'000}}}), IsEmpty());
  EXPECT_THAT(book.Realise("SPK/2", {{"a", {12'600'000}}}), IsEmpty());
  return book;
}

TEST(LedgerLine, HasFreeWhatIsNeitherCommittedNorRealised) {
  Book book = OfThePaper();
  EXPECT_EQ(book.balance("a").committed.rupiah, 30'030'000);
  EXPECT_EQ(book.balance("a").realised.rupiah, 12'600'000);
  EXPECT_EQ(book.balance("a").Free().rupiah, 100'618'000);
}

TEST(LedgerLine, NeverGivesMoreThanItHasAndSaysWhatBindsIt) {
  Book book = OfThePaper();
  const Findings findings = book.Commit("SPK/3", {{"a", {100'618'001}}});
  ASSERT_THAT(Told(findings), ElementsAre("BL-08 parts[0]"));
  EXPECT_EQ(findings[0].values.at("found"), "Rp100.618.001");
  EXPECT_EQ(findings[0].values.at("expected"), "Rp100.618.000");
  EXPECT_EQ(findings[0].values.at("after"), "Rp143.248.000");
  EXPECT_EQ(
      findings[0].values.at("entries"), "SPK/1: Rp30.030.000 + Rp0; SPK/2: Rp0 + Rp12.600.000");
  EXPECT_THAT(book.Commit("SPK/3", {{"a", {100'618'000}}}), IsEmpty());
  EXPECT_EQ(book.balance("a").Free().rupiah, 0);
  EXPECT_THAT(Told(book.Commit("SPK/4", {{"a", {1}}})), ElementsAre("BL-08 parts[0]"));
  EXPECT_THAT(
      Told(book.Commit("SPK/5", {{"a", {std::numeric_limits<std::int64_t>::max()}}})),
      ElementsAre("BL-08 parts[0]"));
}

TEST(LedgerLine, NamesTheTwentyLargestThatBindItAndHowManyThereAre) {
  Book book;
  book.Allot("a", 1'000'000);
  for (int i = 1; i <= 21; ++i)
    EXPECT_THAT(book.Commit(absl::StrCat("SPK/", i), {{"a", {i}}}), IsEmpty());
  const Findings findings = book.Commit("SPK/22", {{"a", {1'000'000}}});
  const std::string& entries = findings.at(0).values.at("entries");
  EXPECT_TRUE(entries.starts_with("SPK/21: Rp21 + Rp0; SPK/20: ")) << entries;
  EXPECT_TRUE(entries.ends_with("SPK/2: Rp2 + Rp0; … (21)")) << entries;
}

TEST(LedgerLine, NamesWhatBindsItByWhatIsOpenThenRealisedThenByDocument) {
  Book book;
  book.Allot("a", 1'000);
  for (const auto& [doc, spent] :
       std::vector<std::pair<const char*, int>>{{"D", 20}, {"C", 10}, {"A", 30}, {"B", 20}}) {
    EXPECT_THAT(book.Commit(doc, {{"a", {spent}}}), IsEmpty());
    EXPECT_THAT(book.Realise(doc, {}), IsEmpty());
  }
  EXPECT_EQ(
      book.Commit("E", {{"a", {1'000}}}).at(0).values.at("entries"),
      "A: Rp0 + Rp30; B: Rp0 + Rp20; D: Rp0 + Rp20; C: Rp0 + Rp10");
  for (int i = 1; i <= 16; ++i)
    EXPECT_THAT(book.Commit(absl::StrCat("SPK/", i), {{"a", {i}}}), IsEmpty());
  const std::string entries = book.Commit("E", {{"a", {1'000}}}).at(0).values.at("entries");
  EXPECT_TRUE(entries.ends_with("; C: Rp0 + Rp10")) << "twenty are named one by one: " << entries;
}

TEST(Commitments, TakeAllOfTheirLinesOrNone) {
  Book book;
  book.Allot("a", 1'000);
  book.Allot("b", 1'000);
  EXPECT_THAT(
      Told(book.Commit("SPK/1", {{"a", {1'001}}, {"b", {1'000}}, {"c", {5}}})),
      ElementsAre("BL-08 parts[0]", "LED-01 parts[2]"));
  EXPECT_EQ(book.balance("b").Free().rupiah, 1'000);
  EXPECT_THAT(book.Commit("SPK/1", {{"a", {1'000}}, {"b", {999}}}), IsEmpty());
  EXPECT_EQ(book.balance("a").Free().rupiah, 0);
  EXPECT_EQ(book.balance("b").Free().rupiah, 1);
}

TEST(Commitments, UseADocumentOnce) {
  Book book;
  book.Allot("a", 1'000);
  EXPECT_THAT(book.Commit("SPK/1", {{"a", {10}}}), IsEmpty());
  const Findings findings = book.Commit("SPK/1", {{"a", {10}}});
  ASSERT_THAT(Told(findings), ElementsAre("LED-02 doc_ref"));
  EXPECT_EQ(findings[0].values.at("commitment"), "id of SPK/1");
  EXPECT_EQ(book.balance("a").committed.rupiah, 10);
}

TEST(Commitments, NameEachLineOnceWithAnAmountAboveZero) {
  Book book;
  book.Allot("a", 1'000);
  EXPECT_THAT(Told(book.Commit("SPK/1", {{"a", {0}}})), ElementsAre("LED-03 parts[0]"));
  EXPECT_THAT(Told(book.Commit("SPK/1", {{"a", {-1}}})), ElementsAre("LED-03 parts[0]"));
  EXPECT_THAT(Told(book.Commit("SPK/1", {{"a", {1}}, {"a", {1}}})), ElementsAre("LED-03 parts[1]"));
  EXPECT_THAT(
      Told(book.Commit("SPK/1", {{"a", {1}}, {"a", {1'001}}})), ElementsAre("LED-03 parts[1]"))
      << "and nothing more is said of it";
}

TEST(Commitments, AreMadeFromTheDpaUntilTheLastDayOfTheYear) {
  Book book;
  book.Allot("a", 1'000);
  book.line("a").valid_since = absl::CivilDay(2026, 1, 5);
  const auto on = [&](absl::CivilDay day) {
    book.today = day;
    return Told(book.Commit("SPK " + absl::FormatCivilTime(day), {{"a", {1}}}));
  };
  EXPECT_THAT(on(absl::CivilDay(2026, 1, 4)), ElementsAre("BL-09 parts[0]"));
  EXPECT_THAT(on(absl::CivilDay(2026, 1, 5)), IsEmpty());
  EXPECT_THAT(on(absl::CivilDay(2026, 12, 31)), IsEmpty());
  EXPECT_THAT(on(absl::CivilDay(2027, 1, 1)), ElementsAre("BL-09 parts[0]"));
  book.line("a").valid_since.reset();
  EXPECT_THAT(on(absl::CivilDay(2026, 6, 1)), ElementsAre("BL-09 parts[0]"));
}

TEST(Commitments, ArePaidFromTheFirstDayOfTheYearOfTheirLine) {
  Book book;
  book.Allot("a", 1'000);  // a line of 2026 whose DPA came in December
  book.line("a").valid_since = absl::CivilDay(2025, 12, 20);
  book.today = absl::CivilDay(2025, 12, 31);
  EXPECT_THAT(book.Commit("SPK/1", {{"a", {100}}}), IsEmpty());
  EXPECT_THAT(Told(book.Realise("SPK/1", {{"a", {60}}})), ElementsAre("LED-11 parts[0]"));
  EXPECT_THAT(Told(book.Realise("SPK/1", {}, true)), ElementsAre("LED-11 parts[0]"));
  EXPECT_EQ(book.balance("a").committed.rupiah, 100);
  EXPECT_THAT(book.Release("SPK/1", {{"a", {40}}}), IsEmpty());
  book.today = absl::CivilDay(2026, 1, 1);
  EXPECT_THAT(book.Realise("SPK/1", {{"a", {60}}}), IsEmpty());
}

TEST(Commitments, TakeTheLinesOfTheirPlanItemAndThoseOfNone) {
  Book book;
  book.Allot("a", 1'000);
  book.Allot("b", 1'000);
  book.line("a").plan_item = "item";
  EXPECT_THAT(book.Commit("SPK/1", {{"a", {1}}, {"b", {1}}}, "item"), IsEmpty());
  const Findings other = book.Commit("SPK/2", {{"b", {1}}, {"a", {1}}}, "other");
  ASSERT_THAT(Told(other), ElementsAre("LED-13 parts[1]"));
  EXPECT_EQ(other[0].values.at("found"), "other");
  EXPECT_EQ(other[0].values.at("expected"), "item");
  const Findings none = book.Commit("SPK/2", {{"b", {1}}, {"a", {1}}});
  ASSERT_THAT(Told(none), ElementsAre("LED-13 parts[1]")) << "for a batch, whose item is not said";
  EXPECT_THAT(none[0].message.id, HasSubstr("untuk item rencana item. Sebutkan item itu"));
}

TEST(Commitments, TakeOfALineOfAnotherItemWhatIsEarmarkedForTheirs) {
  Book book;
  book.Allot("a", 1'000);
  book.line("a").plan_item = "item";
  EXPECT_THAT(book.Earmark("other", {{"a", {10}}}), IsEmpty());
  EXPECT_EQ(book.line("a").FreeFor("other").rupiah, 10);
  EXPECT_EQ(book.line("a").FreeFor("item").rupiah, 990);
  const Findings more = book.Commit("SPK/1", {{"a", {11}}}, "other");
  ASSERT_THAT(Told(more), ElementsAre("BL-08 parts[0]"));
  EXPECT_EQ(more[0].values.at("expected"), "Rp10");
  EXPECT_THAT(more[0].message.id, HasSubstr("untuk item lain Rp990. Kurangi"));
  EXPECT_THAT(book.Commit("SPK/1", {{"a", {10}}}, "other"), IsEmpty());
  EXPECT_EQ(book.line("a").FreeFor("other").rupiah, 0);
  EXPECT_THAT(Told(book.Commit("SPK/2", {{"a", {1}}}, "other")), ElementsAre("LED-13 parts[0]"));
  EXPECT_THAT(book.Commit("SPK/2", {{"a", {990}}}, "item"), IsEmpty());
}

TEST(Commitments, TakeNothingMoreOfALineThatIsAnotherItemsNow) {
  Book book;
  book.Allot("a", 1'000);
  EXPECT_THAT(book.Commit("SPK/1", {{"a", {100}}}, "other"), IsEmpty());
  book.line("a").plan_item = "item";  // by a shift
  EXPECT_EQ(book.line("a").FreeFor("other").rupiah, 0);
  EXPECT_THAT(Told(book.Commit("SPK/2", {{"a", {1}}}, "other")), ElementsAre("LED-13 parts[0]"));
  EXPECT_THAT(book.Realise("SPK/1", {}), IsEmpty()) << "what is bound is paid";
}

TEST(Commitments, OfTwoFiscalYearsTakeTheLinesOfEach) {
  Book book;
  book.today = absl::CivilDay(2026, 12, 30);
  book.Allot("a", 1'000);
  book.Allot("b", 1'000, 2027);
  book.line("b").valid_since = absl::CivilDay(2026, 12, 29);
  EXPECT_THAT(book.Commit("SPK/1", {{"a", {600}, 2026}, {"b", {400}, 2027}}), IsEmpty());
  const Findings other = book.Commit("SPK/2", {{"a", {1}, 2026}, {"a2", {1}, 2027}});
  ASSERT_THAT(Told(other), ElementsAre("LED-01 parts[1]"));
  EXPECT_EQ(other[0].values.at("line"), "a2");
  const Findings wrong = book.Commit("SPK/2", {{"a", {1}, 2027}});
  ASSERT_THAT(Told(wrong), ElementsAre("LED-01 parts[0]"));
  EXPECT_EQ(wrong[0].values.at("found"), "2026");
  EXPECT_EQ(wrong[0].values.at("expected"), "2027");
  EXPECT_THAT(Told(book.Commit("SPK/2", {{"a", {5'000}, 2027}})), ElementsAre("LED-01 parts[0]"));
}

TEST(Commitments, AreRealisedAndReleasedUpToWhatIsOpen) {
  Book book;
  book.Allot("a", 1'000);
  EXPECT_THAT(book.Commit("SPK/1", {{"a", {100}}}), IsEmpty());
  EXPECT_THAT(Told(book.Realise("SPK/1", {{"a", {101}}})), ElementsAre("LED-04 parts[0]"));
  EXPECT_THAT(book.Realise("SPK/1", {{"a", {60}}}), IsEmpty());
  EXPECT_THAT(Told(book.Release("SPK/1", {{"a", {41}}})), ElementsAre("LED-04 parts[0]"));
  EXPECT_THAT(book.Release("SPK/1", {{"a", {30}}}), IsEmpty());
  EXPECT_EQ(book.balance("a").committed.rupiah, 10);
  EXPECT_EQ(book.balance("a").Free().rupiah, 930);
  book.Allot("b", 1'000);
  EXPECT_THAT(Told(book.Realise("SPK/1", {{"b", {1}}})), ElementsAre("LED-04 parts[0]"));
}

TEST(Commitments, FreeWhatARealisationLeavesWhenTheyAreClosed) {
  Book book;
  book.Allot("a", 1'000);
  book.Allot("b", 1'000);
  EXPECT_THAT(book.Commit("SPK/1", {{"a", {100}}, {"b", {50}}}), IsEmpty());
  EXPECT_THAT(book.Realise("SPK/1", {{"a", {60}}}, true), IsEmpty());
  EXPECT_EQ(book.balance("a").Free().rupiah, 940);
  EXPECT_EQ(book.balance("a").committed.rupiah, 0);
  EXPECT_EQ(book.balance("b").Free().rupiah, 1'000);
  EXPECT_THAT(Told(book.Realise("SPK/1", {{"a", {1}}})), ElementsAre("LED-04 parts[0]"));
}

TEST(Commitments, AreReleasedWholeWithoutAnAmount) {
  Book book;
  book.Allot("a", 1'000);
  book.Allot("b", 1'000);
  EXPECT_THAT(book.Commit("SPK/1", {{"a", {100}}, {"b", {50}}}), IsEmpty());
  EXPECT_THAT(book.Realise("SPK/1", {{"a", {100}}}), IsEmpty());
  EXPECT_THAT(book.Realise("SPK/1", {{"b", {49}}}), IsEmpty());
  EXPECT_THAT(book.Release("SPK/1"), IsEmpty()) << "the one rupiah that is open";
  EXPECT_EQ(book.balance("a").Free().rupiah, 900);
  EXPECT_EQ(book.balance("b").Free().rupiah, 951);
}

TEST(Commitments, AreNotClosedByARealisationThatIsRefused) {
  Book book;
  book.Allot("a", 1'000);
  EXPECT_THAT(book.Commit("SPK/1", {{"a", {100}}}), IsEmpty());
  EXPECT_THAT(Told(book.Realise("SPK/1", {{"a", {101}}}, true)), ElementsAre("LED-04 parts[0]"));
  EXPECT_EQ(book.balance("a").committed.rupiah, 100);
}

TEST(Commitments, ThatHaveNothingLeftAreRefused) {
  Book book;
  book.Allot("a", 1'000);
  EXPECT_THAT(book.Commit("SPK/1", {{"a", {100}}}), IsEmpty());
  EXPECT_THAT(Told(book.Return("SPK/1", {})), ElementsAre("LED-04 commitment"));
  EXPECT_THAT(book.Realise("SPK/1", {}, true), IsEmpty()) << "all that is open; nothing to free";
  EXPECT_EQ(book.balance("a").realised.rupiah, 100);
  EXPECT_THAT(Told(book.Realise("SPK/1", {}, true)), ElementsAre("LED-04 commitment"));
  EXPECT_THAT(Told(book.Release("SPK/1")), ElementsAre("LED-04 commitment"));
  EXPECT_THAT(book.Return("SPK/1", {}), IsEmpty()) << "all that was realised";
  EXPECT_EQ(book.balance("a").Free().rupiah, 1'000);
}

TEST(Realisations, AreEnteredOnceByTheirDocument) {
  Book book;
  book.Allot("a", 1'000);
  book.Allot("b", 1'000);
  EXPECT_THAT(book.Commit("SPK/1", {{"a", {100}}, {"b", {100}}}), IsEmpty());
  EXPECT_THAT(book.Commit("SPK/2", {{"a", {100}}}), IsEmpty());
  EXPECT_THAT(book.Realise("SPK/1", {{"a", {50}}}, false, "SPJ/1"), IsEmpty());  // 5
  const Findings twice = book.Realise("SPK/1", {{"b", {50}}, {"a", {50}}}, false, "SPJ/1");
  ASSERT_THAT(Told(twice), ElementsAre("LED-02 parts[1]"));
  EXPECT_EQ(twice[0].values.at("found"), "SPJ/1");
  EXPECT_THAT(Told(book.Realise("SPK/1", {}, true, "SPJ/1")), ElementsAre("LED-02 parts[0]"));
  EXPECT_EQ(book.balance("a").realised.rupiah, 50);
  // It may pay on another line, for another commitment; and another document pays here.
  EXPECT_THAT(book.Realise("SPK/1", {{"b", {50}}}, false, "SPJ/1"), IsEmpty());
  EXPECT_THAT(book.Realise("SPK/2", {{"a", {50}}}, false, "SPJ/1"), IsEmpty());
  EXPECT_THAT(book.Realise("SPK/1", {{"a", {10}}}, false, "SPJ/2"), IsEmpty());
  EXPECT_THAT(book.TakeBack(5), IsEmpty());
  EXPECT_THAT(book.Realise("SPK/1", {{"a", {40}}}, false, "SPJ/1"), IsEmpty()) << "put right";
  EXPECT_THAT(
      Told(book.Realise("SPK/1", {{"a", {1}}}, false, "SPJ/1")), ElementsAre("LED-02 parts[0]"));
  // What comes back by that number is another act, and likewise once.
  EXPECT_THAT(book.Return("SPK/1", {{"a", {5}}}, "SPJ/1"), IsEmpty());
  EXPECT_THAT(Told(book.Return("SPK/1", {{"a", {5}}}, "SPJ/1")), ElementsAre("LED-02 parts[0]"));
  EXPECT_THAT(book.Return("SPK/1", {{"a", {5}}}, "STS/2"), IsEmpty());
}

TEST(Realisations, AreReturnedUpToWhatWasRealisedAndAreFreeAgain) {
  Book book = OfThePaper();
  EXPECT_THAT(Told(book.Return("SPK/2", {{"a", {12'600'001}}})), ElementsAre("LED-05 parts[0]"));
  EXPECT_THAT(book.Return("SPK/2", {{"a", {600'000}}}), IsEmpty());
  EXPECT_EQ(book.balance("a").realised.rupiah, 12'000'000);
  EXPECT_EQ(book.balance("a").Free().rupiah, 101'218'000);
  EXPECT_THAT(Told(book.Return("SPK/2", {{"a", {12'000'001}}})), ElementsAre("LED-05 parts[0]"));
}

}  // namespace
}  // namespace binadaya::budgeting::domain::sample
