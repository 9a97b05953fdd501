#include "services/budgeting/domain/ledger.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/budgeting/told.h"

namespace binadaya::budgeting::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const absl::CivilDay kMarch(2026, 3, 2);

// A ledger that remembers, as the database does: lines, commitments and entries.
class Book {
 public:
  void Allot(const std::string& line, std::int64_t after, int year = 2026) {
    lines_[line] = {
        .id = line,
        .name = "baris " + line,
        .year = year,
        .valid_since = absl::CivilDay(year, 1, 5)};
    const Entry entry{.id = "0", .line = line, .amount = {after}, .on = absl::CivilDay(year, 1, 5)};
    Apply(entry, lines_[line].balance);
    entries_.push_back(entry);
  }
  LineState& line(const std::string& line) { return lines_.at(line); }
  const Balance& balance(const std::string& line) { return lines_.at(line).balance; }
  Commitment& commitment(const std::string& doc) { return commitments_.at(doc); }
  const std::vector<Entry>& entries() const { return entries_; }
  absl::CivilDay today = kMarch;

  Findings Commit(
      const std::string& doc, const std::vector<Asked>& asked, const std::string& plan_item = "") {
    Commitment commitment{.id = "id of " + doc, .doc_ref = doc, .plan_item = plan_item};
    const auto there = commitments_.find(doc);
    return Do([&](Ledger& ledger) {
      Findings findings =
          ledger.Commit(commitment, asked, there == commitments_.end() ? "" : there->second.id);
      if (!Blocks(findings)) commitments_[doc] = commitment;
      return findings;
    });
  }
  Findings Earmark(const std::string& plan_item, const std::vector<Asked>& asked) {
    return Do([&](Ledger& ledger) { return ledger.Earmark(plan_item, asked); });
  }
  Findings ReleaseEarmark(const std::string& plan_item, const std::vector<Asked>& asked) {
    return Do([&](Ledger& ledger) { return ledger.ReleaseEarmark(plan_item, asked); });
  }
  Findings Release(const std::string& doc, const std::vector<Asked>& asked = {}) {
    return Do([&](Ledger& ledger) { return ledger.Release(commitments_.at(doc), asked, "surat"); });
  }
  // `paper`: the number of the SPJ, receipt or order; without one each act has its own.
  Findings Realise(
      const std::string& doc, const std::vector<Asked>& asked, bool closes = false,
      std::string paper = "") {
    if (paper.empty()) paper = Paper();
    Commitment& commitment = commitments_.at(doc);
    return Do([&](Ledger& ledger) {
      return ledger.Realise(
          commitment, asked, paper, closes, Recorded(EntryKind::kRealise, commitment.id, paper));
    });
  }
  Findings Return(const std::string& doc, const std::vector<Asked>& asked, std::string paper = "") {
    if (paper.empty()) paper = Paper();
    Commitment& commitment = commitments_.at(doc);
    return Do([&](Ledger& ledger) {
      return ledger.Return(
          commitment, asked, paper, Recorded(EntryKind::kReturn, commitment.id, paper));
    });
  }
  Findings Freeze(const std::vector<Asked>& asked, std::string paper = "") {
    if (paper.empty()) paper = Paper();
    return Do([&](Ledger& ledger) {
      return ledger.Freeze(asked, paper, Recorded(EntryKind::kFreeze, "", paper));
    });
  }
  Findings Unfreeze(const std::vector<Asked>& asked, std::string paper = "") {
    if (paper.empty()) paper = Paper();
    return Do([&](Ledger& ledger) {
      return ledger.Unfreeze(asked, paper, Recorded(EntryKind::kUnfreeze, "", paper));
    });
  }
  Findings TakeBack(std::size_t entry) {
    const Entry& wrong = entries_.at(entry);
    bool taken_back = false;
    for (const Entry& other : entries_) taken_back = taken_back || other.corrects == wrong.id;
    Commitment* commitment = nullptr;
    for (auto& [doc, one] : commitments_) {
      if (one.id == wrong.commitment) commitment = &one;
    }
    return Do([&](Ledger& ledger) {
      return ledger.TakeBack(Entry(wrong), commitment, taken_back, "berita acara");
    });
  }

 private:
  template <class Act>
  Findings Do(Act act) {
    std::vector<LineState> lines;
    for (const auto& [id, line] : lines_) lines.push_back(line);
    Ledger ledger(lines, today, [this](const std::string& line) { return BindingsOf(line); });
    Findings findings = act(ledger);
    if (Blocks(findings)) {
      EXPECT_THAT(ledger.posted(), IsEmpty());
      for (const auto& [id, line] : lines_) EXPECT_EQ(ledger.lines().at(id).balance, line.balance);
      return findings;
    }
    for (Entry entry : ledger.posted()) {
      entry.id = absl::StrCat(entries_.size());
      entries_.push_back(entry);
    }
    lines_ = ledger.lines();
    return findings;
  }
  std::string Paper() const { return absl::StrCat("no ", entries_.size()); }
  Ledger::Recorded Recorded(
      EntryKind kind, const std::string& commitment, const std::string& paper) const {
    Ledger::Recorded lines;
    for (const Entry& one : entries_) {
      const bool taken_back = std::ranges::any_of(
          entries_, [&](const Entry& other) { return other.corrects == one.id; });
      if (one.kind == kind && one.commitment == commitment && one.doc_ref == paper &&
          one.corrects.empty() && !taken_back)
        lines.insert(one.line);
    }
    return lines;
  }
  domain::Bindings BindingsOf(const std::string& line) {
    domain::Bindings bindings;
    for (const auto& [doc, commitment] : commitments_) {
      const auto part = commitment.parts.find(line);
      if (part == commitment.parts.end()) continue;
      bindings.commitments.push_back(
          {doc,
           part->second.Open(),
           {part->second.realised.rupiah - part->second.returned.rupiah}});
    }
    for (const Entry& one : entries_) {
      const bool freezes = one.kind == EntryKind::kFreeze;
      if (one.line != line || (!freezes && one.kind != EntryKind::kUnfreeze)) continue;
      bindings.frozen[one.doc_ref].rupiah += freezes ? one.amount.rupiah : -one.amount.rupiah;
    }
    return bindings;
  }

  std::map<std::string, LineState> lines_;
  std::map<std::string, Commitment> commitments_;
  std::vector<Entry> entries_;
};

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
  EXPECT_THAT(book.Commit("SPK/2", {{"a", {1}}}), IsEmpty())
      << "for a batch, whose item is not said";
  // What is earmarked of it for the other is the other's.
  EXPECT_THAT(book.Earmark("other", {{"a", {1}}}), IsEmpty());
  EXPECT_THAT(book.Commit("SPK/3", {{"a", {1}}}, "other"), IsEmpty());
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
}  // namespace binadaya::budgeting::domain
