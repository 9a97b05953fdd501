#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/common/db.h"
#include "services/scheduling/domain/slot.h"

// What the gates of a selection ask about people and units.
namespace binadaya::scheduling::gate_store {

// Sessions of a batch, by time.
std::map<std::string, std::vector<domain::Slot>> SessionsOf(
    Tx& tx, const std::vector<std::string>& batches);

// Where somebody stands, as far as it was heard, and whom his absence concerns.
struct Duty {
  std::string person = {}, unit = {};  // a path
  std::string family = {}, employment = {};
  bool active = true, head = false, deputy = false;
  std::string kecamatan = {};  // of a kelurahan: the path of the unit above
};
std::map<std::string, Duty> DutiesOf(Tx& tx, const std::vector<std::string>& people);

// A session of a batch in which somebody has a seat, or one is kept for him.
struct Seat {
  Duty duty = {};
  std::string program = {}, batch = {};
  domain::Slot slot = {};
};
// That touch the slot: of these people; of everybody in these units, or below these kecamatan.
std::vector<Seat> SeatsOf(Tx& tx, const std::vector<std::string>& people, const domain::Slot& slot);
std::vector<Seat> SeatsIn(Tx& tx, const std::vector<std::string>& units, const domain::Slot& slot);

// What people have had, and have been promised.
struct Past {
  int jp = 0;  // of the year: completed, and of seats of other programs
  std::optional<absl::CivilDay> last_training = {}, completed = {};
  bool enrolled = false;
};
std::map<std::string, Past> PastOf(
    Tx& tx, const std::vector<std::string>& people, const std::string& program,
    const std::string& origin, int year);

struct Staff {
  int headcount = 0, trained = 0;
  bool has_head = false, has_deputy = false;
};
std::map<std::string, Staff> StaffOf(
    Tx& tx, const std::vector<std::string>& units, const std::string& origin);
// How many lurah there are in each of these kecamatan.
std::map<std::string, int> LurahOf(Tx& tx, const std::vector<std::string>& kecamatan);
// Those of them who have an agenda that touches the slot.
std::vector<std::string> LeadersOf(
    Tx& tx, const std::vector<std::string>& people, const domain::Slot& slot);

}  // namespace binadaya::scheduling::gate_store
