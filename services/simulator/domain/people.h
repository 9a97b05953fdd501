#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"

namespace binadaya::simulator::domain {

// What people generation reads of a unit.
struct Unit {
  std::string code;
  std::string kind;  // KECAMATAN, KELURAHAN, BAGIAN; all others are perangkat daerah (OPD)
};

// A civil servant (ASN) who does not exist, as a row of the registry's people file.
struct Person {
  std::string number;  // NIP or NI PPPK: right by structure, with a serial of 900 and up
  std::string name;
  std::string gender;  // L, P
  absl::CivilDay birth_date;
  std::string employment_type;  // CPNS, PNS, PPPK, PPPK_PW
  std::string grade;
  std::string legal_position;
  std::string unit;
  std::string post;
  absl::CivilDay since;  // TMT jabatan
};

// `count` people on the posts of `units`: each kecamatan and kelurahan with its leadership and
// staff, the rest in the agencies by their size. The same seed gives the same people.
// InvalidArgument when `count` does not even fill the posts that every unit has.
absl::StatusOr<std::vector<Person>> MakePeople(
    std::uint64_t seed, const std::vector<Unit>& units, int count);

}  // namespace binadaya::simulator::domain
