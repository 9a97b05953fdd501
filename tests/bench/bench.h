#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "tests/support/platform.h"

// What the benches share: the line of the table, medians, who used the processors, a city to work
// on. tests/bench/run starts the stack and prints the table from the lines that begin with "= ".
namespace binadaya::bench {

inline constexpr int kCityPeople = 16'000;
// What a service runs with unless it is configured otherwise (common/config.cc). Tests use less.
inline constexpr char kConnections[] = "16";

// One line of the table.
struct Figure {
  std::string bench;
  std::string ours;
  std::string reference;  // "-" = none
  double ratio = 0;       // ours to the reference, higher is better; 0 = none
  std::string aim;
  std::optional<bool> met = false;  // nothing: not compared
};
void Print(const Figure& figure);
// A line of explanation under the bench that prints it.
void Note(std::string_view text);

// Ends the bench: its figures would mean nothing.
[[noreturn]] void Die(std::string_view why);
void Check(const absl::Status& status);
// The whole of main: a database error ends the bench too.
int Run(void (*bench)());

double Median(std::vector<double> values);
double Quantile(std::vector<double> values, double share);
double Seconds(absl::Time from, absl::Time to = absl::Now());
// Of the best times by size: the slope of a straight line through their logarithms.
double Exponent(const std::map<int, std::vector<double>>& seconds);

// Processor seconds that were used until now, by whom.
struct Cpu {
  double here = 0;      // this process: the services, and the clients that run in it
  double programs = 0;  // references that this process ran to their end
  double postgres = 0;
  double kafka = 0;
  double redis = 0;
  static Cpu Now();
};
// What each used from one moment to another, per unit of work.
struct Work {
  Cpu from;
  Cpu to;
  double units = 1;
  std::string unit;  // "command"
};
std::string Shares(const Work& work);

// Runs a program to its end; its output. Dies when the program fails.
std::string Output(const std::string& command);

// Puts the real units and the simulator's posts into the registry, through its public API.
void Found(test::Platform& platform);
// And the simulator's people; their ids.
std::vector<std::string> Settle(test::Platform& platform, int people);
// The simulator's people file, and its import; dies when anything is refused.
std::string PeopleFile(int people);
void ImportPeople(test::Platform& platform, const std::string& csv);
std::string OpenCampaign(test::Platform& platform);
// People number `first` to `last` straight into the registry's tables, spread over the posts P1 to
// P<posts> in the unit U.
void Employ(pg::Connection& sql, int first, int last, int posts);

// A client: rates people over a connection of its own, always with the same token.
class Rater {
 public:
  Rater(test::Platform& platform, std::string campaign);
  // `n` says which of the nine competencies.
  absl::StatusOr<registry::v1::RecordRatingsResponse> Rate(const std::string& person, int n);

 private:
  test::Platform& platform_;
  const std::string campaign_;
  const Identity identity_;
  registry::RegistryClient registry_;
};

}  // namespace binadaya::bench
