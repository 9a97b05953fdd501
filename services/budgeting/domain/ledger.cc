#include "services/budgeting/domain/ledger.h"

#include <algorithm>
#include <set>
#include <utility>

#include "services/common/domain/money_text.h"
#include "services/common/domain/text.h"

namespace binadaya::budgeting::domain {
namespace {

// Bindings that a refusal names one by one.
constexpr std::size_t kNamed = 20;

std::string List(std::vector<Binding> bindings) {
  std::sort(bindings.begin(), bindings.end(), [](const Binding& a, const Binding& b) {
    if (a.open != b.open) return a.open > b.open;
    if (a.realised != b.realised) return a.realised > b.realised;
    return a.doc_ref < b.doc_ref;
  });
  std::string list;
  for (std::size_t i = 0; i < bindings.size() && i < kNamed; ++i) {
    const Binding& binding = bindings[i];
    if (!list.empty()) list += "; ";
    list += Cat(binding.doc_ref, ": ", Rupiah(binding.open), " + ", Rupiah(binding.realised));
  }
  if (bindings.size() > kNamed) list += absl::StrCat("; … (", bindings.size(), ")");
  return list;
}

std::string List(const std::map<std::string, Money>& amounts) {
  std::string list;
  for (const auto& [of, amount] : amounts)
    list += Cat(list.empty() ? "" : "; ", of, ": ", Rupiah(amount));
  return list;
}

void Add(const Entry& entry, Part& part) {
  switch (entry.kind) {
    case EntryKind::kCommit:
      part.committed.rupiah += entry.amount.rupiah;
      break;
    case EntryKind::kRelease:
      part.released.rupiah += entry.amount.rupiah;
      break;
    case EntryKind::kRealise:
      part.realised.rupiah += entry.amount.rupiah;
      break;
    case EntryKind::kReturn:
      part.returned.rupiah += entry.amount.rupiah;
      break;
    case EntryKind::kEarmark:
      part.earmarked.rupiah -= entry.amount.rupiah;
      break;
    default:
      break;
  }
}

// LED-02, of a payment or an order.
Finding Twice(const LineState& line, const std::string& doc, const std::string& where) {
  return {
      "LED-02",
      where,
      {Cat("Dokumen ", doc, " sudah dicatat pada baris ", line.name,
           ". Dokumen lain dicatat dengan nomornya sendiri; yang salah dibatalkan dulu."),
       Cat("The document ", doc, " is recorded on the line ", line.name,
           " already. Record another one by its own number; take a wrong one back first.")},
      {{"line", line.id}, {"found", doc}}};
}

Finding OfAnotherItem(
    const LineState& line, const std::string& plan_item, const std::string& where) {
  return {
      "LED-13",
      where,
      {Cat("Baris ", line.name, " untuk item rencana ", line.plan_item,
           ". Sebutkan item itu, pakai baris lain, atau cadangkan dulu uang baris itu."),
       Cat("The line ", line.name, " is for the plan item ", line.plan_item,
           ". Name that item, use another line, or first earmark money of that line.")},
      {{"line", line.id}, {"found", plan_item}, {"expected", line.plan_item}}};
}

std::string WhereOf(std::size_t i) { return absl::StrCat("parts[", i, "]"); }

}  // namespace

Finding DocumentUsed(const std::string& commitment) {
  return {
      "LED-02",
      "doc_ref",
      {"Dokumen ini sudah dipakai untuk mengikat anggaran. Satu dokumen hanya sekali; lihat "
       "ikatannya.",
       "This document has bound money already. A document does so once; see that commitment."},
      {{"commitment", commitment}}};
}

Finding PaidByWhoBound() {
  return {
      "LED-08",
      "commitment",
      {"Anda sendiri yang membuat ikatan ini. Minta bendahara lain mencatat realisasinya.",
       "You have made this commitment yourself. Have another treasurer record what was spent."}};
}

Money LineState::FreeFor(const std::string& item) const {
  if (IsFor(item)) return balance.FreeFor(item);
  const auto earmark = balance.earmarked.find(item);
  return earmark == balance.earmarked.end() ? Money() : earmark->second;
}

Ledger::Ledger(std::vector<LineState> lines, absl::CivilDay today, BindingsOf bindings)
    : today_(today), bindings_(std::move(bindings)) {
  for (LineState& line : lines) {
    std::string id = line.id;
    lines_.emplace(std::move(id), std::move(line));
  }
}

void Ledger::Post(Entry entry, Commitment* commitment) {
  entry.on = today_;
  if (commitment != nullptr) {
    entry.commitment = commitment->id;
    if (entry.plan_item.empty()) entry.plan_item = commitment->plan_item;
    Add(entry, commitment->parts[entry.line]);
  }
  Apply(entry, lines_.at(entry.line).balance);
  posted_.push_back(std::move(entry));
}

void Ledger::PostEach(
    std::span<const Asked> asked, EntryKind kind, const std::string& doc, Commitment* commitment) {
  for (const Asked& one : asked)
    Post({.line = one.line, .kind = kind, .amount = one.amount, .doc_ref = doc}, commitment);
}

void Ledger::GiveBack(const Asked& came_back, const std::string& doc, Commitment& commitment) {
  const Money given = std::min(came_back.amount, commitment.parts[came_back.line].earmarked);
  if (given.rupiah <= 0) return;
  Post(
      {.line = came_back.line, .kind = EntryKind::kEarmark, .amount = given, .doc_ref = doc},
      &commitment);
}

Findings Ledger::Each(std::span<const Asked> asked, const Check& check) const {
  Findings findings;
  std::set<std::string> seen;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const Asked& one = asked[i];
    const std::string where = WhereOf(i);
    if (one.amount.rupiah <= 0 || !seen.insert(one.line).second) {
      findings.push_back(
          {"LED-03",
           where,
           {"Setiap baris disebut sekali, dengan jumlah di atas nol. Perbaiki.",
            "Each line is named once, with an amount above zero. Correct it."},
           {{"line", one.line}, {"found", Rupiah(one.amount)}}});
      continue;
    }
    const auto line = lines_.find(one.line);
    if (line == lines_.end()) {
      findings.push_back(
          {"LED-01",
           where,
           {Cat("Tidak ada baris anggaran ", one.line,
                ". Uang tidak dapat diambil dari induknya; buat baris itu lebih dahulu."),
            Cat("There is no budget line ", one.line,
                ". Money is never taken from what is above it; make that line first.")},
           {{"line", one.line}}});
      continue;
    }
    if (one.year != 0 && one.year != line->second.year) {
      findings.push_back(
          {"LED-01",
           where,
           {Cat("Baris ", line->second.name, " milik tahun anggaran ", line->second.year,
                ", padahal biaya ini milik tahun ", one.year, ". Sebutkan baris tahun ", one.year,
                "."),
            Cat("The line ", line->second.name, " is of the fiscal year ", line->second.year,
                ", but this cost is of ", one.year, ". Name the line of ", one.year, ".")},
           {{"line", one.line},
            {"found", absl::StrCat(line->second.year)},
            {"expected", absl::StrCat(one.year)}}});
      continue;
    }
    check(line->second, one.amount, where, findings);
  }
  return findings;
}

void Ledger::CheckTime(const LineState& line, const std::string& where, Findings& findings) const {
  const std::string today = absl::FormatCivilTime(today_);
  if (!line.valid_since.has_value() || today_ < *line.valid_since) {
    findings.push_back(
        {"BL-09",
         where,
         {Cat("DPA baris ", line.name, " belum disahkan pada ", today, ". Tunggu pengesahannya."),
          Cat("The DPA of the line ", line.name, " is not validated on ", today,
              ". Wait until it is.")},
         {{"line", line.id}, {"found", today}}});
  } else if (const absl::CivilDay last(line.year, 12, 31); today_ > last) {
    findings.push_back(
        {"BL-09",
         where,
         {Cat("Tahun anggaran baris ", line.name, " berakhir pada ", absl::FormatCivilTime(last),
              ". Pakai baris tahun berjalan."),
          Cat("The fiscal year of the line ", line.name, " ended on ", absl::FormatCivilTime(last),
              ". Use the line of this year.")},
         {{"line", line.id}, {"found", today}, {"expected", absl::FormatCivilTime(last)}}});
  }
}

void Ledger::CheckBegun(const LineState& line, const std::string& where, Findings& findings) const {
  const absl::CivilDay first(line.year, 1, 1);
  if (today_ >= first) return;
  const std::string today = absl::FormatCivilTime(today_), from = absl::FormatCivilTime(first);
  findings.push_back(
      {"LED-11",
       where,
       {Cat("Baris ", line.name, " milik tahun anggaran ", line.year, "; dibayar mulai ", from,
            ", bukan ", today, ". Catat realisasinya sesudah tahun itu mulai."),
        Cat("The line ", line.name, " is of the fiscal year ", line.year, "; it pays from ", from,
            " on, not on ", today, ". Record what is spent once that year has begun.")},
       {{"line", line.id}, {"found", today}, {"expected", from}}});
}

Finding Ledger::TooMuch(
    const LineState& line, Money asked, Money free, const std::string& where) const {
  const Balance& balance = line.balance;
  const Bindings bindings = bindings_(line.id);
  // What is for other plan items; so that the figures add up.
  const Money kept = {balance.Free().rupiah - free.rupiah};
  return {
      "BL-08",
      where,
      {Cat("Diminta ", Rupiah(asked), " dari baris ", line.name, ", tersedia ", Rupiah(free),
           ": setelah ", Rupiah(balance.after), ", terikat ", Rupiah(balance.committed),
           ", terealisasi ", Rupiah(balance.realised), ", dibekukan ", Rupiah(balance.frozen),
           ", untuk item lain ", Rupiah(kept),
           ". Kurangi, atau lepaskan yang tidak lagi diperlukan."),
       Cat("Asked are ", Rupiah(asked), " of the line ", line.name, ", free are ", Rupiah(free),
           ": after ", Rupiah(balance.after), ", committed ", Rupiah(balance.committed),
           ", realised ", Rupiah(balance.realised), ", frozen ", Rupiah(balance.frozen),
           ", for other items ", Rupiah(kept),
           ". Ask for less, or release what is no longer needed.")},
      {{"line", line.id},
       {"found", Rupiah(asked)},
       {"expected", Rupiah(free)},
       {"after", Rupiah(balance.after)},
       {"committed", Rupiah(balance.committed)},
       {"realised", Rupiah(balance.realised)},
       {"frozen", Rupiah(balance.frozen)},
       {"earmarked", Rupiah(balance.Earmarked())},
       {"earmarks", List(balance.earmarked)},
       {"entries", List(bindings.commitments)},
       {"orders", List(bindings.frozen)}}};
}

Findings Ledger::Commit(
    Commitment& commitment, std::span<const Asked> asked, const std::string& taken_by) {
  Findings findings = Each(
      asked, [&](const LineState& line, Money amount, const std::string& where, Findings& found) {
        CheckTime(line, where, found);
        const std::string& item = commitment.plan_item;
        const Money free = line.FreeFor(item);
        if (amount <= free) return;
        found.push_back(
            line.IsFor(item) || free.rupiah > 0 ? TooMuch(line, amount, free, where)
                                                : OfAnotherItem(line, item, where));
      });
  if (!taken_by.empty()) findings.push_back(DocumentUsed(taken_by));
  if (Blocks(findings)) return findings;
  for (const Asked& one : asked) {
    const auto& earmarks = lines_.at(one.line).balance.earmarked;
    if (const auto earmark = earmarks.find(commitment.plan_item); earmark != earmarks.end()) {
      const Money used = std::min(earmark->second, one.amount);
      Post(
          {.line = one.line,
           .kind = EntryKind::kEarmark,
           .amount = {-used.rupiah},
           .doc_ref = commitment.doc_ref},
          &commitment);
    }
    Post(
        {.line = one.line,
         .kind = EntryKind::kCommit,
         .amount = one.amount,
         .doc_ref = commitment.doc_ref},
        &commitment);
  }
  return findings;
}

Findings Ledger::Earmark(const std::string& plan_item, std::span<const Asked> asked) {
  Findings findings = Each(
      asked, [&](const LineState& line, Money amount, const std::string& where, Findings& found) {
        CheckTime(line, where, found);
        const Money free = line.balance.FreeFor("");
        if (amount > free) found.push_back(TooMuch(line, amount, free, where));
      });
  if (Blocks(findings)) return findings;
  for (const Asked& one : asked) {
    Post(
        {.line = one.line,
         .kind = EntryKind::kEarmark,
         .amount = one.amount,
         .plan_item = plan_item},
        nullptr);
  }
  return findings;
}

Findings Ledger::ReleaseEarmark(const std::string& plan_item, std::span<const Asked> asked) {
  Findings findings = Each(
      asked, [&](const LineState& line, Money amount, const std::string& where, Findings& found) {
        const auto& earmarks = line.balance.earmarked;
        const auto earmark = earmarks.find(plan_item);
        const Money left = earmark == earmarks.end() ? Money() : earmark->second;
        if (amount <= left) return;
        found.push_back(
            {"LED-10",
             where,
             {Cat("Hendak dilepas ", Rupiah(amount), " dari cadangan item ini pada baris ",
                  line.name, ", padahal sisanya ", Rupiah(left),
                  ". Kurangi, atau lepaskan dulu ikatan yang memakainya."),
              Cat("To be given up are ", Rupiah(amount), " of this item's earmark on the line ",
                  line.name, ", but left are ", Rupiah(left),
                  ". Give up less, or first release the commitment that took it up.")},
             {{"line", line.id}, {"found", Rupiah(amount)}, {"expected", Rupiah(left)}}});
      });
  if (Blocks(findings)) return findings;
  for (const Asked& one : asked) {
    Post(
        {.line = one.line,
         .kind = EntryKind::kEarmark,
         .amount = {-one.amount.rupiah},
         .plan_item = plan_item},
        nullptr);
  }
  return findings;
}

Findings Ledger::Change(
    Commitment& commitment, std::span<const Asked> asked, EntryKind kind, const std::string& doc,
    const Recorded& recorded) {
  const bool returns = kind == EntryKind::kReturn;
  const auto left_of = [&](const std::string& line) -> Money {
    const auto part = commitment.parts.find(line);
    if (part == commitment.parts.end()) return {};
    const Part& of = part->second;
    return returns ? Money{of.realised.rupiah - of.returned.rupiah} : of.Open();
  };
  std::vector<Asked> all(asked.begin(), asked.end());
  if (all.empty()) {
    for (const auto& [line, part] : commitment.parts) {
      if (left_of(line).rupiah > 0) all.push_back({line, left_of(line)});
    }
  }
  if (all.empty()) {
    return {
        {"LED-04",
         "commitment",
         {"Tidak ada sisa pada ikatan ini. Periksa ikatannya.",
          "Nothing is left of this commitment. Check which one it is."},
         {{"commitment", commitment.id}}}};
  }
  Findings findings = Each(
      all, [&](const LineState& line, Money amount, const std::string& where, Findings& found) {
        if (kind == EntryKind::kRealise) CheckBegun(line, where, found);
        if (recorded.contains(line.id)) found.push_back(Twice(line, doc, where));
        const Money left = left_of(line.id);
        if (amount <= left) return;
        const std::map<std::string, std::string> values = {
            {"line", line.id},
            {"commitment", commitment.id},
            {"found", Rupiah(amount)},
            {"expected", Rupiah(left)}};
        if (returns) {
          found.push_back(
              {"LED-05",
               where,
               {Cat("Dikembalikan ", Rupiah(amount), ", padahal yang terealisasi dari ikatan ",
                    commitment.doc_ref, " pada baris ", line.name, " ", Rupiah(left),
                    ". Perbaiki jumlahnya."),
                Cat("Returned are ", Rupiah(amount), ", but realised of the commitment ",
                    commitment.doc_ref, " on the line ", line.name, " are ", Rupiah(left),
                    ". Correct the amount.")},
               values});
          return;
        }
        found.push_back(
            {"LED-04",
             where,
             {Cat("Diminta ", Rupiah(amount), ", padahal sisa ikatan ", commitment.doc_ref,
                  " pada baris ", line.name, " ", Rupiah(left),
                  ". Kurangi, atau ikat tambahannya dengan dokumen lain."),
              Cat("Asked are ", Rupiah(amount), ", but open of the commitment ", commitment.doc_ref,
                  " on the line ", line.name, " are ", Rupiah(left),
                  ". Ask for less, or commit the rest with another document.")},
             values});
      });
  if (Blocks(findings)) return findings;
  PostEach(all, kind, doc, &commitment);
  if (kind != EntryKind::kRealise) {
    for (const Asked& one : all) GiveBack(one, doc, commitment);
  }
  return findings;
}

Findings Ledger::Release(
    Commitment& commitment, std::span<const Asked> asked, const std::string& doc) {
  return Change(commitment, asked, EntryKind::kRelease, doc, {});
}

Findings Ledger::Realise(
    Commitment& commitment, std::span<const Asked> asked, const std::string& doc, bool closes,
    const Recorded& recorded) {
  Findings findings = Change(commitment, asked, EntryKind::kRealise, doc, recorded);
  const bool open = std::any_of(
      commitment.parts.begin(), commitment.parts.end(),
      [](const auto& part) { return part.second.Open().rupiah > 0; });
  if (closes && open && !Blocks(findings)) return Release(commitment, {}, doc);
  return findings;
}

Findings Ledger::Return(
    Commitment& commitment, std::span<const Asked> asked, const std::string& doc,
    const Recorded& recorded) {
  return Change(commitment, asked, EntryKind::kReturn, doc, recorded);
}

Findings Ledger::Freeze(
    std::span<const Asked> asked, const std::string& order, const Recorded& recorded) {
  Findings findings = Each(
      asked, [&](const LineState& line, Money amount, const std::string& where, Findings& found) {
        if (recorded.contains(line.id)) found.push_back(Twice(line, order, where));
        const Money free = line.balance.FreeFor("");
        if (amount <= free) return;
        found.push_back(
            {"LED-06",
             where,
             {Cat("Hendak dibekukan ", Rupiah(amount), " dari baris ", line.name,
                  ", padahal yang bebas ", Rupiah(free),
                  ". Kurangi, atau lepaskan dulu ikatannya."),
              Cat("To be frozen are ", Rupiah(amount), " of the line ", line.name,
                  ", but free are ", Rupiah(free), ". Freeze less, or release first.")},
             {{"line", line.id}, {"found", Rupiah(amount)}, {"expected", Rupiah(free)}}});
      });
  if (Blocks(findings)) return findings;
  PostEach(asked, EntryKind::kFreeze, order, nullptr);
  return findings;
}

Findings Ledger::Unfreeze(
    std::span<const Asked> asked, const std::string& order, const Recorded& recorded) {
  Findings findings = Each(
      asked, [&](const LineState& line, Money amount, const std::string& where, Findings& found) {
        if (recorded.contains(line.id)) found.push_back(Twice(line, order, where));
        const Money frozen = line.balance.frozen;
        if (amount <= frozen) return;
        found.push_back(
            {"LED-06",
             where,
             {Cat("Hendak dicairkan ", Rupiah(amount), " pada baris ", line.name,
                  ", padahal yang dibekukan ", Rupiah(frozen), ". Perbaiki jumlahnya."),
              Cat("To be unfrozen are ", Rupiah(amount), " of the line ", line.name,
                  ", but frozen are ", Rupiah(frozen), ". Correct the amount.")},
             {{"line", line.id}, {"found", Rupiah(amount)}, {"expected", Rupiah(frozen)}}});
      });
  if (Blocks(findings)) return findings;
  PostEach(asked, EntryKind::kUnfreeze, order, nullptr);
  return findings;
}

Findings Ledger::TakeBack(
    const Entry& entry, Commitment* commitment, bool taken_back, const std::string& doc) {
  Entry counter = entry;
  counter.id.clear();
  counter.amount.rupiah = -entry.amount.rupiah;
  counter.corrects = entry.id;
  counter.doc_ref = doc;
  // What it would leave.
  Balance balance = lines_.at(entry.line).balance;
  Apply(counter, balance);
  Part part;
  if (commitment != nullptr) {
    part = commitment->parts[entry.line];
    Add(counter, part);
  }
  const bool holds = balance.Holds() && part.Open().rupiah >= 0 &&
                     part.realised.rupiah >= part.returned.rupiah && part.released.rupiah >= 0 &&
                     part.earmarked.rupiah >= 0;
  // Its money would be bound again, as by a commitment; but what was released after the year had
  // been bound when it ended.
  Findings findings;
  const LineState& line = lines_.at(entry.line);
  if (entry.kind == EntryKind::kRelease && entry.on <= absl::CivilDay(line.year, 12, 31))
    CheckTime(line, "entry", findings);
  // An allotment is a version's; another version changes it.
  if (taken_back || !entry.corrects.empty() || entry.kind == EntryKind::kAllot || !holds) {
    findings.push_back(
        {"LED-07",
         "entry",
         {"Catatan ini tidak dapat dibatalkan: sudah dibatalkan, atau uangnya sudah dipakai "
          "catatan sesudahnya. Batalkan dulu yang terbaru.",
          "This entry cannot be taken back: it has been already, or later entries rest on its "
          "money. Take back the newest first."},
         {{"entry", entry.id}}});
  }
  if (Blocks(findings)) return findings;
  Post(std::move(counter), commitment);
  return findings;
}

}  // namespace binadaya::budgeting::domain
