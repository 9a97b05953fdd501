// From the answer of a command until its row is visible in reporting's database, at 300 commands a
// second that begin on a fixed schedule (open loop), each on another person. Reporting's table is
// looked at every 2 ms: a delay may be that much smaller than it is measured.
#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <thread>

#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "services/common/domain/text.h"
#include "tests/bench/bench.h"

namespace binadaya::bench {
namespace {

constexpr int kRate = 300;
constexpr int kSeconds = 20;
constexpr int kCommands = kRate * kSeconds;
constexpr int kClients = 64;
constexpr absl::Duration kLook = absl::Milliseconds(2);
constexpr absl::Duration kPatience = absl::Seconds(15);

void WaitUntil(absl::Time time) { std::this_thread::sleep_until(absl::ToChronoTime(time)); }

// Ratings that were answered and not seen yet. Safe from any thread.
class Waiting {
 public:
  void Add(const std::string& rating, absl::Time answered) {
    const std::lock_guard<std::mutex> lock(mutex_);
    answered_[rating] = answered;
  }

  // Looks for them in reporting's table until all commands' were seen; the milliseconds that each
  // took. Fewer than all when `end` came first.
  std::vector<double> Watch(pg::Connection sql, absl::Time end) {
    std::vector<double> delays;
    for (absl::Time next = absl::Now(); delays.size() < kCommands && next < end;
         next = std::max(next + kLook, absl::Now())) {
      WaitUntil(next);
      pg::Array ids;
      {
        const std::lock_guard<std::mutex> lock(mutex_);
        for (const auto& [rating, answered] : answered_) ids.Add(rating);
      }
      const pg::Result rows = sql.Query("SELECT id FROM rating WHERE id = ANY($1::uuid[])", {ids});
      const absl::Time now = absl::Now();
      const std::lock_guard<std::mutex> lock(mutex_);
      for (int i = 0; i < rows.rows(); ++i) {
        delays.push_back(Seconds(answered_.extract(rows.String(i, 0)).mapped(), now) * 1e3);
      }
    }
    return delays;
  }

 private:
  std::mutex mutex_;
  std::map<std::string, absl::Time> answered_;
};

void Main() {
  test::Platform platform({"registry", "reporting"}, {{"DATABASE_CONNECTIONS", kConnections}});
  Found(platform);
  const std::vector<std::string> people = Settle(platform, kCityPeople);
  const std::string campaign = OpenCampaign(platform);
  if (!platform.Settle(absl::Seconds(60))) Die("reporting did not hear of the people");
  platform.sql("registry").Execute("ANALYZE");
  platform.sql("reporting").Execute("ANALYZE");

  std::vector<std::unique_ptr<Rater>> raters;
  for (int i = 0; i < kClients; ++i) {
    raters.push_back(std::make_unique<Rater>(platform, campaign));
    // Connects; the person does not exist.
    (void)raters.back()->Rate(platform.Id(), 0);
  }
  Waiting waiting;
  std::vector<double> latencies(kCommands), delays;
  Work work{.from = Cpu::Now(), .to = {}, .units = kCommands, .unit = "command"};
  const absl::Time begun = absl::Now() + absl::Milliseconds(200);
  const absl::Time end = begun + absl::Seconds(kSeconds) + kPatience;
  std::thread watcher(
      [&] { delays = waiting.Watch(pg::Connection(platform.conninfo("reporting")), end); });
  std::atomic<std::size_t> next = 0;
  std::vector<std::thread> clients;
  for (const std::unique_ptr<Rater>& rater : raters) {
    clients.emplace_back([&, client = rater.get()] {
      for (std::size_t n = next++; n < kCommands; n = next++) {
        const absl::Time planned = begun + absl::Seconds(static_cast<double>(n) / kRate);
        WaitUntil(planned);
        const absl::StatusOr<registry::v1::RecordRatingsResponse> recorded =
            client->Rate(people[n], 0);
        const absl::Time answered = absl::Now();
        Check(recorded.status());
        waiting.Add(recorded->ratings(0), answered);
        latencies[n] = Seconds(planned, answered) * 1e3;
      }
    });
  }
  for (std::thread& client : clients) client.join();
  watcher.join();
  work.to = Cpu::Now();
  if (delays.size() < kCommands)
    Die(Cat(kCommands - delays.size(), " ratings never became visible"));
  const double p99 = Quantile(delays, 0.99);
  Print(
      {.bench = "visibility (300/s)",
       .ours = absl::StrFormat("p99 %.0f ms", p99),
       .reference = "-",
       .ratio = 0,
       .aim = "p99 <= 250 ms",
       .met = p99 <= 250});
  Note(absl::StrFormat(
      "p50 %.0f ms, max %.0f ms, of %d commands in %d s", Quantile(delays, 0.5),
      Quantile(delays, 1), kCommands, kSeconds));
  Note(absl::StrFormat(
      "the commands themselves, from their planned start: p50 %.1f ms, p99 %.1f ms",
      Quantile(latencies, 0.5), Quantile(latencies, 0.99)));
  Note(Shares(work));
}

}  // namespace
}  // namespace binadaya::bench

int main() { return binadaya::bench::Run(&binadaya::bench::Main); }
