#pragma once

#include <string>
#include <vector>

#include "services/simulator/domain/people.h"

namespace binadaya::simulator {

// Sub-kegiatan that pays for competency development (rekaan).
inline constexpr char kSubactivity[] = "5.03.02.2.04.0009";

// The agency that holds the city's training: BKPP.
inline constexpr char kAgency[] = "OPD04";

// The real units of Kota Semarang (data/units.csv, in this program): 35 agencies (OPD), 12 bagian,
// 16 kecamatan, 177 kelurahan.
const std::string& UnitsCsv();
const std::vector<domain::Unit>& Units();
// "Mijen" for 33.74.14; the code itself when it is unknown.
std::string NameOfUnit(const std::string& code);
// "Pengambilan Keputusan (decision making)" for M.08 (PermenPANRB 38/2017); the code itself when it
// is unknown.
std::string NameOfCompetency(const std::string& code);

}  // namespace binadaya::simulator
