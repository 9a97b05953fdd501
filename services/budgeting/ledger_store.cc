#include "services/budgeting/ledger_store.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/budgeting/ledger_proto.h"
#include "services/common/id.h"
#include "services/common/status.h"

namespace binadaya::budgeting::ledger_store {
namespace {

#define BALANCE "l.after, l.committed, l.realised, l.frozen, l.earmarks"
#define LINE_STATES                                                                              \
  "SELECT l.id, l.account || ' ' || l.description, l.year, l.plan_item, l.valid_since, " BALANCE \
  " FROM line l"
#define ENTRIES                                                              \
  "SELECT e.id, e.line, e.kind, e.amount, coalesce(e.commitment::text, '')," \
  " e.plan_item, e.doc_ref, e.on_day, coalesce(e.corrects::text, '') FROM entry e"
#define COMMITMENTS \
  "SELECT c.id, c.unit, c.doc_ref, c.plan_item, c.batch, c.made_by FROM commitment c"

// In the row of the line itself, so that whoever waited for its lock sees them as they are then.
std::map<std::string, Money> EarmarksIn(std::string_view text) {
  std::map<std::string, Money> earmarks;
  const std::vector<std::string> words = absl::StrSplit(Absl(text), ' ', absl::SkipEmpty());
  for (std::size_t i = 1; i < words.size(); i += 2) {
    Money& amount = earmarks[words[i - 1]];
    if (!absl::SimpleAtoi(words[i], &amount.rupiah)) earmarks.erase(words[i - 1]);
  }
  return earmarks;
}
std::string TextOf(const std::map<std::string, Money>& earmarks) {
  return absl::StrJoin(earmarks, " ", [](std::string* out, const auto& one) {
    absl::StrAppend(out, one.first, " ", one.second.rupiah);
  });
}

domain::Balance BalanceAt(pg::Row& row) {
  return {
      .after = {row.Int()},
      .committed = {row.Int()},
      .realised = {row.Int()},
      .frozen = {row.Int()},
      .earmarked = EarmarksIn(row.Text())};
}

domain::LineState LineAt(pg::Row row) {
  domain::LineState line{
      .id = row.String(),
      .name = row.String(),
      .year = row.Int32(),
      .plan_item = row.String(),
      .valid_since = row.Day()};
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

std::vector<Commitment> All(Tx& tx, const pg::Result& rows) {
  std::map<std::string, std::map<std::string, domain::Part>> parts;
  const std::vector<std::string> ids = rows.Map([](pg::Row row) { return row.String(); });
  const pg::Result found = tx.Query(
      R"(
      SELECT commitment, line, committed, released, realised, returned, earmarked
      FROM commitment_part
      WHERE commitment = ANY ($1::uuid[]))",
      pg::Array(ids));
  for (int i = 0; i < found.rows(); ++i) {
    pg::Row part(found, i);
    std::map<std::string, domain::Part>& of = parts[part.String()];
    std::string line = part.String();
    of[std::move(line)] = {
        .committed = {part.Int()},
        .released = {part.Int()},
        .realised = {part.Int()},
        .returned = {part.Int()},
        .earmarked = {part.Int()}};
  }
  return rows.Map([&](pg::Row row) {
    Commitment out;
    out.commitment.id = row.String();
    out.unit = row.String();
    out.commitment.doc_ref = row.String();
    out.commitment.plan_item = row.String();
    out.commitment.parts = std::move(parts[out.commitment.id]);
    out.batch = row.String();
    out.made_by = row.String();
    return out;
  });
}

absl::StatusOr<Commitment> One(Tx& tx, const pg::Result& rows) {
  if (rows.empty()) return NoSuchObject("commitment");
  return All(tx, rows).front();
}

}  // namespace

Later<Lines> Lock(Tx& tx, const std::string& unit, const std::vector<std::string>& ids) {
  return {
      tx.Ask(
          LINE_STATES " WHERE l.id = ANY ($1::uuid[]) AND l.unit = $2 ORDER BY l.id FOR UPDATE",
          pg::Array(ids), unit),
      [](const pg::Result& rows) { return rows.Map(LineAt); }};
}

Lines OfYear(Tx& tx, const std::string& unit, int year) {
  return tx.Query(LINE_STATES " WHERE l.unit = $1 AND l.year = $2", unit, year).Map(LineAt);
}

Lines LockYear(Tx& tx, const std::string& unit, int year) {
  return tx
      .Query(LINE_STATES " WHERE l.unit = $1 AND l.year = $2 ORDER BY l.id FOR UPDATE", unit, year)
      .Map(LineAt);
}

Later<std::string> WithDocument(Tx& tx, const std::string& unit, const std::string& doc_ref) {
  return {
      tx.Ask("SELECT id FROM commitment WHERE unit = $1 AND doc_ref = $2", unit, doc_ref),
      [](const pg::Result& rows) { return rows.empty() ? "" : pg::Row(rows).String(); }};
}

absl::StatusOr<Commitment> Get(Tx& tx, const std::string& unit, const std::string& id) {
  return One(tx, tx.Query(COMMITMENTS " WHERE c.id = $1 AND c.unit = $2", id, unit));
}

absl::StatusOr<Commitment> LockCommitment(Tx& tx, const std::string& unit, const std::string& id) {
  return One(tx, tx.Query(COMMITMENTS " WHERE c.id = $1 AND c.unit = $2 FOR UPDATE", id, unit));
}

std::vector<Commitment> LockOfBatch(Tx& tx, const std::string& batch) {
  return All(
      tx, tx.Query(
              COMMITMENTS " WHERE c.batch = $1 AND c.batch <> '' ORDER BY c.id FOR UPDATE", batch));
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
  pg::Array lines, committed, released, realised, returned, earmarked;
  for (const auto& [line, part] : commitment.parts) {
    lines.Add(line);
    committed.Add(part.committed.rupiah);
    released.Add(part.released.rupiah);
    realised.Add(part.realised.rupiah);
    returned.Add(part.returned.rupiah);
    earmarked.Add(part.earmarked.rupiah);
  }
  tx.Defer(
      R"(
      INSERT INTO commitment_part
        (commitment, line, committed, released, realised, returned, earmarked)
      SELECT $1::uuid, *
      FROM unnest($2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[])
      ON CONFLICT (commitment, line) DO UPDATE
      SET committed = excluded.committed, released = excluded.released,
          realised = excluded.realised, returned = excluded.returned,
          earmarked = excluded.earmarked)",
      commitment.id, lines, committed, released, realised, returned, earmarked);
}

std::vector<Commitment> PageOf(
    Tx& tx, const v1::ListCommitmentsRequest& request, const Page& page) {
  return All(
      tx, tx.Query(
              COMMITMENTS R"(
          WHERE c.unit = $1
            AND ($2 = '' OR c.doc_ref = $2)
            AND ($3 = '' OR c.plan_item = $3)
            AND ($4 = '' OR c.batch = $4)
            AND ($5 = '' OR c.id < nullif($5, '')::uuid)
          ORDER BY c.id DESC
          LIMIT $6)",
              request.unit(), request.doc_ref(), request.plan_item(), request.batch(),
              page.After(0), page.size()));
}

std::map<std::string, int> YearsOf(Tx& tx, const std::vector<Commitment>& commitments) {
  pg::Array ids;
  for (const Commitment& one : commitments) {
    for (const auto& [line, part] : one.commitment.parts) ids.Add(line);
  }
  const pg::Result rows = tx.Query("SELECT id, year FROM line WHERE id = ANY ($1::uuid[])", ids);
  return rows.Pairs(&pg::Row::String, &pg::Row::Int32);
}

Later<std::set<std::string>> RecordedBy(
    Tx& tx, const std::string& doc_ref, domain::EntryKind kind, const std::string& commitment,
    const std::vector<std::string>& lines) {
  return {
      tx.Ask(
          R"(
          SELECT DISTINCT e.line
          FROM entry e
          WHERE e.line = ANY ($1::uuid[]) AND e.doc_ref = $2 AND e.kind = $3
            AND e.kind BETWEEN 5 AND 8 AND coalesce(e.commitment::text, '') = $4
            AND e.corrects IS NULL AND NOT EXISTS (SELECT 1 FROM entry t WHERE t.corrects = e.id))",
          pg::Array(lines), doc_ref, kind, commitment),
      [](const pg::Result& rows) {
        const std::vector<std::string> ids = rows.Map([](pg::Row row) { return row.String(); });
        return std::set<std::string>(ids.begin(), ids.end());
      }};
}

domain::Bindings Bindings(Tx& tx, const std::string& line) {
  domain::Bindings bindings;
  bindings.commitments =
      tx.Query(
            R"(
            SELECT c.doc_ref, p.committed - p.released - p.realised, p.realised - p.returned
            FROM commitment_part p
            JOIN commitment c ON c.id = p.commitment
            WHERE p.line = $1 AND p.committed > p.released + p.returned)",
            line)
          .Map([](pg::Row row) -> domain::Binding {
            return {.doc_ref = row.String(), .open = {row.Int()}, .realised = {row.Int()}};
          });
  const pg::Result orders = tx.Query(
      R"(
      SELECT coalesce(o.doc_ref, e.doc_ref) AS doc_ref,
             sum(CASE e.kind WHEN 7 THEN e.amount ELSE -e.amount END)::bigint AS frozen
      FROM entry e
      LEFT JOIN entry o ON o.id = e.corrects
      WHERE e.line = $1 AND e.kind BETWEEN 5 AND 8 AND e.kind IN (7, 8)
      GROUP BY 1
      HAVING sum(CASE e.kind WHEN 7 THEN e.amount ELSE -e.amount END) > 0)",
      line);
  for (int i = 0; i < orders.rows(); ++i) bindings.frozen[orders.String(i, 0)] = {orders.Int(i, 1)};
  return bindings;
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
  pg::Array ids, committed, realised, frozen, earmarked, earmarks;
  for (const auto& [id, line] : lines) {
    const domain::Balance& balance = line.balance;
    ids.Add(id);
    committed.Add(balance.committed.rupiah);
    realised.Add(balance.realised.rupiah);
    frozen.Add(balance.frozen.rupiah);
    earmarked.Add(balance.Earmarked().rupiah);
    earmarks.Add(TextOf(balance.earmarked));
  }
  tx.Defer(
      R"(
      UPDATE line AS l
      SET committed = b.committed, realised = b.realised, frozen = b.frozen,
          earmarked = b.earmarked, earmarks = b.earmarks
      FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[])
        AS b(id, committed, realised, frozen, earmarked, earmarks)
      WHERE l.id = b.id)",
      ids, committed, realised, frozen, earmarked, earmarks);
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
      R"(
      SELECT e.kind, sum(e.amount)::bigint
      FROM line l
      LEFT JOIN entry e ON e.line = l.id AND e.on_day <= $3
      WHERE l.id = $1 AND l.unit = $2
      GROUP BY e.kind)",
      line, unit, day);
  if (rows.empty()) return NoSuchObject("line");
  domain::Balance balance;
  for (int i = 0; i < rows.rows(); ++i) {
    pg::Row row(rows, i);
    if (row.IsNull()) continue;  // nothing yet
    Apply({.kind = row.Enum<domain::EntryKind>(), .amount = {row.Int()}}, balance);
  }
  return balance;
}

std::vector<domain::Entry> EntriesOf(
    Tx& tx, const std::string& unit, const std::string& line, const Page& page) {
  return tx
      .Query(
          ENTRIES R"(
          JOIN line l ON l.id = e.line
          WHERE e.line = $1 AND l.unit = $2 AND ($3 = '' OR e.id > nullif($3, '')::uuid)
          ORDER BY e.id
          LIMIT $4)",
          line, unit, page.After(0), page.size())
      .Map([](pg::Row row) { return EntryAt(row); });
}

std::vector<v1::LineInForce> LinesOf(
    Tx& tx, const std::vector<std::string>& paths, int year, const std::string& plan_item,
    const Page& page) {
  const absl::CivilDay today = tx.call().today();
  const pg::Result rows = tx.Query(
      R"(
      SELECT l.id, l.unit, l.year, l.subactivity, l.source, l.account, l.description,
             l.plan_item, )" BALANCE R"(
      FROM line l
      JOIN unit u ON u.code = l.unit
      WHERE EXISTS (SELECT 1 FROM unnest($1::text[]) AS s WHERE starts_with(u.path, s))
        AND ($2::int = 0 OR l.year = $2::int)
        AND ($3 = '' OR l.plan_item = $3)
        AND ($4 = '' OR l.id > nullif($4, '')::uuid)
      ORDER BY l.id
      LIMIT $5)",
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
      R"(
      SELECT coalesce(sum(after), 0)::bigint, coalesce(sum(realised), 0)::bigint
      FROM line
      WHERE unit = $1 AND plan_item = $2)",
      unit, plan_item);
  pg::Row row(rows);
  return {{row.Int()}, {row.Int()}};
}

std::vector<domain::Entry> AllottedUntil(
    Tx& tx, const std::string& unit, int year, absl::CivilDay day) {
  return tx
      .Query(
          ENTRIES R"(
          JOIN line l ON l.id = e.line
          WHERE l.unit = $1 AND l.year = $2 AND e.kind = $3 AND e.on_day <= $4
          ORDER BY e.id)",
          unit, year, domain::EntryKind::kAllot, day)
      .Map([](pg::Row row) { return EntryAt(row); });
}

std::vector<Paid> PaidOf(Tx& tx, const std::string& unit, int year) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT l.subactivity, l.source,
        CASE WHEN e.on_day < make_date(l.year + 1, 1, 1) THEN extract(month FROM e.on_day) ELSE 12
        END::int AS month,
        sum(CASE WHEN e.kind = $3 THEN e.amount ELSE -e.amount END)::bigint
      FROM line l
        JOIN entry e ON e.line = l.id
      WHERE l.unit = $1 AND l.year = $2 AND e.kind IN ($3, $4)
      GROUP BY l.subactivity, l.source, month
      ORDER BY l.subactivity, l.source, month)",
      unit, year, domain::EntryKind::kRealise, domain::EntryKind::kReturn);
  return rows.Map([](pg::Row row) {
    return Paid{
        .subactivity = row.String(),
        .source = row.String(),
        .month = row.Int32(),
        .amount = {row.Int()}};
  });
}

v1::Funds FundsOf(Tx& tx, const std::string& unit, const std::string& plan_item) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT l.id, l.year, l.account, l.description, l.plan_item, coalesce(p.open, 0),
             coalesce(p.realised, 0), )" BALANCE R"(
      FROM line l
      LEFT JOIN (
        SELECT p.line, sum(p.committed - p.released - p.realised)::bigint AS open,
               sum(p.realised - p.returned)::bigint AS realised
        FROM commitment c
        JOIN commitment_part p ON p.commitment = c.id
        WHERE c.unit = $1 AND c.plan_item = $2
        GROUP BY p.line) AS p ON p.line = l.id
      WHERE l.unit = $1
        AND (l.plan_item = $2 OR p.line IS NOT NULL OR strpos(l.earmarks, $2) > 0)
      ORDER BY l.id)",
      unit, plan_item);
  v1::Funds funds;
  funds.set_plan_item(plan_item);
  for (int i = 0; i < rows.rows(); ++i) {
    pg::Row row(rows, i);
    v1::Funds::OfLine& line = *funds.add_lines();
    line.set_line(row.String());
    line.set_year(row.Int32());
    line.set_account(row.String());
    line.set_description(row.String());
    domain::LineState state{.plan_item = row.String()};
    line.set_committed(row.Int());
    line.set_realised(row.Int());
    state.balance = BalanceAt(row);
    const auto& earmarks = state.balance.earmarked;
    if (const auto earmark = earmarks.find(plan_item); earmark != earmarks.end())
      line.set_earmarked(earmark->second.rupiah);
    line.set_free(state.FreeFor(plan_item).rupiah);
    funds.set_earmarked(funds.earmarked() + line.earmarked());
    funds.set_committed(funds.committed() + line.committed());
    funds.set_realised(funds.realised() + line.realised());
  }
  return funds;
}

}  // namespace binadaya::budgeting::ledger_store
