// What services hold does not grow with what they do, and a service that has nothing to do costs
// nothing. BINADAYA_SOAK is the length of the load in seconds: hours for a night.
// BINADAYA_REST is that of the look at rest.
#include <algorithm>
#include <iostream>
#include <map>
#include <vector>

#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "services/common/domain/text.h"
#include "tests/faults/trial.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

constexpr double kGrowthMib = 4;         // allowed to allocators and caches that fill
constexpr double kGrowthMibAnHour = 1;   // beside that
constexpr int kFiles = 4, kThreads = 4;  // connections that come and go
constexpr double kIdle = 0.05;           // of one processor, for all services together
constexpr double kIdleDatabase = 0.05;   // PostgreSQL, for all of them

class Soak : public Trial {
 protected:
  using Usage = Cluster::Usage;

  // The share of one processor that a process has had from one look to the next.
  static double Share(const Usage& before, const Usage& after, absl::Duration between) {
    return absl::FDivDuration(after.processor - before.processor, between);
  }
  static double MeanMib(const std::vector<Usage>& usages, std::size_t from, std::size_t to) {
    double sum = 0;
    for (std::size_t i = from; i < to; ++i) sum += static_cast<double>(usages[i].memory_kib) / 1024;
    return sum / static_cast<double>(to - from);
  }
  static int Most(
      const std::vector<Usage>& usages, std::size_t from, std::size_t to, int Usage::*value) {
    int most = 0;
    for (std::size_t i = from; i < to; ++i) most = std::max(most, usages[i].*value);
    return most;
  }
};

TEST_F(Soak, HoldsNoMoreAtTheEndThanAfterItsFirstQuarter) {
  const absl::Duration length = absl::Seconds(Dose("BINADAYA_SOAK", 30));
  const absl::Duration interval = std::max(absl::Seconds(1), length / 1000);
  Load load = LoadOfAll(target());
  load.Start();
  std::map<std::string, std::vector<Usage>> usages;
  for (const absl::Time end = absl::Now() + length; absl::Now() < end; absl::SleepFor(interval)) {
    for (const char* service : kServices) usages[service].push_back(cluster().UsageOf(service));
  }
  load.Stop();
  std::string figures = Cat(Seconds(length), ", ", load.answered(), " commands");
  for (const auto& [service, all] : usages) {
    const std::size_t quarter = all.size() / 4, end = all.size();
    ASSERT_GT(quarter, 1U);
    const double before = MeanMib(all, quarter, 2 * quarter);
    const double after = MeanMib(all, end - quarter, end);
    const int files = Most(all, end - quarter, end, &Usage::files);
    const int threads = Most(all, end - quarter, end, &Usage::threads);
    EXPECT_LE(after - before, kGrowthMib + kGrowthMibAnHour * absl::ToDoubleHours(length))
        << service;
    EXPECT_LE(files, Most(all, quarter, end - quarter, &Usage::files) + kFiles) << service;
    EXPECT_LE(threads, Most(all, quarter, end - quarter, &Usage::threads) + kThreads) << service;
    figures += absl::StrFormat(
        "; %s %.1f -> %.1f MiB, %d files, %d threads, %.0f %% of a processor", service, before,
        after, files, threads, 100 * Share(all.front(), all.back(), length));
  }
  ProveRecovery(load, "soak", figures);
}

TEST_F(Soak, CostsNextToNothingAtRest) {
  ASSERT_TRUE(Eventually([&] { return Settled(cluster().subject()); }, absl::Seconds(60)));
  const absl::Duration length = absl::Seconds(Dose("BINADAYA_REST", 10));
  std::vector<std::string> names(std::begin(kServices), std::end(kServices));
  names.push_back("postgres");
  std::map<std::string, Usage> before;
  for (const std::string& name : names) before[name] = cluster().UsageOf(name);
  const absl::Time begun = absl::Now();
  absl::SleepFor(length);
  double services = 0, database = 0;
  std::string figures;
  for (const std::string& name : names) {
    const double share = Share(before[name], cluster().UsageOf(name), absl::Now() - begun);
    (name == "postgres" ? database : services) += share;
    figures += absl::StrFormat("; %s %.2f %%", name, 100 * share);
  }
  EXPECT_LE(services, kIdle) << figures;
  EXPECT_LE(database, kIdleDatabase) << figures;
  std::cout << "[ FAULT    ] at rest for " << Seconds(length) << figures << std::endl;
}

}  // namespace
}  // namespace binadaya::test
