#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "services/cli/answer.h"
#include "services/cli/environment.h"

namespace binadaya::cli {

// What the program needs of the process that it runs in.
struct Surroundings {
  Environment environment;
  std::string locale;     // LANG
  std::ostream& out;      // answers, findings and errors
  std::ostream& err;      // progress, and notes beside an answer
  bool terminal = false;  // `err` is one: progress is drawn
};

// Reads the command line (without the program's name), runs what it asks for and prints the answer
// in one language, or as JSON whatever became of it.
ExitCode RunProgram(std::vector<std::string> arguments, const Surroundings& around);

}  // namespace binadaya::cli
