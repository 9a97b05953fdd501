#include "services/common/audit.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/common/domain/text.h"
#include "services/common/id.h"
#include "services/common/locks.h"
#include "services/common/log.h"

namespace binadaya {
namespace {

constexpr int kBatch = 1000;
constexpr int kPage = 5000;
constexpr absl::Duration kRest = absl::Seconds(1);
constexpr absl::Duration kSealerPatience = absl::Seconds(15);

// The formats in which a row has been hashed. A seal says which is its own, so a column that is
// added to the table later changes no hash; a further column to be protected is a further format.
constexpr int kText = 1;   // the row's text in PostgreSQL's form
constexpr int kNamed = 2;  // its named columns, each behind its length

// The rows of these ids in their order: whether there is one, its hash in format kText, and the
// columns of format kNamed.
constexpr pg::Sql kRows(R"(
    SELECT a.id IS NOT NULL,
      sha256(convert_to(ROW(a.id, a.at, a.actor, a.action, a.target, a.decision, a.reason,
        a.request_id, a.body_hash, a.traceparent)::text, 'UTF8')),
      a.id, (extract(epoch FROM a.at) * 1000000)::bigint, a.actor, a.action, a.target, a.decision,
      a.reason, a.request_id, a.body_hash, a.traceparent
    FROM unnest($1::uuid[]) WITH ORDINALITY AS wanted(id, n)
    LEFT JOIN audit a ON a.id = wanted.id
    ORDER BY n)");
constexpr int kColumns = 10;

// Empty when the format is unknown.
std::string RowHash(pg::Row row, int format) {
  std::string text_hash = row.Bytes();
  if (format == kText) return text_hash;
  if (format != kNamed) return {};
  std::string canonical;
  for (int i = 0; i < kColumns; ++i) {
    const std::string_view value = row.Text();
    absl::StrAppend(&canonical, value.size(), ":", Absl(value));
  }
  return Sha256(canonical);
}

std::string Chain(std::string_view previous, std::string_view row) {
  return Sha256(Cat(previous, row));
}

// What the service's key signs.
std::string Head(std::int64_t seq, std::string_view hash) {
  return Cat("audit ", seq, " ", absl::BytesToHexString(Absl(hash)));
}

// One portion of a walk. Each step says whether the next one is to be taken: not behind a fault,
// and not once the portion is over.
class Walker {
 public:
  Walker(
      Tx& tx, const Verifier& verifier, std::string_view service, AuditWalk from,
      const AuditPortion& portion)
      : tx_(tx), verifier_(verifier), service_(service), portion_(portion) {
    report_.at = std::move(from);
  }
  AuditReport Report() && {
    if (IsWhereItWas() && WalkSeals() && CheckEnd() && LookForStrays()) {
      report_.ended = true;
      report_.unsealed = tx_.Query("SELECT count(*) FROM audit_pending").Int(0, 0);
    }
    return std::move(report_);
  }

 private:
  bool Fault(std::string what, std::string audit_id) {
    report_.fault = std::move(what);
    report_.audit_id = std::move(audit_id);
    return false;
  }
  // How many rows may be looked at next; 0: the portion is over.
  std::int64_t Next() const {
    if (looked_ > 0 && absl::Now() >= portion_.until) return 0;
    return std::min<std::int64_t>(portion_.rows - looked_, kPage);
  }

  // The seal that the last portion ended with: a chain that was cut off before it, or made anew,
  // would go on as if it had always been so.
  bool IsWhereItWas() {
    if (at_.rows == 0) return true;
    const pg::Result seal = tx_.Query("SELECT hash FROM audit_seal WHERE seq = $1", at_.rows);
    if (seal.empty()) return Fault("REMOVED", at_.audit_id);
    return seal.Bytes(0, 0) == at_.hash || Fault("FORGED", at_.audit_id);
  }

  bool WalkSeals() {
    while (const std::int64_t most = Next()) {
      const pg::Result seals = tx_.Query(
          R"(
          SELECT s.seq, s.audit_id, s.row_hash, s.hash, s.format, coalesce(h.attestation, '')
          FROM audit_seal s
          LEFT JOIN audit_head h ON h.seq = s.seq
          WHERE s.seq > $1
          ORDER BY s.seq
          LIMIT $2)",
          at_.rows, most);
      if (seals.empty()) return true;
      looked_ += seals.rows();
      const pg::Result rows = tx_.Query(kRows, pg::Array(seals.Map([](pg::Row seal) {
                                          seal.Skip();
                                          return seal.String();
                                        })));
      for (int i = 0; i < seals.rows(); ++i)
        if (!Pass(pg::Row(seals, i), pg::Row(rows, i))) return false;
    }
    return false;
  }

  bool Pass(pg::Row seal, pg::Row row) {
    const std::int64_t seq = seal.Int();
    std::string audit_id = seal.String();
    if (seq != at_.rows + 1 || !row.Bool()) return Fault("REMOVED", std::move(audit_id));
    const std::string row_hash = seal.Bytes();
    std::string sealed = seal.Bytes();
    if (RowHash(row, seal.Int32()) != row_hash) return Fault("CHANGED", std::move(audit_id));
    if (sealed != Chain(at_.hash, row_hash)) return Fault("PUT_BETWEEN", std::move(audit_id));
    at_.rows = seq;
    at_.hash = std::move(sealed);
    at_.audit_id = std::move(audit_id);
    const std::string attestation = seal.String();
    if (attestation.empty()) return true;
    if (!verifier_.Attested(attestation, service_, Head(seq, at_.hash)))
      return Fault("FORGED", at_.audit_id);
    at_.attested = seq;
    return true;
  }

  bool CheckEnd() {
    // Of a chain from before heads were signed, the first head vouches for all. One of which a head
    // was seen is none such, whatever became of its heads since.
    const bool unsigned_yet =
        at_.attested == 0 && tx_.Query("SELECT 1 FROM audit_head LIMIT 1").empty() &&
        tx_.Query("SELECT 1 FROM audit_seal WHERE format <> 1 LIMIT 1").empty();
    return at_.attested == at_.rows || unsigned_yet || Fault("FORGED", at_.audit_id);
  }

  // Every row comes with a ticket to be sealed; one without was not written by a command.
  bool LookForStrays() {
    constexpr char kNil[] = "00000000-0000-0000-0000-000000000000";
    while (const std::int64_t most = Next()) {
      const bool first = at_.looked_at.empty();
      const pg::Result rows = tx_.Query(
          R"(
          SELECT id
          FROM audit
          WHERE id >= $1::uuid AND ($2 OR id <> $1::uuid)
          ORDER BY id
          LIMIT $3)",
          first ? kNil : at_.looked_at, first, most);
      if (rows.empty()) return true;
      looked_ += rows.rows();
      const std::vector<std::string> ids = rows.Map([](pg::Row row) { return row.String(); });
      const pg::Result stray = tx_.Query(
          R"(
          SELECT a.id
          FROM unnest($1::uuid[]) WITH ORDINALITY AS a(id, n)
          LEFT JOIN audit_seal s ON s.audit_id = a.id
          LEFT JOIN audit_pending p ON p.audit_id = a.id
          WHERE s.audit_id IS NULL AND p.audit_id IS NULL
          ORDER BY n
          LIMIT 1)",
          pg::Array(ids));
      if (!stray.empty()) return Fault("PUT_BETWEEN", stray.String(0, 0));
      at_.looked_at = ids.back();
    }
    return false;
  }

  Tx& tx_;
  const Verifier& verifier_;
  const std::string_view service_;
  const AuditPortion& portion_;
  std::int64_t looked_ = 0;
  AuditReport report_;
  AuditWalk& at_ = report_.at;
};

}  // namespace

Sealer::Sealer(
    std::string database, const Signer& signer, const Verifier& verifier, Metrics& metrics)
    : database_(std::move(database)),
      signer_(signer),
      verifier_(verifier),
      metrics_(metrics),
      sealed_(metrics.Counter("binadaya_audit_sealed_total", "Audit rows chained.")),
      unsealed_age_(metrics.Gauge(
          "binadaya_audit_unsealed_age_seconds",
          "Age of the oldest audit row that is not chained yet.")) {}

void Sealer::UpdateGauges(pg::Connection& connection) {
  const pg::Result found = connection.Query(
      R"(
      SELECT
        extract(epoch FROM clock_timestamp() - (SELECT at FROM audit_pending ORDER BY seq LIMIT 1)),
        (SELECT coalesce(max(seq), 0) FROM audit_seal))",
      {});
  pg::Row row(found);
  unsealed_age_.Set(row.Maybe(&pg::Row::Double).value_or(0));
  // Not there before it is known: a chain that got shorter is an alert.
  metrics_.Gauge("binadaya_audit_seals", "Length of the audit log's chain.").Set(row.Double());
}

absl::Duration Sealer::Turn() {
  try {
    if (connection_ == nullptr) {
      connection_ =
          std::make_unique<pg::Connection>(database_, kSealerPatience, pg::Session::kLeader);
      role_ = Role::kWaits;
    }
    if (role_ == Role::kWaits) role_ = Lead();
    return role_ == Role::kLeads && Pass() == kBatch ? absl::ZeroDuration() : kRest;
  } catch (const pg::Error& error) {
    log::Warn("sealer lost its database", {{"error", error.what()}});
    connection_.reset();
    return kRest;
  }
}

Sealer::Role Sealer::Lead() {
  if (!connection_->Query("SELECT pg_try_advisory_lock($1, 0)", {lock::kSealer}).Bool(0, 0))
    return Role::kWaits;
  const pg::Result last = connection_->Query(
      R"(
      SELECT s.seq, s.hash, coalesce(h.attestation, ''),
        s.format = 1 AND NOT EXISTS (SELECT 1 FROM audit_head)
      FROM audit_seal s
      LEFT JOIN audit_head h ON h.seq = s.seq
      ORDER BY s.seq DESC
      LIMIT 1)",
      {});
  seq_ = 0;
  hash_.clear();
  if (last.empty()) return Role::kLeads;
  pg::Row head(last);
  seq_ = head.Int();
  hash_ = head.Bytes();
  if (verifier_.Attested(head.String(), signer_.key_id(), Head(seq_, hash_))) return Role::kLeads;
  // From before heads were signed: taken over once, since nothing can say more of it.
  if (head.Bool()) {
    log::Warn("takes over a chain of audit seals without a signed head", {{"seals", Cat(seq_)}});
    return Role::kLeads;
  }
  log::Error(
      "broken chain: the head of the audit log is not signed by this service, and is not continued",
      {{"seal", Cat(seq_)}});
  return Role::kRefuses;
}

int Sealer::Pass() {
  const pg::Result waiting =
      connection_->Query("SELECT audit_id FROM audit_pending ORDER BY seq LIMIT $1", {kBatch});
  if (waiting.empty()) return 0;
  const pg::Result rows =
      connection_->Query(kRows, {pg::Array(waiting.Map([](pg::Row row) { return row.String(); }))});
  std::int64_t seq = seq_;
  std::string hash = hash_;
  pg::Array seqs, ids;
  pg::ByteArray row_hashes, hashes;
  for (int i = 0; i < rows.rows(); ++i) {
    pg::Row row(rows, i);
    if (!row.Bool()) continue;  // somebody removed it: its ticket stays, and is overdue
    const std::string row_hash = RowHash(row, kNamed);
    hash = Chain(hash, row_hash);
    seqs.Add(++seq);
    ids.Add(waiting.Text(i, 0));
    row_hashes.Add(row_hash);
    hashes.Add(hash);
  }
  if (seq == seq_) return 0;
  connection_->Defer("BEGIN", {});
  connection_->Defer(
      R"(
      INSERT INTO audit_seal (seq, audit_id, row_hash, hash, format)
      SELECT *, $5 FROM unnest($1::bigint[], $2::uuid[], $3::bytea[], $4::bytea[]))",
      pg::Params(seqs, ids, std::move(row_hashes), std::move(hashes), kNamed));
  connection_->Defer(
      "INSERT INTO audit_head (seq, attestation) VALUES ($1, $2)",
      {seq, signer_.Attest(Head(seq, hash))});
  connection_->Defer("DELETE FROM audit_pending WHERE audit_id = ANY($1::uuid[])", {ids});
  connection_->Defer("COMMIT", {});
  connection_->Settle();
  sealed_.Increment(static_cast<double>(seq - seq_));
  seq_ = seq;
  hash_ = std::move(hash);
  return waiting.rows();
}

AuditReport VerifyAudit(
    Tx& tx, const Verifier& verifier, std::string_view service, AuditWalk from,
    const AuditPortion& portion) {
  return Walker(tx, verifier, service, std::move(from), portion).Report();
}

}  // namespace binadaya
