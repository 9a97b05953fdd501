#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "binadaya/operations/v1/operations.rpc.h"
#include "services/common/pg.h"
#include "tests/support/topics.h"

// What must hold after a fault, whatever it was. Each checker returns what is violated; empty = it
// holds. They compare four witnesses that do not know of each other: the event logs (the truth),
// the topics as any reader finds them, what consumers have written, and the journal of the clients.
namespace binadaya::test {

using Violations = std::vector<std::string>;

// A platform under test, in this process or as processes of its own.
struct Subject {
  kafka::Brokers brokers;
  std::string topic_prefix;
  std::function<pg::Connection&(const std::string& service)> sql;  // as owner of the tables
  std::function<operations::OperationsClient&(const std::string& service)> operations;
  std::function<Call()> admin;
  std::set<std::string> planted = {};  // ids of records that the test itself put on topics
};

// One event of a service's log.
struct Logged {
  std::string id;
  std::string subject;  // "profile/<id>"
  std::int64_t version = 0;
  std::string type;         // "rating.recorded"
  std::string traceparent;  // of the command that told it
  std::string payload;
};

// Everything that was told, published and heard, by service.
struct Evidence {
  std::map<std::string, std::vector<Logged>> logs;
  std::map<std::string, std::vector<Record>> topics;  // in order of (partition, offset)
  // Of consumers: the version at which each aggregate is, by "registry unit/33.74".
  std::map<std::string, std::map<std::string, std::int64_t>> heard;
};
absl::StatusOr<Evidence> Gather(const Subject& subject);

// What a client did: one request id, however often it was sent.
struct Operation {
  enum class Outcome { kOk, kFail, kUnknown };
  std::string service;
  std::string request_id;
  std::string traceparent;  // its own: finds its events and its audit row
  std::string effect;       // the type of the event that it tells; "": a look-up, which tells none
  bool always = true;       // false: it may find nothing to change and tell nothing
  Outcome outcome = Outcome::kUnknown;
  std::set<std::string> answers = {};     // all different answers that were ever given to it
  std::set<std::string> refused_by = {};  // the rules, of one that was refused
  // Of an act on the ledger: the document that it rests on, and what it asked of each line
  // (nothing: all that there was).
  std::string document = {};
  std::map<std::string, std::int64_t> asked = {};
};
using Journal = std::vector<Operation>;

// I1: every event of a log is on its topic, and every consumer has heard it.
Violations NoLostEvent(const Evidence& evidence);
// I2: every record of a topic is in a log.
Violations NoGhostEvent(const Evidence& evidence);
// I3: consumers have applied each event once, and the last word about each aggregate stands.
Violations NoDuplicateEffect(const Evidence& evidence, const Subject& subject);
// I4: of each aggregate, versions first appear as 1, 2, … n, all in one partition.
Violations InOrder(const std::vector<Record>& records);
Violations InOrder(const Evidence& evidence);
// I5 and I7 of the ledger: see tests/support/ledger_checkers.h; I6: publication_checkers.h.
// I7: a request id has one answer and at most one set of effects; what was refused has none.
Violations Idempotent(const Journal& journal, const Evidence& evidence, const Subject& subject);
// I8: what was acknowledged is in the log and in the audit.
Violations Durable(const Journal& journal, const Evidence& evidence, const Subject& subject);
// I9: reporting forgets all that it knows, hears the logs again, and knows the same.
Violations ProjectionIsFold(const Subject& subject);
// One number for everything that reporting has learned, whatever order its rows lie in.
std::string Projection(pg::Connection& sql);
// I10: the audit's chain is whole.
Violations AuditIntact(const Subject& subject);

// True when nothing is on its way any more: outboxes are empty, every event was heard by everyone
// who hears it, nothing is parked, no recheck is due.
bool Settled(const Subject& subject);

// All of the above, each line with the name of its invariant.
Violations Everything(const Journal& journal, const Subject& subject);

// The violations as one text, shortened: for messages of tests.
std::string Text(const Violations& violations);

}  // namespace binadaya::test
