// One durable command with its event (RecordRatings, one competency) against pgbench with the
// statements that it executes (command.sql): the same database, tables and number of clients, each
// command on another person, who was rated in an earlier campaign.
//
// Ours includes everything that a command costs the machine: 32 gRPC clients, the token's check,
// the relay that sends the events, the broker that takes them, the sealer of the audit log. While
// pgbench runs, the registry is stopped: the reference pays for its statements alone.
#include <time.h>

#include <atomic>
#include <cstdlib>
#include <map>
#include <thread>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "services/common/domain/text.h"
#include "tests/bench/bench.h"

namespace binadaya::bench {
namespace {

constexpr int kClients = 32;
constexpr int kRounds = 3;
constexpr int kSecondsEach = 7;
// Ours come first, those of pgbench behind them. Ids that pgbench can put together.
constexpr char kPersonPrefix[] = "0190a000-0000-7000-9000-";

std::string PersonId(int n) { return absl::StrFormat("%s%012d", kPersonPrefix, n); }

// People, and a case of an earlier campaign for each: three ratings by another rater.
void SeedPeople(test::Platform& platform) {
  const std::string earlier = OpenCampaign(platform);
  pg::Connection& sql = platform.sql("registry");
  const int people = 2 * kCityPeople;
  sql.Query(
      "INSERT INTO person SELECT ($1 || lpad(n::text, 12, '0'))::uuid, 'Pegawai', '1980-01-01',"
      " 'L', 'PNS', 'III/c', 'AKTIF', true FROM generate_series(0, $2::int - 1) AS n",
      {kPersonPrefix, people});
  sql.Query(
      "INSERT INTO assignment (person, post, unit, kind, valid_from)"
      " SELECT p.id, 'LURAH', u.code, 1, '2024-01-01' FROM"
      " (SELECT id, row_number() OVER (ORDER BY id) AS n FROM person) AS p JOIN"
      " (SELECT code, row_number() OVER (ORDER BY code) AS n, count(*) OVER () AS all FROM unit)"
      " AS u ON u.n = p.n % u.all + 1",
      {});
  sql.Query(
      "INSERT INTO rating_case (person, campaign, state) SELECT id, $1, 5 FROM person", {earlier});
  sql.Query(
      "INSERT INTO rating SELECT gen_random_uuid(), $1, id, 'rater', 2, competency, 2,"
      " current_date FROM person, unnest('{M.01,M.02,M.03}'::text[]) AS competency",
      {earlier});
  sql.Execute("ANALYZE");
}

double ThreadSeconds() {
  timespec used{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
}

struct Round {
  double rate = 0;
  double p99_ms = 0;
  std::int64_t commands = 0;
  double client_seconds = 0;  // processor time of the clients' threads
};

// Clients rate one person after another, each person once until all were.
Round Rate(test::Platform& platform, std::atomic<int>& next) {
  const std::string campaign = OpenCampaign(platform);
  std::vector<std::unique_ptr<Rater>> raters;
  for (int i = 0; i < kClients; ++i) {
    raters.push_back(std::make_unique<Rater>(platform, campaign));
    Check(raters.back()->Rate(PersonId(next++ % kCityPeople), 0).status());  // connects
  }
  std::vector<std::vector<double>> took(kClients);
  std::vector<double> used(kClients);
  const absl::Time begun = absl::Now();
  const absl::Time end = begun + absl::Seconds(kSecondsEach);
  std::vector<std::thread> clients;
  for (std::size_t i = 0; i < kClients; ++i) {
    clients.emplace_back([&, i] {
      for (absl::Time start = absl::Now(); start < end;) {
        Check(raters[i]->Rate(PersonId(next++ % kCityPeople), 0).status());
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
  for (std::size_t i = 0; i < kClients; ++i) {
    all.insert(all.end(), took[i].begin(), took[i].end());
    round.client_seconds += used[i];
  }
  round.commands = static_cast<std::int64_t>(all.size());
  round.rate = static_cast<double>(all.size()) / seconds;
  round.p99_ms = Quantile(std::move(all), 0.99);
  return round;
}

std::int64_t Count(test::Platform& platform, pg::Sql what) {
  return platform.sql("registry").Query(what, {}).Int(0, 0);
}

// What pgbench cannot make for itself: as the registry's last command wrote it.
std::map<std::string, std::string> Variables(test::Platform& platform) {
  const pg::Result last =
      platform.sql("registry")
          .Query(
              "SELECT l.headers, l.payload, r.fingerprint, r.response, a.at, a.actor, current_date"
              " FROM audit a JOIN request r ON r.request_id = a.request_id::uuid JOIN event_log l"
              " ON l.aggregate_type = 'profile' AND l.aggregate_id = a.target"
              " ORDER BY a.id DESC LIMIT 1",
              {});
  if (last.empty()) Die("no command to copy");
  return {{"headers", last.String(0, 0)}, {"payload", last.String(0, 1)},
          {"hash", last.String(0, 2)},    {"response", last.String(0, 3)},
          {"at", last.String(0, 4)},      {"actor", last.String(0, 5)},
          {"today", last.String(0, 6)},   {"topic", platform.topic("binadaya.registry.v1")}};
}

// Transactions a second of pgbench. `number`: of the run; no two use the same ids.
double Pgbench(
    test::Platform& platform, std::map<std::string, std::string> variables,
    const std::string& campaign, int number) {
  // Ids of this run: the milliseconds of now, as in a UUIDv7, then what the id is for.
  const std::string time = absl::StrFormat("%012x", absl::ToUnixMillis(platform.clock().Now()));
  for (const char* kind : {"a", "b", "c"}) {
    variables[Cat("id_", kind)] =
        absl::StrFormat("%s-%s-7%d00-%s000-", time.substr(0, 8), time.substr(8), number, kind);
  }
  variables["id_person"] = kPersonPrefix;
  variables["campaign"] = campaign;
  variables["first"] = Cat(kCityPeople);
  variables["people"] = Cat(kCityPeople);
  variables["n"] = "0";
  std::string command = absl::StrFormat(
      "pgbench -n -M prepared -c %d -j 2 -T %d -f tests/bench/command.sql", kClients, kSecondsEach);
  for (const auto& [name, value] : variables) {
    absl::StrAppendFormat(&command, " -D %s='%s'", name, value);
  }
  // libpq takes the address and the password from the environment, where nobody else sees them.
  for (const absl::string_view setting :
       absl::StrSplit(platform.conninfo("registry"), ' ', absl::SkipEmpty())) {
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
  const std::int64_t before = Count(platform, "SELECT count(*) FROM request");
  const std::string output = Output(command);
  double rate = 0;
  std::int64_t transactions = 0;
  for (const absl::string_view line : absl::StrSplit(output, '\n')) {
    const std::vector<absl::string_view> words = absl::StrSplit(line, ' ');
    if (absl::StartsWith(line, "tps = ")) (void)absl::SimpleAtod(words[2], &rate);
    if (absl::StartsWith(line, "number of transactions actually processed: "))
      (void)absl::SimpleAtoi(words[5], &transactions);
  }
  const std::int64_t written = Count(platform, "SELECT count(*) FROM request") - before;
  if (rate <= 0 || written != transactions) Die(Cat("pgbench did other work: ", output));
  return rate;
}

void Main() {
  test::Platform platform({"registry"}, {{"DATABASE_CONNECTIONS", kConnections}});
  Found(platform);
  SeedPeople(platform);
  std::atomic<int> next = 0;
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
    const Cpu begun = Cpu::Now();
    const Round rated = Rate(platform, next);
    add(our_work, begun, Cpu::Now(), static_cast<double>(rated.commands));
    ours.push_back(rated.rate);
    p99.push_back(rated.p99_ms);
    clients += rated.client_seconds;
    const std::map<std::string, std::string> variables = Variables(platform);
    const std::string campaign = OpenCampaign(platform);

    platform.Stop("registry");
    pg::Connection& sql = platform.sql("registry");
    sql.Execute("TRUNCATE outbox, audit_pending");
    const Cpu stopped = Cpu::Now();
    references.push_back(Pgbench(platform, variables, campaign, round));
    add(their_work, stopped, Cpu::Now(), references.back() * kSecondsEach);
    sql.Execute("TRUNCATE outbox, audit_pending");  // not the next round's to send
    platform.Restart("registry");
  }
  // How much of the distance is the work that follows a command: pgbench beside a registry that
  // sends and seals what pgbench writes.
  const double beside = Pgbench(platform, Variables(platform), OpenCampaign(platform), kRounds);
  const double our_rate = Median(ours);
  const double their_rate = Median(references);
  Print(
      {.bench = "command (32 clients)",
       .ours = absl::StrFormat("%.0f/s", our_rate),
       .reference = absl::StrFormat("%.0f/s", their_rate),
       .ratio = our_rate / their_rate,
       .aim = ">= 0.75 x pgbench",
       .met = our_rate / their_rate >= 0.75});
  Note(absl::StrFormat(
      "p99 %.0f ms; %d alternating rounds of %d s", Median(p99), kRounds, kSecondsEach));
  Note(
      Cat(Shares(our_work),
          absl::StrFormat(
              "; of this process %.0f us are the clients'", clients / our_work.units * 1e6)));
  Note(Cat("pgbench: ", Shares(their_work)));
  Note(absl::StrFormat(
      "pgbench beside a registry that sends and seals what it writes: %.0f/s (ours to that: %.2f)",
      beside, our_rate / beside));
}

}  // namespace
}  // namespace binadaya::bench

int main() { return binadaya::bench::Run(&binadaya::bench::Main); }
