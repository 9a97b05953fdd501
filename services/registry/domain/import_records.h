#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "services/registry/domain/import.h"
#include "services/registry/domain/record.h"
#include "services/registry/domain/training.h"

namespace binadaya::registry::domain {

// What a file of records is planned over.
struct RecordDirectory {
  const std::map<std::string, PersonRecord>& people;    // by number, former ones too
  std::map<std::string, std::vector<Record>> standing;  // by person, of the kind and who is in it
  std::vector<Training> trainings;
  RecordSetting setting;  // as far as it is the same for everybody
  std::string importer;   // who brings the file
};

// The columns of a file of records of one kind.
const std::vector<Column>& RecordColumns(RecordKind kind);
// The predicate, level of education, level of discipline or kind of leave that is meant: "S-1" and
// "Sarjana" are S1, "Cuti Tahunan" is TAHUNAN. Empty for none.
std::string_view ReadRecordCode(std::string_view column, std::string_view text);

// Whom a row is about, as a number; not yet checked.
std::string NumberOf(const Row& row);

// Plans a file of records. Of each row what CheckRecord finds, and REC-08 a record about who brings
// the file; NIP-01 no number; REC-11 the same record, or the same year of an appraisal, on more
// than one line; REC-12 leave that overlaps that of another line; REC-13 a number of nobody; REC-14
// the name of somebody else; REC-15 a value that there is not; REC-16 no year; REC-17 no document;
// REC-18 a text that is too long; IMP-09 no date. What is on record already is the same, also where
// the row leaves an optional column empty; another appraisal of a year that has one changes it.
ImportPlan<RecordEntry> PlanRecords(
    RecordKind kind, const std::vector<Row>& rows, const RecordDirectory& directory,
    const ImportOptions& options);

}  // namespace binadaya::registry::domain
