#include "services/budgeting/domain/sums.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "absl/numeric/int128.h"
#include "services/common/domain/money_text.h"
#include "services/common/domain/text.h"

namespace binadaya::budgeting::domain {
namespace {

// Where a sum is to be read: its column, and the row of the first of its lines (0: it has none).
using Values = std::map<std::string, std::string>;
Values At(int row, Values values) {
  if (row > 0) values["row"] = absl::StrCat(row);
  values["column"] = "Setelah/Jumlah";
  return values;
}
int RowOf(const Group& group) { return group.lines.empty() ? 0 : group.lines.front().row; }

// BL-02 of one sum that is written somewhere.
void Compare(
    const std::string& where, int row, const Message& what, Money written,
    const std::vector<Money>& amounts, Findings& findings) {
  const absl::StatusOr<Money> sum = Sum(amounts);
  if (!sum.ok()) {
    findings.push_back(
        {"BL-02",
         where,
         {Cat("Jumlah ", what.id, " melebihi jumlah terbesar. Periksa baris-barisnya."),
          Cat("The sum of ", what.en, " is above the largest amount. Check its lines.")},
         At(row, {{"found", Rupiah(written)}, {"expected", Rupiah(kLargest)}})});
    return;
  }
  if (*sum == written) return;
  const bool more = *sum > written;
  const absl::StatusOr<Money> difference =
      Sum({{more ? *sum : written, Money{-(more ? written : *sum).rupiah}}});
  const std::string apart = difference.ok() ? Rupiah(*difference) : "-";
  findings.push_back(
      {"BL-02",
       where,
       {Cat("Jumlah ", what.id, " seharusnya ", Rupiah(*sum), " menurut barisnya, tetapi tertulis ",
            Rupiah(written), ", selisih ", apart, ". Perbaiki jumlahnya, atau lengkapi barisnya."),
        Cat("The sum of ", what.en, " must be ", Rupiah(*sum), " by its lines, but ",
            Rupiah(written), " is written, a difference of ", apart,
            ". Correct the sum, or complete the lines.")},
       At(row, {{"found", Rupiah(written)}, {"expected", Rupiah(*sum)}, {"difference", apart}})});
}

// An account cut after so many of its six levels.
std::string Cut(const std::string& account, int levels) {
  std::size_t at = 0;
  for (int level = 0; level < levels && at != std::string::npos; ++level)
    at = account.find('.', level == 0 ? 0 : at + 1);
  return account.substr(0, at);
}
constexpr int kJenisLevels = 3, kObjekLevels = 4;

// A sum of a group over accounts cut to `levels` (0: over the whole group) that is not what it was.
struct Move {
  std::string account;
  int row = 0;  // of the first of its lines
  absl::int128 before = 0, after = 0;
};
std::optional<Move> FirstMove(const Group& group, int levels) {
  std::map<std::string, Move> sums;
  for (const Line& line : group.lines) {
    std::string account = levels == 0 ? "" : Cut(line.account, levels);
    Move& move = sums.try_emplace(account, Move{account, line.row}).first->second;
    if (line.before.has_value()) move.before += line.before->amount.rupiah;
    move.after += line.after.amount.rupiah;
  }
  for (auto& [account, move] : sums) {
    if (move.before != move.after) return std::move(move);
  }
  return std::nullopt;
}
bool Stays(const Group& group, int levels) { return !FirstMove(group, levels).has_value(); }

std::string Text(absl::int128 rupiah) {
  return rupiah > kLargest.rupiah ? "-" : Rupiah({static_cast<std::int64_t>(rupiah)});
}

bool HasBefore(const Version& version) {
  for (const Group& group : version.groups) {
    for (const Line& line : group.lines) {
      if (line.before.has_value()) return true;
    }
  }
  return false;
}

void CheckTotal(const Version& version, Findings& findings) {
  // The first version of a year shows what came before, or nothing did.
  if (version.kind == VersionKind::kPerubahan ||
      (version.kind == VersionKind::kMurni && !HasBefore(version))) {
    return;
  }
  std::vector<Money> before, after;
  int row = 0;  // of the first line that changes
  for (const Group& group : version.groups) {
    for (const Line& line : group.lines) {
      const bool same = line.before.has_value() && line.before->amount == line.after.amount;
      if (row == 0 && !same) row = line.row;
      if (line.before.has_value()) before.push_back(line.before->amount);
      after.push_back(line.after.amount);
    }
  }
  const absl::StatusOr<Money> was = Sum(before), is = Sum(after);
  if (!was.ok() || !is.ok() || *was == *is) return;  // one that does not fit is BL-02
  findings.push_back(
      {"BL-07",
       "groups",
       {Cat("Jumlah setelah ", Rupiah(*is), " tidak sama dengan jumlah sebelum ", Rupiah(*was),
            ". Samakan, atau ajukan sebagai PERUBAHAN."),
        Cat("The sum after, ", Rupiah(*is), ", is not the sum before, ", Rupiah(*was),
            ". Make them equal, or submit it as PERUBAHAN.")},
       At(row, {{"found", Rupiah(*is)}, {"expected", Rupiah(*was)}})});
}

}  // namespace

Findings CheckSums(const Version& version, const std::vector<std::vector<Money>>& amounts) {
  Findings findings;
  std::map<std::string, std::vector<Money>> by_source, by_subactivity;
  std::map<std::string, int> row_of;  // of either
  for (std::size_t g = 0; g < version.groups.size(); ++g) {
    const Group& group = version.groups[g];
    Compare(
        absl::StrCat("groups[", g, "].total"), RowOf(group),
        {Cat("kelompok ", group.subactivity, ", sumber dana ", group.source),
         Cat("the group ", group.subactivity, ", source ", group.source)},
        group.total, amounts[g], findings);
    for (const std::string& of : {group.source, group.subactivity})
      row_of.try_emplace(of, RowOf(group));
    for (auto* sums : {&by_source[group.source], &by_subactivity[group.subactivity]})
      sums->insert(sums->end(), amounts[g].begin(), amounts[g].end());
  }
  for (std::size_t i = 0; i < version.sources.size(); ++i) {
    const Total& total = version.sources[i];
    Compare(
        absl::StrCat("sources[", i, "].amount"), row_of[total.of],
        {Cat("sumber dana ", total.of), Cat("the source ", total.of)}, total.amount,
        by_source[total.of], findings);
  }
  for (std::size_t i = 0; i < version.subactivities.size(); ++i) {
    const Total& total = version.subactivities[i];
    Compare(
        absl::StrCat("subactivities[", i, "].amount"), row_of[total.of],
        {Cat("sub-kegiatan ", total.of), Cat("the sub-activity ", total.of)}, total.amount,
        by_subactivity[total.of], findings);
  }
  CheckTotal(version, findings);
  return findings;
}

ShiftLevel LevelOf(const Version& version) {
  ShiftLevel level = ShiftLevel::kRincian;
  for (const Group& group : version.groups) {
    if (!Stays(group, kJenisLevels)) return ShiftLevel::kJenis;
    if (!Stays(group, kObjekLevels)) level = ShiftLevel::kObjek;
  }
  return level;
}

Findings CheckShift(const Version& version) {
  if (version.kind != VersionKind::kPergeseran) return {};
  Findings findings;
  for (std::size_t g = 0; g < version.groups.size(); ++g) {
    const Group& group = version.groups[g];
    const std::string where = absl::StrCat("groups[", g, "]");
    const auto values = [&group](const Move& move) {
      return At(
          move.row, {{"subactivity", group.subactivity},
                     {"source", group.source},
                     {"account", move.account},
                     {"found", Text(move.after)},
                     {"expected", Text(move.before)}});
    };
    if (const std::optional<Move> all = FirstMove(group, 0)) {
      findings.push_back(
          {"BL-12",
           where,
           {Cat("Uang bergeser dari atau ke kelompok ", group.subactivity, ", sumber dana ",
                group.source, ". Itu hanya boleh lewat PERUBAHAN; geser di dalam kelompok."),
            Cat("Money moves from or to the group ", group.subactivity, ", source ", group.source,
                ". Only PERUBAHAN may do that; shift within the group.")},
           values(*all)});
    } else if (const std::optional<Move> kind = FirstMove(group, kJenisLevels)) {
      findings.push_back(
          {"BL-12",
           where,
           {Cat("Uang bergeser antarjenis belanja pada kelompok ", group.subactivity,
                ", sumber dana ", group.source,
                ". Itu hanya boleh lewat PERUBAHAN; geser di dalam jenis belanja yang sama."),
            Cat("Money moves between kinds of expenditure of the group ", group.subactivity,
                ", source ", group.source,
                ". Only PERUBAHAN may do that; shift within one kind of expenditure.")},
           values(*kind)});
    }
  }
  return findings;
}

}  // namespace binadaya::budgeting::domain
