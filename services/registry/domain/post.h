#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/domain/finding.h"

namespace binadaya::registry::domain {

// Jenjang jabatan (UU 20/2023; PermenPANRB 38/2017).
enum class PostGroup { kSeniorLeader = 1, kAdministrator, kSupervisor, kExecutor, kFunctional };

// What a post demands of one competency.
struct Standard {
  std::string competency;  // "M.03"
  int level = 0;           // 1..5
  bool operator==(const Standard&) const = default;
};

// A post (jabatan) and its competency standard (standar kompetensi jabatan) in force from
// `valid_from` on.
struct Post {
  std::string code;
  std::string title;
  PostGroup group;
  std::string family;               // rumpun jabatan
  std::string echelon;              // "IV.a"; empty for posts without one
  std::string functional_level;     // "AHLI_MUDA"; functional posts only
  double criticality = 0;           // 0..1, how directly citizens feel this post's work
  bool is_head = false;             // its holder heads his unit; of the post, whatever its version
  std::vector<Standard> standards;  // by competency code
  absl::CivilDay valid_from;
  bool operator==(const Post&) const = default;
};

// A number for each group of posts and, of functional ones, each level. By itself the levels that
// posts demand (PermenPANRB 38/2017).
struct LevelTable {
  int senior_leader = 4;
  int administrator = 3;
  int supervisor = 2;
  int executor = 1;
  int expert[4] = {2, 3, 4, 5};   // AHLI_PERTAMA, AHLI_MUDA, AHLI_MADYA, AHLI_UTAMA
  int skilled[4] = {1, 1, 2, 3};  // PEMULA, TERAMPIL, MAHIR, PENYELIA

  struct Entry {
    PostGroup group;
    std::string_view functional_level;  // empty unless functional
    int value;
  };
  std::vector<Entry> Entries() const;
};

// The number for a post. nullopt: a functional one without a known level.
std::optional<int> OfLevel(
    PostGroup group, std::string_view functional_level, const LevelTable& table);

// Fills `post.standards`: every competency of `core` at the level of the group, without those of
// `not_required`, with `post.standards` as departures and additions. Findings: POST-01 functional
// level unknown, POST-02 competency not in `known`, POST-03 competency twice, or both required and
// not; POST-04 nothing is required.
Findings CompleteStandards(
    Post& post, const std::vector<std::string>& core, const std::vector<std::string>& known,
    const LevelTable& levels, const std::vector<std::string>& not_required = {});

// POST-05 the echelon is not the group's: II.a, II.b of a JPT pratama, III of an administrator, IV
// of a pengawas, none of others; one may be missing. POST-06 code of other than letters, digits,
// '.', '-', '_', or longer than 40; POST-07 a title without words. `where` names the fields.
Findings CheckPost(const Post& post);
// POST-08: `code` and one of `others` differ only in capitals.
Findings CheckPostTwin(std::string_view code, const std::vector<std::string>& others);

// Of the versions of a post, from the oldest on, the one of a day: the newest of then, or the
// first.
const Post& VersionOn(const std::vector<Post>& versions, absl::CivilDay day);

// POST-09 a version before the newest one in force, or in the place of one that people were
// measured against; POST-10 further ahead than an act may be dated. `newest`: of what is in force
// today.
Findings CheckVersion(
    absl::CivilDay valid_from, std::optional<absl::CivilDay> newest, absl::CivilDay today,
    int horizon_years);

}  // namespace binadaya::registry::domain
