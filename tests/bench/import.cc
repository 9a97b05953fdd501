// Importing 16,000 people (ImportPeople, confirmed: reading the file, every rule, the rows, 32,000
// events, audit row and answer in one transaction) against COPY of the rows that it wrote into the
// same three tables (person, employment_number, assignment, with their keys and foreign keys) in
// one transaction; and against COPY of those and of all that an event leaves (its aggregate's
// version, its rows in the event log and in the outbox). All begin with empty tables. The same file
// as a workbook is measured against itself as CSV.
#include <span>

#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "services/common/csv.h"
#include "services/common/domain/text.h"
#include "services/common/xlsx.h"
#include "tests/bench/bench.h"

namespace binadaya::bench {
namespace {

constexpr int kRounds = 3;

struct Table {
  int columns;
  int rows;
  pg::Sql select;
  pg::Sql copy;
};
constexpr int kEvents = 2 * kCityPeople;
constexpr Table kPeople[] = {
    {8, kCityPeople,
     "SELECT id, name, birth_date, gender, employment_type, grade, legal_position, active FROM "
     "person",
     "COPY person (id, name, birth_date, gender, employment_type, grade, legal_position, active) "
     "FROM STDIN"},
    {2, kCityPeople, "SELECT value, person FROM employment_number",
     "COPY employment_number (value, person) FROM STDIN"},
    {5, kCityPeople, "SELECT person, post, unit, kind, valid_from FROM assignment",
     "COPY assignment (person, post, unit, kind, valid_from) FROM STDIN"},
};

constexpr Table kTold[] = {
    {3, kCityPeople, "SELECT type, id, version FROM aggregate WHERE type = 'person'",
     "COPY aggregate (type, id, version) FROM STDIN"},
    {6, kEvents,
     "SELECT event_id, aggregate_type, aggregate_id, aggregate_version, headers, payload FROM "
     "event_log",
     "COPY event_log (event_id, aggregate_type, aggregate_id, aggregate_version, headers, payload) "
     "FROM STDIN"},
    {8, kEvents,
     "SELECT 99, event_id, aggregate_type, aggregate_id, aggregate_version, "
     "'topic', headers, payload FROM event_log",
     "COPY outbox (shard, event_id, aggregate_type, aggregate_id, aggregate_version, topic, "
     "headers, payload) FROM STDIN"},
};

struct Copied {
  pg::Sql copy;
  std::string text;
};

// The rows of tables as COPY wants them.
std::vector<Copied> Rows(pg::Connection& sql, std::span<const Table> tables) {
  std::vector<Copied> all;
  for (const Table& table : tables) {
    const pg::Result rows = sql.Query(table.select, {});
    if (rows.rows() != table.rows) Die(Cat(rows.rows(), " rows: ", table.select.text()));
    std::string& text = all.emplace_back(table.copy).text;
    for (int row = 0; row < rows.rows(); ++row) {
      for (int column = 0; column < table.columns; ++column) {
        pg::Connection::AppendCopy(text, rows.Text(row, column));
        text += column + 1 < table.columns ? '\t' : '\n';
      }
    }
  }
  return all;
}

double Copy(pg::Connection& sql, std::span<const Copied> tables) {
  const absl::Time begun = absl::Now();
  sql.Execute("BEGIN");
  for (const Copied& table : tables) {
    sql.CopyIn(table.copy, [&, sent = std::size_t{0}](std::string& buffer) mutable {
      buffer = table.text.substr(sent, 64 * 1024);
      sent += buffer.size();
      return sent < table.text.size();
    });
  }
  sql.Execute("COMMIT");
  return Seconds(begun);
}

void Empty(pg::Connection& sql) {
  sql.Execute("TRUNCATE person, aggregate, event_log, outbox, request CASCADE");
}

double Imported(test::Platform& platform, const std::string& file) {
  const absl::Time begun = absl::Now();
  ImportPeople(platform, file);
  return Seconds(begun);
}

void Main() {
  test::Platform platform({"registry"}, {{"DATABASE_CONNECTIONS", kConnections}});
  Found(platform);
  const std::string csv = PeopleFile(kCityPeople);
  const std::string workbook = xlsx::Write({csv::Parse(csv)});
  pg::Connection& sql = platform.sql("registry");
  const auto sent = [&sql] { return sql.Query("SELECT 1 FROM outbox LIMIT 1", {}).empty(); };
  const auto rest = [&] {
    if (!test::Eventually(sent, absl::Seconds(30))) Die("the events were not sent");
  };
  std::vector<double> ours, workbooks, references, with_events;
  Work work{.from = {}, .to = {}, .units = kCityPeople, .unit = "person"};
  for (int round = 0; round < kRounds; ++round) {
    rest();
    Empty(sql);
    workbooks.push_back(Imported(platform, workbook));

    rest();
    Empty(sql);
    work.from = Cpu::Now();
    ours.push_back(Imported(platform, csv));
    work.to = Cpu::Now();

    rest();
    std::vector<Copied> rows = Rows(sql, kPeople);
    const std::vector<Copied> told = Rows(sql, kTold);
    Empty(sql);
    references.push_back(Copy(sql, rows));
    rows.insert(rows.end(), told.begin(), told.end());
    Empty(sql);
    with_events.push_back(Copy(sql, rows));
    sql.Execute("TRUNCATE outbox");  // of a shard that no relay leads
  }
  const double mine = Median(ours);
  const double reference = Median(references);
  Print(
      {.bench = "import (16,000 people)",
       .ours = absl::StrFormat("%.2f s", mine),
       .reference = absl::StrFormat("%.2f s", reference),
       .ratio = reference / mine,
       .aim = ">= 0.35 x COPY",
       .met = reference / mine >= 0.35});
  Note(absl::StrFormat(
      "COPY of the events' rows too: %.2f s (that to ours: %.2f)", Median(with_events),
      Median(with_events) / mine));
  const double workbook_time = Median(workbooks);
  Print(
      {.bench = "import (16,000 of XLSX)",
       .ours = absl::StrFormat("%.2f s", workbook_time),
       .reference = absl::StrFormat("%.2f s", mine),
       .ratio = mine / workbook_time,
       .aim = ">= 0.7 x the same as CSV",
       .met = mine / workbook_time >= 0.7});
  Note(absl::StrFormat("%d alternating rounds; last: %s", kRounds, Shares(work)));
}

}  // namespace
}  // namespace binadaya::bench

int main() { return binadaya::bench::Run(&binadaya::bench::Main); }
