#include "services/registry/domain/import.h"

#include "services/registry/domain/import_rows.h"

namespace binadaya::registry::domain {

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
    return;
  }
  same.push_back(kinds_.size());
  kinds_.push_back({finding, {line}});
}

}  // namespace binadaya::registry::domain
