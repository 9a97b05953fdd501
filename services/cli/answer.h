#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/domain/finding.h"

namespace binadaya::cli {

// What the program ends with; documented in --help and README.md, so that scripts may rely on it.
enum class ExitCode {
  kDone = 0,
  kRefused = 1,   // refused, or something was found to be wrong: change it first
  kUsage = 2,     // wrong usage of the program, or its environment lacks something
  kTryAgain = 3,  // a service or broker did not answer: the same command again may do
};

// What a command has to say: both forms are made, main prints the one that was asked for.
struct Answer {
  std::string text;       // for people
  std::string json = {};  // one document
  ExitCode exit = ExitCode::kDone;
  std::string note = {};  // for people, on standard error: beside the text, not part of it
};

// The caller used the program wrongly; ends with kUsage.
inline constexpr char kUsageRule[] = "USAGE";
absl::Status UsageError(const Message& what);

ExitCode ExitCodeOf(const absl::Status& status);

// The exit code of several outcomes together. Something wrong stays wrong whatever did not answer.
ExitCode Worse(ExitCode a, ExitCode b);

}  // namespace binadaya::cli
