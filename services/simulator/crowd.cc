#include "services/simulator/crowd.h"

#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

namespace binadaya::simulator {

absl::Status ForEach(int count, const std::function<absl::Status(int)>& work) {
  std::atomic<int> next = 0;
  std::mutex mutex;
  absl::Status first;
  const auto run = [&] {
    for (int i = next++; i < count; i = next++) {
      const absl::Status done = work(i);
      if (done.ok()) continue;
      next = count;
      const std::lock_guard<std::mutex> lock(mutex);
      first.Update(done);
    }
  };
  std::vector<std::thread> threads;
  threads.reserve(kCrowd);
  for (int i = 0; i < kCrowd; ++i) threads.emplace_back(run);
  for (std::thread& thread : threads) thread.join();
  return first;
}

}  // namespace binadaya::simulator
