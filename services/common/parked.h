#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "services/common/clock.h"
#include "services/common/db.h"
#include "services/common/record.h"

namespace binadaya {

// Events that wait in PostgreSQL: for an earlier one of their aggregate, or behind one that was
// refused; the latter is also copied to dlq.<group>.<topic>. Without state of its own. Any thread.
class Parked {
 public:
  using Dispatch = std::function<absl::Status(Tx&, const Record&)>;

  Parked(std::string group, std::string topic_prefix, const Clock& clock, Dispatch dispatch);

  // Keeps an event, and with it the rest of its aggregate, until its turn comes. Of two events of
  // one version the newer stays: the older was never applied, so nothing contradicts it.
  void Keep(Tx& tx, const Record& record, Heard& heard) const { Keep(tx, record, heard, ""); }
  void Refuse(Tx& tx, const Record& record, Heard& heard, std::string_view error) const;
  // Keeps where an event lies that belongs to nobody, and copies it to the dead letters of
  // `publisher`.
  void DeadLetter(Tx& tx, const Record& record, std::string_view publisher) const;

  // Applies what has become due, in order, until one is missing or refused. A passing fault is
  // returned: it is one of the whole transaction.
  absl::Status Drain(Tx& tx, const AggregateKey& key, Heard& heard, Tally& tally) const;

  // Whose event that is, if it waits because it was refused.
  static std::optional<AggregateKey> Refused(Tx& tx, const std::string& event);
  // Takes a refused event out, and keeps that and why; its version, 0 when it is not there any
  // more.
  static std::int64_t Settle(Tx& tx, const std::string& event, std::string_view reason);

  // Aggregates that wait, up to 1,000: as many steps in the index.
  static int Aggregates(pg::Connection& connection);

 private:
  void Keep(Tx& tx, const Record& record, Heard& heard, std::string_view error) const;
  void Copy(Tx& tx, const Record& record, std::string_view publisher, std::string_view error) const;

  const std::string group_;
  const std::string topic_prefix_;
  const Clock& clock_;
  const Dispatch dispatch_;
};

}  // namespace binadaya
