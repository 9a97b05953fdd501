#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "binadaya/scheduling/v1/participants.pb.h"
#include "services/common/db.h"
#include "services/common/page.h"
#include "services/scheduling/domain/fairness.h"
#include "services/scheduling/domain/objection.h"

// Selections as they were made, and objections to them.
namespace binadaya::scheduling::selection_store {

struct Selection {
  std::string id = {}, unit = {}, program = {};
  int year = 0, number = 0;  // number: of the program
  std::string from_unit = {};
  int considered = 0, qualified = 0, chosen = 0, overridden = 0;
  std::string made_by = {};
  absl::Time made_at = {};
  absl::CivilDay made_on = {};
  v1::SelectionRecord content = {};
};
using GroupsBy = std::map<domain::Dimension, std::vector<domain::FairnessGroup>>;
// How many the program has had.
int CountOf(Tx& tx, const std::string& program);
// With everybody whom it judged.
void Add(Tx& tx, const Selection& selection, const GroupsBy& groups);
// All but the people whom it judged. NotFound for one that is not there.
absl::StatusOr<Selection> Get(Tx& tx, const std::string& id, const char* where);
// Whole.
absl::StatusOr<Selection> GetWhole(Tx& tx, const std::string& id, const char* where);
// The newest that judged somebody, whole; what is empty asks for any. NotFound.
absl::StatusOr<Selection> OfPerson(
    Tx& tx, const std::string& person, const std::string& selection, const std::string& program);
// Newest first; without the people whom they judged.
std::vector<Selection> PageOf(
    Tx& tx, const std::vector<std::string>& paths, const std::string& program, const Page& page);
bool HasJudged(Tx& tx, const std::string& selection, const std::string& person);

// Of all selections inside a path, of a program and a year if they are named, added up. Seats that
// were kept past the gates are out of turn, too.
struct Totals {
  int selections = 0, chosen = 0, overridden = 0;
  GroupsBy groups = {};
};
Totals TotalsOf(Tx& tx, const std::string& path, const std::string& program, int year);

struct Objection {
  domain::Objection is = {};
  std::string unit = {};
};
std::optional<Objection> ObjectionOf(
    Tx& tx, const std::string& selection, const std::string& person);
// NotFound when it is not of that unit.
absl::StatusOr<std::string> SelectionOfObjection(
    Tx& tx, const std::string& unit, const std::string& id);
absl::StatusOr<Objection> LockObjection(Tx& tx, const std::string& unit, const std::string& id);
// Filed, against a selection of the program.
std::vector<Objection> OpenObjections(
    Tx& tx, const std::string& person, const std::string& program);
void Add(Tx& tx, const Objection& objection);
void Save(Tx& tx, const Objection& objection);
std::vector<Objection> PageOfObjections(
    Tx& tx, const std::vector<std::string>& paths, int state, const Page& page);

}  // namespace binadaya::scheduling::selection_store
