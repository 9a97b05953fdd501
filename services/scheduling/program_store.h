#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/db.h"

// What is heard of programs: for whom they are, and what they raise.
namespace binadaya::scheduling::program_store {

struct Target {
  std::string competency = {};
  double lift = 0, weight = 0;
};
struct Program {
  std::string id = {};
  std::string origin = {};  // the first of those that go on with one another; empty: of `copy_of`
  std::vector<std::string> families = {};
  std::vector<Target> targets = {};
  bool lottery = false;  // its evaluation is by random order of entry (domain rule 12.3, C)
  bool plannable = false, retired = false;
};
// As it is in force now; `copy_of`: the program that it goes on with, or none. In whichever order
// programs are heard of, those that go on with one another have one origin.
void Save(Tx& tx, const Program& program, const std::string& copy_of);
// NotFound for one that nobody has heard of.
absl::StatusOr<Program> Get(Tx& tx, const std::string& id);
// The same; who else would change who takes part in it waits until the transaction ends.
absl::StatusOr<Program> Lock(Tx& tx, const std::string& id);

}  // namespace binadaya::scheduling::program_store
