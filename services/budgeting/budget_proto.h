#pragma once

#include <map>
#include <string>
#include <vector>

#include "binadaya/budgeting/v1/budgeting.pb.h"
#include "services/budgeting/domain/budget.h"
#include "services/common/domain/finding.h"
#include "services/common/domain/text.h"

namespace binadaya::budgeting {

// As the rules see it. MON-01, MON-02, MON-08: a quantity that cannot be read.
domain::Version AsDomain(
    const v1::Budget& budget, int year, domain::VersionKind kind, Findings& findings);

struct Place {
  std::string subactivity, source;
  const v1::BudgetLine* line = nullptr;
};
// Its lines by id, with the group that each stands in.
std::map<std::string, Place> ById(const v1::Budget& budget);

// Makes ready to keep what somebody has written: rows counted, each side before as it is in force.
// BL-16: a line of an id that is neither in force nor in the draft that this takes the place of, or
// one in force under another account, sub-activity or source. New lines get an id of `next`.
template <class NextId>
void Complete(
    v1::Budget& budget, const v1::Budget& in_force, const v1::Budget& replaced, NextId next,
    Findings& findings);
Finding NotItsLine(const std::string& where, const std::string& line);

template <class NextId>
void Complete(
    v1::Budget& budget, const v1::Budget& in_force, const v1::Budget& replaced, NextId next,
    Findings& findings) {
  const std::map<std::string, Place> standing = ById(in_force), drafted = ById(replaced);
  int row = 0;
  for (int g = 0; g < budget.groups_size(); ++g) {
    v1::BudgetGroup& group = *budget.mutable_groups(g);
    for (int l = 0; l < group.lines_size(); ++l) {
      v1::BudgetLine& line = *group.mutable_lines(l);
      ++row;
      if (line.row() == 0) line.set_row(row);
      line.clear_before();
      const auto before = standing.find(line.id());
      if (before != standing.end()) {
        *line.mutable_before() = before->second.line->after();
        const bool same = before->second.line->account() == line.account() &&
                          before->second.subactivity == group.subactivity() &&
                          before->second.source == group.source();
        if (same) continue;
      } else if (line.id().empty()) {
        line.set_id(next());
        continue;
      } else if (drafted.contains(line.id())) {
        continue;
      }
      findings.push_back(NotItsLine(Cat("budget.groups[", g, "].lines[", l, "].id"), line.id()));
    }
  }
}

}  // namespace binadaya::budgeting
