// binadaya: the operator's program.
#include <unistd.h>

#include <cstdlib>
#include <iostream>

#include "services/cli/program.h"
#include "spdlog/spdlog.h"

int main(int argc, char** argv) {
  spdlog::set_level(spdlog::level::off);  // libraries log what their errors then say; both outputs
                                          // are the answer's
  const char* locale = std::getenv("LANG");
  return static_cast<int>(binadaya::cli::RunProgram(
      {argv + 1, argv + argc}, {.environment = binadaya::cli::Environment::OfProcess(),
                                .locale = locale == nullptr ? "" : locale,
                                .out = std::cout,
                                .err = std::cerr,
                                .terminal = isatty(STDERR_FILENO) == 1}));
}
