#pragma once

#include <string>
#include <vector>

#include "services/common/app.h"

namespace binadaya::test {

// What makes an App one service: what its main.cc says.
struct Kind {
  App::Wire wire;
  const std::vector<Migration>& (*migrations)();
};
const Kind& KindOf(const std::string& service);

}  // namespace binadaya::test
