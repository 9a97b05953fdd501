#pragma once

#include <map>
#include <string>

#include "absl/time/civil_time.h"
#include "binadaya/budgeting/v1/budgeting.pb.h"
#include "services/budgeting/domain/entry.h"
#include "services/budgeting/ledger_store.h"

// The ledger as it is shown.
namespace binadaya::budgeting {

v1::Entry ToProto(const domain::Entry& entry);
// `years`: of each of its lines.
v1::Commitment ToProto(const ledger_store::Commitment& of, const std::map<std::string, int>& years);
v1::Balance ToProto(const std::string& line, absl::CivilDay day, const domain::Balance& balance);

}  // namespace binadaya::budgeting
