#include "services/registry/domain/import.h"

#include "absl/strings/str_split.h"
#include "services/registry/domain/import_rows.h"

namespace binadaya::registry::domain {
namespace {

constexpr char kValue[] = "value";
constexpr std::size_t kMostValues = 5;

bool IsAscii(std::string_view text) {
  return std::all_of(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// The cells of several lines beside each other; of what else they say, that in which they agree.
void MergeValues(
    std::map<std::string, std::string>& values, const std::map<std::string, std::string>& more) {
  std::erase_if(values, [&](const auto& value) {
    const auto other = more.find(value.first);
    return value.first != kValue && (other == more.end() || other->second != value.second);
  });
  const auto cell = more.find(kValue);
  if (cell == more.end()) return;
  std::string& shown = values[kValue];
  const std::vector<std::string> there = absl::StrSplit(shown, ", ", absl::SkipEmpty());
  if (Contains(there, cell->second) || there.size() > kMostValues) return;
  absl::StrAppend(
      &shown, shown.empty() ? "" : ", ", there.size() == kMostValues ? "…" : cell->second);
}

}  // namespace

std::string_view Value(const Row& row, std::string_view column) {
  const auto value = row.values.find(column);
  return value == row.values.end() ? std::string_view() : value->second;
}

Finding At(
    std::string_view column, std::string_view rule, Message message,
    std::map<std::string, std::string> values) {
  return {std::string(rule), std::string(column), std::move(message), std::move(values)};
}

void AddReadFindings(const Row& row, Findings& findings) {
  for (const Finding& read : row.findings) {
    if (read.warning) continue;
    std::erase_if(findings, [&](const Finding& finding) { return finding.where == read.where; });
  }
  findings.insert(findings.begin(), row.findings.begin(), row.findings.end());
}

std::string PlainName(std::string_view name) { return Plain(name.substr(0, name.find(','))); }

bool SameName(std::string_view a, std::string_view b) { return PlainName(a) == PlainName(b); }

std::string AsValue(std::string_view cell) {
  constexpr std::size_t kLongest = 40, kManyDigits = 7;
  if (cell.size() > kLongest) return "";
  std::size_t digits = 0;
  for (const char c : cell) {
    digits = IsDigit(c) ? digits + 1 : 0;
    if (digits == kManyDigits) return IsAscii(cell) ? MaskedNumber(cell) : "";
  }
  return std::string(cell);
}

bool IsConfirmed(const ImportOptions& options, Confirmable change, int line) {
  return std::any_of(
      options.confirmed.begin(), options.confirmed.end(), [&](const Confirmed& confirmed) {
        return confirmed.change == change &&
               (confirmed.lines.empty() || confirmed.lines.contains(line));
      });
}

void FindingKinds::Add(int line, const Finding& finding) {
  std::vector<std::size_t>& same = index_[{finding.rule, finding.where}];
  const auto known = std::find_if(same.begin(), same.end(), [&](std::size_t kind) {
    return kinds_[kind].finding.message.id == finding.message.id;
  });
  if (known != same.end()) {
    kinds_[*known].lines.push_back(line);
    MergeValues(kinds_[*known].finding.values, finding.values);
    return;
  }
  same.push_back(kinds_.size());
  kinds_.push_back({finding, {line}});
}

}  // namespace binadaya::registry::domain
