#pragma once

#include "binadaya/needs/v1/programs.pb.h"
#include "services/needs/domain/design.h"

// A design as its contract carries it and as its rows keep it, and back. The needs travel beside
// it.
namespace binadaya::needs {

domain::Design DesignOf(const v1::ProgramDesign& proto);
void FillDesign(const domain::Design& design, v1::ProgramDesign& proto);

}  // namespace binadaya::needs
