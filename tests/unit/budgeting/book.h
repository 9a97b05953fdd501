#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/budgeting/domain/ledger.h"

namespace binadaya::budgeting::domain::sample {

inline const absl::CivilDay kMarch(2026, 3, 2);

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
      EXPECT_THAT(ledger.posted(), ::testing::IsEmpty());
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

}  // namespace binadaya::budgeting::domain::sample
