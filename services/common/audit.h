#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/time/time.h"
#include "services/common/db.h"
#include "services/common/loop.h"
#include "services/common/token.h"

namespace binadaya {

// Chains audit rows a moment after their commit: seal n holds the hash of its row and of seal n -
// 1, so that a row changed, removed or put between shows. The head of each portion is signed with
// the service's key, so that who can write the database, but has no key, cannot make a chain of his
// own; a head that this key did not sign is not continued. One sealer of a service is at work at a
// time (advisory lock); a chain head locked in every command would cost two thirds of the
// throughput.
class Sealer {
 public:
  Sealer(std::string database, const Signer& signer, const Verifier& verifier, Metrics& metrics);
  void Start() { loop_.Start(); }
  void Stop() { loop_.Stop(); }

  const Loop& loop() const { return loop_; }
  // Sets the gauges: the age of the oldest row without a seal, and the length of the chain.
  void UpdateGauges(pg::Connection& connection);

 private:
  absl::Duration Turn();
  enum class Role {
    kWaits,    // another sealer has the lock
    kLeads,    // and its chain ends at seq_ and hash_
    kRefuses,  // has the lock, but the chain's head is not ours: a person must look
  };
  // Takes the lock, and takes up the chain where it ends.
  Role Lead();
  // Seals a portion; the number of rows.
  int Pass();

  const std::string database_;
  const Signer& signer_;
  const Verifier& verifier_;
  Metrics& metrics_;
  std::unique_ptr<pg::Connection> connection_;
  Role role_ = Role::kWaits;
  // The head as this sealer left it, whatever the table says meanwhile.
  std::int64_t seq_ = 0;
  std::string hash_;
  prometheus::Counter& sealed_;
  prometheus::Gauge& unsealed_age_;
  Loop loop_{"sealer", [this] { return Turn(); }};
};

// How far along the chain somebody is who walks it in portions. Whoever keeps it between two of
// them sees to it that nobody else writes it.
struct AuditWalk {
  std::int64_t rows = 0;      // seals behind him
  std::string hash = {};      // of the last of them
  std::string audit_id = {};  // its row
  std::int64_t attested = 0;  // the last of them that is a head
  // Rows up to this one have a seal or a ticket; empty: none was looked at.
  std::string looked_at = {};
};
// Where a portion ends, if the log does not end before: after so many rows, or, once there was one,
// at this time.
struct AuditPortion {
  std::int64_t rows = 0;
  absl::Time until = {};
};
// What walking a portion of the chain found.
struct AuditReport {
  AuditWalk at = {};
  bool ended = false;         // all of the log was walked, and nothing found
  std::int64_t unsealed = 0;  // once it ended
  std::string fault = {};     // empty, or CHANGED, REMOVED, PUT_BETWEEN, FORGED
  std::string audit_id = {};  // the first row concerned
};
// `service` is whose key must have signed the heads.
AuditReport VerifyAudit(
    Tx& tx, const Verifier& verifier, std::string_view service, AuditWalk from,
    const AuditPortion& portion);

}  // namespace binadaya
