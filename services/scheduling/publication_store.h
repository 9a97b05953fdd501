#pragma once

#include <string>
#include <vector>

#include "services/common/db.h"
#include "services/scheduling/domain/checklist.h"
#include "services/scheduling/domain/publication.h"

// Publications of batches, and what must be arranged before.
namespace binadaya::scheduling::publication_store {

struct Publication {
  std::string batch = {};
  int number = 0;
  std::string begun_by = {};
  std::vector<domain::Payment> payments = {};
  std::string commitment = {};
  // Of the batch, as it is now.
  std::string unit = {}, plan_item = {};
};
// NotFound, of "number", when there is none.
absl::StatusOr<Publication> Get(Tx& tx, const std::string& batch, int number);
void Add(Tx& tx, const Publication& publication);
void SetCommitment(Tx& tx, const std::string& batch, int number, const std::string& commitment);

// Empty before the first release.
domain::Checklist ChecklistOf(Tx& tx, const std::string& batch);
// Adds those that are new; of the others only the day on which they are due.
void SetDue(Tx& tx, const std::string& batch, const std::vector<domain::ChecklistItem>& items);
void Save(Tx& tx, const std::string& batch, const domain::Checklist& checklist);

}  // namespace binadaya::scheduling::publication_store
