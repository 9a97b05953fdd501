#pragma once

#include <map>
#include <string>
#include <vector>

#include "services/common/db.h"
#include "services/scheduling/domain/calendar.h"

// What is heard of people: who is active, and when they are on leave, not why.
namespace binadaya::scheduling::people_store {

// NoSuchObject for whom nobody has heard of, or who has left.
absl::Status RequireActive(Tx& tx, const std::string& person, const std::string& where);

struct Leave {
  std::string record = {}, person = {};
  domain::DaySpan days = {};
};
void Save(Tx& tx, const Leave& leave);
void Annul(Tx& tx, const std::string& record);
// Of these people, touching these days.
std::vector<Leave> LeavesOf(
    Tx& tx, const std::vector<std::string>& people, const domain::DaySpan& days);

}  // namespace binadaya::scheduling::people_store
