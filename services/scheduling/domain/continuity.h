#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "services/common/domain/finding.h"
#include "services/scheduling/domain/calendar.h"
#include "services/scheduling/domain/slot.h"

// No counter closes because people learn (kesinambungan layanan; domain rules 10.3, SC-07, F-07).
namespace binadaya::scheduling::domain {

struct ContinuityPolicy {
  int unit_percent = 20;     // of a unit's staff in training at a time (SVC-1)
  int one_from = 3;          // people, one of them may go
  int lurah_percent = 50;    // of a kecamatan, on a day (SVC-3)
  int direct_percent = 10;   // of direct-service posts, at a time (SVC-4); one from `one_from` on
  int quarter_days = 5;      // of training of a person in a quarter (SVC-6)
  int acting_minutes = 360;  // of working time in a day, without the head: somebody acts for him
};

// Somebody acts for the head of a unit (Plt, Plh).
struct Acting {
  std::string person = {};
  DaySpan days = {};
};

// A unit with those who keep it going.
struct UnitStaff {
  std::string id = {};
  std::string path = {};
  int headcount = 0;                      // active staff
  int direct_posts = 0;                   // of them at a counter, on a shift
  std::string head = {}, secretary = {};  // persons; empty: nobody holds the post
  std::string kecamatan = {};             // of a kelurahan: the unit above
  std::vector<Acting> acting = {};
};

// One person is away for a time. Of somebody in two batches or a leave there are several.
struct Away {
  std::string person = {};
  std::string unit = {};        // by id
  Slot slot = {};               // a session's, or a day's of a leave
  bool training = true;         // else leave or duty elsewhere
  bool structural = false;      // training that SVC-6 does not count
  bool direct_service = false;  // holds such a post
  std::string substitute = {};  // who is at the counter instead; kWhoStays, where none is named
  std::string acting = {};      // Plh of a head, beside those of his unit
};

// As it is, in pieces within a day each.
void AddByDay(Away away, std::vector<Away>& all);

// At a counter: one of those who stay.
inline constexpr char kWhoStays[] = "+";

// What SVC-6 counts in: "2027-2".
inline constexpr int kQuarterMonths = 3;
std::string QuarterName(absl::CivilDay day);

// Who may act for somebody while he is away (Plh), if he is the head: the secretary, or "+", whom
// the unit above names. That is done close to the day, so a plan takes him as named.
std::string MayActFor(const UnitStaff& unit, const std::string& person);
// Most people that may be away at a time (F-07).
int AwayCapOf(int headcount, const ContinuityPolicy& policy);
// The same of direct-service posts (SVC-4).
int DirectCapOf(int posts, const ContinuityPolicy& policy);

// SC-07, all at once; one finding for each rule, unit (SVC-5: and blackout; SVC-6: person and
// quarter) and day, at its worst.
//   SVC-01 too many of a unit in training at the same time
//   SVC-02 head and secretary away on the same working hours; as a warning: the head for a day,
//          and nobody who is there then acts for him yet, with who may ("may_act": none is a person
//          of the unit above)
//   SVC-03 too many lurah of a kecamatan away on a day, of those who are in office
//   SVC-04 too many direct-service posts at the same time; or one without a substitute
//   SVC-05 training in a blackout
//   SVC-06 too many days of training in a quarter
// All but SVC-05 and SVC-06 look only at what the unit works. `units`: at least those of `away`,
// and all kelurahan of their kecamatan.
Findings CheckContinuity(
    std::span<const Away> away, std::span<const UnitStaff> units, const Calendar& calendar,
    const ContinuityPolicy& policy);

// The same of what `ours` adds to `others`, and by how many people or days more than there may be
// (1 where nobody counts): what others break by themselves is theirs, of one rule, one unit,
// kecamatan or person, on one day or in one quarter.
std::vector<std::pair<Finding, std::int64_t>> CheckAdded(
    std::span<const Away> ours, std::span<const Away> others, std::span<const UnitStaff> units,
    const Calendar& calendar, const ContinuityPolicy& policy);

}  // namespace binadaya::scheduling::domain
