#pragma once

#include <string>
#include <vector>

#include "services/common/figure.h"

namespace binadaya::reporting {

// How far development has come in the city, and what is owed to agencies from elsewhere; `ca` is
// the file of whom is trusted.
std::vector<Figure> Figures(const std::string& ca);

}  // namespace binadaya::reporting
