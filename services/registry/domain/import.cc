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

Finding NoDay(std::string_view column, std::string_view text, const ImportOptions& options) {
  if (LooksLikeSerial(text)) {
    return At(
        column, "IMP-09",
        {"Isi sel adalah angka urut hari dari Excel, bukan tanggal. Beri kolom format tanggal, "
         "lalu simpan lagi.",
         "The cell holds the number by which Excel counts days, not a date. Format the column as "
         "a date, then save again."});
  }
  if (!options.dates.has_value() && LooksLikeDate(text)) {
    return At(
        column, "IMP-09",
        {"Tanggal tidak berbentuk TTTT-BB-HH. Nyatakan bentuk tanggal untuk seluruh berkas, "
         "misalnya dd/mm/yyyy, agar hari dan bulan tidak tertukar.",
         "The date does not read YYYY-MM-DD. Declare the form of dates for the whole file, such as "
         "dd/mm/yyyy, so that day and month are not taken for each other."});
  }
  return At(
      column, "IMP-09",
      {"Tanggal harus ada dan berbentuk TTTT-BB-HH, misalnya 2026-03-01, atau seperti yang "
       "dinyatakan untuk berkas ini. Perbaiki, dan jadikan kolom berformat teks di Excel.",
       "The date must exist and read YYYY-MM-DD, such as 2026-03-01, or as declared for this file. "
       "Correct it, and format the column as text in Excel."});
}

void AddReadFindings(const Row& row, Findings& findings) {
  for (const Finding& read : row.findings) {
    if (read.warning) continue;
    std::erase_if(findings, [&](const Finding& finding) { return finding.where == read.where; });
  }
  findings.insert(findings.begin(), row.findings.begin(), row.findings.end());
}

bool SameName(std::string_view a, std::string_view b) {
  return Plain(a.substr(0, a.find(','))) == Plain(b.substr(0, b.find(',')));
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
