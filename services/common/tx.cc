#include <algorithm>
#include <map>
#include <tuple>

#include "services/common/aggregate.h"
#include "services/common/db.h"
#include "services/common/domain/text.h"
#include "services/common/event_type.h"
#include "services/common/guarded.h"
#include "services/common/id.h"
#include "services/common/status.h"

namespace binadaya {
namespace {

constexpr std::size_t kFlushed = 1000;  // events of one statement

}  // namespace

// What goes to the server as one message is one transaction: a query needs no BEGIN, and no COMMIT
// to wait for.
void Tx::LimitRead() {
  if (!reads_ || connection_.waiting()) return;
  connection_.Defer(
      R"(
      SELECT set_config('statement_timeout', $1, true),
        set_config('transaction_read_only', 'on', true))",
      {call_->remaining_ms()});
}

pg::Result Tx::Settle() {
  const auto heed = [this] {
    if (look_up_ == nullptr || !look_up_->has_value()) return;
    pg::Result earlier = *std::move(*std::exchange(look_up_, nullptr));
    if (!earlier.empty() && !earlier.IsNull(0, 0)) throw Answered{std::move(earlier)};
  };
  try {
    pg::Result rows = connection_.Settle();
    heed();
    return rows;
  } catch (const pg::Error&) {
    heed();
    throw;
  }
}

const pg::Result& Asked::Rows() {
  if (!slot_->has_value()) tx_->Settle();
  if (!slot_->has_value())
    throw pg::Error(pg::Error::Kind::kStatement, "looked at rows of a statement that was dropped");
  return **slot_;
}

std::int64_t VersionOf(Tx& tx, const std::string& aggregate_type, const std::string& id) {
  return VersionsOf(tx, aggregate_type, {id}).at(id);
}

std::map<std::string, std::int64_t> VersionsOf(
    Tx& tx, const std::string& aggregate_type, const std::vector<std::string>& ids) {
  auto versions =
      tx.Query(
            "SELECT id, version FROM aggregate WHERE type = $1 AND id = ANY ($2::text[])",
            aggregate_type, pg::Array(ids))
          .Pairs(&pg::Row::String, &pg::Row::Int);
  for (const std::string& id : ids) versions.try_emplace(id);
  return versions;
}

absl::Status RequireVersion(std::int64_t expected, std::int64_t found) {
  if (expected == 0 || expected == found) return absl::OkStatus();
  return Refuse(
      absl::StatusCode::kAborted,
      {{.rule = "VERSION-01",
        .where = "version",
        .message =
            {"Data sudah berubah sejak dibaca. Baca ulang, lalu putuskan lagi.",
             "It has changed since it was read. Read it again, and decide anew."},
        .values = {{"expected", Cat(expected)}, {"found", Cat(found)}}}});
}

absl::Status Tx::Expect(
    std::string_view aggregate_type, std::string_view aggregate_id, std::int64_t expected) {
  if (expected == 0) return absl::OkStatus();
  const pg::Result row = Query(
      "SELECT version FROM aggregate WHERE type = $1 AND id = $2 FOR UPDATE", aggregate_type,
      aggregate_id);
  return RequireVersion(expected, row.empty() ? 0 : row.Int(0, 0));
}

void Tx::TellRaw(
    std::string_view aggregate_type, std::string aggregate_id, std::string_view type,
    const google::protobuf::Message& event) {
  tells_ = true;
  told_.push_back(Envelope::Of(
      {.id = NewId(call_->now()),
       .source = db_.origin_.source,
       .type = Cat(db_.origin_.type_prefix, WithMajor(type)),
       .aggregate_type = std::string(aggregate_type),
       .aggregate_id = std::move(aggregate_id),
       .time = call_->now(),
       .traceparent = traceparent()},
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
  Settle();
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
    connection_.DropAll();
    connection_.Execute("ROLLBACK TO SAVEPOINT attempt");
    told_.resize(told);
  }
  connection_.Execute("RELEASE SAVEPOINT attempt");
  return status;
}

void Tx::PlanForValues() {
  Defer("SELECT set_config('plan_cache_mode', 'force_custom_plan', true)");
}

void Tx::At(absl::Time due, std::string_view kind, std::string_view subject) {
  TimersSet();
  Defer(
      R"(
      INSERT INTO timer (kind, subject, due, traceparent) VALUES ($1, $2, $3, $4)
      ON CONFLICT (kind, subject) DO UPDATE
      SET due = excluded.due, since = NULL, attempts = 0, traceparent = excluded.traceparent)",
      kind, subject, due, traceparent());
}

std::string Tx::RemarkOf(const Call& call) const {
  const auto remark = remarks_.find(&call);
  return remark == remarks_.end() ? "" : remark->second;
}

void Tx::Flush(std::span<const Command> commands) {
  static const Command kNone;
  // Much is sent in portions: a connection keeps the room that its largest statement took.
  // Aggregates in one order, so that two transactions never wait for each other crosswise; what is
  // told of one stays in order.
  if (told_.size() > kFlushed) {
    const auto aggregate = [](const Envelope& told) {
      return std::tie(told.event.aggregate_type, told.event.aggregate_id);
    };
    // What a file brings mostly is: ids ascend.
    if (!std::ranges::is_sorted(told_, {}, aggregate))
      std::ranges::stable_sort(told_, {}, aggregate);
  }
  std::span<const Envelope> left(told_);
  bool sent = false;
  // Each portion is made while the server is at the one before.
  for (; left.size() > kFlushed; left = left.subspan(kFlushed)) {
    Flush(left.first(kFlushed), kNone);
    if (std::exchange(sent, true)) connection_.Collect();
    connection_.Send();
  }
  const bool one = commands.size() == 1;
  if (!left.empty() || one) Flush(left, one ? commands.front() : kNone);
  if (commands.size() > 1) Record(commands);
  if (sent) connection_.Collect();
}

void Tx::Flush(std::span<const Envelope> told, const Command& command) {
  const Call& call = command.call == nullptr ? *call_ : *command.call;
  std::map<std::pair<std::string_view, std::string_view>, std::int64_t> counts;
  for (const Envelope& one : told) ++counts[{one.event.aggregate_type, one.event.aggregate_id}];
  pg::Array head_types, head_ids, head_counts;
  for (const auto& [aggregate, count] : counts) {
    head_types.Add(aggregate.first);
    head_ids.Add(aggregate.second);
    head_counts.Add(count);
  }
  pg::Array ids, types, aggregates, behind;
  pg::ByteArray headers, payloads;
  for (const Envelope& one : told) {
    ids.Add(one.event.id);
    types.Add(one.event.aggregate_type);
    aggregates.Add(one.event.aggregate_id);
    behind.Add(--counts[{one.event.aggregate_type, one.event.aggregate_id}]);
    headers.Add(one.headers);
    payloads.Add(one.payload);
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
      JOIN unnest($4::uuid[], $5::text[], $6::text[], $7::bigint[], $8::bytea[], $9::bytea[])
        WITH ORDINALITY AS e(event_id, type, id, behind, headers, payload, n) USING (type, id)
      ORDER BY n
    ), logged AS (
      INSERT INTO event_log
        (event_id, aggregate_type, aggregate_id, aggregate_version, headers, payload)
      SELECT event_id, type, id, version, headers, payload FROM told
    ), sent AS (
      INSERT INTO outbox
        (shard, event_id, aggregate_type, aggregate_id, aggregate_version, topic, headers, payload)
      SELECT shard_of(id), event_id, type, id, version, $10, headers, payload
      FROM told
      ORDER BY n
    ), audited AS (
      INSERT INTO audit
        (id, at, actor, action, target, decision, reason, request_id, body_hash, traceparent)
      SELECT $14, $15, $16, $17, $18, 'DONE', $21, $11, $19, $20
      WHERE $11 <> ''
    ), pending AS (
      INSERT INTO audit_pending (audit_id)
      SELECT $14::uuid
      WHERE $11 <> ''
    )
    INSERT INTO request (request_id, fingerprint, response, at)
    SELECT nullif($11, '')::uuid, $12, $13, $15
    WHERE $11 <> '')";
  Defer(
      kFlush, head_types, head_ids, head_counts, ids, types, aggregates, behind, std::move(headers),
      std::move(payloads), db_.origin_.topic, command.request_id, pg::Bytes{command.fingerprint},
      pg::Bytes{command.response}, NewId(call.now()), call.now(), call.subject(), call.method(),
      call.target(), pg::Bytes{call.body_hash()}, call.traceparent(), RemarkOf(call));
}

void Tx::Record(std::span<const Command> commands) {
  pg::Array ids, instants, actors, actions, targets, remarks, requests, traces;
  pg::ByteArray hashes, fingerprints, responses;
  for (const Command& one : commands) {
    const Call& call = *one.call;
    ids.Add(NewId(call.now()));
    instants.Add(call.now());
    actors.Add(call.subject());
    actions.Add(call.method());
    targets.Add(call.target());
    remarks.Add(RemarkOf(call));
    requests.Add(one.request_id);
    hashes.Add(call.body_hash());
    traces.Add(call.traceparent());
    fingerprints.Add(one.fingerprint);
    responses.Add(one.response);
  }
  static constexpr char kRecord[] = R"(
    WITH done AS (
      SELECT *
      FROM unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[],
        $7::text[], $8::bytea[], $9::text[], $10::bytea[], $11::bytea[])
        WITH ORDINALITY AS d(audit_id, at, actor, action, target, reason, request_id, body_hash,
          traceparent, fingerprint, response, n)
    ), audited AS (
      INSERT INTO audit
        (id, at, actor, action, target, decision, reason, request_id, body_hash, traceparent)
      SELECT audit_id, at, actor, action, target, 'DONE', reason, request_id, body_hash, traceparent
      FROM done
      ORDER BY n
    ), pending AS (
      INSERT INTO audit_pending (audit_id)
      SELECT audit_id FROM done ORDER BY n
    )
    INSERT INTO request (request_id, fingerprint, response, at)
    SELECT request_id::uuid, fingerprint, response, at FROM done ORDER BY n)";
  Defer(
      kRecord, ids, instants, actors, actions, targets, remarks, requests, std::move(hashes),
      traces, std::move(fingerprints), std::move(responses));
}

}  // namespace binadaya
