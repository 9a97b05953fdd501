#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "binadaya/scheduling/v1/scheduling.pb.h"
#include "services/cli/sheet_file.h"
#include "services/common/domain/finding.h"

// A rundown as a sheet, in the columns of the printed one: no, day, time, duration, item, kind,
// place, speaker, method; and what is taught (SPK-06). Pure.
namespace binadaya::cli {

// What is on record, by what it is called.
struct OnRecord {
  struct Thing {
    std::string id, name;
  };
  std::vector<Thing> venues, speakers;
};

struct RundownSheet {
  scheduling::v1::RundownContent content;
  std::vector<sheets::Row> rows;  // of each item
  Findings warnings;
};

const std::vector<sheets::Column>& RundownColumns();
// Those of the file to fill in: each thing once.
std::vector<sheets::Column> RundownFormColumns();
AllowedValues RundownValues();  // the kinds of items

// Each row is an item; a row that has a day alone begins that day, and a day holds for the rows
// below it. A draft may lack what a rundown needs, for its check says so; what cannot be read is
// refused, all at once. RDS-01 no day; RDS-02 no time, or two that differ; RDS-03 no duration;
// RDS-04 no such kind; RDS-05 no item; RDS-06 a speaker who is not on record, or one of several;
// RDS-07 a day is written with two names; RDS-09 no competency with a level of 1 to 5. Warning:
// RDS-08 learning at a place that is not on record.
absl::StatusOr<RundownSheet> ReadRundown(std::vector<sheets::Row> rows, const OnRecord& on_record);

}  // namespace binadaya::cli
