#include "services/common/saga.h"

#include <memory>

#include "absl/strings/escaping.h"
#include "binadaya/v1/finding.pb.h"
#include "services/common/domain/text.h"
#include "services/common/id.h"
#include "services/common/status.h"

namespace binadaya::saga {
namespace {

#define SAGA_COLUMNS                                   \
  "subject, version, state, step,"                     \
  " (extract(epoch FROM begun_at) * 1000000)::bigint," \
  " (extract(epoch FROM deadline) * 1000000)::bigint, findings"
#define ALIVE "state IN (1, 3)"

std::string TimerName(std::string_view kind) { return Cat("saga.", kind); }

std::optional<Saga> SagaIn(const pg::Result& rows) {
  if (rows.empty()) return std::nullopt;
  pg::Row row(rows);
  Saga saga{
      .subject = row.String(),
      .version = row.Int32(),
      .state = row.Enum<SagaState>(),
      .at = row.Int32(),
      .begun = row.Micros(),
      .deadline = row.Micros()};
  v1::Findings findings;
  findings.ParseFromString(row.Bytes());
  for (const v1::Finding& finding : findings.findings())
    saga.findings.push_back(FromProto(finding));
  return saga;
}

void Save(Tx& tx, const std::string& kind, const Saga& saga) {
  v1::Findings findings;
  for (const Finding& finding : saga.findings) ToProto(finding, *findings.add_findings());
  std::string bytes;
  findings.SerializeToString(&bytes);
  tx.ChangeOne(
      R"(
      UPDATE saga SET state = $4, step = $5, findings = $6
      WHERE kind = $1 AND subject = $2 AND version = $3)",
      kind, saga.subject, saga.version, saga.state, saga.at, pg::Bytes{bytes});
}

// The same id for the same turn, for ever: a UUIDv8 of its name's SHA-256. The name has the time
// when the saga began: begun anew behind a restored backup, it is another one.
std::string RequestId(const std::string& name) {
  std::string bytes = Sha256(name).substr(0, 16);
  bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x80);
  bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);
  const std::string hex = absl::BytesToHexString(bytes);
  return Cat(
      hex.substr(0, 8), "-", hex.substr(8, 4), "-", hex.substr(12, 4), "-", hex.substr(16, 4), "-",
      hex.substr(20));
}

bool IsRefusal(const absl::Status& status) {
  return absl::IsFailedPrecondition(status) || absl::IsInvalidArgument(status) ||
         absl::IsNotFound(status) || absl::IsPermissionDenied(status);
}

// As the row stands when the turn's effect is committed: another instance may have been faster.
absl::Status Record(
    Tx& tx, const Kind& kind, const Saga& seen, const absl::StatusOr<Timers::Effect>& effect) {
  const SagaTurn turn = *seen.Next();
  std::optional<Saga> saga = SagaIn(tx.Query(
      R"(
      SELECT )" SAGA_COLUMNS R"(
      FROM saga
      WHERE kind = $1 AND subject = $2 AND version = $3 FOR UPDATE)",
      kind.name, seen.subject, seen.version));
  if (!saga.has_value()) return absl::InternalError("a saga without its row");
  if (saga->Next() == turn) {
    absl::Status took = effect.ok() ? tx.Try([&] { return (*effect)(tx); }) : effect.status();
    if (took.ok()) {
      saga->Took(turn, static_cast<int>(kind.steps.size()));
    } else if (turn.undo || !IsRefusal(took)) {
      return took;
    } else {
      saga->Refused(FindingsOf(took));
    }
    Save(tx, kind.name, *saga);
    if (!saga->Next().has_value()) return kind.ended(tx, *saga);
  }
  if (saga->Next().has_value()) tx.At(tx.call().now(), TimerName(kind.name), saga->subject);
  return absl::OkStatus();
}

absl::StatusOr<Timers::Effect> Prepare(
    Db& db, const Kind& kind, const Call& call, const std::string& subject) {
  ASSIGN_OR_RETURN(
      const std::optional<Saga> saga,
      db.Read(call, [&](Tx& tx) -> absl::StatusOr<std::optional<Saga>> {
        return SagaIn(tx.Query(
            "SELECT " SAGA_COLUMNS " FROM saga WHERE kind = $1 AND subject = $2 AND " ALIVE,
            kind.name, subject));
      }));
  if (!saga.has_value()) return Timers::Effect([](Tx&) { return absl::OkStatus(); });
  const SagaTurn turn = *saga->Next();
  const Step& step = kind.steps[static_cast<std::size_t>(turn.step)];
  const std::string request_id = RequestId(
      Cat(kind.name, "/", saga->subject, "/", saga->version, "/", absl::ToUnixMicros(saga->begun),
          "/", step.name, "/", turn.undo ? "undo" : "act"));
  const auto effect = [&]() -> absl::StatusOr<Timers::Effect> {
    if (turn.undo) return step.undo(call, *saga, request_id);
    if (call.now() >= saga->deadline)
      return Refuse(absl::StatusCode::kFailedPrecondition, {kind.overdue(*saga)});
    return step.act(call, *saga, request_id);
  }();
  if (!effect.ok() && (turn.undo || !IsRefusal(effect.status()))) return effect.status();
  return Timers::Effect(
      [&kind, seen = *saga, effect](Tx& tx) { return Record(tx, kind, seen, effect); });
}

}  // namespace

std::pair<std::string, Timers::Handler> TimerOf(Db& db, Kind kind) {
  const auto kept = std::make_shared<const Kind>(std::move(kind));
  return {TimerName(kept->name), [&db, kept](const Call& call, const std::string& subject) {
            return Prepare(db, *kept, call, subject);
          }};
}

void Start(
    Tx& tx, std::string_view kind, const std::string& subject, int version, absl::Time deadline) {
  tx.ChangeOne(
      R"(
      INSERT INTO saga (kind, subject, version, state, step, begun_at, deadline)
      VALUES ($1, $2, $3, $4, 0, $5, $6))",
      kind, subject, version, SagaState::kRunning, tx.call().now(), deadline);
  tx.At(tx.call().now(), TimerName(kind), subject);
}

std::optional<Saga> Find(Tx& tx, std::string_view kind, const std::string& subject, int version) {
  return SagaIn(tx.Query(
      "SELECT " SAGA_COLUMNS " FROM saga WHERE kind = $1 AND subject = $2 AND version = $3", kind,
      subject, version));
}

void UpdateGauges(pg::Connection& connection, absl::Time now, prometheus::Gauge& overdue) {
  const pg::Result oldest = connection.Query(
      R"(
      SELECT extract(epoch FROM $1::timestamptz - min(deadline))
      FROM saga
      WHERE )" ALIVE R"( AND deadline <= $1)",
      {now});
  overdue.Set(oldest.IsNull(0, 0) ? 0 : oldest.Double(0, 0));
}

}  // namespace binadaya::saga
