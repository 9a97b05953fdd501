#pragma once

#include <map>
#include <string>
#include <vector>

#include "services/registry/domain/import.h"

namespace binadaya::registry::domain {

// What the dictionary of competencies (kamus kompetensi) says of one.
struct Competency {
  std::string code;
  std::string name;     // in Indonesian
  std::string name_en;  // the same in English
  std::string cluster;  // MANAJERIAL, SOSIOKULTURAL, TEKNIS
  bool operator==(const Competency&) const = default;
};

// Plans a file of competencies over the dictionary (by code). COMP-01 code missing, longer than 20
// or with other than letters, digits, '.', '-', '_'; COMP-02 a name without words; COMP-03 unknown
// cluster; COMP-04 code twice in the file; COMP-05 a new one that is not technical, or another
// cluster: the others are given by law; COMP-06 a code that differs from another in case alone.
ImportPlan<Competency> PlanCompetencies(
    const std::vector<Row>& rows, const std::map<std::string, Competency>& existing,
    const ImportOptions& options);

}  // namespace binadaya::registry::domain
