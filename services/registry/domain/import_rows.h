#pragma once

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/domain/text.h"
#include "services/registry/domain/import.h"

// What the files of an import share: their cells, and what becomes of a row.
namespace binadaya::registry::domain {

// The value of a column; empty when the row does not have it.
std::string_view Value(const Row& row, std::string_view column);

// A cell goes into a finding, as `value`, only where a code stands, and as AsValue shows it: after
// a slipped column any of them may hold a number or a name.
Finding At(
    std::string_view column, std::string_view rule, Message message,
    std::map<std::string, std::string> values = {});

// IMP-09: a cell that is no day, by what it looks like instead. Where the file declares no form of
// dates and there is one in which the cell is read, `values` name it as date_format.
Finding NoDay(std::string_view column, std::string_view text, const ImportOptions& options);

// Puts what was found when the row was read before what its rules found. A cell that could not be
// read at all has one finding, which names the cause.
void AddReadFindings(const Row& row, Findings& findings);

// A name as it is compared: case, punctuation and the titles behind it (", S.Kom") are none of it.
std::string PlainName(std::string_view name);
// Two spellings of one name.
bool SameName(std::string_view a, std::string_view b);

// A cell as a finding may show it: a number of many digits by its last four; nothing of a long one.
std::string AsValue(std::string_view cell);

// Whether a kind of change is confirmed for a line.
bool IsConfirmed(const ImportOptions& options, Confirmable change, int line);

// First row of each key. Every row that shares its key with another gets a finding whose values
// name the other's line: nobody but the author of the file knows which one is right. Rows with an
// empty key (skipped, or without a usable one) are left out.
template <class T, class Key>
auto IndexRows(
    ImportPlan<T>& plan, Key key, std::string_view rule, std::string_view column,
    const Message& twice) {
  const auto flag = [&](std::size_t row, int other) {
    plan.rows[row].findings.push_back(At(column, rule, twice, {{"line", absl::StrCat(other)}}));
  };
  std::unordered_map<std::invoke_result_t<Key, const T&>, std::size_t> index;
  std::vector<bool> flagged(plan.rows.size());
  index.reserve(plan.rows.size());
  for (std::size_t i = 0; i < plan.rows.size(); ++i) {
    const auto value = key(plan.rows[i].record);
    if (value.empty() || plan.rows[i].outcome == Outcome::kSkipped) continue;
    const auto [first, fresh] = index.emplace(value, i);
    if (fresh) continue;
    flag(i, plan.rows[first->second].line);
    if (!flagged[first->second]) {
      flag(first->second, plan.rows[i].line);
      flagged[first->second] = true;
    }
  }
  return index;
}

// Codes, and those that differ from each other in case alone.
class Spellings {
 public:
  void Add(const std::string& code) { codes_[absl::AsciiStrToLower(code)].insert(code); }
  // As a code is spelled everywhere.
  std::vector<std::string> Of(const std::string& code) const {
    const auto found = codes_.find(absl::AsciiStrToLower(code));
    if (found == codes_.end()) return {};
    return {found->second.begin(), found->second.end()};
  }
  // The code that somebody means: this one, or else the only one that differs from it in case.
  std::string Meant(std::string_view text) const {
    std::string code(text);
    const std::vector<std::string> spelled = Of(code);
    return spelled.size() == 1 ? spelled.front() : code;
  }

 private:
  std::map<std::string, std::set<std::string>> codes_;
};

// How the codes of units and posts are spelled, and which post is called so, by its plain title.
struct Codes {
  explicit Codes(const Directory& directory);
  Spellings units, posts;
  std::map<std::string, std::set<std::string>> titles;
};

// The cells of one row of a people file, each by itself: NIP-01..07, NIP-09, PER-01..07,
// PER-13, PER-14, PER-19, PER-20, PER-23..25, ACT-01, ACT-02.
Planned<PersonRecord> ReadPerson(
    const Row& row, const Directory& directory, const Codes& codes, const ImportOptions& options,
    absl::CivilDay today, const ActPolicy& policy, const LevelTable& retirement);

template <class T>
void Decide(Planned<T>& planned, const T* existing) {
  if (Blocks(planned.findings)) {
    planned.outcome = Outcome::kWrong;
  } else if (existing == nullptr) {
    planned.outcome = Outcome::kNew;
  } else {
    planned.outcome = planned.record == *existing ? Outcome::kSame : Outcome::kChanged;
  }
}

template <class T>
const T* Find(const std::map<std::string, T>& existing, const std::string& key) {
  const auto found = existing.find(key);
  return found == existing.end() ? nullptr : &found->second;
}

inline std::string DayOrNone(std::optional<absl::CivilDay> day) {
  return day.has_value() ? absl::FormatCivilTime(*day) : "";
}

template <class T>
Planned<T> Skipped(int line) {
  Planned<T> planned;
  planned.line = line;
  planned.outcome = Outcome::kSkipped;
  return planned;
}

// Notes a field that differs.
template <class T>
void Compare(
    Planned<T>& planned, std::string_view field, std::string_view before, std::string_view after) {
  if (before == after) return;
  planned.changes.push_back({std::string(field), std::string(before), std::string(after)});
}

}  // namespace binadaya::registry::domain
