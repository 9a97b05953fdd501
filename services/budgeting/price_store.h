#pragma once

#include <string>
#include <vector>

#include "services/budgeting/domain/budget.h"
#include "services/common/db.h"
#include "services/common/page.h"

// Price standards, and which accounts a sub-activity may use.
namespace binadaya::budgeting::price_store {

struct Imported {
  int added = 0, changed = 0, same = 0;
};
Imported Save(Tx& tx, const std::vector<domain::PriceStandard>& standards);
// Those of these codes, of all times.
std::vector<domain::PriceStandard> OfCodes(Tx& tx, const std::vector<std::string>& codes);
std::vector<domain::PriceStandard> PageOn(
    Tx& tx, absl::CivilDay day, const std::string& code_prefix, const Page& page);

void SetAccounts(
    Tx& tx, int year, const std::string& subactivity,
    const std::vector<domain::AccountRule>& rules);
std::vector<domain::AccountRule> Accounts(
    Tx& tx, int year, const std::vector<std::string>& subactivities);

}  // namespace binadaya::budgeting::price_store
