#include "tests/bench/pgbench.h"

#include <time.h>

#include <cstdlib>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "services/common/domain/text.h"

namespace binadaya::bench {
namespace {

constexpr int kRounds = 3;
constexpr int kSecondsEach = 7;

double ThreadSeconds() {
  timespec used{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
}

struct Round {
  double rate = 0;
  double p99_ms = 0;
  double commands = 0;
  double client_seconds = 0;  // processor time of the clients' threads
};

Round RunClients(const std::vector<std::function<void()>>& commands) {
  std::vector<std::vector<double>> took(commands.size());
  std::vector<double> used(commands.size());
  const absl::Time begun = absl::Now();
  const absl::Time end = begun + absl::Seconds(kSecondsEach);
  std::vector<std::thread> clients;
  for (std::size_t i = 0; i < commands.size(); ++i) {
    clients.emplace_back([&, i] {
      for (absl::Time start = absl::Now(); start < end;) {
        commands[i]();
        const absl::Time answered = absl::Now();
        took[i].push_back(Seconds(start, answered) * 1e3);
        start = answered;
      }
      used[i] = ThreadSeconds();
    });
  }
  for (std::thread& client : clients) client.join();
  const double seconds = Seconds(begun);
  Round round;
  std::vector<double> all;
  for (std::size_t i = 0; i < commands.size(); ++i) {
    all.insert(all.end(), took[i].begin(), took[i].end());
    round.client_seconds += used[i];
  }
  round.commands = static_cast<double>(all.size());
  round.rate = round.commands / seconds;
  round.p99_ms = Quantile(std::move(all), 0.99);
  return round;
}

// Transactions a second of pgbench.
double RunPgbench(
    test::Platform& platform, const Contest& contest,
    std::map<std::string, std::string> variables) {
  // Ids of this run: the milliseconds of now, as in a UUIDv7, then what the id is for.
  const std::string time = absl::StrFormat("%012x", absl::ToUnixMillis(platform.clock().Now()));
  for (const char* kind : {"a", "b", "c", "d", "e"}) {
    variables[Cat("id_", kind)] =
        absl::StrFormat("%s-%s-7000-%s000-", time.substr(0, 8), time.substr(8), kind);
  }
  variables["topic"] = platform.topic(Cat("binadaya.", contest.service, ".v1"));
  variables["n"] = "0";
  std::string command = absl::StrFormat(
      "pgbench -n -M prepared -c %d -j 2 -T %d -f tests/bench/%s", kClients, kSecondsEach,
      contest.script);
  for (const auto& [name, value] : variables) {
    absl::StrAppendFormat(&command, " -D %s='%s'", name, value);
  }
  // libpq takes the address and the password from the environment, where nobody else sees them.
  for (const absl::string_view setting :
       absl::StrSplit(platform.conninfo(contest.service), ' ', absl::SkipEmpty())) {
    const std::pair<std::string, std::string> pair =
        absl::StrSplit(setting, absl::MaxSplits('=', 1));
    static const std::map<std::string, const char*> names = {
        {"host", "PGHOST"},
        {"port", "PGPORT"},
        {"dbname", "PGDATABASE"},
        {"user", "PGUSER"},
        {"password", "PGPASSWORD"}};
    setenv(names.at(pair.first), pair.second.c_str(), 1);
  }
  const auto written = [&] {
    return platform.sql(contest.service).Query("SELECT count(*) FROM request", {}).Int(0, 0);
  };
  const std::int64_t before = written();
  const std::string output = Output(command);
  double rate = 0;
  std::int64_t transactions = 0;
  for (const absl::string_view line : absl::StrSplit(output, '\n')) {
    const std::vector<absl::string_view> words = absl::StrSplit(line, ' ');
    if (absl::StartsWith(line, "tps = ")) (void)absl::SimpleAtod(words[2], &rate);
    if (absl::StartsWith(line, "number of transactions actually processed: "))
      (void)absl::SimpleAtoi(words[5], &transactions);
  }
  if (rate <= 0 || written() - before != transactions) Die(Cat("pgbench did other work: ", output));
  return rate;
}

}  // namespace

std::map<std::string, std::string> LastOf(
    test::Platform& platform, const std::string& service, const std::string& action,
    const std::string& aggregate) {
  const pg::Result last = platform.sql(service).Query(
      "SELECT l.headers, l.payload, r.fingerprint, r.response, a.at, a.actor"
      " FROM (SELECT * FROM audit WHERE action = $1 ORDER BY id DESC LIMIT 1) AS a"
      " JOIN request r ON r.request_id = a.request_id::uuid"
      " CROSS JOIN (SELECT * FROM event_log WHERE aggregate_type = $2"
      "   ORDER BY event_id DESC LIMIT 1) AS l",
      pg::Params(Cat(service, ".", action), aggregate));
  if (last.empty()) Die(Cat("no ", action, " to copy"));
  return {{"headers", last.String(0, 0)}, {"payload", last.String(0, 1)},
          {"hash", last.String(0, 2)},    {"response", last.String(0, 3)},
          {"at", last.String(0, 4)},      {"actor", last.String(0, 5)}};
}

void AgainstPgbench(test::Platform& platform, const Contest& contest) {
  std::vector<double> ours, references, p99;
  double clients = 0;
  Work our_work{.from = {}, .to = {}, .units = 0, .unit = "command"};
  Work their_work{.from = {}, .to = {}, .units = 0, .unit = "transaction"};
  const auto add = [](Work& work, const Cpu& from, const Cpu& to, double units) {
    work.to.here += to.here - from.here;
    work.to.programs += to.programs - from.programs;
    work.to.postgres += to.postgres - from.postgres;
    work.to.kafka += to.kafka - from.kafka;
    work.to.redis += to.redis - from.redis;
    work.units += units;
  };
  for (int round = 0; round < kRounds; ++round) {
    const std::vector<std::function<void()>> commands = contest.clients();
    const Cpu begun = Cpu::Now();
    const Round done = RunClients(commands);
    add(our_work, begun, Cpu::Now(), done.commands);
    ours.push_back(done.rate);
    p99.push_back(done.p99_ms);
    clients += done.client_seconds;
    const std::map<std::string, std::string> variables = contest.variables();

    platform.Stop(contest.service);
    pg::Connection& sql = platform.sql(contest.service);
    sql.Execute("TRUNCATE outbox, audit_pending");
    const Cpu stopped = Cpu::Now();
    references.push_back(RunPgbench(platform, contest, variables));
    add(their_work, stopped, Cpu::Now(), references.back() * kSecondsEach);
    sql.Execute("TRUNCATE outbox, audit_pending");  // not the next round's to send
    platform.Restart(contest.service);
  }
  // How much of the distance is the work that follows a command: pgbench beside a service that
  // sends and seals what pgbench writes.
  const double beside = RunPgbench(platform, contest, contest.variables());
  const double our_rate = Median(ours);
  const double their_rate = Median(references);
  Print(
      {.bench = contest.bench,
       .ours = absl::StrFormat("%.0f/s", our_rate),
       .reference = absl::StrFormat("%.0f/s", their_rate),
       .ratio = our_rate / their_rate,
       .aim = absl::StrFormat(">= %.2g x pgbench", contest.least),
       .met = our_rate / their_rate >= contest.least});
  Note(absl::StrFormat(
      "p99 %.0f ms; %d alternating rounds of %d s", Median(p99), kRounds, kSecondsEach));
  Note(
      Cat(Shares(our_work),
          absl::StrFormat(
              "; of this process %.0f us are the clients'", clients / our_work.units * 1e6)));
  Note(Cat("pgbench: ", Shares(their_work)));
  Note(absl::StrFormat(
      "pgbench beside a service that sends and seals what it writes: %.0f/s (ours to that: %.2f)",
      beside, our_rate / beside));
}

}  // namespace binadaya::bench
