#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "binadaya/budgeting/v1/budgeting.pb.h"
#include "binadaya/needs/v1/plan.pb.h"
#include "services/budgeting/domain/approval.h"
#include "services/budgeting/domain/budget.h"
#include "services/common/db.h"
#include "services/common/page.h"

// Versions of the year's budget of a unit.
namespace binadaya::budgeting::version_store {

struct Version {
  std::string id = {}, unit = {};
  int year = 0;
  domain::VersionKind kind = domain::VersionKind::kMurni;
  int seq = 0;
  domain::Approval approval = {};
  Money total = {};
  std::optional<domain::ShiftLevel> shift = {};  // of a PERGESERAN
  v1::Budget budget = {};
  std::string validated_by = {}, doc_ref = {};
  std::optional<absl::CivilDay> valid_from = {};
};

// NotFound when it is not of that unit.
absl::StatusOr<Version> Get(Tx& tx, const std::string& unit, const std::string& id);
absl::StatusOr<Version> Lock(Tx& tx, const std::string& unit, const std::string& id);
// Until the transaction ends nobody else begins a version of a unit's year, or puts one into force:
// who begins one sees what is in force by then.
void LockYear(Tx& tx, const std::string& unit, int year);
// The one in force of a unit's year.
std::optional<Version> InForce(Tx& tx, const std::string& unit, int year);
// Those of these subtrees, newest year first; without their budgets.
std::vector<Version> PageOf(
    Tx& tx, const std::vector<std::string>& paths, int year, const Page& page);
int NextSeq(Tx& tx, const std::string& unit, int year);
void Add(Tx& tx, const Version& version);
void Save(Tx& tx, const Version& version);

// What the annual plan of a year has for its items, as far as it was heard: participants, minutes,
// and the months in which the batches begin.
void SavePlanned(
    Tx& tx, int year, const google::protobuf::RepeatedPtrField<needs::v1::PlanItem>& items);
void DropPlanned(Tx& tx, const std::vector<std::string>& items);
std::map<std::string, domain::Planned> PlannedOf(
    Tx& tx, int year, const std::vector<std::string>& items);
std::map<std::string, std::vector<int>> BatchMonths(Tx& tx, int year);  // by item

}  // namespace binadaya::budgeting::version_store
