#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace binadaya {

// What a process is told from outside. Every variable stands once, in the table of config.cc, with
// its meaning; the environment names it with the prefix BINADAYA_.
class Config {
 public:
  // Reads the environment. InvalidArgument names every variable that is missing or wrong, at once.
  static absl::StatusOr<Config> FromEnvironment(std::string_view service);
  // For tests: these values over the defaults.
  static absl::StatusOr<Config> Of(
      std::string_view service, std::map<std::string, std::string> values);

  // The table as text, for --help.
  static std::string Help();

  const std::string& service() const { return service_; }
  // Dies on a name that is not in the table: a slip of the programmer.
  const std::string& Get(std::string_view name) const;
  int GetInt(std::string_view name) const;
  bool production() const { return Get("DEPLOYMENT") == "production"; }
  // A fault for the tests of the fault checkers; never set in production.
  bool Mutant(std::string_view name) const { return Get("MUTANT") == name; }

 private:
  std::string service_;
  std::map<std::string, std::string, std::less<>> values_;
};

}  // namespace binadaya
