#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/cli/answer.h"
#include "services/common/domain/sheet.h"

// Files with columns that a command reads: written to be filled in, read row by row, and what is
// wrong with them told by line and heading.
namespace binadaya::cli {

absl::StatusOr<std::string> BytesIn(const std::string& file);

// What a column may hold, and what it means.
using AllowedValues = std::map<std::string, std::vector<std::pair<std::string, std::string>>>;
// A file to fill in, with an example; in a workbook a second sheet has what is allowed.
absl::StatusOr<Answer> WriteForm(
    const std::string& file, const std::vector<sheets::Column>& columns,
    const AllowedValues& allowed = {});

// The rows of a file, or all that keeps them from being read.
absl::StatusOr<std::vector<sheets::Row>> RowsOf(
    const std::string& file, const std::vector<sheets::Column>& columns);

// Empty where the file has no such column.
std::string Cell(const sheets::Row& row, std::string_view column);
// "baris 4, Kode": a line, and the heading of the column of this name.
std::string PlaceIn(int line, const std::vector<sheets::Column>& columns, std::string_view name);
// "<list>[3].ceiling" of a refusal, as the file has it.
absl::Status InFile(
    const absl::Status& refusal, const std::vector<sheets::Row>& rows,
    const std::vector<sheets::Column>& columns, std::string_view list);

}  // namespace binadaya::cli
