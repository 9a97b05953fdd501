#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace binadaya::simulator::domain {

// Jenjang jabatan, in the order of the registry's contract.
enum class PostGroup { kSeniorLeader = 1, kAdministrator, kSupervisor, kExecutor, kFunctional };

// A post (jabatan) of the city, and who usually holds it.
struct Post {
  std::string code;
  std::string title;
  PostGroup group;
  std::string family;            // rumpun jabatan
  std::string echelon;           // "IV.a"; empty without one
  std::string functional_level;  // "AHLI_MUDA"; functional posts only
  double criticality = 0;        // 0..1, how directly citizens feel its work

  int youngest = 0;
  int oldest = 0;
  double contract_share = 0;        // of its holders, PPPK
  std::vector<std::string> grades;  // golongan of civil servants (PNS)
  std::string contract_grade;       // golongan of PPPK
  bool is_head = false;             // heads his unit
};

// All posts that the simulator fills.
const std::vector<Post>& Posts();
// Dies on a code that is not in the table: a slip of the programmer.
const Post& PostOf(std::string_view code);

// The posts whose holders lead a kecamatan or a kelurahan: those who are rated in the demo.
const std::vector<std::string>& LeaderPosts();

}  // namespace binadaya::simulator::domain
