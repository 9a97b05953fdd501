#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/db.h"
#include "services/registry/domain/assignment.h"
#include "services/registry/domain/import.h"
#include "services/registry/domain/post.h"
#include "services/registry/domain/unit.h"

// Units, people and where they stand: SQL of the directory.
namespace binadaya::registry::directory_store {

// One import, or placement by import, at a time.
void LockImports(Tx& tx);

domain::UnitKinds UnitKinds(Tx& tx);
std::map<std::string, domain::Unit> Units(Tx& tx);
// As it stood on a day.
absl::StatusOr<domain::Unit> GetUnit(Tx& tx, const std::string& code, absl::CivilDay day);
absl::StatusOr<std::string> PathOfUnit(Tx& tx, const std::string& code);
// Units as acts make them, without their paths; what was said before stays findable by day.
void SaveUnits(Tx& tx, const std::vector<domain::UnitAct>& acts);
// Brings the paths of new and moved units, and below them, up to date; the codes of whose changed.
std::set<std::string> RepairPaths(Tx& tx);

// A person on the post held today; post and unit empty without one.
struct PersonView {
  std::string id, name, employment_type, grade, legal_position, post, family, unit, path;
  bool active = false;
  std::string birth_date, gender, since;  // since: TMT of the post
};
std::map<std::string, domain::PersonRecord> PeopleByNumber(Tx& tx);
absl::StatusOr<PersonView> GetPerson(Tx& tx, const std::string& person);
// As he stood on a day.
absl::StatusOr<PersonView> GetPerson(Tx& tx, const std::string& person, absl::CivilDay day);
// The same of several, in the order of `people`.
std::vector<PersonView> People(Tx& tx, const std::vector<std::string>& people, absl::CivilDay day);
// Who has or had an employment number.
absl::StatusOr<std::string> OwnerOf(Tx& tx, const std::string& number);
// A person, locked until the end of the transaction.
absl::StatusOr<PersonView> LockPerson(Tx& tx, const std::string& person);
std::vector<PersonView> People(Tx& tx, const std::vector<std::string>& people);  // by id
absl::StatusOr<std::string> PathOfPerson(Tx& tx, const std::string& person);
// New people with their number and definitive assignment, by COPY. One that lies ahead is left out,
// and who has left has none.
void InsertPeople(
    Tx& tx, const std::vector<domain::PersonRecord>& people,
    const std::map<std::string, domain::Post>& posts);
// What was said before stays findable by day.
void UpdatePerson(Tx& tx, const domain::PersonRecord& person);

// One person on one post of one unit; a definitive one is open.
struct Assignment {
  std::string person, post, unit;
  domain::AssignmentKind kind = domain::AssignmentKind::kDefinitive;
  absl::CivilDay from = {};
  std::optional<absl::CivilDay> to = {};
  std::string act = {};  // that put him there; empty for an import
};
void Add(Tx& tx, const Assignment& assignment);
// Ends the open definitive assignment of a person where this one begins, and with it those by which
// he went along with his unit since.
void EndDefinitive(Tx& tx, const Assignment& next);
// Corrects the day on which the open definitive assignment began, and with it the end of one that
// ended there; what both said before is kept. What held for no day stays so. Where he had gone
// along with his unit, that he is there is the file's word from now on.
void CorrectBegin(Tx& tx, const std::string& person, absl::CivilDay was, absl::CivilDay begin);
// Of people who held another post before, the day on which that one began.
std::map<std::string, absl::CivilDay> EarlierBegins(Tx& tx);
// Of people who went along with their units, the day of the decision that they follow from.
std::map<std::string, absl::CivilDay> EarlierDecisions(Tx& tx);
// Of people whose employment type, grade or legal position changed, the day of the last change.
std::map<std::string, absl::CivilDay> LastChanges(Tx& tx);

}  // namespace binadaya::registry::directory_store
