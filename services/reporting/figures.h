#pragma once

#include <vector>

#include "services/common/figure.h"

namespace binadaya::reporting {

// How far development has come in the city.
std::vector<Figure> Figures();

}  // namespace binadaya::reporting
