#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "binadaya/needs/v1/needs.pb.h"
#include "binadaya/registry/v1/registry.pb.h"
#include "services/cli/operator.h"
#include "services/common/domain/finding.h"

// What somebody means who writes a code, a name or part of it, or the first letters of an id.
// Nobody (FIND-01) and several (FIND-02, with up to ten of them) are refusals.
namespace binadaya::cli {

// A person also by the whole employment number, which is on record in the audit log; by a part of
// it never (FIND-03).
absl::StatusOr<registry::v1::Person> FindPerson(const Operator& caller, const std::string& text);
// "/" is the city: a unit whose code and path that is.
absl::StatusOr<registry::v1::Unit> FindUnit(const Operator& caller, const std::string& text);
// Its code; empty for none.
absl::StatusOr<std::string> FindUnitCode(const Operator& caller, const std::string& text);
absl::StatusOr<registry::v1::Post> FindPost(const Operator& caller, const std::string& text);
absl::StatusOr<registry::v1::Competency> FindCompetency(
    const Operator& caller, const std::string& text);
absl::StatusOr<registry::v1::RatingCampaign> FindRatingCampaign(
    const Operator& caller, const std::string& text);
// A needs campaign has no name: by its year, or the first letters of its id; "" if there is one.
absl::StatusOr<needs::v1::Campaign> FindNeedsCampaign(
    const Operator& caller, const std::string& text);
absl::StatusOr<needs::v1::Need> FindNeed(const Operator& caller, const std::string& text);
// What a need is about: its competency or training, "-" without either.
std::string AboutOf(const needs::v1::Need& need);

// A page of people by their ids, as far as they can be had now and as much as the caller may see.
// Who asked is on record; an id that is nobody's is no refusal.
std::vector<registry::v1::ResolvedPerson> Resolved(
    const Operator& caller, const std::set<std::string>& ids);
// Their names by id.
using Names = std::map<std::string, std::string>;
Names NamesOf(const Operator& caller, const std::set<std::string>& ids);
// Of those whom the things of a list are about.
template <class Repeated>
Names NamesOf(const Operator& caller, const Repeated& things) {
  std::set<std::string> ids;
  for (const auto& thing : things) ids.insert(thing.person());
  return NamesOf(caller, ids);
}
// The name; the id where it is not known.
std::string NameIn(const Names& names, const std::string& id);

// One of several that were found. `exact`: it is called just so, and goes before those that only
// hold the text.
struct Candidate {
  std::string id;
  std::string shown;
  bool exact = false;
};
// Which of them is meant. Pure.
absl::StatusOr<std::size_t> Choose(
    const Message& what, const std::string& text, const std::vector<Candidate>& candidates);

}  // namespace binadaya::cli
