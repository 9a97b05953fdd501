#include "services/cli/sheet_file.h"

#include <fstream>

#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "binadaya/registry/v1/registry.pb.h"
#include "services/cli/import_files.h"
#include "services/cli/language.h"
#include "services/cli/read_file.h"
#include "services/cli/render.h"
#include "services/common/domain/refusal.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"
#include "services/common/table_file.h"

namespace binadaya::cli {

absl::StatusOr<std::string> BytesIn(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return ReadFile(in);
}

absl::StatusOr<Answer> WriteForm(
    const std::string& file, const std::vector<sheets::Column>& columns,
    const AllowedValues& allowed) {
  RETURN_IF_ERROR(MustBeTable(file));
  RETURN_IF_ERROR(MustBeNew(file));
  registry::v1::ImportTemplate form;
  for (const sheets::Column& column : columns) {
    auto& to = *form.add_columns();
    to.set_heading(column.heading);
    to.set_example(column.example);
    const auto values = allowed.find(column.name);
    if (values == allowed.end()) continue;
    for (const auto& [value, meaning] : values->second) {
      auto& one = *to.add_allowed();
      one.set_value(value);
      one.set_meaning(meaning);
    }
  }
  std::vector<binadaya::Table> tables = TemplateTables(form);
  if (allowed.empty()) tables.pop_back();
  RETURN_IF_ERROR(Save(file, tables));
  return Answer{
      .text =
          Say(Cat("ditulis: ", file, "; ganti baris contoh dengan data\n"),
              Cat("written: ", file, "; put the data in place of the example row\n")),
      .json = JsonObject({{"file", JsonString(file)}})};
}

absl::StatusOr<std::vector<sheets::Row>> RowsOf(
    const std::string& file, const std::vector<sheets::Column>& columns) {
  if (file.empty()) {
    return UsageError(
        {"FILE belum disebut; --template menulis berkas untuk diisi",
         "FILE is missing; --template writes one to fill in"});
  }
  ASSIGN_OR_RETURN(const std::string bytes, BytesIn(file));
  sheets::Sheet sheet = sheets::ReadSheet(ReadTables(bytes), columns);
  Findings findings = std::move(sheet.findings);
  for (const sheets::Row& row : sheet.rows) {
    for (Finding finding : row.findings) {
      finding.where = PlaceIn(row.line, columns, finding.where);
      findings.push_back(std::move(finding));
    }
  }
  if (Blocks(findings)) return Refuse(absl::StatusCode::kInvalidArgument, std::move(findings));
  return std::move(sheet.rows);
}

std::string Cell(const sheets::Row& row, std::string_view column) {
  const auto value = row.values.find(column);
  return value == row.values.end() ? "" : value->second;
}

std::string PlaceIn(int line, const std::vector<sheets::Column>& columns, std::string_view name) {
  for (const sheets::Column& column : columns)
    if (column.name == name) name = column.heading;
  return Cat("baris ", line, name.empty() ? "" : ", ", name);
}

absl::Status InFile(
    const absl::Status& refusal, const std::vector<sheets::Row>& rows,
    const std::vector<sheets::Column>& columns, std::string_view list) {
  Findings findings = FindingsOf(refusal);
  const std::string prefix = Cat(list, "[");
  for (Finding& finding : findings) {
    absl::string_view where = finding.where;
    std::size_t row = 0;
    const std::size_t end = finding.where.find(']');
    if (!absl::ConsumePrefix(&where, prefix) || end == std::string::npos ||
        !absl::SimpleAtoi(finding.where.substr(prefix.size(), end - prefix.size()), &row) ||
        row >= rows.size()) {
      continue;
    }
    const std::size_t dot = finding.where.find('.', end);
    finding.where = PlaceIn(
        rows[row].line, columns,
        dot == std::string::npos ? std::string() : finding.where.substr(dot + 1));
  }
  return findings.empty() ? refusal : Refuse(refusal.code(), std::move(findings));
}

}  // namespace binadaya::cli
