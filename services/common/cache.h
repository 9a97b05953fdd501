#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "services/common/metrics.h"

struct redisContext;

namespace binadaya {

// Look-ups that may be lost, in Redis. Every failure is a miss: with Redis gone everything still
// works, slower. After one failure Redis is left alone for a second, so that a dead one costs no
// request its time. Safe from any thread.
class Cache {
 public:
  // `address` "host:port"; empty: everything is a miss.
  Cache(const std::string& address, std::string prefix, Metrics& metrics);
  ~Cache();

  std::optional<std::string> Get(std::string_view key);
  void Set(std::string_view key, std::string_view value, absl::Duration lifetime);
  void Remove(std::string_view key);

 private:
  struct Free {
    void operator()(redisContext* context) const;
  };
  using Connection = std::unique_ptr<redisContext, Free>;

  // Runs one command; nullopt when it failed or answered nil.
  std::optional<std::string> Command(const std::vector<std::string_view>& words);
  Connection Take();

  std::string host_;
  int port_ = 0;
  const std::string prefix_;
  std::mutex mutex_;
  std::vector<Connection> idle_;
  absl::Time closed_until_ = absl::InfinitePast();
  prometheus::Counter& hits_;
  prometheus::Counter& misses_;
  prometheus::Counter& failures_;
};

}  // namespace binadaya
