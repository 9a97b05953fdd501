#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/budgeting/book.h"
#include "tests/unit/budgeting/told.h"

namespace binadaya::budgeting::domain::sample {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(LedgerEntries, SayWhatTheyRestOn) {
  Book book;
  book.Allot("a", 1'000);
  EXPECT_THAT(book.Earmark("item", {{"a", {60}}}), IsEmpty());
  book.today = kMarch + 1;
  EXPECT_THAT(book.Commit("SPK/1", {{"a", {100}}}, "item"), IsEmpty());
  EXPECT_THAT(book.Release("SPK/1", {{"a", {10}}}), IsEmpty());
  EXPECT_THAT(book.Realise("SPK/1", {{"a", {90}}}, false, "SPJ"), IsEmpty());
  EXPECT_THAT(book.TakeBack(5), IsEmpty());
  const auto told = [](const Entry& entry) {
    return absl::StrCat(
        static_cast<int>(entry.kind), " ", entry.amount.rupiah, " ", entry.commitment, " ",
        entry.plan_item, " ", entry.doc_ref, " ", absl::FormatCivilTime(entry.on), " ",
        entry.corrects);
  };
  std::vector<std::string> entries;
  for (const Entry& entry : book.entries()) entries.push_back(told(entry));
  EXPECT_THAT(
      entries,
      ElementsAre(
          "1 1000    2026-01-05 ", "2 60  item  2026-03-02 ",
          "2 -60 id of SPK/1 item SPK/1 2026-03-03 ", "3 100 id of SPK/1 item SPK/1 2026-03-03 ",
          "4 10 id of SPK/1 item surat 2026-03-03 ", "2 10 id of SPK/1 item surat 2026-03-03 ",
          "5 90 id of SPK/1 item SPJ 2026-03-03 ",
          "2 -10 id of SPK/1 item berita acara 2026-03-03 5"));
}

TEST(LedgerEntries, AreTakenBackOnceByACounterEntry) {
  Book book;
  book.Allot("a", 1'000);
  EXPECT_THAT(book.Commit("SPK/1", {{"a", {100}}}), IsEmpty());   // 1
  EXPECT_THAT(book.Realise("SPK/1", {{"a", {100}}}), IsEmpty());  // 2
  EXPECT_THAT(Told(book.TakeBack(0)), ElementsAre("LED-07 entry")) << "a version allots";
  EXPECT_THAT(Told(book.TakeBack(1)), ElementsAre("LED-07 entry")) << "it is realised";
  EXPECT_THAT(book.TakeBack(2), IsEmpty());
  EXPECT_EQ(book.balance("a").realised.rupiah, 0);
  EXPECT_EQ(book.balance("a").committed.rupiah, 100);
  EXPECT_EQ(book.entries().back().corrects, "2");
  EXPECT_EQ(book.entries().back().amount.rupiah, -100);
  EXPECT_THAT(Told(book.TakeBack(2)), ElementsAre("LED-07 entry")) << "twice";
  EXPECT_THAT(Told(book.TakeBack(3)), ElementsAre("LED-07 entry")) << "a counter-entry";
  EXPECT_THAT(book.Realise("SPK/1", {{"a", {40}}}), IsEmpty());  // 4
  EXPECT_THAT(book.Release("SPK/1"), IsEmpty());                 // 5
  EXPECT_THAT(book.Commit("SPK/2", {{"a", {901}}}), IsEmpty());  // 6
  EXPECT_THAT(Told(book.TakeBack(5)), ElementsAre("LED-07 entry")) << "59 are free, 60 were";
  EXPECT_THAT(book.TakeBack(6), IsEmpty());
  EXPECT_THAT(book.TakeBack(5), IsEmpty());
  EXPECT_EQ(book.commitment("SPK/1").parts.at("a").Open().rupiah, 60);
  EXPECT_THAT(book.Freeze({{"a", {10}}}), IsEmpty());
  EXPECT_THAT(book.Freeze({{"a", {10}}}), IsEmpty());
  EXPECT_THAT(book.TakeBack(9), IsEmpty());
  EXPECT_THAT(Told(book.TakeBack(9)), ElementsAre("LED-07 entry"))
      << "the other 10 are not its own";
  EXPECT_EQ(book.balance("a").frozen.rupiah, 10);
}

TEST(LedgerEntries, ThatFreedMoneyAreTakenBackWithinTheirYearOnly) {
  Book book;
  book.Allot("a", 1'000);
  book.today = absl::CivilDay(2026, 12, 30);
  EXPECT_THAT(book.Commit("SPK/1", {{"a", {100}}}), IsEmpty());  // 1
  EXPECT_THAT(book.Realise("SPK/1", {{"a", {30}}}), IsEmpty());  // 2
  EXPECT_THAT(book.Release("SPK/1", {{"a", {20}}}), IsEmpty());  // 3
  EXPECT_THAT(book.Release("SPK/1", {{"a", {10}}}), IsEmpty());  // 4
  EXPECT_THAT(book.Return("SPK/1", {{"a", {5}}}), IsEmpty());    // 5
  book.today = absl::CivilDay(2026, 12, 31);
  EXPECT_THAT(book.TakeBack(4), IsEmpty());
  book.today = absl::CivilDay(2027, 1, 1);
  EXPECT_THAT(Told(book.TakeBack(3)), ElementsAre("BL-09 entry"));
  EXPECT_THAT(Told(book.TakeBack(4)), ElementsAre("BL-09 entry", "LED-07 entry"));
  EXPECT_EQ(book.balance("a").committed.rupiah, 50);
  // What was paid, or came back, is put right in January too: it binds nothing anew.
  EXPECT_THAT(book.TakeBack(5), IsEmpty());
  EXPECT_THAT(book.TakeBack(2), IsEmpty());
  EXPECT_EQ(book.balance("a").committed.rupiah, 80);
}

TEST(LedgerEntries, ThatClosedACommitmentTooSoonInJanuaryAreTakenBackTogether) {
  Book book;
  book.Allot("a", 1'000);
  EXPECT_THAT(book.Commit("SPK/1", {{"a", {100}}}), IsEmpty());  // 1
  book.today = absl::CivilDay(2027, 1, 10);
  EXPECT_THAT(book.Realise("SPK/1", {{"a", {10}}}, true), IsEmpty());  // 2, 3: 10 of 100 by mistake
  EXPECT_EQ(book.balance("a").committed.rupiah, 0);
  EXPECT_THAT(book.TakeBack(3), IsEmpty());
  EXPECT_THAT(book.TakeBack(2), IsEmpty());
  EXPECT_THAT(book.Realise("SPK/1", {{"a", {100}}}, true), IsEmpty());
  EXPECT_EQ(book.balance("a").realised.rupiah, 100);
}

TEST(LedgerEntries, OfACommitmentAreNotTakenBackWithTheMoneyOfAnother) {
  Book book;
  book.Allot("a", 10'000);
  EXPECT_THAT(book.Earmark("item", {{"a", {600}}}), IsEmpty());          // 1
  EXPECT_THAT(book.Commit("SPK/1", {{"a", {600}}}, "item"), IsEmpty());  // 2, 3
  EXPECT_THAT(book.Commit("SPK/2", {{"a", {600}}}), IsEmpty());          // 4
  EXPECT_THAT(book.Realise("SPK/1", {{"a", {100}}}), IsEmpty());         // 5
  EXPECT_THAT(book.Realise("SPK/2", {{"a", {100}}}), IsEmpty());         // 6
  EXPECT_THAT(Told(book.TakeBack(4)), ElementsAre("LED-07 entry")) << "100 of it are spent";
  EXPECT_THAT(book.Return("SPK/2", {{"a", {1}}}), IsEmpty());  // 7
  EXPECT_THAT(Told(book.TakeBack(6)), ElementsAre("LED-07 entry")) << "1 of it is returned";
  EXPECT_THAT(book.Release("SPK/1", {{"a", {1}}}), IsEmpty());  // 8, 9
  EXPECT_THAT(Told(book.TakeBack(2)), ElementsAre("LED-07 entry")) << "1 is the item's again";
  EXPECT_EQ(book.balance("a").earmarked.at("item").rupiah, 1);
}

TEST(PastDays, KeepTheirBalance) {
  Book book;
  book.Allot("a", 1'000);
  book.today = absl::CivilDay(2026, 3, 2);
  EXPECT_THAT(book.Commit("SPK/1", {{"a", {100}}}), IsEmpty());
  book.today = absl::CivilDay(2026, 3, 9);
  EXPECT_THAT(book.Realise("SPK/1", {{"a", {60}}}, true), IsEmpty());
  const auto on = [&](int month, int day) {
    return BalanceOn(book.entries(), "a", absl::CivilDay(2026, month, day));
  };
  EXPECT_EQ(on(1, 4), Balance{});
  EXPECT_EQ(on(1, 5), Balance{.after = {1'000}});
  EXPECT_EQ(on(3, 1), Balance{.after = {1'000}});
  EXPECT_EQ(on(3, 2), (Balance{.after = {1'000}, .committed = {100}}));
  EXPECT_EQ(on(3, 8), (Balance{.after = {1'000}, .committed = {100}}));
  EXPECT_EQ(on(3, 9), (Balance{.after = {1'000}, .realised = {60}}));
}

TEST(Ledgers, HaveEveryRupiahInExactlyOnePlaceWhateverIsAsked) {
  std::uint64_t state = 9;
  const auto next = [&state](std::uint64_t below) {
    state = state * 6'364'136'223'846'793'005u + 1'442'695'040'888'963'407u;
    return static_cast<std::int64_t>((state >> 33) % below);
  };
  Book book;
  const std::vector<std::string> names = {"a", "b", "c"};
  for (const std::string& name : names) book.Allot(name, 10'000);
  std::vector<std::string> docs;
  int refused = 0, done = 0;
  for (int round = 0; round < 1'500; ++round) {
    std::vector<Asked> asked;
    for (const std::string& name : names) {
      if (next(2) == 0) asked.push_back({name, {next(900) - 5}});
    }
    if (asked.empty()) continue;
    const std::string doc = docs.empty() ? "" : docs[static_cast<std::size_t>(next(docs.size()))];
    Findings findings;
    switch (docs.empty() ? 0 : next(8)) {
      case 0:
        findings = book.Commit(absl::StrCat("SPK/", round), asked, next(2) == 0 ? "item" : "");
        if (!Blocks(findings)) docs.push_back(absl::StrCat("SPK/", round));
        break;
      case 1:
        findings = book.Realise(doc, asked, next(3) == 0);
        break;
      case 2:
        findings = next(4) == 0 ? book.Release(doc) : book.Release(doc, asked);
        break;
      case 3:
        findings = book.Return(doc, asked);
        break;
      case 4:
        findings = book.Freeze(asked);
        break;
      case 5:
        findings = book.Unfreeze(asked);
        break;
      case 6:
        findings = book.Earmark("item", asked);
        break;
      default:
        findings = book.TakeBack(static_cast<std::size_t>(next(book.entries().size())));
    }
    ++(Blocks(findings) ? refused : done);
    for (const std::string& name : names) {
      const Balance& balance = book.balance(name);
      ASSERT_TRUE(balance.Holds()) << round;
      ASSERT_EQ(
          balance.Free().rupiah + balance.committed.rupiah + balance.realised.rupiah +
              balance.frozen.rupiah,
          10'000);
      ASSERT_EQ(BalanceOn(book.entries(), name, book.today), balance) << round;
      std::int64_t open = 0, realised = 0;
      for (const std::string& one : docs) {
        const auto part = book.commitment(one).parts.find(name);
        if (part == book.commitment(one).parts.end()) continue;
        ASSERT_GE(part->second.Open().rupiah, 0);
        open += part->second.Open().rupiah;
        realised += part->second.realised.rupiah - part->second.returned.rupiah;
      }
      ASSERT_EQ(open, balance.committed.rupiah) << round;
      ASSERT_EQ(realised, balance.realised.rupiah) << round;
    }
  }
  EXPECT_GT(refused, 200);
  EXPECT_GT(done, 200);
}

}  // namespace
}  // namespace binadaya::budgeting::domain::sample
