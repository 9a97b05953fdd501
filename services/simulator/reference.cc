#include "services/simulator/reference.h"

#include <map>

#include "services/cli/language.h"
#include "services/common/csv.h"

namespace binadaya::simulator {
namespace {

// code, name, kind, parent, direct_service
const std::vector<TableRow>& Rows() {
  static const std::vector<TableRow> rows = [] {
    std::vector<TableRow> read = csv::Parse(UnitsCsv()).rows;
    read.erase(read.begin());  // the heading
    return read;
  }();
  return rows;
}

}  // namespace

const std::vector<domain::Unit>& Units() {
  static const std::vector<domain::Unit> units = [] {
    std::vector<domain::Unit> made;
    for (const TableRow& row : Rows()) {
      made.push_back({.code = row.cells[0], .kind = row.cells[2]});
    }
    return made;
  }();
  return units;
}

std::string NameOfUnit(const std::string& code) {
  static const std::map<std::string, std::string> names = [] {
    std::map<std::string, std::string> made;
    for (const TableRow& row : Rows()) made[row.cells[0]] = row.cells[1];
    return made;
  }();
  const auto found = names.find(code);
  return found == names.end() ? code : found->second;
}

std::string NameOfCompetency(const std::string& code) {
  // The official name, in English with what it means.
  static const std::map<std::string, Message> names = {
      {"M.01", {"Integritas", "Integritas (integrity)"}},
      {"M.02", {"Kerja Sama", "Kerja Sama (teamwork)"}},
      {"M.03", {"Komunikasi", "Komunikasi (communication)"}},
      {"M.04", {"Orientasi pada Hasil", "Orientasi pada Hasil (results)"}},
      {"M.05", {"Pelayanan Publik", "Pelayanan Publik (public service)"}},
      {"M.06",
       {"Pengembangan Diri dan Orang Lain",
        "Pengembangan Diri dan Orang Lain (developing people)"}},
      {"M.07", {"Mengelola Perubahan", "Mengelola Perubahan (managing change)"}},
      {"M.08", {"Pengambilan Keputusan", "Pengambilan Keputusan (decision making)"}},
      {"SK.01", {"Perekat Bangsa", "Perekat Bangsa (national cohesion)"}}};
  const auto found = names.find(code);
  return found == names.end() ? code : cli::Say(found->second);
}

}  // namespace binadaya::simulator
