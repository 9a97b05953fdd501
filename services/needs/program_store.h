#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/db.h"
#include "services/common/page.h"
#include "services/needs/domain/program.h"

// Programs with their versions, and the forms that they may have.
namespace binadaya::needs::program_store {

// NotFound for what does not exist.
absl::StatusOr<domain::Program> Get(Tx& tx, const std::string& id);
absl::StatusOr<domain::Program> Lock(Tx& tx, const std::string& id);
// In the order of the ids.
std::vector<domain::Program> Of(Tx& tx, const std::vector<std::string>& ids);
void Save(Tx& tx, const domain::Program& program);

// What is empty asks for nothing. State, need and family are those of a version that stands.
struct ProgramsSought {
  int year = 0;
  int state = 0;
  std::string need, family, text, id_prefix;
};
// Newest year first, newest first, with year and id as the key.
std::vector<domain::Program> PageOf(Tx& tx, const ProgramsSought& sought, const Page& page);

// Needs as programs see them, those that exist, in the order of their ids.
std::vector<domain::ServedNeed> NeedsOf(Tx& tx, const std::vector<std::string>& ids);
// Has the programs that name a need name another in its place; returns those.
std::vector<std::string> MoveNeed(Tx& tx, const std::string& from, const std::string& to);

// Programs of a year that are in force, for F-27.
struct TracedProgram {
  std::string id;
  domain::Traced traced;
};
std::vector<TracedProgram> InForceOf(Tx& tx, int year);

// Designs that were put under review, of any program, among which is every one that is the same as
// this but for its title. Newest year first.
std::vector<domain::DoubtedDesign> DoubtedLike(Tx& tx, const domain::Design& design);

// Programs of a year that may be planned, in the order of their ids.
std::vector<domain::Program> PlannableOf(Tx& tx, int year);

// All forms, with the numbers in force on a day.
domain::Forms FormsOn(Tx& tx, absl::CivilDay day);

}  // namespace binadaya::needs::program_store
