#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "binadaya/registry/v1/registry.pb.h"
#include "services/common/domain/table.h"

// The files that the import writes. Pure but for Save, SaveBytes, FreeName and MustBeNew.
namespace binadaya::cli {

// What a person calls the columns that findings name.
using Headings = std::map<std::string, std::string>;
std::string HeadingOf(const Headings& headings, const std::string& column);

// What to add to the command, or to look up, because of a rule.
std::string Hint(const registry::v1::ImportReport::Kind& kind);

// The file as it was read, each row on its line, with what is wrong in a column of its own behind
// all others. Mended, it can be imported as it is. `tables`: of common/table_file.h, from that
// file.
binadaya::Table FindingsTable(
    const std::vector<binadaya::Table>& tables, const registry::v1::ImportReport& report,
    const Headings& headings = {});

// A heading with an example below it, and what each column may hold.
std::vector<binadaya::Table> TemplateTables(const registry::v1::ImportTemplate& form);

// A workbook when the name ends in .xlsx, else the first table as CSV.
absl::Status Save(const std::string& file, const std::vector<binadaya::Table>& tables);

// In the place of what stood there (FILE-03: it cannot be written).
absl::Status SaveBytes(const std::string& file, std::string_view bytes);

// This name, or with the first number behind it that no file has: "temuan-2.xlsx".
std::string FreeName(const std::string& file);
// What somebody has filled in or mended is not written over.
absl::Status MustBeNew(const std::string& file);

// A name that ends in neither .xlsx nor .csv promises a file that nothing here writes.
absl::Status MustBeTable(const std::string& file);
// FILE-05: nothing is in it; FILE-06: it is called .xlsx and is no workbook.
absl::Status CheckContent(const std::string& file, std::string_view bytes);

bool IsWorkbookName(std::string_view file);

}  // namespace binadaya::cli
