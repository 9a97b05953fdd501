#pragma once

#include <optional>
#include <string>
#include <vector>

#include "binadaya/scheduling/v1/scheduling.pb.h"
#include "services/common/db.h"
#include "services/common/domain/finding.h"
#include "services/scheduling/domain/slot.h"

// Slots as contracts and tables write them: "2026-03-02T07:30".
namespace binadaya::scheduling {

// Of a request. TIME-01: a time that is none, or that no plan reaches (2000 to 2199). An empty slot
// is the rules' to find.
domain::Slot ReadSlot(const v1::Slot& slot, const std::string& where, Findings& findings);
std::vector<domain::Slot> ReadSlots(
    const google::protobuf::RepeatedPtrField<v1::Slot>& slots, const std::string& where,
    Findings& findings);
// The same where one must be given. TIME-02: it ends before it begins, or lasts longer than a year.
absl::StatusOr<domain::Slot> RequireSlot(const v1::Slot& slot, const std::string& where);
// The same where one may be left out.
absl::StatusOr<std::optional<domain::Slot>> SlotIfGiven(
    bool given, const v1::Slot& slot, const std::string& where);

// A moment to the second, "2026-03-02T07:58:10", or the first of a minute. TIME-01.
absl::CivilSecond ReadSecond(const std::string& text, const std::string& where, Findings& findings);
absl::CivilMinute ReadMinute(const std::string& text, const std::string& where, Findings& findings);

// InvalidArgument where something is wrong with a request itself.
absl::Status RefuseInput(Findings findings);

void ToProto(const domain::Slot& slot, v1::Slot& out);
// RFC 3339, in UTC.
std::string InstantText(absl::Time at);

// `timestamp` columns: parameters, and what to_char makes of them (WRITTEN).
std::string ForSql(absl::CivilMinute at);
// A tsmultirange; none for no slots.
std::optional<std::string> RangesForSql(const std::vector<domain::Slot>& slots);
absl::CivilMinute MinuteAt(pg::Row& row);
domain::Slot SlotAt(pg::Row& row);
#define WRITTEN(column) "to_char(" column ", 'YYYY-MM-DD\"T\"HH24:MI')"

}  // namespace binadaya::scheduling
