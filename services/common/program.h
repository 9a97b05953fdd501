#pragma once

#include <vector>

namespace binadaya {

class App;
struct Migration;
struct Parts;

// Makes the service and says all that its process runs; a function `Wire` in the namespace of each
// service.
using Wire = Parts (*)(App& app);

// What makes a process one service. CMake writes one for each.
struct Program {
  const char* service;
  const std::vector<Migration>& (*migrations)();
  Wire wire;
};

// Runs it until SIGTERM or SIGINT; the process's exit code.
int Main(int argc, char** argv, const Program& program);

}  // namespace binadaya
