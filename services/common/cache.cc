#include "services/common/cache.h"

#include <sys/time.h>

#include <cstdlib>
#include <fstream>

#include "absl/strings/numbers.h"
#include "hiredis/hiredis.h"
#include "services/common/domain/text.h"
#include "services/common/log.h"

namespace binadaya {
namespace {

constexpr timeval kTimeout = {.tv_sec = 0, .tv_usec = 100'000};
constexpr std::chrono::seconds kClosedFor(1);
constexpr std::string_view kSocket = "unix:";

struct FreeReply {
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using Reply = std::unique_ptr<redisReply, FreeReply>;

}  // namespace

void Cache::Free::operator()(redisContext* context) const { redisFree(context); }

Cache::Cache(Options options, Metrics& metrics)
    : options_(std::move(options)),
      hits_(metrics.Counter("binadaya_cache_hits_total", "Look-ups answered by Redis.")),
      misses_(metrics.Counter("binadaya_cache_misses_total", "Look-ups that Redis did not have.")),
      failures_(metrics.Counter(
          "binadaya_cache_failures_total", "Commands that Redis did not answer in time.")) {}

Cache::~Cache() = default;

Cache::Connection Cache::Take() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (options_.address.empty() || std::chrono::steady_clock::now() < closed_until_)
      return nullptr;
    if (!idle_.empty()) {
      Connection connection = std::move(idle_.back());
      idle_.pop_back();
      return connection;
    }
  }
  return Connect();
}

Cache::Connection Cache::Connect() const {
  const std::string& address = options_.address;
  const std::size_t colon = address.rfind(':');
  int port = 0;
  Connection connection(
      address.starts_with(kSocket)
          ? redisConnectUnixWithTimeout(address.c_str() + kSocket.size(), kTimeout)
      : colon != std::string::npos && absl::SimpleAtoi(address.substr(colon + 1), &port)
          ? redisConnectWithTimeout(address.substr(0, colon).c_str(), port, kTimeout)
          : nullptr);
  if (connection == nullptr || connection->err != 0) return connection;
  redisSetTimeout(connection.get(), kTimeout);
  if (options_.password_file.empty()) return connection;
  std::string password;  // read each time: it may have been changed
  std::getline(std::ifstream(options_.password_file), password);
  const Reply reply(static_cast<redisReply*>(
      redisCommand(connection.get(), "AUTH %s %s", options_.service.c_str(), password.c_str())));
  if (reply != nullptr && reply->type == REDIS_REPLY_STATUS) return connection;
  log::Warn("Redis does not let this service in", {{"why", reply == nullptr ? "" : reply->str}});
  connection->err = REDIS_ERR_OTHER;
  return connection;
}

std::optional<std::string> Cache::Command(const std::vector<std::string_view>& words) {
  Connection connection = Take();
  if (connection == nullptr) return std::nullopt;
  std::vector<const char*> values;
  std::vector<std::size_t> lengths;
  for (const std::string_view word : words) {
    values.push_back(word.data());
    lengths.push_back(word.size());
  }
  void* answer = connection->err == 0 ? redisCommandArgv(
                                            connection.get(), static_cast<int>(words.size()),
                                            values.data(), lengths.data())
                                      : nullptr;
  const Reply reply(static_cast<redisReply*>(answer));
  const std::lock_guard<std::mutex> lock(mutex_);
  if (reply == nullptr) {
    // A context is unusable after any error, and reconnecting one silently drops its timeouts: it
    // is thrown away.
    failures_.Increment();
    closed_until_ = std::chrono::steady_clock::now() + kClosedFor;
    idle_.clear();
    return std::nullopt;
  }
  idle_.push_back(std::move(connection));
  if (reply->type == REDIS_REPLY_ERROR) failures_.Increment();  // read-only, or out of memory
  if (reply->type != REDIS_REPLY_STRING) return std::nullopt;
  return std::string(reply->str, reply->len);
}

Cache::Space Cache::Make(const std::string& owner, const std::string& kind) {
  std::string prefix = Cat(options_.prefix, owner, ":", kind, ":");
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!spaces_.insert(prefix).second) {
    log::Error("two kinds of look-up share a space of the cache", {{"space", prefix}});
    std::abort();
  }
  return {*this, std::move(prefix)};
}

std::optional<std::string> Cache::Space::Get(std::string_view key) {
  const std::string full = Cat(prefix_, key);
  std::optional<std::string> value = cache_.Command({"GET", full});
  (value.has_value() ? cache_.hits_ : cache_.misses_).Increment();
  return value;
}

void Cache::Space::Set(std::string_view key, std::string_view value, absl::Duration lifetime) {
  const std::string full = Cat(prefix_, key);
  const std::string ms = Cat(absl::ToInt64Milliseconds(lifetime));
  cache_.Command({"SET", full, value, "PX", ms});
}

void Cache::Space::Append(std::string_view key, std::string_view more, absl::Duration lifetime) {
  const std::string full = Cat(prefix_, key);
  const std::string ms = Cat(absl::ToInt64Milliseconds(lifetime));
  cache_.Command({"APPEND", full, more});
  cache_.Command({"PEXPIRE", full, ms});
}

void Cache::Space::Remove(std::string_view key) {
  const std::string full = Cat(prefix_, key);
  cache_.Command({"DEL", full});
}

}  // namespace binadaya
