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
};

// Required level by post group, in the order of PostGroup without functional (PermenPANRB 38/2017,
// table of required levels: 4, 3, 2, 1), and by functional level.
struct StandardPolicy {
  int senior_leader = 4;
  int administrator = 3;
  int supervisor = 2;
  int executor = 1;
  int expert[4] = {2, 3, 4, 5};   // AHLI_PERTAMA, AHLI_MUDA, AHLI_MADYA, AHLI_UTAMA
  int skilled[4] = {1, 1, 2, 3};  // PEMULA, TERAMPIL, MAHIR, PENYELIA
};

// The level that all nine managerial and socio-cultural competencies of a post demand. nullopt: a
// functional post without a known level.
std::optional<int> RequiredLevel(
    PostGroup group, std::string_view functional_level, const StandardPolicy& policy);

// Fills `post.standards`: every competency of `core` at the level of the group, with
// `post.standards` as departures and additions. Findings: POST-01 functional level unknown, POST-02
// competency not in `known`, POST-03 competency twice.
Findings CompleteStandards(
    Post& post, const std::vector<std::string>& core, const std::vector<std::string>& known,
    const StandardPolicy& policy);

}  // namespace binadaya::registry::domain
