// Importing 16,000 people (ImportPeople, confirmed: reading the file, every rule, the rows, 32,000
// events, audit row and answer in one transaction) against COPY of the rows that it wrote into the
// same three tables (person, employment_number, assignment, with their keys and foreign keys) in
// one transaction. Both begin with empty tables.
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "services/common/domain/text.h"
#include "tests/bench/bench.h"

namespace binadaya::bench {
namespace {

constexpr int kRounds = 3;

struct Table {
  pg::Sql select;
  pg::Sql copy;
};
constexpr Table kTables[] = {
    {"SELECT id, name, birth_date, gender, employment_type, grade, legal_position, active FROM "
     "person",
     "COPY person (id, name, birth_date, gender, employment_type, grade, legal_position, active) "
     "FROM STDIN"},
    {"SELECT value, person FROM employment_number",
     "COPY employment_number (value, person) FROM STDIN"},
    {"SELECT person, post, unit, kind, valid_from FROM assignment",
     "COPY assignment (person, post, unit, kind, valid_from) FROM STDIN"},
};

// A table's rows as COPY wants them.
std::string Rows(pg::Connection& sql, const Table& table, int columns) {
  const pg::Result rows = sql.Query(table.select, {});
  if (rows.rows() != kCityPeople) Die("not everybody was imported");
  std::string text;
  for (int row = 0; row < rows.rows(); ++row) {
    for (int column = 0; column < columns; ++column) {
      pg::Connection::AppendCopy(text, rows.Text(row, column));
      text += column + 1 < columns ? '\t' : '\n';
    }
  }
  return text;
}

double Copy(pg::Connection& sql, const std::vector<std::string>& texts) {
  const absl::Time begun = absl::Now();
  sql.Execute("BEGIN");
  for (std::size_t i = 0; i < texts.size(); ++i) {
    sql.CopyIn(kTables[i].copy, [&, sent = std::size_t{0}](std::string& buffer) mutable {
      buffer = texts[i].substr(sent, 64 * 1024);
      sent += buffer.size();
      return sent < texts[i].size();
    });
  }
  sql.Execute("COMMIT");
  return Seconds(begun);
}

void Empty(pg::Connection& sql) {
  sql.Execute("TRUNCATE person, aggregate, event_log, outbox, request CASCADE");
}

void Main() {
  test::Platform platform({"registry"}, {{"DATABASE_CONNECTIONS", kConnections}});
  Found(platform);
  const std::string csv = PeopleFile(kCityPeople);
  pg::Connection& sql = platform.sql("registry");
  const auto sent = [&sql] { return sql.Query("SELECT 1 FROM outbox LIMIT 1", {}).empty(); };
  std::vector<double> ours, references;
  Work work{.from = {}, .to = {}, .units = kCityPeople, .unit = "person"};
  for (int round = 0; round < kRounds; ++round) {
    if (!test::Eventually(sent, absl::Seconds(30))) Die("the events were not sent");
    Empty(sql);
    work.from = Cpu::Now();
    const absl::Time begun = absl::Now();
    ImportPeople(platform, csv);
    ours.push_back(Seconds(begun));
    work.to = Cpu::Now();

    if (!test::Eventually(sent, absl::Seconds(30))) Die("the events were not sent");
    const std::vector<std::string> texts = {
        Rows(sql, kTables[0], 8), Rows(sql, kTables[1], 2), Rows(sql, kTables[2], 5)};
    Empty(sql);
    references.push_back(Copy(sql, texts));
  }
  const double mine = Median(ours);
  const double reference = Median(references);
  Print(
      {.bench = "import (16,000 people)",
       .ours = absl::StrFormat("%.2f s", mine),
       .reference = absl::StrFormat("%.2f s", reference),
       .ratio = reference / mine,
       .aim = ">= 0.3 x COPY",
       .met = reference / mine >= 0.3});
  Note(absl::StrFormat("%d alternating rounds; last: %s", kRounds, Shares(work)));
}

}  // namespace
}  // namespace binadaya::bench

int main() { return binadaya::bench::Run(&binadaya::bench::Main); }
