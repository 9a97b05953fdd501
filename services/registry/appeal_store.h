#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/db.h"
#include "services/common/page.h"
#include "services/registry/domain/appeal.h"

// Appeals against valid levels.
namespace binadaya::registry::appeal_store {

void Add(Tx& tx, const domain::Appeal& appeal);
absl::StatusOr<domain::Appeal> Get(Tx& tx, const std::string& appeal);
// Newest first.
std::vector<domain::Appeal> Of(Tx& tx, const std::string& person);
// That wait for a decision, the soonest due first.
std::vector<domain::Appeal> PageOfOpen(
    Tx& tx, const std::vector<std::string>& paths, const Page& page);
void Decide(Tx& tx, const domain::Appeal& appeal);

// Those that waited for a decision about one of these levels, which have ended, and do so no more.
std::vector<domain::Appeal> Lapse(
    Tx& tx, const std::vector<std::int64_t>& levels, absl::CivilDay today);

// Of each day, the one that ends so many working days after it.
std::vector<absl::CivilDay> WorkingDaysAfter(
    Tx& tx, const std::vector<absl::CivilDay>& days, int working_days);

struct Holiday {
  absl::CivilDay day;
  std::string name;
  // Who entered it, when, by which document; none as far as it is not known.
  std::string set_by = {};
  std::optional<absl::Time> set_at = {};
  std::string document = {};
  bool provisional = false;
};
// One who sets holidays at a time; who reads them does not wait.
void LockHolidays(Tx& tx);
// In place of all of that year.
void SetHolidays(
    Tx& tx, int year, const std::vector<Holiday>& holidays, const std::string& document);
std::vector<Holiday> HolidaysOf(Tx& tx, int year);

}  // namespace binadaya::registry::appeal_store
