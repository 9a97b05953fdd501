#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "binadaya/budgeting/v1/budgeting_events.pb.h"
#include "services/common/db.h"
#include "services/reporting/domain/delivery.h"

// The budget's lines, and what is bound and spent, as the ledger tells it. Events of one commitment
// come in order; those of a line and of commitments on it in any.
namespace binadaya::reporting::money_store {

void Save(Tx& tx, const budgeting::v1::LineChanged& told);
void SaveFrozen(Tx& tx, const std::string& line, std::int64_t frozen);
void Save(Tx& tx, const budgeting::v1::FundsCommitted& told);
// What is bound no more, what was paid, what came back.
void Save(Tx& tx, const budgeting::v1::FundsReleased& told);
void Save(Tx& tx, const budgeting::v1::FundsRealised& told);
void Save(Tx& tx, const budgeting::v1::FundsReturned& told);

// Lines that are there for plan items, with what is bound of them by whomever; by item.
std::map<std::string, std::vector<domain::BudgetLine>> LinesOf(
    Tx& tx, const std::vector<std::string>& items);

}  // namespace binadaya::reporting::money_store
