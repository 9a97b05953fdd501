#pragma once

#include <map>
#include <string>
#include <vector>

#include "services/common/db.h"
#include "services/scheduling/domain/calendar.h"

// What is heard of people: who is active, and when they are on leave, not why.
namespace binadaya::scheduling::people_store {

struct Leave {
  std::string record = {}, person = {};
  domain::DaySpan days = {};
};
void Save(Tx& tx, const Leave& leave);
// He has left service, or is back.
void SaveLeft(Tx& tx, const std::string& person, bool left);
bool HasLeft(Tx& tx, const std::string& person);
// Gaps as they were measured for a post that somebody took up at `at`, by competency.
void SaveGaps(
    Tx& tx, const std::string& person, const std::map<std::string, double>& gaps, absl::Time at);
void Annul(Tx& tx, const std::string& record);  // a training that was completed, too

// What is heard of where people stand. What is empty was not told, and stays.
struct Place {
  std::string person = {}, post = {}, family = {}, unit_path = {}, employment = {};
};
void Save(Tx& tx, const Place& place);
// Where somebody stands; NotFound for whom nobody has heard of.
absl::StatusOr<std::string> PathOf(Tx& tx, const std::string& person);
void SaveTraining(
    Tx& tx, const std::string& record, const std::string& person, absl::CivilDay completed_on);
// What posts say of those who hold them: who heads a unit, and who stands in (sekretaris).
void SavePost(Tx& tx, const std::string& code, bool is_head, bool is_deputy);
bool IsHead(Tx& tx, const std::string& post);
bool HoldsHead(Tx& tx, const std::string& person);  // the post of the head of a unit
// Who may not be away while he is (SVC-2): of a head the secretary of the unit, of a secretary the
// head.
std::vector<std::string> PairOf(Tx& tx, const std::string& person);
// Somebody acts (Plt, Plh) on a post of a unit, by its code, on these days; none: he does not.
struct ActsOn {
  std::string person = {}, unit = {}, post = {};
  domain::DaySpan days = {};
};
void Save(Tx& tx, const ActsOn& acts);
struct UnitKind {
  std::string code = {}, kind = {}, parent = {};
  bool direct_service = false;  // at a counter or on the street
};
void Save(Tx& tx, const UnitKind& unit);

// Of these people, touching these days.
std::vector<Leave> LeavesOf(
    Tx& tx, const std::vector<std::string>& people, const domain::DaySpan& days);

}  // namespace binadaya::scheduling::people_store
