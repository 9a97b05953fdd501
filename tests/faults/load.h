#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "binadaya/needs/v1/needs.rpc.h"
#include "binadaya/registry/v1/registry.rpc.h"
#include "tests/support/checkers.h"

namespace binadaya::test {

// Where a load goes: services in this process or processes of their own. A command that one
// instance does not answer is sent to the next, and later ones go there at once.
struct Target {
  std::vector<registry::RegistryClient*> registry;
  std::vector<needs::NeedsClient*> needs;
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

// Clients that rate people (few of them often, most of them rarely), put them on other posts, move
// a unit to and fro and record directives, each with its own request id and trace. Every other
// client (or every one) sends what was not answered again with the same id, until it is; the rest
// give up at once.
class Load {
 public:
  struct Options {
    int clients = 8;
    double rate = 80;      // commands a second, of all clients together
    bool patient = false;  // nobody gives up
  };
  Load(Target target, World world, Options options);
  Load(Target target, World world) : Load(std::move(target), std::move(world), Options()) {}
  ~Load() { Stop(); }

  void Start();
  // Begins no new command and waits for those under way.
  void Stop();
  // Sends commands again: half of those that were not answered, and up to `most` of those that
  // were.
  void Repeat(std::size_t most);

  Journal journal() const;
  int answered() const { return answered_; }
  // Waits until so many further commands are answered.
  bool Answers(int further) const;
  // "ok 812, unknown 0, refused 0; sent again 31 (UNAVAILABLE 25, DEADLINE_EXCEEDED 6)"
  std::string Summary() const;

 private:
  // One command, ready to be sent any number of times.
  struct Command {
    Operation operation;
    absl::Duration patience;
    std::function<absl::StatusOr<std::string>(std::size_t instance, const std::string& trace)> send;
  };

  void Run(int client);
  Command Next(int client, std::uint64_t number) const;
  void Send(Command& command);

  const Target target_;
  const World world_;
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
