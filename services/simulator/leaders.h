#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/simulator/world.h"

namespace binadaya::simulator {

// Somebody who leads a kecamatan or a kelurahan, or a part of it.
struct Leader {
  std::string id;
  std::string name;  // stays the same from run to run, unlike the id: "LURAH/33.74.01.1001/0"
  std::string post;
  std::string family;
  std::string unit;
  std::string unit_path;
  std::string kecamatan;                 // path
  std::map<std::string, int> standards;  // competency -> required level, by the post
};

// The leadership of all kecamatan and kelurahan as the registry has it, and who of them is what to
// whom. Immutable; safe from any thread.
class Leadership {
 public:
  static absl::StatusOr<Leadership> Load(const World& world);

  const std::vector<Leader>& leaders() const { return leaders_; }

  // Atasan: of a camat the Sekretaris Daerah; of a lurah and of those at the kecamatan the camat;
  // of those at a kelurahan the lurah, or the camat where there is none.
  Actor SupervisorOf(const Leader& leader) const;
  // Up to three colleagues of the same rank nearby, as employees.
  std::vector<Actor> PeersOf(const Leader& leader) const;
  // Pengelola kepegawaian: a kasubbag of the kecamatan; for a camat and for himself the one of the
  // city.
  Actor HrOfficerOf(const Leader& leader) const;
  // Who validates, and never the supervisor: the camat; where he is the supervisor, the Sekretaris
  // Daerah; for a camat, whom the Sekretaris Daerah rates, his assistant.
  Actor HeadOf(const Leader& leader) const;

 private:
  // The first holder of a post in a unit (path).
  const Leader* Holder(const std::string& post, const std::string& path) const;

  std::vector<Leader> leaders_;
  std::map<std::pair<std::string, std::string>, std::vector<std::size_t>> by_post_and_path_;
  // Those who rate each other as peers, by their common kind and place.
  std::map<std::string, std::vector<std::size_t>> circles_;
  std::vector<std::string> circle_of_;  // of each leader
};

}  // namespace binadaya::simulator
