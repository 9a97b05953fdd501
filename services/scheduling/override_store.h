#pragma once

#include <string>
#include <vector>

#include "binadaya/scheduling/v1/continuity.pb.h"
#include "services/common/db.h"
#include "services/common/page.h"
#include "services/scheduling/domain/continuity_override.h"

// Rules of continuity that heads let batches break. Whoever adds one holds the lock of the batch.
namespace binadaya::scheduling::override_store {

std::vector<domain::ContinuityOverride> OfBatch(Tx& tx, const std::string& batch);
struct Listed {
  std::string batch = {}, unit = {};  // of the head
  domain::ContinuityOverride is = {};
};
// Inside these paths by the unit of the batch or of the head.
std::vector<Listed> PageOf(
    Tx& tx, const std::vector<std::string>& paths,
    const v1::ListContinuityOverridesRequest& request, const Page& page);
// In place of those about the same. `unit`: of the head.
void Add(
    Tx& tx, const std::string& batch, const std::string& unit,
    const std::vector<domain::ContinuityOverride>& overrides);
// Batches below a path that were released and are not cancelled, and how many of them break a rule
// by leave of a head. `program` empty, `year` 0: of any.
struct Totals {
  int batches = 0, overridden = 0;
};
Totals TotalsOf(Tx& tx, const std::string& path, const std::string& program, int year);

}  // namespace binadaya::scheduling::override_store
