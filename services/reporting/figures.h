#pragma once

#include <vector>

#include "services/common/figure.h"

namespace binadaya::reporting {

// How far development has come in the city, and what is owed to agencies from elsewhere.
std::vector<Figure> Figures();

}  // namespace binadaya::reporting
