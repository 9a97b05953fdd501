// Draining an outbox of 200,000 events with a payload of 1 KiB into a topic with 12 partitions,
// against rdkafka_performance (librdkafka's own example) with the settings of our producer: the
// same payload, the same ten headers, as many events, spread over the partitions one by one as our
// keys are. The relay also reads every event from PostgreSQL and deletes it.
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "binadaya/v1/finding.pb.h"
#include "services/common/domain/text.h"
#include "services/common/id.h"
#include "services/common/kafka.h"
#include "services/common/outbox.h"
#include "tests/bench/bench.h"

namespace binadaya::bench {
namespace {

constexpr int kEvents = 200'000;
constexpr int kBytes = 1024;
constexpr int kPartitions = 12;
constexpr int kRounds = 3;

// Text without a pattern. All events hold the same: rdkafka_performance knows no other way, and it
// compresses as well for both.
std::string Payload() {
  std::string payload;
  for (int i = 0; static_cast<int>(payload.size()) < kBytes; ++i) {
    const std::string hash = Sha256(Cat("payload ", i));
    payload += absl::BytesToHexString({hash.data(), hash.size()});
  }
  return payload.substr(0, kBytes);
}

// The headers of a rating as the outbox holds them (Tx::TellRaw); the relay adds ce_sequence.
const std::vector<std::pair<std::string, std::string>> kHeaders = {
    {"content-type", "application/protobuf"},
    {"ce_specversion", "1.0"},
    {"ce_id", "0190a000-0000-7000-8000-000000000001"},
    {"ce_source", "//id.go.semarangkota/registry"},
    {"ce_type", "id.go.semarangkota.registry.rating.recorded.v1"},
    {"ce_subject", "profile/0190a000-0000-7000-8000-000000000001"},
    {"ce_time", "2026-01-05T01:00:00.000Z"},
    {"ce_partitionkey", "0190a000-0000-7000-8000-000000000001"},
    {"ce_dataschema",
     "binadaya/registry/v1/registry_events.proto#binadaya.registry.v1.RatingRecorded"},
    {"ce_dataclassification", "internal"}};

std::string HeadersOfARow() {
  v1::Headers headers;
  for (const auto& [name, value] : kHeaders) (*headers.mutable_values())[name] = value;
  return headers.SerializeAsString();
}

void Fill(test::Platform& platform, const std::string& topic, const std::string& payload) {
  platform.sql("registry")
      .Query(
          "INSERT INTO outbox (shard, event_id, aggregate_type, aggregate_id, aggregate_version,"
          " topic, headers, payload)"
          " SELECT shard_of(id), gen_random_uuid(), 'profile', id,"
          "  n / 16000 + 1, $1, $2, $3"
          " FROM (SELECT n, '0190a000-0000-7000-8000-' || lpad((n % 16000)::text, 12, '0') AS id"
          "  FROM generate_series(0, $4::int - 1) AS n) AS e ORDER BY n",
          {topic, pg::Bytes{HeadersOfARow()}, pg::Bytes{payload}, kEvents});
  platform.sql("registry").Execute("ANALYZE outbox");
}

double Published(const Metrics& metrics) {
  for (const absl::string_view line : absl::StrSplit(metrics.Text(), '\n')) {
    const std::vector<absl::string_view> words = absl::StrSplit(line, ' ');
    double value = 0;
    if (words[0] == "binadaya_outbox_published_total" && absl::SimpleAtod(words[1], &value))
      return value;
  }
  return 0;
}

// Events a second from the start of a relay until the broker has acknowledged, and the outbox lost,
// every row.
double Drain(test::Platform& platform) {
  Metrics metrics;
  Relay relay(
      {.database = platform.conninfo("registry"), .brokers = test::Stack::Get()["KAFKA"]}, metrics);
  const absl::Time begun = absl::Now();
  relay.Start();
  if (!test::Eventually([&] { return Published(metrics) >= kEvents; }, absl::Seconds(90)))
    Die("the outbox was not drained in time");
  relay.Stop();
  const double seconds = Seconds(begun);
  if (!platform.sql("registry").Query("SELECT 1 FROM outbox LIMIT 1", {}).empty())
    Die("rows were left in the outbox");
  return kEvents / seconds;
}

double Reference(const std::string& topic, const std::string& payload) {
  std::string command = absl::StrFormat(
      "rdkafka_performance -P -t %s -c %d -s %d -m %s", topic, kEvents, kBytes, payload);
  for (const auto& [name, value] : kafka::ProducerConf(test::Stack::Get()["KAFKA"])) {
    absl::StrAppendFormat(&command, " -X %s=%s", name, value);
  }
  command += " -X sticky.partitioning.linger.ms=0 -H ce_sequence=0000000000000000001";
  for (const auto& [name, value] : kHeaders) {
    absl::StrAppendFormat(&command, " -H '%s=%s'", name, value);
  }
  const std::string output = Output(command);
  // "% 200000 messages produced (… bytes), 200000 delivered (offset …, 0 failed) in 1234ms: 162074
  // msgs/s and …": of several such lines the last counts.
  const std::size_t line = output.rfind(" messages produced ");
  const std::size_t in = output.find("ms: ", line == std::string::npos ? output.size() : line);
  double rate = 0;
  if (in == std::string::npos ||
      !absl::SimpleAtod(output.substr(in + 4, output.find(' ', in + 4) - in - 4), &rate) ||
      output.find(absl::StrFormat(" %d delivered", kEvents), line) == std::string::npos) {
    Die(Cat("rdkafka_performance: ", output));
  }
  return rate;
}

void Main() {
  test::Platform platform({"registry"});
  platform.Stop("registry");  // its relay would drain too
  const std::string topic = platform.topic("bench.v1");
  const std::string reference_topic = platform.topic("bench_reference.v1");
  Check(kafka::ApplyTopics(
            test::Stack::Get()["KAFKA"],
            {{.name = topic, .partitions = kPartitions, .config = {}},
             {.name = reference_topic, .partitions = kPartitions, .config = {}}})
            .status());
  const std::string payload = Payload();
  std::vector<double> ours, references;
  Work work{.from = {}, .to = {}, .units = kEvents, .unit = "event"};
  Work reference_work = work;
  for (int round = 0; round < kRounds; ++round) {
    Fill(platform, topic, payload);
    work.from = Cpu::Now();
    ours.push_back(Drain(platform));
    work.to = reference_work.from = Cpu::Now();
    references.push_back(Reference(reference_topic, payload));
    reference_work.to = Cpu::Now();
  }
  const double rate = Median(ours);
  const double reference = Median(references);
  Print(
      {.bench = "relay drain (1 KiB)",
       .ours = absl::StrFormat("%.0f/s", rate),
       .reference = absl::StrFormat("%.0f/s", reference),
       .ratio = rate / reference,
       .aim = ">= 0.5 x rdkafka, >= 20000/s",
       .met = rate / reference >= 0.5 && rate >= 20'000});
  Note(Cat("last round: ", Shares(work)));
  Note(Cat("rdkafka_performance: ", Shares(reference_work)));
}

}  // namespace
}  // namespace binadaya::bench

int main() { return binadaya::bench::Run(&binadaya::bench::Main); }
