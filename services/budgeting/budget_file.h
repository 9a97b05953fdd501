#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "binadaya/budgeting/v1/budgeting.pb.h"
#include "services/common/domain/finding.h"
#include "services/common/domain/table.h"

// A budget as a file in the columns of the printed one (rincian belanja): a row of the kind
// KELOMPOK begins a group, with its title and total; RINCIAN are its lines, each before and after;
// SUMBER DANA and SUB KEGIATAN are sums over the groups, RENCANA what is planned of a plan item.
namespace binadaya::budgeting {

struct BudgetFile {
  v1::Budget budget;  // what could be read; a line's row is that of the file
  Findings findings;
  std::map<std::string, int> rows;  // of groups, lines and sums, by path: "groups[0].lines[2]"
  std::set<int> unread;             // rows that hold something that could not be read

  // Says of a finding about the budget ("groups[0].lines[2].after.price", also behind "budget.") on
  // which row it stands, and in which column.
  void Locate(Finding& finding) const;
};

// BF-01 a kind of row that is unknown; BF-02 a line before any group; BF-03 two columns that
// contradict each other in their units; BF-04 whom the volume counts is unknown; BF-05 no whole
// number; and what common/domain/sheet and money_text find.
BudgetFile ReadBudgetFile(const std::vector<Table>& tables);

// BF-06: the columns before are not those of the line in force, which are kept (a warning).
// `in_force`: the file's budget as it is to be kept.
Findings CompareBefore(const BudgetFile& file, const v1::Budget& in_force);

// Read again it is the same budget, its rows counted as they stand in the file.
Table WriteBudgetFile(const v1::Budget& budget);

// An invented one with every kind of row.
v1::Budget ExampleBudget();

}  // namespace binadaya::budgeting
