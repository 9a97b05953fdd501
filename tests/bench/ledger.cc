// A commitment of one line with its event against pgbench with the statements that it executes
// (ledger.sql): on one of 300 lines, few of them hot, and always on the same. See pgbench.h.
#include <memory>
#include <random>

#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "services/common/domain/text.h"
#include "tests/bench/pgbench.h"
#include "tests/support/with_id.h"
#include "tests/support/zipf.h"

namespace binadaya::bench {
namespace {

constexpr char kUnit[] = "33.74.14";
constexpr char kPlanItem[] = "019b8bab-25b4-7187-9582-d547fc7da3e7";
constexpr int kLines = 300;
// Ours come first, those of pgbench behind them. Ids that pgbench can put together.
constexpr char kLinePrefix[] = "0190a000-0000-7000-a000-";

// Lines in force, with more money than will be asked for.
void SeedLines(test::Platform& platform) {
  pg::Connection& sql = platform.sql("budgeting");
  sql.Query("INSERT INTO unit VALUES ($1, '/33.74.14/')", pg::Params(kUnit));
  sql.Query(
      "INSERT INTO line (id, unit, year, subactivity, source, account, description, plan_item,"
      " valid_since, after)"
      " SELECT ($1 || lpad(n::text, 12, '0'))::uuid, $2, $3::int, '5.04.02.2.01.0007', 'PAD',"
      " '5.1.02.04.01.0005', 'Paket rapat di luar kantor', '', make_date($3::int, 1, 1),"
      " 1000000000000 FROM generate_series(0, $4::int - 1) AS n",
      pg::Params(kLinePrefix, kUnit, platform.clock().Today().year(), 2 * kLines));
  sql.Execute(
      "INSERT INTO entry (id, line, kind, amount, plan_item, doc_ref, on_day, made_by)"
      " SELECT gen_random_uuid(), id, 1, after, '', 'DPA/1', valid_since, 'pa' FROM line;"
      "ANALYZE");
}

// Clients that bind money of one of so many lines, each time by another document.
std::vector<std::function<void()>> Officers(test::Platform& platform, int lines) {
  struct Officer {
    Officer(test::Platform& platform, unsigned number)
        : client(platform.Reach("budgeting")),
          identity(platform.As("pptk", {{v1::ACTIVITY_OFFICER, "/"}}).identity()),
          random(number) {}
    budgeting::BudgetingClient client;
    Identity identity;
    std::mt19937_64 random;
  };
  const int year = static_cast<int>(platform.clock().Today().year());
  std::vector<std::function<void()>> clients;
  for (unsigned i = 0; i < kClients; ++i) {
    const auto officer = std::make_shared<Officer>(platform, i);
    clients.emplace_back([&platform, officer, year, lines] {
      const double even = std::uniform_real_distribution<double>(0, 1)(officer->random);
      auto request = test::WithId<budgeting::v1::CommitRequest>();
      request.set_unit(kUnit);
      request.set_doc_ref(Cat("SPK/", request.request_id()));
      request.set_plan_item(kPlanItem);
      budgeting::v1::Part& part = *request.add_parts();
      part.set_line(absl::StrFormat(
          "%s%012d", kLinePrefix, test::Zipf(static_cast<std::size_t>(lines), even)));
      part.set_amount(1'000);
      part.set_year(year);
      Check(officer->client.Commit(platform.With(officer->identity), request).status());
    });
    clients.back()();  // connects
  }
  return clients;
}

// What pgbench cannot make for itself: as budgeting's last command wrote it.
std::map<std::string, std::string> Variables(test::Platform& platform, int lines) {
  std::map<std::string, std::string> variables =
      LastOf(platform, "budgeting", "Commit", "commitment");
  variables["today"] = absl::FormatCivilTime(platform.clock().Today());
  variables["unit"] = kUnit;
  variables["item"] = kPlanItem;
  variables["doc"] = Cat("SPK/", test::WithId<budgeting::v1::CommitRequest>().request_id(), "/");
  variables["id_line"] = kLinePrefix;
  variables["first"] = Cat(kLines);
  variables["lines"] = Cat(lines);
  return variables;
}

void Main() {
  test::Platform platform({"budgeting"}, {{"DATABASE_CONNECTIONS", kConnections}});
  SeedLines(platform);
  for (const int lines : {kLines, 1}) {
    AgainstPgbench(
        platform, {.bench = lines == 1 ? "commit (1 line)" : Cat("commit (", lines, " lines)"),
                   .service = "budgeting",
                   .script = "ledger.sql",
                   .least = 0.7,
                   .clients = [&] { return Officers(platform, lines); },
                   .variables = [&] { return Variables(platform, lines); }});
  }
}

}  // namespace
}  // namespace binadaya::bench

int main() { return binadaya::bench::Run(&binadaya::bench::Main); }
