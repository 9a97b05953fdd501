#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/db.h"
#include "services/reporting/domain/chain.h"

// What the chains are made of. A need and a gap belong together when competency and family are the
// same, and so is the next family that they are measured against, if there is one, the gap's unit
// lies in the need's (of a closed one in its heir, from then on), the required level is the need's
// (a strategic need takes every gap up to its level), and the gap stood while the need was open.
namespace binadaya::reporting::chain_store {

// NotFound for what was never heard of.
absl::StatusOr<domain::Need> GetNeed(Tx& tx, const std::string& need);
absl::StatusOr<domain::Profile> GetProfile(Tx& tx, const std::string& person);

std::vector<domain::Directive> DirectivesOf(Tx& tx, const std::string& need);
// The gaps of a need, largest first, at most `limit`, and how many there are.
struct Shown {
  std::vector<domain::Gap> gaps;
  int in_all = 0;
};
Shown GapsOfNeed(Tx& tx, const std::string& need, int limit);
// The same of the appraisals that a performance gap comes from, lowest first: of an open need of
// those who stand in its group today, wherever they were appraised; of a closed one of those who
// did while it was open.
struct Appraised {
  std::vector<domain::Appraisal> appraisals;
  int in_all = 0;
};
Appraised AppraisalsOfNeed(Tx& tx, const std::string& need, int limit);
// The current gaps of people in what a need is about, by person.
std::map<std::string, domain::Gap> CurrentGaps(
    Tx& tx, const std::vector<std::string>& people, const domain::Need& need,
    const std::vector<std::string>& scope);
std::vector<domain::Gap> GapsOfPerson(Tx& tx, const std::string& person);
// The needs that name a current gap of the person.
std::vector<domain::Need> NeedsOfPerson(Tx& tx, const std::string& person);
// Those that are known of `ids`.
domain::RatingsById Ratings(Tx& tx, const std::vector<std::string>& ids);

}  // namespace binadaya::reporting::chain_store
