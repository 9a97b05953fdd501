#pragma once

#include <optional>
#include <string>
#include <vector>

#include "binadaya/scheduling/v1/scheduling.pb.h"
#include "services/common/db.h"
#include "services/common/page.h"
#include "services/scheduling/domain/calendar.h"

// Working hours, holidays, fasting months, blackouts, and sessions that holidays concern.
namespace binadaya::scheduling::calendar_store {

// All that a span of days needs: hours and fasting months as they are known, holidays of its years
// and of those beside them, blackouts that touch it.
domain::Calendar CalendarOf(Tx& tx, absl::CivilDay from, absl::CivilDay until);
domain::UnitHours AsDomain(const v1::WorkingHours& hours);

void SaveHours(Tx& tx, const v1::WorkingHours& hours);
// In place of one less than half a year away, which is returned.
std::vector<domain::DaySpan> SaveRamadan(Tx& tx, const domain::DaySpan& ramadan);

struct Blackout {
  std::string id = {}, unit = {};
  domain::Slot slot = {};
  std::string reason = {}, set_by = {};
  bool lifted = false;
};
void Add(Tx& tx, const Blackout& blackout);
absl::StatusOr<Blackout> LockBlackout(Tx& tx, const std::string& unit, const std::string& id);
void Lift(Tx& tx, const std::string& id);
// With the codes of their units, which a calendar does not know.
std::vector<Blackout> BlackoutsIn(Tx& tx, const domain::Slot& slot);

std::vector<domain::Holiday> HolidaysOf(Tx& tx, absl::civil_year_t year);
void SetHolidays(Tx& tx, absl::civil_year_t year, const std::vector<domain::Holiday>& holidays);

// Sessions of released rundowns on the days of a year.
struct Session {
  std::string batch = {}, item = {};
  domain::Slot slot = {};
};
std::vector<Session> SessionsOf(Tx& tx, absl::civil_year_t year);
struct Effect {
  Session session = {};
  bool freed = false;
  std::string holiday = {};
  absl::Time heard_at = {};
};
void Add(Tx& tx, const std::vector<Effect>& effects);
std::vector<Effect> EffectsOf(Tx& tx, const std::vector<std::string>& paths, const Page& page);

}  // namespace binadaya::scheduling::calendar_store
