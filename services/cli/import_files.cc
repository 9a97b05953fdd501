#include "services/cli/import_files.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "services/cli/answer.h"
#include "services/cli/language.h"
#include "services/common/csv.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"
#include "services/common/xlsx.h"

namespace binadaya::cli {
namespace {

bool IsThere(const std::string& file) {
  std::error_code unknown;  // then writing will say so
  return std::filesystem::exists(file, unknown);
}

// As the registry knows it and does not read it.
constexpr char kFindings[] = "Temuan";

constexpr int kFewLines = 10;

// A few lines are allowed by name: the whole file is seldom meant.
std::string Allow(std::string_view change, const registry::v1::ImportReport::Kind& kind) {
  const bool few = kind.lines_size() <= kFewLines && kind.lines(0) != 0;
  return Cat("--allow ", change, few ? Cat(":", absl::StrJoin(kind.lines(), ",")) : "");
}

// What is said of each line.
std::map<int, std::string> SaidOf(
    const registry::v1::ImportReport& report, const Headings& headings) {
  std::map<int, std::string> said;
  for (const auto& kind : report.kinds()) {
    const v1::Finding& finding = kind.finding();
    std::string words =
        Cat(finding.rule(), finding.where().empty() ? "" : " ",
            HeadingOf(headings, finding.where()), ": ", Say(finding.id(), finding.en()));
    if (const std::string hint = Hint(kind); !hint.empty()) words += Cat(" → ", hint);
    for (const int line : kind.lines()) {
      std::string& text = said[line];
      text += Cat(text.empty() ? "" : " | ", words);
    }
  }
  return said;
}

}  // namespace

std::string Hint(const registry::v1::ImportReport::Kind& kind) {
  const std::string& rule = kind.finding().rule();
  if (const auto form = kind.finding().values().find("date_format");
      form != kind.finding().values().end()) {
    return Cat("--date-format ", form->second);
  }
  if (rule == "IMP-10") return Say("--sheet NAMA", "--sheet NAME");
  if (rule == "PER-06") return Say("binadaya list units NAMA", "binadaya list units NAME");
  if (rule == "PER-07") return Say("binadaya list posts NAMA", "binadaya list posts NAME");
  if (rule == "REC-13") return Say("binadaya list people NAMA", "binadaya list people NAME");
  if (rule == "PER-15") return Allow("NAME", kind);
  if (rule == "PER-16") return Allow("EXIT", kind);
  if (rule == "PER-17") return Allow("RETURN", kind);
  if (rule == "PER-21") return Allow("NAMESAKE", kind);
  if (rule == "UNIT-08") return Allow("UNIT_KIND", kind);
  return "";
}

std::string HeadingOf(const Headings& headings, const std::string& column) {
  const auto heading = headings.find(column);
  return heading == headings.end() ? column : heading->second;
}

binadaya::Table FindingsTable(
    const std::vector<binadaya::Table>& tables, const registry::v1::ImportReport& report,
    const Headings& headings) {
  const auto read = std::find_if(tables.begin(), tables.end(), [&](const binadaya::Table& table) {
    return table.sheet == report.sheet();
  });
  binadaya::Table table = read == tables.end() ? tables.front() : *read;
  table.findings.clear();
  std::map<int, std::string> said = SaidOf(report, headings);
  said[report.heading_line()] = kFindings;
  // The column of an earlier round is used again.
  std::size_t column = 0;
  for (const TableRow& row : table.rows) column = std::max(column, row.cells.size());
  for (const TableRow& row : table.rows) {
    if (row.line != report.heading_line()) continue;
    const auto there = std::find(row.cells.begin(), row.cells.end(), kFindings);
    if (there != row.cells.end()) column = static_cast<std::size_t>(there - row.cells.begin());
  }
  for (TableRow& row : table.rows) {
    if (row.line < report.heading_line()) continue;
    row.cells.resize(std::max(row.cells.size(), column + 1));
    row.cells[column] = said[row.line];
  }
  return table;
}

std::vector<binadaya::Table> TemplateTables(const registry::v1::ImportTemplate& form) {
  binadaya::Table data{
      .sheet = "Data",
      .rows = {{.line = 1, .cells = {}}, {.line = 2, .cells = {}}},
      .findings = {}};
  binadaya::Table values{
      .sheet = Say("Nilai", "Values"),
      .rows =
          {{.line = 1,
            .cells = {Say("Kolom", "Column"), Say("Nilai", "Value"), Say("Arti", "Meaning")}}},
      .findings = {}};
  for (const auto& column : form.columns()) {
    data.rows[0].cells.push_back(column.heading());
    data.rows[1].cells.push_back(column.example());
    for (const auto& allowed : column.allowed()) {
      values.rows.push_back(
          {.line = values.rows.back().line + 1,
           .cells = {column.heading(), allowed.value(), allowed.meaning()}});
    }
  }
  return {std::move(data), std::move(values)};
}

bool IsWorkbookName(std::string_view file) {
  return absl::AsciiStrToLower(Absl(file)).ends_with(".xlsx");
}

absl::Status MustBeTable(const std::string& file) {
  if (IsWorkbookName(file) || absl::AsciiStrToLower(Absl(file)).ends_with(".csv"))
    return absl::OkStatus();
  return UsageError(
      {Cat(file, ": hanya .xlsx dan .csv yang dapat ditulis; beri nama yang berakhir demikian"),
       Cat(file, ": only .xlsx and .csv can be written; give a name that ends so")});
}

absl::Status CheckContent(const std::string& file, std::string_view bytes) {
  if (bytes.empty()) {
    return Refuse(
        {.rule = "FILE-05",
         .where = "berkas",
         .message = {
             "Berkas kosong: tidak ada isinya. Simpan ulang dari Excel, atau minta lagi dari "
             "pengirimnya.",
             "The file is empty: there is nothing in it. Save it again from Excel, or get it again "
             "from who sent it."}});
  }
  if (!IsWorkbookName(file) || bytes.starts_with("PK")) return absl::OkStatus();
  return Refuse(
      {.rule = "FILE-06",
       .where = "berkas",
       .message = {
           "Namanya berakhir .xlsx, tetapi isinya bukan buku kerja Excel. Buka di Excel dan simpan "
           "ulang sebagai .xlsx; bila isinya CSV, beri nama yang berakhir .csv.",
           "Its name ends in .xlsx, but it is no Excel workbook. Open it in Excel and save it once "
           "more as .xlsx; if it is a CSV, give it a name that ends in .csv."}});
}

std::string FreeName(const std::string& file) {
  const std::filesystem::path path(file);
  std::string free = file;
  for (int number = 2; IsThere(free); ++number) {
    const std::string name = Cat(path.stem().string(), "-", number, path.extension().string());
    free = path.parent_path() / name;
  }
  return free;
}

absl::Status MustBeNew(const std::string& file) {
  if (!IsThere(file)) return absl::OkStatus();
  const std::string free = FreeName(file);
  return UsageError(
      {Cat(file, " sudah ada; beri nama lain, misalnya ", free, ", atau hapus dahulu"),
       Cat(file, " exists already; give another name, such as ", free, ", or remove it first")});
}

absl::Status SaveBytes(const std::string& file, std::string_view bytes) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << bytes;
  out.close();
  if (out) return absl::OkStatus();
  return Refuse(
      absl::StatusCode::kFailedPrecondition,
      {{.rule = "FILE-03",
        .where = "berkas",
        .message = {
            "Berkas tidak dapat ditulis. Periksa folder dan izinnya, dan tutup berkas itu bila "
            "sedang terbuka.",
            "The file cannot be written. Check its folder and permissions, and close it if it is "
            "open."}}});
}

absl::Status Save(const std::string& file, const std::vector<binadaya::Table>& tables) {
  if (!IsWorkbookName(file)) return SaveBytes(file, csv::Write(tables.front()));
  std::vector<binadaya::Table> sheets = tables;
  for (binadaya::Table& sheet : sheets)
    if (sheet.sheet.empty()) sheet.sheet = "Data";
  return SaveBytes(file, xlsx::Write(sheets));
}

}  // namespace binadaya::cli
