// One durable command with its event (RecordRatings, one competency) against pgbench with the
// statements that it executes (command.sql), each command on another person, who was rated in an
// earlier campaign: see pgbench.h.
#include <atomic>
#include <memory>

#include "absl/strings/str_format.h"
#include "services/common/domain/text.h"
#include "tests/bench/pgbench.h"

namespace binadaya::bench {
namespace {

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

// Clients that rate one person after another, each person once until all were.
std::vector<std::function<void()>> Raters(test::Platform& platform, std::atomic<int>& next) {
  const std::string campaign = OpenCampaign(platform);
  std::vector<std::function<void()>> clients;
  for (int i = 0; i < kClients; ++i) {
    const auto rater = std::make_shared<Rater>(platform, campaign);
    clients.emplace_back(
        [rater, &next] { Check(rater->Rate(PersonId(next++ % kCityPeople), 0).status()); });
    clients.back()();  // connects
  }
  return clients;
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
          {"today", last.String(0, 6)},   {"campaign", OpenCampaign(platform)},
          {"id_person", kPersonPrefix},   {"first", Cat(kCityPeople)},
          {"people", Cat(kCityPeople)}};
}

void Main() {
  test::Platform platform({"registry"}, {{"DATABASE_CONNECTIONS", kConnections}});
  Found(platform);
  SeedPeople(platform);
  std::atomic<int> next = 0;
  AgainstPgbench(
      platform, {.bench = "command (32 clients)",
                 .service = "registry",
                 .script = "command.sql",
                 .least = 0.75,
                 .clients = [&] { return Raters(platform, next); },
                 .variables = [&] { return Variables(platform); }});
}

}  // namespace
}  // namespace binadaya::bench

int main() { return binadaya::bench::Run(&binadaya::bench::Main); }
