#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/common/db.h"
#include "services/needs/domain/need.h"

// What needs learned from events: what posts demand and where people are, and what money is bound
// for.
namespace binadaya::needs::learned_store {

// A competency and its level, as one word: "M.08:2".
std::string Demand(const std::string& competency, int level);
// What those behind a need lack, and others meet: "M.08:2"; of a career need "LURAH/M.08:2".
std::string LackOf(const std::string& next_family, const std::string& competency, int level);

// What a post demands from a day on.
struct Post {
  std::string code, family;
  absl::CivilDay valid_from;
  std::vector<std::string> demands;
};
void Save(Tx& tx, const Post& post);
// Which families come after one, from a day on.
void SavePath(Tx& tx, const std::string& family, absl::CivilDay valid_from, const pg::Array& next);
// The families that a post has been of or will be of.
std::vector<std::string> FamiliesOf(Tx& tx, const std::string& post);
bool KnowsCompetency(Tx& tx, const std::string& competency);
bool KnowsFamily(Tx& tx, const std::string& family);

// The standards and career paths in force on a day.
struct Demands {
  std::set<std::string> families;
  std::set<std::pair<std::string, std::string>> levels;  // family, "M.08:2"
  // Of the families that have a path: those that come next.
  std::map<std::string, std::set<std::string>> next;
  // Of a family, by competency: how many of its posts demand it, and at the lowest which level.
  struct Lowest {
    int posts = 0, level = 0;
  };
  std::map<std::string, std::map<std::string, Lowest>> lowest;
  std::map<std::string, int> posts;  // of a family
  // Whether no post of the family demands it any more; of a career need, whether the path leads
  // there no more or not all posts there demand at least that. What is not known here has not
  // ended.
  bool HasEnded(const domain::NeedKey& key) const;
};
Demands InForce(Tx& tx, absl::CivilDay day);

// Where somebody stands. What the family of a post is today is looked up; the one that was told
// with it counts for a post that was never heard of.
struct Place {
  std::string family, path;
  std::string post = {};
};
void SavePlace(Tx& tx, const std::string& person, const Place& place);
// What is known of a person: of all that is demanded of him, what he lacks and what he meets. What
// is in neither is not known.
struct Known {
  pg::Array lacks, meets;
};
// As measured at `at`; an older measurement changes nothing. The place counts only for somebody of
// whom nothing was heard before, its post also for whom none was.
void SaveKnown(
    Tx& tx, const std::string& person, const Place& place, const Known& known, absl::Time at);

// What a person has been trained in (no more: `lost`), and how far the newest appraisal is below
// Baik.
void SaveTrained(Tx& tx, const std::string& person, const std::string& training, bool lost);
void SaveAppraised(Tx& tx, const std::string& person, int steps_below);
// Whether a training is required of anybody.
void SaveRequired(Tx& tx, const std::string& training, bool required);
bool IsRequired(Tx& tx, const std::string& training);

// Money that a commitment binds for an item of the annual plan and one of its batches ("": for none
// of them), more than it bound before; and what of it came free or back.
void SaveBound(
    Tx& tx, const std::string& commitment, const std::string& plan_item, const std::string& batch,
    std::int64_t rupiah);
void TakeBound(Tx& tx, const std::string& commitment, std::int64_t rupiah);
// Of plan items, those for which money is bound or spent: for how many batches, at least one.
std::map<std::string, int> BatchesBound(Tx& tx, const std::vector<std::string>& plan_items);

// Keeps who is behind a need, beside those who were since it was opened; `anew`: only who is now.
// `people`: who that is, of a need that is of no competency.
void SaveBehind(
    Tx& tx, const domain::Need& need, const std::vector<std::string>& people, bool anew);
// The people of a need's group, as far as their events were heard.
struct Behind {
  int lacking = 0;  // have the gap now
  // Of those who have been behind the need, and are still in the family and subtree:
  int reached = 0;  // have no gap: they meet it, or hold a post that does not demand it
  int unknown = 0;  // of them it is not known
  int ever = 0;     // all who have been behind it, wherever they are
  int gone = 0;     // those of them who are heard to be in service no more, or away
};
Behind BehindNeed(Tx& tx, const domain::Need& need);

}  // namespace binadaya::needs::learned_store
