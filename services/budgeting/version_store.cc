#include "services/budgeting/version_store.h"

#include "services/common/locks.h"
#include "services/common/status.h"

namespace binadaya::budgeting::version_store {
namespace {

#define VERSION_COLUMNS                                                        \
  "v.id, v.unit, v.year, v.kind, v.seq, v.state, v.drafted_by, v.verified_by," \
  " v.reason, v.total, v.shift, v.validated_by, v.doc_ref, v.valid_from"
#define VERSIONS "SELECT " VERSION_COLUMNS ", v.content FROM version v"

Version VersionAt(pg::Row row, bool whole) {
  Version version;
  version.id = row.String();
  version.unit = row.String();
  version.year = row.Int32();
  version.kind = row.Enum<domain::VersionKind>();
  version.seq = row.Int32();
  version.approval = {
      .state = row.Enum<domain::VersionState>(),
      .drafted_by = row.Strings(),
      .verified_by = row.String(),
      .reason = row.String()};
  version.total = {row.Int()};
  version.shift = row.MaybeEnum<domain::ShiftLevel>();
  version.validated_by = row.String();
  version.doc_ref = row.String();
  version.valid_from = row.Maybe(&pg::Row::Day);
  if (whole) version.budget.ParseFromString(row.Bytes());
  return version;
}

absl::StatusOr<Version> One(const pg::Result& rows) {
  if (rows.empty()) return NoSuchObject("id");
  return VersionAt(pg::Row(rows), true);
}

}  // namespace

absl::StatusOr<Version> Get(Tx& tx, const std::string& unit, const std::string& id) {
  return One(tx.Query(VERSIONS " WHERE v.id = $1 AND v.unit = $2", id, unit));
}

absl::StatusOr<Version> Lock(Tx& tx, const std::string& unit, const std::string& id) {
  return One(tx.Query(VERSIONS " WHERE v.id = $1 AND v.unit = $2 FOR UPDATE", id, unit));
}

void LockYear(Tx& tx, const std::string& unit, int year) {
  tx.Defer("SELECT pg_advisory_xact_lock(" BUDGET_LOCK("$1", "$2") ")", unit, year);
}

std::optional<Version> InForce(Tx& tx, const std::string& unit, int year) {
  const pg::Result rows =
      tx.Query(VERSIONS " WHERE v.unit = $1 AND v.year = $2 AND v.state = 4", unit, year);
  if (rows.empty()) return std::nullopt;
  return VersionAt(pg::Row(rows), true);
}

std::vector<Version> PageOf(
    Tx& tx, const std::vector<std::string>& paths, int year, const Page& page) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT )" VERSION_COLUMNS R"(
      FROM version v
        JOIN unit u ON u.code = v.unit
      WHERE EXISTS (SELECT 1 FROM unnest($1::text[]) AS s WHERE starts_with(u.path, s))
        AND ($2::int = 0 OR v.year = $2::int)
        AND ($3 OR (v.year, v.id) < (nullif($4, '')::int, nullif($5, '')::uuid))
      ORDER BY v.year DESC, v.id DESC LIMIT $6)",
      pg::Array(paths), year, page.first(), page.After(0), page.After(1), page.size());
  return rows.Map([](pg::Row row) { return VersionAt(row, false); });
}

int NextSeq(Tx& tx, const std::string& unit, int year) {
  const pg::Result rows = tx.Query(
      "SELECT coalesce(max(seq), 0) + 1 FROM version WHERE unit = $1 AND year = $2", unit, year);
  return pg::Row(rows).Int32();
}

void Add(Tx& tx, const Version& version) {
  tx.Defer(
      R"(
      INSERT INTO version
        (id, unit, year, kind, seq, state, total, shift, content, drafted_by, verified_by,
         validated_by, doc_ref, reason)
      VALUES ($1, $2, $3, $4, $5, 1, 0, 0, '', '{}', '', '', '', ''))",
      version.id, version.unit, version.year, version.kind, version.seq);
  Save(tx, version);
}

void Save(Tx& tx, const Version& version) {
  std::string content;
  version.budget.SerializeToString(&content);
  tx.ChangeOne(
      R"(
      UPDATE version
      SET state = $2, total = $3, shift = $4, content = $5, drafted_by = $6, verified_by = $7,
          validated_by = $8, doc_ref = $9, valid_from = $10, reason = $11, kind = $12
      WHERE id = $1)",
      version.id, version.approval.state, version.total.rupiah, pg::OrZero(version.shift),
      pg::Bytes{content}, pg::Array(version.approval.drafted_by), version.approval.verified_by,
      version.validated_by, version.doc_ref, version.valid_from, version.approval.reason,
      version.kind);
}

void SavePlanned(
    Tx& tx, int year, const google::protobuf::RepeatedPtrField<needs::v1::PlanItem>& items) {
  pg::Array ids, seats, minutes, months;
  for (const needs::v1::PlanItem& item : items) {
    ids.Add(item.id());
    seats.Add(item.seats());
    minutes.Add(item.learning_minutes());
    months.Add(pg::Array(item.months()).Text());
  }
  tx.Defer(
      R"(
      INSERT INTO planned (plan_item, seats, minutes, year, months)
      SELECT plan_item, seats, minutes, $4::int, months::int[]
      FROM unnest($1::text[], $2::int[], $3::int[], $5::text[])
        AS p(plan_item, seats, minutes, months)
      ON CONFLICT (plan_item) DO UPDATE
      SET seats = excluded.seats, minutes = excluded.minutes, year = excluded.year,
          months = excluded.months)",
      ids, seats, minutes, year, months);
}

void DropPlanned(Tx& tx, const std::vector<std::string>& items) {
  tx.Defer("DELETE FROM planned WHERE plan_item = ANY ($1::text[])", pg::Array(items));
}

std::map<std::string, domain::Planned> PlannedOf(
    Tx& tx, int year, const std::vector<std::string>& items) {
  std::map<std::string, domain::Planned> planned;
  const pg::Result rows = tx.Query(
      R"(
      SELECT plan_item, seats, minutes
      FROM planned
      WHERE plan_item = ANY ($1::text[]) AND year IN (0, $2))",
      pg::Array(items), year);
  for (int i = 0; i < rows.rows(); ++i) {
    pg::Row row(rows, i);
    domain::Planned& of = planned[row.String()];
    of.participants = row.Int32();
    of.minutes = row.Int32();
  }
  return planned;
}

std::map<std::string, std::vector<int>> BatchMonths(Tx& tx, int year) {
  std::map<std::string, std::vector<int>> months;
  const pg::Result rows = tx.Query(
      "SELECT plan_item, unnest(months) FROM planned WHERE year = $1 ORDER BY plan_item", year);
  for (int i = 0; i < rows.rows(); ++i) {
    pg::Row row(rows, i);
    months[row.String()].push_back(row.Int32());
  }
  return months;
}

}  // namespace binadaya::budgeting::version_store
