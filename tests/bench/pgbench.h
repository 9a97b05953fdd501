#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "tests/bench/bench.h"

namespace binadaya::bench {

// Durable commands with their events against pgbench with the statements that they execute: the
// same database, tables and number of clients.
struct Contest {
  std::string bench;    // its line of the table
  std::string service;  // that does the commands
  std::string script;   // of pgbench, in this folder
  double least = 0;     // ours to the reference, that it aims at
  // The clients of a round, connected; each does one command after the other.
  std::function<std::vector<std::function<void()>>()> clients;
  // What the script cannot make for itself, as the service's last command wrote it.
  std::function<std::map<std::string, std::string>()> variables;
};

inline constexpr int kClients = 32;

// Of the last command of that kind, as the service wrote it with the last event of that aggregate:
// headers, payload, hash, response, at, actor.
std::map<std::string, std::string> LastOf(
    test::Platform& platform, const std::string& service, const std::string& action,
    const std::string& aggregate);

// Rounds of ours and of the reference, one after the other, and the line of the table.
//
// Ours includes everything that a command costs the machine: the gRPC clients, the token's check,
// the relay that sends the events, the broker that takes them, the sealer of the audit log. While
// pgbench runs, the service is stopped: the reference pays for its statements alone.
void AgainstPgbench(test::Platform& platform, const Contest& contest);

}  // namespace binadaya::bench
