// Who is chosen of 16,000 people for one program: gates, order of rank with its tie-breaks, seats,
// and never more of a unit than may be away.
//
// Ours: domain::Select over people in memory, on one thread: a verdict for each, with rank, arm,
// group of equals and what passed him over. The reference: one statement over the same people in
// a table in memory (planner's choice of workers) that finds gates, rank and seats by window
// functions, and adds the ranks up; it does neither arms nor equals, and is given the lots in a
// column. Neither sends or stores verdicts. What reading the people from the table adds to ours is
// said below the figure. First both are compared person by person. Then among up to a million
// people, or BINADAYA_BENCH_PEOPLE: each round of ours takes other people, as far as there are, so
// that the few are not in the processor's caches either.
#include "services/scheduling/domain/matching.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <span>

#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "services/common/domain/text.h"
#include "services/scheduling/domain/lot.h"
#include "tests/bench/bench.h"

namespace binadaya::bench {
namespace {

namespace domain = scheduling::domain;

constexpr int kSizes[] = {kCityPeople, 64'000, 256'000, 1'000'000};
constexpr int kUnits = 400;   // people
constexpr int kUnitFree = 3;  // who may still be away of each
constexpr int kPeoplePerSeat = 64;
constexpr std::uint64_t kSeed = 2026;
const absl::CivilDay kFirst(2026, 3, 10);

// The same people in every run; most numbers are shared by many, so that ties are many.
domain::Candidate PersonNumber(int n) {
  auto draw = [n, salt = std::uint64_t{0}](int below) mutable {
    return static_cast<int>(
        domain::lot::Mix(static_cast<std::uint64_t>(n) * 16 + salt++) %
        static_cast<std::uint64_t>(below));
  };
  domain::Candidate person;
  person.person = absl::StrFormat("0190a000-0000-7000-8000-%012d", n);
  person.unit = Cat("/", n % kUnits, "/");
  person.family = Cat("F", draw(8));
  person.employment = draw(4) == 0 ? "PPPK" : "PNS";
  person.score = draw(41) * 2.5;
  person.parts = {{"K.01", draw(31) / 10.0, 1, 0}};
  person.jp = draw(24);
  if (draw(3) > 0) person.last_training = kFirst - 30 * (1 + draw(40));
  person.unit_trained = n % kUnits % 21 / 20.0;
  person.active = draw(50) > 0;
  person.enrolled = draw(50) == 0;
  if (draw(10) == 0) person.completed = kFirst - 30 * (1 + draw(48));
  if (draw(10) == 0) person.barred = {{0, "SC-09", "x"}};
  person.caps = {static_cast<std::size_t>(n % kUnits)};
  return person;
}

int FreeOf(int people) { return kUnitFree * people / kCityPeople; }

domain::Matching ProgramOf(int people) {
  domain::Matching matching{.program = "program", .families = {"F1", "F2"}, .jp = 8};
  matching.seed = kSeed;
  matching.intakes = {{"B1", kFirst, people / kPeoplePerSeat}};
  for (int unit = 0; unit < kUnits; ++unit)
    matching.caps.push_back({"SVC-1", Cat("/", unit, "/"), {}, FreeOf(people)});
  return matching;
}

// One row for each person; lots as signed numbers in the same order.
void Fill(pg::Connection& sql, std::span<const domain::Candidate> people) {
  sql.Execute(
      "DROP TABLE IF EXISTS bench_person;"
      "CREATE UNLOGGED TABLE bench_person (person uuid, unit int, family text, employment text,"
      " score int, gap float8, jp int, last_training date, unit_trained int, active bool,"
      " enrolled bool, completed date, barred bool, lot bigint)");
  std::size_t next = 0;
  sql.CopyIn("COPY bench_person FROM STDIN", [&](std::string& buffer) {
    if (next == people.size()) return false;
    const domain::Candidate& person = people[next++];
    const auto day = [](const std::optional<absl::CivilDay>& at) {
      return at.has_value() ? absl::FormatCivilTime(*at) : std::string("\\N");
    };
    const auto lot =
        static_cast<std::int64_t>(domain::Lot(kSeed, person.person) ^ (std::uint64_t{1} << 63));
    absl::StrAppend(
        &buffer, person.person, "\t", person.caps[0], "\t", person.family, "\t", person.employment,
        "\t", std::lround(person.score * 1e4), "\t", person.parts[0].gap, "\t", person.jp, "\t",
        day(person.last_training), "\t", std::lround(person.unit_trained * 1e4), "\t",
        person.active ? "t" : "f", "\t", person.enrolled ? "t" : "f", "\t", day(person.completed),
        "\t", person.barred.empty() ? "f" : "t", "\t", lot, "\n");
    return true;
  });
  sql.Execute("VACUUM (ANALYZE) bench_person");
}

// Units are disjoint, so that who is among the first of his unit and among the first of those is
// whom a greedy choice takes.
#define MATCHING_STATEMENT                                                                   \
  "WITH gated AS ("                                                                          \
  " SELECT *, (NOT active)::int + 2 * (NOT (family IN ('F1', 'F2') OR gap >= 1))::int"       \
  " + 4 * coalesce(completed + interval '24 months' > '2026-03-10', false)::int"             \
  " + 8 * barred::int + 16 * (employment IN ('PPPK', 'PPPK_PW') AND jp + 8 > 24)::int"       \
  " + 32 * enrolled::int AS gates FROM bench_person),"                                       \
  " ranked AS ("                                                                             \
  " SELECT person, unit, row_number() OVER (ORDER BY score DESC, greatest(20 - jp, 0) DESC," \
  " last_training NULLS FIRST, unit_trained, lot) AS rank"                                   \
  " FROM gated WHERE gates = 0),"                                                            \
  " placed AS ("                                                                             \
  " SELECT *, row_number() OVER (PARTITION BY unit ORDER BY rank) <= $1::int AS may"         \
  " FROM ranked),"                                                                           \
  " seated AS ("                                                                             \
  " SELECT *, may AND count(*) FILTER (WHERE may) OVER (ORDER BY rank) <= $2::int AS chosen" \
  " FROM placed)"

struct Sum {
  std::int64_t qualified = 0, chosen = 0, ranks = 0;
  bool operator==(const Sum&) const = default;
};

Sum ChooseBySql(pg::Connection& sql, int people) {
  const pg::Result rows = sql.Query(
      MATCHING_STATEMENT
      " SELECT (SELECT count(*) FROM gated WHERE gates > 0), count(*),"
      " count(*) FILTER (WHERE chosen), sum(rank) FILTER (WHERE chosen)::bigint FROM seated",
      pg::Params(FreeOf(people), people / kPeoplePerSeat));
  if (rows.Int(0, 0) + rows.Int(0, 1) != people) Die("people are missing");
  return {rows.Int(0, 1), rows.Int(0, 2), rows.Int(0, 3)};
}

domain::Selection Choose(
    const domain::Matching& matching, std::span<const domain::Candidate> people) {
  absl::StatusOr<domain::Selection> selection = domain::Select(matching, people);
  Check(selection.status());
  return *std::move(selection);
}

Sum SumOf(const domain::Selection& selection) {
  Sum sum{.qualified = static_cast<std::int64_t>(selection.verdicts.size())};
  for (const std::size_t one : selection.chosen[0]) {
    ++sum.chosen;
    sum.ranks += selection.Of(one).rank;
  }
  return sum;
}

void CompareAll(
    pg::Connection& sql, std::span<const domain::Candidate> people,
    const domain::Selection& selection) {
  const int size = static_cast<int>(people.size());
  const pg::Result rows = sql.Query(
      MATCHING_STATEMENT " SELECT person, rank, chosen FROM seated ORDER BY rank",
      pg::Params(FreeOf(size), size / kPeoplePerSeat));
  std::vector<std::size_t> ranked(selection.verdicts.size());
  for (std::size_t i = 0; i < people.size(); ++i)
    if (selection.ranks[i] > 0) ranked[static_cast<std::size_t>(selection.ranks[i]) - 1] = i;
  if (static_cast<std::size_t>(rows.rows()) != ranked.size()) Die("not as many qualify");
  for (int row = 0; row < rows.rows(); ++row) {
    const std::size_t one = ranked[static_cast<std::size_t>(row)];
    const bool chosen = selection.Of(one).standing == domain::ChoiceState::kChosen;
    if (rows.Text(row, 0) != people[one].person || rows.Bool(row, 2) != chosen)
      Die(Cat("not the same people: rank ", row + 1));
  }
}

std::vector<domain::Candidate> Read(pg::Connection& sql) {
  return sql
      .Query(
          "SELECT person, unit, family, employment, score, gap, jp, last_training, unit_trained,"
          " active, enrolled, completed, barred FROM bench_person",
          {})
      .Map([](pg::Row row) {
        domain::Candidate person;
        person.person = row.String();
        person.caps = {static_cast<std::size_t>(row.Int())};
        person.family = row.String();
        person.employment = row.String();
        person.score = static_cast<double>(row.Int()) / 1e4;
        person.parts = {{"K.01", row.Double(), 1, 0}};
        person.jp = row.Int32();
        person.last_training = row.Maybe(&pg::Row::Day);
        person.unit_trained = static_cast<double>(row.Int()) / 1e4;
        person.active = row.Bool();
        person.enrolled = row.Bool();
        person.completed = row.Maybe(&pg::Row::Day);
        if (row.Bool()) person.barred = {{0, "SC-09", "x"}};
        return person;
      });
}

void Main() {
  int most = kSizes[std::size(kSizes) - 1];
  if (const char* const asked = std::getenv("BINADAYA_BENCH_PEOPLE"); asked != nullptr)
    if (!absl::SimpleAtoi(asked, &most) || most < kCityPeople) Die("BINADAYA_BENCH_PEOPLE");
  test::Platform platform({"registry"});
  pg::Connection& sql = platform.sql("registry");
  sql.Execute("SET work_mem = '1GB'");
  std::vector<domain::Candidate> everybody;
  everybody.reserve(static_cast<std::size_t>(most));
  for (int n = 0; n < most; ++n) everybody.push_back(PersonNumber(n));
  std::map<int, std::vector<double>> ours, reference;
  double reading = 0;
  for (const int size : kSizes) {
    if (size > most) break;
    const std::span<const domain::Candidate> all(everybody);
    const std::span<const domain::Candidate> people = all.first(static_cast<std::size_t>(size));
    Fill(sql, people);
    const domain::Matching matching = ProgramOf(size);
    const domain::Selection selection = Choose(matching, people);
    if (size == kCityPeople) CompareAll(sql, people, selection);
    for (int round = 0; round < (size == kCityPeople ? 50 : 5); ++round) {
      const std::size_t others = static_cast<std::size_t>(round) % (all.size() / people.size());
      absl::Time begun = absl::Now();
      Choose(matching, all.subspan(others * people.size(), people.size()));
      ours[size].push_back(Seconds(begun));
      begun = absl::Now();
      const Sum by_sql = ChooseBySql(sql, size);
      reference[size].push_back(Seconds(begun));
      if (SumOf(selection) != by_sql) Die(Cat("not the same sums among ", size));
    }
    if (size != kCityPeople) continue;
    std::vector<double> readings;
    for (int round = 0; round < 20; ++round) {
      const absl::Time begun = absl::Now();
      if (Choose(matching, Read(sql)).ranks != selection.ranks) Die("read otherwise");
      readings.push_back(Seconds(begun));
    }
    reading = Median(readings);
  }
  sql.Execute("DROP TABLE bench_person");
  const double mine = Median(ours.at(kCityPeople));
  const double theirs = Median(reference.at(kCityPeople));
  Print(
      {.bench = "matching (16,000)",
       .ours = absl::StrFormat("%.1f ms", mine * 1e3),
       .reference = absl::StrFormat("%.1f ms", theirs * 1e3),
       .ratio = theirs / mine,
       .aim = ">= 1 x SQL",
       .met = theirs >= mine});
  if (ours.size() > 1) {
    const double exponent = Exponent(ours);
    Print(
        {.bench = absl::StrFormat("matching, 16 k to %d k", ours.rbegin()->first / 1000),
         .ours = absl::StrFormat("n^%.3f", exponent),
         .reference = "-",
         .aim = "exponent <= 1.05",
         .met = exponent <= 1.05});
  }
  Note("ours: verdicts of all in memory, one thread; SQL: one statement over the table in memory;");
  Note("it adds the ranks of the chosen up; neither sends or stores verdicts");
  Note(absl::StrFormat(
      "with reading the people from the database: %.1f ms (ratio %.2f)", reading * 1e3,
      theirs / reading));
  std::string best = "best of the rounds, ours and SQL:";
  for (const auto& [size, times] : ours) {
    const std::vector<double>& others = reference.at(size);
    absl::StrAppendFormat(
        &best, " %.1f and %.1f ms of %d;", *std::min_element(times.begin(), times.end()) * 1e3,
        *std::min_element(others.begin(), others.end()) * 1e3, size);
  }
  Note(best);
}

}  // namespace
}  // namespace binadaya::bench

int main() { return binadaya::bench::Run(&binadaya::bench::Main); }
