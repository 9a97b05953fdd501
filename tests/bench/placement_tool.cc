// placement: makes problems, solves them and judges plans, as files (docs/placement-format.md).
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

#include "CLI/CLI.hpp"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "services/common/domain/text.h"
#include "services/scheduling/domain/placement_repair.h"
#include "services/scheduling/domain/placement_search.h"
#include "tests/bench/placement_file.h"
#include "tests/unit/scheduling/placement_city.h"

namespace binadaya::bench {
namespace {

namespace domain = scheduling::domain;
namespace placement = scheduling::domain::placement;

constexpr int kRefused = 1, kWrong = 2;  // a rule is broken; the input cannot be read
constexpr std::size_t kMostTold = 20;    // findings
constexpr std::int64_t kPortion = 200;   // steps between two looks at the clock

// As docs/placement-format.md calls them.
constexpr std::array<const char*, placement::kRules> kRuleNames = {
    "window",   "capacity", "working time", "overlap",  "order",   "breaks",
    "learning", "venue",    "speaker",      "person",   "room",    "unit",
    "pair",     "lurah",    "counter",      "blackout", "quarter", "leader"};
constexpr std::array<const char*, placement::kWishes> kWishNames = {
    "preferred", "compact", "balance", "travel", "leader", "fit", "budget", "arms"};

[[noreturn]] void Fail(std::string_view path, std::string_view why) {
  std::cerr << path << ":\n" << why << "\n";
  std::exit(kWrong);
}

std::string Contents(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in.good()) Fail(path, "cannot be read, or is empty");
  return text.str();
}

PlacementInstance InstanceOf(const std::string& path) {
  absl::StatusOr<PlacementInstance> instance = ReadInstance(Contents(path));
  if (!instance.ok()) Fail(path, instance.status().ToString());
  return *std::move(instance);
}

placement::Plan PlanOf(const std::string& path, const placement::Problem& problem) {
  absl::StatusOr<placement::Plan> plan = ReadPlan(Contents(path), problem);
  if (!plan.ok()) Fail(path, plan.status().ToString());
  return *std::move(plan);
}

// With the hours that hold where nothing is said, so that a reader need not know them.
void Generate(const std::string& size, std::uint64_t seed) {
  const std::map<std::string, placement::CitySize> sizes = {
      {"small", placement::kSmallCity}, {"medium", placement::kMediumCity}, {"year", {}}};
  PlacementInstance instance = {.problem = placement::CityYear(sizes.at(size), seed)};
  instance.problem.calendar.hours = {{.from = absl::CivilDay(2026, 1, 1)}};
  std::cout << WriteInstance(instance) << "\n";
}

struct Dose {
  double seconds = 10;     // of the processor, so that a busy machine counts no less
  std::int64_t steps = 0;  // 0: as many as there is time for
  std::uint64_t seed = 1;
  placement::SearchPolicy policy = {};
};

void Solve(const std::string& path, const Dose& dose) {
  const PlacementInstance instance = InstanceOf(path);
  const std::clock_t begun = std::clock();
  const auto seconds = [&] {
    return static_cast<double>(std::clock() - begun) / static_cast<double>(CLOCKS_PER_SEC);
  };
  const placement::Index index(instance.problem, instance.policy);
  placement::Search search(index, dose.seed, dose.policy);
  const double built = seconds();
  const placement::Score first = search.best_score();
  while (dose.steps > 0 ? search.step() < dose.steps : seconds() < dose.seconds)
    search.Run(dose.steps > 0 ? std::min(kPortion, dose.steps - search.step()) : kPortion);
  std::cerr << absl::StreamFormat(
      "first plan after %.2f s: broken %d, wishes %d\n%d steps, %.2f s: broken %d, wishes %d\n",
      built, first.hard, first.soft, search.step(), seconds(), search.best_score().hard,
      search.best_score().soft);
  std::cout << WritePlan(search.best()) << "\n";
}

// Sessions that the plan holds nowhere, or without a venue though they may have one: no rule counts
// them.
int Unplaced(const placement::Problem& problem, const placement::Plan& plan) {
  int unplaced = 0;
  for (std::size_t i = 0; i < plan.places.size(); ++i) {
    const std::optional<placement::Place>& place = plan.places[i];
    const bool has_venue = place.has_value() && place->venue != placement::kNone;
    if (!has_venue && !(place.has_value() && problem.sessions[i].keeps_venue)) ++unplaced;
  }
  return unplaced;
}

int Check(const std::string& path, const std::string& plan_path) {
  const PlacementInstance instance = InstanceOf(path);
  const placement::Plan plan = PlanOf(plan_path, instance.problem);
  const placement::Evaluation evaluation =
      placement::Evaluate(instance.problem, instance.policy, plan);
  placement::Score score =
      placement::ScoreOf(evaluation.tally, placement::Rules::All(), instance.policy.weights);
  for (std::size_t i = 0; i < std::min(kMostTold, evaluation.findings.size()); ++i) {
    const Finding& finding = evaluation.findings[i];
    if (!finding.warning)
      std::cout << finding.rule << " " << finding.where << ": " << finding.message.en << "\n";
  }
  for (std::size_t i = 0; i < placement::kRules; ++i) {
    const auto rule = static_cast<placement::Rule>(i);
    if (evaluation.tally.of(rule) == 0 || !placement::Rules::All().Has(rule)) continue;
    std::cout << absl::StreamFormat(
        "rule %-7s %-13s %8d\n", placement::IdOf(rule), kRuleNames[i], evaluation.tally.of(rule));
  }
  const int unplaced = Unplaced(instance.problem, plan);
  if (unplaced > 0) std::cout << absl::StreamFormat("unplaced %25d\n", unplaced);
  for (std::size_t i = 0; i < placement::kWishes; ++i) {
    const std::int64_t amount = evaluation.tally.wishes[i], weight = instance.policy.weights[i];
    std::cout << absl::StreamFormat(
        "wish %-10s %8d x %4d = %10d\n", kWishNames[i], amount, weight, amount * weight);
  }
  score.hard += unplaced;
  const placement::Index index(instance.problem, instance.policy);
  std::cout << absl::StreamFormat(
      "broken %d wishes %d bound %d\n", score.hard, score.soft, placement::BoundOf(index).soft);
  return score.hard == 0 ? 0 : kRefused;
}

// The problem has what happened to the leader of an address; the way by other places is written.
int MendLeader(const std::string& path, const std::string& plan_path, std::size_t address) {
  const PlacementInstance instance = InstanceOf(path);
  const placement::Plan plan = PlanOf(plan_path, instance.problem);
  if (address >= plan.places.size() || !plan.places[address].has_value())
    Fail(path, Cat("no session ", address, " that has a place"));
  const absl::Time begun = absl::Now();
  const placement::Repair repair = placement::Mend(
      instance.problem, instance.policy, plan,
      {.cause = domain::ChangeCause::kLeaderAgenda,
       .reason = "agenda",
       .told = absl::CivilMinute(plan.places[address]->day - 4),
       .addresses = {address}});
  const double seconds = absl::ToDoubleSeconds(absl::Now() - begun);
  for (const placement::RepairOption& option : repair.options) {
    if (option.kind != placement::RepairKind::kMove) continue;
    std::cerr << absl::StreamFormat(
        "changes %d fewest %d seconds %.3f\n", option.changes.size(), option.fewest, seconds);
    std::cout << WritePlan(option.plan) << "\n";
    return 0;
  }
  std::cerr << absl::StreamFormat("no way by other places, seconds %.3f\n", seconds);
  return kRefused;
}

int Main(int argc, char** argv) {
  CLI::App app("Problems of the placement solver as files: made, solved, judged.");
  app.require_subcommand(1);
  app.footer("Ends with 0; 1: a rule is broken; 2: a file cannot be read, and where.");
  std::string size = "small", file, plan;
  Dose dose;
  std::size_t address = 0;
  CLI::App* generate = app.add_subcommand("generate", "Print a city's problem");
  generate->add_option("--size", size)
      ->check(CLI::IsMember({"small", "medium", "year"}))
      ->capture_default_str();
  CLI::App* solve = app.add_subcommand("solve", "Print a plan");
  CLI::App* check = app.add_subcommand("check", "Print what a plan breaks and misses");
  CLI::App* repair = app.add_subcommand(
      "repair", "Print the plan with the fewest changes after a leader's hold over an address");
  for (CLI::App* command : {solve, check, repair}) command->add_option("problem", file)->required();
  for (CLI::App* command : {check, repair}) command->add_option("plan", plan)->required();
  for (CLI::App* command : {generate, solve})
    command->add_option("--seed", dose.seed)->capture_default_str();
  solve->add_option("--seconds", dose.seconds, "Of the processor")->capture_default_str();
  solve->add_option("--memory", dose.policy.memory, "Steps that a plan is compared over")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  solve->add_option("--steps", dose.steps, "Instead of seconds: the same plan every time");
  repair->add_option("--address", address, "Position of the session")->required();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kWrong;
  }
  if (check->parsed()) return Check(file, plan);
  if (repair->parsed()) return MendLeader(file, plan, address);
  if (generate->parsed()) Generate(size, dose.seed);
  if (solve->parsed()) Solve(file, dose);
  return 0;
}

}  // namespace
}  // namespace binadaya::bench

int main(int argc, char** argv) { return binadaya::bench::Main(argc, argv); }
