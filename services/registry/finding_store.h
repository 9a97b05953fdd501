#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/common/db.h"
#include "services/common/page.h"
#include "services/registry/directory_store.h"
#include "services/registry/domain/contact.h"
#include "services/registry/domain/import_competencies.h"
#include "services/registry/domain/rating_case.h"

// Units, people and competencies by what somebody looks for (docs/adr/0029): SQL of the lists.
namespace binadaya::registry::finding_store {

// What is empty asks for nothing.
struct PeopleSought {
  std::vector<std::string> paths;  // where units stand today
  absl::CivilDay day;
  std::string name;  // words, each in full or in part
  std::string id_prefix, post, legal_position, campaign;
  std::vector<int> states;  // of the case; 0 = none
  int order = 0;            // by id, by name, by unit
  bool with_former = false;
};
struct FoundPerson {
  directory_store::PersonView view;
  std::optional<domain::CaseState> state = {};  // of the case
  std::vector<std::string> key;
};
std::vector<FoundPerson> PageOfPeople(Tx& tx, const PeopleSought& sought, const Page& page);
// How far the newest case that each of them had on a day was then.
std::map<std::string, std::optional<domain::CaseState>> States(
    Tx& tx, const std::vector<std::string>& people, absl::CivilDay day);

struct UnitsSought {
  std::vector<std::string> paths;
  absl::CivilDay day;
  std::string text, kind;
  int order = 0;  // by path, by name, by code
};
struct FoundUnit {
  domain::Unit unit;
  std::vector<std::string> former_names;  // the newest first
  std::string key;
};
std::vector<FoundUnit> PageOfUnits(Tx& tx, const UnitsSought& sought, const Page& page);

std::vector<domain::Competency> PageOfCompetencies(
    Tx& tx, const std::string& text, const std::string& cluster, const Page& page);

// Who the people are that stand at `path` or below, in the order of `people`, each once; those
// without a post at "/" alone.
struct Named {
  std::string id, name, number, post, post_title, unit, unit_name;
  bool active = false;
  domain::Contact contact = {};
};
std::vector<Named> Names(Tx& tx, const std::vector<std::string>& people, const std::string& path);

}  // namespace binadaya::registry::finding_store
