#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/common/db.h"
#include "services/scheduling/domain/clash.h"
#include "services/scheduling/domain/continuity.h"
#include "services/scheduling/domain/slot.h"

// What the gates of a selection ask about people and units.
namespace binadaya::scheduling::gate_store {

// Sessions of each batch by time, as bookings of people who are not named yet. Here and below
// without breaks, meals and prayers.
std::map<std::string, std::vector<domain::Booking>> SessionsOf(
    Tx& tx, const std::vector<std::string>& batches);

// Where somebody stands, as far as it was heard, and whom his absence concerns.
struct Duty {
  std::string person = {}, unit = {};  // a path
  std::string family = {}, employment = {};
  bool active = true, head = false, deputy = false;
  bool direct_service = false;  // of the unit: whoever is in office there serves
  std::string kecamatan = {};   // of a kelurahan: the path of the unit above
  // As they were measured for the post that he took up last, by competency; in DutiesOf.
  std::map<std::string, double> gaps = {};
  absl::Time gaps_at = absl::InfinitePast();
};
std::map<std::string, Duty> DutiesOf(Tx& tx, const std::vector<std::string>& people);

// A session of a batch in which somebody has a seat, or, as `kept`, one is kept for him; or, as
// `decided`, had one: he took part, and what became of it is known.
struct Seat {
  Duty duty = {};
  std::string program = {}, batch = {}, item = {};
  domain::Slot slot = {};
  std::string venue = {}, city = {};
  bool kept = false, decided = false;
  bool structural = false;  // SVC-6 does not count it
};
// As a booking of a person, or of what he is besides (a speaker), by its id.
domain::Booking BookingOf(const Seat& seat, domain::Resource resource, const std::string& id);
// That touch the slot: of these people; of everybody in these units, or below these kecamatan.
std::vector<Seat> SeatsOf(Tx& tx, const std::vector<std::string>& people, const domain::Slot& slot);
std::vector<Seat> SeatsIn(Tx& tx, const std::vector<std::string>& units, const domain::Slot& slot);

// What people have had, and have been promised. Whoever confirmed and whose batch is over counts as
// one who completed it, until his outcome is known.
struct Past {
  int jp = 0;  // of the year: completed, and of seats of other programs
  std::optional<absl::CivilDay> last_training = {}, completed = {};
  // Waits in this program, or has a seat in it; or in one that it goes on with, in a batch that is
  // not over.
  bool enrolled = false;
  bool elsewhere = false;  // such a seat, in another program
};
std::map<std::string, Past> PastOf(
    Tx& tx, const std::vector<std::string>& people, const std::string& program,
    const std::string& origin, int year);
// Who else gives seats waits until the transaction ends: what one gives, the next one sees.
void LockGiving(Tx& tx);

struct Staff {
  int headcount = 0, trained = 0;
  bool has_head = false, has_deputy = false;
};
std::map<std::string, Staff> StaffOf(
    Tx& tx, const std::vector<std::string>& units, const std::string& origin);
// Who keeps these units going, and all kelurahan of their kecamatan; their ids are their paths.
std::vector<domain::UnitStaff> UnitsOf(Tx& tx, const std::vector<std::string>& units);
// Those of them who have an agenda that touches the slot.
std::vector<std::string> LeadersOf(
    Tx& tx, const std::vector<std::string>& people, const domain::Slot& slot);

}  // namespace binadaya::scheduling::gate_store
