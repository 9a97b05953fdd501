#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "services/reporting/domain/link.h"

// What became of a program: the item of the annual plan, the lines of the budget that pay for it,
// its batches. And of a person: the seats that he has or had. Amounts are whole rupiah, days are
// text as they are shown; '' = none.
namespace binadaya::reporting::domain {

struct BudgetLine {
  std::string id = {}, unit = {}, sub_activity = {}, account = {}, source = {};
  int year = 0;
  std::int64_t rupiah = 0;  // in the version in force
  std::int64_t frozen = 0, bound = 0, realised = 0;
};

struct Batch {
  std::string id = {}, unit = {}, state = {}, first_day = {}, last_day = {}, cause = {};
  int number = 0, capacity = 0;
  std::int64_t bound = 0, realised = 0;
  std::map<std::string, int> seats = {};  // people by the state of their enrolment
};

struct PlanItem {
  std::string id = {}, program = {}, source = {};
  int year = 0, number = 0;  // of the plan's revision that it stood in last; 0: as it was set
  bool removed = false;      // by a later revision
  int quarter = 0, batches = 0, seats = 0;
  std::int64_t rupiah = 0;
  std::vector<BudgetLine> lines = {};
  std::vector<Batch> drafted = {};
};

struct Enrolment {
  std::string id = {}, program = {}, title = {}, state = {}, cause = {}, batch = {}, first_day = {};
  int year = 0;                         // of the program
  int number = 0;                       // of the batch
  std::vector<std::string> needs = {};  // that the program serves
  int jp = 0, minutes = 0;              // credited
};

// plan item -> lines that pay for it, batches. `planned`: the program can be planned, so that
// there should be an item.
void AddDelivery(
    const std::vector<PlanItem>& items, bool planned, int depth, std::vector<Link>& chain);

Link LinkOf(const Enrolment& enrolment, int depth);

}  // namespace binadaya::reporting::domain
