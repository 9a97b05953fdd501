#pragma once

#include <string>

#include "services/simulator/domain/random.h"

namespace binadaya::simulator::domain {

// A name that sounds Javanese and is put together from syllables: nobody's.
std::string MakeName(Stream& random, bool female);

}  // namespace binadaya::simulator::domain
