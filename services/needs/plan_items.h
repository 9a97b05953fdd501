#pragma once

#include <map>
#include <string>

#include "binadaya/needs/v1/plan.pb.h"
#include "binadaya/registry/v1/registry.pb.h"
#include "services/needs/domain/design.h"
#include "services/needs/domain/program.h"

// Items of an annual plan: all that its document prints, in the columns of PP 11/2017 art. 207(3).
namespace binadaya::needs {

// Competencies by code, as the registry names them.
using CompetencyNames = std::map<std::string, registry::v1::Competency>;

// What an item is made of.
struct PlanSources {
  const v1::Portfolio& portfolio;
  const domain::Forms& forms;
  const CompetencyNames& names;
  v1::PlanTerms terms = {};                       // of all items that name none
  std::map<std::string, v1::PlanTerms> own = {};  // by program
  std::map<std::string, std::string> ids = {};    // of items that programs have already
};
v1::PlanItem ItemOf(
    const PlanSources& sources, const v1::ChosenProgram& chosen,
    const domain::ProgramVersion& version);

}  // namespace binadaya::needs
