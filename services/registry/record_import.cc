// Records about people from files.
#include <map>
#include <set>

#include "services/registry/domain/import_records.h"
#include "services/registry/importing.h"
#include "services/registry/record_store.h"

namespace binadaya::registry {

using FileKinds = v1::GetImportTemplateRequest;

std::optional<domain::RecordKind> RecordsIn(FileKinds::Kind kind) {
  switch (kind) {
    case FileKinds::APPRAISALS:
      return domain::RecordKind::kAppraisal;
    case FileKinds::TRAININGS:
      return domain::RecordKind::kTraining;
    case FileKinds::EDUCATION:
      return domain::RecordKind::kEducation;
    case FileKinds::DISCIPLINE:
      return domain::RecordKind::kDiscipline;
    case FileKinds::LEAVE:
      return domain::RecordKind::kLeave;
    default:
      return std::nullopt;
  }
}

absl::StatusOr<v1::ImportReport> Registry::BringRecords(
    const Call& call, FileKinds::Kind file, const v1::ImportRequest& request, const Progress& at) {
  const domain::RecordKind kind = *RecordsIn(file);
  const auto plan = [&](Tx& tx, const std::vector<domain::Row>& rows,
                        const domain::ImportOptions& options)
      -> absl::StatusOr<domain::ImportPlan<domain::RecordEntry>> {
    const std::map<std::string, domain::PersonRecord> people = directory_store::PeopleByNumber(tx);
    std::set<std::string> concerned;
    for (const domain::Row& row : rows) {
      const auto person = people.find(domain::NumberOf(row));
      if (person != people.end()) concerned.insert(person->second.id);
    }
    if (request.confirm()) record_store::Lock(tx, concerned);
    domain::RecordDirectory directory{
        .people = people,
        .standing = {},
        .trainings = record_store::Trainings(tx),
        .setting = RecordSetting(tx),
        .importer = call.subject()};
    for (domain::Record& record : record_store::Standing(tx, concerned, kind)) {
      std::vector<domain::Record>& of_person = directory.standing[record.person];
      of_person.push_back(std::move(record));
    }
    return PlanRecords(kind, rows, directory, options);
  };
  const auto write = [](Tx& tx, domain::ImportPlan<domain::RecordEntry> planned)
      -> absl::StatusOr<std::vector<import_store::Concerned>> {
    std::vector<domain::RecordEntry> entries;
    std::map<std::string, int> people;  // the first line of each
    for (domain::Planned<domain::RecordEntry>& row : planned.rows) {
      if (!IsWritten(row)) continue;
      people.emplace(row.record.record.person, row.line);
      entries.push_back(std::move(row.record));
    }
    Keep(tx, entries);
    std::vector<import_store::Concerned> concerned;
    for (const auto& [person, line] : people) concerned.push_back({person, line});
    return concerned;
  };
  return Import<domain::RecordEntry>(
      db_, call, request, {FileKinds::Kind_Name(file), domain::RecordColumns(kind), plan, write},
      at);
}

}  // namespace binadaya::registry
