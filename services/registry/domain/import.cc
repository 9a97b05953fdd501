#include "services/registry/domain/import.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/registry/domain/import_rows.h"

namespace binadaya::registry::domain {
namespace {

// Excel and web pages leave U+00A0 where people see a space.
constexpr std::string_view kNoBreakSpace = "\xC2\xA0";

bool IsSpace(char c) { return absl::ascii_isspace(static_cast<unsigned char>(c)); }

std::string_view Trim(std::string_view text) {
  for (;;) {
    if (text.starts_with(kNoBreakSpace)) {
      text.remove_prefix(kNoBreakSpace.size());
    } else if (text.ends_with(kNoBreakSpace)) {
      text.remove_suffix(kNoBreakSpace.size());
    } else if (!text.empty() && IsSpace(text.front())) {
      text.remove_prefix(1);
    } else if (!text.empty() && IsSpace(text.back())) {
      text.remove_suffix(1);
    } else {
      return text;
    }
  }
}

}  // namespace

std::string_view Value(const Row& row, std::string_view column) {
  const auto value = row.values.find(column);
  return value == row.values.end() ? std::string_view() : Trim(value->second);
}

Finding At(
    int line, std::string_view column, std::string_view rule, Message message,
    std::map<std::string, std::string> values) {
  return {
      std::string(rule), absl::StrCat("baris ", line, ", ", std::string(column)),
      std::move(message), std::move(values)};
}

Findings CheckColumns(
    const std::vector<std::string>& header, const std::vector<std::string>& expected) {
  Findings findings;
  for (const std::string& column : expected) {
    const auto count = std::count(header.begin(), header.end(), column);
    if (count == 0) {
      findings.push_back(
          At(1, column, "IMP-01",
             {absl::StrCat("Kolom ", column, " tidak ada. Tambahkan pada baris pertama berkas."),
              absl::StrCat(
                  "The column ", column, " is missing. Add it to the first line of the file.")},
             {{"column", column}}));
    } else if (count > 1) {
      findings.push_back(
          At(1, column, "IMP-03",
             {absl::StrCat("Kolom ", column, " ada lebih dari sekali. Sisakan satu saja."),
              absl::StrCat("The column ", column, " is there more than once. Leave only one.")},
             {{"column", column}}));
    }
  }
  for (size_t i = 0; i < header.size(); ++i) {
    if (Contains(expected, header[i])) continue;
    // By position: in a file without a header the first line holds people.
    Finding unknown = At(
        1, absl::StrCat("kolom ", i + 1), "IMP-02",
        {absl::StrCat(
             "Kolom ke-", i + 1, " tidak dikenal dan tidak dibaca. Hapus, atau perbaiki namanya."),
         absl::StrCat(
             "Column ", i + 1, " is unknown and not read. Remove it, or correct its name.")},
        {{"position", absl::StrCat(i + 1)}});
    unknown.warning = true;
    findings.push_back(std::move(unknown));
  }
  return findings;
}

}  // namespace binadaya::registry::domain
