#include "services/common/db.h"

#include <algorithm>

#include "absl/random/random.h"
#include "absl/time/clock.h"
#include "services/common/domain/text.h"
#include "services/common/guarded.h"
#include "services/common/id.h"
#include "services/common/log.h"
#include "services/common/status.h"
#include "services/common/trace.h"

namespace binadaya {
namespace {

constexpr int kAttempts = 8;
constexpr absl::Duration kRefusal = absl::Seconds(2);
// Who says nothing for so long within a transaction is frozen and lets its locks go, whoever still
// waits; what a body has to think about the largest file takes a part of it.
constexpr std::int64_t kFrozenMs = 60'000;
// How long several wait for a row that one of them wants: each can wait longer by itself.
constexpr int kTogetherLockMs = 100;

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

// Fingerprint and answer of an earlier attempt, if they are of this command.
absl::Status Answer(std::string_view wanted, pg::Row row, google::protobuf::Message& response) {
  if (row.Bytes() != wanted) return RequestReused();
  response.ParseFromString(row.Bytes());
  return absl::OkStatus();
}

constexpr pg::Sql kAnswer("SELECT fingerprint, response FROM request WHERE request_id = $1");
constexpr pg::Sql kAnswers(
    "SELECT request_id, fingerprint, response FROM request WHERE request_id = ANY($1::uuid[])");

pg::Array IdsOf(std::span<Db::Joined* const> commands) {
  pg::Array ids;
  for (const Db::Joined* one : commands) ids.Add(one->request_id);
  return ids;
}

// Those of which there is an earlier answer have it as their outcome.
void TakeAnswers(const pg::Result& rows, std::span<Db::Joined* const> commands) {
  std::map<std::string_view, int> found;
  for (int i = 0; i < rows.rows(); ++i) found[rows.Text(i, 0)] = i;
  for (Db::Joined* one : commands) {
    const auto at = found.find(one->request_id);
    if (at == found.end()) continue;
    pg::Row earlier(rows, at->second);
    earlier.Skip();
    one->outcome = Answer(FingerprintOf(one->call), earlier, one->response());
  }
}

// How long a transaction may say nothing: as long as its caller waits.
std::int64_t SilentMs(const Call& call) { return std::min(call.remaining_ms(), kFrozenMs); }

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
    const pg::Result rows = tx.Query(kAnswer, request_id);
    if (rows.empty()) return false;
    RETURN_IF_ERROR(Answer(FingerprintOf(call), pg::Row(rows), response));
    return true;
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
  trace::Span span(
      work.call.tracer(), trace::Span::Kind::kClient,
      work.mode == Mode::kRead ? "PostgreSQL, read" : "PostgreSQL, transaction",
      work.call.traceparent());
  absl::InsecureBitGen random;
  for (int attempt = 1;; ++attempt) {
    Next next = Next::kEnd;
    absl::Status status = Attempt(work, next);
    if (next == Next::kLook &&
        Answered(work.call, work.request_id, *work.response).value_or(false)) {
      status = absl::OkStatus();
    }
    const absl::Duration pause =
        absl::Milliseconds(absl::Uniform(random, 1, 10 << std::min(attempt, 5)));
    if (next != Next::kAgain || attempt == kAttempts || work.call.remaining() <= pause) {
      span.End(status.code());
      return status;
    }
    absl::SleepFor(pause);
  }
}

absl::Status Db::Attempt(const Work& work, Next& next) {
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
    // Another attempt at the same command was quicker: the next one of ours finds its answer. It
    // may show at what the command adds before it shows at the command itself.
    const bool command = work.mode == Mode::kCommand || work.mode == Mode::kTogether;
    const bool added = command && error.unique_violation();
    const bool answered = added && error.table() == "request";
    if (error.conflict() || answered) conflicts_.Increment();
    if (error.connection_lost() || error.conflict() || answered) {
      next = Next::kAgain;
    } else if (added) {
      next = Next::kLook;
    }
    return Translate(error);
  }
}

absl::Status Db::Transact(pg::Connection& connection, const Work& work) const {
  Tx tx(connection, work.call, *this, work.mode == Mode::kRead);
  if (work.mode == Mode::kRead) return InBody(work.body, tx);
  connection.Defer("BEGIN", {});
  if (work.mode == Mode::kCommand) return Command(connection, tx, work);
  if (work.mode == Mode::kTogether) return Commands(connection, tx, work);
  connection.Defer(
      R"(
      SELECT set_config('statement_timeout', $1, true),
        set_config('idle_in_transaction_session_timeout', $2, true))",
      {work.call.remaining_ms(), SilentMs(work.call)});
  RETURN_IF_ERROR(InBody(work.body, tx));
  Commit(connection, tx, {});
  return absl::OkStatus();
}

absl::Status Db::Command(pg::Connection& connection, Tx& tx, const Work& work) const {
  Tx::Command answer{
      .call = &work.call,
      .request_id = work.request_id,
      .fingerprint = FingerprintOf(work.call),
      .response = {}};
  if (mutant_no_idempotency_)
    connection.Defer("DELETE FROM request WHERE request_id = $1", {work.request_id});
  // Goes with the body's first statement. A command's statements are planned once, for any values.
  tx.look_up_ = connection.Ask(
      R"(
      SELECT r.fingerprint, r.response, set_config('statement_timeout', $1, true),
        set_config('idle_in_transaction_session_timeout', $2, true),
        set_config('plan_cache_mode', 'force_generic_plan', true)
      FROM (VALUES (1)) AS one
      LEFT JOIN request r ON r.request_id = $3)",
      {work.call.remaining_ms(), SilentMs(work.call), work.request_id});
  try {
    const absl::Status done = InBody(work.body, tx);
    // While this attempt waited for its locks an earlier one may have done it, and what is refused
    // is the repetition.
    if (!done.ok()) {
      connection.Discard();
      tx.look_up_ = connection.Ask(kAnswer, {work.request_id});
    }
    if (tx.look_up_ != nullptr) tx.Settle();
    RETURN_IF_ERROR(done);
  } catch (const Tx::Answered& answered) {
    return Answer(answer.fingerprint, pg::Row(answered.earlier), *work.response);
  }
  answer.response = work.response->SerializeAsString();
  Commit(connection, tx, {&answer, 1});
  return absl::OkStatus();
}

absl::Status Db::WriteTogether(
    const Call& call, std::span<Joined* const> joined,
    const std::function<absl::Status(Tx&, std::span<Joined* const>)>& body) {
  if (absl::Status inside = OutsideTransaction("database"); !inside.ok()) return inside;
  std::vector<Joined*> left(joined.begin(), joined.end());
  while (!left.empty()) {
    const Body all = [&](Tx& tx) { return body(tx, left); };
    Next next = Next::kEnd;  // each tries again by itself
    RETURN_IF_ERROR(Attempt(
        {.call = call, .mode = Mode::kTogether, .body = all, .request_id = {}, .joined = left},
        next));
    std::erase_if(left, [](const Joined* one) { return one->outcome.has_value(); });
  }
  return absl::OkStatus();
}

absl::Status Db::Commands(pg::Connection& connection, Tx& tx, const Work& work) const {
  const pg::Array ids = IdsOf(work.joined);
  if (mutant_no_idempotency_)
    connection.Defer("DELETE FROM request WHERE request_id = ANY($1::uuid[])", {ids});
  // Plans are kept while tables grow: what is read by its key is read by an index from the first
  // row on.
  connection.Defer(
      R"(
      SELECT set_config('statement_timeout', $1, true),
        set_config('idle_in_transaction_session_timeout', $2, true),
        set_config('lock_timeout', $3, true),
        set_config('plan_cache_mode', 'force_generic_plan', true),
        set_config('enable_seqscan', 'off', true))",
      {work.call.remaining_ms(), SilentMs(work.call), kTogetherLockMs});
  tx.look_up_ = connection.Ask(kAnswers, {ids});
  try {
    RETURN_IF_ERROR(InBody(work.body, tx));
    if (tx.look_up_ != nullptr) tx.Settle();
  } catch (const Tx::Answered& answered) {
    for (Joined* one : work.joined) one->outcome.reset();
    TakeAnswers(answered.earlier, work.joined);
    return absl::OkStatus();
  }
  std::vector<Joined*> done, refused;
  for (Joined* one : work.joined) {
    // What was written of him would be committed with the others, and nobody could be told.
    if (!one->outcome.has_value()) return absl::InternalError("not decided");
    (one->outcome->ok() ? done : refused).push_back(one);
  }
  // As of a command by itself: what is refused may be the repetition.
  if (!refused.empty()) TakeAnswers(connection.Query(kAnswers, {IdsOf(refused)}), refused);
  if (done.empty()) return absl::OkStatus();
  std::vector<Tx::Command> commands;
  for (Joined* one : done) {
    commands.push_back(
        {.call = &one->call,
         .request_id = one->request_id,
         .fingerprint = FingerprintOf(one->call),
         .response = one->response().SerializeAsString()});
  }
  Commit(connection, tx, commands);
  return absl::OkStatus();
}

void Db::Commit(pg::Connection& connection, Tx& tx, std::span<const Tx::Command> commands) const {
  tx.Flush(commands);
  connection.Defer(
      mutant_no_commit_ && !commands.empty() ? pg::Sql("ROLLBACK") : pg::Sql("COMMIT"), {});
  connection.Settle();
  if (tx.tells_) on_told_();
  if (tx.timers_set_) wake_timers_();
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
