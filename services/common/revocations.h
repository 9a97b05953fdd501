#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_set>

#include "absl/status/statusor.h"
#include "services/common/cache.h"
#include "services/common/db.h"

namespace binadaya {

// The tokens that were revoked. A service that is told of one writes it to its own table and to the
// Redis that all share; "revoked" is shared, and that a token is good is nobody's to tell another.
// The list is short (a token lives kTokenLifetime) and read whole, at most once a second, so a call
// costs nothing but a look at it. A revocation holds at once in the process that was told of it,
// and within kRevokedWithin in every other: in instances of the same service by their table, in
// other services by Redis, or without Redis as soon as they are told themselves. Safe from any
// thread.
class Revocations {
 public:
  static constexpr std::chrono::seconds kRevokedWithin{2};

  Revocations(Db& db, Cache& cache);

  // Whether the token was revoked. Fails as a read of the database does when that cannot be known.
  absl::StatusOr<bool> Hold(const Call& call, const std::string& token_id);

  // Revoking: the first in a transaction, the second when it is committed.
  static void Write(Tx& tx, const std::string& token_id);
  void Tell(const std::string& token_id);

 private:
  using Clock = std::chrono::steady_clock;
  using Ids = std::unordered_set<std::string>;

  absl::StatusOr<Ids> Read(const Call& call);

  Db& db_;
  Cache::Space shared_;
  std::mutex mutex_;
  Ids known_;
  Clock::time_point read_;  // when `known_` was true
  bool reading_ = false;
  std::int64_t told_ = 0;
};

}  // namespace binadaya
