#include "tests/bench/bench.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"
#include "services/simulator/domain/posts.h"
#include "services/simulator/files.h"
#include "services/simulator/reference.h"

namespace binadaya::bench {
namespace {

constexpr std::uint64_t kSeed = 1;
constexpr char kColleague[] = "0190a000-0000-7000-8000-000000000001";

double InSeconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

double Used(int who) {
  rusage usage{};
  getrusage(who, &usage);
  return InSeconds(usage.ru_utime) + InSeconds(usage.ru_stime);
}

// A process as /proc/<pid>/stat tells of it; pid 0 when it is gone.
struct Process {
  int pid = 0;
  int parent = 0;
  double used = 0;
  double used_by_ended_children = 0;
};

Process Look(const std::string& pid) {
  std::ifstream in(Cat("/proc/", pid, "/stat"));
  std::string text;
  // A process that ends meanwhile cannot be read; an iterator would throw.
  std::getline(in, text);
  const std::size_t name_end = text.rfind(')');
  if (name_end == std::string::npos) return {};
  // Fields from the third on: proc(5).
  std::istringstream rest(text.substr(name_end + 2));
  const std::vector<std::string> fields{std::istream_iterator<std::string>(rest), {}};
  const auto ticks = [&fields](std::size_t field) {
    return std::strtod(fields.at(field - 3).c_str(), nullptr) /
           static_cast<double>(sysconf(_SC_CLK_TCK));
  };
  Process process;
  (void)absl::SimpleAtoi(pid, &process.pid);
  (void)absl::SimpleAtoi(fields.at(1), &process.parent);
  process.used = ticks(14) + ticks(15);
  process.used_by_ended_children = ticks(16) + ticks(17);
  return process;
}

// A process of the stack, by the file in which deploy/process put its id.
Process OfStack(const std::string& name) {
  std::ifstream in(Cat(test::Stack::Get().folder(), "/run/", name, ".pid"));
  std::string pid;
  in >> pid;
  return Look(pid);
}

// PostgreSQL's server, with its backends: those that live, and those that it has seen end.
double UsedByPostgres() {
  const Process server = OfStack("postgres");
  double used = server.used + server.used_by_ended_children;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const std::string pid = entry.path().filename();
    if (pid.find_first_not_of("0123456789") != std::string::npos) continue;
    if (const Process process = Look(pid); process.parent == server.pid) used += process.used;
  }
  return used;
}

}  // namespace

void Print(const Figure& figure) {
  // tests/bench/run prints the head of the table with the same widths.
  absl::PrintF(
      "= %-26s %14s %14s %6s  %-30s %s\n", figure.bench, figure.ours, figure.reference,
      figure.ratio > 0 ? absl::StrFormat("%.2f", figure.ratio) : "-", figure.aim,
      !figure.met.has_value() ? "not compared"
      : *figure.met           ? "met"
                              : "NOT MET");
  std::fflush(stdout);
}

void Note(std::string_view text) {
  absl::PrintF("  %s\n", Absl(text));
  std::fflush(stdout);
}

void Die(std::string_view why) {
  absl::FPrintF(stderr, "%s\n", Absl(why));
  absl::PrintF("  FAILED: %s\n", Absl(why));
  std::fflush(stdout);
  std::_Exit(1);
}

void Check(const absl::Status& status) {
  if (!status.ok()) Die(status.ToString());
}

int Run(void (*bench)()) {
  try {
    bench();
  } catch (const pg::Error& error) {
    Die(error.what());
  }
  return 0;
}

double Median(std::vector<double> values) { return Quantile(std::move(values), 0.5); }

double Quantile(std::vector<double> values, double share) {
  if (values.empty()) Die("nothing was measured");
  std::sort(values.begin(), values.end());
  const double rank = std::ceil(share * static_cast<double>(values.size()));
  return values[static_cast<std::size_t>(std::max(1.0, rank)) - 1];
}

double Exponent(const std::map<int, std::vector<double>>& seconds) {
  double n = 0, x = 0, y = 0, xx = 0, xy = 0;
  for (const auto& [size, runs] : seconds) {
    const double lx = std::log(size);
    const double ly = std::log(*std::min_element(runs.begin(), runs.end()));
    n += 1;
    x += lx;
    y += ly;
    xx += lx * lx;
    xy += lx * ly;
  }
  return (n * xy - x * y) / (n * xx - x * x);
}

double Seconds(absl::Time from, absl::Time to) { return absl::ToDoubleSeconds(to - from); }

Cpu Cpu::Now() {
  return {
      .here = Used(RUSAGE_SELF),
      .programs = Used(RUSAGE_CHILDREN),
      .postgres = UsedByPostgres(),
      .kafka = OfStack("kafka").used,
      .redis = OfStack("redis").used};
}

std::string Shares(const Work& work) {
  std::string text = absl::StrFormat("processor time per %s:", work.unit);
  const auto add = [&](const char* who, double from, double to) {
    const double microseconds = (to - from) / work.units * 1e6;
    if (microseconds >= 0.5) absl::StrAppendFormat(&text, " %s %.0f us,", who, microseconds);
  };
  add("this process", work.from.here, work.to.here);
  add("the reference", work.from.programs, work.to.programs);
  add("PostgreSQL", work.from.postgres, work.to.postgres);
  add("Kafka", work.from.kafka, work.to.kafka);
  add("Redis", work.from.redis, work.to.redis);
  text.back() = ';';
  absl::StrAppendFormat(&text, " %d processors", sysconf(_SC_NPROCESSORS_ONLN));
  return text;
}

std::string Output(const std::string& command) {
  FILE* pipe = popen(Cat(command, " 2>&1").c_str(), "r");
  if (pipe == nullptr) Die(Cat("cannot run ", command));
  std::string output;
  char buffer[4096];
  for (std::size_t size = 0; (size = std::fread(buffer, 1, sizeof(buffer), pipe)) > 0;) {
    output.append(buffer, size);
  }
  const int ended = pclose(pipe);
  if (!WIFEXITED(ended) || WEXITSTATUS(ended) != 0) Die(Cat(command.substr(0, 40), "…: ", output));
  return output;
}

void Found(test::Platform& platform) {
  registry::v1::ImportRequest units;
  units.set_request_id(platform.Id());
  units.set_file(simulator::UnitsCsv());
  units.set_confirm(true);
  Check(platform.registry().ImportUnits(platform.Admin(), units).status());
  for (const simulator::domain::Post& post : simulator::domain::Posts()) {
    registry::v1::DefinePostRequest request;
    request.set_request_id(platform.Id());
    request.set_code(post.code);
    request.set_title(post.title);
    request.set_group(static_cast<registry::v1::PostGroup>(post.group));
    request.set_family(post.family);
    request.set_echelon(post.echelon);
    request.set_criticality(post.criticality);
    request.set_is_head(post.is_head);
    request.set_functional_level(post.functional_level);
    request.set_valid_from("2026-01-01");
    Check(platform.registry().DefinePost(platform.Analyst(), request).status());
  }
}

std::string PeopleFile(int people) {
  absl::StatusOr<std::string> csv = simulator::PeopleCsv(kSeed, people);
  Check(csv.status());
  return *std::move(csv);
}

void ImportPeople(test::Platform& platform, const std::string& csv) {
  registry::v1::ImportRequest request;
  request.set_request_id(platform.Id());
  request.set_file(csv);
  request.set_confirm(true);
  const Call call = platform.As("operator", {{v1::ADMINISTRATOR, "/"}}, absl::Seconds(60));
  const absl::StatusOr<registry::v1::ImportReport> report =
      platform.registry().ImportPeople(call, request);
  Check(report.status());
  if (!report->written()) Die("the people were not written");
}

std::vector<std::string> Settle(test::Platform& platform, int people) {
  ImportPeople(platform, PeopleFile(people));
  const pg::Result rows = platform.sql("registry").Query("SELECT id FROM person ORDER BY id", {});
  std::vector<std::string> ids;
  for (int i = 0; i < rows.rows(); ++i) ids.push_back(rows.String(i, 0));
  if (static_cast<int>(ids.size()) != people) Die("not everybody was imported");
  return ids;
}

void Employ(pg::Connection& sql, int first, int last, int posts) {
  sql.Query(
      "INSERT INTO person SELECT ('0190a000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid,"
      " 'Pegawai', '1980-01-01', 'L', 'PNS', 'III/c', 'AKTIF', true"
      " FROM generate_series($1::int, $2::int) AS n",
      pg::Params(first, last));
  sql.Query(
      "INSERT INTO assignment (person, post, unit, kind, valid_from)"
      " SELECT ('0190a000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid AS id,"
      " 'P' || (1 + n % $3::int), 'U', 1, '2024-01-01' FROM generate_series($1::int, $2::int) AS n",
      pg::Params(first, last, posts));
}

std::string OpenCampaign(test::Platform& platform) {
  registry::v1::OpenRatingCampaignRequest request;
  request.set_request_id(platform.Id());
  request.set_name("Penilaian");
  request.set_unit("/");
  request.set_opens(absl::FormatCivilTime(platform.clock().Today() - 1));
  request.set_closes(absl::FormatCivilTime(platform.clock().Today() + 60));
  const absl::StatusOr<registry::v1::RatingCampaign> campaign =
      platform.registry().OpenRatingCampaign(platform.Analyst(), request);
  Check(campaign.status());
  return campaign->id();
}

Rater::Rater(test::Platform& platform, std::string campaign)
    : platform_(platform),
      campaign_(std::move(campaign)),
      identity_(platform.As(kColleague, {{v1::EMPLOYEE, "/"}}).identity()),
      registry_(platform.Reach("registry")) {}

absl::StatusOr<registry::v1::RecordRatingsResponse> Rater::Rate(const std::string& person, int n) {
  static constexpr const char* kCompetencies[] = {"M.01", "M.02", "M.03", "M.04", "M.05",
                                                  "M.06", "M.07", "M.08", "SK.01"};
  registry::v1::RecordRatingsRequest request;
  request.set_request_id(platform_.Id());
  request.set_campaign(campaign_);
  request.set_person(person);
  request.set_rater_role(registry::v1::RATER_PEER);
  registry::v1::Judgement& judgement = *request.add_judgements();
  judgement.set_competency(kCompetencies[n % 9]);
  judgement.set_level(1 + n % 4);
  return registry_.RecordRatings(platform_.With(identity_), request);
}

}  // namespace binadaya::bench
