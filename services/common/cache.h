#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "services/common/metrics.h"

struct redisContext;

namespace binadaya {

// Look-ups that may be lost, in Redis. Every failure is a miss: with Redis gone everything still
// works, slower. After one failure Redis is left alone for a second, so that a dead one costs no
// request its time. What is kept is kept in a space, one for each kind of look-up: keys of two
// spaces never meet, nor those of two services unless they share a space. Safe from any thread.
class Cache {
 public:
  struct Options {
    std::string address;        // "host:port" or "unix:/path"; empty: everything is a miss
    std::string service;        // whose cache this is, and Redis's name for it
    std::string password_file;  // empty: Redis lets everybody in
    std::string prefix;         // begins every key
  };
  Cache(Options options, Metrics& metrics);
  ~Cache();

  // Lives as long as its cache.
  class Space {
   public:
    std::optional<std::string> Get(std::string_view key);
    void Set(std::string_view key, std::string_view value, absl::Duration lifetime);
    // Adds to a value that others may be adding to; it lives on for `lifetime`.
    void Append(std::string_view key, std::string_view more, absl::Duration lifetime);
    void Remove(std::string_view key);

   private:
    friend class Cache;
    Space(Cache& cache, std::string prefix) : cache_(cache), prefix_(std::move(prefix)) {}

    Cache& cache_;
    const std::string prefix_;
  };

  // A space that all services share, and one of this service's own. `kind` says what its look-ups
  // are; a second space of the same kind is a mistake that ends the process.
  Space Shared(const std::string& kind) { return Make("shared", kind); }
  Space Own(const std::string& kind) { return Make(options_.service, kind); }

 private:
  struct Free {
    void operator()(redisContext* context) const;
  };
  using Connection = std::unique_ptr<redisContext, Free>;

  // Runs one command; nullopt when it failed or answered nil.
  std::optional<std::string> Command(const std::vector<std::string_view>& words);
  Connection Take();
  // A new one, through the door; its `err` says whether it is of use.
  Connection Connect() const;
  Space Make(const std::string& owner, const std::string& kind);

  const Options options_;
  std::mutex mutex_;
  std::set<std::string> spaces_;
  std::vector<Connection> idle_;
  std::chrono::steady_clock::time_point closed_until_ = {};
  prometheus::Counter& hits_;
  prometheus::Counter& misses_;
  prometheus::Counter& failures_;
};

}  // namespace binadaya
