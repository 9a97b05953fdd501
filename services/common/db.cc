#include "services/common/db.h"

#include <algorithm>
#include <map>

#include "absl/random/random.h"
#include "absl/time/clock.h"
#include "services/common/domain/text.h"
#include "services/common/guarded.h"
#include "services/common/id.h"
#include "services/common/log.h"
#include "services/common/status.h"

namespace binadaya {
namespace {

constexpr int kAttempts = 8;
constexpr absl::Duration kRefusal = absl::Seconds(2);

// Whether this thread is in the body of a transaction, and whether that body asked somebody.
thread_local bool in_body = false;
thread_local bool asked = false;

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

std::string FingerprintOf(const Call& call) {
  return Sha256(Cat(call.method(), "\n", call.subject(), "\n", call.body_hash()));
}

// Whether fingerprint and answer of an earlier attempt, or nulls, are of this command.
absl::StatusOr<bool> Answers(
    std::string_view wanted, pg::Row& row, google::protobuf::Message& response) {
  if (row.IsNull()) return false;
  if (row.Bytes() != wanted) return RequestReused();
  response.ParseFromString(row.Bytes());
  return true;
}

absl::Status Astray() {
  return absl::InternalError("a transaction asked the database or a service from within");
}

// Runs the body of a transaction, and fails when it asked somebody.
absl::Status InBody(const Db::Body& body, Tx& tx) {
  struct Mark {
    Mark() { in_body = true; }
    ~Mark() { in_body = asked = false; }
  } const mark;
  absl::Status status = Guarded([&] { return body(tx); });
  return asked ? Astray() : status;
}

}  // namespace

absl::Status OutsideTransaction(std::string_view what) {
  if (!in_body) return absl::OkStatus();
  asked = true;
  log::Error("asked from within a transaction", {{"what", std::string(what)}});
  return Astray();
}

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
  tells_ = true;
  told_.push_back(Envelope::Of(
      {.id = NewId(call_.now()),
       .source = db_.origin_.source,
       .type = Cat(db_.origin_.type_prefix, type, ".v1"),
       .aggregate_type = std::string(aggregate_type),
       .aggregate_id = std::move(aggregate_id),
       .time = call_.now(),
       .traceparent = call_.traceparent()},
      event));
}

void Outbound::Copy(Tx& tx, std::string_view topic, const Envelope& envelope) {
  const Event& event = envelope.event;
  tx.tells_ = true;
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
    status = Guarded(body);
    if (status.ok()) connection_.Settle();
  } catch (const pg::Error& error) {
    if (error.connection_lost() || error.late() || error.conflict()) throw;
    status = db_.Translate(error);
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
  TimersSet();
  Defer(
      R"(
      INSERT INTO timer (kind, subject, due) VALUES ($1, $2, $3)
      ON CONFLICT (kind, subject) DO UPDATE SET due = excluded.due, attempts = 0)",
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
    topics.Add(db_.origin_.topic);
    headers.Add(pg::Bytes{stored});
    payloads.Add(pg::Bytes{payload});
  }
  static constexpr char kFlush[] = R"(
    WITH head AS (
      INSERT INTO aggregate AS a (type, id, version)
      SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[])
      ON CONFLICT (type, id) DO UPDATE SET version = a.version + excluded.version
      RETURNING type, id, version
    ), told AS (
      SELECT e.*, head.version - e.behind AS version
      FROM head
      JOIN unnest($4::uuid[], $5::text[], $6::text[], $7::bigint[], $8::text[], $9::bytea[],
                  $10::bytea[]) WITH ORDINALITY
        AS e(event_id, type, id, behind, topic, headers, payload, n) USING (type, id)
      ORDER BY n
    ), logged AS (
      INSERT INTO event_log
        (event_id, aggregate_type, aggregate_id, aggregate_version, headers, payload)
      SELECT event_id, type, id, version, headers, payload FROM told
    ), sent AS (
      INSERT INTO outbox
        (shard, event_id, aggregate_type, aggregate_id, aggregate_version, topic, headers, payload)
      SELECT shard_of(id), event_id, type, id, version, topic, headers, payload
      FROM told
      ORDER BY n
    ), audited AS (
      INSERT INTO audit
        (id, at, actor, action, target, decision, reason, request_id, body_hash, traceparent)
      SELECT $14, $15, $16, $17, $18, 'DONE', '', $11, $19, $20
      WHERE $11 <> ''
    ), pending AS (
      INSERT INTO audit_pending (audit_id)
      SELECT $14::uuid
      WHERE $11 <> ''
    )
    INSERT INTO request (request_id, fingerprint, response, at)
    SELECT nullif($11, '')::uuid, $12, $13, $15
    WHERE $11 <> '')";
  static const Command kNone;
  const Command& answer = command == nullptr ? kNone : *command;
  Defer(
      kFlush, head_types, head_ids, head_counts, ids, types, aggregates, behind, topics, headers,
      payloads, answer.request_id, pg::Bytes{answer.fingerprint}, pg::Bytes{answer.response},
      NewId(call_.now()), call_.now(), call_.subject(), call_.method(), call_.target(),
      pg::Bytes{call_.body_hash()}, call_.traceparent());
}

// A connection on loan. What is still open on it at the end is rolled back.
class Db::Lease {
 public:
  explicit Lease(Db& db) : db_(db) {}
  Lease(const Lease&) = delete;
  ~Lease() {
    if (!taken_) return;
    if (connection_ != nullptr) connection_->Rollback();
    const std::lock_guard<std::mutex> lock(db_.mutex_);
    if (connection_ != nullptr && !connection_->lost() && generation_ == db_.generation_) {
      db_.idle_.push_back(std::move(connection_));
    } else {
      --db_.open_;
    }
    db_.in_use_.Decrement();
    db_.returned_.notify_one();
  }

  // Waits for a free connection until the call's deadline. Throws when none can be made.
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
    generation_ = db_.generation_;
    db_.in_use_.Increment();
    if (!db_.idle_.empty()) {
      connection_ = std::move(db_.idle_.back());
      db_.idle_.pop_back();
    } else {
      ++db_.open_;
    }
    lock.unlock();
    db_.wait_.Observe(absl::ToDoubleSeconds(absl::Now() - start));
    if (connection_ == nullptr)
      connection_ = std::make_unique<pg::Connection>(db_.conninfo_, call.remaining());
    connection_->Until(call.deadline());
    return absl::OkStatus();
  }

  bool connected() const { return connection_ != nullptr; }
  // What became of this one became of all that were made before it was lost: those that wait are
  // thrown away, those at work are not put back.
  void Lost() {
    const std::lock_guard<std::mutex> lock(db_.mutex_);
    if (generation_ != db_.generation_) return;
    ++db_.generation_;
    db_.open_ -= static_cast<int>(db_.idle_.size());
    db_.idle_.clear();
    db_.returned_.notify_all();
  }

  pg::Connection& connection() { return *connection_; }

 private:
  Db& db_;
  bool taken_ = false;
  int generation_ = 0;
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

void Db::On(std::string constraint, absl::Status refusal) {
  constraints_[std::move(constraint)] = std::move(refusal);
}

absl::Status Db::Translate(const pg::Error& error) const {
  if (error.late() || error.state() == "57014")
    return absl::DeadlineExceededError("the database did not answer in time");
  if (error.connection_lost())
    return absl::UnavailableError("the database cannot be reached; try again");
  if (error.state() == "55P03" || error.conflict())
    return absl::AbortedError("another change was in the way; try again");
  if (error.state().starts_with("53"))
    return absl::ResourceExhaustedError("the database is out of resources; try again later");
  const auto declared = constraints_.find(error.constraint());
  if (declared != constraints_.end()) return declared->second;
  log::Error("statement failed", {{"error", error.what()}});
  if (error.state() == "BD001") return absl::InternalError("a row that was to change is not there");
  return absl::InternalError("the database refused a statement");
}

absl::Status Db::WriteCommand(
    const Call& call, const std::string& request_id, google::protobuf::Message& response,
    const Body& body) {
  return Run({call, Mode::kCommand, body, request_id, &response});
}

absl::StatusOr<bool> Db::Answered(
    const Call& call, const std::string& request_id, google::protobuf::Message& response) {
  if (mutant_no_idempotency_) return false;
  return Read(call, [&](Tx& tx) -> absl::StatusOr<bool> {
    const pg::Result rows =
        tx.Query("SELECT fingerprint, response FROM request WHERE request_id = $1", request_id);
    if (rows.empty()) return false;
    pg::Row row(rows);
    return Answers(FingerprintOf(call), row, response);
  });
}

absl::Status Db::ReadOnly(const Call& call, const Body& body) {
  return Run({call, Mode::kRead, body, {}});
}

absl::Status Db::Background(const Call& call, const Body& body) {
  return Run({call, Mode::kBackground, body, {}});
}

absl::Status Db::Run(const Work& work) {
  if (absl::Status inside = OutsideTransaction("database"); !inside.ok()) return inside;
  absl::InsecureBitGen random;
  for (int attempt = 1;; ++attempt) {
    bool again = false;
    absl::Status status = Attempt(work, again);
    const absl::Duration pause =
        absl::Milliseconds(absl::Uniform(random, 1, 10 << std::min(attempt, 5)));
    if (!again || attempt == kAttempts || work.call.remaining() <= pause) return status;
    absl::SleepFor(pause);
  }
}

absl::Status Db::Attempt(const Work& work, bool& again) {
  Lease lease(*this);
  try {
    if (absl::Status taken = lease.Take(work.call); !taken.ok()) return taken;
    return Transact(lease.connection(), work);
  } catch (const pg::Error& error) {
    if (work.mode == Mode::kRead && error.state() == "25006") {
      log::Error("a query tried to change something", {{"method", work.call.method()}});
      return absl::InternalError("a query tried to change something");
    }
    if (error.connection_lost()) {
      lost_.Increment();
      // That no new one can be made says nothing of those that are there.
      if (lease.connected()) lease.Lost();
    }
    // Another attempt at the same command was quicker: the next one of ours finds its answer.
    const bool answered =
        work.mode == Mode::kCommand && error.unique_violation() && error.table() == "request";
    if (error.conflict() || answered) conflicts_.Increment();
    again = error.connection_lost() || error.conflict() || answered;
    return Translate(error);
  }
}

absl::Status Db::Transact(pg::Connection& connection, const Work& work) const {
  const Call& call = work.call;
  const bool command = work.mode == Mode::kCommand;
  // The server's own limit, so that what it is at ends too when nobody waits for it any more.
  const std::int64_t timeout_ms =
      std::max<std::int64_t>(1, absl::ToInt64Milliseconds(call.remaining()));
  connection.Defer(work.mode == Mode::kRead ? pg::Sql("BEGIN READ ONLY") : pg::Sql("BEGIN"), {});
  Tx tx(connection, call, *this);
  Tx::Command answer;
  if (command) {
    answer.request_id = work.request_id;
    answer.fingerprint = FingerprintOf(call);
    if (mutant_no_idempotency_)
      connection.Defer("DELETE FROM request WHERE request_id = $1", {work.request_id});
    const pg::Result rows = connection.Query(
        R"(
        SELECT r.fingerprint, r.response, set_config('statement_timeout', $1, true)
        FROM (VALUES (1)) AS one
        LEFT JOIN request r ON r.request_id = $2)",
        {timeout_ms, work.request_id});
    pg::Row earlier(rows);
    ASSIGN_OR_RETURN(const bool answered, Answers(answer.fingerprint, earlier, *work.response));
    if (answered) return absl::OkStatus();
  } else {
    connection.Defer("SELECT set_config('statement_timeout', $1, true)", {timeout_ms});
  }
  if (absl::Status done = InBody(work.body, tx); !done.ok()) {
    // While this attempt waited for its locks an earlier one may have done it, and what is refused
    // is the repetition.
    if (!command || mutant_no_idempotency_) return done;
    connection.Discard();
    const pg::Result rows = connection.Query(
        "SELECT fingerprint, response FROM request WHERE request_id = $1", {work.request_id});
    if (rows.empty()) return done;
    pg::Row earlier(rows);
    return Answers(answer.fingerprint, earlier, *work.response).status();
  }
  if (command) answer.response = work.response->SerializeAsString();
  if (work.mode != Mode::kRead) tx.Flush(command ? &answer : nullptr);
  connection.Defer(mutant_no_commit_ && command ? pg::Sql("ROLLBACK") : pg::Sql("COMMIT"), {});
  connection.Settle();
  if (tx.tells_) on_told_();
  if (tx.timers_set_) wake_timers_();
  return absl::OkStatus();
}

void Db::AuditRefusal(const Call& call, std::string_view request_id, const absl::Status& refusal) {
  const Findings findings = FindingsOf(refusal);
  const std::string reason = findings.empty() ? CodeName(refusal.code()) : findings.front().rule;
  // Its own time: the refused call may have none left.
  const absl::Status written = Background(call.Until(absl::Now() + kRefusal), [&](Tx& tx) {
    tx.Defer(
        R"(
        WITH pending AS (INSERT INTO audit_pending (audit_id) VALUES ($1))
        INSERT INTO audit
          (id, at, actor, action, target, decision, reason, request_id, body_hash, traceparent)
        VALUES ($1, $2, $3, $4, $5, 'REFUSED', $6, $7, $8, $9))",
        NewId(call.now()), call.now(), call.subject(), call.method(), call.target(), reason,
        request_id, pg::Bytes{call.body_hash()}, call.traceparent());
    return absl::OkStatus();
  });
  if (!written.ok())
    log::Error(
        "refusal not audited", {{"method", call.method()}, {"code", CodeName(written.code())}});
}

absl::Status Db::Ping() {
  constexpr absl::Duration kPatience = absl::Seconds(2);
  if (absl::Status inside = OutsideTransaction("database"); !inside.ok()) return inside;
  const std::lock_guard<std::mutex> lock(pinging_);
  try {
    if (ping_ == nullptr) ping_ = std::make_unique<pg::Connection>(conninfo_, kPatience);
    ping_->Until(absl::Now() + kPatience);
    // What a read-only server refuses.
    (void)ping_->Query("SELECT FROM request LIMIT 0 FOR UPDATE", {});
    return absl::OkStatus();
  } catch (const pg::Error& error) {
    ping_.reset();
    return Translate(error);
  }
}

}  // namespace binadaya
