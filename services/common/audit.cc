#include "services/common/audit.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "services/common/domain/text.h"
#include "services/common/id.h"
#include "services/common/locks.h"
#include "services/common/log.h"

namespace binadaya {
namespace {

constexpr int kBatch = 1000;

std::string Chain(std::string_view previous, std::string_view row) {
  return Sha256(Cat(previous, row));
}

}  // namespace

Sealer::Sealer(std::string database, Metrics& metrics)
    : database_(std::move(database)),
      sealed_(metrics.Counter("binadaya_audit_sealed_total", "Audit rows chained.")),
      unsealed_age_(metrics.Gauge(
          "binadaya_audit_unsealed_age_seconds",
          "Age of the oldest audit row that is not chained yet.")) {}

void Sealer::Start() {
  thread_ = std::thread([this] { Loop(); });
}

void Sealer::Stop() {
  stop_ = true;
  if (thread_.joinable()) thread_.join();
}

void Sealer::Loop() {
  std::unique_ptr<pg::Connection> connection;
  bool leading = false;
  while (!stop_) {
    int sealed = 0;
    try {
      if (connection == nullptr) {
        connection =
            std::make_unique<pg::Connection>(database_, absl::Seconds(15), pg::Session::kLeader);
        leading = false;
      }
      if (!leading)
        leading =
            connection->Query("SELECT pg_try_advisory_lock($1, 0)", {lock::kSealer}).Bool(0, 0);
      if (leading) sealed = Pass(*connection);
    } catch (const pg::Error& error) {
      log::Warn("sealer lost its database", {{"error", error.what()}});
      connection.reset();
      absl::SleepFor(absl::Milliseconds(500));
    }
    if (sealed < kBatch) absl::SleepFor(absl::Milliseconds(200));
  }
}

int Sealer::Pass(pg::Connection& connection) {
  connection.Execute("BEGIN");
  const pg::Result rows = connection.Query(
      "SELECT p.audit_id, sha256(convert_to(a::text, 'UTF8')), extract(epoch FROM "
      "clock_timestamp() - p.at)"
      " FROM (SELECT * FROM audit_pending ORDER BY seq LIMIT $1) p JOIN audit a ON a.id = "
      "p.audit_id ORDER BY p.seq",
      {kBatch});
  unsealed_age_.Set(rows.empty() ? 0 : rows.Double(0, 2));
  if (!rows.empty()) {
    const pg::Result last =
        connection.Query("SELECT seq, hash FROM audit_seal ORDER BY seq DESC LIMIT 1", {});
    std::int64_t seq = last.empty() ? 0 : last.Int(0, 0);
    std::string hash = last.empty() ? "" : last.Bytes(0, 1);
    pg::Array seqs, ids, row_hashes, hashes;
    for (int i = 0; i < rows.rows(); ++i) {
      const std::string row_hash = rows.Bytes(i, 1);
      hash = Chain(hash, row_hash);
      seqs.Add(++seq);
      ids.Add(rows.Text(i, 0));
      row_hashes.Add(pg::Bytes{row_hash});
      hashes.Add(pg::Bytes{hash});
    }
    connection.Defer(
        "INSERT INTO audit_seal (seq, audit_id, row_hash, hash)"
        " SELECT * FROM unnest($1::bigint[], $2::uuid[], $3::bytea[], $4::bytea[])",
        {seqs, ids, row_hashes, hashes});
    connection.Defer("DELETE FROM audit_pending WHERE audit_id = ANY($1::uuid[])", {ids});
  }
  connection.Execute("COMMIT");
  sealed_.Increment(rows.rows());
  return rows.rows();
}

AuditReport VerifyAudit(Tx& tx) {
  AuditReport report;
  std::string hash;
  while (true) {
    const pg::Result rows = tx.Query(
        "SELECT s.seq, s.audit_id, s.row_hash, s.hash, CASE WHEN a.id IS NULL THEN NULL ELSE "
        "sha256(convert_to(a::text, 'UTF8')) END"
        " FROM audit_seal s LEFT JOIN audit a ON a.id = s.audit_id WHERE s.seq > $1 ORDER BY s.seq "
        "LIMIT 5000",
        report.rows);
    if (rows.empty()) break;
    for (int i = 0; i < rows.rows(); ++i) {
      report.audit_id = rows.String(i, 1);
      if (rows.Int(i, 0) != report.rows + 1 || rows.IsNull(i, 4)) {
        report.fault = "REMOVED";
        return report;
      }
      if (rows.Bytes(i, 4) != rows.Bytes(i, 2)) {
        report.fault = "CHANGED";
        return report;
      }
      hash = Chain(hash, rows.Bytes(i, 2));
      if (rows.Bytes(i, 3) != hash) {
        report.fault = "PUT_BETWEEN";
        return report;
      }
      ++report.rows;
    }
  }
  report.audit_id.clear();
  // Every row comes with a ticket to be sealed; one without was not written by a command.
  const pg::Result stray = tx.Query(
      "SELECT id FROM audit a WHERE NOT EXISTS (SELECT 1 FROM audit_seal s WHERE s.audit_id = a.id)"
      " AND NOT EXISTS (SELECT 1 FROM audit_pending p WHERE p.audit_id = a.id) ORDER BY id LIMIT "
      "1");
  if (!stray.empty()) {
    report.fault = "PUT_BETWEEN";
    report.audit_id = stray.String(0, 0);
  }
  report.unsealed = tx.Query("SELECT count(*) FROM audit_pending").Int(0, 0);
  return report;
}

}  // namespace binadaya
