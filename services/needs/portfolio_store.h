#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "binadaya/needs/v1/plan.pb.h"
#include "services/common/db.h"
#include "services/common/page.h"
#include "services/common/retention.h"

// Portfolios as they were computed, with what they follow from.
namespace binadaya::needs::portfolio_store {

void Add(Tx& tx, const v1::Portfolio& portfolio, const v1::PortfolioInputs& inputs);
// What is removed, by the policy retention.portfolio_days: those that nobody accepted.
Retention::Portion NotAccepted();
// What changes when it is accepted.
void Save(Tx& tx, const v1::Portfolio& portfolio);
// NotFound for what does not exist.
absl::StatusOr<v1::Portfolio> Get(Tx& tx, const std::string& id);
absl::StatusOr<v1::Portfolio> Lock(Tx& tx, const std::string& id);
v1::PortfolioInputs InputsOf(Tx& tx, const std::string& id);
// Newest year first, newest first, with year and id as the key.
std::vector<v1::Portfolio> PageOf(
    Tx& tx, const v1::ListPortfoliosRequest& sought, const Page& page);

}  // namespace binadaya::needs::portfolio_store
