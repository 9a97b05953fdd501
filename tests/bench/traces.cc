// What traces cost a command (RecordRatings, one competency, each on another person): none asked
// for, and all recorded for a collector that takes them and never answers, in rounds by turns.
// There is no build without traces, so what they cost where nobody asked for them is timed by
// itself.
#include <atomic>
#include <thread>

#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "services/common/domain/text.h"
#include "services/common/trace.h"
#include "tests/bench/bench.h"
#include "tests/support/collector.h"

namespace binadaya::bench {
namespace {

constexpr int kRounds = 5;
constexpr absl::Duration kEach = absl::Seconds(5);
constexpr int kClients = 32;
constexpr int kTimes = 1'000'000;

// Commands a second, in a campaign of their own.
double Rate(test::Platform& platform, const std::vector<std::string>& people) {
  const std::string campaign = OpenCampaign(platform);
  std::vector<std::unique_ptr<Rater>> raters;
  for (int i = 0; i < kClients; ++i) {
    raters.push_back(std::make_unique<Rater>(platform, campaign));
    (void)raters.back()->Rate(platform.Id(), 0);  // connects; the person does not exist
  }
  std::atomic<std::size_t> next = 0;
  std::vector<std::thread> clients;
  const absl::Time begun = absl::Now();
  for (const std::unique_ptr<Rater>& rater : raters) {
    clients.emplace_back([&, client = rater.get()] {
      while (absl::Now() < begun + kEach)
        Check(client->Rate(people[next++ % people.size()], 0).status());
    });
  }
  for (std::thread& client : clients) client.join();
  return static_cast<double>(next) / Seconds(begun);
}

// Nanoseconds of all that a command does for traces where nobody asked for any: the call and its
// transaction begin and end a span that is none, and what the caller sent is passed on.
double Off(test::Platform& platform) {
  const std::string sent = "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01";
  Call call = platform.Admin();
  const absl::Time begun = absl::Now();
  for (int i = 0; i < kTimes; ++i) {
    call.set_traceparent(trace::Checked(sent));
    trace::Span server = trace::Span::Of(call, trace::Span::Kind::kServer, "RecordRatings", begun);
    trace::Span client(
        call.tracer(), trace::Span::Kind::kClient, "PostgreSQL, transaction", call.traceparent());
    client.End(absl::StatusCode::kOk);
    server.End(absl::StatusCode::kOk);
  }
  return Seconds(begun) / kTimes * 1e9;
}

void Main() {
  test::Collector collector;
  collector.Hold(true);
  test::Platform platform(
      {"registry"}, {{"DATABASE_CONNECTIONS", kConnections}, {"TRACES_PER_MILLE", "1000"}});
  Found(platform);
  const std::vector<std::string> people = Settle(platform, kCityPeople);
  platform.sql("registry").Execute("ANALYZE");
  std::vector<double> without, with;
  for (int round = 0; round < kRounds; ++round) {
    platform.Restart("registry", {{"TRACES", ""}});
    without.push_back(Rate(platform, people));
    platform.Restart("registry", {{"TRACES", collector.address()}});
    with.push_back(Rate(platform, people));
  }
  const double dropped = platform.Metric("registry", "binadaya_trace_spans_dropped_total");
  if (collector.requests() == 0 || dropped <= 0) Die("nothing was recorded");
  collector.Hold(false);
  const double off = Off(platform);
  const double share = off * Median(without) / 1e9;  // of the machine's time for a command
  Print(
      {.bench = "traces: off, all",
       .ours = absl::StrFormat("%.0f/s", Median(without)),
       .reference = absl::StrFormat("%.0f/s", Median(with)),
       .ratio = Median(without) / Median(with),
       .aim = "off <= 0.1 % of a command",
       .met = share <= 0.001});
  Note(absl::StrFormat(
      "off: %.0f ns of a command's %.0f us, %.4f %%", off, 1e6 / Median(without), 100 * share));
  Note(absl::StrFormat(
      "all recorded, the collector silent: %.0f spans dropped in the last round of %d", dropped,
      kRounds));
}

}  // namespace
}  // namespace binadaya::bench

int main() { return binadaya::bench::Run(&binadaya::bench::Main); }
