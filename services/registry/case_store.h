#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/db.h"
#include "services/registry/domain/rating_case.h"

// People's cases in rating campaigns: judgements, calibrations, what is left out.
namespace binadaya::registry::case_store {

// Locks a person until the end of the transaction, whether he has a case yet or not.
void LockPerson(Tx& tx, const std::string& person);

// What a person without any case is told.
absl::Status NeverRated();

struct Listed {
  std::string campaign, name;  // the campaign's
  domain::CaseState state;
};
// The cases that a person had on a day, newest campaign first.
std::vector<Listed> Of(Tx& tx, const std::string& person, absl::CivilDay day);

// A case, empty when nothing was recorded yet, and what it is decided against, as far as the
// database knows: `setting` has the day and the policy.
struct Opened {
  domain::RatingCase rating_case;
  domain::Setting setting;
};
Opened Get(Tx& tx, const std::string& person, const std::string& campaign, domain::Setting setting);

// Writes the state, what it was before today, and the given judgements (one of the same rater and
// competency is replaced).
void Save(
    Tx& tx, const domain::RatingCase& rating_case, const std::vector<domain::Rating>& judgements);
// Writes all calibrations and all that is left out.
void SaveDecisions(Tx& tx, const domain::RatingCase& rating_case);
// Ends the valid cases of which no level is left.
void Expire(Tx& tx, const std::string& person, absl::CivilDay today);

}  // namespace binadaya::registry::case_store
