#pragma once

#include <string>
#include <vector>

#include "services/common/db.h"

// The figures of a dashboard over unit paths; people and needs are counted where their units stand
// today, needs of a closed unit with its heir.
namespace binadaya::reporting::dashboard_store {

int Units(Tx& tx, const std::vector<std::string>& paths);

// Job-person match bands: lower bounds in percent.
struct Bands {
  double fair = 0, optimal = 0;
};
struct People {
  int active = 0, rated = 0, disputed = 0;
  int optimal = 0, fair = 0, poor = 0;
  double mean_match = 0;
  int competencies_required = 0, competencies_rated = 0;
};
// Active people.
People CountPeople(Tx& tx, const std::vector<std::string>& paths, Bands bands);

struct Competency {
  std::string code;
  int people = 0, high = 0, medium = 0, low = 0;
  double mean_gap = 0;
};
// Current gaps of active people, widest effect (mean gap x people) first.
std::vector<Competency> Competencies(Tx& tx, const std::vector<std::string>& paths);

// The same figures of each unit alone, by path: those who stand in the unit itself.
struct UnitPeople {
  std::string path;
  People people;
};
std::vector<UnitPeople> PeopleByUnit(Tx& tx, Bands bands);
struct UnitGaps {
  std::string path, competency;
  int high = 0, medium = 0, low = 0;
};
std::vector<UnitGaps> GapsByUnit(Tx& tx);

struct Needs {
  std::string state;
  int needs = 0, measured = 0;
};
std::vector<Needs> CountNeeds(Tx& tx, const std::vector<std::string>& paths);

}  // namespace binadaya::reporting::dashboard_store
