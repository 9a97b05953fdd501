// What a file of an import looks like.
#include <algorithm>

#include "services/registry/directory_store.h"
#include "services/registry/domain/import_records.h"
#include "services/registry/importing.h"
#include "services/registry/post_store.h"
#include "services/registry/record_store.h"
#include "services/registry/registry.h"

namespace binadaya::registry {
namespace {

void Allow(
    v1::ImportTemplate::Column& column, const std::string& value, const std::string& meaning) {
  v1::ImportTemplate::Value& allowed = *column.add_allowed();
  allowed.set_value(value);
  allowed.set_meaning(meaning);
}

const std::vector<domain::Column>& ColumnsOf(v1::GetImportTemplateRequest::Kind kind) {
  switch (kind) {
    case v1::GetImportTemplateRequest::PEOPLE:
      return domain::kPersonColumns;
    case v1::GetImportTemplateRequest::POSTS:
      return domain::kPostColumns;
    case v1::GetImportTemplateRequest::COMPETENCIES:
      return domain::kCompetencyColumns;
    default:
      if (const auto records = RecordsIn(kind); records.has_value())
        return domain::RecordColumns(*records);
      return domain::kUnitColumns;
  }
}

// An example that the column may not hold here gives way to one that it may.
void FitExample(v1::ImportTemplate::Column& column) {
  const auto& allowed = column.allowed();
  if (allowed.empty() || column.example().empty()) return;
  const bool fits = std::any_of(allowed.begin(), allowed.end(), [&](const auto& value) {
    return value.value() == column.example();
  });
  if (!fits) column.set_example(allowed.begin()->value());
}

}  // namespace

absl::StatusOr<v1::ImportTemplate> Registry::GetImportTemplate(
    Call& call, const v1::GetImportTemplateRequest& request) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ImportTemplate> {
    v1::ImportTemplate answer;
    for (const domain::Column& column : ColumnsOf(request.kind())) {
      v1::ImportTemplate::Column& out = *answer.add_columns();
      out.set_name(column.name);
      out.set_heading(column.heading);
      out.set_example(column.example);
      for (const domain::CodeName& code : domain::AllowedValues(column.name))
        Allow(out, std::string(code.code), std::string(code.meaning));
      if (column.name == "kind") {
        for (const auto& [code, kind] : directory_store::UnitKinds(tx))
          Allow(out, code, kind.meaning);
      } else if (column.name == "unit" || column.name == "parent") {
        for (const auto& [code, unit] : directory_store::Units(tx))
          if (!unit.valid_to.has_value()) Allow(out, code, unit.name);
      } else if (column.name == "post") {
        for (const auto& [code, post] : post_store::InForce(tx, call.today()))
          Allow(out, code, post.title);
      } else if (column.name == "training") {
        for (const domain::Training& one : record_store::Trainings(tx))
          Allow(out, one.code, one.name);
      }
      FitExample(out);
    }
    return answer;
  });
}

}  // namespace binadaya::registry
