#include "services/reporting/money_store.h"

namespace binadaya::reporting::money_store {
namespace {

// What an entry adds to what is bound and to what is paid: 1, 0 or -1 times its amount.
void Post(
    Tx& tx, const std::string& commitment, const budgeting::v1::Posted& part, int bound, int paid) {
  tx.Defer(
      R"(
      INSERT INTO commitment_line AS c (commitment, line, bound, realised)
      VALUES ($1, $2, $3, $4)
      ON CONFLICT (commitment, line) DO UPDATE
      SET bound = c.bound + excluded.bound, realised = c.realised + excluded.realised)",
      commitment, part.line(), bound * part.amount(), paid * part.amount());
}

}  // namespace

void Save(Tx& tx, const budgeting::v1::LineChanged& told) {
  tx.Defer(
      R"(
      INSERT INTO budget_line
        (id, unit, year, sub_activity, account, source, plan_item, rupiah)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
      ON CONFLICT (id) DO UPDATE
      SET unit = excluded.unit, sub_activity = excluded.sub_activity,
          account = excluded.account, source = excluded.source,
          plan_item = excluded.plan_item, rupiah = excluded.rupiah)",
      told.line(), told.unit(), told.year(), told.subactivity(), told.account(), told.source(),
      told.plan_item(), told.after());
}

void SaveFrozen(Tx& tx, const std::string& line, std::int64_t frozen) {
  tx.ChangeOne("UPDATE budget_line SET frozen = $2 WHERE id = $1", line, frozen);
}

void Save(Tx& tx, const budgeting::v1::FundsCommitted& told) {
  tx.Defer(
      R"(
      INSERT INTO commitment (id, batch)
      VALUES ($1, $2)
      ON CONFLICT (id) DO UPDATE SET batch = excluded.batch)",
      told.commitment(), told.batch());
  for (const budgeting::v1::Posted& part : told.parts()) Post(tx, told.commitment(), part, 1, 0);
}

void Save(Tx& tx, const budgeting::v1::FundsReleased& told) {
  for (const budgeting::v1::Posted& part : told.parts()) Post(tx, told.commitment(), part, -1, 0);
}

void Save(Tx& tx, const budgeting::v1::FundsRealised& told) {
  for (const budgeting::v1::Posted& part : told.parts()) Post(tx, told.commitment(), part, -1, 1);
}

void Save(Tx& tx, const budgeting::v1::FundsReturned& told) {
  for (const budgeting::v1::Posted& part : told.parts()) Post(tx, told.commitment(), part, 0, -1);
}

std::map<std::string, std::vector<domain::BudgetLine>> LinesOf(
    Tx& tx, const std::vector<std::string>& items) {
  std::map<std::string, std::vector<domain::BudgetLine>> lines;
  const pg::Result rows = tx.Query(
      R"(
      SELECT l.plan_item, l.id, l.unit, l.sub_activity, l.account, l.source, l.year, l.rupiah,
             l.frozen, coalesce(sum(c.bound), 0), coalesce(sum(c.realised), 0)
      FROM budget_line l LEFT JOIN commitment_line c ON c.line = l.id
      WHERE l.plan_item = ANY($1)
      GROUP BY l.id
      ORDER BY l.year, l.sub_activity, l.account, l.id)",
      pg::Array(items));
  for (int i = 0; i < rows.rows(); ++i) {
    pg::Row row(rows, i);
    lines[row.String()].push_back(
        {.id = row.String(),
         .unit = row.String(),
         .sub_activity = row.String(),
         .account = row.String(),
         .source = row.String(),
         .year = row.Int32(),
         .rupiah = row.Int(),
         .frozen = row.Int(),
         .bound = row.Int(),
         .realised = row.Int()});
  }
  return lines;
}

}  // namespace binadaya::reporting::money_store
