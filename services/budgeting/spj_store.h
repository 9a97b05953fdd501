#pragma once

#include <string>
#include <vector>

#include "binadaya/budgeting/v1/budgeting.pb.h"
#include "services/budgeting/domain/spj.h"
#include "services/common/db.h"

// The documents of a batch's account.
namespace binadaya::budgeting::spj_store {

// What is required for what is committed for a batch (and was not released again), as of the day
// on which it was spent first, else of today; and what is there.
domain::SpjBundle Get(Tx& tx, const std::string& unit, const std::string& batch);
std::vector<v1::SpjBundle::Document> Documents(
    Tx& tx, const std::string& unit, const std::string& batch);
// One at a time for a batch.
void Lock(Tx& tx, const std::string& unit, const std::string& batch);
void Add(Tx& tx, const v1::RecordSpjDocumentRequest& request);
// NotFound when it is not there.
absl::Status Withdraw(Tx& tx, const v1::WithdrawSpjDocumentRequest& request);
std::vector<v1::SpjBundle::Document> Withdrawn(
    Tx& tx, const std::string& unit, const std::string& batch);

}  // namespace binadaya::budgeting::spj_store
