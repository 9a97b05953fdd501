#pragma once

#include <map>
#include <string>
#include <utility>

#include "services/registry/domain/import.h"

// Amir, the official example of Perka BKN 22/2007: born 1 August 1966, CPNS 1 March 1988, male.
namespace binadaya::registry::domain {

inline constexpr char kAmir[] = "196608011988031001";
// A PPPK, born 1 January 1990, first contract 2021.
inline constexpr char kContract[] = "199001012021211001";

// A row of the people file about him, but for these cells.
inline Row AmirRow(int line, const std::map<std::string, std::string>& other = {}) {
  Row row{
      line,
      {{"nip", kAmir},
       {"name", "Amir"},
       {"gender", "L"},
       {"birth_date", "1966-08-01"},
       {"employment_type", "PNS"},
       {"grade", "III/c"},
       {"legal_position", "AKTIF"},
       {"unit", "33.74.01"},
       {"post", "LURAH"},
       {"since", "2020-02-29"}}};
  for (const auto& [column, value] : other) row.values[column] = value;
  return row;
}

// What it says.
inline PersonRecord Amir(std::string id = "") {
  return {std::move(id),
          kAmir,
          "Amir",
          Gender::kMale,
          absl::CivilDay(1966, 8, 1),
          EmploymentType::kPns,
          "III/c",
          "AKTIF",
          "33.74.01",
          "LURAH",
          absl::CivilDay(2020, 2, 29)};
}

}  // namespace binadaya::registry::domain
