#pragma once

#include <string>
#include <vector>

#include "binadaya/reporting/v1/reporting.pb.h"
#include "services/common/db.h"
#include "services/reporting/dashboard_store.h"

namespace binadaya::reporting {

// Takes out of a dashboard over `paths` what tells of fewer than k people, or would together with
// the dashboards of other units (common/domain/small_groups.h), and names it.
void WithholdSmallGroups(
    Tx& tx, const std::vector<std::string>& paths, int k, dashboard_store::Bands bands,
    v1::Dashboard& dashboard);

}  // namespace binadaya::reporting
