#include "services/registry/import_store.h"

#include "services/common/status.h"

namespace binadaya::registry::import_store {
namespace {

#define IMPORTS                                                                   \
  "SELECT request_id, kind, encode(file_hash, 'hex'),"                            \
  " (extract(epoch FROM at) * 1000000)::bigint, actor, new_count, changed_count," \
  " same_count, skipped::float8[], confirmed FROM import"

using Kind = v1::GetImportTemplateRequest::Kind;

v1::Import ImportAt(pg::Row& row) {
  v1::Import import;
  import.set_id(row.String());
  Kind kind = v1::GetImportTemplateRequest::KIND_UNSPECIFIED;
  v1::GetImportTemplateRequest::Kind_Parse(row.String(), &kind);
  import.set_kind(kind);
  import.set_file_sha256(row.String());
  import.set_at(absl::FormatTime(absl::RFC3339_full, row.Micros(), absl::UTCTimeZone()));
  import.set_actor(row.String());
  import.set_new_count(row.Int32());
  import.set_changed_count(row.Int32());
  import.set_same_count(row.Int32());
  for (const double line : row.Doubles()) import.add_skipped_lines(static_cast<int>(line));
  for (const std::string& change : row.Strings()) import.add_confirmed(change);
  return import;
}

}  // namespace

void Add(
    Tx& tx, const Import& import, const v1::ImportRequest& request,
    const v1::ImportReport& report) {
  pg::Array subjects, lines;
  for (const Concerned& one : import.concerned) {
    subjects.Add(one.subject);
    lines.Add(one.line);
  }
  tx.Defer(
      R"(
      INSERT INTO import (request_id, kind, file_hash, at, actor, new_count, changed_count,
        same_count, skipped, confirmed, subjects, lines)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12))",
      import.id, import.kind, pg::Bytes{import.file_hash}, tx.call().now(), tx.call().subject(),
      report.new_count(), report.changed_count(), report.same_count(),
      pg::Array(request.skip_lines()), pg::Array(import.confirmed), subjects, lines);
}

std::vector<v1::Import> PageOf(Tx& tx, const v1::ListImportsRequest& sought, const Page& page) {
  const pg::Result rows = tx.Query(
      IMPORTS R"(
      WHERE ($1 = '' OR subjects @> ARRAY[$1])
        AND ($2 = '' OR kind = $2)
        AND ($3 = '' OR encode(file_hash, 'hex') = lower($3))
        AND ($4 = '' OR (at, request_id) < (nullif($4, '')::timestamptz, nullif($5, '')::uuid))
      ORDER BY at DESC, request_id DESC
      LIMIT $6)",
      sought.subject(),
      sought.kind() == v1::GetImportTemplateRequest::KIND_UNSPECIFIED
          ? ""
          : v1::GetImportTemplateRequest::Kind_Name(sought.kind()),
      sought.file_sha256(), page.After(0), page.After(1), page.size());
  return rows.Map([](pg::Row row) { return ImportAt(row); });
}

absl::StatusOr<v1::Import> Get(Tx& tx, const std::string& id) {
  const pg::Result rows = tx.Query(IMPORTS " WHERE request_id = $1", id);
  if (rows.empty()) return NoSuchObject("import");
  pg::Row row(rows);
  v1::Import import = ImportAt(row);
  const pg::Result whom =
      tx.Query("SELECT subjects, lines::float8[] FROM import WHERE request_id = $1", id);
  pg::Row concerned(whom);
  const std::vector<std::string> subjects = concerned.Strings();
  import.mutable_subjects()->Add(subjects.begin(), subjects.end());
  for (const double line : concerned.Doubles()) import.add_lines(static_cast<int>(line));
  return import;
}

}  // namespace binadaya::registry::import_store
