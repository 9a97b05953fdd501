#include "services/budgeting/spj_store.h"

#include "services/common/enums.h"
#include "services/common/id.h"
#include "services/common/locks.h"
#include "services/common/status.h"

namespace binadaya::budgeting::spj_store {

namespace {

// The first three columns.
v1::SpjBundle::Document DocumentAt(pg::Row& row) {
  v1::SpjBundle::Document document;
  document.set_kind(row.Enum<v1::SpjKind>());
  document.set_doc_ref(row.String());
  document.set_on(absl::FormatCivilTime(row.Day()));
  return document;
}

}  // namespace

// What is committed for a batch and was not released again, by account, and since when it is spent:
// a realisation that was taken back never was, one after the year of its line counts to December.
#define SPENT                                                                                 \
  "WITH spent AS (SELECT l.account, (SELECT min(least(e.on_day, make_date(l.year, 12, 31)))"  \
  " FROM entry e WHERE e.commitment = c.id AND e.line = l.id AND e.kind = 5 AND e.amount > 0" \
  " AND NOT EXISTS (SELECT 1 FROM entry t WHERE t.corrects = e.id)) AS since"                 \
  " FROM commitment c"                                                                        \
  " JOIN commitment_part p ON p.commitment = c.id AND p.committed > p.released"               \
  " JOIN line l ON l.id = p.line WHERE c.unit = $1 AND c.batch = $2)"

domain::SpjBundle Get(Tx& tx, const std::string& unit, const std::string& batch) {
  const pg::Result required = tx.Query(
      SPENT
      " SELECT DISTINCT r.kind FROM spent s"
      " JOIN spj_requirement r ON (r.account = s.account"
      " OR starts_with(s.account, r.account || '.'))"
      " AND r.valid_from <= coalesce(s.since, $3::date)"
      " AND (r.valid_to IS NULL OR r.valid_to > coalesce(s.since, $3::date))",
      unit, batch, tx.call().today());
  domain::SpjBundle bundle;
  for (int i = 0; i < required.rows(); ++i)
    bundle.required.insert(pg::Row(required, i).Enum<domain::SpjKind>());
  for (const v1::SpjBundle::Document& one : Documents(tx, unit, batch))
    bundle.present.insert(ToDomain<domain::SpjKind>(one.kind()));
  const pg::Result spent = tx.Query(SPENT " SELECT min(since) FROM spent", unit, batch);
  bundle.spent_since = pg::Row(spent).Maybe(&pg::Row::Day);
  return bundle;
}

std::vector<v1::SpjBundle::Document> Documents(
    Tx& tx, const std::string& unit, const std::string& batch) {
  return tx
      .Query(
          R"(
          SELECT kind, doc_ref, on_day
          FROM spj_document
          WHERE unit = $1 AND batch = $2
          ORDER BY kind, doc_ref)",
          unit, batch)
      .Map([](pg::Row row) { return DocumentAt(row); });
}

void Lock(Tx& tx, const std::string& unit, const std::string& batch) {
  tx.Defer("SELECT pg_advisory_xact_lock(" ACCOUNT_LOCK("$1", "$2") ")", unit, batch);
}

void Add(Tx& tx, const v1::RecordSpjDocumentRequest& request) {
  tx.Defer(
      R"(
      INSERT INTO spj_document (unit, batch, kind, doc_ref, on_day, made_by)
      VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT DO NOTHING)",
      request.unit(), request.batch(), request.kind(), request.doc_ref(), tx.call().today(),
      tx.call().subject());
}

absl::Status Withdraw(Tx& tx, const v1::WithdrawSpjDocumentRequest& request) {
  const pg::Result gone = tx.Query(
      R"(
      WITH gone AS (
        DELETE FROM spj_document
        WHERE unit = $1 AND batch = $2 AND kind = $3 AND doc_ref = $4
        RETURNING unit, batch, kind, doc_ref, on_day, made_by)
      INSERT INTO spj_withdrawn
        (id, unit, batch, kind, doc_ref, on_day, made_by, withdrawn_on, withdrawn_by, reason)
      SELECT $5::uuid, gone.*, $6::date, $7, $8
      FROM gone
      RETURNING id)",
      request.unit(), request.batch(), request.kind(), request.doc_ref(), NewId(tx.call().now()),
      tx.call().today(), tx.call().subject(), request.reason());
  if (gone.empty()) return NoSuchObject("doc_ref");
  return absl::OkStatus();
}

std::vector<v1::SpjBundle::Document> Withdrawn(
    Tx& tx, const std::string& unit, const std::string& batch) {
  return tx
      .Query(
          R"(
          SELECT kind, doc_ref, on_day, withdrawn_on, reason
          FROM spj_withdrawn
          WHERE unit = $1 AND batch = $2
          ORDER BY id)",
          unit, batch)
      .Map([](pg::Row row) {
        v1::SpjBundle::Document document = DocumentAt(row);
        document.set_withdrawn_on(absl::FormatCivilTime(row.Day()));
        document.set_reason(row.String());
        return document;
      });
}

}  // namespace binadaya::budgeting::spj_store
