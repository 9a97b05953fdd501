#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "services/registry/domain/import.h"

// What the files of an import share: their cells, and what becomes of a row.
namespace binadaya::registry::domain {

template <class Names>
bool Contains(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// The trimmed value of a column; empty when the row is too short to have it.
std::string_view Value(const Row& row, std::string_view column);

// Cells never go into a finding of a people file: after a slipped column any of them may hold a
// number or a name.
Finding At(
    int line, std::string_view column, std::string_view rule, Message message,
    std::map<std::string, std::string> values = {});

// First row of each key. Every row that shares its key with another gets a finding that names the
// other's line: nobody but the author of the file knows which one is right. Rows with an empty key
// (skipped, or without a usable one) are left out.
template <class T>
std::unordered_map<std::string_view, size_t> IndexRows(
    ImportPlan<T>& plan, std::string T::*key, std::string_view rule, std::string_view column,
    const Message& twice) {
  const auto flag = [&](size_t row, int other) {
    const int line = plan.rows[row].line;
    plan.rows[row].findings.push_back(At(
        line, column, rule, {absl::Substitute(twice.id, other), absl::Substitute(twice.en, other)},
        {{"line", absl::StrCat(other)}}));
  };
  std::unordered_map<std::string_view, size_t> index;
  std::vector<bool> flagged(plan.rows.size());
  index.reserve(plan.rows.size());
  for (size_t i = 0; i < plan.rows.size(); ++i) {
    const std::string& value = plan.rows[i].record.*key;
    if (value.empty()) continue;
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

template <class T>
Planned<T> Skipped(int line) {
  Planned<T> planned;
  planned.line = line;
  planned.outcome = Outcome::kSkipped;
  return planned;
}

}  // namespace binadaya::registry::domain
