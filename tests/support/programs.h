#pragma once

#include <string>

#include "services/common/program.h"

namespace binadaya::test {

const Program& ProgramOf(const std::string& service);

}  // namespace binadaya::test
