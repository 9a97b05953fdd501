// Gaps of 16,000 people x 12 competencies.
//
// Ours: domain::MeasureGaps, one person after another, on one thread, over the rows as they were
// read (levels ordered by person, codes as text); the time includes putting each person's levels
// into the map that the function takes, and adding up all gaps. The reference: one statement over
// the registry's tables (open assignments, standards, valid levels; everything in memory, planner's
// choice of workers) that computes the same gaps and adds them up the same way. Neither sends or
// stores the gaps. What reading the rows adds to ours is said below the figure.
#include <cmath>
#include <map>

#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "benchmark/benchmark.h"
#include "services/common/domain/text.h"
#include "services/registry/domain/gap.h"
#include "tests/bench/bench.h"

namespace binadaya::bench {
namespace {

namespace domain = registry::domain;

constexpr int kCompetencies = 12;
constexpr int kPosts = 16;
constexpr int kRounds = 5;
constexpr int kSizes[] = {16'000, 64'000, 256'000, 1'000'000};

// Rows as read: person after person, each with the same number of levels.
struct People {
  std::vector<std::string> codes;  // of competencies
  std::vector<std::vector<domain::Standard>> posts;
  std::vector<int> post_of;      // by person
  std::vector<int> code_of;      // by row
  std::vector<double> level_of;  // by row
};

struct Sum {
  std::int64_t count = 0;
  double gap = 0;
  std::int64_t severity = 0;
};

Sum Measure(const People& people, std::size_t count) {
  Sum sum;
  const domain::BandPolicy policy;
  for (std::size_t person = 0; person < count; ++person) {
    std::map<std::string, double> levels;
    for (std::size_t row = person * kCompetencies; row < (person + 1) * kCompetencies; ++row) {
      levels[people.codes[static_cast<std::size_t>(people.code_of[row])]] = people.level_of[row];
    }
    const std::vector<domain::Standard>& standards =
        people.posts[static_cast<std::size_t>(people.post_of[person])];
    for (const domain::Gap& gap : domain::MeasureGaps(standards, levels, policy)) {
      ++sum.count;
      sum.gap += gap.gap;
      sum.severity += static_cast<int>(gap.severity);
    }
  }
  return sum;
}

void Fill(pg::Connection& sql) {
  sql.Execute("INSERT INTO unit VALUES ('U', 'Unit', 'BADAN', '', '/U/', false)");
  sql.Query(
      "INSERT INTO post SELECT 'P' || p, 'Jabatan', 3, 'F', '', '', 0.5, '2026-01-01'"
      " FROM generate_series(1, $1::int) AS p",
      {kPosts});
  sql.Query(
      "INSERT INTO standard SELECT 'P' || p, '2026-01-01', 'K.' || lpad(k::text, 2, '0'),"
      " 1 + (p + k) % 5 FROM generate_series(1, $1::int) AS p, generate_series(1, $2::int) AS k",
      {kPosts, kCompetencies});
  Employ(sql, 1, kCityPeople, kPosts);
  sql.Query(
      "INSERT INTO level (person, campaign, competency, level, basis, stands_alone, ratings,"
      " seen_on, valid_from, valid_until) SELECT id, id, 'K.' || lpad(k::text, 2, '0'),"
      " (hashtextextended(id::text, k) & 32767) % 50001 / 10000.0, 'MULTI_RATER', false, '{}',"
      " '2026-01-05', '2026-01-05', '2029-01-05' FROM person, generate_series(1, $1::int) AS k",
      {kCompetencies});
  sql.Execute("VACUUM (ANALYZE) level, assignment, standard, person");
}

// `seconds`: what reading took.
People Read(pg::Connection& sql, double& seconds) {
  const absl::Time begun = absl::Now();
  People people;
  std::map<std::string, int, std::less<>> codes, posts;
  const pg::Result standards =
      sql.Query("SELECT post, competency, level FROM standard ORDER BY post, competency", {});
  for (int i = 0; i < standards.rows(); ++i) {
    if (posts.try_emplace(standards.String(i, 0), static_cast<int>(posts.size())).second)
      people.posts.emplace_back();
    if (codes.try_emplace(standards.String(i, 1), static_cast<int>(codes.size())).second)
      people.codes.push_back(standards.String(i, 1));
    people.posts.back().push_back({standards.String(i, 1), standards.Int32(i, 2)});
  }
  const pg::Result rows = sql.Query(
      "SELECT a.post, v.competency, v.level FROM assignment a JOIN level v USING (person)"
      " WHERE a.kind = 1 AND a.valid_to IS NULL ORDER BY v.person, v.competency",
      {});
  if (rows.rows() != kCityPeople * kCompetencies) Die("not every level was read");
  for (int i = 0; i < rows.rows(); ++i) {
    if (i % kCompetencies == 0) people.post_of.push_back(posts.find(rows.Text(i, 0))->second);
    people.code_of.push_back(codes.find(rows.Text(i, 1))->second);
    people.level_of.push_back(rows.Double(i, 2));
  }
  seconds = Seconds(begun);
  // For more people: the same again, behind each other in memory.
  for (std::size_t i = 0; people.post_of.size() < 1'000'000; ++i)
    people.post_of.push_back(people.post_of[i]);
  for (std::size_t i = 0; people.level_of.size() < 1'000'000 * std::size_t{kCompetencies}; ++i) {
    people.code_of.push_back(people.code_of[i]);
    people.level_of.push_back(people.level_of[i]);
  }
  return people;
}

// Written so that the planner sees how many rows there are and joins by hash: five times as fast as
// a nested loop.
Sum MeasureBySql(pg::Connection& sql) {
  const pg::Result row = sql.Query(
      "WITH in_force AS (SELECT post, max(valid_from) AS valid_from FROM standard"
      "  WHERE valid_from <= $1 GROUP BY post)"
      " SELECT count(*), sum(gap), sum(CASE WHEN gap <= 0 THEN 0 WHEN gap >= 3 THEN 3 WHEN gap >= 2"
      "  THEN 2 ELSE 1 END) FROM ("
      " SELECT round((s.level - v.level) * 1e4::float8) / 1e4::float8 AS gap"
      " FROM assignment a JOIN in_force f USING (post) JOIN standard s ON s.post = a.post"
      "  AND s.valid_from = f.valid_from JOIN level v ON v.person = a.person"
      "  AND v.competency = s.competency AND v.ended IS NULL AND v.valid_until > $1"
      " WHERE a.kind = 1 AND a.valid_to IS NULL) AS gaps",
      {absl::CivilDay(2026, 6, 1)});
  return {.count = row.Int(0, 0), .gap = row.Double(0, 1), .severity = row.Int(0, 2)};
}

// Keeps the seconds of every run, by its number of people; prints nothing.
class Keeper : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context&) override { return true; }
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      if (run.run_type != Run::RT_Iteration) continue;
      const double iterations = static_cast<double>(run.iterations);
      const int people = static_cast<int>(run.counters.at("people").value);
      elapsed[people].push_back(run.real_accumulated_time / iterations);
      used[people].push_back(run.cpu_accumulated_time / iterations);
    }
  }
  std::map<int, std::vector<double>> elapsed, used;
};

Keeper MeasureAll(const People& people) {
  for (const int size : kSizes) {
    benchmark::RegisterBenchmark(
        "gaps",
        [&people, size](benchmark::State& state) {
          for (auto _ : state) {
            Sum sum = Measure(people, static_cast<std::size_t>(size));
            benchmark::DoNotOptimize(sum);
          }
          state.counters["people"] = size;
        })
        ->Repetitions(size < 1'000'000 ? kRounds : 3)
        ->MinTime(0.1);
  }
  Keeper keeper;
  benchmark::RunSpecifiedBenchmarks(&keeper);
  return keeper;
}

void Main() {
  test::Platform platform({"registry"});
  pg::Connection& sql = platform.sql("registry");
  Fill(sql);
  double reading = 0;
  const People people = Read(sql, reading);
  const Sum ours = Measure(people, kCityPeople);
  const Sum theirs = MeasureBySql(sql);
  if (ours.count != kCityPeople * kCompetencies || ours.count != theirs.count ||
      ours.severity != theirs.severity || std::abs(ours.gap - theirs.gap) > 1e-3) {
    Die(
        Cat("not the same gaps: ", ours.count, " ", ours.gap, " ", ours.severity, " and ",
            theirs.count, " ", theirs.gap, " ", theirs.severity));
  }
  std::vector<double> statements;
  for (int i = 0; i < kRounds; ++i) {
    const absl::Time begun = absl::Now();
    MeasureBySql(sql);
    statements.push_back(Seconds(begun));
  }
  const Keeper measured = MeasureAll(people);
  const double mine = Median(measured.elapsed.at(kCityPeople));
  const double reference = Median(statements);
  Print(
      {.bench = "gaps (16,000 x 12)",
       .ours = absl::StrFormat("%.1f ms", mine * 1e3),
       .reference = absl::StrFormat("%.1f ms", reference * 1e3),
       .ratio = reference / mine,
       .aim = ">= 1 x SQL",
       .met = reference >= mine});
  const double exponent = Exponent(measured.used);
  Print(
      {.bench = "gaps, 16 k to 1 M people",
       .ours = absl::StrFormat("n^%.3f", exponent),
       .reference = "-",
       .ratio = 0,
       .aim = "exponent <= 1.05",
       .met = exponent <= 1.05});
  Note("ours: MeasureGaps over rows in memory, maps of levels included, one thread; SQL: one");
  Note("statement over the tables in memory; both add the gaps up, neither sends or stores them");
  Note(absl::StrFormat(
      "reading the rows from the database first: %.1f ms more (ratio %.2f)", reading * 1e3,
      reference / (mine + reading)));
  std::string times = "processor time per person:";
  for (const auto& [size, runs] : measured.used) {
    absl::StrAppendFormat(
        &times, " %.0f ns at %d;", *std::min_element(runs.begin(), runs.end()) / size * 1e9, size);
  }
  Note(times);
}

}  // namespace
}  // namespace binadaya::bench

int main() { return binadaya::bench::Run(&binadaya::bench::Main); }
