#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "binadaya/budgeting/v1/budgeting.rpc.h"
#include "binadaya/needs/v1/needs.rpc.h"
#include "binadaya/registry/v1/registry.rpc.h"
#include "binadaya/reporting/v1/reporting.rpc.h"
#include "binadaya/scheduling/v1/scheduling.rpc.h"
#include "tests/support/checkers.h"

namespace binadaya::test {

// Where a load goes: services in this process or processes of their own. A command that one
// instance does not answer is sent to the next, and later ones go there at once.
struct Target {
  std::vector<registry::RegistryClient*> registry;
  std::vector<needs::NeedsClient*> needs;
  std::vector<budgeting::BudgetingClient*> budgeting;
  std::vector<scheduling::SchedulingClient*> scheduling = {};
  std::vector<reporting::ReportingClient*> reporting = {};
  std::function<Call(
      const std::string& subject, const std::vector<Grant>& grants, absl::Duration patience)>
      as;
};

// Units, posts, people, campaigns and needs to work on.
struct World {
  std::vector<std::string> people;    // to be rated and moved
  std::vector<std::string> assessed;  // with a valid profile, so that a move measures gaps
  std::string rating_campaign;
  std::string needs_campaign;

  // Makes them through the public API of an empty platform.
  static absl::StatusOr<World> Found(const Target& target, int people = 40);
};

// One command, ready to be sent any number of times, each time with a token of its own.
struct Command {
  Operation operation = {};
  std::function<absl::StatusOr<std::string>(std::size_t instance, const std::string& trace)> send =
      {};
  absl::Duration patience = {};
};
// With a trace of its own.
Operation OperationOf(
    const std::string& service, const std::string& request_id, const std::string& effect);

// What a client does next; any thread.
using Work = std::function<Command(int client, std::uint64_t number)>;

// Each client does one of several kinds of work, in turn by its number; two neighbours of each,
// since every other client is patient.
Work Together(std::vector<Work> works);

// Rates people (few of them often, most of them rarely), puts them on other posts, moves a unit to
// and fro and records directives.
Work PeopleWork(Target target, World world);

// Looks at the dashboard and at the leaders' agenda. Look-ups are answered like commands, but leave
// nothing and count for nothing.
Work LookWork(Target target);

// Clients that do some work, each command with its own request id and trace. Every other client (or
// every one) sends what was not answered again with the same id, until it is; the rest give up at
// once.
class Load {
 public:
  struct Options {
    int clients = 8;
    double rate = 80;                             // commands a second, of all clients together
    bool patient = false;                         // nobody gives up
    absl::Duration patience = absl::Seconds(45);  // of those who do not give up at once
    std::set<std::string> refusals = {};          // the rules that may refuse a command
  };
  Load(Work work, Options options);
  Load(Target target, World world, Options options)
      : Load(PeopleWork(std::move(target), std::move(world)), std::move(options)) {}
  Load(Target target, World world) : Load(std::move(target), std::move(world), Options()) {}
  ~Load() { Stop(); }

  // The same work by other clients, as many.
  Load Anew() const {
    return {
        work_, {.clients = options_.clients, .rate = options_.rate, .refusals = options_.refusals}};
  }

  void Start();
  // Begins no new command and waits for those under way.
  void Stop();
  // Sends commands again: half of those that were not answered, and up to `most` of those that
  // were.
  void Repeat(std::size_t most);

  Journal journal() const;
  // Not refused, or by rules that may.
  bool Expects(const Operation& operation) const;
  int answered() const { return answered_; }
  // Waits until so many further commands are answered.
  bool Answers(int further) const;
  // "ok 812, unknown 0, refused 0; unanswered at first 31 (UNAVAILABLE 25, DEADLINE_EXCEEDED 6)"
  std::string Summary() const;

 private:
  void Run(int client);
  void Send(Command& command);

  const Work work_;
  const Options options_;
  std::atomic<bool> stop_ = false;
  std::atomic<int> answered_ = 0;
  std::atomic<std::size_t> instance_ = 0;  // that answered last
  std::vector<std::thread> clients_;
  mutable std::mutex mutex_;
  std::vector<Command> commands_;
  std::map<std::string, int> again_;  // answers that say nothing, by code
};

}  // namespace binadaya::test
