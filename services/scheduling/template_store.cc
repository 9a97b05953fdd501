#include "services/scheduling/template_store.h"

#include "services/common/status.h"

namespace binadaya::scheduling::template_store {
namespace {

// Of programs that go on with one another in whichever order they were heard of, by what is known
// now.
#define HEADS                                                                   \
  "t.id, t.unit, t.program, t.title, t.newest, t.retired_by, t.retired_reason," \
  " coalesce(p.origin::text, '')"
#define OF_HEADS " FROM rundown_template t LEFT JOIN program p ON p.id = t.program"
#define VERSIONS                                     \
  "v.number, v.batch, v.release, v.note, v.made_by," \
  " (extract(epoch FROM v.made_at) * 1000000)::bigint, v.content"

Head HeadAt(pg::Row& row) {
  return {
      .id = row.String(),
      .unit = row.String(),
      .program = row.String(),
      .title = row.String(),
      .newest = row.Int32(),
      .retired_by = row.String(),
      .retired_reason = row.String(),
      .origin = row.String()};
}

Version VersionAt(pg::Row& row) {
  Version version{
      .number = row.Int32(),
      .batch = row.String(),
      .release = row.Int32(),
      .note = row.String(),
      .made_by = row.String(),
      .made_at = row.Micros()};
  version.content.ParseFromString(row.Bytes());
  return version;
}

absl::StatusOr<Head> OneHead(const pg::Result& rows) {
  if (rows.empty()) return NoSuchObject("template_id");
  pg::Row row(rows);
  return HeadAt(row);
}

}  // namespace

absl::StatusOr<Head> Get(Tx& tx, const std::string& id) {
  return OneHead(tx.Query("SELECT " HEADS OF_HEADS " WHERE t.id::text = $1", id));
}

absl::StatusOr<Head> Lock(Tx& tx, const std::string& id) {
  return OneHead(tx.Query("SELECT " HEADS OF_HEADS " WHERE t.id::text = $1 FOR UPDATE OF t", id));
}

void Save(Tx& tx, const Head& head, bool fresh) {
  if (fresh) {
    tx.ChangeOne(
        R"(
        INSERT INTO rundown_template (id, unit, program, title, newest)
        VALUES ($1, $2, $3, $4, $5))",
        head.id, head.unit, head.program, head.title, head.newest);
    return;
  }
  tx.ChangeOne(
      R"(
      UPDATE rundown_template
      SET title = $2, newest = $3, retired_by = $4, retired_reason = $5
      WHERE id = $1)",
      head.id, head.title, head.newest, head.retired_by, head.retired_reason);
}

void Add(Tx& tx, const std::string& id, const Version& version) {
  tx.ChangeOne(
      R"(
      INSERT INTO rundown_template_version
        (template, number, batch, release, note, made_by, made_at, content)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8))",
      id, version.number, version.batch, version.release, version.note, version.made_by,
      version.made_at, pg::Bytes{version.content.SerializeAsString()});
}

std::optional<Version> VersionOf(Tx& tx, const std::string& id, int number) {
  const pg::Result rows = tx.Query(
      "SELECT " VERSIONS
      " FROM rundown_template_version v WHERE v.template = $1::uuid AND v.number = $2",
      id, number);
  if (rows.empty()) return std::nullopt;
  pg::Row row(rows);
  return VersionAt(row);
}

std::vector<Listed> PageOf(
    Tx& tx, const v1::ListRundownTemplatesRequest& request, const Page& page) {
  return tx
      .Query(
          "SELECT " HEADS ", " VERSIONS OF_HEADS R"(
          JOIN rundown_template_version v ON v.template = t.id AND v.number = t.newest
          WHERE ($1::text = '' OR t.program::text = $1
                 OR p.origin = (SELECT origin FROM program WHERE id::text = $1))
            AND ($2::bool OR t.retired_by = '')
            AND ($3::bool OR t.id::text < $4::text)
          ORDER BY t.id::text DESC
          LIMIT $5)",
          request.program(), request.retired(), page.first(), page.After(0), page.size())
      .Map([](pg::Row row) {
        Listed one{.head = HeadAt(row)};
        one.version = VersionAt(row);
        return one;
      });
}

}  // namespace binadaya::scheduling::template_store
