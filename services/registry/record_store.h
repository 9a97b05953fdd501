#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/db.h"
#include "services/common/page.h"
#include "services/registry/domain/post.h"
#include "services/registry/domain/record.h"
#include "services/registry/domain/training.h"

// Records about people: appraisals, trainings, education, discipline, leave.
namespace binadaya::registry::record_store {

// People, locked until the end of the transaction as the commands about one of them lock him.
void Lock(Tx& tx, const std::set<std::string>& people);
void Add(Tx& tx, const std::vector<domain::RecordEntry>& entries);
absl::StatusOr<domain::Record> Get(Tx& tx, const std::string& record);
// Not true any more from today on.
void End(Tx& tx, const std::string& record, const std::string& because);
// Those of a kind that stand about these people.
std::vector<domain::Record> Standing(
    Tx& tx, const std::set<std::string>& people, domain::RecordKind kind);
// Those that stood on a day, newest first; `kind` 0 = all.
std::vector<domain::Record> PageOf(
    Tx& tx, const std::string& person, int kind, absl::CivilDay day, const Page& page);
// By person, how far the newest standing appraisal is below Baik; not of those without one.
std::map<std::string, int> StepsBelow(Tx& tx, const std::set<std::string>& people);

std::vector<domain::Training> Trainings(Tx& tx);
// What a training counts as, itself or the one that took its place; nullopt for none of that code.
std::optional<std::string> CountsAs(Tx& tx, const std::string& training);
bool HasTraining(Tx& tx, const std::string& person, const std::string& counts_as);

// Of whom a training is required from a day on, or not any more.
struct Requirement {
  std::string training;
  std::optional<domain::PostGroup> post_group = {};  // none = any
  std::string employment_type;                       // "" = any
  absl::CivilDay valid_from;
  bool required = true;
  std::string legal_basis;
  absl::CivilDay regulated_on;
  bool operator==(const Requirement&) const = default;
};
void Save(Tx& tx, const Requirement& requirement);
// In force on a day; those that ended too.
std::vector<Requirement> RequirementsOn(Tx& tx, absl::CivilDay day);

}  // namespace binadaya::registry::record_store
