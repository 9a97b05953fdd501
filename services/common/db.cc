#include "services/common/db.h"

#include <algorithm>
#include <map>

#include "absl/random/random.h"
#include "absl/time/clock.h"
#include "services/common/domain/text.h"
#include "services/common/id.h"
#include "services/common/log.h"
#include "services/common/status.h"

namespace binadaya {
namespace {

constexpr int kAttempts = 8;

// What a database error means to the caller.
absl::Status Translate(const pg::Error& error) {
  if (error.connection_lost())
    return absl::UnavailableError("the database cannot be reached; try again");
  if (error.state() == "57014")
    return absl::DeadlineExceededError("the database did not answer in time");
  if (error.state() == "55P03" || error.conflict())
    return absl::AbortedError("another change was in the way; try again");
  if (error.state().starts_with("53"))
    return absl::ResourceExhaustedError("the database is out of resources; try again later");
  log::Error("statement failed", {{"sqlstate", error.state()}, {"error", error.what()}});
  return absl::InternalError("the database refused a statement");
}

absl::Status RequestReused() {
  return Refuse(
      absl::StatusCode::kInvalidArgument,
      {{.rule = "REQUEST-01",
        .where = "request_id",
        .message = {
            "UUID permintaan ini sudah dipakai untuk permintaan lain. Buat UUID baru untuk "
            "permintaan baru.",
            "This request_id was used for another request. Make a new UUID for a new request."}}});
}

}  // namespace

absl::Status Tx::Expect(
    std::string_view aggregate_type, std::string_view aggregate_id, std::int64_t expected) {
  if (expected == 0) return absl::OkStatus();
  const pg::Result row = Query(
      "SELECT version FROM aggregate WHERE type = $1 AND id = $2 FOR UPDATE", aggregate_type,
      aggregate_id);
  const std::int64_t version = row.empty() ? 0 : row.Int(0, 0);
  if (version == expected) return absl::OkStatus();
  return Refuse(
      absl::StatusCode::kAborted,
      {{.rule = "VERSION-01",
        .where = "version",
        .message =
            {"Data sudah berubah sejak dibaca. Baca ulang, lalu putuskan lagi.",
             "It has changed since it was read. Read it again, and decide anew."},
        .values = {{"expected", Cat(expected)}, {"found", Cat(version)}}}});
}

void Tx::TellRaw(
    std::string_view aggregate_type, std::string aggregate_id, std::string_view type,
    const google::protobuf::Message& event) {
  told_.push_back(Envelope::Of(
      {.id = NewId(call_.now()),
       .source = origin_.source,
       .type = Cat(origin_.type_prefix, type, ".v1"),
       .aggregate_type = std::string(aggregate_type),
       .aggregate_id = std::move(aggregate_id),
       .time = call_.now(),
       .traceparent = call_.traceparent()},
      event));
}

void Outbound::Copy(Tx& tx, std::string_view topic, const Envelope& envelope) {
  const Event& event = envelope.event;
  tx.Defer(
      R"(
      INSERT INTO outbox (shard, event_id, aggregate_type, aggregate_id, aggregate_version, topic,
        headers, payload)
      VALUES (shard_of($3), $1, $2, $3, $4, $5, $6, $7))",
      event.id, event.aggregate_type, event.aggregate_id, event.version, topic,
      pg::Bytes{envelope.headers}, pg::Bytes{envelope.payload});
}

absl::Status Tx::Try(const std::function<absl::Status()>& body) {
  const std::size_t told = told_.size();
  connection_.Execute("SAVEPOINT attempt");
  absl::Status status;
  try {
    status = body();
    if (status.ok()) connection_.Settle();
  } catch (const pg::Error& error) {
    if (error.connection_lost() || error.conflict()) throw;
    status = Translate(error);
  }
  if (!status.ok()) {
    connection_.Discard();
    connection_.Execute("ROLLBACK TO SAVEPOINT attempt");
    told_.resize(told);
  }
  connection_.Execute("RELEASE SAVEPOINT attempt");
  return status;
}

void Tx::At(absl::Time due, std::string_view kind, std::string_view subject) {
  Defer(
      "INSERT INTO timer (kind, subject, due) VALUES ($1, $2, $3)"
      " ON CONFLICT (kind, subject) DO UPDATE SET due = excluded.due, attempts = 0",
      kind, subject, due);
}

void Tx::Flush(const Command* command) {
  if (told_.empty() && command == nullptr) return;
  // Aggregates in one order, so that two transactions never wait for each other crosswise.
  std::map<std::pair<std::string_view, std::string_view>, std::int64_t> counts;
  for (const Envelope& told : told_) ++counts[{told.event.aggregate_type, told.event.aggregate_id}];
  pg::Array head_types, head_ids, head_counts;
  for (const auto& [aggregate, count] : counts) {
    head_types.Add(aggregate.first);
    head_ids.Add(aggregate.second);
    head_counts.Add(count);
  }
  std::map<std::pair<std::string_view, std::string_view>, std::int64_t> left = counts;
  pg::Array ids, types, aggregates, behind, topics, headers, payloads;
  for (const auto& [event, stored, payload, fault] : told_) {
    ids.Add(event.id);
    types.Add(event.aggregate_type);
    aggregates.Add(event.aggregate_id);
    behind.Add(--left[{event.aggregate_type, event.aggregate_id}]);
    topics.Add(origin_.topic);
    headers.Add(pg::Bytes{stored});
    payloads.Add(pg::Bytes{payload});
  }
  static constexpr char kFlush[] =
      "WITH head AS ("
      "  INSERT INTO aggregate AS a (type, id, version)"
      "  SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[])"
      "  ON CONFLICT (type, id) DO UPDATE SET version = a.version + excluded.version RETURNING "
      "type, id, version),"
      " told AS ("
      "  SELECT e.*, head.version - e.behind AS version FROM head JOIN unnest($4::uuid[], "
      "$5::text[], $6::text[],"
      "   $7::bigint[], $8::text[], $9::bytea[], $10::bytea[]) WITH ORDINALITY"
      "   AS e(event_id, type, id, behind, topic, headers, payload, n) USING (type, id) ORDER BY "
      "n),"
      " logged AS ("
      "  INSERT INTO event_log (event_id, aggregate_type, aggregate_id, aggregate_version, "
      "headers, payload)"
      "  SELECT event_id, type, id, version, headers, payload FROM told),"
      " sent AS ("
      "  INSERT INTO outbox (shard, event_id, aggregate_type, aggregate_id, aggregate_version, "
      "topic, headers, payload)"
      "  SELECT shard_of(id), event_id, type, id, version, topic, "
      "headers, payload"
      "  FROM told ORDER BY n),"
      " audited AS ("
      "  INSERT INTO audit (id, at, actor, action, target, decision, reason, request_id, "
      "body_hash, traceparent)"
      "  SELECT $14, $15, $16, $17, $18, 'DONE', '', $11, $19, $20 WHERE $11 <> ''),"
      " pending AS (INSERT INTO audit_pending (audit_id) SELECT $14::uuid WHERE $11 <> '')"
      " INSERT INTO request (request_id, fingerprint, response, at)"
      " SELECT nullif($11, '')::uuid, $12, $13, $15 WHERE $11 <> ''";
  static const Command kNone;
  const Command& answer = command == nullptr ? kNone : *command;
  Defer(
      kFlush, head_types, head_ids, head_counts, ids, types, aggregates, behind, topics, headers,
      payloads, answer.request_id, pg::Bytes{answer.fingerprint}, pg::Bytes{answer.response},
      NewId(call_.now()), call_.now(), call_.subject(), call_.method(), call_.target(),
      pg::Bytes{call_.body_hash()}, call_.traceparent());
}

// A connection on loan.
class Db::Lease {
 public:
  explicit Lease(Db& db) : db_(db) {}
  Lease(const Lease&) = delete;
  ~Lease() {
    if (!taken_) return;
    const std::lock_guard<std::mutex> lock(db_.mutex_);
    if (connection_ != nullptr && !connection_->lost()) {
      db_.idle_.push_back(std::move(connection_));
    } else {
      --db_.open_;
    }
    db_.in_use_.Decrement();
    db_.returned_.notify_one();
  }

  // Waits for a free connection until the call's deadline.
  absl::Status Take(const Call& call) {
    const absl::Time start = absl::Now();
    std::unique_lock<std::mutex> lock(db_.mutex_);
    while (db_.idle_.empty() && db_.open_ >= db_.limit_) {
      if (db_.returned_.wait_for(lock, absl::ToChronoNanoseconds(call.remaining())) ==
              std::cv_status::timeout &&
          call.remaining() <= absl::ZeroDuration()) {
        return absl::DeadlineExceededError("no database connection became free in time");
      }
    }
    taken_ = true;
    db_.in_use_.Increment();
    if (!db_.idle_.empty()) {
      connection_ = std::move(db_.idle_.back());
      db_.idle_.pop_back();
    } else {
      ++db_.open_;
    }
    lock.unlock();
    db_.wait_.Observe(absl::ToDoubleSeconds(absl::Now() - start));
    if (connection_ == nullptr) {
      try {
        connection_ = std::make_unique<pg::Connection>(db_.conninfo_);
      } catch (const pg::Error& error) {
        return Translate(error);
      }
    }
    return absl::OkStatus();
  }

  pg::Connection& connection() { return *connection_; }

 private:
  Db& db_;
  bool taken_ = false;
  std::unique_ptr<pg::Connection> connection_;
};

Db::Db(
    std::string conninfo, int connections, EventOrigin origin, const Clock& clock, Metrics& metrics,
    std::string_view mutant)
    : conninfo_(std::move(conninfo)),
      limit_(connections),
      origin_(std::move(origin)),
      clock_(clock),
      mutant_no_idempotency_(mutant == "no_idempotency"),
      mutant_no_commit_(mutant == "no_commit"),
      in_use_(metrics.Gauge("binadaya_db_connections_in_use", "Database connections at work.")),
      wait_(metrics.Duration(
          "binadaya_db_wait_seconds", "Time that a request waited for a database connection.")),
      conflicts_(metrics.Counter(
          "binadaya_db_conflicts_total", "Transactions run again after a conflict.")),
      lost_(metrics.Counter(
          "binadaya_db_connections_lost_total", "Database connections lost at work.")) {
  metrics.Gauge("binadaya_db_connections_capacity", "Database connections of the pool.")
      .Set(connections);
}

absl::Status Db::WriteCommand(
    const Call& call, const std::string& request_id, google::protobuf::Message& response,
    const Body& body) {
  return Run(call, Mode::kCommand, request_id, &response, body);
}

absl::Status Db::ReadOnly(const Call& call, const Body& body) {
  return Run(call, Mode::kRead, "", nullptr, body);
}

absl::Status Db::Background(const Call& call, const Body& body) {
  return Run(call, Mode::kWork, "", nullptr, body);
}

absl::Status Db::Run(
    const Call& call, Mode mode, const std::string& request_id, google::protobuf::Message* response,
    const Body& body) {
  absl::InsecureBitGen random;
  for (int attempt = 1;; ++attempt) {
    absl::Status failure;
    {
      Lease lease(*this);
      failure = lease.Take(call);
      if (failure.ok()) {
        try {
          return Attempt(lease.connection(), call, mode, request_id, response, body);
        } catch (const pg::Error& error) {
          if (!error.connection_lost()) lease.connection().Rollback();
          const bool again = error.connection_lost() || error.conflict() ||
                             (mode == Mode::kCommand && error.unique_violation());
          (error.connection_lost() ? lost_ : conflicts_).Increment();
          failure = Translate(error);
          if (!again) return failure;
        }
      } else if (!absl::IsUnavailable(failure)) {
        return failure;
      }
    }
    const absl::Duration pause =
        absl::Milliseconds(absl::Uniform(random, 1, 10 << std::min(attempt, 5)));
    if (attempt == kAttempts || call.remaining() <= pause) return failure;
    absl::SleepFor(pause);
  }
}

absl::Status Db::Attempt(
    pg::Connection& connection, const Call& call, Mode mode, const std::string& request_id,
    google::protobuf::Message* response, const Body& body) {
  const absl::Duration remaining = call.remaining();
  if (remaining <= absl::ZeroDuration())
    return absl::DeadlineExceededError("the deadline has passed");
  const std::int64_t timeout_ms = std::max<std::int64_t>(1, absl::ToInt64Milliseconds(remaining));
  connection.Defer(mode == Mode::kRead ? pg::Sql("BEGIN READ ONLY") : pg::Sql("BEGIN"), {});
  Tx tx(connection, call, origin_);
  Tx::Command command;
  if (mode == Mode::kCommand) {
    command.request_id = request_id;
    if (mutant_no_idempotency_)
      connection.Defer("DELETE FROM request WHERE request_id = $1", {request_id});
    command.fingerprint = Sha256(Cat(call.method(), "\n", call.subject(), "\n", call.body_hash()));
    const pg::Result earlier = connection.Query(
        "SELECT set_config('statement_timeout', $1, true), r.fingerprint, r.response"
        " FROM (VALUES (1)) AS one LEFT JOIN request r ON r.request_id = $2",
        {timeout_ms, request_id});
    if (!earlier.IsNull(0, 1)) {
      connection.Rollback();
      if (earlier.Bytes(0, 1) != command.fingerprint) return RequestReused();
      response->ParseFromString(earlier.Bytes(0, 2));
      return absl::OkStatus();
    }
  } else {
    connection.Defer("SELECT set_config('statement_timeout', $1, true)", {timeout_ms});
  }
  if (absl::Status refused = body(tx); !refused.ok()) {
    connection.Rollback();
    return refused;
  }
  if (mode == Mode::kCommand) {
    command.response = response->SerializeAsString();
    tx.Flush(&command);
  } else if (mode == Mode::kWork) {
    tx.Flush(nullptr);
  }
  connection.Defer(
      mutant_no_commit_ && mode == Mode::kCommand ? pg::Sql("ROLLBACK") : pg::Sql("COMMIT"), {});
  connection.Settle();
  return absl::OkStatus();
}

void Db::AuditRefusal(const Call& call, std::string_view request_id, const absl::Status& refusal) {
  const Findings findings = FindingsOf(refusal);
  const std::string reason = findings.empty() ? CodeName(refusal.code()) : findings.front().rule;
  const absl::Status written = Background(call, [&](Tx& tx) {
    tx.Defer(
        "WITH pending AS (INSERT INTO audit_pending (audit_id) VALUES ($1))"
        " INSERT INTO audit (id, at, actor, action, target, decision, reason, request_id, "
        "body_hash, traceparent)"
        " VALUES ($1, $2, $3, $4, $5, 'REFUSED', $6, $7, $8, $9)",
        NewId(call.now()), call.now(), call.subject(), call.method(), call.target(), reason,
        request_id, pg::Bytes{call.body_hash()}, call.traceparent());
    return absl::OkStatus();
  });
  if (!written.ok())
    log::Error(
        "refusal not audited", {{"method", call.method()}, {"code", CodeName(written.code())}});
}

absl::Status Db::Ping() {
  const Call call("ping", {}, absl::Now() + absl::Seconds(2), clock_.Now(), clock_.Today());
  return ReadOnly(call, [](Tx&) { return absl::OkStatus(); });
}

}  // namespace binadaya
