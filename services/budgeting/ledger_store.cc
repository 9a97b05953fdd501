#include "services/budgeting/ledger_store.h"

#include "services/common/enums.h"
#include "services/common/id.h"
#include "services/common/status.h"

namespace binadaya::budgeting::ledger_store {
namespace {

#define BALANCE "l.after, l.committed, l.realised, l.frozen"
#define LINE_STATES \
  "SELECT l.id, l.account || ' ' || l.description, l.year, l.valid_since, " BALANCE " FROM line l"
#define ENTRIES                                                              \
  "SELECT e.id, e.line, e.kind, e.amount, coalesce(e.commitment::text, '')," \
  " e.plan_item, e.doc_ref, e.on_day, coalesce(e.corrects::text, '') FROM entry e"
#define COMMITMENTS "SELECT c.id, c.doc_ref, c.plan_item, c.batch, c.made_by FROM commitment c"

domain::Balance BalanceAt(pg::Row& row) {
  return {
      .after = {row.Int()},
      .committed = {row.Int()},
      .realised = {row.Int()},
      .frozen = {row.Int()}};
}

domain::LineState LineAt(pg::Row row) {
  domain::LineState line{
      .id = row.String(), .name = row.String(), .year = row.Int32(), .valid_since = row.Day()};
  line.balance = BalanceAt(row);
  return line;
}

domain::Entry EntryAt(pg::Row& row) {
  return {
      .id = row.String(),
      .line = row.String(),
      .kind = row.Enum<domain::EntryKind>(),
      .amount = {row.Int()},
      .commitment = row.String(),
      .plan_item = row.String(),
      .doc_ref = row.String(),
      .on = row.Day(),
      .corrects = row.String()};
}

absl::StatusOr<Commitment> One(Tx& tx, const std::string& unit, const pg::Result& rows) {
  if (rows.empty()) return NoSuchObject("commitment");
  pg::Row row(rows);
  Commitment out{.unit = unit};
  out.commitment = {.id = row.String(), .doc_ref = row.String(), .plan_item = row.String()};
  out.batch = row.String();
  out.made_by = row.String();
  const pg::Result parts = tx.Query(
      "SELECT line, committed, released, realised, returned FROM commitment_part"
      " WHERE commitment = $1",
      out.commitment.id);
  for (int i = 0; i < parts.rows(); ++i) {
    pg::Row part(parts, i);
    std::string line = part.String();
    out.commitment.parts[std::move(line)] = {
        .committed = {part.Int()},
        .released = {part.Int()},
        .realised = {part.Int()},
        .returned = {part.Int()}};
  }
  return out;
}

}  // namespace

Lines Lock(Tx& tx, const std::string& unit, const std::vector<std::string>& ids) {
  return tx
      .Query(
          LINE_STATES " WHERE l.id = ANY ($1::uuid[]) AND l.unit = $2 ORDER BY l.id FOR UPDATE",
          pg::Array(ids), unit)
      .Map(LineAt);
}

Lines OfYear(Tx& tx, const std::string& unit, int year) {
  return tx.Query(LINE_STATES " WHERE l.unit = $1 AND l.year = $2", unit, year).Map(LineAt);
}

Lines LockYear(Tx& tx, const std::string& unit, int year) {
  return tx
      .Query(LINE_STATES " WHERE l.unit = $1 AND l.year = $2 ORDER BY l.id FOR UPDATE", unit, year)
      .Map(LineAt);
}

std::string WithDocument(Tx& tx, const std::string& unit, const std::string& doc_ref) {
  const pg::Result rows =
      tx.Query("SELECT id FROM commitment WHERE unit = $1 AND doc_ref = $2", unit, doc_ref);
  return rows.empty() ? "" : pg::Row(rows).String();
}

absl::StatusOr<Commitment> Get(Tx& tx, const std::string& unit, const std::string& id) {
  return One(tx, unit, tx.Query(COMMITMENTS " WHERE c.id = $1 AND c.unit = $2", id, unit));
}

absl::StatusOr<Commitment> LockCommitment(Tx& tx, const std::string& unit, const std::string& id) {
  return One(
      tx, unit, tx.Query(COMMITMENTS " WHERE c.id = $1 AND c.unit = $2 FOR UPDATE", id, unit));
}

void Add(Tx& tx, const Commitment& commitment) {
  tx.Defer(
      R"(
      INSERT INTO commitment (id, unit, doc_ref, plan_item, batch, made_by)
      VALUES ($1, $2, $3, $4, $5, $6))",
      commitment.commitment.id, commitment.unit, commitment.commitment.doc_ref,
      commitment.commitment.plan_item, commitment.batch, commitment.made_by);
}

void SaveParts(Tx& tx, const domain::Commitment& commitment) {
  pg::Array lines, committed, released, realised, returned;
  for (const auto& [line, part] : commitment.parts) {
    lines.Add(line);
    committed.Add(part.committed.rupiah);
    released.Add(part.released.rupiah);
    realised.Add(part.realised.rupiah);
    returned.Add(part.returned.rupiah);
  }
  tx.Defer(
      R"(
      INSERT INTO commitment_part (commitment, line, committed, released, realised, returned)
      SELECT $1::uuid, *
      FROM unnest($2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[])
      ON CONFLICT (commitment, line) DO UPDATE
      SET committed = excluded.committed, released = excluded.released,
          realised = excluded.realised, returned = excluded.returned)",
      commitment.id, lines, committed, released, realised, returned);
}

std::map<std::string, int> YearsOf(Tx& tx, const domain::Commitment& commitment) {
  pg::Array ids;
  for (const auto& [line, part] : commitment.parts) ids.Add(line);
  const pg::Result rows = tx.Query("SELECT id, year FROM line WHERE id = ANY ($1::uuid[])", ids);
  std::map<std::string, int> years;
  for (int i = 0; i < rows.rows(); ++i) years[rows.String(i, 0)] = rows.Int32(i, 1);
  return years;
}

std::vector<domain::Binding> Bindings(Tx& tx, const std::string& line) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT c.doc_ref, p.committed - p.released - p.realised, p.realised - p.returned
      FROM commitment_part p
      JOIN commitment c ON c.id = p.commitment
      WHERE p.line = $1 AND p.committed > p.released + p.returned)",
      line);
  return rows.Map([](pg::Row row) -> domain::Binding {
    return {.doc_ref = row.String(), .open = {row.Int()}, .realised = {row.Int()}};
  });
}

void PutIntoForce(Tx& tx, const std::string& unit, int year, const std::vector<InForce>& lines) {
  pg::Array ids, subactivities, sources, accounts, descriptions, plan_items, after;
  for (const InForce& line : lines) {
    ids.Add(line.id);
    subactivities.Add(line.subactivity);
    sources.Add(line.source);
    accounts.Add(line.account);
    descriptions.Add(line.description);
    plan_items.Add(line.plan_item);
    after.Add(line.after.rupiah);
  }
  tx.Defer(
      R"(
      INSERT INTO line
        (id, unit, year, subactivity, source, account, description, plan_item, valid_since, after)
      SELECT id, $1, $2::int, subactivity, source, account, description, plan_item, $3::date, after
      FROM unnest($4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
                  $10::bigint[])
        AS l(id, subactivity, source, account, description, plan_item, after)
      ON CONFLICT (id) DO UPDATE
      SET description = excluded.description, plan_item = excluded.plan_item,
          after = excluded.after)",
      unit, year, tx.call().today(), ids, subactivities, sources, accounts, descriptions,
      plan_items, after);
}

void Append(Tx& tx, std::vector<domain::Entry>& entries) {
  pg::Array ids, lines, kinds, amounts, commitments, plan_items, docs, corrects;
  const auto add = [](pg::Array& to, const std::string& id) {
    if (id.empty()) {
      to.AddNull();
    } else {
      to.Add(id);
    }
  };
  for (domain::Entry& entry : entries) {
    entry.id = NewId(tx.call().now());
    ids.Add(entry.id);
    lines.Add(entry.line);
    kinds.Add(entry.kind);
    amounts.Add(entry.amount.rupiah);
    add(commitments, entry.commitment);
    plan_items.Add(entry.plan_item);
    docs.Add(entry.doc_ref);
    add(corrects, entry.corrects);
  }
  tx.Defer(
      R"(
      INSERT INTO entry
        (on_day, made_by, id, line, kind, amount, commitment, plan_item, doc_ref, corrects)
      SELECT $1::date, $2, *
      FROM unnest($3::uuid[], $4::uuid[], $5::int[], $6::bigint[], $7::uuid[], $8::text[],
                  $9::text[], $10::uuid[]))",
      tx.call().today(), tx.call().subject(), ids, lines, kinds, amounts, commitments, plan_items,
      docs, corrects);
}

void SaveBalances(Tx& tx, const std::map<std::string, domain::LineState>& lines) {
  pg::Array ids, committed, realised, frozen;
  for (const auto& [id, line] : lines) {
    ids.Add(id);
    committed.Add(line.balance.committed.rupiah);
    realised.Add(line.balance.realised.rupiah);
    frozen.Add(line.balance.frozen.rupiah);
  }
  tx.Defer(
      R"(
      UPDATE line AS l
      SET committed = b.committed, realised = b.realised, frozen = b.frozen
      FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[])
        AS b(id, committed, realised, frozen)
      WHERE l.id = b.id)",
      ids, committed, realised, frozen);
}

absl::StatusOr<std::pair<domain::Entry, bool>> GetEntry(
    Tx& tx, const std::string& unit, const std::string& id) {
  const pg::Result rows = tx.Query(
      "SELECT f.*, EXISTS (SELECT 1 FROM entry t WHERE t.corrects = $1) FROM (" ENTRIES
      " JOIN line l ON l.id = e.line WHERE e.id = $1 AND l.unit = $2) AS f",
      id, unit);
  if (rows.empty()) return NoSuchObject("entry");
  pg::Row row(rows);
  domain::Entry entry = EntryAt(row);
  return std::pair(std::move(entry), row.Bool());
}

absl::StatusOr<domain::Balance> BalanceOn(
    Tx& tx, const std::string& unit, const std::string& line, absl::CivilDay day) {
  const pg::Result rows = tx.Query(
      "SELECT e.kind, sum(e.amount)::bigint FROM line l LEFT JOIN entry e ON e.line = l.id"
      " AND e.on_day <= $3 WHERE l.id = $1 AND l.unit = $2 GROUP BY e.kind",
      line, unit, day);
  if (rows.empty()) return NoSuchObject("line");
  domain::Balance balance;
  for (int i = 0; i < rows.rows(); ++i) {
    if (rows.IsNull(i, 0)) continue;  // nothing yet
    Apply(
        {.kind = static_cast<domain::EntryKind>(rows.Int(i, 0)), .amount = {rows.Int(i, 1)}},
        balance);
  }
  return balance;
}

std::vector<domain::Entry> EntriesOf(
    Tx& tx, const std::string& unit, const std::string& line, const Page& page) {
  return tx
      .Query(
          ENTRIES
          " JOIN line l ON l.id = e.line WHERE e.line = $1 AND l.unit = $2"
          " AND ($3 = '' OR e.id > nullif($3, '')::uuid) ORDER BY e.id LIMIT $4",
          line, unit, page.After(0), page.size())
      .Map([](pg::Row row) { return EntryAt(row); });
}

v1::Entry ToProto(const domain::Entry& entry) {
  v1::Entry proto;
  proto.set_id(entry.id);
  proto.set_line(entry.line);
  proto.set_kind(ToContract<v1::EntryKind>(entry.kind));
  proto.set_amount(entry.amount.rupiah);
  proto.set_commitment(entry.commitment);
  proto.set_plan_item(entry.plan_item);
  proto.set_doc_ref(entry.doc_ref);
  proto.set_on(absl::FormatCivilTime(entry.on));
  proto.set_corrects(entry.corrects);
  return proto;
}

std::vector<v1::LineInForce> LinesOf(
    Tx& tx, const std::vector<std::string>& paths, int year, const std::string& plan_item,
    const Page& page) {
  const absl::CivilDay today = tx.call().today();
  const pg::Result rows = tx.Query(
      "SELECT l.id, l.unit, l.year, l.subactivity, l.source, l.account, l.description,"
      " l.plan_item, " BALANCE
      " FROM line l JOIN unit u ON u.code = l.unit"
      " WHERE EXISTS (SELECT 1 FROM unnest($1::text[]) AS s WHERE starts_with(u.path, s))"
      " AND ($2::int = 0 OR l.year = $2::int) AND ($3 = '' OR l.plan_item = $3)"
      " AND ($4 = '' OR l.id > nullif($4, '')::uuid) ORDER BY l.id LIMIT $5",
      pg::Array(paths), year, plan_item, page.After(0), page.size());
  return rows.Map([&](pg::Row row) {
    v1::LineInForce line;
    line.set_id(row.String());
    line.set_unit(row.String());
    line.set_year(row.Int32());
    line.set_subactivity(row.String());
    line.set_source(row.String());
    line.set_account(row.String());
    line.set_description(row.String());
    line.set_plan_item(row.String());
    *line.mutable_balance() = ToProto(line.id(), today, BalanceAt(row));
    return line;
  });
}

std::pair<Money, Money> CostOf(Tx& tx, const std::string& unit, const std::string& plan_item) {
  const pg::Result rows = tx.Query(
      "SELECT coalesce(sum(after), 0)::bigint, coalesce(sum(realised), 0)::bigint FROM line"
      " WHERE unit = $1 AND plan_item = $2",
      unit, plan_item);
  return {{rows.Int(0, 0)}, {rows.Int(0, 1)}};
}

v1::Balance ToProto(const std::string& line, absl::CivilDay day, const domain::Balance& balance) {
  v1::Balance proto;
  proto.set_line(line);
  proto.set_as_of(absl::FormatCivilTime(day));
  proto.set_after(balance.after.rupiah);
  proto.set_committed(balance.committed.rupiah);
  proto.set_realised(balance.realised.rupiah);
  proto.set_frozen(balance.frozen.rupiah);
  proto.set_free(balance.Free().rupiah);
  return proto;
}

}  // namespace binadaya::budgeting::ledger_store
